import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accountSchemaIn } from '../../../src/vendors/sailpoint/account-schema.ts';
import { type Reading, read, readingsOf } from '../../../src/vendors/sailpoint/reading.ts';
import { pauseAfter } from '../../../src/vendors/sailpoint/retry.ts';
import { settingsOf } from '../../../src/vendors/sailpoint/settings.ts';
import { STATES, type State } from '../../../src/vendors/sailpoint/states.ts';
import { type AnswerParts, answerOf, ERROR_URN, userOf } from '../../scim/answers.ts';
import { attribute, CONFIGURATION, list, resourceType, schemas, TYPES } from './documents.ts';

const SETTINGS = settingsOf('VA', { retryableErrors: ['connection reset'] });
const error = (status: number): AnswerParts => ({ status, body: { schemas: [ERROR_URN], status: String(status) } });

const CASES: [State, AnswerParts, Reading][] = [
  ['test configuration', { body: CONFIGURATION }, 'document'],
  ['test configuration', { body: { ...CONFIGURATION, patch: {} } }, 'no document'],
  ['test configuration', { body: { ...CONFIGURATION, schemas: [] } }, 'no document'],
  ['test resource types', { body: TYPES }, 'document'],
  ['test resource types', { body: list([resourceType('User')]) }, 'no document'],
  ['test resource type', { body: resourceType('User') }, 'document'],
  ['test resource type', { body: { name: 'User' } }, 'no document'],
  ['discover schemas', { body: schemas() }, 'document'],
  ['discover schemas', { body: schemas([attribute('userName')], { groups: false }) }, 'document without entitlements'],
  ['discover schemas', { body: schemas([{ name: 'userName' }]) }, 'no document'],
  ['discover schemas', { body: schemas([attribute('name', { type: 'complex' })]) }, 'no document'],
  ['discover schemas', { body: list([]) }, 'no document'],
  ['aggregate accounts', { body: list([userOf('1')]) }, 'page'],
  ['aggregate accounts', { body: list([{ userName: 'nobody' }]) }, 'page without ids'],
  ['aggregate accounts', { body: { Resources: [] } }, 'no page'],
  ['create account', { status: 201, body: userOf('1') }, 'resource'],
  ['create account', { status: 201, body: {} }, 'no resource'],
  ['patch disabled', { status: 204 }, 'done'],
  ['patch disabled', error(400), 'refused'],
  ['patch disabled', error(501), 'refused'],
  ['aggregate accounts', error(404), 'missing'],
  ['aggregate accounts', error(401), 'denied'],
  ['aggregate accounts', error(403), 'denied'],
  ['create account', error(409), 'conflict'],
  ['create account', error(500), 'unavailable'],
  ['create account', { status: 0 }, 'unavailable'],
  ['create account', { status: 503, text: 'connection reset by peer' }, 'retryable'],
  ['create account', { status: 200, text: '<html>' }, 'not JSON'],
  ['create account', { status: 429, headers: [['Retry-After', '3']] }, 'throttled without a time'],
  ['create account', { status: 429, headers: [['X-Rate-Limit-Retry-After-Seconds', '3']] }, 'throttled'],
];

describe('SailPoint reads', () => {
  for (const [state, parts, reading] of CASES) {
    it(`${JSON.stringify(parts).slice(0, 90)} to "${state}" as "${reading}"`, () => {
      assert.equal(read(state, answerOf(parts), SETTINGS), reading);
    });
  }

  it('never in a way that its table does not foresee', () => {
    for (const state of STATES) {
      for (const [, parts] of CASES) assert.ok(readingsOf(state).includes(read(state, answerOf(parts), SETTINGS)));
    }
  });
});

describe('The account schema', () => {
  it('is flattened with dots and knows what is read-only', () => {
    const name = attribute('name', { type: 'complex', subAttributes: [attribute('givenName')] });
    const schema = accountSchemaIn(schemas([attribute('userName'), name]));
    assert.deepEqual(schema?.attributes, ['id', 'userName', 'name.givenName', 'groups.value']);
    assert.deepEqual([...(schema?.readOnly ?? [])], ['id', 'meta', 'groups']);
  });

  it('is none without a User schema', () => {
    assert.equal(accountSchemaIn(list([{ id: 'urn:other', attributes: [] }])), null);
  });
});

describe('SailPoint waits', () => {
  const throttled = (name: string) => answerOf({ status: 429, headers: [[name, '7']] });

  it('as long as its own header says, and not by Retry-After', () => {
    assert.equal(pauseAfter(throttled('x-rate-limit-retry-after-seconds'), 1, SETTINGS), 7);
    assert.equal(pauseAfter(throttled('Retry-After'), 1, SETTINGS), null);
  });

  it('by another header when the source names it', () => {
    assert.equal(pauseAfter(throttled('Retry-After'), 1, { ...SETTINGS, rateLimitHeader: 'retry-after' }), 7);
  });

  it('after an error whose text the source lists, three times in all', () => {
    const reset = answerOf({ status: 500, text: 'connection reset' });
    assert.equal(pauseAfter(reset, 1, SETTINGS), 5);
    assert.equal(pauseAfter(reset, 3, SETTINGS), 'give up');
    assert.equal(pauseAfter(reset, 1, settingsOf('VA')), null);
  });
});
