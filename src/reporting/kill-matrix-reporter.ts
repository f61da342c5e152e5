import type { FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { FAULT_ANNOTATION, type RecordAttachment, ROW_ANNOTATION } from '../evidence/record-attachment.ts';
import { ALL_FAULTS, NO_FAULT } from '../faults/all-faults.ts';
import { FULL_SERVER_FAULTS } from '../faults/full-server/index.ts';
import { contractNames, readCatalogue, readContract, rowById } from '../rulebook/rulebook.ts';
import { endWith } from '../run/exit-code.ts';
import { mutantSelection } from '../run/mutant-selection.ts';
import { isWish, type Row } from '../verdicts/row.ts';
import { rule } from '../verdicts/rules.ts';
import type { Observation } from '../verdicts/verdict.ts';
import { killMatrix } from './kill-matrix.ts';
import { killMatrixStatus, killMatrixSummary, writeKillMatrix } from './kill-matrix-report.ts';
import { Progress } from './progress.ts';
import { recordsOf } from './run-traces.ts';

/** Playwright reporter of a kill-matrix run: which rows does each seeded defect turn red? */
export default class KillMatrixReporter implements Reporter {
  readonly #tried = new Map<string, Set<string>>();
  readonly #failed = new Map<string, Set<string>>();
  /** Rows that pass on the double without a defect: each of them must have a killer. */
  readonly #sound = new Set<string>();
  /** Rows that a test of their own shows to be sound, not only an oracle in passing. */
  readonly #tested = new Set<string>();
  /** Rows with a test of their own that does not apply to the double. */
  readonly #inapplicable = new Set<string>();
  /** A vendor's wishes that the double does not meet even without a defect: the reviewed outcomes call them warned. */
  readonly #unmetWishes = new Set<string>();
  readonly #troubles: string[] = [];
  #progress = new Progress(0);

  onBegin(_config: unknown, suite: Suite): void {
    this.#progress = new Progress(suite.allTests().length);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const fault = annotation(test, FAULT_ANNOTATION)[0];
    this.#progress.step(!test.ok());
    if (fault === undefined) return;
    const rows = annotation(test, ROW_ANNOTATION);
    const final = recordsOf(result).find(({ stage }) => stage === 'final');
    if (!final) {
      const why = result.errors.map(({ message }) => message?.split('\n')[0]).join('; ');
      this.#troubles.push(`${fault}: ${test.title} ended as ${result.status} without a record: ${why}`);
    } else this.#add(fault, rows, final);
  }

  onError(error: { message?: string; stack?: string }): void {
    process.stderr.write(`${error.stack ?? error.message}\n`);
  }

  onEnd(result: FullResult): void {
    this.#progress.finish();
    const selection = mutantSelection();
    if (selection === null) throw new Error('this reporter is for `npm run mutants`');
    const isFullServer = selection.server !== undefined;
    const known = isFullServer ? FULL_SERVER_FAULTS : ALL_FAULTS;
    const faults = known.filter(({ id }) => selection.faults.includes(id));
    for (const id of this.#unmetWishes) {
      this.#sound.delete(id);
      for (const red of this.#failed.values()) red.delete(id);
    }
    // A server of others has findings of its own: they are red under every defect and speak of none.
    const falseAlarms = [...(this.#failed.get(NO_FAULT) ?? [])];
    if (isFullServer) for (const red of this.#failed.values()) for (const id of falseAlarms) red.delete(id);
    // What only a full server can lose is killed in the run on one, and what the double can in the run on the double.
    const elsewhere = new Set((isFullServer ? ALL_FAULTS : FULL_SERVER_FAULTS).flatMap(({ breaks }) => breaks));
    const matrix = killMatrix({
      faults,
      tried: this.#tried,
      failed: this.#failed,
      killable:
        selection.sound === 'everything'
          ? readCatalogue().filter(({ id, decides }) => decides && this.#isKillable(id) && !elsewhere.has(id))
          : [],
      falseAlarms,
      durationMs: Math.round(result.duration),
      rows: selection.rows,
    });
    const isWhole = faults.length === known.length;
    writeKillMatrix(matrix);
    process.stdout.write(`${killMatrixSummary(matrix, { troubles: this.#troubles, isWhole })}\n`);
    endWith(killMatrixStatus(matrix, { troubles: this.#troubles, isWhole }));
  }

  printsToStdio(): boolean {
    return true;
  }

  /** An oracle may judge a row in passing whose own test does not apply here: no defect of the double can break that. */
  #isKillable(id: string): boolean {
    return this.#sound.has(id) && (this.#tested.has(id) || !this.#inapplicable.has(id));
  }

  #add(fault: string, rows: string[], record: RecordAttachment): void {
    const judged = new Set([...rows, ...record.observations.map(({ row }) => row)]);
    for (const id of judged) {
      const own = record.observations.filter((observation) => observation.row === id);
      const isAll = (wanted: Observation['outcome']) => own.every(({ outcome }) => outcome === wanted);
      const isOwnTest = fault === NO_FAULT && rows.includes(id);
      if (isAll('not-applicable')) {
        if (isOwnTest) this.#inapplicable.add(id);
        continue;
      }
      if (fault === NO_FAULT && isAll('passed')) this.#sound.add(id);
      if (isOwnTest && isAll('passed')) this.#tested.add(id);
      into(this.#tried, fault).add(id);
      if (!isRed(rowById(id), own)) continue;
      into(this.#failed, fault).add(id);
      if (fault === NO_FAULT && isWish(rowById(id))) this.#unmetWishes.add(id);
    }
  }
}

/** Only a Vault is held to a contract. */
const CONTRACTS = mutantSelection()?.server === undefined ? contractNames().slice(-1).map(readContract) : [null];

/** Red is what no contract excuses: a documented limit is red on the sound double as well. */
function isRed(row: Row, observations: Observation[]): boolean {
  const contexts = CONTRACTS.map((contract) => ({
    gate: { open: true } as const,
    contract,
    expectations: [],
    today: new Date(),
    rulingOf: null,
  }));
  return contexts.every((context) => ['failed', 'warned'].includes(rule(row, 'ended', observations, context).verdict));
}

function annotation(test: TestCase, wanted: string): string[] {
  return test.annotations.filter(({ type }) => type === wanted).map(({ description }) => description ?? '');
}

function into(map: Map<string, Set<string>>, key: string): Set<string> {
  const known = map.get(key) ?? new Set<string>();
  map.set(key, known);
  return known;
}
