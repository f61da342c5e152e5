import { bodyOf, expect, groupBody, idOf, row, test, valuesOf } from '../../../src/harness/index.ts';

type Ids = readonly [string, string, string];

/** Lists in which a member is repeated: next to itself, apart, or together with another. */
const REPETITIONS: [string, (ids: Ids) => string[]][] = [
  ['at once', ([a, b, c]) => [a, a, b, c]],
  ['at the end', ([a, b, c]) => [a, b, c, c]],
  ['later', ([a, b, c]) => [a, b, c, a]],
  ['together with another', ([a, b, c]) => [a, b, a, b, c]],
];

for (const [where, repeated] of REPETITIONS) {
  test(`a create lists a member once that is repeated ${where}`, row('RFC7643-4.2-12'), async ({ tenant, arrange }) => {
    const users = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)] as const;
    const ids: Ids = [users[0].id, users[1].id, users[2].id];

    const created = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), repeated(ids)));

    expect(created).toHaveStatus([201, 400]);
    const read = await tenant.scim.get(`/Groups/${idOf(created) || 'none'}`);
    expect([[...ids].sort(), []], 'members, or none after a refusal').toContainEqual(valuesOf(bodyOf(read).members));
  });

  test(
    `a replace lists a member once that is repeated ${where}`,
    row('RFC7643-4.2-12'),
    async ({ tenant, arrange }) => {
      const users = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)] as const;
      const ids: Ids = [users[0].id, users[1].id, users[2].id];
      const group = await arrange.group(tenant, [users[1]]);

      const replaced = await tenant.scim.put(group.path, groupBody(group.displayName, repeated(ids)));

      expect(replaced).toHaveStatus([200, 204, 400]);
      const read = await tenant.scim.get(group.path);
      expect([[...ids].sort(), [ids[1]]], 'members, or those before').toContainEqual(valuesOf(bodyOf(read).members));
    },
  );

  test(`an add lists a member once that is repeated ${where}`, row('RFC7643-4.2-12'), async ({ tenant, arrange }) => {
    const users = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)] as const;
    const ids: Ids = [users[0].id, users[1].id, users[2].id];
    const group = await arrange.group(tenant, [users[1]]);
    const value = repeated(ids).map((id) => ({ value: id }));

    const patched = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

    expect(patched).toHaveStatus([200, 204, 400]);
    const read = await tenant.scim.get(group.path);
    expect([[...ids].sort(), [ids[1]]], 'members, or those before').toContainEqual(valuesOf(bodyOf(read).members));
  });
}
