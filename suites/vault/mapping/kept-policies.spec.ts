import { expect, groupBody, row, test, userBody } from '../../../src/harness/index.ts';

const POLICIES = ['vsc-first', 'vsc-second'];

test(
  'the entity of a user under the name of a deleted one has none of the policies of that one',
  row('VAULT-MAP-09'),
  async ({ tenant, vault, arrange }) => {
    const deleted = await arrange.user(tenant);
    const path = `identity/entity/id/${deleted.id}`;
    await arrange.during(() => vault.writeOrThrow('set policies on an entity', path, { policies: POLICIES }));
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const answer = await tenant.scim.post('/Users', userBody(deleted.userName));

    expect(answer).toHaveStatus(201);
    const entity = await vault.read(`identity/entity/name/${deleted.userName}`);
    expect(entity).toHaveStatus(200);
    expect(entity.data?.policies ?? [], 'policies of the entity').toEqual([]);
  },
);

test(
  'a group under the name of a deleted one has none of the policies of that one',
  row('VAULT-MAP-33'),
  async ({ tenant, vault, arrange }) => {
    const deleted = await arrange.group(tenant);
    const path = `identity/group/id/${deleted.id}`;
    await arrange.during(() => vault.writeOrThrow('set policies on a group', path, { policies: POLICIES }));
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const answer = await tenant.scim.post('/Groups', groupBody(deleted.displayName));

    expect(answer).toHaveStatus(201);
    const stored = await vault.read(`identity/group/name/${deleted.displayName}`);
    expect(stored).toHaveStatus(200);
    expect(stored.data?.policies ?? [], 'policies of the group').toEqual([]);
  },
);
