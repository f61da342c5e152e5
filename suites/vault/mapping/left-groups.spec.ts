import { expect, groupBody, row, type Tenant, test } from '../../../src/harness/index.ts';

type Leave = (
  tenant: Tenant,
  group: { path: string; displayName: string },
  id: string,
) => ReturnType<Tenant['scim']['get']>;

const WAYS: Record<string, Leave> = {
  'a value list': ({ scim }, { path }, id) =>
    scim.patch(path, [{ op: 'remove', path: 'members', value: [{ value: id }] }]),
  'a replace': ({ scim }, { path, displayName }) => scim.put(path, groupBody(displayName)),
  'the deletion of the group': ({ scim }, { path }) => scim.delete(path),
};

test(
  'the entity of a user lists the other groups only, in whatever way it left one',
  row('VAULT-MAP-41'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const kept = await arrange.group(tenant, [user]);

    for (const [way, leave] of Object.entries(WAYS)) {
      const left = await arrange.group(tenant, [user]);

      await leave(tenant, left, user.id);

      const entity = await vault.read(`identity/entity/id/${user.id}`);
      expect(entity.data?.direct_group_ids, `groups of the entity after ${way}`).toEqual([kept.id]);
    }
  },
);

const RETURNS: Record<string, Leave> = {
  'an add': ({ scim }, { path }, id) => scim.patch(path, [{ op: 'add', path: 'members', value: [{ value: id }] }]),
  'a replace': ({ scim }, { path, displayName }, id) => scim.put(path, groupBody(displayName, [id])),
};

test(
  'the entity of a user lists a group that it is in again, in whatever way it left and came back',
  row('VAULT-MAP-41'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);

    for (const way of ['a value list', 'a replace']) {
      for (const [back, comeBack] of Object.entries(RETURNS)) {
        const group = await arrange.group(tenant, [user]);

        await WAYS[way]?.(tenant, group, user.id);
        await comeBack(tenant, group, user.id);

        const entity = await vault.read(`identity/entity/id/${user.id}`);
        expect(entity.data?.direct_group_ids, `groups of the entity after ${way} and ${back}`).toContain(group.id);
      }
    }
  },
);
