import type { Answer } from '../scim/answer.ts';
import { type Call, callOf, Numbers } from './call.ts';
import { type Difference, jsonOf, objectsIn } from './difference.ts';
import { documentedRows, rowsOfStatus, type Seen } from './documented-rows.ts';
import type { Limits } from './limits.ts';
import { type Outcome, stateAfter } from './model.ts';
import { describeOperation, type Operation, operationsIn, type Step } from './operation.ts';
import { explainingOrder } from './order.ts';
import { rowsAtEnd } from './rows-at-end.ts';
import { contentDifferences, listDifferences } from './scim-content.ts';
import { type Scene, type Snapshot, snapshotDifferences, takeSnapshot } from './snapshot.ts';
import { EMPTY_STATE, type ModelState } from './state.ts';

/** Where a server left the model. */
export interface Divergence extends Difference {
  /** Position of the step, from 0; null for the state at the end. */
  step: number | null;
  /** The step, or `the state at the end`, in words. */
  after: string;
  /** The answer in question, where there is one. */
  answer: Answer | null;
  /** Rows on single operations that it contradicts too. */
  rows: string[];
}

export interface StepsResult {
  /** The steps that meant something, in the form in which they can be run again. */
  performed: Step[];
  divergence: Divergence | null;
  /** What the sequence has left on the server, as far as the model knows. */
  state: ModelState;
}

/** More pages than any list of a sequence can have. */
const MOST_PAGES = 50;

/**
 * Runs a sequence on a scene in which neither client has a user or a group, and stops at the first answer that the
 * model does not explain. At the end the whole state is compared, SCIM's and Vault's.
 *
 * @param prefix Start of every name; never used before in this namespace.
 */
export async function runSteps(
  scene: Scene,
  steps: readonly Step[],
  { limits, prefix }: { limits: Limits; prefix: string },
): Promise<StepsResult> {
  const run = new Run(scene, limits, prefix);
  for (const step of steps) {
    const divergence = await run.perform(step);
    if (divergence) return { performed: run.performed, divergence, state: run.state };
  }
  const divergence = await run.compareEnd();
  return { performed: run.performed, divergence, state: run.state };
}

interface Answered {
  call: Call;
  outcome: Outcome;
  answer: Answer;
}

class Run {
  readonly performed: Step[] = [];
  state: ModelState = EMPTY_STATE;
  readonly #scene: Scene;
  readonly #limits: Limits;
  readonly #numbers: Numbers;
  readonly #done = new Set<Operation['kind']>();
  /** The last operation; null when it was sent together with others. */
  #last: Seen | null = null;
  /** Whether the whole state was read after the last step, and is as the model has it. */
  #isExplained = false;

  constructor(scene: Scene, limits: Limits, prefix: string) {
    this.#scene = scene;
    this.#limits = limits;
    this.#numbers = new Numbers(prefix);
  }

  async perform(step: Step): Promise<Divergence | null> {
    const meant = operationsIn(step).flatMap((operation) => {
      const call = callOf(operation, this.#numbers, this.state, this.#limits);
      return call === null ? [] : [{ operation, call }];
    });
    const [first] = meant;
    if (first === undefined) return null;
    const operations = meant.map(({ operation }) => operation);
    for (const { kind } of operations) this.#done.add(kind);
    this.#last = null;
    this.#isExplained = false;
    this.performed.push(meant.length === 1 ? first.operation : { together: operations });
    if (meant.length === 1) return this.#alone(first.call);
    const answered = await Promise.all(meant.map(async ({ call }) => this.#send(call)));
    for (const { call, outcome } of answered) if (outcome.accepted) this.#numbers.created(call, outcome.newId);
    return this.#together(answered);
  }

  async compareEnd(): Promise<Divergence | null> {
    // Operations at the same time were explained by everything that they left, and nothing came after them.
    if (this.#isExplained) return null;
    const snapshot = await takeSnapshot(this.#scene, this.state);
    const differences = this.#differences(snapshot, this.state);
    const [difference] = differences;
    if (!difference) return null;
    const last = this.#last;
    const rows = last === null ? [] : [...new Set(differences.flatMap((one) => rowsAtEnd(one, last)))];
    return { ...difference, step: null, after: 'the state at the end', answer: null, rows };
  }

  async #alone(call: Call): Promise<Divergence | null> {
    const answered = await this.#send(call);
    const { outcome, answer } = answered;
    if (outcome.accepted) this.#numbers.created(call, outcome.newId);
    const next = isServed(answer) ? stateAfter(this.state, call, outcome, this.#limits) : null;
    if (next === null) return this.#unexpectedStatus(answered);
    const [difference] = outcome.accepted ? await this.#content(next, answered) : [];
    const seen = { call, before: this.state, done: this.#done };
    const rows = difference ? documentedRows(difference, seen) : [];
    this.#last = seen;
    this.state = next;
    return this.#divergence(difference, answered, rows);
  }

  /** The pages of a list are asked for one after the other; every other answer stands for itself. */
  async #content(state: ModelState, { call, answer }: Answered): Promise<Difference[]> {
    const { operation } = call;
    if (operation.kind !== 'list' || operation.count === null)
      return contentDifferences(state, call, answer, this.#limits);
    const pages = [answer];
    let last = answer;
    while (pages.length < MOST_PAGES) {
      const shown = pages.reduce((sum, page) => sum + entriesIn(page), 0);
      if (entriesIn(last) === 0 || shown >= Number(jsonOf(last.body).totalResults)) break;
      const query = { startIndex: shown + 1, count: operation.count };
      last = await this.#scene.actors[operation.by].scim.list(call.path, query);
      pages.push(last);
    }
    return listDifferences(state, call, pages, this.#limits);
  }

  /** Which order the server took is not to be seen: some order has to explain all answers and the state after them. */
  async #together(answered: Answered[]): Promise<Divergence | null> {
    const broken = answered.find(({ answer }) => !isServed(answer));
    if (broken) return this.#unexpectedStatus(broken);
    const calls = answered.map(({ call, outcome }) => ({ call, outcome }));
    const everything = touched(this.state, answered);
    const snapshot = await takeSnapshot(this.#scene, everything);
    const order = explainingOrder(this.state, calls, this.#limits, (state) => this.#differences(snapshot, state));
    this.state = order.state ?? this.state;
    this.#isExplained = order.state !== null;
    if (order.state !== null) return null;
    const difference = order.nearest[0] ?? {
      what: 'the statuses of simultaneous operations',
      expected: 'statuses that some order explains',
      actual: answered.map(({ call, answer }) => `${describeOperation(call.operation)}: ${answer.status}`),
    };
    return this.#divergence({ ...difference, what: `${difference.what}, after operations at the same time` }, null, []);
  }

  async #send(call: Call): Promise<Answered> {
    const { operation, method, path, body } = call;
    const { scim } = this.#scene.actors[operation.by];
    const paged = operation.kind === 'list' && operation.count !== null ? `?startIndex=1&count=${operation.count}` : '';
    const answer = await scim.send({ method, path: path + paged, ...(body === undefined ? {} : { body }) });
    const newId = method === 'POST' ? String(jsonOf(answer.body).id ?? '') : '';
    return { call, answer, outcome: { accepted: answer.status >= 200 && answer.status < 300, newId } };
  }

  #differences(snapshot: Snapshot, state: ModelState): Difference[] {
    return snapshotDifferences(this.#scene, snapshot, state, this.#limits);
  }

  #unexpectedStatus({ call, answer, outcome }: Answered): Divergence | null {
    const expected = stateAfter(this.state, call, { ...outcome, accepted: true, newId: 'new' }, this.#limits)
      ? 'accepted'
      : 'refused';
    const what = `the status of "${call.operation.kind}"`;
    const rows = rowsOfStatus(expected, { call, before: this.state, done: this.#done });
    return this.#divergence({ what, expected, actual: answer.status }, { call, answer, outcome }, rows);
  }

  #divergence(difference: Difference | undefined, answered: Answered | null, rows: string[]): Divergence | null {
    if (!difference) return null;
    const step = this.performed.length - 1;
    const last = this.performed[step];
    const after = last === undefined ? '' : operationsIn(last).map(describeOperation).join('; ');
    return { ...difference, step, after, answer: answered?.answer ?? null, rows };
  }
}

/** The server took the request on: no breakdown, no silence. */
function isServed({ status }: Answer): boolean {
  return status >= 200 && status < 500;
}

function entriesIn(page: Answer): number {
  return objectsIn(jsonOf(page.body).Resources).length;
}

/** The state with everything in it that may exist after the calls, so that a snapshot of it misses nothing. */
function touched(state: ModelState, answered: Answered[]): ModelState {
  const users = new Map(state.users);
  const groups = new Map(state.groups);
  for (const { call, outcome } of answered) {
    const { operation, name, externalId, department } = call;
    const { accepted, newId: id } = outcome;
    if (!accepted || id === '') continue;
    const owner = operation.by;
    if (operation.kind === 'create user') {
      users.set(id, { id, owner, userName: name, externalId, department, active: operation.active });
    }
    if (operation.kind === 'create group') groups.set(id, { id, owner, displayName: name, members: new Set() });
  }
  return { ...state, users, groups };
}
