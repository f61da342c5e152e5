import {
  ACTIVITY_FORMS,
  type Arrange,
  expect,
  listed,
  listOf,
  resourcesOf,
  row,
  setActive,
  type Tenant,
  test,
  usersOfEachPast,
} from '../../../src/harness/index.ts';

const ACTIVE = { filter: 'active eq true' };
const INACTIVE = { filter: 'active eq false' };

test('a filter on active finds all active users', row('VAULT-FILTER-05'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const users = await arrange.users(tenant, 2);

  const answer = await tenant.scim.list('/Users', ACTIVE);

  expect(listed(answer), 'active users').toEqual(listOf(...users));
});

test('a filter on active leaves out the inactive users', row('VAULT-FILTER-06'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  await arrange.users(tenant, 2, { active: false });

  const answer = await tenant.scim.list('/Users', ACTIVE);

  expect(listed(answer), 'active users, where all are inactive').toEqual(listOf());
});

/** Users who are active, or not, in every way that there is. */
async function makeUsersOfAnyPast(arrange: Arrange, tenant: Tenant): Promise<void> {
  const { active: _active, ...unsaid } = (await arrange.user(tenant)).sent;
  const name = arrange.unique('unsaid');
  await arrange.during(() => tenant.scim.post('/Users', { ...unsaid, userName: name, externalId: name }));
  await arrange.user(tenant, { active: false });
  await usersOfEachPast(arrange, tenant);
  for (const { send } of ACTIVITY_FORMS) {
    const [left, back] = [await arrange.user(tenant), await arrange.user(tenant, { active: false })];
    await arrange.during(async () => [await send(tenant, left, false), await send(tenant, back, true)]);
  }
}

for (const [active, id] of [
  [true, 'VAULT-FILTER-05'],
  [false, 'VAULT-FILTER-07'],
] as const) {
  test(
    `active eq ${active} finds exactly the users that are shown so, whatever made them so`,
    row(id),
    async ({ arrange }) => {
      const tenant = await arrange.tenant();
      await makeUsersOfAnyPast(arrange, tenant);
      const all = resourcesOf(await tenant.scim.list('/Users'));

      const answer = await tenant.scim.list('/Users', { filter: `active eq ${active}` });

      const shown = all.filter((user) => user.active === active).map((user) => ({ id: String(user.id) }));
      expect(listed(answer), `users with active ${active}`).toEqual(listOf(...shown));
    },
  );
}

test('a filter on active follows a deactivation', row('VAULT-FILTER-09'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.list('/Users', INACTIVE));

  const changed = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
  const after = await tenant.scim.list('/Users', INACTIVE);

  expect(changed).toHaveStatus([200, 204]);
  expect(listed(after), 'inactive users after the deactivation').toEqual(listOf(user));
});

test(
  'a filter on active finds exactly the inactive users, and not who is active again or deleted',
  row('VAULT-FILTER-07'),
  async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const [user, deleted, ...inactive] = await arrange.users(tenant, 4, { active: false });
    await arrange.during(() => tenant.scim.list('/Users', INACTIVE));
    await arrange.during(() => setActive(tenant, user ?? { path: '' }, true));
    await arrange.during(() => tenant.scim.delete(deleted?.path ?? ''));

    const answer = await tenant.scim.list('/Users', INACTIVE);

    expect(listed(answer), 'inactive users').toEqual(listOf(...inactive));
  },
);
