import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { group, patch, scimError, UNKNOWN_ID, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

describe('clients of the double among each other', () => {
  let double: ScimDouble;
  let okta: Tenant;
  let entra: Tenant;
  let ada: string;
  let team: string;

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta');
    entra = await double.tenant('entra');
    ada = (await okta.scim('POST', 'Users', user('ada'))).body.id;
    team = (await okta.scim('POST', 'Groups', group('team', ada))).body.id;
  });
  after(() => double.close());

  test('lists and filters hold only what the client owns (S1, S2)', async () => {
    for (const path of [
      'Users',
      'Groups',
      'Users?filter=userName%20eq%20%22ada%22',
      'Users?filter=active%20eq%20true',
    ]) {
      assert.equal((await entra.scim('GET', path)).body.totalResults, 0, path);
    }
  });

  for (const [verb, body] of [
    ['GET', undefined],
    ['PUT', user('mine')],
    ['PATCH', patch({ op: 'replace', path: 'active', value: false })],
  ] as const) {
    test(`${verb} of a foreign user answers as for an unknown one: 404`, async () => {
      const before = (await okta.scim('GET', `Users/${ada}`)).body;
      const foreign = await entra.scim(verb, `Users/${ada}`, body);
      const unknown = await entra.scim(verb, `Users/${UNKNOWN_ID}`, body);
      assert.deepEqual([foreign.status, unknown.status], [404, 404]);
      assert.equal(foreign.text.replaceAll(ada, UNKNOWN_ID), unknown.text);
      assert.deepEqual((await okta.scim('GET', `Users/${ada}`)).body, before);
    });
  }

  test('DELETE of a foreign resource is 403 and changes nothing (S9)', async () => {
    for (const path of [`Users/${ada}`, `Groups/${team}`]) {
      const answer = await entra.scim('DELETE', path);
      assert.deepEqual(answer.body, scimError(403, 'resource is managed by a different SCIM client'));
      assert.equal((await okta.scim('GET', path)).status, 200);
    }
  });

  test('a foreign user cannot be a member (S1)', async () => {
    assert.equal((await entra.scim('POST', 'Groups', group('spies', ada))).status, 400);
    assert.equal((await double.api('GET', 'identity/group/name/spies')).status, 404);
  });

  test('a token without a SCIM client is refused in SCIM form (S2, S3)', async () => {
    for (const path of ['Users', 'Schemas', `Users/${ada}`]) {
      const answer = await double.scim('GET', path, undefined, { token: double.rootToken });
      assert.equal(answer.status, 403);
      assert.deepEqual(answer.body, scimError(403, 'the token does not belong to the principal of a SCIM client'));
    }
  });

  test('a new principal keeps client_id and resources, the old one is refused (S8)', async () => {
    const sail = await double.tenant('sailpoint');
    const { body } = await sail.scim('POST', 'Users', user('moved'));
    const spare = await double.principal('spare');
    await double.api('POST', 'identity/scim/client/sailpoint', { access_grant_principal: spare.entityId });
    assert.equal((await sail.scim('GET', `Users/${body.id}`)).status, 403);
    const read = await double.scim('GET', `Users/${body.id}`, undefined, { token: spare.token });
    assert.deepEqual(read.body, body);
    const client = await double.api('GET', 'identity/scim/client/sailpoint');
    assert.equal(client.body.data.client_id, sail.clientId);
  });

  test('a client is in one namespace: it, its principal and its users are unknown in others (S1, S2)', async () => {
    await double.api('POST', 'sys/namespaces/child');
    const inside = { namespace: 'child' };
    assert.equal((await double.api('GET', 'identity/scim/client/okta', undefined, inside)).status, 404);
    const body = { access_grant_principal: okta.principalId };
    assert.equal((await double.api('POST', 'identity/scim/client/stolen', body, inside)).status, 400);
    assert.equal((await okta.scim('GET', `Users/${ada}`, undefined, inside)).status, 403);
  });

  for (const form of ['scim', 'vault'] as const) {
    test(`a 401 in ${form} form has a challenge (RFC 9110 section 15.5.2)`, async () => {
      const assume = { 'unmapped-token-status': '401', 'unmapped-token-form': form };
      await using strict = await startScimDouble({ assume });
      const answer = await strict.scim('GET', 'Users', undefined, { token: strict.rootToken });
      assert.equal(answer.status, 401);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="vault"');
    });
  }
});
