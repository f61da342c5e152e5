import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runHarness, verdictLines } from './harness-run.ts';
import { addForeignData, serverState } from './server-state.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

/** The vendors' profiles add time-bound rows; they are held by their own expected outcomes. */
const PROFILES = ['vault', 'rfc'];

type Way = [title: string, profiles: string[], args: string[], variables: Record<string, string>];

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

describe('the same double gives the same verdicts and is left as it was', () => {
  // In a random order over two profiles a worker would be started anew at almost every test.
  const ways: Way[] = [
    ['at an address, in a namespace that the run makes', PROFILES, [], {}],
    ...PROFILES.map(
      (profile): Way => [
        `with one worker, in shuffled order, inside a namespace (${profile})`,
        [profile],
        ['--workers=1', '--shuffle=7'],
        { VAULT_NAMESPACE: 'team' },
      ],
    ),
    ['with four workers, under a prefix in the given namespace', PROFILES, ['--workers=4'], { SCIM_ISOLATE: 'prefix' }],
  ];
  for (const [title, profiles, args, variables] of ways) {
    it(title, async () => {
      const found = await serverState(double);

      const run = await runHarness([...profiles.map(asProject), ...args], {
        SCIM_TARGET: 'vault',
        VAULT_ADDR: double.address,
        VAULT_TOKEN: double.rootToken,
        SCIM_ALLOW_SIDE_EFFECTS: new URL(double.address).host,
        ...variables,
      });

      const ofTheseProfiles = expected.filter((line) => profiles.some((profile) => line.startsWith(`${profile} `)));
      assert.deepEqual(verdictLines(run.conformance()), ofTheseProfiles, run.output);
      assert.deepEqual(run.conformance().leftovers, []);
      assert.deepEqual(await serverState(double), found);
      run.remove();
    });
  }
});

function asProject(profile: string): string {
  return `--project=${profile}`;
}
