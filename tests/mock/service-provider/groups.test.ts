import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { GROUP, group, patch, scimError, UNKNOWN_ID, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

describe('groups of the double', () => {
  let double: ScimDouble;
  let okta: Tenant;
  let ada: string;
  let bob: string;

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta');
    ada = (await okta.scim('POST', 'Users', user('ada'))).body.id;
    bob = (await okta.scim('POST', 'Users', user('bob'))).body.id;
  });
  after(() => double.close());

  const membersOf = async (id: string) =>
    (await okta.scim('GET', `Groups/${id}`)).body.members.map(({ value }: { value: string }) => value);

  test('POST answers 201 with the whole group (S1, S9)', async () => {
    const answer = await okta.scim('POST', 'Groups', group('vault-admins', ada));
    const { id, meta } = answer.body;
    assert.equal(answer.status, 201);
    assert.deepEqual(answer.body, {
      schemas: [GROUP],
      id,
      displayName: 'vault-admins',
      members: [{ value: ada, $ref: `${double.address}/v1/identity/scim/v2/Users/${ada}`, display: 'ada' }],
      meta: {
        resourceType: 'Group',
        created: meta.created,
        lastModified: meta.created,
        location: `${double.address}/v1/identity/scim/v2/Groups/${id}`,
      },
    });
    assert.equal(answer.headers.get('location'), meta.location);
  });

  test('a group is an internal group of the identity store, marked with the client (S1, S10)', async () => {
    const { body } = await okta.scim('POST', 'Groups', group('internal', ada, bob));
    const { data } = (await double.api('GET', `identity/group/id/${body.id}`)).body;
    assert.equal(data.type, 'internal');
    assert.equal(data.name, 'internal');
    assert.deepEqual(data.member_entity_ids, [ada, bob]);
    assert.equal(data.scim_client_id, okta.clientId);
  });

  test('the name of an unmanaged group is taken: 409 (S11)', async () => {
    await double.api('POST', 'identity/group', { name: 'by-hand' });
    const answer = await okta.scim('POST', 'Groups', group('By-Hand'));
    assert.equal(answer.status, 409);
    assert.deepEqual(answer.body, scimError(409, 'displayName By-Hand is already in use', 'uniqueness'));
  });

  test('a member that is no user of the client, or is a group, refuses the whole request (S1)', async () => {
    const nested = await okta.scim('POST', 'Groups', group('nested'));
    const foreign = (await double.api('POST', 'identity/entity', { name: 'unmanaged' })).body.data.id;
    for (const member of [UNKNOWN_ID, nested.body.id, foreign, 'no id']) {
      const answer = await okta.scim('POST', 'Groups', group('refused', ada, member));
      assert.equal(answer.status, 400);
      assert.deepEqual(
        answer.body,
        scimError(400, `member ${member} is not a user of this SCIM client`, 'invalidValue'),
      );
    }
    assert.equal((await double.api('GET', 'identity/group/name/refused')).status, 404);
  });

  test('PUT replaces name and members, and leaves policies alone (S1, S2)', async () => {
    const { body } = await okta.scim('POST', 'Groups', group('put', ada));
    await double.api('POST', `identity/group/id/${body.id}`, { policies: ['readers'] });
    const put = await okta.scim('PUT', `Groups/${body.id}`, group('put renamed', bob));
    assert.equal(put.status, 200);
    assert.equal(put.body.displayName, 'put renamed');
    assert.deepEqual(await membersOf(body.id), [bob]);
    const { data } = (await double.api('GET', `identity/group/id/${body.id}`)).body;
    assert.deepEqual([data.name, data.member_entity_ids, data.policies], ['put renamed', [bob], ['readers']]);
  });

  test('PUT to a taken name is 409 and changes nothing', async () => {
    await okta.scim('POST', 'Groups', group('taken'));
    const { body } = await okta.scim('POST', 'Groups', group('free', ada));
    assert.equal((await okta.scim('PUT', `Groups/${body.id}`, group('TAKEN', bob))).status, 409);
    assert.deepEqual((await okta.scim('GET', `Groups/${body.id}`)).body, body);
  });

  test('PATCH adds members; one that is there already changes nothing (S1, RFC 7644 section 3.5.2.1)', async () => {
    const { body } = await okta.scim('POST', 'Groups', group('add', ada));
    const again = await okta.scim(
      'PATCH',
      `Groups/${body.id}`,
      patch({ op: 'add', path: 'members', value: [{ value: ada }] }),
    );
    assert.deepEqual(again.body, body);
    const add = { op: 'Add', path: 'members', value: [{ value: bob, display: 'bob' }] };
    const answer = await okta.scim('PATCH', `Groups/${body.id}`, patch(add));
    assert.equal(answer.status, 200);
    assert.deepEqual(await membersOf(body.id), [ada, bob]);
    assert.notEqual(answer.body.meta.lastModified, body.meta.lastModified);
  });

  test('PATCH removes a member by the filter path that Okta and Entra send (S14)', async () => {
    const { body } = await okta.scim('POST', 'Groups', group('remove by filter', ada, bob));
    const remove = { op: 'remove', path: `members[value eq "${ada}"]` };
    assert.equal((await okta.scim('PATCH', `Groups/${body.id}`, patch(remove))).status, 200);
    assert.deepEqual(await membersOf(body.id), [bob]);
    const { data } = (await double.api('GET', `identity/group/id/${body.id}`)).body;
    assert.deepEqual(data.member_entity_ids, [bob]);
    assert.equal((await okta.scim('PATCH', `Groups/${body.id}`, patch(remove))).status, 200);
  });

  test('PATCH removes the listed members of a value list (S1, S14)', async () => {
    const { body } = await okta.scim('POST', 'Groups', group('remove by value', ada, bob));
    const remove = { op: 'Remove', path: 'members', value: [{ $ref: null, value: ada }] };
    assert.equal((await okta.scim('PATCH', `Groups/${body.id}`, patch(remove))).status, 200);
    assert.deepEqual(await membersOf(body.id), [bob]);
  });

  test('PATCH takes removes and adds in one request, in their order', async () => {
    const { body } = await okta.scim('POST', 'Groups', group('mixed', ada));
    const operations = [
      { op: 'remove', path: `members[value eq "${ada}"]` },
      { op: 'add', path: 'members', value: [{ value: bob }] },
      { op: 'add', value: { members: [{ value: ada }] } },
    ];
    await okta.scim('PATCH', `Groups/${body.id}`, patch(...operations));
    assert.deepEqual((await membersOf(body.id)).sort(), [ada, bob].sort());
  });

  for (const [what, scimType, operation] of [
    ['replace of displayName', 'invalidValue', { op: 'replace', path: 'displayName', value: 'x' }],
    ['replace without path', 'invalidValue', { op: 'replace', value: { displayName: 'x' } }],
    ['replace of members', 'invalidValue', { op: 'replace', path: 'members', value: [] }],
    ['replace of id', 'mutability', { op: 'replace', path: 'id', value: 'x' }],
    ['add to displayName', 'invalidPath', { op: 'add', path: 'displayName', value: 'x' }],
    ['a further attribute', 'invalidPath', { op: 'add', value: { members: [], displayName: 'x' } }],
    ['remove without path', 'noTarget', { op: 'remove' }],
    ['remove of displayName', 'invalidPath', { op: 'remove', path: 'displayName' }],
    ['a foreign member', 'invalidValue', { op: 'add', path: 'members', value: [{ value: UNKNOWN_ID }] }],
    ['another member filter', 'invalidFilter', { op: 'remove', path: 'members[display eq "ada"]' }],
    ['members without value', 'invalidValue', { op: 'add', path: 'members' }],
  ] as const) {
    test(`PATCH with ${what} is 400 ${scimType}, and the good operation before it is undone (S1)`, async () => {
      const { body } = await okta.scim('POST', 'Groups', group(`refused ${what}`, ada));
      const good = { op: 'add', path: 'members', value: [{ value: bob }] };
      const answer = await okta.scim('PATCH', `Groups/${body.id}`, patch(good, operation));
      assert.equal(answer.status, 400);
      assert.equal(answer.body.scimType, scimType);
      assert.deepEqual((await okta.scim('GET', `Groups/${body.id}`)).body, body);
    });
  }

  test('User.groups shows direct memberships in groups of the same client (S1)', async () => {
    const { body: carl } = await okta.scim('POST', 'Users', user('carl'));
    const { body: own } = await okta.scim('POST', 'Groups', group('own', carl.id));
    await double.api('POST', 'identity/group', { name: 'unmanaged-group', member_entity_ids: [carl.id] });
    assert.deepEqual((await okta.scim('GET', `Users/${carl.id}`)).body.groups, [
      { value: own.id, $ref: `${double.address}/v1/identity/scim/v2/Groups/${own.id}`, display: 'own' },
    ]);
    await okta.scim('PATCH', `Groups/${own.id}`, patch({ op: 'remove', path: `members[value eq "${carl.id}"]` }));
    assert.deepEqual((await okta.scim('GET', `Users/${carl.id}`)).body.groups, []);
  });

  test('DELETE removes the group and leaves its users', async () => {
    const { body } = await okta.scim('POST', 'Groups', group('deleted', ada));
    assert.equal((await okta.scim('DELETE', `Groups/${body.id}`)).status, 204);
    assert.equal((await okta.scim('DELETE', `Groups/${body.id}`)).status, 404);
    assert.equal((await double.api('GET', `identity/group/id/${body.id}`)).status, 404);
    assert.equal((await okta.scim('GET', `Users/${ada}`)).status, 200);
  });
});
