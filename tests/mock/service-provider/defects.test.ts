import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STATE_FAULTS } from '../../../src/mock/state-faults.ts';
import { CLIENT_DEFECTS } from './client-defects.ts';
import { GROUP_DEFECTS } from './group-defects.ts';
import { startScimDouble } from './scim-double.ts';
import { USER_DEFECTS } from './user-defects.ts';

const DEFECTS = [...USER_DEFECTS, ...GROUP_DEFECTS, ...CLIENT_DEFECTS];

test('every listed state defect has a probe', () => {
  assert.deepEqual(DEFECTS.map(([fault]) => fault).sort(), STATE_FAULTS.map(({ id }) => id).sort());
});

for (const [fault, sound, defective, probe] of DEFECTS) {
  for (const [faults, expected] of [
    [[], sound],
    [[fault], defective],
  ] as const) {
    test(`${faults.length === 0 ? 'without' : 'with'} ${fault} the probe sees ${JSON.stringify(expected)}`, async () => {
      await using double = await startScimDouble({ faults });
      const okta = await double.tenant('okta', { aliases: true });
      assert.deepEqual(await probe(double, okta), expected);
    });
  }
}
