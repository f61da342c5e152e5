import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/scim/models/json.ts';
import { judgeBystander, judgeStillDeleted, type OtherWrite } from '../../../src/scim/oracles/judge-bystanders.ts';

const JANE = { id: 'u1', userName: 'jane', active: true, groups: [{ value: 'g1' }], meta: { lastModified: '1' } };
const TEAM = { id: 'g1', displayName: 'team', members: [{ value: 'u1' }, { value: 'u2' }] };

function blamed(
  type: 'user' | 'group',
  after: JsonObject | null,
  writes: OtherWrite[],
  { deleted = [], created = [] }: { deleted?: string[]; created?: string[] } = {},
): string[] {
  const before = type === 'user' ? JANE : TEAM;
  const ids = { created: new Set(created), deleted: new Set(deleted) };
  const judged = { type, before, after, writes: new Set(writes), ...ids };
  return judgeBystander(judged).flatMap(({ oracle, outcome }) => (outcome === 'failed' ? [oracle] : []));
}

const BROKEN: [oracle: string, type: 'user' | 'group', after: JsonObject | null, write: OtherWrite][] = [
  ['activity-of-others', 'user', { ...JANE, active: false }, 'PATCH user'],
  ['others-of-group-replace', 'user', { ...JANE, userName: 'joan' }, 'PUT group'],
  ['others-of-group-delete', 'user', null, 'DELETE group'],
  ['others-of-group-patch', 'group', { ...TEAM, members: [] }, 'PATCH group'],
  ['groups-of-replaced-user', 'group', { ...TEAM, members: [{ value: 'u1' }] }, 'PUT user'],
  ['groups-of-patched-user', 'group', { ...TEAM, displayName: 'other' }, 'PATCH user'],
  ['groups-of-deleted-user', 'group', null, 'DELETE user'],
];

for (const [oracle, type, after, write] of BROKEN) {
  test(`${write} that leaves another ${type} as ${JSON.stringify(after)} breaks ${oracle}.`, () => {
    assert.deepEqual(blamed(type, after, [write]), [oracle]);
  });
}

test('The groups of a user, its times, and members that were deleted or created may change.', () => {
  assert.deepEqual(blamed('user', { ...JANE, groups: [], meta: { lastModified: '2' } }, ['DELETE group']), []);
  assert.deepEqual(blamed('group', { ...TEAM, members: [{ value: 'u1' }] }, ['DELETE user'], { deleted: ['u2'] }), []);
  const joined = { ...TEAM, members: [...TEAM.members, { value: 'u3' }] };
  assert.deepEqual(blamed('group', joined, ['PUT user'], { created: ['u3'] }), []);
  assert.deepEqual(blamed('group', { ...TEAM, members: [{ value: 'u2' }, { value: 'u1' }] }, ['PUT user']), []);
});

test('Of writes of several kinds none is blamed.', () => {
  assert.deepEqual(blamed('group', { ...TEAM, displayName: 'other' }, ['PUT user', 'PATCH group']), []);
});

test('What was deleted stays unreadable.', () => {
  const [user, group, gone] = [
    judgeStillDeleted('user', 200),
    judgeStillDeleted('group', 200),
    judgeStillDeleted('user', 404),
  ];
  assert.deepEqual([user[0]?.oracle, user[0]?.outcome], ['deleted-user-read', 'failed']);
  assert.deepEqual([group[0]?.oracle, group[0]?.outcome], ['deleted-group-read', 'failed']);
  assert.equal(gone[0]?.outcome, 'passed');
});
