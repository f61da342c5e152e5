import {
  type ArrangedGroup,
  type ArrangedUser,
  expect,
  groupBody,
  groupWithUsers,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

test('a client cannot read another client’s group by id', row('VAULT-ISOL-08'), async ({ tenant, other, arrange }) => {
  const member = await arrange.user(other);
  const group = await arrange.group(other, [member]);
  const before = await other.scim.get(group.path);

  const answer = await tenant.scim.get(group.path);

  expect(answer).toBeRefused();
  expect(answer.text.includes(group.displayName), 'the foreign displayName in the refusal').toBe(false);
  expect(answer.text.includes(member.id), 'the foreign member in the refusal').toBe(false);
  expect((await other.scim.get(group.path)).body, 'the group as its own client reads it').toEqual(before.body);
});

const WRITES = [
  {
    id: 'VAULT-ISOL-09',
    verb: 'replace',
    send: async ({ scim }: Tenant, { path, displayName }: ArrangedGroup) => [
      await scim.put(path, groupBody(displayName)),
      await scim.put(path, groupBody(`${displayName}-renamed`)),
    ],
  },
  {
    id: 'VAULT-ISOL-10',
    verb: 'patch in any form',
    send: async ({ scim }: Tenant, { path }: ArrangedGroup, [member, further]: [ArrangedUser, ArrangedUser]) => [
      await scim.patch(path, [{ op: 'add', path: 'members', value: [{ value: further.id }] }]),
      await scim.patch(path, [{ op: 'remove', path: 'members', value: [{ value: member.id }] }]),
      await scim.patch(path, [{ op: 'remove', path: `members[value eq "${member.id}"]` }]),
    ],
  },
  {
    id: 'VAULT-ISOL-11',
    verb: 'delete',
    send: async ({ scim }: Tenant, { path }: ArrangedGroup) => [await scim.delete(path)],
  },
] as const;

for (const { id, verb, send } of WRITES) {
  test(
    `a client cannot ${verb} another client’s group, nor touch its members on the way, at a second try either`,
    row(id),
    async ({ tenant, other, vault, arrange }) => {
      const { users, group, stored } = await groupWithUsers(arrange, vault, other);
      const before = await stored();

      const answers = [...(await send(tenant, group, users)), ...(await send(tenant, group, users))];

      for (const answer of answers) expect(answer).toBeRefused();
      expect(await stored(), 'the group, its member and another user').toEqual(before);
    },
  );
}

test(
  'a client can neither read nor change another client’s group that has no members',
  row('VAULT-ISOL-11'),
  async ({ tenant, other, vault, arrange }) => {
    const [group, own] = [await arrange.group(other), await arrange.user(tenant)];
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answers = [
      await tenant.scim.get(group.path),
      await tenant.scim.put(group.path, groupBody(group.displayName, [own.id])),
      await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: own.id }] }]),
      await tenant.scim.delete(group.path),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    expect((await vault.read(path)).data, 'the Vault group').toEqual(before.data);
  },
);
