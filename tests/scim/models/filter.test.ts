import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  COMPARISONS,
  type Filter,
  FilterError,
  formatFilter,
  parseFilter,
  parsePatchPath,
} from '../../../src/scim/models/filter.ts';
import { matchesFilter, undescribedPaths } from '../../../src/scim/models/filter-match.ts';
import { METADATA_URN, USER_URN } from '../answers.ts';
import { USER } from './descriptions.ts';

const bob = {
  schemas: [USER_URN, METADATA_URN],
  id: 'Ab1',
  externalId: 'Ext',
  userName: 'bjensen',
  active: true,
  logins: 7,
  lastLogin: '2026-11-24T12:00:00.5+02:00',
  name: { familyName: "O'Malley" },
  emails: [
    { value: 'bjensen@example.com', type: 'work' },
    { value: 'bob@home.example', type: 'home' },
  ],
  [METADATA_URN]: { items: [{ key: 'team', value: 'red' }], costCenter: '42' },
  meta: { resourceType: 'User', lastModified: '2026-11-24T10:00:00Z' },
};

const matches = (filter: string, resource: Record<string, unknown> = bob) =>
  matchesFilter(parseFilter(filter), resource, USER);

/** Examples of RFC 7644 section 3.4.2.2 and the points of its prose. */
const TRUE = [
  'userName eq "bjensen"',
  'USERNAME EQ "BJENSEN"',
  'name.familyName co "O\'Malley"',
  'userName sw "bj"',
  'userName sw "bjensen"',
  'userName ew "ensen"',
  `${USER_URN}:userName sw "b"`,
  `${METADATA_URN}:costCenter eq "42"`,
  `${METADATA_URN}:items.key eq "team"`,
  `${METADATA_URN}:items[key eq "team" and value eq "RED"]`,
  `schemas eq "${METADATA_URN}"`,
  'id eq "Ab1"',
  'externalId eq "Ext"',
  'title ne "Boss"',
  'title eq null',
  'userName ne null',
  'not (title pr)',
  'not(title pr)',
  'name pr',
  'emails pr',
  'active eq true',
  'active ne false',
  'logins gt 6',
  'logins le 7',
  'lastLogin eq "2026-11-24T10:00:00.500Z"',
  'lastLogin gt "2026-11-24T10:00:00Z"',
  'lastLogin lt "2026-11-24T10:00:01Z"',
  'meta.lastModified ge "2026-11-24T10:00:00Z"',
  'meta.resourceType eq "User"',
  'userName gt "bj"',
  'emails co "home.example"',
  'emails.type eq "work" and emails.value co "home"',
  'emails[type eq "work" and value co "@example.com"]',
  'emails[not (type eq "other")]',
  'title pr or userName pr and active eq true',
  'active eq false and title pr or userName pr',
  'userName eq "bjensen" and (active eq false or logins eq 7)',
  'userName eq "\\u0062jensen"',
];

for (const filter of TRUE) {
  test(`${filter} selects the user`, () => assert.equal(matches(filter), true));
}

const FALSE = [
  'id eq "ab1"',
  'externalId eq "ext"',
  'title pr',
  'title eq "x"',
  'active eq false',
  'emails[type eq "work" and value co "home"]',
  'not (userName pr)',
  'userName pr and (title pr or active eq false)',
  'shoeSize eq "44"',
  `${METADATA_URN}:items[key eq "Team"]`,
];

for (const filter of FALSE) {
  test(`${filter} does not select the user`, () => assert.equal(matches(filter), false));
}

const REFUSED = [
  '',
  ' ',
  'userName',
  'userName eq',
  'userName eq bjensen',
  "userName eq 'bjensen'",
  'userName is "x"',
  'userName eq "x" and',
  'userName eq "x" xor active pr',
  '(userName eq "x"',
  'userName eq "x")',
  'emails[type eq "work"',
  'emails[type[value eq "x"]]',
  'not userName pr',
  'a.b.c eq "x"',
  '1name pr',
  'userName eq "x"and active pr',
  'userName eq "\\x"',
  'active gt true',
  'active co "t"',
  'active eq "true"',
  'logins sw 1',
  'logins eq "7"',
  'lastLogin gt "yesterday"',
  'name eq "x"',
  'title gt null',
  'title pr and active gt true',
  'emails[primary gt true]',
];

for (const filter of REFUSED) {
  test(`"${filter}" is refused as invalidFilter`, () => {
    assert.throws(
      () => matches(filter),
      (error) => error instanceof FilterError && error.scimType === 'invalidFilter',
    );
  });
}

test('the place of a grammar fault is told', () => {
  assert.throws(() => parseFilter('userName xx "a"'), {
    position: 9,
    message: 'an operator is expected at character 10',
  });
});

test('an empty array and null have no value', () => {
  assert.equal(matches('emails pr', { emails: [] }), false);
  assert.equal(matches('title eq null', { title: null }), true);
});

test('paths that the type does not describe are named', () => {
  assert.deepEqual(undescribedPaths(parseFilter('not (shoe eq 1) and (urn:x:y:z pr or userName pr)'), USER), [
    'shoe',
    'urn:x:y:z',
  ]);
});

test('a PATCH path is an attribute, or a value path with a sub-attribute', () => {
  assert.deepEqual(parsePatchPath('name.familyName'), { path: 'name.familyName' });
  const work: Filter = { kind: 'compare', path: 'type', operator: 'eq', value: 'work' };
  assert.deepEqual(parsePatchPath('emails[type eq "work"]'), { path: 'emails', filter: work });
  assert.deepEqual(parsePatchPath('emails[type eq "work"].value'), {
    path: 'emails',
    filter: work,
    subAttribute: 'value',
  });
  assert.equal(parsePatchPath(`${METADATA_URN}:items[key eq "a.b]"].value`).subAttribute, 'value');
  for (const path of ['', 'emails.', 'emails[0', 'a b', 'emails[type eq "work"]value', '/emails/0', 'emails..value']) {
    assert.throws(() => parsePatchPath(path), FilterError, path);
  }
  assert.throws(() => parsePatchPath('a b'), { scimType: 'invalidPath' });
  assert.throws(() => parsePatchPath('emails[type xx "work"]'), { scimType: 'invalidFilter' });
});

const path = fc.constantFrom(
  'userName',
  'title',
  'name.familyName',
  'emails.value',
  `${METADATA_URN}:costCenter`,
  '$ref',
);
const simple: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    path,
    operator: fc.constantFrom(...COMPARISONS),
    value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  }),
  fc.record({ kind: fc.constant('present' as const), path }),
);
const logical = (inner: fc.Arbitrary<Filter>): fc.Arbitrary<Filter>[] => [
  fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: inner, right: inner }),
  fc.record({ kind: fc.constant('not' as const), operand: inner }),
];
const insideBrackets = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof({ maxDepth: 2 }, simple, ...logical(tie('filter'))),
})).filter;
const anyFilter = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    simple,
    fc.record({ kind: fc.constant('value-path' as const), path: fc.constant('emails'), filter: insideBrackets }),
    ...logical(tie('filter')),
  ),
})).filter;

test('every filter survives being written and read', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => assert.deepEqual(parseFilter(formatFilter(filter)), structuredClone(filter))),
  );
});

test('not inverts every filter that can be evaluated', () => {
  const text = fc.constantFrom('a', 'B', 'ab', '');
  const comparable = fc.record({
    kind: fc.constant('compare' as const),
    path: fc.constantFrom('userName', 'title', 'emails.value'),
    operator: fc.constantFrom(...COMPARISONS),
    value: text,
  });
  fc.assert(
    fc.property(comparable, text, (filter, userName) => {
      const user = { userName };
      assert.equal(matchesFilter({ kind: 'not', operand: filter }, user, USER), !matchesFilter(filter, user, USER));
    }),
  );
});
