import {
  bodyOf,
  expect,
  expectAllOrNothing,
  idOf,
  isAccepted,
  listed,
  listOf,
  Others,
  row,
  test,
  valuesOf,
} from '../../src/harness/index.ts';

test('a filter with plus signs and a trailing ampersand is read', row('ONEL-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await Others.requests(tenant, 'onelogin').send('OL-Q01', { userName: user.userName });

  expect(answer).toHaveStatus(200);
  expect(listed(answer), 'the list').toEqual(listOf(user));
});

test('an address with a trailing question mark is served', row('ONEL-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await Others.requests(tenant, 'onelogin').send('OL-V03', {
    ...Others.valuesOf(user),
    active: 'false',
  });

  const { userName, externalId, active } = bodyOf(await tenant.scim.get(user.path));
  expect(answer).toHaveStatus(200);
  expect({ userName, externalId, active }, 'the user that is read').toEqual({
    userName: user.userName,
    externalId: user.externalId,
    active: false,
  });
});

test('the groups are listed for an empty User-Agent', row('ONEL-01', 'ONEL-04'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);

  const answer = await Others.requests(tenant, 'onelogin').send('OL-Q03');

  expect(answer).toHaveStatus(200);
  expect(listed(answer).ids, 'the groups').toContain(group.id);
});

test('id null and draft schemas are taken, or refused by name', row('ONEL-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const values = Others.valuesOf(user);
  const body = { ...Others.bodyOfTemplate('onelogin', 'OL-V01', values), externalId: user.externalId };

  const answer = await Others.requests(tenant, 'onelogin').sendText('OL-V01', values, JSON.stringify(body));

  const after = await tenant.scim.get(user.path);
  expect(answer).toHaveStatus([200, 204, 400]);
  expect(String(bodyOf(answer).detail ?? '') !== '' || isAccepted(answer), 'whether a refusal says why').toBe(true);
  expectAllOrNothing(answer, { before, after, executed: {} });
});

test('a create with active in a string is done, or refused', row('ONEL-03'), async ({ tenant, arrange }) => {
  const person = Others.personOf(arrange);
  const onelogin = Others.requests(tenant, 'onelogin');

  const answer = await onelogin.send('OL-V04', person);

  const found = listed(await onelogin.send('OL-Q01', person));
  const read = bodyOf(await tenant.scim.get(`/Users/${idOf(answer) || 'nobody'}`));
  expect(answer).toHaveStatus([201, 400]);
  expect(found.ids.length, 'users of that name').toBe(isAccepted(answer) ? 1 : 0);
  expect(read.active, 'active that is read').toBe(isAccepted(answer) ? true : undefined);
});

test('a replace with active in a string is done, or refused', row('ONEL-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  const before = await tenant.scim.get(user.path);

  const answer = await Others.requests(tenant, 'onelogin').send('OL-V08', Others.valuesOf(user));

  const after = await tenant.scim.get(user.path);
  expect(answer).toHaveStatus([200, 400]);
  expectAllOrNothing(answer, { before, after, executed: { active: true } });
});

test('a member is added', row('ONEL-04'), async ({ tenant, arrange, access }) => {
  const [old, user] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [old]);
  await access.enrol(tenant, user.userName);
  await access.grant(group.id);

  const answer = await Others.requests(tenant, 'onelogin').send('OL-V06', { gid: group.id, uid: user.id });

  const read = bodyOf(await tenant.scim.get(group.path));
  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(read.members), 'the members').toEqual([old.id, user.id].sort());
  await access.expect('the added member', user.userName, group.id, 'reads the secret');
});

test('only the named member is removed', row('ONEL-04'), async ({ tenant, arrange, access }) => {
  const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [leaving, staying]);
  for (const { userName } of [leaving, staying]) await access.enrol(tenant, userName);
  await access.grant(group.id);

  const answer = await Others.requests(tenant, 'onelogin').send('OL-V07', { gid: group.id, uid: leaving.id });

  const read = bodyOf(await tenant.scim.get(group.path));
  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(read.members), 'the members').toEqual([staying.id]);
  await access.expect('the removed member', leaving.userName, group.id, 'reads nothing');
  await access.expect('the other member', staying.userName, group.id, 'reads the secret');
});
