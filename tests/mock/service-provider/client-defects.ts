import assert from 'node:assert/strict';
import type { Defect } from './defect.ts';
import { group, user } from './messages.ts';
import type { ScimDouble, Tenant } from './scim-double.ts';

/** Defects in client configuration, adoption, SCIM tokens and the guards for administrators. */
export const CLIENT_DEFECTS: readonly Defect[] = [
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
    'state-group-guard-off',
    400,
    204,
    async (double, okta) => {
      const { body } = await okta.scim('POST', 'Groups', group('team'));
      return (await double.api('POST', `identity/group/id/${body.id}`, { name: 'renamed' })).status;
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
      double.state.clientDeletionMs = () => 0;
      await double.api('DELETE', 'identity/scim/client/okta?delete-linked-resources=true');
      const status = async () => (await double.api('GET', 'identity/scim/client/okta')).status;
      await double.until(async () => (await status()) === 404).catch(() => {});
      return status();
    },
  ],
  [
    'state-deleting-client-serves',
    403,
    200,
    async (double, okta) => {
      double.state.clientDeletionMs = () => 60_000;
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
