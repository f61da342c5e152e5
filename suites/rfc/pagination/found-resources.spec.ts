import {
  bodyOf,
  differences,
  expect,
  groupBody,
  metaOf,
  resourcesOf,
  row,
  test,
  valuesOf,
  waitPast,
} from '../../../src/harness/index.ts';

interface Found {
  id: string;
  userName?: string;
  displayName?: string;
  externalId?: string;
  body: unknown;
}

const OF_USERS: Record<string, (user: Found) => string> = {
  userName: ({ userName }) => `userName eq "${userName}"`,
  externalId: ({ externalId }) => `externalId eq "${externalId}"`,
  id: ({ id }) => `id eq "${id}"`,
  active: () => 'active eq false',
  'meta.lastModified': ({ body }) => `meta.lastModified ge "${metaOf(body, 'lastModified')}"`,
};

for (const [attribute, filterFor] of Object.entries(OF_USERS)) {
  test(
    `an inactive user in groups that is found by ${attribute} is shown as a GET shows it`,
    row('RFC7644-3.4.2-09', 'RFC7644-3.4-01'),
    async ({ tenant, arrange, types, applies }) => {
      const user = await arrange.user(tenant, { active: false });
      await arrange.group(tenant, [user, await arrange.user(tenant)]);
      await arrange.group(tenant, [user]);

      const list = await tenant.scim.list('/Users', { filter: filterFor(user), count: 1_000 });

      // Which filters are served is for other rows.
      applies(list.status === 200, 'the server does not serve this filter');
      const read = await tenant.scim.get(user.path);
      const shown = resourcesOf(list).find(({ id }) => id === user.id);
      expect(differences(read.body, shown, types.user), 'what the list shows otherwise').toEqual([]);
    },
  );

  test(
    `a user that was changed after its creation and is found by ${attribute} is shown as a GET shows it`,
    row('RFC7644-3.4.2-09'),
    async ({ tenant, arrange, types, applies }) => {
      const user = await arrange.user(tenant);
      await waitPast(arrange, tenant, metaOf(user.body, 'lastModified'));
      await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, active: false }));

      const list = await tenant.scim.list('/Users', { filter: filterFor(user), count: 1_000 });

      applies(list.status === 200, 'the server does not serve this filter');
      const read = await tenant.scim.get(user.path);
      const shown = resourcesOf(list).find(({ id }) => id === user.id);
      expect(differences(read.body, shown, types.user), 'what the list shows otherwise').toEqual([]);
    },
  );

  test(
    `an inactive user that is found by ${attribute} is shown inactive`,
    row('RFC7643-4.1.1-14'),
    async ({ tenant, arrange, applies }) => {
      const user = await arrange.user(tenant);
      await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, active: false }));

      const list = await tenant.scim.list('/Users', { filter: filterFor(user), count: 1_000 });

      applies(list.status === 200, 'the server does not serve this filter');
      expect(resourcesOf(list).find(({ id }) => id === user.id)?.active, 'active in the list').toBe(false);
    },
  );
}

const OF_GROUPS: Record<string, (group: Found) => string> = {
  displayName: ({ displayName }) => `displayName eq "${displayName}"`,
  id: ({ id }) => `id eq "${id}"`,
  'meta.lastModified': ({ body }) => `meta.lastModified ge "${metaOf(body, 'lastModified')}"`,
};

for (const [attribute, filterFor] of Object.entries(OF_GROUPS)) {
  test(
    `a group with members that is found by ${attribute} is shown as a GET shows it`,
    row('RFC7644-3.4.2-09', 'RFC7644-3.4-01'),
    async ({ tenant, arrange, types, applies }) => {
      const users = await arrange.users(tenant, 3);
      const group = await arrange.group(tenant, users);

      const list = await tenant.scim.list('/Groups', { filter: filterFor(group), count: 1_000 });

      applies(list.status === 200, 'the server does not serve this filter');
      const read = await tenant.scim.get(group.path);
      const shown = resourcesOf(list).find(({ id }) => id === group.id);
      expect(differences(read.body, shown, types.group), 'what the list shows otherwise').toEqual([]);
      expect(valuesOf(shown?.members), 'members in the list').toEqual(users.map(({ id }) => id).sort());
    },
  );
}

for (const [attribute, filterFor] of Object.entries(OF_GROUPS)) {
  test(
    `a group that was changed after its creation and is found by ${attribute} is shown as a GET shows it`,
    row('RFC7644-3.4.2-09'),
    async ({ tenant, arrange, types, applies }) => {
      const [user, group] = [await arrange.user(tenant), await arrange.group(tenant)];
      await waitPast(arrange, tenant, metaOf(group.body, 'lastModified'));
      await arrange.during(() => tenant.scim.put(group.path, groupBody(group.displayName, [user.id])));

      const list = await tenant.scim.list('/Groups', { filter: filterFor(group), count: 1_000 });

      applies(list.status === 200, 'the server does not serve this filter');
      const read = await tenant.scim.get(group.path);
      const shown = resourcesOf(list).find(({ id }) => id === group.id);
      expect(differences(read.body, shown, types.group), 'what the list shows otherwise').toEqual([]);
    },
  );
}

test('a member of two groups is the same in every view', row('RFC7644-3.4-01'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { active: false });
  const [first, second] = [await arrange.group(tenant, [user]), await arrange.group(tenant)];
  await arrange.during(() => tenant.scim.put(second.path, groupBody(second.displayName, [user.id])));

  const read = await tenant.scim.get(user.path);
  const whole = await tenant.scim.list('/Users', { count: 1_000 });
  const named = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });

  const shown = [whole, named].map((answer) => resourcesOf(answer).find(({ id }) => id === user.id));
  for (const one of shown) expect(differences(read.body, one, types.user), 'what a list shows otherwise').toEqual([]);
  const groups = valuesOf(bodyOf(read).groups);
  expect([[], [first.id, second.id].sort()], 'groups that a GET may show').toContainEqual(groups);
});
