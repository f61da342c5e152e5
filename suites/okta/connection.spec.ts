import { completePage, expect, freshTenant, listPage, Okta, row, test } from '../../src/harness/index.ts';

test(
  'the connection test reads an empty list of users, and one with a user',
  row('OKTA-01'),
  async ({ tenant, arrange }) => {
    const { tenant: fresh, users } = await freshTenant(arrange, tenant);
    const okta = Okta.requests(fresh);

    const before = await okta.send('OK-Q01');
    await arrange.user(fresh);
    const after = await okta.send('OK-Q01');

    expect(listPage(before), 'the page before the first user').toEqual(completePage(users, 1, Math.min(users, 2)));
    expect(listPage(after), 'the page with one user more').toEqual(completePage(users + 1, 1, Math.min(users + 1, 2)));
  },
);

test('the connection test can be saved without one user', row('OKTA-01'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);

  const step = await Okta.connector(fresh, 'AIW').lists.testConnection();

  expect(step.answer).toHaveStatus(200);
  expect(step.action, 'what Okta does after the connection test').toBe('go on');
});

test(
  'the connection test reads an empty list of groups, and one with a group',
  row('OKTA-02'),
  async ({ tenant, arrange }) => {
    const { tenant: fresh, groups } = await freshTenant(arrange, tenant);
    const okta = Okta.requests(fresh);

    const before = await okta.send('OK-Q02', { startIndex: '1' });
    await arrange.group(fresh);
    const after = await okta.send('OK-Q02', { startIndex: '1' });

    expect(listPage(before), 'the page before the first group').toEqual(completePage(groups, 1, groups));
    expect(listPage(after), 'the page with one group more').toEqual(completePage(groups + 1, 1, groups + 1));
  },
);
