import {
  bodyOf,
  expect,
  GROUP_PASTS,
  groupBody,
  idOf,
  memberIdsOf,
  row,
  test,
  UNUSUAL_NAMES,
  valuesOf,
} from '../../../src/harness/index.ts';

test('add puts a user into a group of any past', row('VAULT-GPATCH-01'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);

  for (const { past, make } of GROUP_PASTS) {
    const group = await make(arrange, tenant);

    const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

    expect(answer, `the patch of a group ${past}`).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    const stored = await vault.read(`identity/group/id/${group.id}`);
    expect(valuesOf(bodyOf(read).members), `ids of the members of a group ${past}`).toContain(user.id);
    expect(memberIdsOf(stored), `members of the Vault group of a group ${past}`).toContain(user.id);
  }
});

test('an add keeps the members of a group of any past', row('VAULT-GPATCH-03'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);

  for (const { past, make } of GROUP_PASTS) {
    const group = await make(arrange, tenant);
    const before = await arrange.during(() => tenant.scim.get(group.path));

    await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

    const read = await tenant.scim.get(group.path);
    const others = valuesOf(bodyOf(read).members).filter((id) => id !== user.id);
    expect(others, `ids of the members besides the added one of a group ${past}`).toEqual(
      valuesOf(bodyOf(before).members),
    );
  }
});

test('a removal takes a member out of a group of any past', row('VAULT-GPATCH-04'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();

  for (const { past, make } of GROUP_PASTS) {
    const group = await make(arrange, tenant);
    const [first] = group.members;
    const value = [{ value: first?.id }];

    const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value }]);

    expect(answer, `the patch of a group ${past}`).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    const stored = await vault.read(`identity/group/id/${group.id}`);
    expect(valuesOf(bodyOf(read).members), `ids of the members of a group ${past}`).not.toContain(first?.id);
    expect(memberIdsOf(stored), `members of the Vault group of a group ${past}`).not.toContain(first?.id);
  }
});

test(
  'a member patch changes neither name nor id of a group of any past',
  row('VAULT-GPATCH-08'),
  async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);

    for (const { past, make } of GROUP_PASTS) {
      const { id, path, displayName } = await make(arrange, tenant);

      for (const op of ['add', 'remove']) {
        await tenant.scim.patch(path, [{ op, path: 'members', value: [{ value: user.id }] }]);
      }

      const read = bodyOf(await tenant.scim.get(path));
      const shown = [read.id, read.displayName];
      expect(shown, `id and displayName of a group ${past} after an add and a removal`).toEqual([id, displayName]);
    }
  },
);

for (const [what, nameOf] of Object.entries(UNUSUAL_NAMES)) {
  test(
    `add puts a user into a group whose name has ${what}`,
    row('VAULT-GPATCH-01'),
    async ({ tenant, arrange, applies }) => {
      const [user, body] = [await arrange.user(tenant), groupBody(nameOf(arrange.unique('group')))];
      const created = await arrange.during(() => tenant.scim.post('/Groups', body));
      applies(created.status === 201, 'no group can have such a name here');
      const path = `/Groups/${idOf(created)}`;

      const answer = await tenant.scim.patch(path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

      expect(answer).toHaveStatus([200, 204]);
      const read = await tenant.scim.get(path);
      expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
    },
  );
}
