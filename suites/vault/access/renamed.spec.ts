import { expect, row, test } from '../../../src/harness/index.ts';

test(
  'a renamed user signs in under the new name to the same entity',
  row('VAULT-ACCESS-21'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const userName = arrange.unique('renamed');
    const person = await arrange.person(tenant, userName);

    await tenant.scim.put(user.path, { ...user.sent, userName });
    const signIn = await person.signIn();

    expect(signIn.auth?.entity_id, 'entity of the sign-in').toBe(user.id);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.name, 'name of the entity').toBe(userName);
  },
);

test(
  "a renamed user's old name no longer leads to the entity",
  row('VAULT-ACCESS-22'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const person = await arrange.person(tenant, user.userName);
    const userName = arrange.unique('renamed');

    await tenant.scim.put(user.path, { ...user.sent, userName });
    const signIn = await person.signIn();

    expect(signIn.auth?.entity_id, 'entity of the sign-in').not.toBe(user.id);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.name, 'name of the entity').toBe(userName);
  },
);
