import { expect, groupBody, row, test } from '../../../src/harness/index.ts';

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

test(
  'a client cannot replace another client’s group',
  row('VAULT-ISOL-09'),
  async ({ tenant, other, vault, arrange }) => {
    const group = await arrange.group(other, [await arrange.user(other)]);
    const before = await other.scim.get(group.path);
    const stored = await vault.read(`identity/group/id/${group.id}`);

    const answer = await tenant.scim.put(group.path, groupBody(group.displayName));

    expect(answer).toBeRefused();
    expect((await other.scim.get(group.path)).body, 'the group as its own client reads it').toEqual(before.body);
    expect((await vault.read(`identity/group/id/${group.id}`)).data, 'the Vault group').toEqual(stored.data);
  },
);

test(
  'a client cannot patch another client’s group in any form',
  row('VAULT-ISOL-10'),
  async ({ tenant, other, vault, arrange }) => {
    const [member, further] = [await arrange.user(other), await arrange.user(other)];
    const group = await arrange.group(other, [member]);
    const before = await other.scim.get(group.path);
    const stored = await vault.read(`identity/group/id/${group.id}`);

    const answers = [
      await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: further.id }] }]),
      await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: member.id }] }]),
      await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${member.id}"]` }]),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    expect((await other.scim.get(group.path)).body, 'the group as its own client reads it').toEqual(before.body);
    expect((await vault.read(`identity/group/id/${group.id}`)).data, 'the Vault group').toEqual(stored.data);
  },
);

test(
  'a client cannot delete another client’s group',
  row('VAULT-ISOL-11'),
  async ({ tenant, other, vault, arrange }) => {
    const group = await arrange.group(other);
    const before = await other.scim.get(group.path);

    const answer = await tenant.scim.delete(group.path);

    expect(answer).toBeRefused();
    expect((await other.scim.get(group.path)).body, 'the group as its own client reads it').toEqual(before.body);
    expect(await vault.read(`identity/group/id/${group.id}`), 'the Vault group').toHaveStatus(200);
  },
);
