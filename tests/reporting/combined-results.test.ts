import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generateAllureReport } from '../../src/reporting/allure-report.ts';
import { writeAllureResults } from '../../src/reporting/allure-results.ts';
import { combineResults } from '../../src/reporting/combined-results.ts';
import type { Verdict } from '../../src/verdicts/verdict.ts';
import { aCheck, aDetail, aReport } from './made-up-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'vsc-combined-'));

after(() => rmSync(folder, { recursive: true, force: true }));

async function aRun(version: string, verdict: Verdict): Promise<string> {
  const reportsDir = join(folder, version);
  mkdirSync(reportsDir);
  const input = aReport([aDetail(aCheck({ verdict, reason: 'made up' }))], reportsDir);
  writeFileSync(join(reportsDir, 'conformance.json'), JSON.stringify(input.conformance));
  writeAllureResults(input);
  return reportsDir;
}

test('One report shows a check once an environment, and the history holds both, run by run.', async () => {
  const runs = [await aRun('2.0.0', 'failed'), await aRun('2.2.0', 'passed')];
  const output = join(folder, 'all');
  const historyPath = join(folder, 'history.jsonl');

  for (const _night of [1, 2]) {
    const environments = await combineResults(runs, output);
    await generateAllureReport(output, { environments, historyPath });
  }

  const results = readdirSync(join(output, 'allure-results')).filter((name) => name.endsWith('-result.json'));
  assert.equal(results.length, 2);
  assert.match(readFileSync(join(output, 'allure-report/index.html'), 'utf8'), /<html/);
  const nights = readFileSync(historyPath, 'utf8').trim().split('\n');
  assert.equal(nights.length, 2);
  for (const night of nights) {
    const tests: { environment: string; status: string }[] = Object.values(JSON.parse(night).testResults);
    assert.deepEqual(tests.map(({ environment, status }) => `${environment} ${status}`).sort(), [
      '2.0.0 failed',
      '2.2.0 passed',
    ]);
  }
});

test('Two folders of the same name are refused: the name says which environment a result is of.', async () => {
  await assert.rejects(combineResults(['a/2.0.0', 'b/2.0.0'], join(folder, 'refused')), /same name/);
});
