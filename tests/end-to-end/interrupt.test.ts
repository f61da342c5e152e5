import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runHarness } from './harness-run.ts';
import { addForeignData, serverState } from './server-state.ts';
import { startDouble } from './started-double.ts';

for (const isolation of ['namespace', 'prefix']) {
  it(`Ctrl-C leaves the server as it was (SCIM_ISOLATE=${isolation})`, async () => {
    const double = await startDouble();
    await addForeignData(double);
    const before = await serverState(double);

    const run = await runHarness(
      ['--project=vault'],
      {
        SCIM_TARGET: 'vault',
        VAULT_ADDR: double.address,
        VAULT_TOKEN: double.rootToken,
        SCIM_ALLOW_SIDE_EFFECTS: new URL(double.address).host,
        SCIM_ISOLATE: isolation,
      },
      { interruptAt: /\d+\/\d+ tests/ },
    );

    const after = await serverState(double);
    await double.stop();
    assert.deepEqual(after, before);
    assert.equal(run.status, 3, run.output);
    assert.ok(run.conformance().checks.some(({ reason }) => reason === 'interrupted'));
    run.remove();
  });
}
