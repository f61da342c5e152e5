import {
  addMember,
  aliasesOf,
  bodyOf,
  createVaultGroup,
  expect,
  idOf,
  memberIdsOf,
  metadataOf,
  metaOf,
  order,
  row,
  test,
  userBody,
  waitPast,
} from '../../../src/harness/index.ts';

test(
  'the deletion of a user leaves the other members of its groups',
  row('VAULT-USER-44'),
  async ({ tenant, vault, arrange }) => {
    const [leaver, ...others] = await arrange.users(tenant, 3);
    const all = [leaver ?? { id: '' }, ...others];
    const groups = [await arrange.group(tenant, all), await arrange.group(tenant, all)];
    const joined = await arrange.group(tenant, others);
    await arrange.during(() => addMember(tenant, joined, all[0] ?? { id: '' }));

    await tenant.scim.delete(leaver?.path ?? '');

    for (const { id } of [...groups, joined]) {
      const left = memberIdsOf(await vault.read(`identity/group/id/${id}`)).filter((member) => member !== leaver?.id);
      expect(left, 'members of the Vault group besides the deleted one').toEqual(others.map((user) => user.id).sort());
    }
  },
);

test(
  'a user that is created under the name of a deleted one is in none of the groups of that one',
  row('VAULT-USER-43'),
  async ({ tenant, vault, arrange }) => {
    const deleted = await arrange.user(tenant);
    const group = await arrange.group(tenant, [deleted, await arrange.user(tenant)]);
    const fields = { member_entity_ids: [deleted.id] };
    const unmanaged = await arrange.during(() => createVaultGroup(vault, arrange.unique('admins'), fields));
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const user = await tenant.scim.post('/Users', userBody(deleted.userName));

    expect(user).toHaveStatus(201);
    const stored = await vault.read(`identity/group/id/${group.id}`);
    const ofAdministrator = await vault.read(`identity/group/id/${unmanaged}`);
    expect(memberIdsOf(stored), 'members of the Vault group').not.toContain(bodyOf(user).id);
    expect(memberIdsOf(ofAdministrator), "members of the administrator's group").not.toContain(bodyOf(user).id);
  },
);

test(
  'a user that is created when a member of groups was deleted is in no group',
  row('VAULT-USER-45'),
  async ({ tenant, vault, arrange }) => {
    const deleted = await arrange.user(tenant);
    const group = await arrange.group(tenant, [deleted]);
    const fields = { member_entity_ids: [deleted.id], member_group_ids: [group.id] };
    await arrange.during(() => createVaultGroup(vault, arrange.unique('admins'), fields));
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const answer = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

    expect(answer).toHaveStatus(201);
    const entity = await vault.read(`identity/entity/id/${idOf(answer)}`);
    expect(entity).toHaveStatus(200);
    expect(entity.data?.group_ids ?? [], 'groups of the entity').toEqual([]);
  },
);

test(
  'a user that is created under the name of a deleted, inactive one is active as it was sent',
  row('VAULT-USER-43'),
  async ({ tenant, vault, arrange }) => {
    const deleted = await arrange.user(tenant, { active: false });
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const user = await tenant.scim.post('/Users', userBody(deleted.userName, { active: true }));

    expect(user).toHaveStatus(201);
    const entity = await vault.read(`identity/entity/name/${deleted.userName}`);
    expect(entity.data?.disabled, 'disabled of the entity').toBe(false);
  },
);

test(
  'a user that is created under the name of a deleted one has neither metadata, policies nor times of that one',
  row('VAULT-USER-43'),
  async ({ tenant, vault, arrange }) => {
    const deleted = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
    const policies = { policies: ['vsc-first'] };
    await arrange.during(() => vault.writeOrThrow('set policies', `identity/entity/id/${deleted.id}`, policies));
    await waitPast(arrange, tenant, metaOf(deleted.body, 'lastModified'));
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const user = await tenant.scim.post('/Users', userBody(deleted.userName));

    expect(user).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${bodyOf(user).id}`);
    const entity = await vault.read(`identity/entity/name/${deleted.userName}`);
    const { id, metadata, policies: own } = entity.data ?? {};
    const wanted = { id: bodyOf(user).id, metadata: {}, own: [], aliases: 1 };
    const stored = { id, metadata: metadata ?? {}, own: own ?? [], aliases: aliasesOf(entity).length };
    expect(stored, 'the entity').toEqual(wanted);
    expect(order(metaOf(deleted.body, 'created'), metaOf(read.body, 'created')), 'created of both').toBe('earlier');
  },
);
