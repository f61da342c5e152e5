import assert from 'node:assert/strict';
import { test } from 'node:test';
import { group, patch, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

type Probe = (double: ScimDouble, okta: Tenant) => Promise<unknown>;

/** What each probe sees without the defect, and with it: the state really differs, not the answer alone. */
const DEFECTS: readonly (readonly [fault: string, sound: unknown, defective: unknown, probe: Probe])[] = [
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
    'state-client-delete-leaves-entities',
    404,
    200,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      await double.api('DELETE', 'identity/scim/client/okta?delete-linked-resources=true');
      await double.until(async () => (await double.api('GET', 'identity/scim/client/okta')).status === 404);
      return (await double.api('GET', `identity/entity/id/${body.id}`)).status;
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
    'state-group-guard-off',
    400,
    204,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Groups', group('team'));
      return (await double.api('POST', `identity/group/id/${body.id}`, { name: 'renamed' })).status;
    },
  ],
];

for (const [fault, sound, defective, probe] of DEFECTS) {
  for (const [faults, expected] of [
    [[], sound],
    [[fault], defective],
  ] as const) {
    test(`${faults.length === 0 ? 'without' : 'with'} ${fault} the probe sees ${JSON.stringify(expected)}`, async () => {
      await using double = await startScimDouble({ faults });
      const okta = await double.tenant('okta', { aliases: true });
      assert.deepEqual(await probe(double, okta), expected);
    });
  }
}
