import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equivalent } from '../../../src/scim/models/equivalence.ts';
import { instantOf } from '../../../src/scim/models/instant.ts';
import { USER } from './descriptions.ts';

const SAME: [title: string, a: unknown, b: unknown][] = [
  ['absent, null and an empty array', { a: null, b: [], c: {} }, {}],
  ['names in another case', { UserName: 'x', name: { familyname: 'f' } }, { userName: 'x', name: { familyName: 'f' } }],
  [
    'entries in another order',
    { emails: [{ value: 'a' }, { value: 'b' }] },
    { emails: [{ value: 'b' }, { value: 'a' }] },
  ],
  [
    'the same instant',
    { meta: { created: '2026-01-01T00:00:00Z' } },
    { meta: { created: '2026-01-01T02:00:00.000+02:00' } },
  ],
  ['a missing primary and false', { emails: [{ value: 'a', primary: false }] }, { emails: [{ value: 'a' }] }],
];

for (const [title, a, b] of SAME) {
  test(`${title} are equivalent`, () => assert.deepEqual(equivalent(a, b), []));
}

test('differences tell their path and both values', () => {
  assert.deepEqual(equivalent({ name: { givenName: 'a' }, x: 1 }, { name: { givenName: 'b' }, y: 2 }), [
    { path: 'name.givenName', expected: 'a', actual: 'b' },
    { path: 'x', expected: 1, actual: undefined },
    { path: 'y', expected: undefined, actual: 2 },
  ]);
});

test('one changed entry is compared in detail, several are listed', () => {
  assert.deepEqual(equivalent({ e: [{ v: 1, t: 'w' }, { v: 2 }] }, { e: [{ v: 2 }, { v: 3, t: 'w' }] }), [
    { path: 'e.v', expected: 1, actual: 3 },
  ]);
  assert.deepEqual(equivalent({ e: [1, 2] }, { e: [] }), [{ path: 'e', expected: [1, 2], actual: undefined }]);
  assert.deepEqual(equivalent({ e: [1, 2] }, { e: [2] }), [{ path: 'e', expected: 1, actual: undefined }]);
});

test('an entry that is there twice is not the same as once', () => {
  assert.equal(equivalent({ e: [1, 1] }, { e: [1] }).length, 1);
});

test('false, zero and an empty text are values', () => {
  for (const value of [false, 0, '']) assert.equal(equivalent({ a: value }, {}).length, 1);
});

test('case counts unless a description says that it does not', () => {
  assert.equal(equivalent({ title: 'A' }, { title: 'a' }).length, 1);
  assert.deepEqual(equivalent({ title: 'A' }, { title: 'a' }, { description: USER }), []);
  assert.equal(equivalent({ externalId: 'A' }, { externalId: 'a' }, { description: USER }).length, 1);
});

test('ignored paths are not compared', () => {
  const options = { ignore: ['meta.lastModified'] };
  assert.deepEqual(equivalent({ meta: { lastModified: 'a' } }, { meta: { lastmodified: 'b' } }, options), []);
});

test('nanoseconds count', () => {
  assert.equal(equivalent({ t: '2026-01-01T00:00:00.000000001Z' }, { t: '2026-01-01T00:00:00.000000002Z' }).length, 1);
});

test('instants are those of the calendar', () => {
  assert.equal(instantOf('1970-01-01T00:00:01.5Z'), 1_500_000_000n);
  assert.equal(instantOf('2026-01-01T24:00:00Z'), instantOf('2026-01-02T00:00:00Z'));
  for (const text of ['2026-02-29T00:00:00Z', '2026-01-01', '2026-01-01T25:00:00Z', '2026-01-01t00:00:00Z', '']) {
    assert.equal(instantOf(text), undefined, text);
  }
});

test('equivalence is reflexive and symmetric', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 3 }), (value) => assert.deepEqual(equivalent(value, structuredClone(value)), [])),
  );
  fc.assert(
    fc.property(fc.object({ maxDepth: 2 }), fc.object({ maxDepth: 2 }), (a, b) => {
      assert.equal(equivalent(a, b).length === 0, equivalent(b, a).length === 0);
    }),
  );
});
