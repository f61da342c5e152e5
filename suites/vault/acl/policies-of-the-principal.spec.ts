import { bodyOf, createVaultGroup, expect, idOf, row, test } from '../../../src/harness/index.ts';

const SCIM = 'identity/scim/v2';

for (const { by, pathOf } of [
  { by: 'its id', pathOf: ({ id }: Record<string, unknown>) => `identity/entity/id/${id}` },
  { by: 'its name', pathOf: ({ name }: Record<string, unknown>) => `identity/entity/name/${name}` },
]) {
  test(
    `policies that the principal entity gets by ${by} count for its tokens`,
    row('VAULT-ACL-16'),
    async ({ vault, arrange }) => {
      const tenant = await arrange.tenant();
      const user = await arrange.user(tenant);
      const bare = await arrange.credential(tenant, { policies: ['default'] });
      const policy = await arrange.policy({ [`${SCIM}/Users/*`]: ['read', 'list', 'update', 'patch'] });
      const stored = await vault.read(`identity/entity/id/${tenant.principalId}`);
      const principal = pathOf(stored.data ?? {});
      expect(await bare.scim.get(user.path), 'the user before').toHaveStatus(403);

      await vault.write(principal, { policies: ['vsc-first', 'vsc-second', policy] });
      const read = await bare.scim.get(user.path);
      const replaced = await bare.scim.put(user.path, { ...user.sent, active: false });
      const patched = await bare.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      await vault.write(principal, { policies: [] });
      const later = [await bare.scim.get(user.path), await bare.scim.put(user.path, user.sent)];

      expect(read).toHaveStatus(200);
      expect(idOf(read), 'the user').toBe(user.id);
      for (const answer of [replaced, patched]) expect(answer).toHaveStatus([200, 204]);
      for (const answer of later) expect(answer, 'a request when the policy is taken off').toHaveStatus(403);
      expect(bodyOf(await tenant.scim.get(user.path)).active, 'active').toBe(false);
    },
  );
}

test(
  'capabilities of the same pattern in policies of the token, of its entity and of a group add up',
  row('VAULT-ACL-14'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const granting = (...capabilities: string[]) => arrange.policy({ [`${SCIM}/Users/*`]: capabilities });
    const { scim } = await arrange.credential(tenant, { policies: [await granting('read', 'list')] });
    const ofGroup = { policies: [await granting('patch')], member_entity_ids: [tenant.principalId] };
    await arrange.during(() => createVaultGroup(vault, arrange.unique('group'), ofGroup));
    const ofEntity = { policies: [await granting('update')] };
    await vault.write(`identity/entity/id/${tenant.principalId}`, ofEntity);

    const read = await scim.get(user.path);
    const patched = await scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
    const shown = await tenant.scim.get(user.path);
    const replaced = await scim.put(user.path, user.sent);

    expect(read).toHaveStatus(200);
    for (const answer of [patched, replaced]) expect(answer).toHaveStatus([200, 204]);
    expect(bodyOf(shown).active, 'active after the patch').toBe(false);
    expect(bodyOf(await tenant.scim.get(user.path)).active, 'active after the replace').toBe(true);
  },
);

test("policies of the principal's groups count for its tokens", row('VAULT-ACL-27'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const bare = await arrange.credential(tenant, { policies: ['default'] });
  const policy = await arrange.policy({ [`${SCIM}/Users/*`]: ['read', 'list'] });
  const fields = { policies: ['vsc-first', 'vsc-second', policy], member_entity_ids: [tenant.principalId] };
  expect(await bare.scim.get(user.path), 'the user before').toHaveStatus(403);
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group'), fields));

  const answer = await bare.scim.get(user.path);

  expect(answer).toHaveStatus(200);
  expect(idOf(answer), 'the user').toBe(user.id);
  for (const { when, update, status } of [
    { when: 'has left the group', update: { member_entity_ids: [] }, status: 403 },
    { when: 'is in the group again', update: { member_entity_ids: [tenant.principalId] }, status: 200 },
    { when: 'is in a group that has lost its policies', update: { policies: [] }, status: 403 },
    { when: 'is in a group that has policies again', update: { policies: [policy] }, status: 200 },
  ]) {
    await vault.write(`identity/group/id/${id}`, update);

    expect(await bare.scim.get(user.path), `the user when the principal ${when}`).toHaveStatus(status);
  }
});

test(
  "policies of the groups that the principal's group is in count for its tokens",
  row('VAULT-ACL-27'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const bare = await arrange.credential(tenant, { policies: ['default'] });
    const requests = async () => [await bare.scim.get(user.path), await bare.scim.get('/Users')];
    const [ofParent, ofGrandparent] = [
      await arrange.policy({ [`${SCIM}/Users/*`]: ['read', 'list'] }),
      await arrange.policy({ [`${SCIM}/Users`]: ['read', 'list'] }),
    ];
    const group = (fields: Record<string, unknown>) =>
      arrange.during(() => createVaultGroup(vault, arrange.unique('group'), fields));
    const child = await group({ member_entity_ids: [tenant.principalId] });
    const before = await requests();
    const parent = await group({ policies: [ofParent], member_group_ids: [child] });
    await group({ policies: [ofGrandparent], member_group_ids: [parent] });

    const answers = await requests();
    await vault.write(`identity/group/id/${parent}`, { member_group_ids: [] });
    const later = await requests();

    for (const answer of before) expect(answer, 'a request before').toHaveStatus(403);
    for (const answer of answers) expect(answer).toHaveStatus(200);
    for (const answer of later) expect(answer, 'a request when the group has left its parent').toHaveStatus(403);
  },
);

test(
  'policies of the other groups of the principal count when it leaves one, and those of a deleted group do not',
  row('VAULT-ACL-27'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, { policies: ['default'] });
    const groupWith = async (path: string) => {
      const fields = { policies: [await arrange.policy({ [path]: ['read', 'list'] })] };
      const members = { member_entity_ids: [tenant.principalId] };
      const name = arrange.unique('group');
      return `identity/group/id/${await arrange.during(() => createVaultGroup(vault, name, { ...fields, ...members }))}`;
    };
    const [ofUsers, ofGroups] = [await groupWith(`${SCIM}/Users/*`), await groupWith(`${SCIM}/Groups`)];
    const statuses = async () => [(await scim.get(user.path)).status, (await scim.get('/Groups')).status];
    const inBoth = await statuses();

    await vault.write(ofGroups, { member_entity_ids: [] });
    const inOne = await statuses();
    await vault.write(ofGroups, { member_entity_ids: [tenant.principalId] });
    const deletion = await vault.remove(ofUsers);
    const afterDeletion = await statuses();

    expect(inBoth, 'a read of a user and of the groups in both groups').toEqual([200, 200]);
    expect(inOne, 'the same in one of them').toEqual([200, 403]);
    expect(deletion, 'the deletion of that group').toHaveStatus([200, 204]);
    expect(afterDeletion, 'the same in the other one').toEqual([403, 200]);
  },
);

test(
  'the policies that are left on the principal entity count when one is taken from it',
  row('VAULT-ACL-16'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, { policies: ['default'] });
    const [ofUsers, ofGroups] = [
      await arrange.policy({ [`${SCIM}/Users/*`]: ['read', 'list'] }),
      await arrange.policy({ [`${SCIM}/Groups`]: ['read', 'list'] }),
    ];
    const statusesWith = async (...policies: string[]) => {
      await vault.write(`identity/entity/id/${tenant.principalId}`, { policies });
      return [(await scim.get(user.path)).status, (await scim.get('/Groups')).status];
    };

    const both = await statusesWith(ofUsers, ofGroups);
    const first = await statusesWith(ofUsers);
    const second = await statusesWith(ofGroups);
    const again = await statusesWith(ofGroups, ofUsers);

    expect(both, 'a read of a user and of the groups with both policies').toEqual([200, 200]);
    expect(first, 'the same with the first one').toEqual([200, 403]);
    expect(second, 'the same with the second one').toEqual([403, 200]);
    expect(again, 'the same with both again').toEqual([200, 200]);
  },
);
