import { bodyOf, expect, idsOf, listed, listOf, row, test } from '../../../src/harness/index.ts';

test("another client's users are not in the list", row('VAULT-ISOL-01'), async ({ other, arrange }) => {
  const tenant = await arrange.tenant();
  const own = await arrange.user(tenant);
  await arrange.user(other);

  const list = await tenant.scim.list('/Users');

  expect(list).toHaveStatus(200);
  expect(idsOf(list), 'ids in the list').toEqual([own.id]);
});

test("another client's groups are not in the list", row('VAULT-ISOL-02'), async ({ other, arrange }) => {
  const tenant = await arrange.tenant();
  const own = await arrange.group(tenant, [await arrange.user(tenant)]);
  await arrange.group(other, [await arrange.user(other)]);

  const list = await tenant.scim.list('/Groups');

  expect(list).toHaveStatus(200);
  expect(idsOf(list), 'ids in the list').toEqual([own.id]);
});

/** Forms of a list whose total is that of the whole. */
const FORMS = [
  '',
  '?count=0',
  '?count=1',
  '?startIndex=2&count=1',
  '?startIndex=100',
  '?attributes=id',
  '?count=0&attributes=id',
];

test(
  "the total counts the client's own users only, in each form of the list",
  row('VAULT-ISOL-03'),
  async ({ arrange }) => {
    const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
    await arrange.users(tenant, 2);
    await arrange.users(other, 3);
    const foreign = await arrange.user(other);
    await arrange.during(() => other.scim.delete(foreign.path));

    const listOfOther = await other.scim.list('/Users');
    for (const form of FORMS) {
      const list = await tenant.scim.get(`/Users${form}`);

      expect(list).toHaveStatus(200);
      expect(bodyOf(list).totalResults, 'totalResults of the client').toBe(2);
    }
    expect(bodyOf(listOfOther).totalResults, 'totalResults of the other client').toBe(3);
  },
);

test(
  "the total counts the client's own groups only, in each form of the list",
  row('VAULT-ISOL-03'),
  async ({ arrange }) => {
    const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
    const own = [await arrange.group(tenant), await arrange.group(tenant)];
    const foreign = await arrange.group(other);
    await arrange.during(() => other.scim.delete(foreign.path));
    const others = [await arrange.group(other), await arrange.group(other), await arrange.group(other)];

    const list = await tenant.scim.list('/Groups');
    const listOfOther = await other.scim.list('/Groups');

    expect(listed(list), 'the groups of the client').toEqual(listOf(...own));
    expect(listed(listOfOther), 'the groups of the other client').toEqual(listOf(...others));
    for (const form of FORMS) {
      const { totalResults } = bodyOf(await tenant.scim.get(`/Groups${form}`));
      expect(totalResults, 'totalResults of the client').toBe(2);
    }
  },
);

for (const { id, path } of [
  { id: 'VAULT-ISOL-01', path: '/Users' },
  { id: 'VAULT-ISOL-02', path: '/Groups' },
]) {
  test(`no page of ${path} holds what belongs to another client`, row(id), async ({ other, arrange }) => {
    const tenant = await arrange.tenant();
    const own = await arrange.user(tenant);
    const ids = path === '/Users' ? [own.id] : [(await arrange.group(tenant, [own])).id];
    await arrange.group(other, [await arrange.user(other)]);

    for (const query of [{ startIndex: 2 }, { startIndex: 2, count: 1 }, { startIndex: 100 }, { count: 100 }]) {
      const page = await tenant.scim.list(path, query);

      expect(page).toHaveStatus(200);
      expect(
        idsOf(page).filter((each) => !ids.includes(each)),
        'foreign ids on the page',
      ).toEqual([]);
    }
  });
}

for (const { id, path } of [
  { id: 'VAULT-ISOL-01', path: '/Users' },
  { id: 'VAULT-ISOL-02', path: '/Groups' },
]) {
  test(`${path} is not answered with what another client was just told`, row(id), async ({ other, arrange }) => {
    const tenant = await arrange.tenant();
    const own = await arrange.group(tenant, [await arrange.user(tenant)]);
    await arrange.group(other, [await arrange.user(other)]);
    const before = await tenant.scim.list(path);

    await other.scim.list(path);
    const list = await tenant.scim.list(path);

    expect(list).toHaveStatus(200);
    expect(list.body, 'the list, as it was before the other client asked').toEqual(before.body);
    expect(idsOf(await tenant.scim.list('/Groups')), 'ids of the groups').toEqual([own.id]);
  });
}
