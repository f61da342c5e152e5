import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { group, LIST, METADATA, USER, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

describe('lists of the double', () => {
  let double: ScimDouble;
  let okta: Tenant;
  const users: { id: string; meta: { lastModified: string; location: string } }[] = [];

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta');
    for (const name of ['u0', 'u1', 'u2', 'u3', 'u4']) {
      users.push((await okta.scim('POST', 'Users', user(name, { active: name !== 'u3' }))).body);
    }
    await okta.scim('POST', 'Groups', group('Everybody', ...users.map(({ id }) => id)));
  });
  after(() => double.close());

  const found = async (filter: string, collection = 'Users') => {
    const { body } = await okta.scim('GET', `${collection}?filter=${encodeURIComponent(filter)}`);
    assert.equal(body.totalResults, body.Resources?.length, filter);
    return body.Resources.map((resource: Record<string, string>) => resource.userName ?? resource.displayName);
  };

  test('a list is a ListResponse of the own users in the order of creation (RFC 7644 section 3.4.2, S12)', async () => {
    const { body } = await okta.scim('GET', 'Users');
    const { Resources, ...head } = body;
    assert.deepEqual(head, { schemas: [LIST], totalResults: 5, startIndex: 1, itemsPerPage: 5 });
    assert.deepEqual(
      Resources.map(({ userName }: { userName: string }) => userName),
      ['u0', 'u1', 'u2', 'u3', 'u4'],
    );
  });

  for (const [query, startIndex, names] of [
    ['startIndex=2&count=2', 2, ['u1', 'u2']],
    ['startIndex=5&count=9', 5, ['u4']],
    ['startIndex=0&count=1', 1, ['u0']],
    ['startIndex=-3&count=1', 1, ['u0']],
    ['startIndex=9', 9, []],
    ['count=0', 1, []],
    ['count=-1', 1, []],
    ['aadOptscim062020&_w=empty&count=1', 1, ['u0']],
  ] as const) {
    test(`?${query} selects ${names.join(', ') || 'nobody'} of five (RFC 7644 section 3.4.2.4)`, async () => {
      const { body } = await okta.scim('GET', `Users?${query}`);
      const { Resources, ...head } = body;
      assert.deepEqual(head, { schemas: [LIST], totalResults: 5, startIndex, itemsPerPage: names.length });
      assert.deepEqual(
        Resources.map(({ userName }: { userName: string }) => userName),
        names,
      );
    });
  }

  test('a page that is no number is 400', async () => {
    const answer = await okta.scim('GET', 'Users?count=ten');
    assert.equal(answer.status, 400);
    assert.equal(answer.body.scimType, 'invalidValue');
  });

  test('users are found by userName, externalId and active (S1, S9)', async () => {
    assert.deepEqual(await found('userName eq "u2"'), ['u2']);
    assert.deepEqual(await found('USERNAME Eq "U2"'), ['u2']);
    assert.deepEqual(await found(`${USER}:userName eq "u2"`), ['u2']);
    assert.deepEqual(await found('externalId eq "external-u4"'), ['u4']);
    assert.deepEqual(await found('externalId eq "EXTERNAL-u4"'), []);
    assert.deepEqual(await found('active eq false'), ['u3']);
    assert.deepEqual(await found('active eq true'), ['u0', 'u1', 'u2', 'u4']);
    assert.deepEqual(await found('userName eq "nobody"'), []);
  });

  test('meta.lastModified compares instants, to the last digit and across offsets (S1, S9)', async () => {
    const at = users[2]?.meta.lastModified ?? '';
    assert.deepEqual(await found(`meta.lastModified gt "${at}"`), ['u3', 'u4']);
    assert.deepEqual(await found(`meta.lastModified ge "${at}"`), ['u2', 'u3', 'u4']);
    assert.deepEqual(await found(`meta.lastModified lt "${at}"`), ['u0', 'u1']);
    assert.deepEqual(await found(`meta.lastModified le "${at}"`), ['u0', 'u1', 'u2']);
    assert.equal((await found('meta.lastModified gt "2020-01-01T02:00:00+02:00"')).length, 5);
  });

  test('groups are found by displayName and meta.lastModified (S1)', async () => {
    assert.deepEqual(await found('displayName eq "everybody"', 'Groups'), ['Everybody']);
    assert.deepEqual(await found('displayName eq "nonexistent-group"', 'Groups'), []);
    assert.deepEqual(await found('meta.lastModified gt "2020-01-01T00:00:00Z"', 'Groups'), ['Everybody']);
  });

  for (const filter of [
    'userName co "u"',
    'userName pr',
    'userName ne "u1"',
    'userName eq u1',
    'userName eq "u1" and active eq true',
    'not (userName eq "u1")',
    '(userName eq "u1")',
    'emails[type eq "work"].value eq "x"',
    'id eq "x"',
    'active eq "true"',
    'active eq 1',
    'meta.lastModified eq "2020-01-01T00:00:00Z"',
    'meta.lastModified gt "yesterday"',
    'meta.lastModified gt "2020-02-30T00:00:00Z"',
    'displayName eq "u1"',
    'userName eq "u1',
    'userName',
    '',
  ]) {
    test(`the filter ${JSON.stringify(filter)} is 400 invalidFilter (S1, S16)`, async () => {
      const answer = await okta.scim('GET', `Users?filter=${encodeURIComponent(filter)}`);
      assert.equal(answer.status, 400);
      assert.equal(answer.body.scimType, 'invalidFilter');
    });
  }

  test('attributes and excludedAttributes shape the answer (RFC 7644 section 3.9)', async () => {
    const id = users[0]?.id ?? '';
    const get = async (query: string) => (await okta.scim('GET', `Users/${id}?${query}`)).body;
    assert.deepEqual(await get('attributes=USERNAME'), { schemas: [USER], id, userName: 'u0' });
    assert.deepEqual(await get('attributes=meta.location'), {
      schemas: [USER],
      id,
      meta: { location: users[0]?.meta.location },
    });
    assert.deepEqual(Object.keys(await get('excludedAttributes=id,schemas,meta,groups,active')), [
      'schemas',
      'id',
      'externalId',
      'userName',
    ]);
    const { body } = await okta.scim('GET', 'Groups?excludedAttributes=members');
    assert.equal('members' in body.Resources[0], false);
  });

  test('the projection holds for answers to writes, and for the extension by its URN', async () => {
    const { body } = await okta.scim(
      'POST',
      `Users?attributes=${METADATA}:items.key`,
      user('projected', { [METADATA]: { items: [{ key: 'a', value: 'b' }] } }),
    );
    assert.deepEqual(body, { schemas: [USER, METADATA], id: body.id, [METADATA]: { items: [{ key: 'a' }] } });
    await okta.scim('DELETE', `Users/${body.id}`);
  });
});
