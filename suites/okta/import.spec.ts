import {
  completePage,
  expect,
  freshTenant,
  idsOf,
  listPage,
  Okta,
  resourcesOf,
  row,
  test,
} from '../../src/harness/index.ts';

const PAGES = [
  { startIndex: 1, resources: 2 },
  { startIndex: 3, resources: 2 },
  { startIndex: 5, resources: 1 },
  { startIndex: 6, resources: 0 },
  { startIndex: 1001, resources: 0 },
];

test('the totals of a list are numbers, and right on each page', row('OKTA-03'), async ({ arrange, tenant }) => {
  const { tenant: fresh, users } = await freshTenant(arrange, tenant);
  await arrange.users(fresh, 3);
  await arrange.users(fresh, 2, { active: false });

  for (const { startIndex, resources } of PAGES) {
    const answer = await fresh.scim.list('/Users', { startIndex: users + startIndex, count: 2 });

    expect(listPage(answer), 'the page').toEqual(completePage(users + 5, users + startIndex, resources));
  }
});

test('an import brings every user and every group', row('OKTA-03'), async ({ arrange, tenant }) => {
  const { tenant: fresh, users, groups } = await freshTenant(arrange, tenant);
  const [one, two] = [await arrange.user(fresh), await arrange.user(fresh)];
  await arrange.group(fresh, [one, two]);
  const { lists } = Okta.connector(fresh, 'AIW');

  const imported = { users: await lists.importUsers(), groups: await lists.importGroups() };

  expect(imported.users.last.answer).toHaveStatus(200);
  expect(imported.groups.last.answer).toHaveStatus(200);
  expect(imported.users.resources.length, 'the users that were imported').toBe(users + 2);
  expect(imported.groups.resources.length, 'the groups that were imported').toBe(groups + 1);
});

test('a list keeps its order over its pages', row('OKTA-04'), async ({ arrange, tenant }) => {
  const { tenant: fresh, users } = await freshTenant(arrange, tenant);
  const created = await arrange.users(fresh, 5);
  const walk = async () => {
    const ids: unknown[] = [];
    for (const { startIndex } of PAGES.slice(0, 3)) {
      const page = await fresh.scim.list('/Users', { startIndex: users + startIndex, count: 2 });
      ids.push(...resourcesOf(page).map(({ id }) => id));
    }
    return ids;
  };

  const [first, second] = [await walk(), await walk()];
  const whole = await fresh.scim.list('/Users', { startIndex: users + 1, count: 100 });

  expect(second, 'the order of the second walk').toEqual(first);
  expect([...first].sort(), 'the users on all pages').toEqual(idsOf(whole));
  expect(created.filter(({ id }) => !first.includes(id)).length + users, 'users that are missing').toBe(users);
});

test('a user who was deleted is no longer in the totals', row('OKTA-03'), async ({ arrange, tenant }) => {
  const { tenant: fresh, users } = await freshTenant(arrange, tenant);
  const [first] = await arrange.users(fresh, 6);
  await arrange.during(() => fresh.scim.delete(first?.path ?? ''));

  for (const { startIndex } of PAGES) {
    const answer = await fresh.scim.list('/Users', { startIndex: users + startIndex, count: 2 });

    expect(listPage(answer).totalResults, 'totalResults of a page').toBe(users + 5);
  }
});

test(
  'a user who was deleted during an import is not on its later pages',
  row('OKTA-03'),
  async ({ arrange, tenant }) => {
    const { tenant: fresh, users } = await freshTenant(arrange, tenant);
    const created = await arrange.users(fresh, 5);
    const first = idsOf(await fresh.scim.list('/Users', { startIndex: 1, count: 2 }));
    const deleted = created.find(({ id }) => !first.includes(id));
    await arrange.during(() => fresh.scim.delete(deleted?.path ?? ''));

    const later = await fresh.scim.list('/Users', { startIndex: 3, count: 2 });

    expect(listPage(later).totalResults, 'totalResults of the later page').toBe(users + 4);
    expect(idsOf(later), 'the users on the later page').not.toContain(deleted?.id);
  },
);

test('a user who was deleted leaves no gap on the pages', row('OKTA-04'), async ({ arrange, tenant }) => {
  const { tenant: fresh, users } = await freshTenant(arrange, tenant);
  const [first, ...others] = await arrange.users(fresh, 6);
  await arrange.during(() => fresh.scim.delete(first?.path ?? ''));
  const seen: string[] = [];

  for (let startIndex = 1; startIndex <= users + others.length; startIndex += 2) {
    seen.push(...idsOf(await fresh.scim.list('/Users', { startIndex, count: 2 })));
  }

  expect(new Set(seen).size, 'the number of users on all pages').toBe(users + others.length);
  expect(others.filter(({ id }) => !seen.includes(id)).length, 'users that are missing').toBe(0);
});
