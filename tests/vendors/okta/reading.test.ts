import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Reading, read, readingsOf } from '../../../src/vendors/okta/reading.ts';
import { pauseAfter } from '../../../src/vendors/okta/retry.ts';
import { STATES, type State } from '../../../src/vendors/okta/states.ts';
import { type AnswerParts, answerOf, ERROR_URN, LIST_URN, userOf } from '../../scim/answers.ts';

const page = (more: Record<string, unknown> = {}) => ({
  schemas: [LIST_URN],
  totalResults: 0,
  startIndex: 1,
  itemsPerPage: 0,
  Resources: [],
  ...more,
});
const error = (status: number): AnswerParts => ({
  status,
  body: { schemas: [ERROR_URN], status: String(status), detail: 'no' },
});

const CASES: [State, AnswerParts, Reading, string][] = [
  ['test users', { body: page() }, 'page', 'a complete page without users'],
  ['test users', { body: page({ Resources: undefined }) }, 'no page', 'a page without Resources'],
  ['test users', { body: [] }, 'no page', 'a bare list'],
  ['test users', { text: '' }, 'no page', 'an empty body'],
  ['test users', { text: '<html></html>', contentType: 'text/html' }, 'not JSON', 'a page in HTML'],
  ['test users', { body: page({ startIndex: '1' }) }, 'no page', 'numbers that are strings'],
  ['test users', { body: page({ schemas: [] }) }, 'no page', 'a page that does not say what it is'],
  ['test users', error(401), 'denied', 'a refused token'],
  ['test users', { status: 403, body: { errors: ['permission denied'] } }, 'denied', "403 in Vault's form, like 401"],
  ['find user', { body: page() }, 'none', 'no match'],
  ['find user', error(404), 'none', '404 in place of an empty list'],
  ['find user', { body: page({ Resources: [userOf('1')] }) }, 'one', 'one match'],
  ['find user', { body: page({ Resources: [userOf('1'), userOf('2')] }) }, 'several', 'two matches'],
  ['find user', { body: page({ Resources: [{}] }) }, 'no page', 'a match without id'],
  ['find group', error(400), 'refused', 'a filter that the server does not know'],
  ['create user', { status: 201, body: userOf('1') }, 'resource', 'a created user'],
  ['create user', { status: 201, text: '' }, 'no resource', 'a created user without body'],
  ['create user', error(409), 'conflict', 'a taken name'],
  ['patch active', { status: 204, text: '' }, 'done', '204'],
  ['patch active', { body: userOf('1') }, 'done', '200 with the user'],
  ['patch active', error(501), 'unsupported', '501'],
  ['name group', error(400), 'refused', 'a refused name'],
  ['change members', { status: 200, body: { members: null } }, 'done', 'members that are null'],
  ['read group', error(404), 'missing', 'a group that is gone'],
  ['write group', error(503), 'unavailable', 'a server that is down'],
  ['write group', error(429), 'throttled', 'a throttled request'],
  ['write group', { status: 400, text: 'no', contentType: 'text/plain' }, 'not JSON', 'an error that is plain text'],
];

describe('Okta reads an answer', () => {
  for (const [state, parts, reading, what] of CASES) {
    it(`to "${state}" that is ${what} as "${reading}"`, () => {
      assert.equal(read(state, answerOf(parts)), reading);
    });
  }

  it('that never came as unavailable', () => {
    assert.equal(read('create user', { ...answerOf({}), status: 0 }), 'unavailable');
  });

  it('never in a way that its table does not foresee', () => {
    for (const state of STATES) {
      for (const [, parts] of CASES) {
        assert.ok(readingsOf(state).includes(read(state, answerOf(parts))), `${state}: ${JSON.stringify(parts)}`);
      }
    }
  });
});

describe('Okta waits after 429', () => {
  const throttled = (after?: string) =>
    answerOf({ status: 429, ...(after === undefined ? {} : { headers: [['Retry-After', after]] }) });

  it('as long as an integer Retry-After says, twice as long at each further attempt', () => {
    assert.deepEqual(
      [1, 2, 3].map((attempt) => pauseAfter(throttled('7'), attempt)),
      [7, 14, 28],
    );
  });

  it('five minutes when Retry-After is absent, a date or no integer', () => {
    for (const after of [undefined, 'Tue, 24 Nov 2026 12:00:00 GMT', '1.5', '-3']) {
      assert.equal(pauseAfter(throttled(after), 1), 300, after);
    }
  });

  it('not after the tenth attempt, and after no other answer', () => {
    assert.equal(pauseAfter(throttled('7'), 10), 'give up');
    assert.equal(pauseAfter(answerOf({ status: 503 }), 1), null);
  });
});
