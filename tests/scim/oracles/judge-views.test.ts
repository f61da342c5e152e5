import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Views } from '../../../src/scim/oracles/judge-views.ts';
import { answerOf, BASE, LIST_URN, USER_URN, userOf } from '../answers.ts';

const CONTEXT = { baseUrl: BASE, resourceSchemas: null, isVault: true };
const USER = userOf('1', { groups: [{ value: 'g' }], title: 'Boss' });
const { groups: _groups, ...WITHOUT_GROUPS } = USER;
const LATER = { ...USER, meta: { ...(USER.meta as object), lastModified: '2026-11-24T11:00:01Z' } };

const created = (body: object) => answerOf({ method: 'POST', status: 201, body });
const replaced = (body: object) => answerOf({ method: 'PUT', path: '/Users/1', body });
const patched = (body: object) => answerOf({ method: 'PATCH', path: '/Users/1', body });
const read = (body: object) => answerOf({ path: '/Users/1', body });
const listed = (body: object, query = '') =>
  answerOf({ path: `/Users${query}`, body: { schemas: [LIST_URN], totalResults: 1, Resources: [body] } });

function judged(...answers: Parameters<Views['judge']>[0][]): [oracle: string, outcome: string][] {
  const views = new Views(CONTEXT);
  return answers.flatMap((answer) => views.judge(answer)).map(({ oracle, outcome }) => [oracle, outcome]);
}

for (const { title, answers, oracle } of [
  {
    title: 'A create answered with less than a read shows',
    answers: [created(WITHOUT_GROUPS)],
    oracle: 'created-as-read',
  },
  {
    title: 'A replace answered with another value',
    answers: [replaced({ ...USER, title: 'X' })],
    oracle: 'replaced-as-read',
  },
  {
    title: 'A patch answered with less than a read shows',
    answers: [patched(WITHOUT_GROUPS)],
    oracle: 'patched-as-read',
  },
  {
    title: 'An entry of a list with less than a read shows',
    answers: [listed(WITHOUT_GROUPS)],
    oracle: 'listed-as-read',
  },
  { title: 'A second read that shows another time', answers: [read(LATER)], oracle: 'read-again' },
]) {
  test(`${title} is blamed on ${oracle}.`, () => {
    assert.deepEqual(judged(...answers, read(USER)), [[oracle, 'failed']]);
    assert.deepEqual(judged(...answers.map(() => read(USER)), read(USER)), [['read-again', 'passed']]);
  });
}

test('The same everywhere passes, whatever the order of values and the time of the write.', () => {
  const other = { ...LATER, schemas: [USER_URN] };
  assert.deepEqual(judged(replaced(other), read(USER), listed(USER, '?filter=x')), [
    ['replaced-as-read', 'passed'],
    ['listed-as-read', 'passed'],
  ]);
});

test('A projected answer is no whole representation.', () => {
  assert.deepEqual(judged(read(USER), listed(WITHOUT_GROUPS, '?excludedAttributes=groups')), []);
});

test('What only the read lacks is no fault of the other place.', () => {
  assert.deepEqual(judged(created(USER), read(WITHOUT_GROUPS)), [['created-as-read', 'passed']]);
});

test('A write in between may change everything, and a read that shows the state before it is late.', () => {
  const views = new Views(CONTEXT);
  views.judge(read(USER));
  views.stateMayChange();
  assert.deepEqual(views.judge(replaced({ ...USER, title: 'X' })), []);
  assert.deepEqual(views.judge(read(USER)), []);
});
