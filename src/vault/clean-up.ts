import type { Conformance } from '../verdicts/verdict.ts';
import { inParallel } from './in-parallel.ts';
import type { Journal, JournalEntry, RunRecord } from './journal.ts';
import { isOurs } from './ownership.ts';
import { poll } from './poll.ts';
import { isGone, REMOVABLE, type Removable, type VaultType } from './removable.ts';
import type { VaultAnswer, VaultClient } from './vault-client.ts';

/** Something of the run that is still on the server. */
export type Leftover = Conformance['leftovers'][number];

export interface CleanUpOptions {
  /** Entries to remove; all when left out. */
  only?: (entry: JournalEntry) => boolean;
  /**
   * This run made what `only` selects, moments ago: what the server gave an id, and what has none but a name of the
   * run, is removed without looking first whether it is still the same, and several at once where Vault can.
   */
  madeHere?: boolean;
  /** How long to wait for a removal that Vault does in the background. Default 60,000. */
  deadlineMs?: number;
}

/** What uses a thing goes before the thing; a stage is done before the next one starts. */
const STAGES: VaultType[] = [
  'quota',
  'token',
  'scim-client',
  'token-role',
  'group-alias',
  'group',
  'entity-alias',
  'entity',
  'policy',
  'auth-mount',
  'secrets-mount',
  'namespace',
];
/** Requests at a time. */
const PARALLEL = 8;
/** Later tests run meanwhile: a question before it can be done would only slow them down. */
const FIRST_LOOK_MS = 200;
const DEADLINE_MS = 60_000;

/**
 * Removes what a journal says that its run made and that is still there, and nothing else: an
 * object under the same name with another id or creation time is left alone. It can be
 * repeated at any time.
 *
 * @returns What is still there, with the reason; empty when all is gone.
 */
export async function cleanUp(vault: VaultClient, journal: Journal, options: CleanUpOptions = {}): Promise<Leftover[]> {
  const record = journal.read();
  if (record === null || record.run === null) return [];
  const { run, entries } = record;
  const principals = new Set(entries.flatMap((entry) => (entry.type === 'entity' && entry.id ? [entry.id] : [])));
  const selected = entries.filter((entry) => !entry.removed && (options.only?.(entry) ?? true));
  const along = options.madeHere ? goingAlong(selected) : [];
  const due = selected.filter((entry) => !along.includes(entry));
  const removal = new Removal(vault, journal, run, principals, options);
  const leftovers: Leftover[] = [];
  for (const type of STAGES) {
    const stage = due.filter((entry) => entry.type === type);
    for (const entries of type === 'namespace' ? innermostFirst(stage) : [stage])
      leftovers.push(...(await removal.run(entries, REMOVABLE[type])));
  }
  if (leftovers.length === 0) for (const { key } of along) journal.removed(key);
  const gone = due.some(({ type }) => type === 'namespace') ? noteInsideRemovedNamespaces(journal) : [];
  return leftovers.filter((one) => !gone.some((entry) => entry.type === one.type && nameOf(entry) === one.name));
}

/** Deleting an entity deletes its aliases (Vault API documentation, /identity/entity/id). */
function goingAlong(entries: JournalEntry[]): JournalEntry[] {
  const entities = new Set(entries.filter(({ type }) => type === 'entity').map(({ id }) => id));
  return entries.filter(({ type, details }) => type === 'entity-alias' && entities.has(details?.canonicalId ?? ''));
}

class Removal {
  readonly #vault: VaultClient;
  readonly #journal: Journal;
  readonly #run: RunRecord;
  readonly #principals: ReadonlySet<string>;
  readonly #options: CleanUpOptions;

  constructor(
    vault: VaultClient,
    journal: Journal,
    run: RunRecord,
    principals: ReadonlySet<string>,
    options: CleanUpOptions,
  ) {
    this.#vault = vault;
    this.#journal = journal;
    this.#run = run;
    this.#principals = principals;
    this.#options = options;
  }

  async run(entries: JournalEntry[], kind: Removable): Promise<Leftover[]> {
    const single = await this.#withoutRemovedTogether(entries, kind);
    const answers = await inParallel(PARALLEL, single, (entry) => this.#remove(entry, kind));
    const unfinished = kind.background
      ? await this.#unfinished(
          single.filter((_, index) => answers[index] === null),
          kind,
        )
      : new Set();
    return single.flatMap((entry, index) => {
      const { deadlineMs = DEADLINE_MS } = this.#options;
      const late = `its removal was accepted but not finished after ${deadlineMs / 1000} s`;
      const reason = answers[index] ?? (unfinished.has(entry) ? late : null);
      if (reason === null) this.#journal.removed(entry.key);
      return leftover(entry, reason);
    });
  }

  /** @returns those that are still to be removed one by one */
  async #withoutRemovedTogether(entries: JournalEntry[], kind: Removable): Promise<JournalEntry[]> {
    const { removeTogether } = kind;
    if (!this.#options.madeHere || removeTogether === undefined) return entries;
    const removed = new Set<JournalEntry>();
    for (const [namespace, all] of byNamespace(entries)) {
      const known = all.filter(({ id }) => id !== null);
      const ids = known.flatMap(({ id }) => id ?? []);
      if (ids.length < 2 || !isGone(await removeTogether(this.#vault.with({ namespace }), ids))) continue;
      for (const entry of known) removed.add(entry);
    }
    for (const { key } of removed) this.#journal.removed(key);
    return entries.filter((entry) => !removed.has(entry));
  }

  /** @returns why it is still there; null when its removal was accepted, or nothing of the run is there */
  async #remove(entry: JournalEntry, kind: Removable): Promise<string | null> {
    const vault = this.#vault.with({ namespace: entry.namespace });
    return (await this.#removedAtOnce(vault, entry, kind)) ? null : this.#removedIfOurs(vault, entry, kind);
  }

  /** False also when the server refused: then a look tells why. */
  async #removedAtOnce(vault: VaultClient, entry: JournalEntry, kind: Removable): Promise<boolean> {
    const target = this.#options.madeHere ? kind.asMade(entry) : null;
    if (target === null) return false;
    return isGone(await kind.remove(vault, entry, target));
  }

  async #removedIfOurs(vault: VaultClient, entry: JournalEntry, kind: Removable): Promise<string | null> {
    const finding = await kind.find(vault, entry);
    if (finding === 'absent') return null;
    if ('answer' in finding) return `could not be looked up: ${outcome(finding.answer)}`;
    if (!isOurs(entry, finding.found, this.#run, this.#principals)) return null;
    const answer = await kind.remove(vault, entry, finding.found);
    return isGone(answer) ? null : `could not be removed: ${outcome(answer)}`;
  }

  /** Waits for removals that go on in the background. @returns those that did not end in time */
  async #unfinished(accepted: JournalEntry[], kind: Removable): Promise<Set<JournalEntry>> {
    let left = accepted;
    if (left.length === 0) return new Set();
    const { deadlineMs = DEADLINE_MS } = this.#options;
    const areGone = async () => {
      left = await this.#stillThere(left, kind);
      return left.length === 0 ? true : undefined;
    };
    await poll(deadlineMs, areGone, FIRST_LOOK_MS);
    return new Set(left);
  }

  /** One list tells of many at once. */
  async #stillThere(entries: JournalEntry[], kind: Removable): Promise<JournalEntry[]> {
    const left: JournalEntry[] = [];
    for (const [namespace, all] of byNamespace(entries)) {
      const vault = this.#vault.with({ namespace });
      const names = all.length > 1 ? ((await kind.names?.(vault)) ?? null) : null;
      const toFind = names === null ? all : all.filter(({ name }) => names.includes(name));
      const findings = await inParallel(PARALLEL, toFind, (entry) => kind.find(vault, entry));
      left.push(...toFind.filter((_, index) => findings[index] !== 'absent'));
    }
    return left;
  }
}

/** A namespace takes along what is in it (Vault documentation, Namespaces). @returns what went with one */
function noteInsideRemovedNamespaces(journal: Journal): JournalEntry[] {
  const entries = journal.read()?.entries ?? [];
  const removed = entries.filter((entry) => entry.type === 'namespace' && entry.removed).map(nameOf);
  const inside = (entry: JournalEntry) =>
    removed.some((path) => entry.namespace === path || entry.namespace.startsWith(`${path}/`));
  const gone = entries.filter((entry) => !entry.removed && inside(entry));
  for (const entry of gone) journal.removed(entry.key);
  return gone;
}

function leftover(entry: JournalEntry, reason: string | null): Leftover[] {
  return reason === null ? [] : [{ type: entry.type, name: nameOf(entry), id: entry.id, reason }];
}

/** As a leftover is named: with its namespace. */
function nameOf(entry: JournalEntry): string {
  return join(entry.namespace, entry.name);
}

function outcome(answer: VaultAnswer): string {
  const { exchange } = answer;
  const text = exchange.status === null ? `no answer (${exchange.failure ?? 'unknown reason'})` : `${exchange.status}`;
  return `${exchange.method} ${exchange.url} gave ${text}`;
}

/** Namespaces level by level: Vault refuses to remove one that holds another. */
function innermostFirst(namespaces: JournalEntry[]): JournalEntry[][] {
  const levels = Map.groupBy(namespaces, (entry) => nameOf(entry).split('/').length);
  return [...levels].toSorted(([a], [b]) => b - a).map(([, entries]) => entries);
}

function byNamespace(entries: JournalEntry[]): Map<string, JournalEntry[]> {
  return Map.groupBy(entries, ({ namespace }) => namespace);
}

function join(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
