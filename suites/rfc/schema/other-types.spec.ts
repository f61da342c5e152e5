import { expect, idsOf, placeWhere, row, test } from '../../../src/harness/index.ts';

test(
  'what is no time is no value of a dateTime',
  row('RFC7643-2.3.5-02'),
  async ({ tenant, arrange, types, applies }) => {
    const issued = placeWhere(types.user, (one) => one.type === 'dateTime' && one.mutability === 'readWrite');
    applies(issued.exists, 'users have no dateTime that a client writes');
    const user = await arrange.user(tenant, issued.into({}, '2024-02-29T12:00:00Z'));

    const refused = await tenant.scim.put(user.path, issued.into(user.sent, 'yesterday'));

    expect(refused).toBeScimError({ status: 400, scimTypeIfAny: ['invalidValue', 'invalidSyntax'] });
    const read = await tenant.scim.get(user.path);
    expect(String(issued.of(read.body)), 'the value afterwards').toMatch(/^2024-02-29T/);
  },
);

test('filters compare integers as numbers', row('RFC7644-3.4.2.2-22'), async ({ tenant, arrange, types, applies }) => {
  const level = placeWhere(
    types.user,
    (one) => one.type === 'integer' && one.mutability === 'readWrite' && one.returned !== 'never',
  );
  applies(level.exists, 'users have no integer that a client writes');
  const [nine, ten] = [await arrange.user(tenant, level.into({}, 9)), await arrange.user(tenant, level.into({}, 10))];
  const found = async (comparison: string) => {
    const filter = `(userName eq "${nine.userName}" or userName eq "${ten.userName}") and ${level.path} ${comparison}`;
    const answer = await tenant.scim.list('/Users', { filter });
    expect(answer).toHaveStatus(200);
    return idsOf(answer);
  };

  const selected = [await found('gt 9'), await found('ge 9'), await found('lt 10'), await found('le 9')];

  expect(selected, 'ids of greater than 9, at least 9, less than 10, and at most 9').toEqual([
    [ten.id],
    [nine.id, ten.id].sort(),
    [nine.id],
    [nine.id],
  ]);
});
