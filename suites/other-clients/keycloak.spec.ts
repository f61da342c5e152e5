import { bodyOf, expect, idOf, Others, row, rowIn, test, valuesOf } from '../../src/harness/index.ts';

test('patch: a user is changed in three steps at once', rowIn('patch', 'KEYC-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  const values = { ...Others.valuesOf(user), userName: arrange.unique('renamed') };

  const answer = await Others.requests(tenant, 'keycloak').send('KC-V03', values);

  const { userName, active } = bodyOf(await tenant.scim.get(user.path));
  expect(answer).toHaveStatus([200, 204]);
  expect({ userName, active }, 'the user that is read').toEqual({ userName: values.userName, active: true });
});

test('patch: a group is written in three steps at once', rowIn('patch', 'KEYC-01'), async ({ tenant, arrange }) => {
  const [leaving, user] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [leaving]);
  const groupName = arrange.unique('renamed');
  const values = { gid: group.id, uid: user.id, ext: Others.randomName(), groupName };

  const answer = await Others.requests(tenant, 'keycloak').send('KC-V06', values);

  const { displayName, members } = bodyOf(await tenant.scim.get(group.path));
  expect(answer).toHaveStatus([200, 204]);
  expect(displayName, 'the name that is read').toBe(groupName);
  expect(valuesOf(members), 'the members').toEqual([user.id]);
});

test('patch: a group is emptied without a filter', rowIn('patch', 'KEYC-01'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 2));
  const values = { gid: group.id, ext: Others.randomName(), groupName: group.displayName };

  const answer = await Others.requests(tenant, 'keycloak').send('KC-V07', values);

  const { members } = bodyOf(await tenant.scim.get(group.path));
  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(members), 'the members').toEqual([]);
});

test('a relative $ref in a replace does no harm', rowIn('patch', 'KEYC-01'), async ({ tenant, arrange }) => {
  const [old, user] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [old]);
  const values = { gid: group.id, uid: user.id, ext: Others.randomName(), groupName: group.displayName };

  const answer = await Others.requests(tenant, 'keycloak').send('KC-V05', values);

  const { members } = bodyOf(await tenant.scim.get(group.path));
  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(members), 'the members').toEqual([user.id]);
});

test('an id that the client chose is overlooked in a group', row('KEYC-02'), async ({ tenant, arrange }) => {
  const [guid, groupName] = [Others.randomName(), arrange.unique('group')];

  const answer = await Others.requests(tenant, 'keycloak').send('KC-V08', { guid, groupName });

  const chosen = await tenant.scim.get(`/Groups/${guid}`);
  const read = bodyOf(await tenant.scim.get(`/Groups/${idOf(answer) || 'none'}`));
  expect(answer).toHaveStatus(201);
  expect(idOf(answer), 'the id of the group').not.toBe(guid);
  expect(chosen).toHaveStatus(404);
  expect(read.displayName, 'the name that is read').toBe(groupName);
});

test('an id that the client chose is overlooked in a user', row('KEYC-02'), async ({ tenant, arrange }) => {
  const guid = Others.randomName();
  const person = Others.personOf(arrange);
  const body = { ...Others.bodyOfTemplate('keycloak', 'KC-V01', person), id: guid };

  const answer = await Others.requests(tenant, 'keycloak').sendText('KC-V01', person, JSON.stringify(body));

  const chosen = await tenant.scim.get(`/Users/${guid}`);
  const read = bodyOf(await tenant.scim.get(`/Users/${idOf(answer) || 'nobody'}`));
  expect(answer).toHaveStatus(201);
  expect(idOf(answer), 'the id of the user').not.toBe(guid);
  expect(chosen).toHaveStatus(404);
  expect(read.userName, 'the userName that is read').toBe(person.userName);
});

test('an id that the client chose for two users is overlooked in both', row('KEYC-02'), async ({ tenant, arrange }) => {
  const guid = Others.randomName();
  const ids: string[] = [];

  for (const person of [Others.personOf(arrange), Others.personOf(arrange)]) {
    const body = { ...Others.bodyOfTemplate('keycloak', 'KC-V01', person), id: guid };
    const answer = await Others.requests(tenant, 'keycloak').sendText('KC-V01', person, JSON.stringify(body));

    expect(answer).toHaveStatus(201);
    const read = bodyOf(await tenant.scim.get(`/Users/${idOf(answer)}`));
    expect(read.userName, 'the userName that is read').toBe(person.userName);
    ids.push(idOf(answer));
  }

  expect(new Set([guid, ...ids]).size, 'the number of different ids').toBe(3);
});

test(
  'an id that the client chose for two groups is overlooked in both',
  row('KEYC-02'),
  async ({ tenant, arrange }) => {
    const guid = Others.randomName();
    const ids: string[] = [];

    for (const groupName of [arrange.unique('group'), arrange.unique('group')]) {
      const answer = await Others.requests(tenant, 'keycloak').send('KC-V08', { guid, groupName });

      expect(answer).toHaveStatus(201);
      const read = bodyOf(await tenant.scim.get(`/Groups/${idOf(answer)}`));
      expect(read.displayName, 'the name that is read').toBe(groupName);
      ids.push(idOf(answer));
    }

    expect(new Set([guid, ...ids]).size, 'the number of different ids').toBe(3);
  },
);
