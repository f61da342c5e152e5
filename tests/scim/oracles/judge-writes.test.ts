import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '../../../src/scim/answer.ts';
import { Writes } from '../../../src/scim/oracles/judge-writes.ts';
import { answerOf, BASE } from '../answers.ts';
import { GROUP, USER } from '../models/descriptions.ts';

const CONTEXT = { baseUrl: BASE, resourceSchemas: { resourceTypes: [USER, GROUP] }, isVault: true };

const JANE = { userName: 'jane', externalId: 'x-1', active: true };
const TEAM = { displayName: 'team', members: [{ value: 'u1' }, { value: 'u2' }] };

const created = (path: string, requestBody: object, body: object = requestBody) =>
  answerOf({ method: 'POST', path, status: 201, requestBody, body: { ...body, id: path === '/Users' ? 'u1' : 'g1' } });
const replaced = (path: string, requestBody: object) =>
  answerOf({ method: 'PUT', path, requestBody, body: { ...requestBody, id: path.slice(path.lastIndexOf('/') + 1) } });
const patched = (path: string, ...Operations: object[]) =>
  answerOf({ method: 'PATCH', path, status: 204, requestBody: { Operations } });
const read = (path: string, body: object) =>
  answerOf({ path, body: { ...body, id: path.slice(path.lastIndexOf('/') + 1) } });
const users = ['u1', 'u2', 'u3'].map((id) => read(`/Users/${id}`, JANE));

/** The rows of Vault's catalogue that turn red. */
function blamed(...answers: Answer[]): string[] {
  const writes = new Writes(CONTEXT);
  const findings = answers.flatMap((answer) => {
    if (answer.request.method !== 'GET') writes.note(answer);
    return writes.judge(answer);
  });
  return findings.flatMap(({ outcome, rows }) =>
    outcome === 'failed' ? rows.filter((row) => row.startsWith('VAULT')) : [],
  );
}

const PATCH_ACTIVE = patched('/Users/u1', { op: 'replace', path: 'active', value: false });
const ADD_U3 = patched('/Groups/g1', { op: 'add', path: 'members', value: [{ value: 'u3' }] });
const FILTER_U2 = patched('/Groups/g1', { op: 'remove', path: 'members[value eq "u2"]' });

for (const { title, before = [], write, shown, row } of [
  {
    title: 'A create that loses the externalId',
    write: created('/Users', JANE),
    shown: read('/Users/u1', { userName: 'jane', active: true }),
    row: 'VAULT-USER-03',
  },
  {
    title: 'A replace that does not deactivate',
    write: replaced('/Users/u1', { ...JANE, active: false }),
    shown: read('/Users/u1', JANE),
    row: 'VAULT-USER-14',
  },
  {
    title: 'A replace that keeps the userName',
    write: replaced('/Users/u1', { ...JANE, userName: 'joan' }),
    shown: read('/Users/u1', JANE),
    row: 'VAULT-USER-13',
  },
  {
    title: 'A replace that adds no member',
    before: users,
    write: replaced('/Groups/g1', TEAM),
    shown: read('/Groups/g1', { ...TEAM, members: [{ value: 'u1' }] }),
    row: 'VAULT-GROUP-17',
  },
  {
    title: 'A replace that keeps a member',
    before: users,
    write: replaced('/Groups/g1', TEAM),
    shown: read('/Groups/g1', { ...TEAM, members: [...TEAM.members, { value: 'u3' }] }),
    row: 'VAULT-GROUP-18',
  },
  {
    title: 'A patch of active that forgets the externalId',
    before: [read('/Users/u1', JANE)],
    write: PATCH_ACTIVE,
    shown: read('/Users/u1', { userName: 'jane', active: false }),
    row: 'VAULT-UPATCH-03',
  },
  {
    title: 'An add that replaces the members',
    before: [...users, read('/Groups/g1', TEAM)],
    write: ADD_U3,
    shown: read('/Groups/g1', { ...TEAM, members: [{ value: 'u3' }] }),
    row: 'VAULT-GPATCH-03',
  },
  {
    title: 'A removal by a filter that removes nobody',
    before: [...users, read('/Groups/g1', TEAM)],
    write: FILTER_U2,
    shown: read('/Groups/g1', TEAM),
    row: 'VAULT-GPATCH-06',
  },
  {
    title: 'A removal by a filter that removes all',
    before: [...users, read('/Groups/g1', TEAM)],
    write: FILTER_U2,
    shown: read('/Groups/g1', { displayName: 'team' }),
    row: 'VAULT-GPATCH-07',
  },
]) {
  test(`${title} is blamed on ${row}.`, () => {
    assert.deepEqual(blamed(...before, write, shown), [row]);
  });
}

test('What a write has to leave passes.', () => {
  const answers = [
    ...users,
    created('/Groups', TEAM),
    read('/Groups/g1', TEAM),
    ADD_U3,
    read('/Groups/g1', { ...TEAM, members: [...TEAM.members, { value: 'u3' }] }),
    PATCH_ACTIVE,
    read('/Users/u1', { ...JANE, active: false }),
  ];
  assert.deepEqual(blamed(...answers), []);
});

test('Letter case, unusual values, an externalId in a replace and members that were never seen are for other checks.', () => {
  assert.deepEqual(blamed(created('/Users', JANE), read('/Users/u1', { ...JANE, userName: 'Jane' })), []);
  const odd = { ...JANE, userName: ' jane' };
  assert.deepEqual(blamed(created('/Users', odd), read('/Users/u1', JANE)), []);
  assert.deepEqual(blamed(replaced('/Users/u1', { ...JANE, externalId: 'x-2' }), read('/Users/u1', JANE)), []);
  assert.deepEqual(blamed(created('/Groups', TEAM), read('/Groups/g1', { displayName: 'team' })), []);
});

test('After another write nothing is certain, and what is refused or projected says nothing.', () => {
  const wrong = read('/Users/u1', { ...JANE, active: true });
  assert.deepEqual(blamed(PATCH_ACTIVE, created('/Groups', { displayName: 'x' }), wrong), []);
  const refused = answerOf({ method: 'PUT', path: '/Users/u1', status: 400, requestBody: JANE, body: {} });
  assert.deepEqual(blamed(refused, wrong), []);
  const projected = answerOf({ path: '/Users/u1?attributes=id', body: { id: 'u1' } });
  assert.deepEqual(blamed(PATCH_ACTIVE, projected), []);
});
