import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generateAllureReport } from '../../src/reporting/allure-report.ts';
import { writeAllureResults } from '../../src/reporting/allure-results.ts';
import { loadedFromOutside, selfContained, selfContainedPieces } from '../../src/reporting/self-contained-page.ts';
import { aCheck, aDetail, anExchange, anObservation, aReport } from './made-up-report.ts';

let reportsDir = '';
let page = '';

before(async () => {
  reportsDir = await mkdtemp(join(tmpdir(), 'allure-report-'));
  const known = aCheck({ id: 'RFC7644-3.4.2-01', authority: 'rfc', profile: 'rfc', verdict: 'deviation' });
  const failed = aCheck({ id: 'VAULT-USR-02', verdict: 'failed', message: '![x](https://outside.example/x.png)' });
  const details = [
    aDetail(aCheck()),
    aDetail(known, { observations: [anObservation({ outcome: 'failed' })] }),
    aDetail(failed, { observations: [anObservation({ outcome: 'failed', expected: 1, actual: 2 })] }),
    aDetail(aCheck({ id: 'VAULT-USR-03' }), { exchanges: [anExchange(1, { responseBody: 'x'.repeat(2_000_000) })] }),
  ];
  writeAllureResults(aReport(details, reportsDir));
  await generateAllureReport(reportsDir);
  page = await readFile(join(reportsDir, 'allure-report', 'index.html'), 'utf8');
});

after(() => rm(reportsDir, { recursive: true, force: true }));

/** The data files inside of the page, by name. */
function data(): Map<string, string> {
  const found = page.matchAll(/d\("([^"]+)","([^"]*)"\)/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, Buffer.from(value, 'base64').toString('utf8')]));
}

test('The title says the verdict and the target.', () => {
  assert.match(
    page,
    /<title> NOT CONFORMANT: a double of Vault 2\.2\.0 by documentation, not a Vault,? at 127\.0\.0\.1/,
  );
});

test('The page loads nothing from outside, and its policy forbids it.', () => {
  assert.deepEqual(loadedFromOutside(page), []);
  assert.doesNotMatch(page, /googletagmanager|gtag\(/);
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)?.[1] ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /https?:|\*|'self'/);
});

test('The page holds results, exchanges, scripts and the overview itself.', () => {
  const files = data();
  const text = [...files.values()].join('\n');
  assert.match(text, /"name":"VAULT-USR-02: A created user is found by its id"/);
  assert.match(text, /"method":"POST","url":"http:\/\/127\.0\.0\.1:8200\/v1\/identity/);
  assert.match(text, /#!\/bin\/sh/);
  assert.match(text, /How to read verdicts/);
});

test('A documented deviation is shown as accepted, and a failure is not.', () => {
  const results = [...data()]
    .filter(([name]) => name.startsWith('data/test-results/'))
    .map(([, content]): { name: string; status: string; resolution?: string } => JSON.parse(content));
  const resolution = (id: string) => results.find(({ name }) => name.startsWith(id))?.resolution;
  assert.equal(resolution('RFC7644-3.4.2-01'), 'accepted');
  assert.equal(resolution('VAULT-USR-02'), undefined);
});

test('Nothing of this machine goes into the report.', async () => {
  const directory = join(reportsDir, 'allure-report');
  const names = await readdir(directory);
  const rest = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
  const text = [...rest, ...data().values()].join('\n');
  for (const own of [process.cwd(), reportsDir, ...(hostname().length > 4 ? [hostname()] : [])]) {
    assert.equal(text.includes(own), false, own);
  }
  assert.doesNotMatch(page, /"ci":/);
});

test('Missing results are an error that names the folder.', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'allure-none-'));
  await assert.rejects(generateAllureReport(empty), /There are no Allure results in .*allure-none-/);
  await rm(empty, { recursive: true });
});

test('Each kind of tag that could load something from outside is dropped, and links stay.', () => {
  const html = [
    '<html><head><title>x</title>',
    '<script async src="https://outside.example/a.js"></script>',
    "<link rel='stylesheet' href='//outside.example/a.css'>",
    '<img alt="x" src=http://outside.example/a.png>',
    '<iframe src="https://outside.example/"></iframe>',
    '<script>window.dataLayer = []; function gtag(){} gtag("js")</script>',
    '</head><body><a href="https://www.rfc-editor.org/">RFC</a><script>const kept = 1;</script></body></html>',
  ].join('\n');
  const clean = selfContained(html);
  assert.equal(loadedFromOutside(html).length, 4);
  assert.doesNotMatch(clean, /outside\.example|gtag/);
  assert.match(clean, /<a href="https:\/\/www\.rfc-editor\.org\/">RFC<\/a><script>const kept = 1;<\/script>/);
});

test('A page in pieces is the page that loads nothing from outside, its data untouched, whatever the data hold.', () => {
  const page = (data: string) =>
    `<html><head></head><body><script src="https://outside.example/a.js"></script><script>Promise.allSettled([${data}])
    .then(f)</script><img src="//outside.example/a.png"></body></html>`;
  for (const data of ['d("a","aGVsbG8=")', 'd("a","<img src=//outside.example/b.png>")']) {
    const whole = Buffer.concat(selfContainedPieces(Buffer.from(page(data)))).toString();
    assert.equal(whole, selfContained(page(data)));
    assert.doesNotMatch(whole, /outside\.example/);
  }
});
