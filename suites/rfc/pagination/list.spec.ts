import { randomUUID } from 'node:crypto';
import {
  bodyOf,
  cursorOf,
  differences,
  expect,
  groupBody,
  idsOf,
  metaOf,
  ownCollection,
  resourcesOf,
  row,
  sampleUser,
  test,
  valuesOf,
  waitPast,
} from '../../../src/harness/index.ts';

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

test('unknown query parameters are ignored', row('RFC7644-3.4.2-01'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 2);
  const filter = query.filter === undefined ? '' : `&filter=${encodeURIComponent(query.filter)}`;

  const answer = await tenant.scim.get(`/Users?unknownParam=1&x-test=a${filter}`);

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).totalResults, 'totalResults').toBe(ids.length);
});

test('a query answer is a ListResponse', row('RFC7644-3.4.2-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Users');

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).schemas, 'schemas of the list').toEqual([LIST]);
});

test('totalResults is an integer', row('RFC7644-3.4.2-03'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Users');

  expect(Number.isInteger(bodyOf(answer).totalResults), 'totalResults is an integer').toBe(true);
});

test('Resources is present when something was found', row('RFC7644-3.4.2-04'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 2);

  const answer = await tenant.scim.list('/Users', { ...query, startIndex: 1 });

  expect(Array.isArray(bodyOf(answer).Resources), 'Resources is an array').toBe(true);
  expect(idsOf(answer), 'ids in the list').toEqual([...ids].sort());
});

test('a partial list says its startIndex', row('RFC7644-3.4.2-05'), async ({ tenant, arrange, applies }) => {
  const { query } = await ownCollection(arrange, tenant, 3);

  const answer = await tenant.scim.list('/Users', { ...query, count: 1 });

  applies(cursorOf(answer) === undefined, 'the server pages by cursors where no method is named');
  expect(bodyOf(answer).startIndex, 'startIndex of the first page').toBe(1);
});

test('a partial list says its itemsPerPage', row('RFC7644-3.4.2-06'), async ({ tenant, arrange }) => {
  const { query } = await ownCollection(arrange, tenant, 3);

  const answer = await tenant.scim.list('/Users', { ...query, count: 2 });

  expect(Number.isInteger(bodyOf(answer).itemsPerPage), 'itemsPerPage is an integer').toBe(true);
});

test('a query without a match succeeds', row('RFC7644-3.4.2-07'), async ({ tenant, arrange }) => {
  const answer = await tenant.scim.list('/Users', { filter: `userName eq "${arrange.unique('nobody')}"` });

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).totalResults, 'totalResults').toBe(0);
  expect(resourcesOf(answer), 'Resources').toEqual([]);
});

test('totalResults counts all matches', row('RFC7644-3.4.2-08'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 3);

  const answer = await tenant.scim.list('/Users', { ...query, count: 1 });

  expect(bodyOf(answer).totalResults, 'totalResults of a page of one').toBe(ids.length);
});

test('a list shows a user as a GET does', row('RFC7644-3.4.2-09'), async ({ tenant, arrange, types }) => {
  const { query, users } = await ownCollection(arrange, tenant, 1);
  const user = users[0] ?? (await arrange.user(tenant));
  await waitPast(arrange, tenant, metaOf(user.body, 'lastModified'));
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, active: false }));

  const list = await tenant.scim.list('/Users', { ...query, count: 1_000 });

  const read = await tenant.scim.get(user.path);
  const shown = resourcesOf(list).find(({ id }) => id === user.id);
  expect(differences(read.body, shown, types.user), 'what the list shows otherwise').toEqual([]);
});

test(
  'a list shows each of several users as a GET does, whatever the others have',
  row('RFC7644-3.4.2-09'),
  async ({ tenant, arrange, types }) => {
    const full = (active: boolean) => {
      const userName = arrange.unique('full');
      return { ...sampleUser(types.user, userName), userName, active };
    };
    const users = [
      await arrange.user(tenant, full(true)),
      await arrange.user(tenant),
      await arrange.user(tenant, full(false)),
      await arrange.user(tenant, { active: false }),
    ];
    await arrange.group(tenant, users.slice(2));

    const list = await tenant.scim.list('/Users', { count: 1_000 });

    for (const { id, path } of users) {
      const read = await tenant.scim.get(path);
      const shown = resourcesOf(list).find((one) => one.id === id);
      expect(differences(read.body, shown, types.user), 'what the list shows otherwise').toEqual([]);
    }
  },
);

test('each entry has its own schemas, id and meta', row('RFC7644-3.4.2-09'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 2);

  const answer = await tenant.scim.list('/Users', query);

  expect(
    resourcesOf(answer).map(({ schemas, id, meta }) => [Array.isArray(schemas), typeof id, typeof meta]),
    'schemas, id and meta of the entries',
  ).toEqual(ids.map(() => [true, 'string', 'object']));
});

test(
  'the query is addressed to a type or to one resource',
  row('RFC7644-3.4.2-10'),
  async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);

    const root = await tenant.scim.list('/', { filter: `userName eq "${user.userName}"` });
    const one = await tenant.scim.list(user.path, { attributes: 'userName' });

    observe(`a query of the server root answers ${root.status}`);
    expect(one).toHaveStatus(200);
  },
);

test('a collection lists its own type only', row('RFC7644-3.4.2-11'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const users = await tenant.scim.list('/Users', { count: 1_000 });
  const groups = await tenant.scim.list('/Groups', { count: 1_000 });

  const typesIn = (resources: Record<string, unknown>[]) => [
    ...new Set(resources.map(({ meta }) => (meta as { resourceType?: unknown } | undefined)?.resourceType)),
  ];
  expect(typesIn(resourcesOf(users)), 'types of the entries of /Users').toEqual(['User']);
  expect(typesIn(resourcesOf(groups)), 'types of the entries of /Groups').toEqual(['Group']);
  expect(idsOf(users), 'ids in /Users').not.toContain(group.id);
});

test(
  'a list shows each of several groups as a GET does',
  row('RFC7644-3.4.2-09'),
  async ({ tenant, arrange, types }) => {
    const groups = [
      await arrange.group(tenant, await arrange.users(tenant, 3)),
      await arrange.group(tenant, await arrange.users(tenant, 1)),
      await arrange.group(tenant),
    ];

    const list = await tenant.scim.list('/Groups', { count: 1_000 });

    for (const group of groups) {
      const read = await tenant.scim.get(group.path);
      const shown = resourcesOf(list).find(({ id }) => id === group.id);
      expect(differences(read.body, shown, types.group), 'what the list shows otherwise').toEqual([]);
    }
  },
);

test(
  'totalResults of a query for groups counts its matches',
  row('RFC7644-3.4.2-08'),
  async ({ tenant, arrange, applies }) => {
    const [group] = [await arrange.group(tenant), await arrange.group(tenant)];

    const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"`, count: 5 });

    applies(answer.status === 200, 'the server does not serve this filter');
    expect(bodyOf(answer).totalResults, 'totalResults').toBe(1);
  },
);

test('totalResults does not count what was refused', row('RFC7644-3.4.2-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const totals = async () => {
    const lists = [await tenant.scim.list('/Users', { count: 1 }), await tenant.scim.list('/Groups', { count: 1 })];
    return lists.map((list) => bodyOf(list).totalResults);
  };
  const before = await totals();

  const answers = [
    await tenant.scim.post('/Users', user.sent),
    await tenant.scim.put(`/Users/${randomUUID()}`, user.sent),
    await tenant.scim.put(`/Groups/${randomUUID()}`, group.sent),
    await tenant.scim.delete(`/Groups/${randomUUID()}`),
  ];

  for (const answer of answers) expect(answer).toBeRefused();
  expect(await totals(), 'totalResults of users and groups').toEqual(before);
});

test(
  'a list shows a user as a GET does, whatever became of its groups since the last list',
  row('RFC7644-3.4.2-09'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const query = { count: 1_000 };
    const patch = (op: string) => tenant.scim.patch(group.path, [{ op, path: 'members', value: [{ value: user.id }] }]);

    for (const change of [
      () => patch('add'),
      () => tenant.scim.put(group.path, groupBody(arrange.unique('renamed'), [user.id])),
      () => patch('remove'),
      () => patch('add'),
      () => tenant.scim.delete(group.path),
    ]) {
      await arrange.during(() => tenant.scim.list('/Users', query));
      await change();

      const list = await tenant.scim.list('/Users', query);

      const read = await tenant.scim.get(user.path);
      const shown = resourcesOf(list).find(({ id }) => id === user.id);
      expect(differences(read.body, shown, types.user), 'what the list shows otherwise').toEqual([]);
      expect(valuesOf(shown?.groups), 'groups in the list').toEqual(valuesOf(bodyOf(read).groups));
    }
  },
);

test(
  'a list shows a group as a GET does, whatever became of it since the last list',
  row('RFC7644-3.4.2-09'),
  async ({ tenant, arrange, types }) => {
    const [user, deleted] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant);
    const query = { count: 1_000 };
    const patch = (op: string, { id }: { id: string }) =>
      tenant.scim.patch(group.path, [{ op, path: 'members', value: [{ value: id }] }]);

    for (const change of [
      () => patch('add', user),
      () => patch('add', deleted),
      () => tenant.scim.delete(deleted.path),
      () => tenant.scim.put(group.path, groupBody(arrange.unique('renamed'), [user.id])),
      () => tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') }),
      () => patch('remove', user),
    ]) {
      await arrange.during(() => tenant.scim.list('/Groups', query));
      await change();

      const list = await tenant.scim.list('/Groups', query);

      const read = await tenant.scim.get(group.path);
      const shown = resourcesOf(list).find(({ id }) => id === group.id);
      expect(differences(read.body, shown, types.group), 'what the list shows otherwise').toEqual([]);
      expect(valuesOf(shown?.members), 'members in the list').toEqual(valuesOf(bodyOf(read).members));
    }
  },
);
