import type { Answer } from '../scim/answer.ts';
import { objectOf } from '../scim/models/json.ts';
import type { ScimClient } from '../scim/scim-client.ts';
import type { Leftover } from '../vault/clean-up.ts';
import type { Journal, JournalEntry, RunRecord } from '../vault/journal.ts';
import { isGone } from '../vault/removable.ts';

type Resource = Record<string, unknown>;

/**
 * Removes the SCIM resources that a run made on a server without a control plane, groups before
 * users, by id and `meta.created`; one whose creation was never answered is looked up by its
 * name. Discards the journal when nothing is left.
 *
 * @param clients By the actor that created: `tenant`, `other`. Entries of other actors are tried as `tenant`.
 * @returns What is still there, with the reason.
 */
export async function cleanUpScim(clients: Record<string, ScimClient>, journal: Journal): Promise<Leftover[]> {
  const record = journal.read();
  if (record === null) return [];
  const { run } = record;
  const leftovers: Leftover[] = [];
  for (const type of ['scim-group', 'scim-user'] as const) {
    for (const entry of record.entries) {
      if (entry.type !== type || entry.removed || run === null) continue;
      const client = clients[entry.details?.actor ?? 'tenant'] ?? clients.tenant;
      const reason = client === undefined ? 'no credential for its tenant' : await remove(client, entry, run);
      if (reason === null) journal.removed(entry.key);
      else leftovers.push({ type, name: entry.name, id: entry.id, reason });
    }
  }
  if (leftovers.length === 0) journal.discard();
  return leftovers;
}

/** @returns Why it is still there, or null. */
async function remove(client: ScimClient, entry: JournalEntry, run: RunRecord): Promise<string | null> {
  const endpoint = entry.type === 'scim-user' ? '/Users' : '/Groups';
  const answer = await find(client, endpoint, entry);
  if (answer.status === 404) return null;
  if (answer.status !== 200) return `could not be looked up: ${outcome(answer)}`;
  const found = entry.id === null ? onlyMatch(answer, entry) : objectOf(answer.body);
  if (found === null || typeof found.id !== 'string' || !isOurs(entry, found, run)) return null;
  const removed = await client.send({ method: 'DELETE', path: `${endpoint}/${encodeURIComponent(found.id)}` });
  return isGone(removed) ? null : `could not be removed: ${outcome(removed)}`;
}

function find(client: ScimClient, endpoint: string, entry: JournalEntry): Promise<Answer> {
  if (entry.id !== null) return client.get(`${endpoint}/${encodeURIComponent(entry.id)}`);
  const attribute = nameAttribute(entry);
  return client.list(endpoint, { filter: `${attribute} eq ${JSON.stringify(entry.name)}` });
}

/** A server that ignores the filter must not lead to the removal of somebody else's resource. */
function onlyMatch(answer: Answer, entry: JournalEntry): Resource | null {
  const { Resources } = objectOf(answer.body);
  const matches = (Array.isArray(Resources) ? Resources.map(objectOf) : []).filter(
    (one) => one[nameAttribute(entry)] === entry.name,
  );
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

function isOurs(entry: JournalEntry, found: Resource, run: RunRecord): boolean {
  const { created } = objectOf(found.meta);
  if (entry.id !== null) {
    return (
      entry.createdAt === null || typeof created !== 'string' || Date.parse(created) === Date.parse(entry.createdAt)
    );
  }
  return entry.name.startsWith(run.prefix);
}

function nameAttribute(entry: JournalEntry): 'userName' | 'displayName' {
  return entry.type === 'scim-user' ? 'userName' : 'displayName';
}

function outcome({ exchange }: Answer): string {
  const text = exchange.status === null ? (exchange.failure ?? 'no answer') : `status ${exchange.status}`;
  return `${exchange.method} ${exchange.url}: ${text}`;
}
