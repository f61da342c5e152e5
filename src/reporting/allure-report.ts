import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AllureReport } from '@allurereport/core';
import AwesomePlugin, { type AwesomePluginOptions } from '@allurereport/plugin-awesome';
import { ALLURE_RESULTS } from './allure-results.ts';
import { PageFiles } from './page-files.ts';
import { storedResultFiles } from './stored-result-file.ts';

const PLUGIN = 'awesome';

/** What a report over several runs has beyond that of one. */
export interface ReportOfRuns {
  /** Values of the label `environment`: Allure shows the same check in each of them side by side. */
  environments: string[];
  /** File that Allure reads earlier runs from and appends this one to; it need not exist. */
  historyPath?: string;
}

/** What was written to files of `allure-results/` just now, by their names: they need not be read again. */
export type WrittenResults = ReadonlyMap<string, string>;

/** Label by which a result says which environment it is of. */
export const ENVIRONMENT_LABEL = 'environment';

/**
 * Generates `allure-report/index.html` from `allure-results/`, both below the reports directory: one file that opens
 * from disk and loads nothing. Throws when there are no results or Allure could not write the page.
 */
export async function generateAllureReport(
  reportsDir: string,
  { environments, historyPath }: ReportOfRuns = { environments: [] },
  written: WrittenResults = new Map(),
): Promise<void> {
  const results = join(reportsDir, ALLURE_RESULTS);
  const output = join(reportsDir, 'allure-report');
  await access(results).catch(() => {
    throw new Error(`There are no Allure results in ${results}: write them first.`);
  });

  const name = await reportName(results);
  const files = new PageFiles(output);
  const report = new AllureReport({
    name,
    output,
    open: false,
    port: undefined,
    reportFiles: files,
    plugins: [{ id: PLUGIN, enabled: true, options: {}, plugin: pageOf(name, historyPath !== undefined) }],
    categories: CATEGORIES,
    environments: Object.fromEntries(environments.map((one) => [one.replace(/[^\w-]/g, '_'), environment(one)])),
    ...(historyPath === undefined ? {} : { historyPath, appendHistory: true }),
  });
  await report.start();
  for (const file of storedResultFiles(results, written)) await report.readResult(file);
  await report.done();

  // Allure reports the trouble of a plugin on the console only.
  if (!files.finish()) throw new Error(`Allure wrote no report from ${results}: see its message above.`);
}

function environment(name: string) {
  type Labels = { labels: { name: string; value?: string }[] };
  const matcher = ({ labels }: Labels) => labels.some((one) => one.name === ENVIRONMENT_LABEL && one.value === name);
  return { name, matcher };
}

async function reportName(results: string): Promise<string> {
  try {
    const executor: { reportName?: string } = JSON.parse(await readFile(join(results, 'executor.json'), 'utf8'));
    return executor.reportName ?? 'SCIM conformance';
  } catch {
    return 'SCIM conformance';
  }
}

/**
 * The awesome plugin without what Allure finds out about the machine: name of the repository, branch and job come from
 * the environment and from git, and have no place in a report on a server.
 */
function pageOf(name: string, hasHistory: boolean) {
  const options = {
    singleFile: true,
    reportLanguage: 'en',
    groupBy: ['epic', 'feature'],
    defaultSortBy: 'status,asc',
    sections: ['charts'],
    charts: hasHistory ? [...CHARTS, ...CHARTS_OF_HISTORY] : CHARTS,
  };
  const awesome = new AwesomePlugin(options);
  type Step = typeof awesome.done;
  const anonymous = (step: Step): Step => {
    return ({ ci: _ci, ...context }, store) => step({ ...context, reportName: name }, store);
  };
  return { start: awesome.start, done: anonymous(awesome.done) };
}

const CHARTS_OF_HISTORY = [
  { type: 'statusDynamics', title: 'Run by run' },
  { type: 'statusTransitions', title: 'What changed from run to run' },
] as unknown as NonNullable<AwesomePluginOptions['charts']>;

/** Those charts that say something without a history of runs. */
const CHARTS = [
  { type: 'currentStatus', title: 'All checks' },
  {
    type: 'testResultSeverities',
    title: 'By level: critical is MUST, normal SHOULD or implied, minor MAY',
    levels: ['critical', 'normal', 'minor'],
    statuses: ['passed', 'failed', 'broken', 'skipped'],
  },
  { type: 'successRateDistribution', title: 'By authority and area' },
  { type: 'durations', title: 'Durations', groupBy: 'none' },
  // Allure types the kinds as an enum of a package that is not ours to import.
] as unknown as NonNullable<AwesomePluginOptions['charts']>;

const CATEGORIES = [
  { name: 'The source is violated', matchers: { labels: { verdict: 'failed' } } },
  { name: 'Accepted deviation is stale', matchers: { labels: { verdict: 'stale' } } },
  { name: 'Prerequisite failed', matchers: { labels: { verdict: 'blocked' } } },
  { name: 'Trouble of the harness', matchers: { labels: { verdict: 'harness-error' } } },
  { name: 'Documented deviation', matchers: { labels: { verdict: 'deviation' } } },
  { name: 'Documented incompatibility', matchers: { labels: { verdict: 'incompatible' } } },
  { name: 'Accepted deviation', matchers: { labels: { verdict: 'accepted' } } },
];
