import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { repeatScript } from '../../src/evidence/repeat-script.ts';
import { faultById } from '../../src/faults/all-faults.ts';
import { VAULT_VERSIONS } from '../../src/protocol/vault.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { explore } from '../../src/sequences/explore.ts';
import { concurrentSequences, sequences } from '../../src/sequences/generate.ts';
import { countOperations, describeSteps, type Step } from '../../src/sequences/operation.ts';
import { doubleStage } from './double-stage.ts';

after(closeDispatchers);

const SEED = 1;

describe('generated sequences on a double with a defect', () => {
  it('shorten "a deleted group stays listed" to the creation and the deletion of a group', async () => {
    const steps = await shortestFor('F-GROUP-23', sequences(40), 20);

    assert.deepEqual(kindsOf(steps), ['create group', 'delete group']);
  });

  it('shorten "concurrent PATCHes lose members" to at most six operations, two of them at the same time', async () => {
    const steps = await shortestFor('F-OKTA-27', concurrentSequences(20), 100);

    assert.ok(countOperations(steps) <= 6, describeSteps(steps).join('\n'));
    assert.deepEqual(
      steps.filter((step) => 'together' in step).map((step) => countOperations([step])),
      [2],
    );
  });

  it('find a user that keeps its old alias after a rename by what Vault says at the end', async () => {
    const steps = await shortestFor('F-MAP-17', sequences(40), 20);

    assert.deepEqual(kindsOf(steps), ['create user', 'replace user']);
  });

  it('print the shortest sequence as a script that repeats it', async () => {
    const { stage, recorder, baseUrl, close } = await doubleStage('2.2.0', faultById('F-GROUP-23'));
    const { failure } = await recorder.during('clean-up', () =>
      explore({ from: sequences(40), sequences: 20, seed: SEED, run: (steps) => stage.run(steps) }),
    );
    await stage.run(failure?.steps ?? []);
    const { exchanges } = recorder;
    const script = repeatScript(exchanges, {
      title: 'sequences',
      row: 'VAULT-SEQ-01',
      baseUrl,
      variables: [
        { actor: 'tenant', variable: 'SCIM_TOKEN' },
        { actor: 'other', variable: 'SCIM_TOKEN_OTHER' },
        { actor: 'admin', variable: 'VAULT_TOKEN' },
      ],
    });
    await close();

    assert.match(script, /1\. act, as tenant: POST .*\/Groups/);
    assert.match(script, /2\. act, as tenant: DELETE .*\/Groups/);
  });
});

describe('generated sequences on a sound double', () => {
  for (const version of VAULT_VERSIONS) {
    it(`find nothing in ${version}`, async () => {
      const { stage, close } = await doubleStage(version);
      const run = (steps: readonly Step[]) => stage.run(steps);
      const one = await explore({ from: sequences(40), sequences: 15, seed: SEED, run });
      const several = await explore({ from: concurrentSequences(20), sequences: 8, seed: SEED, run });
      await close();

      assert.equal(one.failure, null);
      assert.equal(several.failure, null);
      assert.ok(one.operations > 150, `only ${one.operations} operations`);
    });
  }

  it('are the same for the same seed', async () => {
    const performed: string[][] = [[], []];
    for (const list of performed) {
      const run = async (steps: readonly Step[]) => {
        list.push(...describeSteps(steps));
        return { performed: [...steps], divergence: null, state: EMPTY };
      };
      await explore({ from: concurrentSequences(20), sequences: 5, seed: SEED, run });
    }
    assert.deepEqual(performed[0], performed[1]);
  });
});

const EMPTY = {
  users: new Map(),
  groups: new Map(),
  deletedUsers: new Set<string>(),
  deletedGroups: new Set<string>(),
};

async function shortestFor(fault: string, from: ReturnType<typeof sequences>, count: number): Promise<Step[]> {
  const { stage, close } = await doubleStage('2.2.0', faultById(fault));
  const { failure } = await explore({ from, sequences: count, seed: SEED, run: (steps) => stage.run(steps) });
  await close();
  assert.ok(failure, `${count} sequences found nothing`);
  return failure.steps;
}

function kindsOf(steps: Step[]): string[] {
  return steps.map((step) => ('together' in step ? 'together' : step.kind));
}
