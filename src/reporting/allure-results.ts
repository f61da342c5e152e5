import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ContentType, type Globals } from 'allure-js-commons';
import { stringifyEnvInfo } from 'allure-js-commons/sdk/reporter';
import { type Conformance, VERDICTS } from '../verdicts/verdict.ts';
import { type AllureResultOptions, allureResult } from './allure-result.ts';
import { consoleSummary } from './console-summary.ts';
import { keepOnly, writeOver } from './earlier-reports.ts';
import { ExchangeFiles } from './exchange-files.ts';
import type { CheckDetail, ReportInput } from './report-input.ts';
import { readSourcePages, type SourcePages } from './source-pages.ts';
import { overallHeadline, targetInWords } from './target-words.ts';
import { countsInWords, isOutOfRun, VERDICT_MEANING } from './verdict-words.ts';

const MEBIBYTE = 1024 * 1024;
/** All bodies together, so that the single page stays one that a browser opens at once. */
const MOST_BODY_CHARACTERS = 32 * MEBIBYTE;
/** Longest body of an exchange in characters, unless all of them together are too long; the evidence files hold the whole. */
export const LONGEST_BODY = 64 * 1024;
const BODY_LIMITS = [LONGEST_BODY, 16 * 1024, 4 * 1024, 1024];

/** Below the reports directory. */
export const ALLURE_RESULTS = 'allure-results';

/**
 * Writes `allure-results/` below the reports directory, in place of what an earlier run left there: a result for each
 * check that a test exercised, its exchanges and repeat script, and the run's overview, environment and categories.
 * Nothing of the machine goes in: no host, no thread, no absolute path.
 */
export function writeAllureResults(
  { conformance, details, reportsDir }: ReportInput,
  pages: SourcePages = readSourcePages(),
): void {
  const results = new AllureResults(reportsDir, details, Date.parse(conformance.run.startedAt), pages);
  for (const _check of results.writeChecks());
  results.finish(conformance);
}

/** The same in parts: the checks can be written before all is known of the run. */
export class AllureResults {
  readonly #directory: string;
  readonly #details: CheckDetail[];
  readonly #shown: CheckDetail[];
  readonly #options: AllureResultOptions;
  readonly #files: ExchangeFiles;
  readonly #written = new Map<string, string>();

  /**
   * @param startedAt Start of the run in milliseconds since the epoch.
   * @param files Those of the exchanges that were written already.
   */
  constructor(
    reportsDir: string,
    details: CheckDetail[],
    startedAt: number,
    pages: SourcePages,
    files?: ExchangeFiles,
  ) {
    this.#directory = join(reportsDir, ALLURE_RESULTS);
    this.#details = details;
    this.#shown = details.filter(({ check }) => !isOutOfRun(check)).sort(byProfileAndId);
    this.#options = { runStartedAt: startedAt || 0, pages };
    this.#files = files ?? new ExchangeFiles(this.#directory);
  }

  /** A check is a step. */
  *writeChecks(): Generator<void> {
    mkdirSync(this.#directory, { recursive: true });
    const longest = longestBody(this.#shown);
    const attached = new Set<string>();
    for (const detail of this.#shown) {
      yield;
      const { result, exchanges, script } = allureResult(detail, this.#options);
      for (const file of exchanges) {
        this.#files.write(file, longest);
        attached.add(file.source);
      }
      if (script !== null) this.#write(script.source, script.content);
      this.#write(`${result.uuid}-result.json`, JSON.stringify(result));
    }
    this.#files.keepOnly(attached);
  }

  /** Call it when the checks are written. */
  finish(conformance: Conformance): void {
    const files = runFiles({ conformance, details: this.#details }, this.#options);
    for (const [name, content] of Object.entries(files)) this.#write(name, content);
    keepOnly(this.#directory, new Set([...this.written.keys()].map((name) => join(this.#directory, name))));
  }

  /** What stands in the files. */
  get written(): ReadonlyMap<string, string> {
    return new Map([...this.#files.written, ...this.#written]);
  }

  #write(name: string, content: string): void {
    this.#written.set(name, content);
    writeOver(join(this.#directory, name), content);
  }
}

function byProfileAndId(one: CheckDetail, other: CheckDetail): number {
  const key = ({ check }: CheckDetail) => `${check.profile} ${check.id}`;
  return key(one) < key(other) ? -1 : 1;
}

/** The largest limit under which all bodies fit into one page. */
function longestBody(details: CheckDetail[]): number {
  const lengths = details.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ requestBody, responseBody }) => [requestBody?.length ?? 0, responseBody.length]),
  );
  const total = (limit: number) => lengths.reduce((sum, length) => sum + Math.min(length, limit), 0);
  return BODY_LIMITS.find((limit) => total(limit) <= MOST_BODY_CHARACTERS) ?? 256;
}

function runFiles(
  { conformance, details }: Pick<ReportInput, 'conformance' | 'details'>,
  { runStartedAt: timestamp, pages }: AllureResultOptions,
): Record<string, string> {
  const { harness, run, target, profiles } = conformance;
  const globals: Globals = {
    attachments: [{ name: 'Read this first', type: ContentType.TEXT, source: 'overview-attachment.txt', timestamp }],
    errors: [],
  };
  const verdicts = Object.fromEntries(
    profiles.map(({ name, verdict, counts }) => [`Verdict ${name}`, `${verdict} (${countsInWords(counts, VERDICTS)})`]),
  );
  return {
    'overview-attachment.txt': overview(conformance, details, pages),
    'overview-globals.json': JSON.stringify(globals),
    'environment.properties': stringifyEnvInfo({
      ...verdicts,
      Target: `${target.kind} ${target.address}`,
      'Vault version': target.vaultVersion ?? 'unknown',
      Edition: target.edition ?? 'unknown',
      Namespace: target.namespace ?? 'root',
      Contract: target.contract ?? 'none',
      Double: target.double ?? 'no',
      Harness: `${harness.name} ${harness.version}${harness.commit ? ` (${harness.commit})` : ''}`,
      Run: run.id,
      Seed: run.seed,
      Workers: String(run.workers),
      Complete: run.complete ? 'yes' : 'no',
    }),
    'executor.json': JSON.stringify({
      name: harness.name,
      type: 'playwright',
      buildName: `run ${run.id}`,
      reportName: `${overallHeadline(conformance)}: ${targetInWords(target)}`,
    }),
    'categories.json': JSON.stringify(CATEGORIES),
  };
}

/** Plain text, because the report shows it whole where it shows Markdown in a small frame. */
function overview(conformance: Conformance, details: CheckDetail[], pages: SourcePages): string {
  const summary = consoleSummary(conformance, { colour: false, columns: 110, details, pages, longest: 200 });
  const meanings = VERDICTS.map((verdict) => `  ${verdict.padEnd(14)}  ${VERDICT_MEANING[verdict]}`);
  return `${overallHeadline(conformance)}\n\n${summary}\nHow to read verdicts\n${meanings.join('\n')}\n`;
}

/** For readers of Allure 2 results; the message of each result starts with its verdict. */
const CATEGORIES = [
  { name: 'The source is violated', messageRegex: '^failed: [\\s\\S]*', matchedStatuses: ['failed'] },
  { name: 'Accepted deviation is stale', messageRegex: '^stale: [\\s\\S]*', matchedStatuses: ['failed'] },
  { name: 'Documented deviation', messageRegex: '^deviation: [\\s\\S]*', matchedStatuses: ['failed'] },
  { name: 'Documented incompatibility', messageRegex: '^incompatible: [\\s\\S]*', matchedStatuses: ['failed'] },
  { name: 'Accepted deviation', messageRegex: '^accepted: [\\s\\S]*', matchedStatuses: ['failed'] },
  { name: 'Prerequisite failed', messageRegex: '^blocked: [\\s\\S]*', matchedStatuses: ['broken'] },
  { name: 'Trouble of the harness', messageRegex: '^harness-error: [\\s\\S]*', matchedStatuses: ['broken'] },
];
