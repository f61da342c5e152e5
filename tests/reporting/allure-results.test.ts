import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TestResult } from 'allure-js-commons';
import { writeAllureResults } from '../../src/reporting/allure-results.ts';
import type { CheckDetail } from '../../src/reporting/report-input.ts';
import { VERDICTS } from '../../src/verdicts/verdict.ts';
import { aCheck, aDetail, anExchange, anObservation, aReport } from './made-up-report.ts';

let reportsDir = '';

before(async () => {
  reportsDir = await mkdtemp(join(tmpdir(), 'allure-results-'));
});

after(() => rm(reportsDir, { recursive: true, force: true }));

async function written(details: CheckDetail[], conformance = aReport(details, reportsDir).conformance) {
  writeAllureResults({ conformance, details, reportsDir });
  const directory = join(reportsDir, 'allure-results');
  const names = (await readdir(directory)).sort();
  const files = new Map<string, string>();
  for (const name of names) files.set(name, await readFile(join(directory, name), 'utf8'));
  const results = names
    .filter((name) => name.endsWith('-result.json'))
    .map((name): TestResult => JSON.parse(files.get(name) ?? ''));
  return { files, results };
}

function labelsOf({ labels }: TestResult): Record<string, string[]> {
  const grouped = Object.groupBy(labels, ({ name }) => name);
  return Object.fromEntries(
    Object.entries(grouped).map(([name, found]) => [name, (found ?? []).map(({ value }) => value)]),
  );
}

const failing = aDetail(
  aCheck({
    id: 'RFC7644-3.5.2-01',
    authority: 'rfc',
    profile: 'rfc',
    area: 'patch',
    verdict: 'failed',
    reason: 'active is not as sent',
    message: 'After PATCH a GET still shows active: true.',
    source: 'RFC 7644 section 3.5.2',
    evidence: ['evidence/rfc/RFC7644-3.5.2-01.json', 'evidence/rfc/RFC7644-3.5.2-01.sh'],
  }),
  {
    observations: [
      anObservation({ what: 'status', expected: 200, actual: 200, exchanges: [2] }),
      anObservation({
        outcome: 'failed',
        what: 'active as read back',
        expected: { active: false },
        actual: { active: true },
        exchanges: [3],
        message: 'still active',
      }),
    ],
    exchanges: [
      anExchange(1, { phase: 'arrange' }),
      anExchange(2, { method: 'PATCH', status: 200 }),
      anExchange(3, { method: 'GET', requestBody: null, status: 200 }),
      anExchange(4, { method: 'GET', phase: 'clean-up', status: null, responseBody: '', failure: 'timeout' }),
    ],
  },
);

test('Each verdict becomes a status of Allure, and documented or accepted ones are known.', async () => {
  const { results } = await written(
    VERDICTS.map((verdict) => aDetail(aCheck({ id: `VAULT-USR-${verdict}`, verdict, reason: 'interrupted' }))),
  );
  const shown = Object.fromEntries(
    results.map((result) => {
      const details = result.statusDetails as object;
      return [labelsOf(result).verdict?.[0], `${result.status}${'known' in details ? ' known' : ''}`];
    }),
  );
  assert.deepEqual(shown, {
    passed: 'passed',
    warned: 'passed',
    observed: 'passed',
    failed: 'failed',
    stale: 'failed',
    deviation: 'failed known',
    accepted: 'failed known',
    incompatible: 'failed known',
    blocked: 'broken',
    'harness-error': 'broken',
    'not-applicable': 'skipped',
    'not-run': 'skipped',
  });
});

test('Rows that no test exercised by intent have no result, and the overview tells the coverage.', async () => {
  const { results, files } = await written([
    aDetail(aCheck()),
    aDetail(aCheck({ id: 'VAULT-USR-02', verdict: 'not-run', reason: 'unserved' }), { location: null }),
    aDetail(aCheck({ id: 'VAULT-USR-03', verdict: 'not-run', reason: 'deselected' })),
  ]);
  assert.deepEqual(
    results.map(({ fullName }) => fullName),
    ['vault/VAULT-USR-01'],
  );
  assert.match(
    files.get('overview-attachment.txt') ?? '',
    /2 of 3 requirements that apply here have a test, 1 were deselected/,
  );
});

test('A result is grouped, named, rated and linked by its requirement.', async () => {
  const [result] = (await written([failing])).results;
  assert.ok(result);
  const labels = labelsOf(result);
  assert.deepEqual(labels.epic, ['RFC: the SCIM standard']);
  assert.deepEqual(labels.feature, ['patch']);
  assert.deepEqual(labels.severity, ['critical']);
  assert.deepEqual(labels.tag, ['failed', 'MUST', 'rfc']);
  assert.equal(result.name, 'RFC7644-3.5.2-01: A created user is found by its id');
  assert.deepEqual(
    result.links.map(({ url }) => url),
    ['https://www.rfc-editor.org/rfc/rfc7644.html#section-3.5.2'],
  );
});

test('A failed result says in its description what was expected, what came and how to repeat it.', async () => {
  const [result] = (await written([failing])).results;
  const description = result?.description ?? '';
  for (const part of ['"active": false', '"active": true', 'sh evidence/rfc/RFC7644-3.5.2-01.sh', 'still shows']) {
    assert.ok(description.includes(part), part);
  }
  assert.match(result?.statusDetails.message ?? '', /^failed: After PATCH/);
  assert.equal(result?.statusDetails.expected, '{\n  "active": false\n}');
});

test('Steps are the verdict, each observation and the exchanges by phase, as native attachments.', async () => {
  const { results, files } = await written([failing]);
  const steps = results[0]?.steps ?? [];
  assert.deepEqual(
    steps.map(({ name, status, attachments }) => `${status}: ${name} [${attachments.length}]`),
    [
      'failed: Verdict failed: The source of this requirement is violated. [0]',
      'passed: Check: status [0]',
      'failed: Check: active as read back (failed) [1]',
      'passed: Exchanges that prepare (not judged) [1]',
      'passed: Exchanges that are judged [2]',
      'passed: Exchanges that tidy up (not judged) [1]',
    ],
  );
  assert.deepEqual(
    steps[2]?.parameters.map(({ name, value }) => [name, value]),
    [
      ['expected', '{"active":false}'],
      ['actual', '{"active":true}'],
      ['exchanges', '3'],
    ],
  );
  const patch = steps[4]?.attachments[0];
  assert.equal(patch?.type, 'application/vnd.allure.http+json');
  const exchange = JSON.parse(files.get(patch?.source ?? '') ?? '');
  assert.equal(exchange.request.method, 'PATCH');
  assert.equal(exchange.response.status, 200);
  assert.equal(exchange.request.body.contentType, 'application/scim+json');
  const unanswered = JSON.parse(files.get(steps[5]?.attachments[0]?.source ?? '') ?? '');
  assert.equal(unanswered.response, undefined);
  assert.equal(unanswered.error.message, 'timeout');
});

test('The repeat script is attached as it is.', async () => {
  const { results, files } = await written([failing]);
  assert.equal(files.get(results[0]?.attachments[0]?.source ?? ''), failing.repeatScript);
});

test('The same run gives the same files, and nothing of an earlier run stays.', async () => {
  const details = [failing, aDetail(aCheck())];
  const first = (await written(details)).files;
  await writeFile(join(reportsDir, 'allure-results', 'old-result.json'), '{}');
  const second = (await written([...details].reverse(), aReport(details, reportsDir).conformance)).files;
  assert.deepEqual([...second], [...first]);
});

test('History follows the check and its profile.', async () => {
  const check = aCheck();
  const { results } = await written([aDetail(check), aDetail({ ...check, profile: 'rfc' })]);
  assert.equal(new Set(results.map(({ historyId }) => historyId)).size, 2);
  const [again] = (await written([aDetail({ ...check, verdict: 'failed', title: 'reworded' })])).results;
  assert.ok(results.some(({ historyId }) => historyId === again?.historyId));
});

test('Server text cannot become an image, a link or markup in a description.', async () => {
  const nasty = '![x](https://outside.example/x.png) <img src="https://outside.example/y.png"> `a` ```';
  const check = aCheck({ verdict: 'failed', message: nasty, reason: nasty });
  const observations = [
    anObservation({ outcome: 'failed', what: nasty, expected: nasty, actual: `\n\`\`\`\n${nasty}` }),
  ];
  const [result] = (await written([aDetail(check, { observations })])).results;
  const text = (result?.description ?? '').replace(/^(`{3,})[\s\S]*?^\1$/gm, '');
  assert.doesNotMatch(text, /(?<!\\)(!\[|\]\(|<img)/);
});

test('Nothing of this machine goes into the results.', async () => {
  process.env.MADE_UP_CANARY = 'canary-of-the-environment';
  const { files } = await written([failing, aDetail(aCheck())]);
  const all = [...files.values()].join('\n');
  const own = ['canary-of-the-environment', process.cwd(), reportsDir, tmpdir(), process.execPath, String(process.pid)];
  for (const text of [...own, ...[hostname(), userInfo().homedir].filter((name) => name.length > 4)]) {
    assert.equal(all.includes(JSON.stringify(text).slice(1, -1)), false, text);
  }
  for (const name of ['host', 'thread', 'package']) assert.doesNotMatch(all, new RegExp(`"name":"${name}"`));
});

test('A thousand checks with bodies of a megabyte stay small and quick.', async () => {
  const huge = 'x'.repeat(1_000_000);
  const details = Array.from({ length: 1000 }, (_, at) =>
    aDetail(aCheck({ id: `VAULT-USR-${at}`, verdict: 'failed', message: huge }), {
      observations: [anObservation({ outcome: 'failed', expected: huge, actual: huge, message: huge, what: huge })],
      exchanges: [anExchange(1, { requestBody: huge, responseBody: huge })],
    }),
  );
  const { files, results } = await written(details);
  assert.equal(results.length, 1000);
  const total = [...files.values()].reduce((sum, content) => sum + content.length, 0);
  assert.ok(total < 100_000_000, `${total}`);
  const exchange = [...files].find(([name]) => name.endsWith('.httpexchange'))?.[1] ?? '';
  const { body } = JSON.parse(exchange).response;
  assert.equal(body.truncated, true);
  assert.equal(body.size, 1_000_000);
});

test('A check with thousands of exchanges shows those that are judged last, and what a finding speaks of.', async () => {
  const exchanges = Array.from({ length: 3000 }, (_, at) =>
    anExchange(at + 1, { phase: at < 2900 ? 'arrange' : 'act' }),
  );
  const observations = [anObservation({ outcome: 'failed', exchanges: [2990] })];
  const { results, files } = await written([aDetail(aCheck(), { exchanges, observations })]);

  const shown = [...files.keys()].filter((name) => name.endsWith('.httpexchange'));
  assert.equal(results[0]?.steps.at(-1)?.name, '2940 more exchanges: see the evidence');
  assert.equal(shown.length, 60);
  assert.ok(shown.some((name) => name.includes('-2990-')));
  assert.ok(shown.some((name) => name.includes('-3000-')));
});

test('Of a check that prepares much, what prepares is in the evidence only, unless a finding speaks of it.', async () => {
  const exchanges = Array.from({ length: 103 }, (_, at) => anExchange(at + 1, { phase: at < 101 ? 'arrange' : 'act' }));
  const observations = [anObservation({ outcome: 'failed', exchanges: [7, 103] })];
  const { files } = await written([aDetail(aCheck(), { exchanges, observations })]);

  const shown = [...files.keys()].filter((name) => name.endsWith('.httpexchange'));
  assert.deepEqual(shown.map((name) => /-(\d+)-attachment/.exec(name)?.[1]).sort(), ['102', '103', '7']);
});

test('A pass shows fewer exchanges than a finding: those that its checks speak of, then those judged last.', async () => {
  const exchanges = Array.from({ length: 40 }, (_, at) => anExchange(at + 1, { phase: 'act' }));
  const observations = [anObservation({ outcome: 'passed', exchanges: [3] })];
  const { results, files } = await written([aDetail(aCheck(), { exchanges, observations })]);

  const shown = [...files.keys()].filter((name) => name.endsWith('.httpexchange'));
  const indexes = shown.map((name) => Number(/-(\d+)-attachment/.exec(name)?.[1])).sort((one, other) => one - other);
  assert.deepEqual(indexes, [3, ...Array.from({ length: 19 }, (_, at) => at + 22)]);
  assert.equal(results[0]?.steps.at(-1)?.name, '20 more exchanges: see the evidence');
});
