import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { METADATA, patch, scimError, UNKNOWN_ID, USER, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

describe('users of the double', () => {
  let double: ScimDouble;
  let okta: Tenant;

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta', { aliases: true });
  });
  after(() => double.close());

  test('POST answers 201 with the whole user and its location (S1, RFC 7644 section 3.3)', async () => {
    const answer = await okta.scim('POST', 'Users', {
      schemas: [USER, METADATA],
      userName: 'jane.doe',
      externalId: '00u123456789',
      active: true,
      [METADATA]: { items: [{ key: 'department', value: 'engineering' }] },
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get('content-type'), 'application/scim+json');
    const { id, meta } = answer.body;
    assert.equal(answer.headers.get('location'), `${double.address}/v1/identity/scim/v2/Users/${id}`);
    assert.equal(meta.created, meta.lastModified);
    assert.deepEqual(answer.body, {
      schemas: [USER, METADATA],
      id,
      externalId: '00u123456789',
      userName: 'jane.doe',
      active: true,
      groups: [],
      [METADATA]: { items: [{ key: 'department', value: 'engineering' }] },
      meta: {
        resourceType: 'User',
        created: meta.created,
        lastModified: meta.created,
        location: `${double.address}/v1/identity/scim/v2/Users/${id}`,
      },
    });
    assert.deepEqual((await okta.scim('GET', `Users/${id}`)).body, answer.body);
  });

  test('a user is an entity with an alias, both marked with the client (S1, S2, S10)', async () => {
    const { body } = await okta.scim('POST', 'Users', user('entity.user', { active: false }));
    const { data } = (await double.api('GET', `identity/entity/id/${body.id}`)).body;
    assert.equal(data.name, 'entity.user');
    assert.equal(data.external_id, 'external-entity.user');
    assert.equal(data.disabled, true);
    assert.equal(data.scim_client_id, okta.clientId);
    assert.equal(data.aliases.length, 1);
    assert.equal(data.aliases[0].name, 'entity.user');
    assert.equal(data.aliases[0].mount_accessor, okta.accessor);
    assert.equal(data.aliases[0].scim_client_id, okta.clientId);
  });

  test('userName and externalId are required (S1, S3)', async () => {
    const bare = { schemas: [USER], userName: 'no.external' };
    assert.deepEqual(
      (await okta.scim('POST', 'Users', bare)).body,
      scimError(400, 'externalId is required', 'invalidValue'),
    );
    const nameless = await okta.scim('POST', 'Users', { schemas: [USER], externalId: 'e' });
    assert.deepEqual(nameless.body, scimError(400, 'userName is required', 'invalidValue'));
    assert.equal(nameless.status, 400);
  });

  test('a userName in another letter case is taken: 409 uniqueness (S13, RFC 7644 section 3.3)', async () => {
    await okta.scim('POST', 'Users', user('Case.User'));
    const answer = await okta.scim('POST', 'Users', user('case.user'));
    assert.equal(answer.status, 409);
    assert.deepEqual(answer.body, scimError(409, 'userName case.user is already in use', 'uniqueness'));
  });

  test('the name of an unmanaged entity is taken too, and stays as it is', async () => {
    const { body } = await double.api('POST', 'identity/entity', { name: 'by.hand' });
    assert.equal((await okta.scim('POST', 'Users', user('by.hand'))).status, 409);
    const entity = await double.api('GET', `identity/entity/id/${body.data.id}`);
    assert.equal(entity.body.data.scim_client_id, '');
  });

  test('a taken alias name refuses the create and leaves no entity behind', async () => {
    const { body } = await double.api('POST', 'identity/entity', { name: 'holder' });
    const alias = { name: 'alias.taken', mount_accessor: okta.accessor, canonical_id: body.data.id };
    await double.api('POST', 'identity/entity-alias', alias);
    assert.equal((await okta.scim('POST', 'Users', user('alias.taken'))).status, 409);
    assert.equal((await double.api('GET', 'identity/entity/name/alias.taken')).status, 404);
  });

  test('attributes that Vault does not model are ignored, read-only ones too', async () => {
    const answer = await okta.scim('POST', 'Users', {
      ...user('okta.like', { id: UNKNOWN_ID, groups: [], meta: { resourceType: 'Group' } }),
      name: { givenName: 'Test' },
      emails: [{ value: 'a@b.c', primary: true }],
      password: '1mz050nq',
    });
    assert.equal(answer.status, 201);
    assert.notEqual(answer.body.id, UNKNOWN_ID);
    assert.deepEqual(Object.keys(answer.body).sort(), [
      'active',
      'externalId',
      'groups',
      'id',
      'meta',
      'schemas',
      'userName',
    ]);
  });

  test('active has to be a JSON boolean (S6)', async () => {
    const answer = await okta.scim('POST', 'Users', user('string.active', { active: 'False' }));
    assert.deepEqual(answer.body, scimError(400, 'active has to be true or false', 'invalidValue'));
    assert.equal((await double.api('GET', 'identity/entity/name/string.active')).status, 404);
  });

  test('PUT renames entity and alias together and keeps the id (S2)', async () => {
    const { body } = await okta.scim('POST', 'Users', user('before'));
    const put = await okta.scim('PUT', `Users/${body.id}`, { ...user('after'), externalId: 'external-before' });
    assert.equal(put.status, 200);
    assert.equal(put.body.id, body.id);
    assert.equal(put.body.userName, 'after');
    assert.equal(put.body.meta.created, body.meta.created);
    assert.notEqual(put.body.meta.lastModified, body.meta.lastModified);
    const { data } = (await double.api('GET', `identity/entity/id/${body.id}`)).body;
    assert.equal(data.name, 'after');
    assert.equal(data.aliases[0].name, 'after');
    assert.deepEqual((await okta.scim('GET', `Users/${body.id}`)).body, put.body);
  });

  test('PUT with another externalId is 400 mutability and changes nothing (S1)', async () => {
    const { body } = await okta.scim('POST', 'Users', user('fixed.external'));
    const changed = { ...user('renamed.external'), externalId: 'other', active: false };
    const put = await okta.scim('PUT', `Users/${body.id}`, changed);
    assert.equal(put.status, 400);
    assert.deepEqual(put.body, scimError(400, 'externalId cannot be changed', 'mutability'));
    assert.deepEqual((await okta.scim('GET', `Users/${body.id}`)).body, body);
  });

  test('PUT to a taken name is 409 and changes nothing', async () => {
    await okta.scim('POST', 'Users', user('first.name'));
    const { body } = await okta.scim('POST', 'Users', user('second.name'));
    const put = await okta.scim('PUT', `Users/${body.id}`, {
      ...user('FIRST.name', { active: false }),
      externalId: 'external-second.name',
    });
    assert.equal(put.status, 409);
    assert.deepEqual((await okta.scim('GET', `Users/${body.id}`)).body, body);
  });

  test('PUT without the extension clears metadata, without active leaves it', async () => {
    const metadata = { [METADATA]: { items: [{ key: 'a', value: 'b' }] } };
    const { body } = await okta.scim('POST', 'Users', user('sparse.put', { active: false, ...metadata }));
    const put = await okta.scim('PUT', `Users/${body.id}`, user('sparse.put'));
    assert.equal(put.body.active, false);
    assert.deepEqual(put.body.schemas, [USER]);
    const { data } = (await double.api('GET', `identity/entity/id/${body.id}`)).body;
    assert.equal(data.metadata, null);
  });

  for (const [form, operation] of [
    ['with a path', { op: 'replace', path: 'active', value: false }],
    ['without a path, as Okta sends it', { op: 'replace', value: { active: false } }],
    ['with a capital, as Entra sends it', { op: 'Replace', path: 'active', value: false }],
    ['with the URN before the path', { op: 'replace', path: `${USER}:active`, value: false }],
  ] as const) {
    test(`PATCH replaces active ${form} (S1, S3)`, async () => {
      const { body } = await okta.scim('POST', 'Users', user(`patched ${form.replaceAll(' ', '.')}`));
      const answer = await okta.scim('PATCH', `Users/${body.id}`, patch(operation));
      assert.equal(answer.status, 200);
      assert.equal(answer.body.active, false);
      const { data } = (await double.api('GET', `identity/entity/id/${body.id}`)).body;
      assert.equal(data.disabled, true);
    });
  }

  for (const [what, scimType, ...operations] of [
    ['several operations', 'invalidValue', { op: 'replace', path: 'active', value: false }, { op: 'add', value: {} }],
    ['add', 'invalidValue', { op: 'add', value: { active: false } }],
    ['remove without path', 'noTarget', { op: 'remove' }],
    ['a string', 'invalidValue', { op: 'replace', path: 'active', value: 'False' }],
    ['userName', 'invalidPath', { op: 'replace', path: 'userName', value: 'x' }],
    ['externalId', 'mutability', { op: 'replace', path: 'externalId', value: 'x' }],
    ['groups', 'mutability', { op: 'add', path: 'groups', value: [{ value: UNKNOWN_ID }] }],
    ['an unknown path', 'invalidPath', { op: 'replace', path: 'emails[type eq "work"].value', value: 'x' }],
    ['a second attribute', 'invalidPath', { op: 'replace', value: { active: false, displayName: 'x' } }],
    ['an unknown operation', 'invalidSyntax', { op: 'move', path: 'active', value: false }],
    ['schemas in the operation (S11)', 'invalidValue', { schemas: [], op: 'replace', path: 'active', value: false }],
    ['no operation', 'invalidSyntax'],
  ] as const) {
    test(`PATCH with ${what} is 400 ${scimType} and changes nothing (S1)`, async () => {
      const { body } = await okta.scim('POST', 'Users', user(`refused ${what.replaceAll(' ', '.')}`));
      const answer = await okta.scim('PATCH', `Users/${body.id}`, patch(...operations));
      assert.equal(answer.status, 400);
      assert.equal(answer.body.scimType, scimType);
      assert.deepEqual((await okta.scim('GET', `Users/${body.id}`)).body, body);
      await okta.scim('DELETE', `Users/${body.id}`);
    });
  }

  test('DELETE removes entity, alias and memberships; afterwards the user is unknown (S1, S18a)', async () => {
    const { body } = await okta.scim('POST', 'Users', user('leaver'));
    const team = await okta.scim('POST', 'Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'team of the leaver',
      members: [{ value: body.id }],
    });
    const answer = await okta.scim('DELETE', `Users/${body.id}`);
    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    for (const verb of ['GET', 'DELETE'] as const) {
      const gone = await okta.scim(verb, `Users/${body.id}`);
      assert.equal(gone.status, 404);
      assert.deepEqual(gone.body, scimError(404, `Resource ${body.id} not found`));
    }
    assert.deepEqual((await okta.scim('GET', `Groups/${team.body.id}`)).body.members, []);
    const { data } = (await double.api('GET', `identity/group/id/${team.body.id}`)).body;
    assert.deepEqual(data.member_entity_ids ?? [], []);
    assert.equal((await okta.scim('POST', 'Users', user('leaver'))).status, 201);
  });

  test('PUT never creates (RFC 7644 section 3.5.1)', async () => {
    assert.equal((await okta.scim('PUT', `Users/${UNKNOWN_ID}`, user('put.creates'))).status, 404);
    assert.equal((await double.api('GET', 'identity/entity/name/put.creates')).status, 404);
  });
});
