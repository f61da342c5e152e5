import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import type { TenantFacts } from '../../src/targets/run-context.ts';
import { Journal } from '../../src/vault/journal.ts';
import { provisionTenant } from '../../src/vault/provisioning.ts';
import { VaultClient } from '../../src/vault/vault-client.ts';
import { type HarnessRun, runHarness } from './harness-run.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

let double: StartedDouble;
let run: HarnessRun;
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vsc-repeat-'));
  double = await startDouble('--fault', 'F-MAP-01');
  run = await runHarness(['--project=vault', '--grep=@VAULT-MAP-02'], {
    SCIM_TARGET: 'vault',
    VAULT_ADDR: double.address,
    VAULT_TOKEN: double.rootToken,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(double.address).host,
  });
});

after(async () => {
  await double.stop();
  await closeDispatchers();
  run.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A tenant that is not of the run: the script has to start from nothing. */
async function freshTenant(): Promise<TenantFacts> {
  const recorder = new Recorder(new Redaction(), new Pseudonyms('vsc-fresh-', 'key'));
  const vault = new VaultClient({
    address: double.address,
    namespace: '',
    token: new Secret(double.rootToken),
    recorder,
    tls: {},
  });
  const journal = new Journal(join(folder, 'journal.jsonl'));
  return provisionTenant(vault, journal, { name: 'vsc-fresh-tenant', aliasMount: 'userpass' });
}

it('the script of a failing check gives the same failing exchange on a fresh tenant', async () => {
  assert.equal(run.status, 1, run.output);
  const check = run.conformance().checks.find(({ id }) => id === 'VAULT-MAP-02');
  assert.equal(check?.verdict, 'failed');
  const script = check.evidence.find((name) => name.endsWith('.sh'));
  assert.ok(script);
  const tenant = await freshTenant();

  const { stdout } = await promisify(execFile)('sh', [join(run.reportsDir, script)], {
    env: {
      PATH: process.env.PATH,
      SCIM_BASE_URL: tenant.scimBaseUrl,
      SCIM_TOKEN: tenant.token,
      VAULT_NAMESPACE: 'root',
      VAULT_ADDR: double.address,
      VAULT_TOKEN: double.rootToken,
    },
  });

  const recorded = [...stdout.matchAll(/status (\d+), recorded (\d+)/g)].map(([, status, before]) => [status, before]);
  assert.deepEqual(
    recorded.filter(([status, before]) => status !== before),
    [],
  );
  // The row has several tests, which end in no order.
  assert.ok(
    recorded.some(([status]) => status === '404'),
    'the entity is missing here too',
  );
});
