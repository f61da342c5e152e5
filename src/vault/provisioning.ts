import type { TenantFacts } from '../targets/run-context.ts';
import { ArrangeError } from './arrange-error.ts';
import { cleanUp, type Leftover } from './clean-up.ts';
import type { Journal } from './journal.ts';
import { enableAuthMount } from './mounts.ts';
import { prepareTokenIssue, TOKEN_TTL, type TokenIssue } from './token-issue.ts';
import { type Fields, textIn, type VaultClient } from './vault-client.ts';

export interface TenantOptions {
  /** Name of the SCIM client and of everything that belongs to it: lower case, with the run's prefix. */
  name: string;
  /** Type of an auth method of its own that becomes `alias_mount_accessor`, or false for none. */
  aliasMount: 'userpass' | 'approle' | false;
  /** HCL instead of the documented policy: the tenant then has a policy and a token role of its own. */
  policy?: string;
  /** More fields of the SCIM client. */
  clientFields?: Fields;
  /** What its token is issued with; by default a policy and a role of its own. */
  issue?: TokenIssue | null;
}

/**
 * Makes a SCIM client with all that it needs, in the client's namespace: entity, alias on the
 * token mount, token, and unless told a policy and a token role (Vault documentation, SCIM, "Set up", token auth).
 *
 * @throws ArrangeError naming the exchange that did not work. What was made is in the journal.
 */
export async function provisionTenant(
  vault: VaultClient,
  journal: Journal,
  options: TenantOptions,
): Promise<TenantFacts> {
  const { name } = options;
  const [issue, aliasMount, principalId] = await Promise.all([
    (options.policy === undefined ? options.issue : null) ??
      prepareTokenIssue(vault, journal, { name, aliases: name, policy: options.policy, mount: options.issue?.mount }),
    options.aliasMount === false ? null : enableAuthMount(vault, journal, { path: name, type: options.aliasMount }),
    createEntity(vault, journal, { name }),
  ]);
  const fields = {
    access_grant_principal: principalId,
    ...(aliasMount === null ? {} : { alias_mount_accessor: aliasMount.accessor }),
    ...options.clientFields,
  };
  const [clientId, token] = await Promise.all([
    writeScimClient(vault, journal, name, fields),
    tokenOfPrincipal(vault, journal, { name, issue, principalId }),
  ]);
  return {
    clientName: name,
    clientId,
    principalId,
    aliasAccessor: textIn(fields, 'alias_mount_accessor'),
    aliasMount: aliasMount && { ...aliasMount, path: `auth/${aliasMount.path}` },
    scimBaseUrl: scimBaseUrl(vault.address, vault.namespace),
    policy: issue.policy,
    token,
  };
}

/**
 * Makes what a SCIM client needs to be used, without one: an entity with an alias on the token mount, and its token.
 *
 * @throws ArrangeError naming the exchange that did not work. What was made is in the journal.
 */
export async function provisionPrincipal(
  vault: VaultClient,
  journal: Journal,
  { name, issue: given }: Pick<TenantOptions, 'name' | 'issue'>,
): Promise<TenantFacts> {
  const [issue, principalId] = await Promise.all([
    given ?? prepareTokenIssue(vault, journal, { name, aliases: name }),
    createEntity(vault, journal, { name }),
  ]);
  return {
    clientName: name,
    clientId: null,
    principalId,
    aliasAccessor: null,
    aliasMount: null,
    scimBaseUrl: scimBaseUrl(vault.address, vault.namespace),
    policy: issue.policy,
    token: await tokenOfPrincipal(vault, journal, { name, issue, principalId }),
  };
}

async function tokenOfPrincipal(
  vault: VaultClient,
  journal: Journal,
  { name, issue, principalId }: { name: string; issue: TokenIssue; principalId: string },
): Promise<string> {
  await createEntityAlias(vault, journal, { name, mount_accessor: issue.mount.accessor, canonical_id: principalId });
  return issueToken(vault, journal, name, { ...issue, principalId });
}

/**
 * Removes a tenant that this process made and everything that its client owns: the SCIM client
 * first, waiting until it is gone, then what it stood on.
 *
 * @returns What could not be removed; empty when all is gone.
 */
export function removeTenant(vault: VaultClient, journal: Journal, name: string): Promise<Leftover[]> {
  return cleanUp(vault, journal, {
    only: (entry) => entry.namespace === vault.namespace && entry.name === name,
    madeHere: true,
  });
}

/** Path form, since an identity provider cannot send Vault's namespace header. */
export function scimBaseUrl(address: string, namespace: string): string {
  return `${address}/v1${namespace === '' ? '' : `/${namespace}`}/identity/scim/v2`;
}

/** The namespace of such a base URL, '' for root and for a server that is no Vault. */
export function namespaceIn(baseUrl: string): string {
  return /\/v1\/(.+)\/identity\/scim\/v2$/.exec(baseUrl)?.[1] ?? '';
}

/** @returns Id of the entity. @throws ArrangeError */
export async function createEntity(vault: VaultClient, journal: Journal, fields: Fields & { name: string }) {
  const key = journal.intend({ type: 'entity', name: fields.name, namespace: vault.namespace });
  const intent = `create the entity ${fields.name}`;
  const answer = await vault.writeOrThrow(intent, 'identity/entity', fields);
  const id = textIn(answer.data ?? {}, 'id');
  if (id === null) throw new ArrangeError(intent, answer.exchange);
  journal.created(key, id);
  return id;
}

/** @returns Id of the alias. @throws ArrangeError */
export async function createEntityAlias(
  vault: VaultClient,
  journal: Journal,
  fields: { name: string; mount_accessor: string; canonical_id: string },
): Promise<string> {
  const details = { mountAccessor: fields.mount_accessor, canonicalId: fields.canonical_id };
  const key = journal.intend({ type: 'entity-alias', name: fields.name, namespace: vault.namespace, details });
  const intent = `create the alias ${fields.name}`;
  const answer = await vault.writeOrThrow(intent, 'identity/entity-alias', fields);
  const id = textIn(answer.data ?? {}, 'id');
  if (id === null) throw new ArrangeError(intent, answer.exchange);
  journal.created(key, id);
  return id;
}

/** @returns `client_id` where the version gives one. */
async function writeScimClient(vault: VaultClient, journal: Journal, name: string, fields: Fields) {
  const principal = String(fields.access_grant_principal);
  const details = { principal };
  const key = journal.intend({ type: 'scim-client', name, namespace: vault.namespace, details });
  const path = `identity/scim/client/${name}`;
  const { data } = await vault.writeOrThrow(`create the SCIM client ${name}`, path, fields);
  const clientId = textIn(data ?? (await vault.readData(`read the SCIM client ${name}`, path)), 'client_id');
  journal.created(key, clientId);
  return clientId;
}

async function issueToken(
  vault: VaultClient,
  journal: Journal,
  name: string,
  { role, policy, principalId }: { role: string; policy: string; principalId: string },
): Promise<string> {
  const intent = `issue a token for the SCIM client ${name}`;
  const key = journal.intend({ type: 'token', name, namespace: vault.namespace });
  const answer = await vault.writeOrThrow(intent, `auth/token/create/${role}`, {
    entity_alias: name,
    policies: [policy],
    no_default_policy: true,
    renewable: false,
    ttl: TOKEN_TTL,
  });
  const { auth } = answer;
  if (auth === null) throw new ArrangeError(intent, answer.exchange);
  journal.created(key, auth.accessor);
  if (auth.entity_id !== principalId) {
    throw new ArrangeError(`${intent} that belongs to its principal`, answer.exchange);
  }
  return auth.client_token;
}
