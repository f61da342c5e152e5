import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TestResult } from 'allure-js-commons';
import type { Conformance } from '../verdicts/verdict.ts';
import { ENVIRONMENT_LABEL } from './allure-report.ts';
import { overallHeadline } from './target-words.ts';

/** What a reader of the run's own report sees first. */
const OVERVIEW = 'overview-attachment.txt';

/**
 * Writes `allure-results/` below `output` from those of several runs, each an environment of its own. What speaks of
 * one run only (its environment, its exchanges) stays behind.
 *
 * @param reports Reports directories of the runs; the name of each is the name of its environment.
 * @returns the environments
 * @throws Error when one has no results, or two have the same name
 */
export async function combineResults(reports: string[], output: string): Promise<string[]> {
  const environments = reports.map((folder) => basename(folder));
  if (new Set(environments).size < environments.length) {
    throw new Error('Two of the folders have the same name, which is the name of their environment.');
  }
  const target = join(output, 'allure-results');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const answers: string[] = [];
  for (const [i, folder] of reports.entries()) {
    const environment = environments[i] ?? '';
    answers.push(`${environment} ${overallHeadline(await conformanceOf(folder))}`);
    const source = join(folder, 'allure-results');
    for (const name of await readdir(source)) {
      const [from, to] = [join(source, name), join(target, `${environment}-${name}`)];
      if (name === OVERVIEW) await copyFile(from, to);
      else if (/-(?:result|globals)\.json$/.test(name))
        await writeFile(to, inEnvironment(await readFile(from, 'utf8'), environment));
    }
  }
  await writeFile(join(target, 'executor.json'), JSON.stringify({ reportName: answers.join('; ') }));
  return environments;
}

async function conformanceOf(folder: string): Promise<Conformance> {
  return JSON.parse(await readFile(join(folder, 'conformance.json'), 'utf8'));
}

/**
 * The same check of two environments must be no retry of one: Allure tells results of a test case apart by their
 * parameters. The exchanges, and the steps of passes, stay in the report of each run, or no browser
 * would open this one.
 */
function inEnvironment(text: string, environment: string): string {
  const isResult = text.includes('"historyId"');
  const content = JSON.parse(text, (key, value) => {
    if (key === 'attachments' && isResult) return [];
    return key === 'source' && typeof value === 'string' ? `${environment}-${value}` : value;
  }) as Partial<TestResult>;
  if (!isResult) return JSON.stringify(content);
  return JSON.stringify({
    ...content,
    uuid: `${environment}-${content.uuid}`,
    steps: content.status === 'passed' ? [] : content.steps,
    parameters: [...(content.parameters ?? []), { name: 'environment', value: environment }],
    labels: [...(content.labels ?? []), { name: ENVIRONMENT_LABEL, value: environment }],
  });
}
