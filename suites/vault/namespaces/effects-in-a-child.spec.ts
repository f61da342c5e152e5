import {
  aliasesOf,
  expect,
  groupBody,
  idOf,
  memberIdsOf,
  removeByFilter,
  removeByValueList,
  row,
  test,
} from '../../../src/harness/index.ts';

test('a group of a child namespace has its Vault group there', row('VAULT-NS-16'), async ({ vault, arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const name = arrange.unique('group');

  const answer = await child.scim.post('/Groups', groupBody(name));

  expect(answer).toHaveStatus(201);
  const path = `identity/group/id/${idOf(answer)}`;
  const [group, inParent] = [await inside.read(path), await vault.read(path)];
  expect(group.data?.name, 'name of the Vault group in the child').toBe(name);
  expect(inParent, 'a read of the group in the parent').toHaveStatus(404);
});

test(
  'a user of a child namespace is renamed and deactivated with its entity and alias',
  row('VAULT-NS-18'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({ aliasMount: 'userpass' }, inside);
    const user = await arrange.user(child);
    const userName = arrange.unique('renamed');

    const answer = await child.scim.put(user.path, { ...user.sent, userName, active: false });

    expect(answer).toHaveStatus([200, 204]);
    const entity = await inside.read(`identity/entity/id/${user.id}`);
    expect(entity.data, 'the entity').toMatchObject({ name: userName, disabled: true });
    expect(
      aliasesOf(entity).map(({ name }) => name),
      'the names of its aliases',
    ).toEqual([userName]);
  },
);

test('a group of a child namespace is changed with its Vault group', row('VAULT-NS-18'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const users = await arrange.users(child, 2);
  const group = await arrange.group(child, users.slice(0, 1));
  const path = `identity/group/id/${group.id}`;
  await arrange.during(() => inside.writeOrThrow('give a group a policy', path, { policies: ['vsc-first'] }));
  const displayName = arrange.unique('renamed');

  const replaced = await child.scim.put(group.path, groupBody(displayName, [users[1]?.id ?? '']));
  const patched = await child.scim.patch(group.path, [
    { op: 'add', path: 'members', value: [{ value: users[0]?.id }] },
  ]);

  for (const answer of [replaced, patched]) expect(answer).toHaveStatus([200, 204]);
  const stored = await inside.read(path);
  expect(stored.data, 'the Vault group').toMatchObject({ name: displayName, policies: ['vsc-first'] });
  expect(memberIdsOf(stored).toSorted(), 'its members').toEqual(users.map(({ id }) => id).toSorted());
});

const REMOVALS = { 'a value list': removeByValueList, 'a filter path': removeByFilter };

for (const [form, remove] of Object.entries(REMOVALS)) {
  test(
    `a removal by ${form} has in a child namespace the effect that it has in its parent`,
    row('VAULT-NS-18'),
    async ({ tenant, vault, arrange }) => {
      const inside = await arrange.namespace();
      const child = await arrange.tenant({}, inside);
      const [member, memberInside] = [await arrange.user(tenant), await arrange.user(child)];
      const [group, groupInside] = [await arrange.group(tenant, [member]), await arrange.group(child, [memberInside])];

      const inParent = await remove(tenant, group, member);
      const inChild = await remove(child, groupInside, memberInside);

      const stored = await vault.read(`identity/group/id/${group.id}`);
      const storedInside = await inside.read(`identity/group/id/${groupInside.id}`);
      expect(
        [inChild.status, memberIdsOf(storedInside).length],
        'status, and number of members of the Vault group',
      ).toEqual([inParent.status, memberIdsOf(stored).length]);
    },
  );
}

test('what a child namespace deletes is gone from Vault', row('VAULT-NS-18'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const user = await arrange.user(child);
  const group = await arrange.group(child, [user]);

  const answers = [await child.scim.delete(group.path), await child.scim.delete(user.path)];

  for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
  expect(await inside.read(`identity/group/id/${group.id}`), 'the Vault group').toHaveStatus(404);
  expect(await inside.read(`identity/entity/id/${user.id}`), 'the entity').toHaveStatus(404);
});
