import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { startScimmyServer } from './scimmy-server.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const EXPECTED = join(PROJECT, 'fixtures/expectations/scimmy.yaml');
const TEN_MINUTES = 600_000;

interface Ruling {
  id: string;
  clause: string;
  request: string;
  answer: string;
  ruling: string;
}

interface Report {
  checks: { id: string; profile: string; verdict: string; reason: string }[];
  leftovers: unknown[];
}

/** One run of the RFC profile against the independent server, in a process of its own. */
async function runOnScimmy(): Promise<Report> {
  const server = await startScimmyServer();
  const reports = mkdtempSync(join(tmpdir(), 'rfc-on-scimmy-'));
  const command = ['playwright', 'test', '--project=rfc', '--workers=1', '--output', join(reports, 'output')];
  try {
    const child = spawn('npx', command, {
      cwd: PROJECT,
      stdio: 'ignore',
      env: {
        ...process.env,
        SCIM_TARGET: 'scim',
        SCIM_BASE_URL: server.baseUrl,
        SCIM_TOKEN: server.token,
        SCIM_TOKEN_OTHER: server.otherToken,
        SCIM_ALLOW_SIDE_EFFECTS: new URL(server.baseUrl).host,
        REPORTS_DIR: reports,
      },
    });
    await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
    return JSON.parse(readFileSync(join(reports, 'conformance.json'), 'utf8')) as Report;
  } finally {
    await server.close();
    rmSync(reports, { recursive: true, force: true });
  }
}

test('the RFC rows judge an independent server as ruled, id by id', { timeout: TEN_MINUTES }, async () => {
  const rulings = parse(readFileSync(EXPECTED, 'utf8')) as Ruling[];

  const { checks, leftovers } = await runOnScimmy();

  const idsOf = (...verdicts: string[]) =>
    checks.filter((check) => verdicts.includes(check.verdict)).map(({ id }) => id);
  assert.deepEqual(idsOf('blocked', 'harness-error'), [], 'rows that our own trouble kept from a verdict');
  assert.deepEqual(idsOf('failed').sort(), rulings.map(({ id }) => id).sort(), 'failing ids and ruled ids');
  assert.ok(idsOf('passed').length > 250, 'the rows pass in their great majority');
  assert.deepEqual(leftovers, [], 'what the run left behind');
});

test('every ruling on the independent server says clause, request, answer and why', () => {
  const rulings = parse(readFileSync(EXPECTED, 'utf8')) as Ruling[];

  for (const { id, clause, request, answer, ruling } of rulings) {
    for (const text of [clause, request, answer, ruling]) assert.ok(text?.length >= 3, `${id} is not explained`);
  }
});
