import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ASSUMPTIONS } from '../../src/mock/assumptions.ts';
import { isGating } from '../../src/verdicts/rules.ts';
import { runHarness } from './harness-run.ts';

it('no check of the documentation of Vault fails when every open question has another answer', async () => {
  const others = ASSUMPTIONS.filter(({ name }) => !name.includes('2.0')).map(
    ({ name, alternatives }) => `${name}=${alternatives[0]}`,
  );

  const assumed = { VAULT_MOCK_ASSUME: others.join(',') };
  const run = await runHarness(['--project=vault'], assumed, { verdictsOnly: true });

  const wrong = run.conformance().checks.filter(({ verdict }) => isGating(verdict));
  assert.deepEqual(
    wrong.map(({ id, verdict, reason }) => `${id} ${verdict} ${reason}`),
    [],
  );
  run.remove();
});
