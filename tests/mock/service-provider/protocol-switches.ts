import { group, METADATA, patch, UNKNOWN_ID, USER, user } from './messages.ts';
import type { Tenant } from './scim-double.ts';
import type { Probe, Switch } from './switch.ts';

const status =
  (...request: Parameters<Tenant['scim']>): Probe =>
  async (okta) =>
    (await okta.scim(...request)).status;

async function aUser(okta: Tenant, more: object = {}) {
  return (await okta.scim('POST', 'Users', user('ada', more))).body;
}

/** Assumptions on the SCIM protocol. */
export const PROTOCOL_SWITCHES: readonly Switch[] = [
  ['status-type', { string: '404', number: 404 }, async (okta) => (await okta.scim('GET', 'Users/x')).body.status],
  [
    'error-scim-type',
    { given: 'invalidFilter', absent: undefined },
    async (okta) => (await okta.scim('GET', 'Users?filter=x')).body.scimType,
  ],
  [
    'patch-success',
    { 200: 200, 204: 204 },
    async (okta) => {
      const { id } = await aUser(okta);
      return (await okta.scim('PATCH', `Users/${id}`, patch({ op: 'replace', path: 'active', value: false }))).status;
    },
  ],
  ['put-success', { 200: 200, 204: 204 }, async (okta) => (await put(okta, user('ada'))).status],
  [
    'delete-success',
    { 204: 204, 200: 200 },
    async (okta) => (await okta.scim('DELETE', `Users/${(await aUser(okta)).id}`)).status,
  ],
  [
    'location',
    { absolute: true, path: false, absent: undefined },
    async (okta) => (await aUser(okta)).meta.location?.startsWith('http'),
  ],
  ['empty-members', { 'empty-list': [], absent: undefined, null: null }, async (okta) => (await aUser(okta)).groups],
  ['empty-extension', { absent: undefined, present: { items: [] } }, async (okta) => (await aUser(okta))[METADATA]],
  [
    'member-sub-attributes',
    {
      'value-ref-display': ['value', '$ref', 'display'],
      value: ['value'],
      'value-ref-display-type': ['value', '$ref', 'display', 'type'],
    },
    async (okta) => {
      const { id } = await aUser(okta);
      return Object.keys((await okta.scim('POST', 'Groups', group('team', id))).body.members[0]);
    },
  ],
  [
    'pagination',
    { honour: 0, ignore: 1 },
    async (okta) => {
      await aUser(okta);
      return (await okta.scim('GET', 'Users?count=0')).body.itemsPerPage;
    },
  ],
  ['malformed-page', { reject: 400, ignore: 200 }, status('GET', 'Users?count=x')],
  [
    'projection',
    { honour: undefined, ignore: 'ada' },
    async (okta) => {
      await aUser(okta);
      return (await okta.scim('GET', 'Users?attributes=active')).body.Resources[0].userName;
    },
  ],
  ['sort-given', { ignore: 200, reject: 400 }, status('GET', 'Users?sortBy=userName')],
  ['search-endpoint', { 501: 501, 404: 404, 405: 405 }, status('POST', 'Users/.search', {})],
  ['bulk', { 501: 501, 404: 404, 405: 405 }, status('POST', 'Bulk', {})],
  [
    'me-authentication',
    { required: 403, open: 501 },
    async (_okta, double) => (await double.scim('GET', 'Me', undefined, { token: null })).status,
  ],
  [
    'unauthenticated-discovery',
    { refused: 403, served: 200 },
    async (_okta, double) => (await double.scim('GET', 'Schemas', undefined, { token: null })).status,
  ],
  ['discovery-filter', { 403: 403, ignore: 200 }, status('GET', 'Schemas?filter=x')],
  [
    'extension-urn',
    { same: '2.0', versioned: '2.2' },
    async (okta) => {
      const { schemas } = await aUser(okta, { [METADATA]: { items: [{ key: 'a', value: 'b' }] } });
      return /vault:([\d.]+):/.exec(schemas[1])?.[1];
    },
  ],
  ['unknown-attributes', { ignore: 201, reject: 400 }, status('POST', 'Users', user('ada', { title: 'x' }))],
  [
    'unknown-schema',
    { ignore: 201, reject: 400 },
    status('POST', 'Users', user('ada', { schemas: [USER, 'urn:unknown'] })),
  ],
  ['missing-schemas', { reject: 400, accept: 201 }, status('POST', 'Users', user('ada', { schemas: [] }))],
  ['userName-filter-case', { insensitive: 1, sensitive: 0 }, found('Users', 'userName eq "ADA"')],
  ['displayName-filter-case', { insensitive: 1, sensitive: 0 }, found('Groups', 'displayName eq "TEAM"')],
  ['attribute-name-case', { insensitive: 1, sensitive: undefined }, found('Users', 'username eq "ada"')],
  [
    'operation-name-case',
    { insensitive: 200, sensitive: 400 },
    async (okta) => {
      const { id } = await aUser(okta);
      return (await okta.scim('PATCH', `Users/${id}`, patch({ op: 'Replace', path: 'active', value: false }))).status;
    },
  ],
  ['name-slash', { accept: 201, reject: 400 }, status('POST', 'Users', user('a/b'))],
  [
    'name-spaces',
    { keep: ' ada ', trim: 'ada', reject: undefined },
    async (okta) => (await okta.scim('POST', 'Users', user(' ada '))).body.userName,
  ],
  ['name-length', { unlimited: 201, 512: 400 }, status('POST', 'Users', user('a'.repeat(513)))],
  [
    'duplicate-external-id',
    { accept: 201, 409: 409 },
    async (okta) => {
      await aUser(okta, { externalId: 'same' });
      return (await okta.scim('POST', 'Users', user('bob', { externalId: 'same' }))).status;
    },
  ],
  [
    'external-id-change',
    { 400: 400, ignore: 200 },
    async (okta) => (await put(okta, user('ada', { externalId: 'x' }))).status,
  ],
  [
    'put-without-external-id',
    { reject: 400, keep: 200 },
    async (okta) => (await put(okta, user('ada', { externalId: undefined }))).status,
  ],
  ['put-without-active', { keep: false, true: true }, async (okta) => (await put(okta, user('ada'))).body?.active],
  [
    'put-without-extension',
    { clear: undefined, keep: { items: [{ key: 'a', value: 'b' }] } },
    async (okta) => (await put(okta, user('ada'))).body?.[METADATA],
  ],
  [
    'put-without-members',
    { clear: 0, keep: 1 },
    async (okta) => {
      const { body } = await okta.scim('POST', 'Groups', group('team', (await aUser(okta)).id));
      const answer = await okta.scim('PUT', `Groups/${body.id}`, { ...group('team'), members: undefined });
      return answer.body.members.length;
    },
  ],
  [
    'user-patch-breadth',
    { 'active-only': 400, several: 200 },
    async (okta) => {
      const { id } = await aUser(okta);
      const rename = { op: 'replace', path: 'userName', value: 'eve' };
      return (await okta.scim('PATCH', `Users/${id}`, patch({ op: 'add', value: { active: false } }, rename))).status;
    },
  ],
  ['group-patch-several', { accept: 1, reject: 0 }, patched((id) => [add(id), add(id)])],
  [
    'group-patch-pathless-add',
    { accept: 1, reject: 0 },
    patched((id) => [{ op: 'add', value: { members: [{ value: id }] } }]),
  ],
  [
    'remove-by-value',
    { listed: 1, all: 0 },
    patched((id) => [add(id), { op: 'remove', path: 'members', value: [{ value: UNKNOWN_ID }] }]),
  ],
  ['remove-all-members', { accept: 200, reject: 400 }, patchStatus(() => [{ op: 'remove', path: 'members' }])],
  [
    'remove-non-member',
    { accept: 200, reject: 400 },
    patchStatus((id) => [{ op: 'remove', path: `members[value eq "${id}"]` }]),
  ],
  [
    'group-replace-status',
    { 400: 400, 501: 501 },
    patchStatus(() => [{ op: 'replace', path: 'displayName', value: 'x' }]),
  ],
  ['foreign-member-status', { 400: 400, 403: 403, 404: 404 }, status('POST', 'Groups', group('team', UNKNOWN_ID))],
  ['read-foreign', { 404: 404, 403: 403 }, foreign('GET')],
  ['write-foreign', { 404: 404, 403: 403 }, foreign('PUT', user('ada'))],
  ['delete-foreign', { 403: 403, 404: 404 }, foreign('DELETE')],
  ['if-match', { ignore: 200, 412: 412 }, status('GET', 'Users', undefined, { headers: { 'if-match': '"x"' } })],
  [
    'missing-content-type',
    { accept: 201, 415: 415 },
    status('POST', 'Users', undefined, {
      raw: Buffer.from(JSON.stringify(user('ada'))),
      headers: { 'content-type': '' },
    }),
  ],
  [
    'foreign-content-type',
    { 415: 415, accept: 201 },
    status('POST', 'Users', user('ada'), { headers: { 'content-type': 'text/plain' } }),
  ],
  ['unacceptable', { ignore: 200, 406: 406 }, status('GET', 'Users', undefined, { headers: { accept: 'image/png' } })],
  [
    'unmapped-token-status',
    { 403: 403, 401: 401, 404: 404 },
    async (_okta, double) => (await double.scim('GET', 'Users', undefined, { token: double.rootToken })).status,
  ],
  [
    'unmapped-token-form',
    { scim: undefined, vault: ['the token does not belong to the principal of a SCIM client'] },
    async (_okta, double) => (await double.scim('GET', 'Users', undefined, { token: double.rootToken })).body.errors,
  ],
];

/** PUT of an inactive user with metadata. */
async function put(okta: Tenant, body: object) {
  const { id } = await aUser(okta, { active: false, [METADATA]: { items: [{ key: 'a', value: 'b' }] } });
  return okta.scim('PUT', `Users/${id}`, body);
}

function found(collection: string, filter: string): Probe {
  return async (okta) => {
    await okta.scim('POST', 'Groups', group('team', (await aUser(okta)).id));
    return (await okta.scim('GET', `${collection}?filter=${encodeURIComponent(filter)}`)).body.totalResults;
  };
}

function add(id: string): object {
  return { op: 'add', path: 'members', value: [{ value: id }] };
}

/** The number of members of an empty group after a PATCH. */
function patched(operations: (userId: string) => object[]): Probe {
  return async (okta) => {
    const { id } = await aUser(okta);
    const { body } = await okta.scim('POST', 'Groups', group('team'));
    await okta.scim('PATCH', `Groups/${body.id}`, patch(...operations(id)));
    return (await okta.scim('GET', `Groups/${body.id}`)).body.members.length;
  };
}

function patchStatus(operations: (userId: string) => object[]): Probe {
  return async (okta) => {
    const { id } = await aUser(okta);
    const { body } = await okta.scim('POST', 'Groups', group('team'));
    return (await okta.scim('PATCH', `Groups/${body.id}`, patch(...operations(id)))).status;
  };
}

function foreign(verb: string, body?: object): Probe {
  return async (okta, double) => {
    const entra = await double.tenant('entra');
    return (await entra.scim(verb, `Users/${(await aUser(okta)).id}`, body)).status;
  };
}
