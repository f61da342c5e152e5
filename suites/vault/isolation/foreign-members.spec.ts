import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  inEachPlace,
  isAccepted,
  memberIdsOf,
  row,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

test(
  'another client’s user cannot be made a member at create',
  row('VAULT-ISOL-18'),
  async ({ tenant, other, vault, arrange }) => {
    const foreign = await arrange.user(other);
    const name = arrange.unique('group');
    const before = await vault.read(`identity/group/name/${name}`);

    const answer = await tenant.scim.post('/Groups', groupBody(name, [foreign.id]));

    expect(answer).toBeRefused();
    const after = await vault.read(`identity/group/name/${name}`);
    expect(after.body, 'a Vault group of that name').toEqual(before.body);
    const entity = await vault.read(`identity/entity/id/${foreign.id}`);
    expect(entity.data?.direct_group_ids, 'the groups of the foreign entity').toEqual([]);
  },
);

test(
  'another client’s user cannot be made a member at replace',
  row('VAULT-ISOL-19'),
  async ({ tenant, other, vault, arrange }) => {
    const foreign = await arrange.user(other);
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const before = await tenant.scim.get(group.path);
    const stored = await vault.read(`identity/group/id/${group.id}`);

    const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [foreign.id]));

    expect(answer).toBeRefused();
    expect((await tenant.scim.get(group.path)).body, 'the group').toEqual(before.body);
    expect((await vault.read(`identity/group/id/${group.id}`)).data, 'the Vault group').toEqual(stored.data);
  },
);

test(
  'another client’s user cannot be made a member by patch',
  row('VAULT-ISOL-20'),
  async ({ tenant, other, vault, arrange }) => {
    const foreign = await arrange.user(other);
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const before = await tenant.scim.get(group.path);
    const stored = await vault.read(`identity/group/id/${group.id}`);

    const answer = await tenant.scim.patch(group.path, [
      { op: 'add', path: 'members', value: [{ value: foreign.id }] },
    ]);

    expect(answer).toBeRefused();
    expect((await tenant.scim.get(group.path)).body, 'the group').toEqual(before.body);
    expect((await vault.read(`identity/group/id/${group.id}`)).data, 'the Vault group').toEqual(stored.data);
  },
);

for (const active of [true, false]) {
  const foreigner = `another client’s ${active ? 'active' : 'inactive'} user`;

  test(
    `${foreigner} cannot be made a member at create in any place of the list`,
    row('VAULT-ISOL-18'),
    async ({ tenant, other, vault, arrange }) => {
      const foreign = await arrange.user(other, { active });
      const own = await arrange.users(tenant, 2);
      const before = await vault.read(`identity/entity/id/${foreign.id}`);

      const alone = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [foreign.id]));
      const answers = [];
      for (const members of inEachPlace(foreign.id, own)) {
        answers.push(await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), members)));
      }

      expect(alone).toBeRefused();
      for (const answer of answers.filter(isAccepted)) {
        const made = await vault.read(`identity/group/id/${idOf(answer)}`);
        expect(memberIdsOf(made).includes(foreign.id), 'whether the foreign user is a member').toBe(false);
      }
      const after = await vault.read(`identity/entity/id/${foreign.id}`);
      expect(after.data, 'the foreign entity').toEqual(before.data);
    },
  );

  test(
    `${foreigner} cannot be made a member at replace in any place of the list`,
    row('VAULT-ISOL-19'),
    async ({ tenant, other, vault, arrange }) => {
      const foreign = await arrange.user(other, { active });
      const own = await arrange.users(tenant, 2);
      const group = await arrange.group(tenant, own);
      const before = await vault.read(`identity/entity/id/${foreign.id}`);

      const alone = await tenant.scim.put(group.path, groupBody(group.displayName, [foreign.id]));
      for (const members of inEachPlace(foreign.id, own)) {
        await tenant.scim.put(group.path, groupBody(group.displayName, members));
      }

      expect(alone).toBeRefused();
      const shown = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
      const stored = memberIdsOf(await vault.read(`identity/group/id/${group.id}`));
      expect([...shown, ...stored].includes(foreign.id), 'whether the foreign user is a member').toBe(false);
      const after = await vault.read(`identity/entity/id/${foreign.id}`);
      expect(after.data, 'the foreign entity').toEqual(before.data);
    },
  );

  test(
    `${foreigner} cannot be made a member by patch in any place of the list`,
    row('VAULT-ISOL-20'),
    async ({ tenant, other, vault, arrange }) => {
      const foreign = await arrange.user(other, { active });
      const own = await arrange.users(tenant, 2);
      const group = await arrange.group(tenant);
      const before = await vault.read(`identity/entity/id/${foreign.id}`);
      const add = (ids: string[]) => [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }];

      const alone = await tenant.scim.patch(group.path, add([foreign.id]));
      for (const members of inEachPlace(foreign.id, own)) await tenant.scim.patch(group.path, add(members));

      expect(alone).toBeRefused();
      const shown = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
      const stored = memberIdsOf(await vault.read(`identity/group/id/${group.id}`));
      expect([...shown, ...stored].includes(foreign.id), 'whether the foreign user is a member').toBe(false);
      const after = await vault.read(`identity/entity/id/${foreign.id}`);
      expect(after.data, 'the foreign entity').toEqual(before.data);
    },
  );
}
