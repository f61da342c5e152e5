import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STATE_FAULTS } from '../../../src/mock/state-faults.ts';
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
  [
    'state-any-namespace-principal',
    403,
    200,
    async (double, okta) => {
      await double.api('POST', 'sys/namespaces/child');
      const policy = 'path "child/identity/scim/v2/*" { capabilities = ["read"] }';
      await double.api('PUT', 'sys/policies/acl/scim-okta', { policy });
      return (await okta.scim('GET', 'Users', undefined, { namespace: 'child' })).status;
    },
  ],
  [
    'state-client-delete-leaves-groups',
    404,
    200,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Groups', group('team'));
      await deleteWithResources(double);
      return (await double.api('GET', `identity/group/id/${body.id}`)).status;
    },
  ],
  [
    'state-client-delete-takes-principal',
    200,
    404,
    async (double, okta) => {
      await deleteWithResources(double);
      return (await double.api('GET', `identity/entity/id/${okta.principalId}`)).status;
    },
  ],
  [
    'state-client-deletion-stuck',
    404,
    200,
    async (double) => {
      double.state.clientDeletionDelayMs = 0;
      await double.api('DELETE', 'identity/scim/client/okta?delete-linked-resources=true');
      await double.api('GET', 'sys/health');
      return (await double.api('GET', 'identity/scim/client/okta')).status;
    },
  ],
  [
    'state-deleting-client-serves',
    403,
    200,
    async (double, okta) => {
      double.state.clientDeletionDelayMs = 60_000;
      await double.api('DELETE', 'identity/scim/client/okta?delete-linked-resources=true');
      return (await okta.scim('GET', 'Users')).status;
    },
  ],
  [
    'state-refused-delete-unlinks',
    200,
    404,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      assert.equal((await double.api('DELETE', 'identity/scim/client/okta')).status, 400);
      return (await okta.scim('GET', `Users/${body.id}`)).status;
    },
  ],
  [
    'state-unlink-resources-deletes',
    200,
    404,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      await double.api('DELETE', 'identity/scim/client/okta?unlink-resources=true');
      await double.until(async () => (await double.api('GET', 'identity/scim/client/okta')).status === 404);
      return (await double.api('GET', `identity/entity/id/${body.id}`)).status;
    },
  ],
  [
    'state-unlink-strips-aliases',
    400,
    200,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const order = { entity_id: body.id, remove_memberships: true };
      return (await double.api('POST', 'identity/scim/client/okta/unlink-entity', order)).status;
    },
  ],
  [
    'state-principal-change-new-id',
    true,
    false,
    async (double, okta) => {
      await moveTo(double, okta, 'spare');
      return (await double.api('GET', 'identity/scim/client/okta')).body.data.client_id === okta.clientId;
    },
  ],
  [
    'state-old-principal-accepted',
    403,
    200,
    async (double, okta) => {
      await moveTo(double, okta, 'spare');
      return (await okta.scim('GET', 'Users')).status;
    },
  ],
  ['state-adoption-ignores-switch', 409, 201, async (double, okta) => (await adopt(double, okta, false)).status],
  [
    'state-adoption-clears-policies',
    ['kept'],
    [],
    async (double, okta) => {
      const { body } = await adopt(double, okta, true);
      return (await double.api('GET', `identity/entity/id/${body.id}`)).body.data.policies ?? [];
    },
  ],
  [
    'state-adoption-skips-alias',
    true,
    false,
    async (double, okta) => {
      const { body } = await adopt(double, okta, true);
      const { data } = (await double.api('GET', `identity/entity/id/${body.id}`)).body;
      return data.aliases[0].scim_client_id === okta.clientId;
    },
  ],
  [
    'state-scim-token-quota-ignored',
    400,
    200,
    async (double) => {
      await scimToken(double);
      await scimToken(double);
      return (await scimToken(double)).status;
    },
  ],
  [
    'state-scim-token-ttl-ignored',
    60,
    3600,
    async (double, okta) => {
      await moveTo(double, okta, null, { max_token_ttl: 60 });
      return (await scimToken(double, { ttl: '1h' })).body.auth.lease_duration;
    },
  ],
  [
    'state-scim-token-unconfined',
    403,
    200,
    async (double) => {
      const token = (await scimToken(double)).body.auth.client_token;
      return (await double.api('GET', 'auth/token/lookup-self', undefined, { token })).status;
    },
  ],
  [
    'state-entity-guard-off',
    403,
    204,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      return (await double.api('DELETE', `identity/entity/id/${body.id}`)).status;
    },
  ],
  [
    'state-alias-guard-off',
    403,
    204,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { data } = (await double.api('GET', `identity/entity/id/${body.id}`)).body;
      return (await double.api('DELETE', `identity/entity-alias/id/${data.aliases[0].id}`)).status;
    },
  ],
  [
    'state-merge-guard-off',
    400,
    204,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { id } = (await double.api('POST', 'identity/entity', { name: 'other' })).body.data;
      const merge = { from_entity_ids: [body.id], to_entity_id: id };
      return (await double.api('POST', 'identity/entity/merge', merge)).status;
    },
  ],
];

test('every listed state defect has a probe', () => {
  assert.deepEqual(DEFECTS.map(([fault]) => fault).sort(), STATE_FAULTS.map(({ id }) => id).sort());
});

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

async function deleteWithResources(double: ScimDouble): Promise<void> {
  await double.api('DELETE', 'identity/scim/client/okta?delete-linked-resources=true');
  await double.until(async () => (await double.api('GET', 'identity/scim/client/okta')).status === 404);
}

/** Updates the client, with a new principal unless `name` is null. */
async function moveTo(double: ScimDouble, okta: Tenant, name: string | null, fields: object = {}): Promise<void> {
  const principal = name === null ? okta.principalId : (await double.principal(name)).entityId;
  const body = { access_grant_principal: principal, alias_mount_accessor: okta.accessor, ...fields };
  assert.equal((await double.api('POST', 'identity/scim/client/okta', body)).status, 204);
}

/** POST of a user whose name an unmanaged alias on the client's mount has. */
async function adopt(double: ScimDouble, okta: Tenant, allowed: boolean) {
  await moveTo(double, okta, null, { allow_user_adoption: allowed });
  const { id } = (await double.api('POST', 'identity/entity', { name: 'early', policies: ['kept'] })).body.data;
  const alias = { name: 'ada', mount_accessor: okta.accessor, canonical_id: id };
  await double.api('POST', 'identity/entity-alias', alias);
  return okta.scim('POST', 'Users', user('ada'));
}

function scimToken(double: ScimDouble, more: object = {}) {
  const order = { type: 'scim', entity_alias: 'okta', policies: ['scim-okta'], no_default_policy: true, ...more };
  return double.api('POST', 'auth/token/create/okta', order);
}
