import assert from 'node:assert/strict';
import { group, patch, user } from './messages.ts';
import type { Answer, ScimDouble, Tenant } from './scim-double.ts';
import type { Probe, Switch } from './switch.ts';

const CLIENT = 'identity/scim/client/okta';

/** Assumptions on administrators, client configuration, SCIM tokens and adoption. */
export const CONTROL_SWITCHES: readonly Switch[] = [
  [
    'location-namespace',
    { 'as-requested': '/v1/identity/', always: '/v1/child/identity/' },
    async (_okta, double) => {
      await double.api('POST', 'sys/namespaces/child');
      const answer = await double.scim('GET', 'ServiceProviderConfig', undefined, { namespace: 'child', token: null });
      return /\/v1\/(child\/)?identity\//.exec(answer.body.meta.location)?.[0];
    },
  ],
  [
    'page-limit',
    { 1000: 101, 100: 100, none: 101 },
    async (okta) => {
      for (let n = 0; n < 101; n += 1) await okta.scim('POST', 'Users', user(`u${n}`));
      return (await okta.scim('GET', 'Users')).body.itemsPerPage;
    },
  ],
  [
    'member-removal-2.0.0',
    { 400: 400, silent: 200 },
    async (okta) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const { body: team } = await okta.scim('POST', 'Groups', group('team', body.id));
      const remove = patch({ op: 'remove', path: `members[value eq "${body.id}"]` });
      return (await okta.scim('PATCH', `Groups/${team.id}`, remove)).status;
    },
    '2.0.0',
  ],
  ['admin-entity-disabled', { refused: 400, allowed: 204 }, adminWrite('entity', { disabled: true })],
  ['admin-entity-metadata', { refused: 400, allowed: 204 }, adminWrite('entity', { metadata: { a: 'b' } })],
  ['admin-group-metadata', { allowed: 204, refused: 400 }, adminWrite('group', { metadata: { a: 'b' } })],
  [
    'admin-group-member-groups',
    { allowed: 204, refused: 400 },
    async (okta, double) => {
      const { id } = (await double.api('POST', 'identity/group', { name: 'nested' })).body.data;
      return adminWrite('group', { member_group_ids: [id] })(okta, double);
    },
  ],
  [
    'admin-alias-create',
    { allowed: 200, refused: 403 },
    async (okta, double) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const accessor = await double.authMount('more');
      const alias = { name: 'ada', mount_accessor: accessor, canonical_id: body.id };
      return (await double.api('POST', 'identity/entity-alias', alias)).status;
    },
  ],
  [
    'admin-delete-status',
    { 403: 403, 400: 400 },
    async (okta, double) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      return (await double.api('DELETE', `identity/entity/id/${body.id}`)).status;
    },
  ],
  ['deleting-client-status', { 403: 403, 404: 404, 503: 503 }, whileDeleting((okta) => okta.scim('GET', 'Users'))],
  [
    'second-client-delete',
    { 204: 204, 400: 400 },
    whileDeleting((_okta, double) => double.api('DELETE', `${CLIENT}?delete-linked-resources=true`)),
  ],
  ['write-while-deleting', { 400: 400, 409: 409 }, whileDeleting((okta, double) => update(okta, double))],
  [
    'client-create-2.0',
    { 200: 200, 204: 204 },
    async (_okta, double) => {
      const { entityId } = await double.principal('new');
      return (await double.api('POST', 'identity/scim/client/new', { access_grant_principal: entityId })).status;
    },
    '2.0.0',
  ],
  ['client-update-2.0', { 204: 204, 200: 200 }, async (okta, double) => (await update(okta, double)).status, '2.0.0'],
  [
    'client-list-key-info',
    { absent: undefined, present: false },
    async (_okta, double) => (await double.api('LIST', 'identity/scim/client')).body.data.key_info?.okta.deleting,
  ],
  [
    'clients-path',
    { served: 200, 404: 404 },
    async (_okta, double) => (await double.api('LIST', 'identity/scim/clients')).status,
  ],
  [
    'link-answer',
    { 204: 204, 200: 200 },
    async (_okta, double) => {
      const { id } = (await double.api('POST', 'identity/entity', { name: 'linked' })).body.data;
      return (await double.api('POST', `${CLIENT}/link-entity`, { entity_id: id })).status;
    },
  ],
  [
    'link-foreign',
    { 400: 400, 403: 403 },
    async (_okta, double) => {
      const { body } = await (await double.tenant('entra')).scim('POST', 'Users', user('ada'));
      return (await double.api('POST', `${CLIENT}/link-entity`, { entity_id: body.id })).status;
    },
  ],
  [
    'unlink-entity-aliases',
    { refused: 400, kept: 200 },
    async (okta, double) => {
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      return (await double.api('POST', `${CLIENT}/unlink-entity`, { entity_id: body.id })).status;
    },
  ],
  [
    'unlink-group',
    { served: 204, 404: 404 },
    async (okta, double) => {
      const { body } = await okta.scim('POST', 'Groups', group('team'));
      return (await double.api('POST', `${CLIENT}/unlink-group`, { group_id: body.id })).status;
    },
  ],
  [
    'scim-token-lookup-type',
    { scim: 'scim', service: 'service' },
    async (_okta, double) => {
      const token = (await scimToken(double)).body.auth.client_token;
      return (await double.api('POST', 'auth/token/lookup', { token })).body.data.type;
    },
  ],
  [
    'scim-token-excess',
    { 400: 400, 403: 403 },
    async (_okta, double) => {
      await scimToken(double);
      await scimToken(double);
      return (await scimToken(double)).status;
    },
  ],
  [
    'scim-token-ttl',
    { cap: 200, reject: 400 },
    async (okta, double) => {
      await update(okta, double, { max_token_ttl: 60 });
      return (await scimToken(double, { ttl: '1h' })).status;
    },
  ],
  [
    'adopt-disabled',
    { accept: 201, 409: 409 },
    async (okta, double) => (await adopt(okta, double, { disabled: true })).status,
  ],
  [
    'adopted-aliases',
    { 'client-mounts': 1, all: 2 },
    async (okta, double) => {
      const { body } = await adopt(okta, double, {}, await double.authMount('more'));
      const { data } = (await double.api('GET', `identity/entity/id/${body.id}`)).body;
      const owned = data.aliases.filter(({ scim_client_id: owner }: Record<string, string>) => owner === okta.clientId);
      return owned.length;
    },
  ],
  [
    'adoption-members',
    { keep: 1, clear: 0 },
    async (okta, double) => {
      await update(okta, double, { allow_group_adoption: true });
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const legacy = { name: 'legacy', member_entity_ids: [body.id] };
      const { id } = (await double.api('POST', 'identity/group', legacy)).body.data;
      return (await okta.scim('PUT', `Groups/${id}`, { ...group('legacy'), members: undefined })).body.members.length;
    },
  ],
  [
    'rename-alias-taken',
    { 409: 409, 400: 400 },
    async (okta, double) => {
      const { id } = (await double.api('POST', 'identity/entity', { name: 'holder' })).body.data;
      const alias = { name: 'taken', mount_accessor: okta.accessor, canonical_id: id };
      await double.api('POST', 'identity/entity-alias', alias);
      const { body } = await okta.scim('POST', 'Users', user('ada'));
      const put = await okta.scim('PUT', `Users/${body.id}`, user('taken', { externalId: body.externalId }));
      assert.equal((await okta.scim('GET', `Users/${body.id}`)).body.userName, 'ada');
      return put.status;
    },
  ],
  [
    'own-principal',
    { refused: 400, allowed: 204 },
    async (okta, double) => (await double.api('POST', `${CLIENT}/link-entity`, { entity_id: okta.principalId })).status,
  ],
  [
    'create-capability',
    { create: 201, update: 403 },
    async (okta, double) => {
      const policy = 'path "identity/scim/v2/Users" { capabilities = ["create"] }';
      await double.api('PUT', 'sys/policies/acl/scim-okta', { policy });
      return (await okta.scim('POST', 'Users', user('ada'))).status;
    },
  ],
  ['head', { 405: 405, 'as-get': 200 }, async (okta) => (await okta.scim('HEAD', 'Users')).status],
];

/** The status of an administrator's write to a SCIM-managed object. */
function adminWrite(kind: 'entity' | 'group', change: object): Probe {
  return async (okta, double) => {
    const created =
      kind === 'entity'
        ? await okta.scim('POST', 'Users', user('ada'))
        : await okta.scim('POST', 'Groups', group('team'));
    return (await double.api('POST', `identity/${kind}/id/${created.body.id}`, change)).status;
  };
}

/** The status of an answer while the client is being deleted, which takes a minute here. */
function whileDeleting(ask: (okta: Tenant, double: ScimDouble) => Promise<Answer>): Probe {
  return async (okta, double) => {
    double.state.clientDeletionMs = () => 60_000;
    await double.api('DELETE', `${CLIENT}?delete-linked-resources=true`);
    return (await ask(okta, double)).status;
  };
}

function update(okta: Tenant, double: ScimDouble, fields: object = {}): Promise<Answer> {
  const body = { access_grant_principal: okta.principalId, alias_mount_accessor: okta.accessor, ...fields };
  return double.api('POST', CLIENT, body);
}

/** POST of a user for whom an unmanaged entity with an alias is there. */
async function adopt(okta: Tenant, double: ScimDouble, entity: object, furtherAccessor?: string): Promise<Answer> {
  await update(okta, double, { allow_user_adoption: true });
  const { id } = (await double.api('POST', 'identity/entity', { name: 'early', ...entity })).body.data;
  for (const accessor of [okta.accessor, furtherAccessor]) {
    if (accessor === undefined) continue;
    await double.api('POST', 'identity/entity-alias', { name: 'ada', mount_accessor: accessor, canonical_id: id });
  }
  return okta.scim('POST', 'Users', user('ada'));
}

function scimToken(double: ScimDouble, more: object = {}): Promise<Answer> {
  const order = { type: 'scim', entity_alias: 'okta', policies: ['scim-okta'], no_default_policy: true, ...more };
  return double.api('POST', 'auth/token/create/okta', order);
}
