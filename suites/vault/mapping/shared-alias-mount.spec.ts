import { type Arrange, aliasesOf, expect, row, scimClientPath, type Tenant, test } from '../../../src/harness/index.ts';

/** Users of three SCIM clients whose aliases are on one mount, with the client of each. */
async function usersOnOneMount(arrange: Arrange, tenant: Tenant) {
  const clientFields = { alias_mount_accessor: tenant.aliasMount?.accessor };
  const clients = [tenant, await arrange.tenant({ clientFields }), await arrange.tenant({ clientFields })];
  const users = [];
  for (const client of clients) users.push({ client, user: await arrange.user(client) });
  return users;
}

test(
  'aliases on a mount that several SCIM clients share carry each the mark of its own client',
  row('VAULT-MAP-14'),
  async ({ tenant, vault, arrange }) => {
    for (const { client, user } of await usersOnOneMount(arrange, tenant)) {
      const { data } = await vault.read(scimClientPath(client.clientName));

      const entity = await vault.read(`identity/entity/id/${user.id}`);

      expect(
        aliasesOf(entity).map((alias) => alias.scim_client_id),
        'marks on the aliases',
      ).toEqual([data?.client_id]);
    }
  },
);

test(
  'a rename on a mount that several SCIM clients share renames the own alias only',
  row('VAULT-MAP-17'),
  async ({ tenant, vault, arrange }) => {
    const users = await usersOnOneMount(arrange, tenant);
    const names = users.map(() => arrange.unique('renamed'));

    for (const [at, { client, user }] of users.entries())
      await client.scim.put(user.path, { ...user.sent, userName: names[at] });

    const aliases = [];
    for (const { user } of users) aliases.push(...aliasesOf(await vault.read(`identity/entity/id/${user.id}`)));
    expect(
      aliases.map(({ name, mount_accessor }) => ({ name, mount_accessor })),
      'names and mounts of the aliases',
    ).toEqual(names.map((name) => ({ name, mount_accessor: tenant.aliasMount?.accessor })));
  },
);
