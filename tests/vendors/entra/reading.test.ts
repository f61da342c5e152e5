import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Reading, read, readingsOf } from '../../../src/vendors/entra/reading.ts';
import { STATES, type State } from '../../../src/vendors/entra/states.ts';
import { type AnswerParts, answerOf, ERROR_URN, LIST_URN, userOf } from '../../scim/answers.ts';

const page = (...resources: unknown[]) => ({
  schemas: [LIST_URN],
  totalResults: resources.length,
  Resources: resources,
});
const error = (status: number): AnswerParts => ({ status, body: { schemas: [ERROR_URN], status: String(status) } });

const CASES: [State, AnswerParts, Reading, string][] = [
  ['test users', { body: page() }, 'none', 'an empty list without startIndex and itemsPerPage'],
  ['test users', error(404), 'missing', '404 in place of an empty list'],
  ['test users', { body: { Resources: [] } }, 'no list', 'a list that does not say what it is'],
  ['test groups', { body: { schemas: [LIST_URN], totalResults: 0 } }, 'no list', 'a list without Resources'],
  ['test groups', error(400), 'refused', 'a filter that the server does not know'],
  ['find user', { body: page(userOf('1')) }, 'one', 'one match'],
  ['find user', { body: page(userOf('1'), userOf('2')) }, 'several', 'two matches'],
  ['find user', { body: page({}) }, 'no list', 'a match without id'],
  ['create user', { status: 201, body: userOf('1') }, 'resource', 'a created user'],
  ['create user', { status: 201, text: '' }, 'no resource', 'a created user without body'],
  ['create user', error(409), 'conflict', 'a taken name'],
  ['read user', error(404), 'missing', 'a user who is gone'],
  ['read user', { text: '<html></html>', contentType: 'text/html' }, 'not SCIM', 'a page in HTML'],
  ['disable user', { status: 204, text: '' }, 'done', '204'],
  ['disable user', { body: userOf('1') }, 'done', '200 with the user'],
  ['disable user', error(400), 'refused', 'a refused string'],
  ['add members', error(401), 'denied', 'a refused token'],
  ['add members', { status: 403, body: { errors: ['permission denied'] } }, 'denied', "403 in Vault's form"],
  ['remove members', error(429), 'throttled', 'a throttled request'],
  ['delete group', error(501), 'unavailable', '501'],
];

describe('Entra reads an answer', () => {
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
