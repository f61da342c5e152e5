import {
  type Arrange,
  adoptGroup,
  adoptingTenant,
  aliasIdOf,
  changedUsers,
  createVaultGroup,
  expect,
  expectGone,
  expectNoClient,
  GROUP_PASTS,
  groupWithoutMembers,
  idOf,
  linkToClient,
  many,
  ownerOf,
  row,
  scimClientPath,
  type Tenant,
  test,
  unlinkFromClient,
  unmanagedGroup,
  userBody,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const FLAG = { 'delete-linked-resources': 'true' };

test(
  'the names of what delete-linked-resources removes are free for another SCIM client',
  row('VAULT-CLDEL-11'),
  async ({ vault, other, arrange }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client);
    const group = await arrange.group(client, [user]);
    await vault.remove(scimClientPath(client.clientName), FLAG);
    await waitUntilGone(vault, scimClientPath(client.clientName));

    const answers = [
      await other.scim.post('/Users', user.sent),
      await other.scim.post('/Groups', { ...group.sent, members: [] }),
    ];

    for (const answer of answers) expect(answer).toHaveStatus(201);
    const entity = await vault.read(`identity/entity/name/${user.userName}`);
    expect(entity.data?.id, 'the entity of that name').not.toBe(user.id);
  },
);

test(
  'the userNames that delete-linked-resources frees can be used by the next client of its name, and be freed again',
  row('VAULT-CLDEL-11'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const path = scimClientPath(client.clientName);
    const user = await arrange.user(client);
    await vault.remove(path, FLAG);
    await waitUntilGone(vault, path);
    await vault.write(path, { access_grant_principal: client.principalId });

    const created = await client.scim.post('/Users', user.sent);
    const removed = await vault.remove(path, FLAG);

    expect(created, 'a create by the next client').toHaveStatus(201);
    expect(removed, 'the deletion of the next client').toHaveStatus([200, 204]);
    await waitUntilGone(vault, path);
    for (const id of [user.id, idOf(created)]) await expectGone(vault, `identity/entity/id/${id}`, 'the entity');
  },
);

test('delete-linked-resources removes the SCIM client', row('VAULT-CLDEL-14'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  await arrange.user(client);

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
  await expectNoClient(vault, scimClientPath(client.clientName));
});

test(
  'delete-linked-resources leaves other SCIM clients alone, also one whose name begins with that of the deleted one',
  row('VAULT-CLDEL-15'),
  async ({ vault, other, arrange }) => {
    const client = await arrange.tenant();
    await arrange.user(client);
    const user = await arrange.user(other);
    const group = await arrange.group(other, [user]);
    const [alike, linked] = [`${client.clientName}-2`, await arrange.entity()];
    await arrange.during(async () => {
      const fields = { access_grant_principal: await arrange.entity() };
      await vault.writeOrThrow('create a SCIM client', scimClientPath(alike), fields);
      await linkToClient(vault, alike, { entity_id: linked });
    });
    const paths = [
      `identity/entity/id/${user.id}`,
      `identity/group/id/${group.id}`,
      `identity/entity/id/${linked}`,
      scimClientPath(alike),
    ];
    const all = () => Promise.all(paths.map(async (path) => (await vault.read(path)).data));
    const before = await all();

    await vault.remove(scimClientPath(client.clientName), FLAG);
    await waitUntilGone(vault, scimClientPath(client.clientName));

    expect(await all(), 'user, group and client of others').toEqual(before);
  },
);

test(
  'delete-linked-resources removes the entities of many users, active and inactive',
  row('VAULT-CLDEL-11'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const users = [...(await arrange.users(client, 21)), await arrange.user(client, { active: false })];

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, scimClientPath(client.clientName));
    const left = await Promise.all(users.map(({ id }) => vault.read(`identity/entity/id/${id}`)));
    expect(
      left.map(({ status }) => status),
      'the status of each entity',
    ).toEqual(users.map(() => 404));
  },
);

test('delete-linked-resources removes an entity that was linked', row('VAULT-CLDEL-11'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const [user, id] = [await arrange.user(client), await arrange.entity()];
  await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await waitUntilGone(vault, scimClientPath(client.clientName));
  for (const one of [user.id, id]) await expectGone(vault, `identity/entity/id/${one}`, 'the entity');
});

test(
  'delete-linked-resources removes a SCIM client that owns nothing',
  row('VAULT-CLDEL-14'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await expectGone(vault, scimClientPath(client.clientName), 'the client');
  },
);

test(
  'delete-linked-resources removes groups, however many, whatever happened to them before',
  row('VAULT-CLDEL-13'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const ids = (await many(20, () => arrange.group(client))).map(({ id }) => id);
    ids.push((await groupWithoutMembers(arrange, client)).id);
    for (const { make } of GROUP_PASTS) ids.push((await make(arrange, client)).id);
    for (const id of [ids.at(0), ids.at(-1)]) {
      const policies = { policies: ['vsc-first'] };
      await arrange.during(() => vault.writeOrThrow('give a group a policy', `identity/group/id/${id}`, policies));
    }
    const linked = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
    await arrange.during(() => linkToClient(vault, client.clientName, { group_id: linked }));

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, scimClientPath(client.clientName));
    const left = await Promise.all([...ids, linked].map((id) => vault.read(`identity/group/id/${id}`)));
    expect(
      left.filter(({ status }) => status !== 404),
      'the Vault groups that are left',
    ).toEqual([]);
  },
);

test(
  'delete-linked-resources removes groups that were adopted',
  row('VAULT-CLDEL-13'),
  async ({ vault, arrange, applies }) => {
    const client = await adoptingTenant(arrange, { groups: true });
    const group = await unmanagedGroup(arrange, vault);
    applies(await adoptGroup(arrange, vault, client, group), 'the replace does not adopt the group here');

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, scimClientPath(client.clientName));
    expect(await vault.read(group.stored), 'the group').toHaveStatus(404);
  },
);

test(
  'delete-linked-resources removes entities and aliases of users, also of those that were changed',
  row('VAULT-CLDEL-12'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant({ aliasMount: 'userpass' });
    const users = [await arrange.user(client), ...(await changedUsers(arrange, client))];
    const aliases = await arrange.during(() => Promise.all(users.map(({ id }) => aliasIdOf(vault, id))));

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, scimClientPath(client.clientName));
    const paths = [
      ...users.map(({ id }) => `identity/entity/id/${id}`),
      ...aliases.map((id) => `identity/entity-alias/id/${id}`),
    ];
    const left = await Promise.all(paths.map((path) => vault.read(path)));
    expect(
      left.map(({ status }) => status),
      'the status of each entity and alias',
    ).toEqual(paths.map(() => 404));
  },
);

test(
  'another SCIM client serves while one is being deleted, and keeps what it creates then',
  row('VAULT-CLDEL-15'),
  async ({ vault, arrange }) => {
    const [client, next] = [await arrange.tenant(), await arrange.tenant()];
    await arrange.users(client, 20);
    const earlier = await arrange.user(next);

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);
    const created = await next.scim.post('/Users', userBody(arrange.unique('user')));
    const read = await next.scim.get(earlier.path);
    await waitUntilGone(vault, scimClientPath(client.clientName));

    expect(answer).toHaveStatus([200, 204]);
    expect(created, 'a create by the other client').toHaveStatus(201);
    expect(read.body, 'an earlier user of the other client').toEqual(earlier.body);
    for (const id of [idOf(created), earlier.id]) {
      expect(await vault.read(`identity/entity/id/${id}`), 'the entity of a user of the other client').toHaveStatus(
        200,
      );
    }
  },
);

for (const { id, whose, make } of [
  {
    id: 'VAULT-CLDEL-15',
    whose: 'a user of another SCIM client',
    make: async (arrange: Arrange, accessor: string) =>
      (await arrange.user(await arrange.tenant({ clientFields: { alias_mount_accessor: accessor } }))).id,
  },
  {
    id: 'VAULT-CLDEL-21',
    whose: 'an unmanaged entity',
    make: async (arrange: Arrange, accessor: string) => {
      const entity = await arrange.entity();
      await arrange.alias(entity, { aliasMount: { accessor, path: '', type: 'userpass' } }, arrange.unique('alias'));
      return entity;
    },
  },
]) {
  test(
    `delete-linked-resources leaves ${whose} alone that has an alias on the same alias mount`,
    row(id),
    async ({ vault, arrange }) => {
      const client = await arrange.tenant({ aliasMount: 'userpass' });
      const own = await arrange.user(client);
      const path = `identity/entity/id/${await make(arrange, client.aliasMount?.accessor ?? '')}`;
      const before = await vault.read(path);

      await vault.remove(scimClientPath(client.clientName), FLAG);
      await waitUntilGone(vault, scimClientPath(client.clientName));

      expect(await vault.read(`identity/entity/id/${own.id}`), 'the entity of its own user').toHaveStatus(404);
      expect((await vault.read(path)).data, `the entity of ${whose}`).toEqual(before.data);
    },
  );
}

/** An object of a SCIM client, as the calls that link and unlink name it. */
const OWNED = [
  {
    what: 'user',
    rows: { unlinked: 'VAULT-CLDEL-21', linked: 'VAULT-CLDEL-11' },
    own: async (arrange: Arrange, client: Tenant) => {
      const { id, path } = await arrange.user(client);
      return { path, stored: `identity/entity/id/${id}`, object: { entity_id: id } };
    },
  },
  {
    what: 'group',
    rows: { unlinked: 'VAULT-CLDEL-25', linked: 'VAULT-CLDEL-13' },
    own: async (arrange: Arrange, client: Tenant) => {
      const { id, path } = await arrange.group(client, [await arrange.user(client)]);
      return { path, stored: `identity/group/id/${id}`, object: { group_id: id } };
    },
  },
];

for (const { what, rows, own } of OWNED) {
  test(
    `delete-linked-resources leaves a ${what} alone that was unlinked from the SCIM client before`,
    row(rows.unlinked),
    async ({ vault, arrange, applies }) => {
      const client = await arrange.tenant();
      const [{ stored, object }, path] = [await own(arrange, client), scimClientPath(client.clientName)];
      await own(arrange, client);
      await arrange.during(() => unlinkFromClient(vault, client.clientName, object));
      applies((await ownerOf(vault, stored)()) === '', `the server did not unlink the ${what}`);
      const before = await vault.read(stored);

      await vault.remove(path, FLAG);
      await waitUntilGone(vault, path);

      const after = await vault.read(stored);
      expect(after, `the ${what} in Vault`).toHaveStatus(200);
      expect(after.data?.name, `the name of the ${what}`).toBe(before.data?.name);
    },
  );

  test(
    `delete-linked-resources leaves a ${what} alone that has moved to another SCIM client`,
    row('VAULT-CLDEL-15'),
    async ({ vault, arrange, applies }) => {
      const [client, next] = [await arrange.tenant(), await arrange.tenant()];
      const { path, stored, object } = await own(arrange, client);
      await arrange.during(() => unlinkFromClient(vault, client.clientName, object));
      applies((await ownerOf(vault, stored)()) === '', `the server did not unlink the ${what}`);
      await arrange.during(() => linkToClient(vault, next.clientName, object));
      const [owner, before] = [await ownerOf(vault, stored)(), await vault.read(stored)];

      await vault.remove(scimClientPath(client.clientName), FLAG);
      await waitUntilGone(vault, scimClientPath(client.clientName));

      const after = await vault.read(stored);
      expect(after.data?.name, `the name of the ${what}`).toBe(before.data?.name);
      expect(after.data?.scim_client_id, `the owner of the ${what}`).toBe(owner);
      expect(await next.scim.get(path), `the ${what}, read by its client`).toHaveStatus(200);
    },
  );

  test(
    `delete-linked-resources removes the ${what}s of before and after a change of the principal`,
    row(rows.linked),
    async ({ vault, arrange }) => {
      const [client, next] = [await arrange.tenant(), await arrange.freePrincipal()];
      const path = scimClientPath(client.clientName);
      const earlier = await own(arrange, client);
      await vault.write(path, { access_grant_principal: next.principalId });
      const later = await own(arrange, next);

      const answer = await vault.remove(path, FLAG);

      expect(answer).toHaveStatus([200, 204]);
      await waitUntilGone(vault, path);
      for (const { stored } of [earlier, later]) await expectGone(vault, stored, `the ${what}`);
    },
  );

  test(
    `delete-linked-resources removes the ${what}s of SCIM clients whose deletions run at the same time`,
    row(rows.linked),
    async ({ vault, arrange }) => {
      const clients = [await arrange.tenant(), await arrange.tenant(), await arrange.tenant()];
      const owned = [];
      for (const client of clients) owned.push(await own(arrange, client));
      // So many that the first deletion has not ended when the others begin.
      await arrange.users(clients[0] as Tenant, 20);

      for (const { clientName } of clients) {
        expect(await vault.remove(scimClientPath(clientName), FLAG), 'a deletion').toHaveStatus([200, 204]);
      }

      for (const { clientName } of clients) await expectGone(vault, scimClientPath(clientName), 'the client');
      for (const { stored } of owned) expect(await vault.read(stored), `the ${what} in Vault`).toHaveStatus(404);
    },
  );
}
