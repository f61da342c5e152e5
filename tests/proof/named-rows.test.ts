import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { ALL_FAULTS } from '../../src/faults/all-faults.ts';
import { FULL_SERVER_FAULTS } from '../../src/faults/full-server/index.ts';
import { readCatalogue, rowById } from '../../src/rulebook/rulebook.ts';
import { servedRows } from '../../src/rulebook/served-rows.ts';
import { ORACLES } from '../../src/scim/oracles/rows.ts';

const EXCEPTIONS = new URL('../../fixtures/expected/rows-without-defect.yaml', import.meta.url);

const faults = [...ALL_FAULTS, ...FULL_SERVER_FAULTS];
const named = new Set(faults.flatMap(({ breaks }) => breaks));
const served = servedRows();
/** Judged in the answers of every test, whether or not they have one of their own. */
const ofOracles = new Set(Object.values(ORACLES).flatMap(({ rfc, vault }) => [...rfc, ...vault]));
const unnamed = readCatalogue().filter(
  ({ id, decides, level }) => decides && level !== 'MAY' && (served.has(id) || ofOracles.has(id)) && !named.has(id),
);

test('every MUST that a test decides, and all that the RFCs imply, is named by a seeded defect', () => {
  assert.deepEqual(
    unnamed.filter(({ id, level }) => served.has(id) && !level.startsWith('SHOULD')).map(({ id }) => id),
    [],
  );
});

test('whatever else no defect names is listed with its reason', () => {
  const listed = load(readFileSync(EXCEPTIONS, 'utf8')) as { row: string; reason: string }[];

  assert.deepEqual(unnamed.map(({ id }) => id).sort(), listed.map(({ row }) => row).sort());
  assert.deepEqual(
    listed.filter(({ reason }) => reason.length < 20),
    [],
    'entries without a reason',
  );
});

test('defects have ids of their own and name rows that there are', () => {
  const ids = faults.map(({ id }) => id);

  assert.equal(new Set(ids).size, ids.length);
  assert.doesNotThrow(() => [...named].map(rowById));
});
