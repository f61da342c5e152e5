import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulingsIn, runOnScimmy, unexplained } from './scimmy-run.ts';

const TEN_MINUTES = 600_000;

test('the RFC rows judge an independent server as ruled, id by id', { timeout: TEN_MINUTES }, async () => {
  const rulings = rulingsIn('scimmy.yaml');

  const { checks, leftovers, status } = await runOnScimmy(['rfc']);

  const idsOf = (...verdicts: string[]) =>
    checks.filter((check) => verdicts.includes(check.verdict)).map(({ id }) => id);
  assert.deepEqual(idsOf('blocked', 'harness-error'), [], 'rows that our own trouble kept from a verdict');
  assert.deepEqual(idsOf('failed').sort(), rulings.map(({ id }) => id).sort(), 'failing ids and ruled ids');
  assert.ok(idsOf('passed').length > 250, 'the rows pass in their great majority');
  assert.deepEqual(leftovers, [], 'what the run left behind');
  assert.equal(status, 1, 'exit status of a run with findings');
});

test('every ruling on the independent server says clause, request, answer and why', () => {
  assert.deepEqual(unexplained(rulingsIn('scimmy.yaml')), []);
});
