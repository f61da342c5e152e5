import { bodyOf, expect, row, test, valuesOf } from '../../../src/harness/index.ts';

test('nobody sees a patch half applied', row('RFC5789-2-01'), async ({ tenant, arrange, applies }) => {
  const users = await arrange.users(tenant, 3);
  const [, second, third] = users.map(({ id }) => [{ value: id }]);
  const group = await arrange.group(tenant, users.slice(0, 1));
  const read = async () => valuesOf(bodyOf(await tenant.scim.get(group.path)).members).length;
  applies((await read()) === 1, 'groups do not show their members');

  const [, ...seen] = await Promise.all([
    tenant.scim.patch(group.path, [
      { op: 'add', path: 'members', value: second },
      { op: 'add', path: 'members', value: third },
    ]),
    ...Array.from({ length: 6 }, read),
  ]);

  applies((await read()) !== 2, 'the patch ends in a state between');
  expect(
    seen.filter((members) => members === 2),
    'numbers of members between the state before and the one after',
  ).toEqual([]);
});
