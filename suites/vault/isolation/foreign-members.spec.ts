import {
  type ArrangedGroup,
  bodyOf,
  expect,
  groupBody,
  idOf,
  inEachPlace,
  isAccepted,
  linkPath,
  memberIdsOf,
  ownerOf,
  row,
  type Tenant,
  test,
  unlinkFromClient,
  type VaultClient,
  valuesOf,
} from '../../../src/harness/index.ts';

for (const active of [true, false]) {
  const foreigner = `another client’s ${active ? 'active' : 'inactive'} user`;

  test(
    `${foreigner} cannot be made a member at create in any place of the list`,
    row('VAULT-ISOL-18'),
    async ({ tenant, other, vault, arrange }) => {
      const foreign = await arrange.user(other, { active });
      await arrange.group(other, [foreign]);
      const own = await arrange.users(tenant, 2);
      const before = await vault.read(`identity/entity/id/${foreign.id}`);

      const name = arrange.unique('group');
      const alone = await tenant.scim.post('/Groups', groupBody(name, [foreign.id]));
      const answers = [];
      for (const members of inEachPlace(foreign.id, own)) {
        answers.push(await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), members)));
      }

      expect(alone).toBeRefused();
      expect(await vault.read(`identity/group/name/${name}`), 'the group with it alone').toHaveStatus(404);
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
      await arrange.group(other, [foreign]);
      const own = await arrange.users(tenant, 2);
      const group = await arrange.group(tenant, own);
      const before = await vault.read(`identity/entity/id/${foreign.id}`);
      const groupBefore = await contentOf(group, tenant, vault);

      const alone = await tenant.scim.put(group.path, groupBody(group.displayName, [foreign.id]));
      const groupThen = await contentOf(group, tenant, vault);
      for (const members of inEachPlace(foreign.id, own)) {
        await tenant.scim.put(group.path, groupBody(group.displayName, members));
      }

      expect(alone).toBeRefused();
      expect(groupThen, 'the group after the foreign user alone').toEqual(groupBefore);
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
      await arrange.group(other, [foreign]);
      const own = await arrange.users(tenant, 2);
      const group = await arrange.group(tenant, own);
      const before = await vault.read(`identity/entity/id/${foreign.id}`);
      const groupBefore = await contentOf(group, tenant, vault);
      const add = (ids: string[]) => [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }];

      const alone = await tenant.scim.patch(group.path, add([foreign.id]));
      const groupThen = await contentOf(group, tenant, vault);
      for (const members of inEachPlace(foreign.id, own)) await tenant.scim.patch(group.path, add(members));

      expect(alone).toBeRefused();
      expect(groupThen, 'the group after the foreign user alone').toEqual(groupBefore);
      const shown = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
      const stored = memberIdsOf(await vault.read(`identity/group/id/${group.id}`));
      expect([...shown, ...stored].includes(foreign.id), 'whether the foreign user is a member').toBe(false);
      const after = await vault.read(`identity/entity/id/${foreign.id}`);
      expect(after.data, 'the foreign entity').toEqual(before.data);
    },
  );
}

test(
  'a user that moved to another client cannot be made a member by its former client',
  row('VAULT-ISOL-20'),
  async ({ other, vault, arrange, applies }) => {
    const former = await arrange.tenant();
    const [user, own] = [await arrange.user(former), await arrange.user(former)];
    const group = await arrange.group(former, [user, own]);
    const entity = `identity/entity/id/${user.id}`;
    await arrange.during(() => unlinkFromClient(vault, former.clientName, { entity_id: user.id }));
    await arrange.during(() => vault.write(linkPath(other.clientName, 'link-entity'), { entity_id: user.id }));
    applies((await ownerOf(vault, entity)()) === other.clientId, 'the user does not move here');
    const before = await vault.read(entity);

    const answers = [
      await former.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]),
      await former.scim.put(group.path, groupBody(group.displayName, [own.id, user.id])),
      await former.scim.post('/Groups', groupBody(arrange.unique('group'), [user.id])),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    expect(memberIdsOf(await vault.read(`identity/group/id/${group.id}`)), 'members of the group').toEqual([own.id]);
    expect((await vault.read(entity)).data, 'the entity').toEqual(before.data);
  },
);

/** A group as its SCIM client reads it, and its Vault group. */
async function contentOf({ path, id }: ArrangedGroup, tenant: Tenant, vault: VaultClient) {
  return [(await tenant.scim.get(path)).body, (await vault.read(`identity/group/id/${id}`)).data];
}
