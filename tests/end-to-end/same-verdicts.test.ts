import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runHarness, verdictLines } from './harness-run.ts';
import { addForeignData, serverState } from './server-state.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

/** The vendors' profiles add time-bound rows; they are held by their own expected outcomes. */
const PROFILES = ['vault', 'rfc'];

let double: StartedDouble;
let expected: string[];

before(async () => {
  double = await startDouble();
  await addForeignData(double);
  const run = await runHarness(PROFILES.map(asProject));
  expected = verdictLines(run.conformance());
  run.remove();
});

after(() => double.stop());

/** Runs profiles on the double, beside the data of others, and compares verdicts and what is on the server with before. */
async function assertTheSame(args: string[], variables: Record<string, string>): Promise<void> {
  const found = await serverState(double);

  const run = await runHarness(
    [...PROFILES.map(asProject), ...args],
    {
      SCIM_TARGET: 'vault',
      VAULT_ADDR: double.address,
      VAULT_TOKEN: double.rootToken,
      SCIM_ALLOW_SIDE_EFFECTS: new URL(double.address).host,
      ...variables,
    },
    { verdictsOnly: true },
  );

  const lines = verdictLines(run.conformance());
  assert.deepEqual(
    {
      only: lines.filter((line) => !expected.includes(line)),
      missing: expected.filter((line) => !lines.includes(line)),
    },
    { only: [], missing: [] },
    run.output,
  );
  assert.deepEqual(run.conformance().leftovers, []);
  assert.deepEqual(await serverState(double), found);
  run.remove();
}

describe('the embedded double and one at an address give the same verdicts, and the latter is left as it was', () => {
  it('with one worker, in a namespace that the run makes', async () => {
    await assertTheSame(['--workers=1'], {});
  });

  it('with four workers, under a prefix in the namespace that is given', async () => {
    await assertTheSame(['--workers=4'], { SCIM_ISOLATE: 'prefix', VAULT_NAMESPACE: 'team' });
  });
});

function asProject(profile: string): string {
  return `--project=${profile}`;
}
