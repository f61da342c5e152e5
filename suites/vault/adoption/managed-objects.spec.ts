import {
  adoptGroup,
  adoptingTenant,
  adoptPerson,
  bodyOf,
  expect,
  groupBody,
  idsOf,
  memberIdsOf,
  readSecret,
  row,
  switchAdoption,
  test,
  unmanagedGroup,
  unmanagedPerson,
  userBody,
  valuesOf,
} from '../../../src/harness/index.ts';

const UNPROVEN = 'the call does not adopt the object here';

test(
  'an adopted user is listed and found by its userName and externalId',
  row('VAULT-ADOPT-11'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const user = await arrange.user(tenant);
    const person = await unmanagedPerson(arrange, vault, tenant);
    applies(await adoptPerson(arrange, tenant, person), UNPROVEN);

    const patch = await tenant.scim.patch(person.path, [{ op: 'replace', path: 'active', value: false }]);
    const list = await tenant.scim.list('/Users');
    const { userName, externalId } = bodyOf(await tenant.scim.get(person.path));
    const byName = await tenant.scim.list('/Users', { filter: `userName eq "${userName}"` });

    expect(patch).toHaveStatus([200, 204]);
    expect(idsOf(list), 'ids of the listed users').toEqual([user.id, person.id].sort());
    expect(idsOf(byName), 'ids of the users that a filter on userName finds').toEqual([person.id]);
    applies(typeof externalId === 'string', 'an adopted user shows no externalId here');
    const byExternalId = await tenant.scim.list('/Users', { filter: `externalId eq "${externalId}"` });
    expect(idsOf(byExternalId), 'ids of the users that a filter on externalId finds').toEqual([person.id]);
  },
);

test(
  'an adopted user can be put into a new and into another group',
  row('VAULT-ADOPT-11'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const person = await unmanagedPerson(arrange, vault, tenant);
    applies(await adoptPerson(arrange, tenant, person), UNPROVEN);
    const name = arrange.unique('group');

    const made = await tenant.scim.post('/Groups', groupBody(name, [person.id]));
    const joined = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: person.id }] }]);

    expect(made).toHaveStatus(201);
    expect(memberIdsOf(await vault.read(`identity/group/name/${name}`)), 'members of the new group').toEqual([
      person.id,
    ]);
    expect(joined).toHaveStatus([200, 204]);
    expect(memberIdsOf(await vault.read(`identity/group/id/${group.id}`)), 'members of the other group').toContain(
      person.id,
    );
  },
);

test('an adopted user can be deleted', row('VAULT-ADOPT-11'), async ({ vault, arrange, applies }) => {
  const tenant = await adoptingTenant(arrange, { users: true });
  const person = await unmanagedPerson(arrange, vault, tenant);
  applies(await adoptPerson(arrange, tenant, person), UNPROVEN);

  const answer = await tenant.scim.delete(person.path);

  expect(answer).toHaveStatus([200, 204]);
  expect(await vault.read(person.entity), 'a read of the entity').toHaveStatus(404);
});

test(
  'an adopted user stays managed when user adoption is switched off',
  row('VAULT-ADOPT-11'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const person = await unmanagedPerson(arrange, vault, tenant);
    applies(await adoptPerson(arrange, tenant, person), UNPROVEN);
    await arrange.during(() => switchAdoption(vault, tenant, 'allow_user_adoption', false));

    const answer = await tenant.scim.patch(person.path, [{ op: 'replace', path: 'active', value: false }]);
    const list = await tenant.scim.list('/Users');

    expect(answer).toHaveStatus([200, 204]);
    expect(bodyOf(await tenant.scim.get(person.path)).active, 'active of the user').toBe(false);
    expect(idsOf(list), 'ids of the listed users').toEqual([person.id]);
    expect((await vault.read(person.entity)).data?.disabled, 'disabled of the entity').toBe(true);
  },
);

test('an adopted group is listed and found by its name', row('VAULT-ADOPT-12'), async ({ vault, arrange, applies }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const [own, user] = [await arrange.group(tenant), await arrange.user(tenant)];
  const group = await unmanagedGroup(arrange, vault);
  applies(await adoptGroup(arrange, vault, tenant, group), UNPROVEN);
  await arrange.during(() => switchAdoption(vault, tenant, 'allow_group_adoption', false));

  const patch = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);
  const list = await tenant.scim.list('/Groups');
  const found = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.name}"` });

  expect(patch).toHaveStatus([200, 204]);
  expect(idsOf(list), 'ids of the listed groups').toEqual([own.id, group.id].sort());
  expect(idsOf(found), 'ids of the groups that the filter finds').toEqual([group.id]);
});

test(
  'an adopted group stays managed when group adoption is switched off',
  row('VAULT-ADOPT-12'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const user = await arrange.user(tenant);
    const group = await unmanagedGroup(arrange, vault);
    applies(await adoptGroup(arrange, vault, tenant, group), UNPROVEN);
    await arrange.during(() => switchAdoption(vault, tenant, 'allow_group_adoption', false));
    const name = arrange.unique('renamed');

    const answer = await tenant.scim.put(group.path, groupBody(name, [user.id]));

    expect(answer).toHaveStatus([200, 204]);
    const read = bodyOf(await tenant.scim.get(group.path));
    expect({ name: read.displayName, members: valuesOf(read.members) }, 'the group').toEqual({
      name,
      members: [user.id],
    });
    expect((await vault.read(group.stored)).data?.name, 'name of the Vault group').toBe(name);
  },
);

test(
  'an administrator can neither rename, fill nor delete an adopted group',
  row('VAULT-ADOPT-12'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const [user, stranger] = [await arrange.user(tenant), await arrange.entity()];
    const group = await unmanagedGroup(arrange, vault, { policies: ['vsc-first'] });
    applies(await adoptGroup(arrange, vault, tenant, group, [user.id]), UNPROVEN);
    const named = `identity/group/name/${group.name}`;
    const before = await vault.read(group.stored);

    for (const change of [
      () => vault.write(group.stored, { name: arrange.unique('renamed') }),
      () => vault.write(group.stored, { member_entity_ids: [user.id, stranger] }),
      () => vault.write(named, { member_entity_ids: [] }),
      () => vault.remove(named),
      () => vault.remove(group.stored),
    ]) {
      expect(await change()).toBeRefused();
      expect((await vault.read(group.stored)).data, 'the Vault group').toEqual(before.data);
    }
  },
);

test("a user's groups name an adopted group", row('VAULT-ADOPT-12'), async ({ vault, arrange, applies }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const user = await arrange.user(tenant);
  const [own, group] = [await arrange.group(tenant, [user]), await unmanagedGroup(arrange, vault)];
  applies(await adoptGroup(arrange, vault, tenant, group), UNPROVEN);

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = bodyOf(await tenant.scim.get(user.path));
  expect(valuesOf(read.groups), 'ids of the groups').toEqual([own.id, group.id].sort());
});

test('a member can be taken out of an adopted group', row('VAULT-ADOPT-12'), async ({ vault, arrange, applies }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const [left, kept] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [left.id, kept.id] });
  applies(await adoptGroup(arrange, vault, tenant, group, [left.id, kept.id]), UNPROVEN);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${left.id}"]` }]);

  expect(answer).toHaveStatus([200, 204]);
  expect(memberIdsOf(await vault.read(group.stored)), 'members of the Vault group').toEqual([kept.id]);
});

test(
  'the deletion of an adopted group leaves its members and their other groups',
  row('VAULT-GROUP-30'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const [before, later] = [await arrange.user(tenant), await arrange.user(tenant, { active: false })];
    const own = await arrange.group(tenant, [before, later]);
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [before.id] });
    applies(await adoptGroup(arrange, vault, tenant, group, [before.id, later.id]), UNPROVEN);

    await tenant.scim.delete(group.path);

    for (const { id, disabled } of [
      { id: before.id, disabled: false },
      { id: later.id, disabled: true },
    ]) {
      const entity = await vault.read(`identity/entity/id/${id}`);
      const groups = [entity.data?.direct_group_ids].flat().filter((one) => one !== group.id);
      expect([entity.data?.disabled, groups], 'disabled and groups of a member').toEqual([disabled, [own.id]]);
    }
  },
);

test(
  'an adopted user reads the secret of its group while it is active and not while it is deactivated',
  row('VAULT-ADOPT-11'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const person = await unmanagedPerson(arrange, vault, tenant);
    applies(await adoptPerson(arrange, tenant, person), UNPROVEN);
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [person.id] });
    const secret = await arrange.secretOf(group);
    const { session } = await arrange.signedIn(await arrange.person(tenant, person.name));
    await arrange.during(() => readSecret(session, secret));
    const { externalId } = bodyOf(await tenant.scim.get(person.path));
    const put = (active: boolean) => tenant.scim.put(person.path, userBody(person.name, { externalId, active }));
    const patch = (value: boolean) => tenant.scim.patch(person.path, [{ op: 'replace', path: 'active', value }]);

    for (const send of [patch, put]) {
      for (const { active, status } of [
        { active: false, status: 403 },
        { active: true, status: 200 },
      ]) {
        await send(active);

        expect(await session.read(secret), `the secret after active ${active}`).toHaveStatus(status);
      }
    }
  },
);
