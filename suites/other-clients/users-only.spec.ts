import {
  bodyOf,
  expect,
  freshTenant,
  idOf,
  listed,
  listOf,
  Others,
  resourcesOf,
  row,
  test,
} from '../../src/harness/index.ts';

const SWITCHES = [
  { title: 'enabled', from: false, active: 'true', to: true },
  { title: 'disabled', from: true, active: 'false', to: false },
];

test('Ping: an operator with a capital letter is read', row('PING-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await Others.requests(tenant, 'ping').send('PI-Q01', { userName: user.userName });

  const read = await tenant.scim.get(user.path);
  expect(answer).toHaveStatus(200);
  expect(listed(answer), 'the list').toEqual(listOf(user));
  expect(idOf(read), 'the id that is read').toBe(user.id);
});

test('Ping: a disabled user is created', row('PING-01'), async ({ tenant, arrange }) => {
  const person = Others.personOf(arrange);

  const answer = await Others.requests(tenant, 'ping').send('PI-V01', { ...person, active: 'false' });

  const { userName, externalId, active } = bodyOf(await tenant.scim.get(`/Users/${idOf(answer) || 'nobody'}`));
  expect(answer).toHaveStatus(201);
  expect({ userName, externalId, active }, 'the user that is read').toEqual({
    userName: person.userName,
    externalId: person.ext,
    active: false,
  });
});

for (const { title, from, active, to } of SWITCHES) {
  test(`Ping: a user is ${title} by a replace`, row('PING-01'), async ({ tenant, arrange, access }) => {
    const user = await arrange.user(tenant, { active: from });
    await access.enrol(tenant, user.userName);

    const answer = await Others.requests(tenant, 'ping').send('PI-V02', { ...Others.valuesOf(user), active });

    await access.expect(`a user who is ${title}`, user.userName, '', to ? 'reads nothing' : 'cannot sign in');
    const read = bodyOf(await tenant.scim.get(user.path));
    expect(answer).toHaveStatus([200, 204]);
    expect(read.active, 'active that is read').toBe(to);
  });
}

test('Ping: the pages hold each group once, and none that was deleted', row('PING-02'), async ({ tenant, arrange }) => {
  const { tenant: fresh, groups: there } = await freshTenant(arrange, tenant);
  const made: string[] = [];
  const deleted = await arrange.group(fresh);
  for (let i = 0; i < 5; i += 1) made.push((await arrange.group(fresh)).id);
  await arrange.during(() => fresh.scim.delete(deleted.path));
  const ping = Others.requests(fresh, 'ping');

  const pages = [];
  for (let startIndex = 1; startIndex <= there + 5; startIndex += 2) {
    pages.push(await ping.send('PI-Q02', { startIndex: String(startIndex), count: '2' }));
  }

  const seen = pages.flatMap(resourcesOf).map(({ id }) => String(id));
  for (const page of pages) expect(listed(page).totalResults, 'totalResults of a page').toBe(there + 5);
  expect(seen.filter((id) => made.includes(id)).sort(), 'the groups on the pages').toEqual([...made].sort());
  expect(seen.length, 'resources on the pages').toBe(there + 5);
});

test('Google: application/json is taken by a create', row('GOOG-01'), async ({ tenant, arrange }) => {
  const person = Others.personOf(arrange);

  const answer = await Others.requests(tenant, 'google').send('GO-V01', person);

  const read = bodyOf(await tenant.scim.get(`/Users/${idOf(answer) || 'nobody'}`));
  expect(answer).toHaveStatus(201);
  expect(read.userName, 'the userName that is read').toBe(person.userName);
});

for (const { by, template } of [
  { by: 'replace', template: 'GO-V02' },
  { by: 'patch', template: 'GO-V03' },
]) {
  test(`Google: application/json is taken by a ${by}`, row('GOOG-01'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    const answer = await Others.requests(tenant, 'google').send(template, {
      ...Others.valuesOf(user),
      active: 'false',
    });

    const read = bodyOf(await tenant.scim.get(user.path));
    expect(answer).toHaveStatus([200, 204]);
    expect(read.active, 'active that is read').toBe(false);
  });
}

for (const { who, client, id, template } of [
  { who: 'Google', client: 'google', id: 'GOOG-01', template: 'GO-V02' },
  { who: 'Ping', client: 'ping', id: 'PING-01', template: 'PI-V02' },
] as const) {
  test(`${who}: a user is renamed by a replace`, row(id), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const renamed = { ...Others.valuesOf(user), userName: arrange.unique('renamed'), active: 'true' };

    const answer = await Others.requests(tenant, client).send(template, renamed);

    const read = bodyOf(await tenant.scim.get(user.path));
    expect(answer).toHaveStatus([200, 204]);
    expect([read.id, read.userName], 'id and userName that are read').toEqual([user.id, renamed.userName]);
  });
}

test('Ping: each of several replaces of active is done', row('PING-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const ping = Others.requests(tenant, 'ping');
  const states: unknown[] = [];

  for (const active of ['false', 'false', 'true', 'true', 'false', 'true']) {
    expect(await ping.send('PI-V02', { ...Others.valuesOf(user), active })).toHaveStatus([200, 204]);
    states.push(bodyOf(await tenant.scim.get(user.path)).active);
  }

  expect(states, 'active after each replace').toEqual([false, false, true, true, false, true]);
});
