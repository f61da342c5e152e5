import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Reading, read } from '../../../src/vendors/other-clients/reading.ts';
import type { State } from '../../../src/vendors/other-clients/states.ts';
import { type AnswerParts, answerOf, LIST_URN, userOf } from '../../scim/answers.ts';

const list = (...resources: unknown[]): AnswerParts => ({
  body: { schemas: [LIST_URN], totalResults: resources.length, Resources: resources },
});

const CASES: [State, string, AnswerParts, Reading][] = [
  ['probe list', 'a list', list(), 'list'],
  ['probe list', 'an object without Resources', { body: {} }, 'no list'],
  ['find user', 'nobody', list(), 'none'],
  ['find user', 'one user', list(userOf('1')), 'one'],
  ['find user', 'two users', list(userOf('1'), userOf('2')), 'several'],
  ['find user', 'a user without an id', list({ userName: 'ada' }), 'no list'],
  ['create user', 'a user', { status: 201, body: userOf('1') }, 'resource'],
  ['create user', 'no body', { status: 201 }, 'no resource'],
  ['read document', 'a document', { body: { patch: { supported: true } } }, 'document'],
  ['read document', 'a list without members', { body: [] }, 'no document'],
  ['disable user', 'no body', { status: 204 }, 'done'],
  ['disable user', '400', { status: 400, body: {} }, 'refused'],
  ['disable user', '501', { status: 501, body: {} }, 'refused'],
  ['disable user', '401', { status: 401, body: {} }, 'denied'],
  ['disable user', '403', { status: 403, body: {} }, 'denied'],
  ['disable user', '404', { status: 404, body: {} }, 'missing'],
  ['disable user', '409', { status: 409, body: {} }, 'conflict'],
  ['disable user', '429', { status: 429, body: {} }, 'throttled'],
  ['disable user', '503', { status: 503, text: 'sealed' }, 'unavailable'],
  ['disable user', 'no answer', { status: 0 }, 'unreachable'],
  ['disable user', 'a page in HTML', { text: '<html>', contentType: 'text/html' }, 'not JSON'],
];

describe('a client of the short form', () => {
  for (const [state, what, parts, reading] of CASES) {
    it(`reads ${what} to "${state}" as ${reading}`, () => {
      assert.equal(read(state, answerOf(parts)), reading);
    });
  }
});
