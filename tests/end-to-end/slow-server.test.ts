import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startProxy } from '../cli/plain-proxy.ts';
import { runHarness } from './harness-run.ts';
import { startDouble } from './started-double.ts';

/** It makes a hundred users. */
const LONG_ROW = 'VAULT-FILTER-19';
const LATENCY_MS = 40;
/** Far below what their exchanges take with that latency. */
const TEST_MS = 1_500;

test('A server that is far away and correct gets its verdicts: a test may take as long as its exchanges need.', async (t) => {
  const double = await startDouble();
  t.after(() => double.stop());
  const far = await startProxy(double.address, LATENCY_MS);
  t.after(() => far.stop());

  const run = await runHarness(['--project=vault', `--timeout=${TEST_MS}`, `--grep=@${LONG_ROW}\\b`], {
    SCIM_TARGET: 'vault',
    VAULT_ADDR: far.address,
    VAULT_TOKEN: double.rootToken,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(far.address).host,
  });

  const check = run.conformance().checks.find(({ id }) => id === LONG_ROW);
  assert.equal(check?.verdict, 'passed', run.output);
  assert.ok(check.durationMs > TEST_MS, `it took ${check.durationMs} ms`);
  assert.deepEqual(run.conformance().leftovers, []);
  run.remove();
});
