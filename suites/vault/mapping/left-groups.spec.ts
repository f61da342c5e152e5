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
