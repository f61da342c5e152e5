import {
  bodyOf,
  documentsIn,
  expect,
  idOf,
  listed,
  listOf,
  Others,
  pathBelow,
  row,
  test,
  valuesOf,
} from '../../src/harness/index.ts';

const URN = 'urn:ietf:params:scim:schemas:core:2.0';

const READS = [
  { what: 'the configuration', template: 'CY-Q06', urn: '' },
  { what: 'the resource type of users', template: 'CY-Q07', urn: '' },
  { what: 'the resource type of groups', template: 'CY-Q08', urn: '' },
  { what: 'the schema of users', template: 'CY-Q09', urn: `${URN}:User` },
  { what: 'the schema of groups', template: 'CY-Q09', urn: `${URN}:Group` },
];

for (const { what, template, urn } of READS) {
  test(`CyberArk: ${what} is served`, row('CYBR-01'), async ({ tenant }) => {
    const answer = await Others.requests(tenant, 'cyberark').send(template, { urn });

    expect(answer).toHaveStatus(200);
    expect(Array.isArray(bodyOf(answer).schemas), 'whether it names its schemas').toBe(true);
    expect(String(bodyOf(answer).id ?? ''), 'the id of the document').toContain(urn);
  });
}

test('CyberArk: users are verified, found and read', row('CYBR-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const cyberark = Others.requests(tenant, 'cyberark');

  const verified = await cyberark.send('CY-Q01');
  const found = await cyberark.send('CY-Q02', { userName: user.userName });
  const read = await cyberark.send('CY-Q03', { uid: user.id });

  expect(verified).toHaveStatus(200);
  expect(listed(found), 'the list').toEqual(listOf(user));
  expect(read).toHaveStatus(200);
  expect(idOf(read), 'the id that is read').toBe(user.id);
});

test('CyberArk: a user is created and replaced', row('CYBR-01'), async ({ tenant, arrange }) => {
  const person = Others.personOf(arrange);
  const cyberark = Others.requests(tenant, 'cyberark');

  const created = await cyberark.send('CY-V01', person);
  const uid = idOf(created) || 'nobody';
  const replaced = await cyberark.send('CY-V02', { ...person, uid, active: 'false' });

  const { userName, active } = bodyOf(await tenant.scim.get(`/Users/${uid}`));
  expect(created).toHaveStatus(201);
  expect(replaced).toHaveStatus([200, 204]);
  expect({ userName, active }, 'the user that is read').toEqual({ userName: person.userName, active: false });
});

test('CyberArk: a group is created, patched and read', row('CYBR-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const groupName = arrange.unique('group');
  const cyberark = Others.requests(tenant, 'cyberark');

  const created = await cyberark.send('CY-V03', { groupName });
  const gid = idOf(created) || 'none';
  const patched = await cyberark.send('CY-V04', { gid, uid: user.id });

  const read = await cyberark.send('CY-Q05', { gid });
  const list = await cyberark.send('CY-Q04');
  expect(created).toHaveStatus(201);
  expect(patched).toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(read).members), 'the members').toEqual([user.id]);
  expect(listed(list).ids, 'the groups').toContain(gid);
});

test('ServiceNow: each resource type leads to what it names', row('SNOW-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const servicenow = Others.requests(tenant, 'servicenow');

  const types = documentsIn(await servicenow.send('SN-Q01'));
  const schemas = documentsIn(await servicenow.send('SN-Q02'));
  const endpoints = await Promise.all(
    types.map(({ endpoint }) => tenant.scim.get(pathBelow(tenant.scimBaseUrl, String(endpoint).replace(/^\//, '')))),
  );

  const read = await tenant.scim.get(user.path);
  const described = schemas.map(({ id }) => id);
  expect(types.map(({ name }) => name).sort(), 'the resource types').toEqual(expect.arrayContaining(['Group', 'User']));
  for (const answer of endpoints) expect(answer).toHaveStatus(200);
  for (const { schema } of types) expect(described, 'the schemas that are described').toContain(schema);
  for (const { attributes } of schemas) expect(Array.isArray(attributes), 'whether a schema has attributes').toBe(true);
  expect(idOf(read), 'the id that is read').toBe(user.id);
});

for (const { by, template } of [
  { by: 'replace', template: 'SN-V02' },
  { by: 'patch', template: 'SN-V07' },
]) {
  test(`ServiceNow: a user is disabled by a ${by}`, row('SNOW-01'), async ({ tenant, arrange, access }) => {
    const user = await arrange.user(tenant);
    await access.enrol(tenant, user.userName);

    const answer = await Others.requests(tenant, 'servicenow').send(template, {
      ...Others.valuesOf(user),
      active: 'false',
    });

    await access.expect('a disabled user', user.userName, '', 'cannot sign in');
    const read = bodyOf(await tenant.scim.get(user.path));
    expect(answer).toHaveStatus([200, 204]);
    expect(read.active, 'active that is read').toBe(false);
  });
}
