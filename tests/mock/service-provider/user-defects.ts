import assert from 'node:assert/strict';
import type { Defect } from './defect.ts';
import { group, patch, user } from './messages.ts';

/** Defects in what happens to users. */
export const USER_DEFECTS: readonly Defect[] = [
  [
    'state-rename-keeps-alias',
    'new',
    'old',
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('old'));
      await okta.scim('PUT', `Users/${body.id}`, { ...user('new'), externalId: body.externalId });
      return (await double.api('GET', `identity/entity/id/${body.id}`)).body.data.aliases[0].name;
    },
  ],
  [
    'state-create-half',
    404,
    200,
    async (double, okta) => {
      const { id } = (await double.api('POST', 'identity/entity', { name: 'holder' })).body.data;
      const alias = { name: 'taken', mount_accessor: okta.accessor, canonical_id: id };
      await double.api('POST', 'identity/entity-alias', alias);
      assert.equal((await okta.scim('POST', 'Users', user('taken'))).status, 409);
      return (await double.api('GET', 'identity/entity/name/taken')).status;
    },
  ],
  [
    'state-disable-shows-only',
    true,
    false,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const answer = await okta.scim(
        'PATCH',
        `Users/${body.id}`,
        patch({ op: 'replace', path: 'active', value: false }),
      );
      assert.equal(answer.body.active, false);
      return (await double.api('GET', `identity/entity/id/${body.id}`)).body.data.disabled;
    },
  ],
  [
    'state-user-delete-keeps-entity',
    404,
    200,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      await okta.scim('DELETE', `Users/${body.id}`);
      assert.equal((await okta.scim('GET', `Users/${body.id}`)).status, 404);
      return (await double.api('GET', `identity/entity/id/${body.id}`)).status;
    },
  ],
  [
    'state-user-delete-keeps-memberships',
    0,
    1,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { body: team } = await okta.scim('POST', 'Groups', group('team', body.id));
      await okta.scim('DELETE', `Users/${body.id}`);
      return (await okta.scim('GET', `Groups/${team.id}`)).body.members.length;
    },
  ],
  [
    'state-filter-finds-old-name',
    0,
    1,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('old'));
      await okta.scim('PUT', `Users/${body.id}`, { ...user('new'), externalId: body.externalId });
      return (await okta.scim('GET', 'Users?filter=userName%20eq%20%22old%22')).body.totalResults;
    },
  ],
  [
    'state-update-clears-policies',
    ['kept'],
    [],
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      await double.api('POST', `identity/entity/id/${body.id}`, { policies: ['kept'] });
      await okta.scim('PATCH', `Users/${body.id}`, patch({ op: 'replace', path: 'active', value: false }));
      return (await double.api('GET', `identity/entity/id/${body.id}`)).body.data.policies ?? [];
    },
  ],
  [
    'state-put-half-applied',
    false,
    true,
    async (double, okta) => {
      const { id } = (await double.api('POST', 'identity/entity', { name: 'holder' })).body.data;
      const alias = { name: 'taken', mount_accessor: okta.accessor, canonical_id: id };
      await double.api('POST', 'identity/entity-alias', alias);
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const change = { ...user('taken', { active: false }), externalId: body.externalId };
      assert.equal((await okta.scim('PUT', `Users/${body.id}`, change)).status, 409);
      return (await double.api('GET', `identity/entity/id/${body.id}`)).body.data.disabled;
    },
  ],
  [
    'state-external-id-mutable',
    'external-ada',
    'other',
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      await okta.scim('PUT', `Users/${body.id}`, user('ada', { externalId: 'other' }));
      return (await okta.scim('GET', `Users/${body.id}`)).body.externalId;
    },
  ],
  [
    'state-enable-shows-only',
    false,
    true,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada', { active: false }));
      const enable = patch({ op: 'replace', path: 'active', value: true });
      assert.equal((await okta.scim('PATCH', `Users/${body.id}`, enable)).body.active, true);
      return (await double.api('GET', `identity/entity/id/${body.id}`)).body.data.disabled;
    },
  ],
  [
    'state-disable-drops-memberships',
    1,
    0,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { body: team } = await okta.scim('POST', 'Groups', group('team', body.id));
      await okta.scim('PATCH', `Users/${body.id}`, patch({ op: 'replace', path: 'active', value: false }));
      return (await okta.scim('GET', `Groups/${team.id}`)).body.members.length;
    },
  ],
  [
    'state-user-delete-only-disables',
    201,
    409,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      await okta.scim('DELETE', `Users/${body.id}`);
      return (await okta.scim('POST', 'Users', user('ada'))).status;
    },
  ],
  [
    'state-user-groups-stale',
    0,
    1,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { body: team } = await okta.scim('POST', 'Groups', group('team', body.id));
      assert.equal((await okta.scim('GET', `Users/${body.id}`)).body.groups.length, 1);
      await okta.scim('DELETE', `Groups/${team.id}`);
      return (await okta.scim('GET', `Users/${body.id}`)).body.groups.length;
    },
  ],
  [
    'state-last-modified-frozen',
    true,
    false,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const disable = patch({ op: 'replace', path: 'active', value: false });
      const { meta } = (await okta.scim('PATCH', `Users/${body.id}`, disable)).body;
      return meta.lastModified > meta.created;
    },
  ],
  [
    'state-total-never-shrinks',
    0,
    1,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      await okta.scim('GET', 'Users');
      await okta.scim('DELETE', `Users/${body.id}`);
      return (await okta.scim('GET', 'Users')).body.totalResults;
    },
  ],
  [
    'state-group-delete-takes-users',
    200,
    404,
    async (_double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { body: team } = await okta.scim('POST', 'Groups', group('team', body.id));
      await okta.scim('DELETE', `Groups/${team.id}`);
      return (await okta.scim('GET', `Users/${body.id}`)).status;
    },
  ],
];
