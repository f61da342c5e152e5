import {
  bodyOf,
  completePage,
  expect,
  freshTenant,
  idsOf,
  isAccepted,
  listed,
  listOf,
  listPage,
  metaOf,
  projectionDifferences,
  resourcesOf,
  row,
  SailPoint,
  setActive,
  type Tenant,
  test,
  waitPast,
} from '../../src/harness/index.ts';

const PAGES = [
  { startIndex: 1, resources: 2 },
  { startIndex: 3, resources: 2 },
  { startIndex: 5, resources: 1 },
  { startIndex: 6, resources: 0 },
];
const WANTED = ['userName', 'externalId', 'active', 'groups'];
const LISTINGS = { users: 'SP-Q07', groups: 'SP-Q09' } as const;
const UNKNOWN = ['firstName', 'organizationId'];

/** Asserts that five resources are listed behind so many earlier ones, on whole pages with right totals. @returns their ids */
async function idsOnPages(tenant: Tenant, listing: keyof typeof LISTINGS, earlier: number): Promise<string[]> {
  const sailpoint = SailPoint.requests(tenant);
  const ids: string[] = [];
  for (const { startIndex, resources } of PAGES) {
    const page = await sailpoint.send(LISTINGS[listing], { startIndex: String(earlier + startIndex), count: '2' });
    expect(listPage(page), `the page of ${listing}`).toEqual(
      completePage(earlier + 5, earlier + startIndex, resources),
    );
    ids.push(...idsOf(page));
  }
  return ids;
}

test('users are paged, each once, with right totals', row('SAIL-03'), async ({ tenant, arrange }) => {
  const { tenant: fresh, users } = await freshTenant(arrange, tenant);
  const created = await arrange.users(fresh, 5);

  const ids = await idsOnPages(fresh, 'users', users);

  expect(ids.sort(), 'the users on all pages').toEqual(created.map(({ id }) => id).sort());
});

test('groups are paged, each once, with right totals', row('SAIL-03'), async ({ tenant, arrange }) => {
  const { tenant: fresh, groups } = await freshTenant(arrange, tenant);
  const created = [];
  for (let i = 0; i < 5; i += 1) created.push(await arrange.group(fresh));

  const ids = await idsOnPages(fresh, 'groups', groups);

  expect(ids.sort(), 'the groups on all pages').toEqual(created.map(({ id }) => id).sort());
});

test('an aggregation walks all pages and finds everybody', row('SAIL-03'), async ({ tenant, arrange }) => {
  const { tenant: fresh, users, groups } = await freshTenant(arrange, tenant);
  const created = await arrange.users(fresh, 3);
  await arrange.group(fresh, created);
  const { aggregation } = SailPoint.connector(fresh, { pageSize: 2 });

  const found = { accounts: await aggregation.accounts(), groups: await aggregation.groups() };

  expect(found.accounts.last.answer).toHaveStatus(200);
  expect(found.groups.last.answer).toHaveStatus(200);
  const ids = found.accounts.resources.map(({ id }) => String(id));
  expect(new Set(ids).size, 'accounts that were found').toBe(users + 3);
  expect(created.filter(({ id }) => !ids.includes(id)).length, 'accounts that are missing').toBe(0);
  expect(found.groups.resources.length, 'groups that were found').toBe(groups + 1);
});

test('a page of 5000 is answered with what there is', row('SAIL-03'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  await arrange.users(fresh, 3);

  const page = await SailPoint.requests(fresh).send('SP-Q07', { startIndex: '1', count: '5000' });

  const { status, resources, itemsPerPage, startIndex } = listPage(page);
  expect({ status, startIndex, itemsPerPage }, 'the page').toEqual({
    status: 200,
    startIndex: 1,
    itemsPerPage: resources,
  });
  expect(resources, 'the resources on the page').toBeGreaterThanOrEqual(3);
});

test('an aggregation gets the attributes that it names', row('SAIL-04'), async ({ tenant, arrange, types }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const user = await arrange.user(fresh);
  await arrange.group(fresh, [user]);
  const whole = bodyOf(await fresh.scim.get(user.path));

  const page = await SailPoint.requests(fresh).send('SP-Q08', { startIndex: '1', count: '100' });

  const found = resourcesOf(page).find(({ id }) => id === user.id);
  expect(page).toHaveStatus(200);
  expect(found?.schemas, 'schemas of the user').toEqual(whole.schemas);
  expect(
    projectionDifferences(whole, found ?? {}, types.user, { attributes: WANTED }),
    'what differs from the wanted attributes',
  ).toEqual([]);
});

test(
  'a later page of an aggregation has the attributes that it names',
  row('SAIL-04'),
  async ({ tenant, arrange, types }) => {
    const { tenant: fresh, users } = await freshTenant(arrange, tenant);
    const created = await arrange.users(fresh, 2);

    const page = await SailPoint.requests(fresh).send('SP-Q08', { startIndex: String(users + 2), count: '1' });

    const [shown] = resourcesOf(page);
    const whole = bodyOf(await fresh.scim.get(`/Users/${String(shown?.id)}`));
    expect(page).toHaveStatus(200);
    expect(
      created.map(({ id }) => id),
      'the users that may be on the page',
    ).toContain(shown?.id);
    expect(
      projectionDifferences(whole, shown ?? {}, types.user, { attributes: WANTED }),
      'what differs from the wanted attributes',
    ).toEqual([]);
  },
);

for (const path of ['/Users', '/Groups']) {
  test(
    `unknown names among the wanted attributes are overlooked: ${path}`,
    row('SAIL-04'),
    async ({ tenant, arrange }) => {
      const { tenant: fresh } = await freshTenant(arrange, tenant);
      const user = await arrange.user(fresh);
      await arrange.group(fresh, [user]);
      const plain = await fresh.scim.list(path);

      const page = await fresh.scim.list(path, { attributes: UNKNOWN.join(',') });

      expect(page).toHaveStatus(200);
      expect(idsOf(page), 'the ids').toEqual(idsOf(plain));
      const names = new Set(resourcesOf(page).flatMap((one) => Object.keys(one)));
      expect([...names].sort(), 'the attributes').toEqual(['id', 'schemas']);
    },
  );
}

const ORDERS = [
  ['before the known ones', [...UNKNOWN, ...WANTED]],
  ['behind the known ones', [...WANTED, ...UNKNOWN]],
  ['between the known ones', [...WANTED.slice(0, 2), ...UNKNOWN, ...WANTED.slice(2)]],
] as const;

for (const [where, names] of ORDERS) {
  test(`unknown names ${where} do not switch those off`, row('SAIL-04'), async ({ tenant, arrange, types }) => {
    const { tenant: fresh } = await freshTenant(arrange, tenant);
    const user = await arrange.user(fresh);
    await arrange.group(fresh, [user]);
    const whole = bodyOf(await fresh.scim.get(user.path));

    const page = await fresh.scim.list('/Users', { attributes: names.join(','), startIndex: 1, count: 100 });

    const found = resourcesOf(page).find(({ id }) => id === user.id);
    expect(page).toHaveStatus(200);
    expect(
      projectionDifferences(whole, found ?? {}, types.user, { attributes: WANTED }),
      'what differs from the wanted attributes',
    ).toEqual([]);
  });
}

test('unknown names do not switch off those of a group', row('SAIL-04'), async ({ tenant, arrange, types }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const group = await arrange.group(fresh, [await arrange.user(fresh)]);
  const whole = bodyOf(await fresh.scim.get(group.path));
  const attributes = ['displayName', 'members'];

  const page = await fresh.scim.list('/Groups', { attributes: [...UNKNOWN, ...attributes].join(',') });

  const found = resourcesOf(page).find(({ id }) => id === group.id);
  expect(page).toHaveStatus(200);
  expect(
    projectionDifferences(whole, found ?? {}, types.group, { attributes }),
    'what differs from the wanted attributes',
  ).toEqual([]);
});

test('a disabled user is aggregated with active false', row('SAIL-06'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const [user, other] = [await arrange.user(fresh), await arrange.user(fresh)];
  await arrange.during(() => fresh.scim.put(user.path, { ...user.sent, active: false }));

  const { resources, last } = await SailPoint.connector(fresh).aggregation.accounts();

  const activeOf = (uid: string) => resources.find(({ id }) => id === uid)?.active;
  expect(last.answer).toHaveStatus(200);
  expect(activeOf(user.id), 'active of the disabled user').toBe(false);
  expect(activeOf(other.id), 'active of the other user').toBe(true);
});

test('a delta aggregation finds who was changed and nobody else', row('SAIL-14'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const [user, untouched] = [await arrange.user(fresh), await arrange.user(fresh)];
  const instant = metaOf(untouched.body, 'lastModified');
  await waitPast(arrange, fresh, instant);
  await arrange.during(() => fresh.scim.put(user.path, { ...user.sent, active: false }));

  const { resources, last } = await SailPoint.connector(fresh).aggregation.changesSince(instant);

  const ids = resources.map(({ id }) => id);
  expect(last.answer).toHaveStatus(200);
  expect(ids, 'the users that were found').toContain(user.id);
  expect(ids, 'the users that were found').not.toContain(untouched.id);
});

test('a delta aggregation finds whose groups changed', row('SAIL-14'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const user = await arrange.user(fresh);
  const group = await arrange.group(fresh);
  const instant = metaOf(group.body, 'lastModified');
  await waitPast(arrange, fresh, instant);
  await arrange.during(() => SailPoint.requests(fresh).send('SP-B06', { gid: group.id, uid: user.id }));

  const { resources, last } = await SailPoint.connector(fresh).aggregation.changesSince(instant);

  expect(last.answer).toHaveStatus(200);
  expect(
    resources.map(({ id }) => id),
    'the users that were found',
  ).toContain(user.id);
});

const FILTERS = [
  { template: 'SP-Q11', path: '/Users' },
  { template: 'SP-Q12', path: '/Groups' },
];

for (const { template, path } of FILTERS) {
  test(
    `a filter with sw that is not served is refused, not answered with everything: ${path}`,
    row('SAIL-15'),
    async ({ tenant, arrange, applies }) => {
      const { tenant: fresh } = await freshTenant(arrange, tenant);
      await arrange.group(fresh, [await arrange.user(fresh)]);
      const before = await fresh.scim.get(path);

      const answer = await SailPoint.requests(fresh).send(template, { startIndex: '1', count: '100' });

      const after = await fresh.scim.get(path);
      // Nobody has the name: a server that serves the filter finds none.
      const isServed = isAccepted(answer) && listed(answer).totalResults === 0;
      applies(!isServed, 'the server serves the filter');
      expect(answer).toBeScimError({ status: 400, scimType: 'invalidFilter' });
      expect(resourcesOf(answer), 'resources in the refusal').toEqual([]);
      expect(after.body, 'the list afterwards').toEqual(before.body);
    },
  );
}

test('which headers speak of a rate limit', row('SAIL-20'), async ({ tenant, arrange, observe }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const user = await arrange.user(fresh);

  const page = await SailPoint.requests(fresh).send('SP-Q07', { startIndex: '1', count: '100' });

  const names = page.headers.map(([name]) => name.toLowerCase()).filter((name) => /rate-?limit|retry-after/.test(name));
  observe(`headers of a rate limit on an ordinary answer: ${names.sort().join(', ') || 'none'}`);
  expect(listed(page), 'the users').toEqual(listOf(user));
});

test('who was deleted leaves no gap in an aggregation', row('SAIL-03'), async ({ tenant, arrange }) => {
  const { tenant: fresh, users } = await freshTenant(arrange, tenant);
  const [first, ...others] = await arrange.users(fresh, 6);
  await arrange.during(() => fresh.scim.delete(first?.path ?? ''));

  const ids = await idsOnPages(fresh, 'users', users);

  expect(ids.sort(), 'the users on all pages').toEqual(others.map(({ id }) => id).sort());
});

test('each page of an aggregation shows who is disabled', row('SAIL-06'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const [disabled, enabled] = [await arrange.users(fresh, 3, { active: false }), await arrange.users(fresh, 2)];

  const { resources, last } = await SailPoint.connector(fresh, { pageSize: 1 }).aggregation.accounts();

  const idsWith = (active: boolean) => resources.filter((one) => one.active === active).map(({ id }) => id);
  expect(last.answer).toHaveStatus(200);
  expect(idsWith(false), 'users with active false').toEqual(expect.arrayContaining(disabled.map(({ id }) => id)));
  expect(idsWith(true), 'users with active true').toEqual(expect.arrayContaining(enabled.map(({ id }) => id)));
});

test('a delta aggregation finds who was changed in whatever way', row('SAIL-14'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const [renamed, deactivated] = [await arrange.user(fresh), await arrange.user(fresh)];
  const [byPatch, byReplace] = await arrange.users(fresh, 2, { active: false });
  const untouched = await arrange.user(fresh);
  const instant = metaOf(untouched.body, 'lastModified');
  await waitPast(arrange, fresh, instant);
  const { scim } = fresh;
  const CHANGES: [{ id: string } | undefined, () => Promise<unknown>][] = [
    [renamed, () => scim.put(renamed.path, { ...renamed.sent, userName: arrange.unique('renamed') })],
    [deactivated, () => setActive(fresh, deactivated, false)],
    [byPatch, () => setActive(fresh, byPatch ?? { path: '' }, true)],
    [byReplace, () => scim.put(byReplace?.path ?? '', { ...byReplace?.sent, active: true })],
  ];
  for (const [, change] of CHANGES) await arrange.during(change);

  const { resources, last } = await SailPoint.connector(fresh).aggregation.changesSince(instant);

  expect(last.answer).toHaveStatus(200);
  const ids = resources.map(({ id }) => String(id)).sort();
  expect(ids, 'the users that were found').toEqual(CHANGES.map(([user]) => user?.id).sort());
});

test(
  'who was deleted during an aggregation is on none of its later pages',
  row('SAIL-03'),
  async ({ tenant, arrange }) => {
    const { tenant: fresh, users } = await freshTenant(arrange, tenant);
    const created = await arrange.users(fresh, 5);
    const sailpoint = SailPoint.requests(fresh);
    const first = idsOf(await sailpoint.send('SP-Q07', { startIndex: '1', count: '2' }));
    const deleted = created.find(({ id }) => !first.includes(id));
    await arrange.during(() => fresh.scim.delete(deleted?.path ?? ''));

    const later = await sailpoint.send('SP-Q07', { startIndex: '3', count: '2' });

    expect(listPage(later).totalResults, 'totalResults of the later page').toBe(users + 4);
    expect(idsOf(later), 'the users on the later page').not.toContain(deleted?.id);
  },
);

test(
  'a disabled user is aggregated with active false after a list that did not name active',
  row('SAIL-06'),
  async ({ tenant, arrange }) => {
    const { tenant: fresh } = await freshTenant(arrange, tenant);
    const user = await arrange.user(fresh, { active: false });
    await arrange.during(() => fresh.scim.list('/Users', { attributes: 'userName' }));

    const { resources, last } = await SailPoint.connector(fresh).aggregation.accounts();

    expect(last.answer).toHaveStatus(200);
    expect(resources.find(({ id }) => id === user.id)?.active, 'active of the disabled user').toBe(false);
  },
);
