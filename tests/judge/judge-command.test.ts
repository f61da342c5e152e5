import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Conformance } from '../../src/verdicts/verdict.ts';
import { startDouble } from '../end-to-end/started-double.ts';

const JUDGE = fileURLToPath(new URL('../../src/cli/judge.ts', import.meta.url));
const SCHEMA = fileURLToPath(new URL('../../fixtures/schemas/conformance.schema.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vsc-judge-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function startJudge(upstream: string, ...more: string[]) {
  const args = [JUDGE, '--upstream', upstream, '--as', 'okta', '--port', '0', '--json', '--reports', folder, ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { address } = JSON.parse(line) as { address: string };
  const end = async (signal: 'SIGINT' | 'SIGTERM') => {
    const closed = once(child, 'close');
    child.kill(signal);
    const [status] = (await closed) as [number];
    const conformance = JSON.parse(readFileSync(join(folder, 'conformance.json'), 'utf8')) as Conformance;
    return { status, output, conformance };
  };
  return { address, end };
}

function refused(...args: string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [JUDGE, ...args], (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

describe('npm run judge', () => {
  it('listens on this machine only, and on SIGINT writes a valid report and sums up', async () => {
    const double = await startDouble();
    const { address, end } = await startJudge(double.address);
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    const headers = { Authorization: `Bearer ${double.rootToken}` };
    await (await fetch(`${address}/v1/identity/scim/v2/Users?startIndex=1&count=2`, { headers })).text();

    const { status, output, conformance } = await end('SIGINT');

    await double.stop();
    const ajv = new Ajv2020({ allErrors: true });
    addFormats.default(ajv);
    const isValid = ajv.validate(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object, conformance);
    assert.equal(isValid, true, ajv.errorsText());
    assert.equal(status, 0, output);
    assert.match(output, /^Exchanges: 1 judged, 0 not addressed to SCIM, 0 without a complete answer\.$/m);
    assert.equal(conformance.target.vaultVersion, '2.2.0+ent');
    assert.match(conformance.target.double ?? '', /double of Vault 2\.2\.0/);
    assert.equal((output + JSON.stringify(conformance)).includes(double.rootToken), false);
  });

  it('ends with 1 when a check failed, and says so when it happens', async () => {
    const double = await startDouble('--fault', 'F-OKTA-25');
    const { address, end } = await startJudge(double.address);
    const headers = { Authorization: `Bearer ${double.rootToken}` };
    await (await fetch(`${address}/v1/identity/scim/v2/Users`, { headers })).text();
    await (await fetch(`${address}/v1/identity/scim/v2/Roles`, { headers })).text();

    const { status, output } = await end('SIGTERM');

    await double.stop();
    assert.equal(status, 1, output);
    assert.match(output, /^OKTA-25: every answer is JSON/m);
  });

  it('ends with 3 when nothing was seen, also in front of a dead server', async () => {
    const { address, end } = await startJudge('http://127.0.0.1:1');
    const answer = await fetch(`${address}/v1/identity/scim/v2/Users`);
    assert.equal(answer.status, 502);

    const { status, output } = await end('SIGINT');

    assert.equal(status, 3, output);
  });

  it('refuses what it cannot work with in one sentence, with status 2', async () => {
    const results = [
      await refused('--upstream', 'vault:8200', '--as', 'okta'),
      await refused('--upstream', 'http://127.0.0.1:1/v1/identity', '--as', 'okta'),
      await refused('--upstream', 'http://127.0.0.1:1', '--as', 'nobody'),
      await refused('--upstream', 'http://127.0.0.1:1', '--as', 'okta', '--tls-cert', 'none.pem'),
    ];

    for (const { status, output } of results) {
      assert.equal(status, 2, output);
      assert.equal(output.trim().split('\n').length, 1, output);
    }
  });
});
