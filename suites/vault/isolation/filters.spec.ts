import { expect, groupBody, listed, listOf, row, type Tenant, test, userBody } from '../../../src/harness/index.ts';

const SINCE_EVER = 'meta.lastModified ge "1970-01-01T00:00:00Z"';

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

test("active does not return another client's users", row('VAULT-ISOL-14'), async ({ arrange }) => {
  const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
  const own = await arrange.user(tenant, { active: false });
  const foreign = await arrange.user(other, { active: false });

  const list = await tenant.scim.list('/Users', { filter: 'active eq false' });
  const listOfOther = await other.scim.list('/Users', { filter: 'active eq false' });

  expect(listed(list), 'what the client finds').toEqual(listOf(own));
  expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
});

test("meta.lastModified does not return another client's users", row('VAULT-ISOL-15'), async ({ arrange }) => {
  const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
  const own = await arrange.user(tenant);
  const foreign = await arrange.user(other);

  const list = await tenant.scim.list('/Users', { filter: SINCE_EVER });
  const listOfOther = await other.scim.list('/Users', { filter: SINCE_EVER });

  expect(listed(list), 'what the client finds').toEqual(listOf(own));
  expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
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

  const list = await tenant.scim.list('/Groups', { filter: SINCE_EVER });
  const listOfOther = await other.scim.list('/Groups', { filter: SINCE_EVER });

  expect(listed(list), 'what the client finds').toEqual(listOf(own));
  expect(listed(listOfOther), 'what the owner finds').toEqual(listOf(foreign));
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
