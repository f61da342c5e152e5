import type fc from 'fast-check';
import { readContract, rowById } from '../rulebook/rulebook.ts';
import { type Exploration, explore } from '../sequences/explore.ts';
import { type Limits, limitsOf } from '../sequences/limits.ts';
import { countOperations, describeSteps, type Party, type Step } from '../sequences/operation.ts';
import type { StepsResult } from '../sequences/run-steps.ts';
import type { Actor, Scene } from '../sequences/snapshot.ts';
import { Stage } from '../sequences/stage.ts';
import { provisionTenant } from '../vault/provisioning.ts';
import { allowanceFor } from './allowed-time.ts';
import type { Workbench } from './arrange/arrange.ts';
import type { TargetBench } from './bench.ts';
import type { TestRecord } from './test-record.ts';

/** On average it is half as many. */
const EXCHANGES_OF_A_SEQUENCE = 200;

/** What a sequence showed, in a form that an assertion prints. */
export interface Shown {
  /** Stable words: where the server and the model disagree, or that they agree. */
  what: string;
  /** Seed and steps stand in both, so that a report names them; the rest differs where the server does. */
  expected: Record<string, unknown>;
  actual: Record<string, unknown>;
}

/**
 * Runs sequences of operations by two SCIM clients of the test alone. Searching leaves no record: the exchanges that
 * a report shows are those of the shortest sequence that fails, or of a last one where none does.
 */
export class Sequences {
  readonly #bench: TargetBench;
  readonly #workbench: Workbench;
  readonly #record: TestRecord;
  readonly #stage: Stage;

  constructor(bench: TargetBench, workbench: Workbench, record: TestRecord) {
    this.#bench = bench;
    this.#workbench = workbench;
    this.#record = record;
    this.#stage = new Stage({
      freshScene: () => this.#freshScene(),
      unrecorded: (work) => workbench.recorder.during('clean-up', work),
      limits: this.#limits(),
      prefix: () => workbench.names.unique('q'),
    });
  }

  /** Milliseconds that the search may take with the run's budget. */
  get allowedMs(): number {
    const { context } = this.#bench;
    const { count } = context.sequences;
    return 30_000 + 2_000 * count + allowanceFor(context, EXCHANGES_OF_A_SEQUENCE * count);
  }

  /** Generated sequences, as many as the run's budget allows; a failing one comes back as short as it gets. */
  async explore(from: fc.Arbitrary<Step[]>): Promise<Shown> {
    const { count, seed } = this.#bench.context.sequences;
    const run = (steps: readonly Step[]) => this.#stage.run(steps);
    const exploration = await this.#workbench.recorder.during('clean-up', () =>
      explore({ from, sequences: count, seed, run }),
    );
    return exploration.failure === null ? this.#nothing(exploration) : this.#again(exploration.failure, seed);
  }

  /** One given sequence. */
  async perform(steps: readonly Step[]): Promise<Shown> {
    return shownBy(await this.#stage.run(steps), {});
  }

  /** A search that found nothing shows its smallest sequence as evidence. */
  async #nothing({ seed, sequences, operations }: Exploration): Promise<Shown> {
    const shown = await this.perform(SAMPLE);
    const searched = { seed, sequences, operations };
    return { ...shown, expected: { ...searched, ...shown.expected }, actual: { ...searched, ...shown.actual } };
  }

  /** The shortest failing sequence once more, for the record. Simultaneous operations need not fail every time. */
  async #again({ steps, divergence }: NonNullable<Exploration['failure']>, seed: number): Promise<Shown> {
    const result = await this.#stage.run(steps);
    const shown = result.divergence ?? divergence;
    this.#record.judgeElsewhere(shown.rows, { ...shown, what: `in a sequence of operations: ${shown.what}` });
    return shownBy({ ...result, performed: steps, divergence: shown }, { seed });
  }

  #limits(): Limits {
    const { contract } = this.#bench.context.target;
    const { contractVersion } = this.#bench.gateFacts;
    const issues = readContract(contract)?.knownIssues.map(({ vault }) => vault) ?? [];
    return limitsOf(contractVersion ?? '', rowById, issues);
  }

  #freshScene(): Promise<Scene> {
    const { recorder, vault } = this.#workbench;
    return recorder.during('clean-up', async () => ({
      actors: { tenant: await this.#actor('tenant'), other: await this.#actor('other') },
      vault,
    }));
  }

  async #actor(party: Party): Promise<Actor> {
    const { names, ownership, journal, unwatchedVault, tenantOf, tokenIssue } = this.#workbench;
    const name = names.unique('client');
    ownership.ownNamed({ name, namespace: unwatchedVault.namespace });
    const facts = await provisionTenant(unwatchedVault, journal, { name, aliasMount: 'userpass', issue: tokenIssue });
    const { scim } = tenantOf(facts, party, 'deletion of the client');
    return { scim, clientId: facts.clientId, aliasAccessor: facts.aliasMount?.accessor ?? null };
  }
}

const SAMPLE: Step[] = [
  { kind: 'create user', by: 'tenant', user: 0, active: true, department: 0 },
  { kind: 'create group', by: 'tenant', group: 0, members: [0] },
  { kind: 'replace user', by: 'tenant', user: 0, name: 1, active: false, department: 1 },
  { kind: 'delete group', by: 'tenant', group: 0 },
  { kind: 'list', by: 'tenant', type: 'Groups', count: null },
];

function shownBy({ performed, divergence }: StepsResult, more: Record<string, unknown>): Shown {
  const steps = describeSteps(performed);
  const both = { ...more, operations: more.operations ?? countOperations(performed), steps };
  if (divergence === null) {
    return { what: 'the answers and the state that the operations leave', expected: both, actual: both };
  }
  const { what, after, expected, actual } = divergence;
  return { what, expected: { ...both, after, value: expected }, actual: { ...both, after, value: actual } };
}
