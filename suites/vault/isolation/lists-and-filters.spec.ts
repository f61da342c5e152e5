import { bodyOf, expect, idsOf, row, test } from '../../../src/harness/index.ts';

test('a client does not see another client’s users in its list', row('VAULT-ISOL-01'), async ({ other, arrange }) => {
  const fresh = await arrange.tenant();
  await arrange.users(other, 2);
  const own = await arrange.user(fresh);

  const answer = await fresh.scim.list('/Users');

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'the ids in the list').toEqual([own.id]);
});

test('a client does not see another client’s groups in its list', row('VAULT-ISOL-02'), async ({ other, arrange }) => {
  const fresh = await arrange.tenant();
  await arrange.group(other);
  const own = await arrange.group(fresh);

  const answer = await fresh.scim.list('/Groups');

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'the ids in the list').toEqual([own.id]);
});

test('the total of a list counts the client’s own users only', row('VAULT-ISOL-03'), async ({ other, arrange }) => {
  const fresh = await arrange.tenant();
  await arrange.users(other, 2);
  await arrange.user(fresh);

  const answer = await fresh.scim.list('/Users');

  expect(bodyOf(answer).totalResults, 'totalResults').toBe(1);
});

test(
  'a filter on userName does not find another client’s user',
  row('VAULT-ISOL-12'),
  async ({ tenant, other, arrange }) => {
    const foreign = await arrange.user(other);

    const answer = await tenant.scim.list('/Users', { filter: `userName eq "${foreign.userName}"` });

    expect(answer).toHaveStatus(200);
    expect(idsOf(answer), 'the ids found').toEqual([]);
  },
);

test(
  'a filter on externalId does not find another client’s user',
  row('VAULT-ISOL-13'),
  async ({ tenant, other, arrange }) => {
    const foreign = await arrange.user(other);

    const answer = await tenant.scim.list('/Users', { filter: `externalId eq "${foreign.externalId}"` });

    expect(answer).toHaveStatus(200);
    expect(idsOf(answer), 'the ids found').toEqual([]);
  },
);

test('a filter on active does not return another client’s users', row('VAULT-ISOL-14'), async ({ other, arrange }) => {
  const fresh = await arrange.tenant();
  await arrange.user(other, { active: false });
  const own = await arrange.user(fresh, { active: false });

  const answer = await fresh.scim.list('/Users', { filter: 'active eq false' });

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'the ids found').toEqual([own.id]);
});

test(
  'a filter on the time of change does not return another client’s users',
  row('VAULT-ISOL-15'),
  async ({ other, arrange }) => {
    const fresh = await arrange.tenant();
    await arrange.user(other);
    const own = await arrange.user(fresh);

    const answer = await fresh.scim.list('/Users', { filter: 'meta.lastModified ge "1970-01-01T00:00:00Z"' });

    expect(answer).toHaveStatus(200);
    expect(idsOf(answer), 'the ids found').toEqual([own.id]);
  },
);

test(
  'a filter on displayName does not find another client’s group',
  row('VAULT-ISOL-16'),
  async ({ tenant, other, arrange }) => {
    const foreign = await arrange.group(other);

    const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${foreign.displayName}"` });

    expect(answer).toHaveStatus(200);
    expect(idsOf(answer), 'the ids found').toEqual([]);
  },
);

test(
  'a filter on the time of change does not return another client’s groups',
  row('VAULT-ISOL-17'),
  async ({ other, arrange }) => {
    const fresh = await arrange.tenant();
    await arrange.group(other);
    const own = await arrange.group(fresh);

    const answer = await fresh.scim.list('/Groups', { filter: 'meta.lastModified ge "1970-01-01T00:00:00Z"' });

    expect(answer).toHaveStatus(200);
    expect(idsOf(answer), 'the ids found').toEqual([own.id]);
  },
);
