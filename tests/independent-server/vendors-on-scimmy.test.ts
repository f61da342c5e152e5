import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ruling, rulingsIn, runOnScimmy, unexplained } from './scimmy-run.ts';

const TEN_MINUTES = 600_000;
const PROFILES = ['okta', 'sailpoint', 'entra', 'other-clients'];

interface VendorRuling extends Ruling {
  verdict: 'failed' | 'warned';
}

const rulings = rulingsIn<VendorRuling>('scimmy-vendors.yaml');

test("the vendors' rows judge an independent server as ruled, id by id", { timeout: TEN_MINUTES }, async () => {
  const { checks, leftovers, status } = await runOnScimmy(PROFILES);

  const vendors = checks.filter(({ profile }) => PROFILES.includes(profile));
  const told = (...verdicts: string[]) =>
    vendors.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id, verdict }) => `${id} ${verdict}`);
  assert.deepEqual(
    told('blocked', 'harness-error', 'not-run', 'incompatible'),
    [],
    'rows without a verdict of their own',
  );
  assert.deepEqual(
    told('failed', 'warned').sort(),
    rulings.map(({ id, verdict }) => `${id} ${verdict}`).sort(),
    'ids that are not met, and ruled ids',
  );
  assert.ok(told('passed').length > 55, 'the rows pass in their great majority');
  assert.deepEqual(leftovers, [], 'what the run left behind');
  assert.equal(status, 1, 'exit status of a run with findings');
});

test("every ruling on a vendor's row says clause, request, answer and why", () => {
  assert.deepEqual(unexplained(rulings), []);
});
