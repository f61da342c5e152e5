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

/** The oracles that fail. */
function blamed(...answers: Answer[]): string[] {
  const writes = new Writes(CONTEXT);
  const findings = answers.flatMap((answer) => {
    if (answer.request.method !== 'GET') writes.note(answer);
    return writes.judge(answer);
  });
  return findings.flatMap(({ oracle, outcome }) => (outcome === 'failed' ? [oracle] : []));
}

const PATCH_ACTIVE = patched('/Users/u1', { op: 'replace', path: 'active', value: false });
const ADD_U3 = patched('/Groups/g1', { op: 'add', path: 'members', value: [{ value: 'u3' }] });
const FILTER_U2 = patched('/Groups/g1', { op: 'remove', path: 'members[value eq "u2"]' });

const REMOVE_U2 = patched('/Groups/g1', { op: 'remove', path: 'members', value: [{ value: 'u2' }] });
const ADD_BOTH = patched('/Groups/g1', { op: 'add', path: 'members', value: [{ value: 'u3' }, { value: 'u2' }] });
const ACTIVATE = patched('/Users/u1', { op: 'replace', value: { active: true } });

const user = (more: object) => read('/Users/u1', { ...JANE, ...more });
const group = (...ids: string[]) => read('/Groups/g1', { ...TEAM, members: ids.map((value) => ({ value })) });
const renamed = read('/Groups/g1', { ...TEAM, displayName: 'other', members: [{ value: 'u1' }] });

const LOST: [title: string, oracle: string, write: Answer, shown: Answer, before?: Answer[]][] = [
  ['A create that changes the userName', 'created-user-name', created('/Users', JANE), user({ userName: 'joan' })],
  [
    'A create that loses the externalId',
    'created-external-id',
    created('/Users', JANE),
    user({ externalId: undefined }),
  ],
  ['A create that does not activate', 'created-active', created('/Users', JANE), user({ active: false })],
  ['A create that loses a title', 'created-value', created('/Users', { ...JANE, title: 'Boss' }), user({})],
  [
    'A create that changes the displayName',
    'created-display-name',
    created('/Groups', { displayName: 'other' }),
    group(),
  ],
  ['A create that loses a member', 'created-members', created('/Groups', TEAM), group('u1'), users],
  [
    'A replace that keeps the userName',
    'replaced-user-name',
    replaced('/Users/u1', { ...JANE, userName: 'joan' }),
    user({}),
  ],
  [
    'A replace that does not deactivate',
    'replaced-inactive',
    replaced('/Users/u1', { ...JANE, active: false }),
    user({}),
  ],
  ['A replace that does not activate', 'replaced-active', replaced('/Users/u1', JANE), user({ active: false })],
  [
    'A replace that keeps a title',
    'replaced-value',
    replaced('/Users/u1', { ...JANE, title: 'Boss' }),
    user({ title: 'Aide' }),
  ],
  [
    'A replace that keeps the displayName',
    'replaced-display-name',
    replaced('/Groups/g1', { displayName: 'other' }),
    group(),
  ],
  ['A replace that adds no member', 'replaced-members-added', replaced('/Groups/g1', TEAM), group('u1'), users],
  [
    'A replace that keeps a member',
    'replaced-members-removed',
    replaced('/Groups/g1', TEAM),
    group('u1', 'u2', 'u3'),
    users,
  ],
  ['A patch that does not deactivate', 'patched-inactive', PATCH_ACTIVE, user({})],
  ['A patch that does not activate', 'patched-active', ACTIVATE, user({ active: false })],
  [
    'A patch of active that forgets a name',
    'patched-user-else',
    PATCH_ACTIVE,
    user({ active: false, userName: 'x' }),
    [user({})],
  ],
  ['An add that adds nobody', 'patched-member-added', ADD_U3, group('u1', 'u2'), [...users, group('u1', 'u2')]],
  ['An add that adds the first only', 'patched-members-added', ADD_BOTH, group('u1', 'u3'), [...users, group('u1')]],
  ['An add that replaces', 'patched-members-kept', ADD_U3, group('u3'), [...users, group('u1', 'u2')]],
  ['A removal by a list that removes nobody', 'patched-members-removed', REMOVE_U2, group('u1', 'u2'), users],
  ['A removal by a filter that removes nobody', 'patched-member-filtered-out', FILTER_U2, group('u1', 'u2'), users],
  [
    'A removal by a filter that removes all',
    'patched-members-not-filtered-out',
    FILTER_U2,
    group(),
    [...users, group('u1', 'u2')],
  ],
  ['A member patch that renames', 'patched-group-else', REMOVE_U2, renamed, [...users, group('u1', 'u2')]],
];

for (const [title, oracle, write, shown, before = []] of LOST) {
  test(`${title} is blamed on ${oracle}.`, () => {
    assert.deepEqual(blamed(...before, write, shown), [oracle]);
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
