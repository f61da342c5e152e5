import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDouble } from '../end-to-end/started-double.ts';

const DOCTOR = fileURLToPath(new URL('../../src/cli/doctor.ts', import.meta.url));

function doctor(env: Record<string, string>): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [DOCTOR], { env: { PATH: process.env.PATH ?? '', ...env } }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

it('the doctor tells what a run would find, and changes nothing', async () => {
  const double = await startDouble();
  const before = await double.ask('GET', 'identity/entity/id?list=true');

  const { status, output } = await doctor({
    SCIM_TARGET: 'vault',
    VAULT_ADDR: double.address,
    VAULT_TOKEN: double.rootToken,
  });

  assert.deepEqual((await double.ask('GET', 'identity/entity/id?list=true')).body?.errors, before.body?.errors);
  await double.stop();
  assert.equal(status, 0, output);
  assert.match(output, /^server +a double of Vault 2\.2\.0 by documentation, not a Vault$/m);
  assert.match(output, /^consent +missing: a run needs SCIM_ALLOW_SIDE_EFFECTS=127\.0\.0\.1:\d+$/m);
  assert.equal(output.includes(double.rootToken), false);
});

it('the doctor says in one sentence what stands in the way', async () => {
  const { status, output } = await doctor({
    SCIM_TARGET: 'vault',
    VAULT_ADDR: 'http://127.0.0.1:1',
    VAULT_TOKEN: 'hvs.not-a-token',
  });

  assert.equal(status, 2);
  assert.match(output, /^Nothing answers at/);
  assert.equal(output.trim().split('\n').length, 1);
});
