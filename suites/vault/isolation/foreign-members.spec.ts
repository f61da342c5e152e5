import { expect, groupBody, row, test } from '../../../src/harness/index.ts';

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
