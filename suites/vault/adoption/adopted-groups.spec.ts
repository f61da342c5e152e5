import {
  adoptGroup,
  adoptingTenant,
  expect,
  groupBody,
  highRiskWhen,
  isAccepted,
  memberIdsOf,
  ownerOf,
  row,
  storedObjects,
  test,
  unmanagedGroup,
  wordsOf,
} from '../../../src/harness/index.ts';

const UNPROVEN = 'the replace does not adopt the group here';

test(
  'with group adoption a replace of an unmanaged group takes it over',
  row('VAULT-ADOPT-04'),
  async ({ vault, arrange, observe }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const group = await unmanagedGroup(arrange, vault);
    const before = await vault.read(group.stored);

    const answer = await tenant.scim.put(group.path, groupBody(group.name));

    const [after, owner] = [await vault.read(group.stored), await ownerOf(vault, group.stored)()];
    const read = await tenant.scim.get(group.path);
    expect(answer.status, 'status of the replace').toBeLessThan(500);
    expect(isAccepted(answer) ? before.data : after.data, 'the group after a refusal').toEqual(before.data);
    const mark = owner === tenant.clientId ? 'marked' : 'not marked';
    observe(`${wordsOf(answer)}, the group is ${mark}; a read gets ${wordsOf(read)}`);
  },
);

test(
  'after adoption the group is managed like a created one',
  row('VAULT-ADOPT-12'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const user = await arrange.user(tenant);
    const group = await unmanagedGroup(arrange, vault);
    applies(await adoptGroup(arrange, vault, tenant, group), UNPROVEN);

    const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);
    const stored = await vault.read(group.stored);
    const deletion = await tenant.scim.delete(group.path);

    expect(answer).toHaveStatus([200, 204]);
    expect(memberIdsOf(stored), 'members of the Vault group').toEqual([user.id]);
    expect(deletion).toHaveStatus([200, 204]);
    expect(await vault.read(group.stored), 'a read of the deleted Vault group').toHaveStatus(404);
  },
);

test(
  'a replace that takes a group over stores the members that it sends',
  row('VAULT-ADOPT-28'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const ids = (await arrange.users(tenant, 2)).map(({ id }) => id);
    const group = await unmanagedGroup(arrange, vault);

    const adopted = await adoptGroup(arrange, vault, tenant, group, ids);

    applies(adopted, UNPROVEN);
    const stored = await vault.read(group.stored);
    expect(memberIdsOf(stored), 'members of the Vault group').toEqual(ids.toSorted());
  },
);

test(
  'a replace that takes a group over puts its members in the place of those of before, own ones too',
  row('VAULT-ADOPT-28'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const [former, kept, added] = [
      await arrange.user(tenant),
      await arrange.user(tenant),
      await arrange.user(tenant, { active: false }),
    ];
    const members = [former.id, kept.id, await arrange.entity()];
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: members });

    const adopted = await adoptGroup(arrange, vault, tenant, group, [kept.id, added.id]);

    applies(adopted, UNPROVEN);
    const stored = await vault.read(group.stored);
    expect(memberIdsOf(stored), 'members of the Vault group').toEqual([kept.id, added.id].toSorted());
  },
);

test('adoption keeps the policies of the group', row('VAULT-ADOPT-15'), async ({ vault, arrange, applies }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const grants = ['first', 'second', 'third'].map((what) => ({ [arrange.unique(what)]: ['read'] }));
  const policies = await Promise.all(grants.map((grant) => arrange.policy(grant)));
  const group = await unmanagedGroup(arrange, vault, { policies });

  await tenant.scim.put(group.path, groupBody(group.name));

  applies((await ownerOf(vault, group.stored)()) === tenant.clientId, UNPROVEN);
  const stored = await vault.read(group.stored);
  expect([stored.data?.policies].flat().sort(), 'policies of the Vault group').toEqual(policies.toSorted());
});

test('adoption keeps the metadata of the group', row('VAULT-ADOPT-29'), async ({ vault, arrange, applies }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const metadata = { owner: 'platform', team: 'blue' };
  const group = await unmanagedGroup(arrange, vault, { metadata });

  await tenant.scim.put(group.path, groupBody(group.name));

  applies((await ownerOf(vault, group.stored)()) === tenant.clientId, UNPROVEN);
  const stored = await vault.read(group.stored);
  expect(stored.data?.metadata, 'metadata of the Vault group').toEqual(metadata);
});

test(
  'each change of an adopted group leaves its policies, and has in it whom the client put there',
  row('VAULT-ADOPT-12'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const [first, second, former] = [
      await arrange.user(tenant),
      await arrange.user(tenant),
      await arrange.user(tenant),
    ];
    const before = { policies: ['vsc-first', 'vsc-second'], member_entity_ids: [former.id, await arrange.entity()] };
    const group = await unmanagedGroup(arrange, vault, before);
    applies(await adoptGroup(arrange, vault, tenant, group, [first.id]), UNPROVEN);
    const { policies } = before;
    await arrange.during(() => vault.writeOrThrow('give a group policies', group.stored, { policies }));
    const member = (user: { id: string }) => [{ value: user.id }];
    const both = [first.id, second.id].toSorted();

    for (const { change, members } of [
      {
        change: () => tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: member(second) }]),
        members: both,
      },
      {
        change: () => tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${second.id}"]` }]),
        members: [first.id],
      },
      { change: () => tenant.scim.put(group.path, groupBody(group.name, both)), members: both },
      {
        change: () => tenant.scim.put(group.path, groupBody(`${group.name}-renamed`, [second.id])),
        members: [second.id],
      },
    ]) {
      expect(await change()).toHaveStatus([200, 204]);
      const stored = await vault.read(group.stored);
      expect(stored.data?.policies, 'policies of the Vault group').toEqual(policies);
      expect(memberIdsOf(stored), 'members of the Vault group').toEqual(members);
    }
  },
);

test(
  'adoption leaves the groups of administrators that hold the group, and what it holds itself is taken over by nobody',
  row('VAULT-ADOPT-27'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const [child, beside] = [await unmanagedGroup(arrange, vault), await unmanagedGroup(arrange, vault)];
    const member = await arrange.entity();
    const holding = { member_group_ids: [child.id], member_entity_ids: [member] };
    const group = await unmanagedGroup(arrange, vault, holding);
    const parent = await unmanagedGroup(arrange, vault, { member_group_ids: [beside.id, group.id] });
    const alone = await unmanagedGroup(arrange, vault, { member_group_ids: [group.id] });
    const around = [parent.stored, alone.stored, beside.stored, child.stored, `identity/entity/id/${member}`];
    await arrange.during(() =>
      Promise.all(around.map((path) => vault.writeOrThrow('give policies', path, { policies: ['vsc-first'] }))),
    );
    const before = await storedObjects(vault, around);

    await tenant.scim.put(group.path, groupBody(group.name));

    applies((await ownerOf(vault, group.stored)()) === tenant.clientId, UNPROVEN);
    expect(await storedObjects(vault, around), 'what is around the group').toEqual(before);
  },
);

test(
  'a replace of an unmanaged group with another name',
  row('VAULT-ADOPT-19'),
  async ({ vault, arrange, observe }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const group = await unmanagedGroup(arrange, vault);
    const before = await vault.read(group.stored);

    const answer = await tenant.scim.put(group.path, groupBody(arrange.unique('another')));

    const after = await vault.read(group.stored);
    expect(answer.status, 'status of the replace').toBeLessThan(500);
    expect(isAccepted(answer) ? before.data : after.data, 'the group after a refusal').toEqual(before.data);
    observe(`the replace gets ${wordsOf(answer)}`);
  },
);

test(
  'what an own user may read after the adoption of a group that carries privileges',
  row('VAULT-ADOPT-21'),
  async ({ vault, arrange, observe }) => {
    const clientFields = { allow_group_adoption: true };
    const tenant = await arrange.tenant({ aliasMount: 'userpass', clientFields });
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    const group = await unmanagedGroup(arrange, vault, { policies });
    const user = await arrange.user(tenant);
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));

    const replace = await tenant.scim.put(group.path, groupBody(group.name, [user.id]));

    const [stored, read] = [await vault.read(group.stored), await session.read(secret)];
    const joined = memberIdsOf(stored).includes(user.id);
    expect(replace.status, 'status of the replace').toBeLessThan(500);
    expect(read.status, "the secret of the administrator's group").toBe(joined ? 200 : 403);
    observe(`replace: ${wordsOf(replace)}; the secret of the group: ${read.status}`, highRiskWhen(isAccepted(read)));
  },
);
