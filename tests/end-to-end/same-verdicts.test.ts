import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ACTIVE, type ClusterFront, standby, startClusterFront } from './cluster-front.ts';
import { runHarness, verdictLines } from './harness-run.ts';
import { addForeignData, serverState } from './server-state.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

/** The vendors' profiles add time-bound rows; they are held by their own expected outcomes. */
const PROFILES = ['vault', 'rfc'];

/** Behind a balancer that ends TLS, the double tells `http` in its locations; rfc rows would follow them. */
const LOCATIONS = /^vault VAULT-USER-29 /;

let double: StartedDouble;
let cluster: ClusterFront;
let expected: string[];

before(async () => {
  double = await startDouble();
  await addForeignData(double);
  cluster = await startClusterFront(double.address, [ACTIVE, standby('standby'), standby('performance standby')]);
  const run = await runHarness(PROFILES.map(asProject));
  expected = verdictLines(run.conformance());
  run.remove();
});

after(async () => {
  await cluster.stop();
  await double.stop();
});

/** Runs profiles on the double, beside the data of others, and compares verdicts and what is on the server with before. */
async function assertTheSame(
  profiles: string[],
  args: string[],
  variables: Record<string, string>,
  except = /^$/,
): Promise<void> {
  const found = await serverState(double);
  const address = variables.VAULT_ADDR ?? double.address;

  const run = await runHarness(
    [...profiles.map(asProject), ...args],
    {
      SCIM_TARGET: 'vault',
      VAULT_ADDR: address,
      VAULT_TOKEN: double.rootToken,
      SCIM_ALLOW_SIDE_EFFECTS: new URL(address).host,
      ...variables,
    },
    { verdictsOnly: true },
  );

  const isOfThese = (line: string) => profiles.some((profile) => line.startsWith(`${profile} `)) && !except.test(line);
  const wanted = expected.filter(isOfThese);
  const lines = verdictLines(run.conformance()).filter(isOfThese);
  assert.deepEqual(
    { only: lines.filter((line) => !wanted.includes(line)), missing: wanted.filter((line) => !lines.includes(line)) },
    { only: [], missing: [] },
    run.output,
  );
  assert.deepEqual(run.conformance().leftovers, []);
  assert.deepEqual(await serverState(double), found);
  run.remove();
}

describe('the embedded double and one at an address give the same verdicts, and the latter is left as it was', () => {
  it('with one worker, in a namespace that the run makes', async () => {
    await assertTheSame(PROFILES, ['--workers=1'], {});
  });

  it('with four workers, under a prefix in the given namespace', async () => {
    await assertTheSame(PROFILES, ['--workers=4'], { SCIM_ISOLATE: 'prefix' });
  });

  it('inside a namespace, through a load balancer with TLS and client certificates before standbys that forward', async () => {
    const variables = { VAULT_ADDR: cluster.address, VAULT_NAMESPACE: 'team', ...cluster.variables };

    await assertTheSame(['vault'], [], variables, LOCATIONS);

    assert.ok(
      cluster.taken.every((requests) => requests > 1_000),
      String(cluster.taken),
    );
  });
});

function asProject(profile: string): string {
  return `--project=${profile}`;
}
