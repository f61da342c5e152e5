import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASSUMPTIONS } from '../../../src/mock/behaviour.ts';
import { CONTROL_SWITCHES } from './control-switches.ts';
import { PROTOCOL_SWITCHES } from './protocol-switches.ts';
import { startScimDouble } from './scim-double.ts';

const SWITCHES = [...PROTOCOL_SWITCHES, ...CONTROL_SWITCHES];

/** Switches of what stands before the SCIM handler: the tests of the control plane see to them. */
const ELSEWHERE = ['not-activated', 'not-activated-client', 'denial-form', 'denial-challenge', 'retry-after'];

for (const [name, outcomes, probe, version = '2.2.0'] of SWITCHES) {
  for (const [value, expected] of Object.entries(outcomes)) {
    test(`${name}=${value} gives ${JSON.stringify(expected) ?? 'nothing'}`, async () => {
      await using double = await startScimDouble({ version, assume: { [name]: value } });
      assert.deepEqual(await probe(await double.tenant('okta', { aliases: true }), double), expected);
    });
  }
}

test('every value of every assumption has a probe', () => {
  const probed = new Map(SWITCHES.map(([name, outcomes]) => [name, Object.keys(outcomes).sort()]));
  for (const name of ELSEWHERE) probed.delete(name);
  const listed = ASSUMPTIONS.filter(({ name }) => !ELSEWHERE.includes(name)).map((assumption): [string, string[]] => [
    assumption.name,
    [assumption.default, ...assumption.alternatives].sort(),
  ]);
  assert.deepEqual([...probed].sort(), listed.sort());
});
