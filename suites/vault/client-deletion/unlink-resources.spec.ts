import {
  aliasIdOf,
  entityStateOf,
  expect,
  expectGone,
  GROUP_PASTS,
  linkPath,
  linkToClient,
  memberIdsOf,
  metadataOf,
  ownerOf,
  row,
  scimClientPath,
  test,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const FLAG = { 'unlink-resources': 'true' };

test('unlink-resources keeps the entities, unmanaged', row('VAULT-CLDEL-16'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  const entity = `identity/entity/id/${user.id}`;
  await expect.poll(ownerOf(vault, entity), 'owner of the entity').toBe('');
  expect((await vault.read(entity)).data?.name, 'name of the entity').toBe(user.userName);
});

test(
  'a SCIM client that is created under the name of an unlinked one does not own what that one left',
  row('VAULT-CLDEL-16'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client);
    const path = scimClientPath(client.clientName);
    const principal = { access_grant_principal: client.principalId };

    await vault.remove(path, FLAG);
    await expectGone(vault, path, 'the client');
    const created = await vault.write(path, principal);

    expect(created).toHaveStatus(200);
    const read = await client.scim.get(user.path);
    expect(read, 'a read of the user by the new client').toBeRefused();
    expect(await ownerOf(vault, `identity/entity/id/${user.id}`)(), 'owner of the entity').toBe('');
  },
);

test('unlink-resources keeps the aliases, unmanaged', row('VAULT-CLDEL-17'), async ({ vault, arrange }) => {
  const client = await arrange.tenant({ aliasMount: 'userpass' });
  const user = await arrange.user(client);
  const aliasId = await arrange.during(() => aliasIdOf(vault, user.id));

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  const alias = `identity/entity-alias/id/${aliasId}`;
  await expect.poll(ownerOf(vault, alias), 'owner of the alias').toBe('');
  expect((await vault.read(alias)).data?.canonical_id, 'entity of the alias').toBe(user.id);
});

test('unlink-resources keeps the groups and their members', row('VAULT-CLDEL-18'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const users = await arrange.users(client, 2);
  const group = await arrange.group(client, users);
  const ids = users.map(({ id }) => id).sort();

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  const path = `identity/group/id/${group.id}`;
  await expect.poll(ownerOf(vault, path), 'owner of the group').toBe('');
  const kept = await vault.read(path);
  expect(kept.data?.name, 'name of the group').toBe(group.displayName);
  expect([kept.data?.member_entity_ids ?? []].flat().sort(), 'members of the group').toEqual(ids);
});

test('unlink-resources removes the SCIM client', row('VAULT-CLDEL-19'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  await arrange.user(client);

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
});

test(
  'unlink-resources leaves the entity of an inactive user disabled, with its metadata',
  row('VAULT-CLDEL-16'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client, { active: false, ...metadataOf({ department: 'engineering' }) });
    const entity = `identity/entity/id/${user.id}`;
    const before = await arrange.during(() => entityStateOf(vault)(entity));

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await expect.poll(ownerOf(vault, entity), 'owner of the entity').toBe('');
    expect(await entityStateOf(vault)(entity), 'the entity').toEqual(before);
  },
);

test('unlink-resources leaves the policies of the groups', row('VAULT-CLDEL-18'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const path = `identity/group/id/${(await arrange.group(client)).id}`;
  const policies = [await arrange.policy({ [arrange.unique('path')]: ['read'] })];
  await arrange.during(() => vault.writeOrThrow('give a group a policy', path, { policies }));

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expect.poll(ownerOf(vault, path), 'owner of the group').toBe('');
  expect((await vault.read(path)).data?.policies, 'policies of the group').toEqual(policies);
});

test(
  'unlink-resources keeps groups and their members, active and inactive, whatever happened to them before',
  row('VAULT-CLDEL-18'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const inactive = await arrange.user(client, { active: false });
    const groups = [await arrange.group(client), await arrange.group(client, [inactive, await arrange.user(client)])];
    for (const { make } of GROUP_PASTS) groups.push(await make(arrange, client));
    const storedOf = async ({ id }: { id: string }) => {
      const stored = await vault.read(`identity/group/id/${id}`);
      return { name: stored.data?.name, members: memberIdsOf(stored), metadata: stored.data?.metadata };
    };
    const before = await Promise.all(groups.map(storedOf));

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, scimClientPath(client.clientName));
    expect(await Promise.all(groups.map(storedOf)), 'name, members and metadata of each Vault group').toEqual(before);
    for (const { id } of groups) expect(await ownerOf(vault, `identity/group/id/${id}`)(), 'owner of a group').toBe('');
  },
);

test('unlink-resources removes a SCIM client that owns nothing', row('VAULT-CLDEL-19'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
});

test('unlink-resources keeps an entity that was linked', row('VAULT-CLDEL-16'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const id = await arrange.entity();
  const entity = `identity/entity/id/${id}`;
  await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expect.poll(ownerOf(vault, entity), 'owner of the entity').toBe('');
  expect(await vault.read(entity), 'a read of the entity').toHaveStatus(200);
});

test(
  'what unlink-resources leaves can be linked to another SCIM client',
  row('VAULT-CLDEL-16'),
  async ({ vault, arrange }) => {
    const [client, next] = [await arrange.tenant(), await arrange.tenant()];
    const user = await arrange.user(client);
    const group = await arrange.group(client, [user]);
    await vault.remove(scimClientPath(client.clientName), FLAG);
    await expectGone(vault, scimClientPath(client.clientName), 'the client');

    const answers = [
      await vault.write(linkPath(next.clientName, 'link-entity'), { entity_id: user.id }),
      await vault.write(linkPath(next.clientName, 'link-group'), { group_id: group.id }),
    ];

    for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
    expect(await next.scim.get(user.path), 'a read of the user by the other client').toHaveStatus(200);
    expect(await next.scim.get(group.path), 'a read of the group by the other client').toHaveStatus(200);
    expect(memberIdsOf(await vault.read(`identity/group/id/${group.id}`)), 'the members of the group').toEqual([
      user.id,
    ]);
  },
);

test('what unlink-resources leaves is no longer guarded', row('VAULT-CLDEL-18'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);
  const group = await arrange.group(client, [user]);
  const paths = [`identity/group/id/${group.id}`, `identity/entity/id/${user.id}`];
  await vault.remove(scimClientPath(client.clientName), FLAG);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');

  for (const path of paths) {
    const name = arrange.unique('renamed');
    expect(await vault.write(path, { name }), 'a rename').toHaveStatus([200, 204]);
    expect((await vault.read(path)).data?.name, 'the name').toBe(name);
    expect(await vault.remove(path), 'a deletion').toHaveStatus([200, 204]);
    expect(await vault.read(path), 'a read after the deletion').toHaveStatus(404);
  }
});
