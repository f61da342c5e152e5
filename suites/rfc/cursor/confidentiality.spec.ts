import {
  type Arrange,
  bodyOf,
  cursorBed,
  cursorOf,
  expect,
  idsOf,
  isAccepted,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

/** Three users of one tenant, and what another tenant gets for the cursor that leads to the second of them. */
async function foreignPage(arrange: Arrange, tenant: Tenant, other: Tenant) {
  const { query, users, ids, page } = await cursorBed(arrange, tenant, 3);
  const first = await page('', { count: 1 });
  const hidden = await arrange.during(() => other.scim.get(users[0]?.path ?? ''));
  const ask = (cursor: string) => other.scim.list('/Users', { ...query, cursor, count: 1 });
  const foreign = await ask(String(cursorOf(first)));
  return { query, users, ids, foreign, ask, isApart: hidden.status !== 200 };
}

const NOT_APART = 'the second tenant sees the users of the first';

test(
  'a foreign cursor leads to no foreign user',
  row('RFC9865-5.2-01'),
  async ({ tenant, other, arrange, applies }) => {
    const { ids, foreign, isApart } = await foreignPage(arrange, tenant, other);

    applies(isApart, NOT_APART);
    expect(foreign).toHaveStatus([200, 400, 401, 403, 404]);
    expect(
      idsOf(foreign).filter((id) => ids.includes(id)),
      'ids of users of the other tenant',
    ).toEqual([]);
  },
);

test('a foreign cursor counts no foreign users', row('RFC9865-5.2-01'), async ({ tenant, other, arrange, applies }) => {
  const { query, foreign, isApart } = await foreignPage(arrange, tenant, other);

  applies(isApart, NOT_APART);
  applies(query.filter !== undefined, 'the server does not filter by the start of a name');
  expect(bodyOf(foreign).totalResults ?? 0, 'totalResults of users whose names only the other tenant has').toBe(0);
});

test(
  'a foreign cursor is refused like one that there never was',
  row('RFC9865-5.2-04'),
  async ({ tenant, other, arrange, applies }) => {
    const { users, foreign, ask, isApart } = await foreignPage(arrange, tenant, other);

    const forged = await ask('forged');

    applies(isApart, NOT_APART);
    applies(!isAccepted(foreign) && !isAccepted(forged), 'the server has a page for such a cursor');
    const told = [foreign, forged].map((answer) => [answer.status, bodyOf(answer).scimType]);
    expect(told[0], 'status and scimType for a foreign cursor').toEqual(told[1]);
    const named = users.flatMap(({ id, userName }) => [id, userName]).filter((name) => foreign.text.includes(name));
    expect(named, 'users of the other tenant that the refusal names, by id or userName').toEqual([]);
  },
);
