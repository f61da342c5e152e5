import assert from 'node:assert/strict';
import type { Defect } from './defect.ts';
import { group, patch, user } from './messages.ts';

/** Defects in groups and in the isolation of clients. */
export const GROUP_DEFECTS: readonly Defect[] = [
  [
    'state-member-removal-shows-only',
    0,
    1,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { body: team } = await okta.scim('POST', 'Groups', group('team', body.id));
      await okta.scim('PATCH', `Groups/${team.id}`, patch({ op: 'remove', path: `members[value eq "${body.id}"]` }));
      assert.deepEqual((await okta.scim('GET', `Groups/${team.id}`)).body.members, []);
      return ((await double.api('GET', `identity/group/id/${team.id}`)).body.data.member_entity_ids ?? []).length;
    },
  ],
  [
    'state-concurrent-patch-lost-update',
    4,
    1,
    async (_double, okta) => {
      const users = await Promise.all(
        ['a', 'b', 'c', 'd'].map(async (name) => (await okta.scim('POST', 'Users', user(name))).body),
      );
      const { body: team } = await okta.scim('POST', 'Groups', group('team'));
      const adds = users.map(({ id }) => patch({ op: 'add', path: 'members', value: [{ value: id }] }));
      await Promise.all(adds.map((add) => okta.scim('PATCH', `Groups/${team.id}`, add)));
      return (await okta.scim('GET', `Groups/${team.id}`)).body.members.length;
    },
  ],
  [
    'state-patch-not-atomic',
    0,
    1,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { body: team } = await okta.scim('POST', 'Groups', group('team'));
      const add = { op: 'add', path: 'members', value: [{ value: body.id }] };
      const bad = { op: 'replace', path: 'displayName', value: 'x' };
      assert.equal((await okta.scim('PATCH', `Groups/${team.id}`, patch(add, bad))).status, 400);
      return (await okta.scim('GET', `Groups/${team.id}`)).body.members.length;
    },
  ],
  [
    'state-group-list-stale',
    0,
    1,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Groups', group('team'));
      await okta.scim('DELETE', `Groups/${body.id}`);
      return (await okta.scim('GET', 'Groups')).body.totalResults;
    },
  ],
  [
    'state-read-foreign',
    404,
    200,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const entra = await double.tenant('entra');
      return (await entra.scim('GET', `Users/${body.id}`)).status;
    },
  ],
  [
    'state-member-add-shows-only',
    1,
    0,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { body: team } = await okta.scim('POST', 'Groups', group('team'));
      const add = patch({ op: 'add', path: 'members', value: [{ value: body.id }] });
      assert.equal((await okta.scim('PATCH', `Groups/${team.id}`, add)).body.members.length, 1);
      return ((await double.api('GET', `identity/group/id/${team.id}`)).body.data.member_entity_ids ?? []).length;
    },
  ],
  [
    'state-group-delete-keeps-group',
    404,
    200,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Groups', group('team'));
      await okta.scim('DELETE', `Groups/${body.id}`);
      return (await double.api('GET', `identity/group/id/${body.id}`)).status;
    },
  ],
  [
    'state-cross-client-members',
    400,
    201,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      return (await (await double.tenant('entra')).scim('POST', 'Groups', group('team', body.id))).status;
    },
  ],
  [
    'state-list-shows-foreign',
    0,
    1,
    async (double, okta) => {
      await okta.scim('POST', 'Users', user('ada'));
      return (await (await double.tenant('entra')).scim('GET', 'Users')).body.totalResults;
    },
  ],
  [
    'state-write-foreign',
    200,
    404,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      await (await double.tenant('entra')).scim('DELETE', `Users/${body.id}`);
      return (await okta.scim('GET', `Users/${body.id}`)).status;
    },
  ],
];
