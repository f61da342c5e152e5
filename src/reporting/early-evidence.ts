import { join } from 'node:path';
import { rowById } from '../rulebook/rulebook.ts';
import type { PublicRun } from '../run/public-run.ts';
import { exchangeFilesOf } from './allure-result.ts';
import { ALLURE_RESULTS, LONGEST_BODY } from './allure-results.ts';
import type { RowTrace } from './assemble-checks.ts';
import { ExchangeFiles } from './exchange-files.ts';
import { RepeatScripts } from './repeat-scripts.ts';
import { SpareTimeWork } from './spare-time-work.ts';

/** Short: a worker that has ended a test waits for the next one meanwhile. */
const SLICE_MS = 2;

/**
 * Writes while tests run what is likely to stay as it is: the script and the exchanges of rows whose own tests have
 * ended. An oracle may add to them later; what has changed then is written anew with the verdicts.
 */
export class EarlyEvidence {
  readonly scripts: RepeatScripts;
  readonly files: ExchangeFiles;
  readonly #traces: [string, RowTrace][] = [];
  readonly #withFiles: boolean;
  #isOver = false;
  #isAtWork = false;

  constructor(run: PublicRun, { withFiles }: { withFiles: boolean }) {
    this.scripts = new RepeatScripts(run);
    this.files = new ExchangeFiles(join(run.reportsDir, ALLURE_RESULTS));
    this.#withFiles = withFiles;
  }

  add(row: string, trace: RowTrace): void {
    this.#traces.push([row, trace]);
    this.#goOn();
  }

  stop(): void {
    this.#traces.length = 0;
    this.#isOver = true;
  }

  #goOn(): void {
    if (this.#isOver || this.#isAtWork) return;
    this.#isAtWork = true;
    const work = new SpareTimeWork(this.#writeAll());
    void work.begin(SLICE_MS).then(() => {
      this.#isAtWork = false;
    });
  }

  *#writeAll(): Generator<void> {
    for (let next = this.#traces.shift(); next !== undefined; next = this.#traces.shift()) {
      const [id, trace] = next;
      const row = rowById(id);
      const { exchanges } = trace.repeatable;
      if (exchanges.length > 0) this.scripts.of(row, exchanges);
      yield;
      if (!this.#withFiles) continue;
      for (const file of exchangeFilesOf(row, trace)) this.files.write(file, LONGEST_BODY);
      yield;
    }
  }
}
