import { expect, groupBody, listed, listOf, row, type Tenant, test, userBody } from '../../../src/harness/index.ts';

const ALWAYS = [
  'meta.lastModified ge "1970-01-01T00:00:00Z"',
  'meta.lastModified gt "1970-01-01T00:00:00Z"',
  'meta.lastModified le "2999-01-01T00:00:00Z"',
  'meta.lastModified lt "2999-01-01T00:00:00Z"',
];

test("userName does not find another client's user", row('VAULT-ISOL-12'), async ({ tenant, other, arrange }) => {
  const foreign = await arrange.user(other);

  const list = await tenant.scim.list('/Users', { filter: `userName eq "${foreign.userName}"` });
  const listOfOther = await other.scim.list('/Users', { filter: `userName eq "${foreign.userName}"` });

  expect(listed(list), 'what the client finds').toEqual(listOf());
  expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
});

test("externalId does not find another client's user", row('VAULT-ISOL-13'), async ({ tenant, other, arrange }) => {
  const foreign = await arrange.user(other);

  const list = await tenant.scim.list('/Users', { filter: `externalId eq "${foreign.externalId}"` });
  const listOfOther = await other.scim.list('/Users', { filter: `externalId eq "${foreign.externalId}"` });

  expect(listed(list), 'what the client finds').toEqual(listOf());
  expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
});

test(
  "externalId finds one's own user alone, where another client has one of the same externalId",
  row('VAULT-ISOL-13'),
  async ({ tenant, other, arrange }) => {
    const externalId = arrange.unique('ext');
    const own = await arrange.user(tenant, { externalId });
    const foreign = await arrange.user(other, { externalId });

    const list = await tenant.scim.list('/Users', { filter: `externalId eq "${externalId}"` });
    const listOfOther = await other.scim.list('/Users', { filter: `externalId eq "${externalId}"` });

    expect(listed(list), 'what the client finds').toEqual(listOf(own));
    expect(listed(listOfOther), 'what the other client finds').toEqual(listOf(foreign));
  },
);

for (const active of [true, false]) {
  test(`active eq ${active} does not return another client's users`, row('VAULT-ISOL-14'), async ({ arrange }) => {
    const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
    const own = await arrange.user(tenant, { active });
    const foreign = await arrange.user(other, { active });

    const list = await tenant.scim.list('/Users', { filter: `active eq ${active}` });
    const listOfOther = await other.scim.list('/Users', { filter: `active eq ${active}` });

    expect(listed(list), 'what the client finds').toEqual(listOf(own));
    expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
  });
}

test("meta.lastModified does not return another client's users", row('VAULT-ISOL-15'), async ({ arrange }) => {
  const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
  const own = await arrange.user(tenant);
  const foreign = await arrange.user(other);

  for (const filter of ALWAYS) {
    const list = await tenant.scim.list('/Users', { filter });
    const listOfOther = await other.scim.list('/Users', { filter });

    expect(listed(list), 'what the client finds').toEqual(listOf(own));
    expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
  }
});

test("displayName does not find another client's group", row('VAULT-ISOL-16'), async ({ tenant, other, arrange }) => {
  const foreign = await arrange.group(other);

  const list = await tenant.scim.list('/Groups', { filter: `displayName eq "${foreign.displayName}"` });
  const listOfOther = await other.scim.list('/Groups', { filter: `displayName eq "${foreign.displayName}"` });

  expect(listed(list), 'what the client finds').toEqual(listOf());
  expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
});

test("meta.lastModified does not return another client's groups", row('VAULT-ISOL-17'), async ({ arrange }) => {
  const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
  const own = await arrange.group(tenant);
  const foreign = await arrange.group(other);

  for (const filter of ALWAYS) {
    const list = await tenant.scim.list('/Groups', { filter });
    const listOfOther = await other.scim.list('/Groups', { filter });

    expect(listed(list), 'what the client finds').toEqual(listOf(own));
    expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
  }
});

test(
  "userName does not find another client's user that the other one has just found",
  row('VAULT-ISOL-12'),
  async ({ tenant, other, arrange }) => {
    const foreign = await arrange.user(other);
    const query = { filter: `userName eq "${foreign.userName}"` };
    await arrange.during(() => other.scim.list('/Users', query));

    const list = await tenant.scim.list('/Users', query);

    expect(listed(list), 'what the client finds').toEqual(listOf());
  },
);

test(
  "displayName does not find another client's group that the other one has just found",
  row('VAULT-ISOL-16'),
  async ({ tenant, other, arrange }) => {
    const foreign = await arrange.group(other);
    const query = { filter: `displayName eq "${foreign.displayName}"` };
    await arrange.during(() => other.scim.list('/Groups', query));

    const list = await tenant.scim.list('/Groups', query);

    expect(listed(list), 'what the client finds').toEqual(listOf());
  },
);

const FORMER_NAMES = [
  {
    which: 'that a deleted one of its own had',
    leave: ({ scim }: Tenant, { path }: { path: string }) => scim.delete(path),
  },
  {
    which: 'that one of its own had before a rename',
    leave: ({ scim }: Tenant, { path }: { path: string }, renamed: object) => scim.put(path, renamed),
  },
];

for (const { which, leave } of FORMER_NAMES) {
  test(
    `a userName ${which} finds no user of another client`,
    row('VAULT-ISOL-12'),
    async ({ tenant, other, arrange }) => {
      const own = await arrange.user(tenant);
      await arrange.during(() => leave(tenant, own, { ...own.sent, userName: arrange.unique('renamed') }));
      const created = await other.scim.post('/Users', userBody(own.userName));

      const list = await tenant.scim.list('/Users', { filter: `userName eq "${own.userName}"` });

      expect(created, 'the create by the other client').toHaveStatus(201);
      expect(listed(list), 'what the client finds').toEqual(listOf());
    },
  );

  test(
    `a displayName ${which} finds no group of another client`,
    row('VAULT-ISOL-16'),
    async ({ tenant, other, arrange }) => {
      const own = await arrange.group(tenant);
      await arrange.during(() => leave(tenant, own, groupBody(arrange.unique('renamed'))));
      const created = await other.scim.post('/Groups', groupBody(own.displayName));

      const list = await tenant.scim.list('/Groups', { filter: `displayName eq "${own.displayName}"` });

      expect(created, 'the create by the other client').toHaveStatus(201);
      expect(listed(list), 'what the client finds').toEqual(listOf());
    },
  );
}
