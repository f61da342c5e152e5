import type { JournalEntry, JournalType } from './journal.ts';
import { mountIn } from './mounts.ts';
import { type Fields, isFields, succeeded, textIn, type VaultAnswer, type VaultClient } from './vault-client.ts';

/** What stands on the server where a journal entry points to. */
export interface Found {
  /** Null for types that have no id. */
  id: string | null;
  /** Null for types without a creation time. */
  createdAt: string | null;
  data: Fields;
}

/** `absent`, what was found, or the answer that told nothing. */
export type Finding = { found: Found } | { answer: VaultAnswer } | 'absent';

/** How objects of one type are found and removed; all paths are in the entry's namespace. */
export interface Removable {
  /** What the answer to the create told of it; null when that is not enough to remove it. */
  asMade(entry: JournalEntry): Found | null;
  find(vault: VaultClient, entry: JournalEntry): Promise<Finding>;
  remove(vault: VaultClient, entry: JournalEntry, found: Found): Promise<VaultAnswer>;
  /** Removal goes on in the background: wait until `find` says absent. */
  background?: boolean;
  /** Removes several of a namespace by their ids, all or, if it is refused, none. */
  removeTogether?(vault: VaultClient, ids: string[]): Promise<VaultAnswer>;
  /** Names of all that there are in a namespace; null when the server does not tell. */
  names?(vault: VaultClient): Promise<string[] | null>;
}

/** Types that Vault's API removes; SCIM resources go with their client. */
export type VaultType = Exclude<JournalType, 'scim-user' | 'scim-group'>;

/** Whether the answer to a removal says that nothing is there any more. */
export function isGone({ status }: { status: number }): boolean {
  return (status >= 200 && status < 300) || status === 404;
}

export const REMOVABLE: Record<VaultType, Removable> = {
  entity: {
    ...identityObject('entity'),
    removeTogether: (vault, ids) => vault.write('identity/entity/batch-delete', { entity_ids: ids }),
  },
  group: identityObject('group'),
  'entity-alias': {
    asMade: withId,
    find: (vault, entry) =>
      entry.id === null
        ? aliasByName(vault, entry)
        : finding(vault.read(`identity/entity-alias/id/${entry.id}`), identified),
    remove: (vault, _entry, found) => vault.remove(`identity/entity-alias/id/${found.id}`),
  },
  'group-alias': {
    asMade: withId,
    find: async (vault, entry) =>
      entry.id === null ? 'absent' : finding(vault.read(`identity/group-alias/id/${entry.id}`), identified),
    remove: (vault, _entry, found) => vault.remove(`identity/group-alias/id/${found.id}`),
  },
  policy: named('sys/policies/acl'),
  quota: named('sys/quotas/rate-limit'),
  'token-role': named('auth/token/roles'),
  'scim-client': {
    asMade: withName,
    find: (vault, entry) => finding(vault.read(`identity/scim/client/${entry.name}`), scimClient),
    // The flag is needed from 2.2 on; older versions always remove what the client owns.
    remove: (vault, entry, found) =>
      found.data.deleting === true
        ? vault.read(`identity/scim/client/${entry.name}`)
        : vault.remove(`identity/scim/client/${entry.name}`, { 'delete-linked-resources': 'true' }),
    background: true,
    names: async (vault) => {
      const answer = await vault.list('identity/scim/client');
      return succeeded(answer) || answer.status === 404 ? answer.keys : null;
    },
  },
  'auth-mount': mounted('sys/auth'),
  'secrets-mount': mounted('sys/mounts'),
  namespace: {
    asMade: withName,
    find: (vault, entry) => finding(vault.read(`sys/namespaces/${entry.name}`), identified),
    remove: (vault, entry) => vault.remove(`sys/namespaces/${entry.name}`),
    background: true,
  },
  token: {
    asMade: withId,
    // Unknown accessors are refused rather than "not found"; a token that stays expires within the hour.
    find: async (vault, entry) => {
      if (entry.id === null) return 'absent';
      const answer = await vault.write('auth/token/lookup-accessor', { accessor: entry.id });
      if (answer.status === 400 || answer.status === 403 || answer.status === 404) return 'absent';
      return finding(answer, () => ({ id: entry.id, createdAt: null }));
    },
    remove: (vault, entry) => vault.write('auth/token/revoke-accessor', { accessor: entry.id }),
  },
};

function identityObject(kind: 'entity' | 'group'): Removable {
  return {
    asMade: withId,
    find: (vault, entry) => {
      const path = entry.id === null ? `name/${entry.name}` : `id/${entry.id}`;
      return finding(vault.read(`identity/${kind}/${path}`), identified);
    },
    remove: (vault, _entry, found) => vault.remove(`identity/${kind}/id/${found.id}`),
  };
}

function named(path: string): Removable {
  return {
    asMade: withName,
    find: (vault, entry) => finding(vault.read(`${path}/${entry.name}`), () => ({ id: null, createdAt: null })),
    remove: (vault, entry) => vault.remove(`${path}/${entry.name}`),
  };
}

function mounted(path: 'sys/auth' | 'sys/mounts'): Removable {
  return {
    asMade: withName,
    find: async (vault, entry) => {
      const answer = await vault.read(path);
      if (!succeeded(answer) || answer.data === null) return { answer };
      const mount = mountIn(answer.data, entry.name);
      return mount === undefined ? 'absent' : { found: { id: mount.accessor, createdAt: null, data: answer.data } };
    },
    remove: (vault, entry) => vault.remove(`${path}/${entry.name}`),
  };
}

function withId({ id }: JournalEntry): Found | null {
  return id === null ? null : { id, createdAt: null, data: {} };
}

function withName({ id }: JournalEntry): Found {
  return { id, createdAt: null, data: {} };
}

async function aliasByName(vault: VaultClient, entry: JournalEntry): Promise<Finding> {
  const mountAccessor = entry.details?.mountAccessor;
  if (mountAccessor === undefined) return 'absent';
  const answer = await vault.write('identity/lookup/entity', {
    alias_name: entry.name,
    alias_mount_accessor: mountAccessor,
  });
  if (answer.status === 204 || answer.status === 404) return 'absent';
  if (!succeeded(answer) || answer.data === null) return { answer };
  const aliases = Array.isArray(answer.data.aliases) ? answer.data.aliases.filter(isFields) : [];
  const alias = aliases.find((one) => one.name === entry.name && one.mount_accessor === mountAccessor);
  return alias === undefined ? 'absent' : { found: { ...identified(alias), data: alias } };
}

async function finding(
  asked: VaultAnswer | Promise<VaultAnswer>,
  identity: (data: Fields) => Omit<Found, 'data'>,
): Promise<Finding> {
  const answer = await asked;
  if (answer.status === 404) return 'absent';
  if (!succeeded(answer) || answer.data === null) return { answer };
  return { found: { ...identity(answer.data), data: answer.data } };
}

function identified(data: Fields): Omit<Found, 'data'> {
  return { id: textIn(data, 'id'), createdAt: textIn(data, 'creation_time') };
}

function scimClient(data: Fields): Omit<Found, 'data'> {
  return { id: textIn(data, 'client_id'), createdAt: null };
}
