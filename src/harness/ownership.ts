import type { Pseudonyms } from '../evidence/pseudonyms.ts';
import type { Answer, WireRequest } from '../scim/answer.ts';
import type { ExchangeWatcher } from '../scim/wire-client.ts';
import { inParallel } from '../vault/in-parallel.ts';
import type { Intent, Journal, JournalType } from '../vault/journal.ts';
import { isGone, REMOVABLE, type VaultType } from '../vault/removable.ts';
import { succeeded } from '../vault/vault-client.ts';

/** Removes something; takes a refusal as it comes. */
type Undo = () => Promise<unknown>;

/** Something that exists because of the test. */
interface Creation {
  /** What it is known by here: its path, or its name. */
  key: string;
  undo: Undo;
  /** No other test can come to see it, so that the next one need not wait until it is gone. */
  apart: boolean;
}

/** What one request of the test made, as its answer tells. */
interface OwnCreation extends Omit<Creation, 'undo'> {
  id: string | null;
  createdAt: string | null;
  /** Null when it goes with something else. */
  remove: (() => Promise<{ status: number }>) | null;
  /** Its removal is accepted before it is done: the end of the run looks again. */
  inBackground?: boolean;
}

/**
 * What the running test has created on the server, so that it can be removed after the test,
 * also after a failing one. Filled by watching the exchanges: a test cannot forget it. The
 * journal learns of each create before its request leaves.
 */
export class Ownership {
  readonly #journal: Journal;
  readonly #pseudonyms: Pseudonyms;
  readonly #owned = new Map<string, Creation & { entry: string | null }>();
  readonly #intents = new WeakMap<WireRequest, string>();

  /** @param pseudonyms Learns the ids of what the test creates: they stay in clear. */
  constructor(journal: Journal, pseudonyms: Pseudonyms) {
    this.#journal = journal;
    this.#pseudonyms = pseudonyms;
  }

  intend(request: WireRequest, intent: Intent): void {
    this.#intents.set(request, this.#journal.intend(intent));
  }

  /** Notes what the request made. */
  own(request: WireRequest, { id, createdAt, key, apart, remove, inBackground }: OwnCreation): void {
    if (id !== null) this.#pseudonyms.own(id);
    const entry = this.#intents.get(request);
    if (entry === undefined || this.#owned.has(key)) return;
    this.#journal.created(entry, id, createdAt);
    const undo = async () => {
      const answer = await remove?.();
      if (answer !== undefined && isGone(answer) && !inBackground) this.#journal.removed(entry);
    };
    this.#owned.set(key, { key, apart, undo, entry });
  }

  /** Whether something with this id is noted already, under whatever path. */
  has(id: string): boolean {
    return [...this.#owned.keys()].some((key) => key.endsWith(`/${id}`));
  }

  /** Notes something that keeps its own journal entries, such as a whole tenant. */
  ownWhole(creation: Creation): void {
    this.#owned.set(creation.key, { ...creation, entry: null });
  }

  /** Notes that the request created nothing. */
  withdraw(request: WireRequest): void {
    const entry = this.#intents.get(request);
    if (entry !== undefined) this.#journal.removed(entry);
  }

  /** Notes that it is gone. */
  disown(key: string): void {
    const owned = this.#owned.get(key);
    if (!owned) return;
    this.#owned.delete(key);
    if (owned.entry !== null) this.#journal.removed(owned.entry);
  }

  /**
   * Removes everything, newest first. What resists stays in the journal, for the run's clean-up.
   *
   * @param options.atOnce more than one where nothing depends on the order
   * @param options.later Takes over the removal of what stands apart, instead of waiting for it here.
   */
  async release({ atOnce = 1, later }: { atOnce?: number; later?: (removal: Promise<unknown>) => void } = {}) {
    const all = [...this.#owned.values()].reverse();
    this.#owned.clear();
    const isDue = ({ apart }: Creation) => later === undefined || !apart;
    await inParallel(atOnce, all.filter(isDue), ({ undo }) => undo());
    later?.(
      inParallel(
        1,
        all.filter((creation) => !isDue(creation)),
        ({ undo }) => undo(),
      ),
    );
  }
}

/**
 * Watches a SCIM client: each resource that it creates is removed again.
 *
 * @param remove null where the resources go with the client
 */
export function scimOwnership(
  ownership: Ownership,
  remove: ((path: string) => Promise<Answer>) | null,
): ExchangeWatcher {
  return {
    before: (request, actor) => {
      const type = scimType(request);
      if (type === null) return;
      const name = stringMember(request.body, type === 'scim-user' ? 'userName' : 'displayName');
      ownership.intend(request, { type, name: name ?? '', namespace: '', details: { actor } });
    },
    after: (request, answer) => {
      const path = pathOf(request);
      if (request.method === 'DELETE' && (succeeded(answer) || answer.status === 404)) {
        ownership.disown(answer.request.url);
      }
      if (scimType(request) === null) return;
      const id = succeeded(answer) ? stringMember(answer.body, 'id') : null;
      if (id === null) {
        if (answer.status >= 400) ownership.withdraw(request);
        return;
      }
      const created = stringMember(memberOf(answer.body, 'meta'), 'created');
      const key = `${answer.request.url.split('?')[0]}/${id}`;
      ownership.own(request, {
        key,
        id,
        createdAt: created,
        remove: remove && (() => remove(`${path}/${id}`)),
        apart: false,
      });
    },
  };
}

function scimType(request: WireRequest): JournalType | null {
  if (request.method !== 'POST') return null;
  const path = pathOf(request);
  return path === '/Users' ? 'scim-user' : path === '/Groups' ? 'scim-group' : null;
}

interface CreationRule {
  type: VaultType;
  path: RegExp;
  /** Path (below /v1/) and body of the request that removes it; null when the answer names nothing. */
  undo: (path: string, answer: Answer) => { path: string; body?: Record<string, unknown> } | null;
  /** Such a request may also find what something else made: only what nobody owns yet is its own. */
  mayFind?: boolean;
}

const byId =
  (prefix: string) =>
  (_path: string, answer: Answer): { path: string } | null => {
    const id = stringMember(memberOf(answer.body, 'data'), 'id');
    return id ? { path: `${prefix}/${id}` } : null;
  };
const samePath = (path: string) => ({ path });

/** What Vault's API creates, and how each is removed again. */
const CREATIONS: CreationRule[] = [
  { type: 'entity', path: /^identity\/entity$/, undo: byId('identity/entity/id') },
  { type: 'entity', path: /^identity\/entity\/name\//, undo: samePath },
  { type: 'entity-alias', path: /^identity\/entity-alias$/, undo: byId('identity/entity-alias/id') },
  { type: 'group', path: /^identity\/group$/, undo: byId('identity/group/id') },
  { type: 'group', path: /^identity\/group\/name\//, undo: samePath },
  { type: 'scim-client', path: /^identity\/scim\/client\/[^/]+$/, undo: samePath },
  { type: 'policy', path: /^sys\/policies\/acl\/[^/]+$/, undo: samePath },
  { type: 'auth-mount', path: /^sys\/auth\/[^/]+$/, undo: samePath },
  { type: 'secrets-mount', path: /^sys\/mounts\/[^/]+$/, undo: samePath },
  { type: 'namespace', path: /^sys\/namespaces\/[^/]+$/, undo: samePath },
  { type: 'token-role', path: /^auth\/token\/roles\//, undo: samePath },
  {
    type: 'token',
    path: /^auth\/token\/create/,
    undo: (_path, answer) => {
      const accessor = stringMember(memberOf(answer.body, 'auth'), 'accessor');
      return accessor ? { path: 'auth/token/revoke-accessor', body: { accessor } } : null;
    },
  },
  {
    // A first login makes an entity that nobody asked for.
    type: 'entity',
    path: /^auth\/[^/]+\/login/,
    mayFind: true,
    undo: (_path, answer) => {
      const entity = stringMember(memberOf(answer.body, 'auth'), 'entity_id');
      return entity ? { path: `identity/entity/id/${entity}` } : null;
    },
  },
];

/** What an administrator's client can remove things with. */
export interface Remover {
  namespace: string;
  remove(path: string): Promise<{ status: number }>;
  write(path: string, body: Record<string, unknown>): Promise<{ status: number }>;
}

/**
 * Watches an administrator's client: what it creates is removed through `remover`.
 *
 * @param along it goes with the namespace instead
 */
export function vaultOwnership(ownership: Ownership, remover: Remover, along = false): ExchangeWatcher {
  return {
    before: (request) => {
      const path = vaultPath(request);
      const creation = creationAt(request, path);
      if (!creation) return;
      const name = stringMember(request.body, 'name') ?? path.split('/').at(-1) ?? '';
      ownership.intend(request, { type: creation.type, name, namespace: remover.namespace });
    },
    after: (request, answer) => {
      const path = vaultPath(request);
      if (request.method === 'DELETE' && succeeded(answer)) ownership.disown(path);
      const creation = creationAt(request, path);
      if (!creation) return;
      const undo = succeeded(answer) ? creation.undo(path, answer) : null;
      if (!undo) {
        if (answer.status >= 400) ownership.withdraw(request);
        return;
      }
      const { body } = undo;
      const id = body?.accessor ?? undo.path.split('/').at(-1) ?? null;
      if (creation.mayFind && ownership.has(String(id))) {
        ownership.withdraw(request);
        return;
      }
      const key = body ? `${undo.path} ${JSON.stringify(body)}` : undo.path;
      ownership.own(request, {
        key,
        id: id === null ? null : String(id),
        createdAt: null,
        remove: along ? null : () => (body ? remover.write(undo.path, body) : remover.remove(undo.path)),
        inBackground: REMOVABLE[creation.type].background ?? false,
        apart: true,
      });
    },
  };
}

function creationAt(request: WireRequest, path: string): CreationRule | undefined {
  if (request.method !== 'POST' && request.method !== 'PUT') return undefined;
  return CREATIONS.find((one) => one.path.test(path));
}

/** Path of a request to Vault's API below `/v1/`, decoded, without a query. */
export function vaultPath(request: Pick<WireRequest, 'path'>): string {
  return decodeURIComponent(pathOf(request)).replace(/^\/v1\//, '');
}

function pathOf(request: Pick<WireRequest, 'path'>): string {
  return request.path.split('?')[0] ?? '';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function stringMember(value: unknown, name: string): string | null {
  const found = memberOf(value, name);
  return typeof found === 'string' && found !== '' ? found : null;
}
