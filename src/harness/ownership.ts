import type { Pseudonyms } from '../evidence/pseudonyms.ts';
import type { Answer, WireRequest } from '../scim/answer.ts';
import type { ExchangeWatcher } from '../scim/wire-client.ts';
import { inParallel } from '../vault/in-parallel.ts';
import type { Intent, Journal, JournalType } from '../vault/journal.ts';
import { isGone, type VaultType } from '../vault/removable.ts';
import { succeeded } from '../vault/vault-client.ts';
import type { LeftToRemove, OwnName } from './removals.ts';

/** Something that exists because of the test. */
interface Creation {
  /** What it is known by here: its path, or its name. */
  key: string;
  /** Removes it and takes a refusal as it comes; null when it goes with something else. */
  undo: (() => Promise<unknown>) | null;
}

/** What one request of the test made, as its answer tells. */
interface OwnCreation {
  key: string;
  id: string | null;
  createdAt: string | null;
  /**
   * How it is removed, with the answer that tells whether it was. `later`: no other test can come to see it, so that the
   * next one need not wait until it is gone. `along`: it goes with something else.
   */
  removal: (() => Promise<{ status: number }>) | 'later' | 'along';
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
  /** Left to be removed when the test has ended: journal entries, by what they are known by here, and whole names. */
  readonly #later = new Map<string, string>();
  readonly #names: OwnName[] = [];
  /** By what is about to create: a request, or one operation of a bulk request. */
  readonly #intents = new WeakMap<object, string>();

  /** @param pseudonyms Learns the ids of what the test creates: they stay in clear. */
  constructor(journal: Journal, pseudonyms: Pseudonyms) {
    this.#journal = journal;
    this.#pseudonyms = pseudonyms;
  }

  intend(creating: object, intent: Intent): void {
    this.#intents.set(creating, this.#journal.intend(intent));
  }

  /** Notes what the request, or the operation, made. */
  own(creating: object, { id, createdAt, key, removal }: OwnCreation): void {
    if (id !== null) this.#pseudonyms.own(id);
    const entry = this.#intents.get(creating);
    if (entry === undefined) return;
    if (this.#owned.has(key) || this.#later.has(key)) {
      this.#journal.removed(entry);
      return;
    }
    this.#journal.created(entry, id, createdAt);
    if (removal === 'later') {
      this.#later.set(key, entry);
      return;
    }
    const undo = async () => {
      if (removal !== 'along' && isGone(await removal())) this.#journal.removed(entry);
    };
    this.#owned.set(key, { key, undo: removal === 'along' ? null : undo, entry });
  }

  /** Whether something with this id is noted already, under whatever path. */
  has(id: string): boolean {
    return [...this.#owned.keys(), ...this.#later.keys()].some((key) => key.endsWith(`/${id}`));
  }

  /** Notes something with journal entries of its own, which all bear this name, such as a whole tenant. */
  ownNamed(own: OwnName): void {
    this.#names.push(own);
  }

  /** Notes something that keeps its own journal entries and is removed before the next test. */
  ownWhole(creation: { key: string; undo: () => Promise<unknown> }): void {
    this.#owned.set(creation.key, { ...creation, entry: null });
  }

  /** Notes that the request created nothing. */
  withdraw(request: WireRequest): void {
    const entry = this.#intents.get(request);
    if (entry !== undefined) this.#journal.removed(entry);
  }

  /** Notes that it is gone. */
  disown(key: string): void {
    const entry = this.#owned.get(key)?.entry ?? this.#later.get(key) ?? null;
    this.#owned.delete(key);
    this.#later.delete(key);
    if (entry !== null) this.#journal.removed(entry);
  }

  /**
   * Removes, newest first, what other tests could come to see. What resists stays in the journal, for the run's clean-up.
   *
   * @param atOnce more than one where nothing depends on the order
   * @returns what is left to be removed at leisure
   */
  async release(atOnce = 1): Promise<LeftToRemove> {
    const all = [...this.#owned.values()].reverse();
    this.#owned.clear();
    await inParallel(atOnce, all, async ({ undo }) => undo?.());
    return { entries: [...this.#later.values()], names: this.#names };
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
        removal: remove === null ? 'along' : () => remove(`${path}/${id}`),
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
  /** What the answer tells of it; null when it names nothing. */
  made: (path: string, answer: Answer) => Pick<OwnCreation, 'key' | 'id'> | null;
  /** Such a request may also find what something else made: only what nobody owns yet is its own. */
  mayFind?: boolean;
}

const withId =
  (prefix: string) =>
  (_path: string, answer: Answer): Pick<OwnCreation, 'key' | 'id'> | null => {
    const id = stringMember(memberOf(answer.body, 'data'), 'id');
    return id ? { key: `${prefix}/${id}`, id } : null;
  };
const named = (key: string, answer: Answer) => ({ key, id: stringMember(memberOf(answer.body, 'data'), 'id') });
const client = (key: string, answer: Answer) => ({
  key,
  id: stringMember(memberOf(answer.body, 'data'), 'client_id'),
});

/** What Vault's API creates, and what it is known by: the path that removes it. */
const CREATIONS: CreationRule[] = [
  { type: 'entity', path: /^identity\/entity$/, made: withId('identity/entity/id') },
  { type: 'entity', path: /^identity\/entity\/name\//, made: named },
  { type: 'entity-alias', path: /^identity\/entity-alias$/, made: withId('identity/entity-alias/id') },
  { type: 'group', path: /^identity\/group$/, made: withId('identity/group/id') },
  { type: 'group', path: /^identity\/group\/name\//, made: named },
  { type: 'scim-client', path: /^identity\/scim\/client\/[^/]+$/, made: client },
  { type: 'policy', path: /^sys\/policies\/acl\/[^/]+$/, made: unidentified },
  { type: 'auth-mount', path: /^sys\/auth\/[^/]+$/, made: unidentified },
  { type: 'secrets-mount', path: /^sys\/mounts\/[^/]+$/, made: unidentified },
  { type: 'namespace', path: /^sys\/namespaces\/[^/]+$/, made: named },
  { type: 'token-role', path: /^auth\/token\/roles\//, made: unidentified },
  {
    type: 'token',
    path: /^auth\/token\/create/,
    made: (_path, answer) => {
      const id = stringMember(memberOf(answer.body, 'auth'), 'accessor');
      return id === null ? null : { key: `accessor/${id}`, id };
    },
  },
  {
    // A first login makes an entity that nobody asked for.
    type: 'entity',
    path: /^auth\/[^/]+\/login/,
    mayFind: true,
    made: (_path, answer) => {
      const id = stringMember(memberOf(answer.body, 'auth'), 'entity_id');
      return id === null ? null : { key: `identity/entity/id/${id}`, id };
    },
  },
];

function unidentified(key: string): Pick<OwnCreation, 'key' | 'id'> {
  return { key, id: null };
}

/**
 * Watches an administrator's client in a namespace: what it creates is removed when the test has ended.
 *
 * @param along it goes with the namespace instead
 */
export function vaultOwnership(ownership: Ownership, namespace: string, along = false): ExchangeWatcher {
  // The same path names something else in another namespace.
  const keyIn = (path: string) => `${namespace} ${path}`;
  return {
    before: (request) => {
      const path = vaultPath(request);
      const creation = creationAt(request, path);
      if (!creation) return;
      const name = stringMember(request.body, 'name') ?? path.split('/').at(-1) ?? '';
      ownership.intend(request, { type: creation.type, name, namespace, ...detailsOf(request.body) });
    },
    after: (request, answer) => {
      const path = vaultPath(request);
      if (request.method === 'DELETE' && succeeded(answer)) ownership.disown(keyIn(path));
      const creation = creationAt(request, path);
      if (!creation) return;
      const made = succeeded(answer) ? creation.made(path, answer) : null;
      if (!made) {
        if (answer.status >= 400) ownership.withdraw(request);
        return;
      }
      if (creation.mayFind && ownership.has(String(made.id))) {
        ownership.withdraw(request);
        return;
      }
      ownership.own(request, {
        id: made.id,
        key: keyIn(made.key),
        createdAt: null,
        removal: along ? 'along' : 'later',
      });
    },
  };
}

/** An alias goes with its entity, and is found by its mount. */
function detailsOf(body: unknown): Pick<Intent, 'details'> {
  const canonicalId = stringMember(body, 'canonical_id');
  const mountAccessor = stringMember(body, 'mount_accessor');
  return canonicalId === null || mountAccessor === null ? {} : { details: { canonicalId, mountAccessor } };
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
