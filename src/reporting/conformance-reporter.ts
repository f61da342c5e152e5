import { mkdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { LEFTOVERS_MEDIA_TYPE } from '../evidence/leftovers-attachment.ts';
import { ROW_ANNOTATION } from '../evidence/record-attachment.ts';
import { readCatalogue, readContract } from '../rulebook/rulebook.ts';
import { servedRows } from '../rulebook/served-rows.ts';
import { begin, endWith } from '../run/exit-code.ts';
import { type Leftovers, notedLeftovers } from '../run/leftovers.ts';
import { mergeDemand } from '../run/merge-demand.ts';
import { publishedPublicRun } from '../run/public-run.ts';
import { notedParts } from '../run/run-part.ts';
import { isForVerdictsOnly } from '../run/verdicts-only.ts';
import { summarise } from '../verdicts/profile.ts';
import type { Conformance } from '../verdicts/verdict.ts';
import { AllureResults } from './allure-results.ts';
import { assembleChecks } from './assemble-checks.ts';
import { consoleSummary, onThisTerminal } from './console-summary.ts';
import { writeOver } from './earlier-reports.ts';
import { EarlyEvidence } from './early-evidence.ts';
import { writeEvidence } from './evidence-files.ts';
import { exitStatus } from './exit-status.ts';
import { harnessIdentity } from './harness-identity.ts';
import { junitXml } from './junit.ts';
import { Progress } from './progress.ts';
import { RepeatScripts } from './repeat-scripts.ts';
import type { CheckDetail } from './report-input.ts';
import { RunTraces } from './run-traces.ts';
import { writeSignOffs } from './sign-off/write-sign-off.ts';
import { readSourcePages } from './source-pages.ts';
import { SpareTimeWork } from './spare-time-work.ts';
import { PartsError, type WholeRun, wholeRun } from './whole-run.ts';

/** Allure is large: it is loaded so many tests before the end. */
const LOAD_ALLURE_BEFORE = 100;

/** The verdicts of a run, and what is to be written of them. */
interface Judged {
  whole: WholeRun;
  details: CheckDetail[];
  evidence: SpareTimeWork;
  allure: AllureResults;
  allureChecks: SpareTimeWork;
}

/**
 * Playwright reporter that decides the verdicts of a run and writes every report. It works on
 * what the tests attached, so that a run and a merge of blobs come to the same result.
 */
export default class ConformanceReporter implements Reporter {
  #config: FullConfig | undefined;
  #projects: string[] = [];
  #traces = new RunTraces('');
  #progress = new Progress(0);
  #leftovers: Leftovers = [];
  #conformance: Conformance | null = null;
  #troubled = false;
  #startedAt = 0;
  /** Tests that have rows and have not ended. */
  #pending = 0;
  #judged: Judged | null = null;
  #early: EarlyEvidence | null = null;

  onBegin(config: FullConfig, suite: Suite): void {
    this.#config = config;
    this.#startedAt = Date.now();
    this.#projects = suite.suites.map(({ title }) => title);
    this.#traces = new RunTraces(config.rootDir);
    const tests = suite.allTests();
    for (const test of tests) this.#traces.announce(test);
    this.#progress = new Progress(tests.length);
    this.#pending = tests.filter(isOfRows).length;
    const run = publishedPublicRun();
    if (run === null || this.#isLeftToMerging(config)) return;
    // What an earlier run left is written over: its verdicts would be taken for those of this run if it died.
    rmSync(join(run.reportsDir, 'conformance.json'), { force: true });
    this.#early = new EarlyEvidence(run, { withFiles: !isForVerdictsOnly() });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const [row, trace] of this.#traces.add(test, result)) this.#early?.add(row, trace);
    this.#progress.step(!test.ok());
    for (const { contentType, body } of result.attachments) {
      if (contentType === LEFTOVERS_MEDIA_TYPE && body)
        this.#leftovers.push(...(JSON.parse(body.toString('utf8')) as Leftovers));
    }
    if (isOfRows(test)) this.#pending -= 1;
    if (this.#pending === LOAD_ALLURE_BEFORE && !isForVerdictsOnly()) void allureReport();
    if (this.#pending === 0 && publishedPublicRun() !== null) setImmediate(() => this.#judgeInSpareTime());
  }

  /** Trouble outside of every test, such as a suite that cannot be loaded: tests are missing, and nobody knows which. */
  onError(error: { message?: string; stack?: string; value?: string }): void {
    this.#troubled = true;
    process.stderr.write(`${error.stack ?? error.message ?? error.value ?? 'unknown error'}\n`);
  }

  onEnd(result: FullResult): void {
    this.#progress.finish();
    if (!this.#config) return;
    if (this.#isLeftToMerging(this.#config)) {
      endWith(result.status === 'interrupted' || result.status === 'timedout' ? 3 : 0);
      return;
    }
    const judged = this.#judge();
    if (!judged) return;
    const { whole, details, evidence } = judged;
    const { run, missing } = whole;
    evidence.finish();
    const conformance = this.#conformanceOf(whole, details, result);
    this.#conformance = conformance;
    mkdirSync(run.reportsDir, { recursive: true });
    writeOver(join(run.reportsDir, 'conformance.json'), `${JSON.stringify(conformance, null, 2)}\n`);
    writeOver(join(run.reportsDir, 'junit.xml'), junitXml(conformance));
    if (missing !== null) process.stderr.write(`${missing}\n`);
    writeSignOffs(run.reportsDir);
    endWith(missing === null ? exitStatus(conformance) : 3);
  }

  /** Allure's report takes the longest, and needs no test to be running. */
  async onExit(): Promise<void> {
    const conformance = this.#conformance;
    if (conformance === null || this.#judged === null) return;
    const { details, whole } = this.#judged;
    const { reportsDir } = whole.run;
    if (!isForVerdictsOnly()) await this.#writeAllure(this.#judged, conformance);
    const summary = consoleSummary(conformance, {
      ...onThisTerminal(),
      details,
      pages: readSourcePages(),
      reportsDir: relative(process.cwd(), reportsDir) || '.',
    });
    process.stdout.write(`${summary}\n`);
  }

  async #writeAllure({ whole, allure, allureChecks }: Judged, conformance: Conformance): Promise<void> {
    const ended = begin('Writing the Allure report');
    try {
      allureChecks.finish();
      allure.finish(conformance);
      const { generateAllureReport } = await allureReport();
      await generateAllureReport(whole.run.reportsDir, undefined, allure.written);
    } catch (error) {
      process.stderr.write(`The Allure report could not be written: ${String(error)}\n`);
      if (exitStatus(conformance) === 0) endWith(3);
    } finally {
      ended();
    }
  }

  printsToStdio(): boolean {
    return true;
  }

  /** A shard sees a part of each row only: with a blob beside it, the merge decides. */
  #isLeftToMerging({ shard, reporter }: FullConfig): boolean {
    return shard !== null && publishedPublicRun() !== null && reporter.some(([name]) => name === 'blob');
  }

  /** While the end of the run waits for what Vault removes in the background, there is time to write what all rows rest on. */
  async #judgeInSpareTime(): Promise<void> {
    const judged = this.#judge();
    if (judged === null) return;
    await judged.evidence.begin();
    if (isForVerdictsOnly()) return;
    void allureReport();
    await judged.allureChecks.begin();
  }

  /** The verdicts of all rows; null, with the reason said, when nothing can be judged. */
  #judge() {
    if (this.#judged || !this.#config || this.#isLeftToMerging(this.#config)) return this.#judged;
    const whole = this.#whole(this.#config);
    if (!whole) return null;
    // Playwright overlooks what a reporter throws: until the verdicts are written, the run is broken.
    endWith(3);
    this.#early?.stop();
    this.#projects.push(...whole.profiles);
    const details = this.#details(whole);
    const { run, ofOneRun } = whole;
    const scripts = this.#early?.scripts ?? new RepeatScripts(run, ofOneRun);
    const allure = new AllureResults(run.reportsDir, details, this.#startedAt, readSourcePages(), this.#early?.files);
    this.#judged = {
      whole,
      details,
      evidence: new SpareTimeWork(writeEvidence(details, run, scripts)),
      allure,
      allureChecks: new SpareTimeWork(allure.writeChecks()),
    };
    return this.#judged;
  }

  /** Null, with the reason said, when there is nothing that can be judged. */
  #whole({ metadata }: FullConfig): WholeRun | null {
    const own = publishedPublicRun();
    const parts = notedParts(metadata);
    // Set-up that failed has said why.
    if (parts.length === 0 && !process.argv.includes('merge-reports')) return null;
    try {
      return wholeRun(parts, own?.reportsDir ?? resolve(process.env.REPORTS_DIR ?? 'reports'), mergeDemand().profiles);
    } catch (error) {
      if (!(error instanceof PartsError)) throw error;
      process.stderr.write(`${error.message}\n`);
      endWith(2);
      return null;
    }
  }

  #details({ run, missing }: WholeRun): CheckDetail[] {
    return assembleChecks({
      run,
      partial: missing !== null,
      contract: readContract(run.target.contract),
      rows: readCatalogue().filter(({ profile }) => this.#projects.includes(profile)),
      vaultRows: readCatalogue().filter(({ authority }) => authority === 'vault'),
      traces: this.#traces.traces,
      served: servedRows(),
      today: new Date(),
    });
  }

  #conformanceOf({ run, missing }: WholeRun, details: CheckDetail[], result: FullResult): Conformance {
    const checks = details.map(({ check }) => check);
    const profiles = [...new Set(checks.map(({ profile }) => profile))].map((name) =>
      summarise(
        name,
        checks.filter(({ profile }) => profile === name),
        run.beyondKnown || missing !== null || this.#troubled,
      ),
    );
    return {
      schemaVersion: 1,
      generatedAt: new Date().toISOString(),
      harness: harnessIdentity(),
      run: {
        id: run.runId,
        startedAt: result.startTime.toISOString(),
        durationMs: Math.round(result.duration),
        seed: run.seed,
        workers: this.#config?.workers ?? 0,
        selection: { projects: profiles.map(({ name }) => name), grep: grepOf(this.#config) },
        complete: missing === null && !this.#troubled && profiles.every(({ complete }) => complete),
      },
      target: run.target,
      profiles,
      checks,
      leftovers: this.#leftovers.length > 0 ? this.#leftovers : notedLeftovers(),
    };
  }
}

/** The start of a run need not wait for it. */
function allureReport() {
  return import('./allure-report.ts');
}

function isOfRows(test: TestCase): boolean {
  return test.annotations.some(({ type }) => type === ROW_ANNOTATION);
}

function grepOf(config: FullConfig | undefined): string | null {
  const patterns = config ? [config.grep].flat().map(String) : [];
  return patterns.length === 0 || patterns.join() === '/.*/' ? null : patterns.join(' ');
}
