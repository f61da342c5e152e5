import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { faultById } from '../../src/faults/all-faults.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { explore } from '../../src/sequences/explore.ts';
import { sequences } from '../../src/sequences/generate.ts';
import { doubleStage } from './double-stage.ts';

after(closeDispatchers);

/** Each by another kind of difference: statuses, resources, lists, filters, and what Vault has at the end. */
const FAULTS = [
  'F-USER-21',
  'F-UPATCH-01',
  'F-GPATCH-08',
  'F-GPATCH-21',
  'F-ISOL-02',
  'F-ISOL-03',
  'F-MAP-18',
  'F-FILTER-04',
  'F-USER-30',
  'F-UPATCH-22',
  'F-GROUP-47',
];

describe('a generated sequence blames the rows of the operations that it breaks', () => {
  for (const id of FAULTS) {
    const fault = faultById(id);

    it(`${id}: ${fault?.title}`, async () => {
      const { stage, recorder, close } = await doubleStage('2.2.0', fault);

      const { failure } = await recorder.during('clean-up', () =>
        explore({ from: sequences(40), sequences: 20, seed: 1, run: (steps) => stage.run(steps) }),
      );
      await close();

      const blamed = failure?.divergence.rows ?? [];
      assert.ok(
        blamed.some((row) => fault?.breaks.includes(row)),
        `blamed: ${blamed.join()}`,
      );
    });
  }
});
