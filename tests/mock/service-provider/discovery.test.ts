import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { GROUP, LIST, METADATA, scimError, USER } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

describe('discovery of the double', () => {
  let double: ScimDouble;
  let okta: Tenant;

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta');
  });
  after(() => double.close());

  test('ServiceProviderConfig needs no token and advertises what is served (S1, S16)', async () => {
    const answer = await double.scim('GET', 'ServiceProviderConfig', undefined, { token: null });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/scim+json');
    const { patch, bulk, filter, changePassword, sort, etag, authenticationSchemes } = answer.body;
    assert.deepEqual(
      { patch, bulk, filter, changePassword, sort, etag },
      {
        patch: { supported: true },
        bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
        filter: { supported: true, maxResults: 1000 },
        changePassword: { supported: false },
        sort: { supported: false },
        etag: { supported: false },
      },
    );
    assert.equal(authenticationSchemes[0].type, 'oauthbearertoken');
  });

  test('Schemas and ResourceTypes need a token', async () => {
    for (const path of ['Schemas', 'ResourceTypes', `Schemas/${USER}`]) {
      assert.equal((await double.scim('GET', path, undefined, { token: null })).status, 403);
    }
  });

  test('ResourceTypes lists User and Group (S1)', async () => {
    const { body } = await okta.scim('GET', 'ResourceTypes');
    assert.deepEqual(body.schemas, [LIST]);
    assert.equal(body.totalResults, 2);
    const shown = body.Resources.map(({ id, endpoint, schema, schemaExtensions }: Record<string, unknown>) => ({
      id,
      endpoint,
      schema,
      schemaExtensions,
    }));
    assert.deepEqual(shown, [
      { id: 'User', endpoint: '/Users', schema: USER, schemaExtensions: [{ schema: METADATA, required: false }] },
      { id: 'Group', endpoint: '/Groups', schema: GROUP, schemaExtensions: [] },
    ]);
    assert.deepEqual((await okta.scim('GET', 'ResourceTypes/User')).body, body.Resources[0]);
  });

  test('Schemas names exactly the attributes that users and groups have', async () => {
    const { body } = await okta.scim('GET', 'Schemas?startIndex=2&count=1');
    const names = body.Resources.map(({ id, attributes }: { id: string; attributes: { name: string }[] }) => [
      id,
      attributes.map(({ name }) => name),
    ]);
    assert.deepEqual(names, [
      [USER, ['userName', 'externalId', 'active', 'groups']],
      [GROUP, ['displayName', 'members']],
      [METADATA, ['items']],
    ]);
  });

  test('a schema is found by its URN, with plain and with encoded colons', async () => {
    const plain = await okta.scim('GET', `Schemas/${USER}`);
    const encoded = await okta.scim('GET', `Schemas/${encodeURIComponent(USER)}`);
    assert.equal(plain.body.id, USER);
    assert.deepEqual(encoded.body, plain.body);
    const unknown = await okta.scim('GET', 'Schemas/urn:unknown');
    assert.deepEqual(unknown.body, scimError(404, 'Resource urn:unknown not found'));
  });

  test('a filter on discovery is 403 (RFC 7644 section 4)', async () => {
    assert.equal((await okta.scim('GET', 'Schemas?filter=id%20eq%20%22x%22')).status, 403);
  });

  for (const verb of ['GET', 'PUT', 'PATCH', 'DELETE', 'POST'] as const) {
    test(`${verb} /Me is 501 (S1)`, async () => {
      const answer = await okta.scim(verb, 'Me', verb === 'GET' || verb === 'DELETE' ? undefined : {});
      assert.deepEqual(answer.body, scimError(501, '/Me is not implemented'));
    });
  }

  test('bulk and search are refused as not implemented', async () => {
    for (const path of ['Bulk', '.search', 'Users/.search', 'Groups/.search']) {
      assert.equal((await okta.scim('POST', path, {})).status, 501, path);
    }
  });

  test('unknown paths and verbs get the answers of Vault (S13h)', async () => {
    const path = await okta.scim('GET', 'Devices');
    assert.equal(path.status, 404);
    assert.deepEqual(path.body, { errors: ['1 error occurred:\n\t* unsupported path\n\n'] });
    const verb = await okta.scim('PUT', 'Users', {});
    assert.equal(verb.status, 405);
    assert.equal(verb.headers.get('allow'), 'GET, POST');
    assert.deepEqual(verb.body, { errors: ['1 error occurred:\n\t* unsupported operation\n\n'] });
  });
});
