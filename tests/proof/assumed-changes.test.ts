import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASSUMPTIONS } from '../../src/mock/assumptions.ts';
import { type AssumedChange, differences, readAssumedChanges } from '../../src/proof/assumed-changes.ts';
import { readCatalogue } from '../../src/rulebook/rulebook.ts';
import type { Check, Verdict } from '../../src/verdicts/verdict.ts';

const check = (profile: string, id: string, verdict: Verdict): Check => ({
  id,
  title: '',
  authority: profile === 'vault' ? 'vault' : 'rfc',
  level: 'MUST',
  kind: 'read',
  profile,
  area: '',
  verdict,
  reason: '',
  message: '',
  source: '',
  risk: null,
  durationMs: 0,
  evidence: [],
});

const change = (assume: string[], to: Verdict): AssumedChange => ({
  assume,
  profile: 'rfc',
  row: 'R-1',
  from: 'passed',
  to,
  reason: '',
});

test('Each change names an answer that is none of the defaults, a row of its profile, and why.', () => {
  const rows = readCatalogue();
  const wrong = readAssumedChanges().filter(
    ({ assume, profile, row, reason, from, to }) =>
      !assume.every((one) =>
        ASSUMPTIONS.some(({ name, alternatives }) => alternatives.some((value) => one === `${name}=${value}`)),
      ) ||
      profile === 'vault' ||
      !rows.some((known) => known.id === row && (known.profile === profile || row.startsWith('X-'))) ||
      (from === to && assume.length === 1) ||
      reason.length < 10,
  );
  assert.deepEqual(wrong, []);
});

test('A row that no change concerns keeps its verdict.', () => {
  const found = differences([check('rfc', 'R-1', 'passed')], [check('rfc', 'R-1', 'failed')], { a: 'x' }, [
    change(['a=y'], 'failed'),
  ]);
  assert.deepEqual(
    found.map(({ id, wanted }) => [id, wanted]),
    [['R-1', ['passed']]],
  );
});

test('The change that takes most answers wins, and the expected verdict is no difference.', () => {
  const changes = [change(['a=x'], 'warned'), change(['a=x', 'b=y'], 'failed')];
  const base = [check('rfc', 'R-1', 'passed')];
  assert.deepEqual(differences(base, [check('rfc', 'R-1', 'failed')], { a: 'x', b: 'y' }, changes), []);
  assert.equal(differences(base, [check('rfc', 'R-1', 'warned')], { a: 'x', b: 'y' }, changes).length, 1);
});

test("A row of Vault's documentation may be silenced, but not fail or end by trouble of the harness.", () => {
  const base = [check('vault', 'V-1', 'passed')];
  assert.deepEqual(differences(base, [check('vault', 'V-1', 'observed')], {}, []), []);
  for (const verdict of ['failed', 'blocked', 'harness-error'] as const) {
    assert.equal(differences(base, [check('vault', 'V-1', verdict)], {}, []).length, 1);
  }
  assert.deepEqual(differences([check('vault', 'V-1', 'failed')], [check('vault', 'V-1', 'failed')], {}, []), []);
});
