import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeResources } from '../../../src/scim/models/resource-description.ts';
import { judgeAnswer } from '../../../src/scim/oracles/judge-answer.ts';
import { type AnswerParts, answerOf, BASE, LIST_URN, RESOURCE_TYPES_BODY, SCHEMAS_BODY, userOf } from '../answers.ts';

const resourceSchemas = describeResources(SCHEMAS_BODY, RESOURCE_TYPES_BODY);

const BY_INDEX = { cursor: false, index: true };
const BOTH = { cursor: true, index: true };
const BY_CURSORS = { cursor: true, index: false };

const failuresOf = (parts: AnswerParts, paging = BY_INDEX): string[] =>
  judgeAnswer(answerOf(parts), { baseUrl: BASE, resourceSchemas, isVault: false, paging })
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ oracle }) => oracle);

const page = (more: Record<string, unknown> = {}) => ({ schemas: [LIST_URN], Resources: [userOf('u1')], ...more });

const CORRECT: [title: string, parts: AnswerParts][] = [
  ['a page that leads on', { path: '/Users', body: page({ totalResults: 9, nextCursor: 'a' }) }],
  ['a last page that leads back', { path: '/Users', body: page({ totalResults: 9, previousCursor: 'a' }) }],
  ['a last page', { path: '/Users?cursor=a', body: page({ totalResults: 9 }) }],
  ['a last page of who cannot count', { path: '/Users?cursor=a', body: page() }],
  [
    'a last page of a search',
    { method: 'POST', path: '/Users/.search', requestBody: { cursor: 'a' }, body: page({ totalResults: 9 }) },
  ],
  [
    'a last page of a search of who cannot count',
    { method: 'POST', path: '/Users/.search', requestBody: { cursor: 'a' }, body: page() },
  ],
];

for (const [title, parts] of CORRECT) {
  test(`${title} needs neither an index nor a total (RFC 9865 section 2)`, () => {
    assert.deepEqual(failuresOf(parts), []);
  });
}

test('a list that names no cursor needs a total only where there is no paging by cursors', () => {
  const parts = { path: '/Users', body: page() };

  assert.deepEqual(failuresOf(parts), ['list-total']);
  assert.deepEqual(failuresOf(parts, BOTH), []);
});

test('a page by index needs a total where there is paging by index', () => {
  const parts = { path: '/Users?startIndex=1', body: page() };

  assert.deepEqual(failuresOf(parts, BOTH), ['list-total']);
  assert.deepEqual(failuresOf(parts, BY_CURSORS), []);
});

test('a total that is given is a number on a page of cursors too', () => {
  assert.deepEqual(failuresOf({ path: '/Users?cursor=a', body: page({ totalResults: '9' }) }), ['list-total']);
});

test('a signed cursor is no credential, and a token in its place is one', () => {
  const leadingTo = (nextCursor: string) => ({ path: '/Users?cursor=', body: page({ nextCursor }) });

  assert.deepEqual(failuresOf(leadingTo('eyJhbGciOiJIUzI1NiJ9.eyJzdGFydCI6Mn0.c2lnbmF0dXJl')), []);
  assert.deepEqual(failuresOf(leadingTo('hvs.CAESIJ0123456789abcdef')), ['credential-absent']);
});
