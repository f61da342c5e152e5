import { bodyOf, expect, freshTenant, row, rowIn, SailPoint, test, valuesOf } from '../../src/harness/index.ts';

/**
 * What SailPoint's documentation lists for an administrator to prove before a source goes live: the connection test
 * in both configurations, the four rights of the service account, and the supported features. Of these do not apply
 * to Vault: the password of an account (Vault's users have none), roles and entitlements as types of their own
 * (Vault serves users and groups only), and OAuth 2, Basic and "No Auth" (Vault takes a bearer token).
 */

for (const relaxed of [false, true]) {
  test(
    `the connection test passes with relaxed configuration ${relaxed ? 'on' : 'off'}`,
    row('SAIL-01'),
    async ({ tenant }) => {
      const step = await SailPoint.connector(tenant, { relaxed }).discovery.testConnection();

      expect(step.answer).toHaveStatus(200);
      expect(step.action, 'what SailPoint does after the connection test').toBe('go on');
    },
  );
}

test('the service account reads all users and all groups', row('SAIL-03'), async ({ tenant, arrange }) => {
  const { tenant: fresh, users, groups } = await freshTenant(arrange, tenant);
  await arrange.group(fresh, await arrange.users(fresh, 2));
  const { aggregation } = SailPoint.connector(fresh, { client: 'IdentityIQ' });

  const [accounts, entitlements] = [await aggregation.accounts(), await aggregation.groups()];

  expect(accounts.resources.length, 'the users').toBe(users + 2);
  expect(entitlements.resources.length, 'the groups').toBe(groups + 1);
});

test('put: the service account modifies a user', rowIn('put', 'SAIL-11'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const { accounts } = SailPoint.connector(tenant, { mode: 'put', client: 'SaaS' });

  const step = await accounts.disable(SailPoint.accountOf(user));

  const read = bodyOf(await tenant.scim.get(user.path));
  expect(SailPoint.answerTo(step)).toHaveStatus([200, 204]);
  expect(read.active, 'active that is read').toBe(false);
});

test(
  'put: the service account modifies the members of a group',
  rowIn('put', 'SAIL-11'),
  async ({ tenant, arrange }) => {
    const [old, user] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [old]);
    const { entitlements } = SailPoint.connector(tenant, { mode: 'put', client: 'SaaS' });

    const step = await entitlements.add(SailPoint.accountOf(user), group.id);

    const read = bodyOf(await tenant.scim.get(group.path));
    expect(SailPoint.answerTo(step)).toHaveStatus([200, 204]);
    expect(valuesOf(read.members), 'the members').toEqual([old.id, user.id].sort());
  },
);

test('an account refresh shows what was created', row('SAIL-07'), async ({ tenant, arrange }) => {
  const { accounts } = SailPoint.connector(tenant);
  const { account, last } = await accounts.create(SailPoint.identityOf(arrange));

  const step = await accounts.refresh(account);

  expect(last.answer).toHaveStatus(201);
  expect(bodyOf(SailPoint.answerTo(step)).id, 'the id that is read').toBe(account.uid);
});
