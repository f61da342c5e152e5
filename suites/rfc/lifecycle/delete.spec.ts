import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  idsOf,
  ownCollection,
  row,
  type Tenant,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

type Scim = Tenant['scim'];
type Gone = { path: string; sent: Parameters<Scim['put']>[1]; patch: { op: string; path: string } };

test('a DELETE answers 204', row('RFC7644-3.6-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const deletedUser = await tenant.scim.delete(user.path);
  const deletedGroup = await tenant.scim.delete(group.path);

  expect(deletedUser).toHaveStatus(204);
  expect(deletedGroup).toHaveStatus(204);
  expect(await tenant.scim.get(user.path)).toHaveStatus(404);
  expect(await tenant.scim.get(group.path)).toHaveStatus(404);
});

test('the answer to a DELETE has no body', row('RFC7644-3.6-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const deleted = await tenant.scim.delete(user.path);

  expect(deleted.text, 'body of the answer').toBe('');
  expect(await tenant.scim.get(user.path)).toHaveStatus(404);
});

const DEACTIVATION = { op: 'replace', path: 'active', value: false };
const MEMBERSHIP = { op: 'add', path: 'members', value: [{ value: UNKNOWN }] };

const ON_DELETED: { verb: string; id: string; act: (scim: Scim, gone: Gone) => ReturnType<Scim['get']> }[] = [
  { verb: 'a GET', id: 'RFC7644-3.6-03', act: (scim, { path }) => scim.get(path) },
  { verb: 'a PUT', id: 'RFC7644-3.6-04', act: (scim, { path, sent }) => scim.put(path, sent) },
  { verb: 'a PATCH', id: 'RFC7644-3.6-05', act: (scim, { path, patch }) => scim.patch(path, [patch]) },
  { verb: 'a second DELETE', id: 'RFC7644-3.6-06', act: (scim, { path }) => scim.delete(path) },
];

for (const { verb, id, act } of ON_DELETED) {
  test(`${verb} on a deleted resource answers 404`, row(id), async ({ tenant, arrange }) => {
    const user = { ...(await arrange.user(tenant)), patch: DEACTIVATION };
    const group = { ...(await arrange.group(tenant)), patch: MEMBERSHIP };

    for (const gone of [user, group]) {
      await tenant.scim.delete(gone.path);
      const before = await tenant.scim.get(gone.path);

      const refused = await act(tenant.scim, gone);

      expect(refused).toBeScimError({ status: 404 });
      const after = await tenant.scim.get(gone.path);
      expect(after.status, 'status of a GET afterwards').toBe(before.status);
    }
  });
}

test('a deleted resource is no longer listed', row('RFC7644-3.6-07'), async ({ tenant, arrange }) => {
  const { users, query, ids } = await ownCollection(arrange, tenant, 3);
  const gone = users[1]?.id ?? '';

  await tenant.scim.delete(`/Users/${gone}`);

  const list = await tenant.scim.list('/Users', { ...query, count: 1_000 });
  expect(bodyOf(list).totalResults, 'totalResults').toBe(ids.length - 1);
  expect(idsOf(list), 'ids in the list').toEqual(ids.filter((id) => id !== gone).sort());
});

test(
  'a filter on active does not find who was deleted',
  row('RFC7644-3.6-07'),
  async ({ tenant, arrange, applies }) => {
    const users = [await arrange.user(tenant), await arrange.user(tenant, { active: false })];
    for (const { path } of users) await tenant.scim.delete(path);

    const answers = [];
    for (const active of [true, false]) {
      answers.push(await tenant.scim.list('/Users', { filter: `active eq ${active}`, count: 1_000 }));
    }

    applies(
      answers.every(({ status }) => status === 200),
      'the server does not filter by active',
    );
    const found = answers.flatMap(idsOf);
    expect(
      users.filter(({ id }) => found.includes(id)),
      'deleted users that are found',
    ).toEqual([]);
  },
);

test('a DELETE on an unknown id answers 404', row('RFC7644-3.6-09'), async ({ tenant }) => {
  const before = await tenant.scim.get(`/Users/${UNKNOWN}`);

  const refused = await tenant.scim.delete(`/Users/${UNKNOWN}`);

  expect(refused).toBeScimError({ status: 404 });
  const after = await tenant.scim.get(`/Users/${UNKNOWN}`);
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('DELETE on a collection is refused', row('RFC7644-3.6-10'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.delete('/Users');

  expect(refused).toHaveStatus([403, 404, 405, 501]);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'a user afterwards').toEqual(before.body);
});

test('deleting a group keeps its members', row('RFC7644-3.6-11'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  await tenant.scim.delete(group.path);

  expect(await tenant.scim.get(group.path)).toHaveStatus(404);
  expect(await tenant.scim.get(user.path)).toHaveStatus(200);
});

test('a deleted userName is free again', row('RFC7644-3.6-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await tenant.scim.delete(user.path);

  const created = await tenant.scim.post('/Users', user.sent);

  expect(created).toHaveStatus(201);
  expect(idOf(created), 'id of the new user').not.toBe(user.id);
  expect(await tenant.scim.get(`/Users/${idOf(created)}`)).toHaveStatus(200);
});

test('a deleted displayName is free again', row('RFC7644-3.6-08'), async ({ tenant, arrange }) => {
  const [group, other] = [await arrange.group(tenant), await arrange.group(tenant)];
  await tenant.scim.delete(group.path);

  const created = await tenant.scim.post('/Groups', group.sent);
  await tenant.scim.delete(`/Groups/${idOf(created)}`);
  const renamed = await tenant.scim.put(other.path, groupBody(group.displayName));

  expect(created).toHaveStatus(201);
  expect(renamed).toHaveStatus([200, 204]);
  expect(bodyOf(await tenant.scim.get(other.path)).displayName, 'displayName').toBe(group.displayName);
});

test('an id is not given again', row('RFC7643-3.1-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await tenant.scim.delete(user.path);

  const created = await tenant.scim.post('/Users', userBody(user.userName));

  expect(idOf(created), 'id of a later user of the same name').not.toBe(user.id);
  expect(await tenant.scim.get(user.path)).toHaveStatus(404);
});

test('DELETE is idempotent in its effect', row('RFC9110-9.2.2-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  await tenant.scim.delete(user.path);
  const once = await tenant.scim.get(user.path);
  await tenant.scim.delete(user.path);

  const twice = await tenant.scim.get(user.path);
  expect([once.status, twice.status], 'status of a GET after one and two deletes').toEqual([404, 404]);
});

test('the scenario: suspended, then removed, then new', row('RFC7642-2.4.3-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  await tenant.scim.put(user.path, { ...user.sent, active: false });
  const suspended = await tenant.scim.get(user.path);
  await tenant.scim.delete(user.path);
  const removed = await tenant.scim.get(user.path);
  const again = await tenant.scim.post('/Users', user.sent);

  expect(bodyOf(suspended).active, 'active of the suspended user').toBe(false);
  expect(removed).toHaveStatus(404);
  expect(again).toHaveStatus(201);
  expect(await tenant.scim.get(`/Users/${idOf(again)}`)).toHaveStatus(200);
});

test('a DELETE on an unknown id of a group answers 404', row('RFC7644-3.6-09'), async ({ tenant }) => {
  const before = await tenant.scim.get(`/Groups/${UNKNOWN}`);

  const refused = await tenant.scim.delete(`/Groups/${UNKNOWN}`);

  expect(refused).toBeScimError({ status: 404 });
  const after = await tenant.scim.get(`/Groups/${UNKNOWN}`);
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('DELETE on the collection of groups is refused', row('RFC7644-3.6-10'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const refused = await tenant.scim.delete('/Groups');

  expect(refused).toHaveStatus([403, 404, 405, 501]);
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'a group afterwards').toEqual(before.body);
});
