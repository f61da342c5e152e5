import type { Leftover } from './clean-up.ts';
import type { JournalEntry, JournalType, RunRecord } from './journal.ts';
import { isNewer } from './ownership.ts';
import { isFields, succeeded, textIn, type VaultAnswer, type VaultClient } from './vault-client.ts';

type Named = { names: string[] } | { answer: VaultAnswer };

/** Where each type of object is listed in a namespace. */
const LISTS: { type: JournalType; ask: (vault: VaultClient) => Promise<Named> }[] = [
  { type: 'scim-client', ask: listOf('identity/scim/client') },
  { type: 'entity', ask: listOf('identity/entity/name') },
  { type: 'group', ask: listOf('identity/group/name') },
  { type: 'entity-alias', ask: aliases },
  { type: 'token-role', ask: listOf('auth/token/roles') },
  { type: 'policy', ask: listOf('sys/policies/acl') },
  { type: 'auth-mount', ask: mountsOf('sys/auth') },
  { type: 'secrets-mount', ask: mountsOf('sys/mounts') },
  { type: 'namespace', ask: listOf('sys/namespaces') },
];

/**
 * The check that ends each run: looks in a namespace for anything with the run's prefix.
 * Entities and groups that were made as SCIM resources of the run are removed, for a SCIM
 * client that lets go of its resources leaves them behind; the rest is only reported: the
 * prefix alone does not make an object ours.
 *
 * @param entries The journal of the run.
 * @param scope `namespaces`: the run worked in a namespace of its own, only that one can be left.
 */
export async function checkForOrphans(
  vault: VaultClient,
  { run, entries }: { run: RunRecord; entries: readonly JournalEntry[] },
  scope: 'everything' | 'namespaces',
): Promise<Leftover[]> {
  const lists = scope === 'everything' ? LISTS : LISTS.filter(({ type }) => type === 'namespace');
  const perType = await Promise.all(
    lists.map(async ({ type, ask }) => {
      const named = await ask(vault);
      if ('answer' in named) return [notChecked(type, run, named.answer)];
      const ours = named.names.filter((name) => name.startsWith(run.prefix));
      const left = await Promise.all(ours.map((name) => settle(vault, { run, entries }, type, name)));
      return left.filter((one) => one !== null);
    }),
  );
  return perType.flat();
}

async function settle(
  vault: VaultClient,
  { run, entries }: { run: RunRecord; entries: readonly JournalEntry[] },
  type: JournalType,
  name: string,
): Promise<Leftover | null> {
  const reason = 'carries the prefix of the run, but is in no journal';
  if (type !== 'entity' && type !== 'group') return { type, name, id: null, reason };
  const { status, data } = await vault.read(`identity/${type}/name/${name}`);
  if (status === 404) return null;
  const id = textIn(data ?? {}, 'id');
  const createdAt = textIn(data ?? {}, 'creation_time');
  const wasOurs = entries.some(
    (entry) =>
      entry.type === (type === 'entity' ? 'scim-user' : 'scim-group') &&
      // The id of a SCIM resource is that of its entity or group; without an answer only the name is known.
      (entry.id === null ? entry.name === name && isSince(createdAt, entry.at, run) : entry.id === id),
  );
  if (id === null || !wasOurs || !isSince(createdAt, run.startedAt, run)) return { type, name, id, reason };
  const removed = await vault.remove(`identity/${type}/id/${id}`);
  return succeeded(removed) ? null : { type, name, id, reason: `could not be removed: status ${removed.status}` };
}

function isSince(createdAt: string | null, moment: string, run: RunRecord): boolean {
  return createdAt !== null && isNewer(createdAt, moment, run);
}

function listOf(path: string) {
  return async (vault: VaultClient): Promise<Named> => {
    const answer = await vault.list(path);
    if (answer.status === 404) return { names: [] };
    return succeeded(answer) ? { names: answer.keys.map((key) => key.replace(/\/$/, '')) } : { answer };
  };
}

function mountsOf(path: string) {
  return async (vault: VaultClient): Promise<Named> => {
    const answer = await vault.read(path);
    return succeeded(answer)
      ? { names: Object.keys(answer.data ?? {}).map((key) => key.replace(/\/$/, '')) }
      : { answer };
  };
}

async function aliases(vault: VaultClient): Promise<Named> {
  const answer = await vault.list('identity/entity-alias/id');
  if (answer.status === 404) return { names: [] };
  if (!succeeded(answer)) return { answer };
  const info = isFields(answer.data?.key_info) ? Object.values(answer.data.key_info) : [];
  return { names: info.flatMap((one) => (isFields(one) ? (textIn(one, 'name') ?? []) : [])) };
}

function notChecked(type: JournalType, run: RunRecord, answer: VaultAnswer): Leftover {
  const outcome = answer.status === 0 ? (answer.exchange.failure ?? 'no answer') : `status ${answer.status}`;
  return { type, name: `${run.prefix}*`, id: null, reason: `could not be looked for: ${outcome}` };
}
