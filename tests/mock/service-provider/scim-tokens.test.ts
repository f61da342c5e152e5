import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

describe('SCIM tokens in 2.2', () => {
  let double: ScimDouble;
  let okta: Tenant;

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta', { fields: { max_token_ttl: 3600 } });
  });
  after(() => double.close());

  const order = (more: object = {}) =>
    double.api('POST', 'auth/token/create/okta', {
      type: 'scim',
      entity_alias: 'okta',
      policies: ['scim-okta'],
      no_default_policy: true,
      renewable: false,
      ...more,
    });

  test('are issued through a role, start with scm., and serve SCIM paths only (S4, S6)', async () => {
    const answer = await order({ ttl: '30m' });
    assert.equal(answer.status, 200);
    const { auth } = answer.body;
    assert.match(auth.client_token, /^scm\./);
    assert.deepEqual(
      [auth.token_type, auth.entity_id, auth.renewable, auth.orphan, auth.lease_duration],
      ['scim', okta.principalId, false, true, 1800],
    );
    const token = auth.client_token;
    assert.equal((await double.scim('GET', 'Users', undefined, { token })).status, 200);
    assert.equal((await double.api('GET', 'auth/token/lookup-self', undefined, { token })).status, 403);
    const lookup = await double.api('POST', 'auth/token/lookup', { token });
    assert.deepEqual([lookup.body.data.type, lookup.body.data.entity_id], ['scim', okta.principalId]);
    await double.api('POST', 'auth/token/revoke', { token });
    assert.equal((await double.scim('GET', 'Users', undefined, { token })).status, 403);
  });

  test('live no longer than max_token_ttl (S8)', async () => {
    const { auth } = (await order({ ttl: '720h' })).body;
    assert.equal(auth.lease_duration, 3600);
    await double.api('POST', 'auth/token/revoke', { token: auth.client_token });
  });

  test('are limited to max_active_tokens; a revoked one makes room (S8)', async () => {
    const first = await order();
    const second = await order();
    const third = await order();
    assert.deepEqual([first.status, second.status, third.status], [200, 200, 400]);
    await double.api('POST', 'auth/token/revoke', { token: first.body.auth.client_token });
    const fourth = await order();
    assert.equal(fourth.status, 200);
    for (const answer of [second, fourth]) {
      await double.api('POST', 'auth/token/revoke', { token: answer.body.auth.client_token });
    }
  });

  test('need a role and the principal of a client', async () => {
    const bare = await double.api('POST', 'auth/token/create', { type: 'scim', policies: ['scim-okta'] });
    assert.equal(bare.status, 400);
    const { entityId } = await double.principal('stranger');
    const strange = await double.api('POST', 'auth/token/create/stranger', { type: 'scim', entity_alias: 'stranger' });
    assert.equal(strange.status, 400);
    assert.ok(entityId);
  });

  test('need an alias that exists: none is made for a refused order', async () => {
    await double.api('POST', 'auth/token/roles/okta', { allowed_entity_aliases: 'okta,nobody', orphan: true });
    const before = (await double.api('LIST', 'identity/entity-alias/id')).body.data.keys;
    assert.equal((await order({ entity_alias: 'nobody' })).status, 400);
    assert.deepEqual((await double.api('LIST', 'identity/entity-alias/id')).body.data.keys, before);
  });

  test('do not exist in 2.0.4', async () => {
    await using older = await startScimDouble({ version: '2.0.4' });
    await older.tenant('okta');
    const body = { type: 'scim', entity_alias: 'okta', policies: ['scim-okta'] };
    assert.equal((await older.api('POST', 'auth/token/create/okta', body)).status, 400);
  });
});
