import {
  aliasIdOf,
  changedUsers,
  entityStateOf,
  expect,
  expectGone,
  expectNoClient,
  GROUP_PASTS,
  linkPath,
  linkToClient,
  many,
  memberIdsOf,
  metadataOf,
  ownerOf,
  readSecret,
  row,
  scimClientPath,
  setActive,
  test,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const FLAG = { 'unlink-resources': 'true' };

test(
  'unlink-resources keeps the entities as they are, unmanaged, also when the principal has a client again',
  row('VAULT-CLDEL-16'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const users = [
      await arrange.user(client),
      await arrange.user(client, { active: false, ...metadataOf({ department: 'engineering' }) }),
      ...(await changedUsers(arrange, client)),
    ];
    const linked = await arrange.entity();
    await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: linked }));
    const paths = [...users.map(({ id }) => id), linked].map((id) => `identity/entity/id/${id}`);
    for (const path of [paths.at(1), paths.at(-1)]) {
      await arrange.during(() =>
        vault.writeOrThrow('give an entity a policy', path ?? '', { policies: ['vsc-first'] }),
      );
    }
    const states = () => Promise.all(paths.map(entityStateOf(vault)));
    const before = await states();

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, scimClientPath(client.clientName));
    expect(await states(), 'the entities').toEqual(before);
    for (const path of paths) expect(await ownerOf(vault, path)(), 'owner of an entity').toBe('');
    const next = { access_grant_principal: client.principalId };
    expect(await vault.write(scimClientPath(arrange.unique('client')), next), 'its next client').toHaveStatus(200);
    for (const path of paths) expect(await ownerOf(vault, path)(), 'owner beside the next client').toBe('');
  },
);

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

test(
  'what unlink-resources leaves goes on being read by active users, and not by inactive ones',
  row('VAULT-CLDEL-16'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant({ aliasMount: 'userpass' });
    const users = [await arrange.user(client), await arrange.user(client)];
    const secret = await arrange.secretOf(await arrange.group(client, users));
    const sessions = [];
    for (const { userName } of users) sessions.push(await arrange.signedIn(await arrange.person(client, userName)));
    for (const { session } of sessions) await arrange.during(() => readSecret(session, secret));
    for (const user of users.slice(1)) await arrange.during(() => setActive(client, user, false));

    await vault.remove(scimClientPath(client.clientName), FLAG);
    await expectGone(vault, scimClientPath(client.clientName), 'the client');

    const reads = await Promise.all(sessions.map(({ session }) => session.read(secret)));
    expect(
      reads.map(({ status }) => status),
      'statuses of the secret, read by the active and the inactive user',
    ).toEqual([200, 403]);
  },
);

test(
  'unlink-resources keeps the aliases, unmanaged, also when another client gets their mount',
  row('VAULT-CLDEL-17'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant({ aliasMount: 'userpass' });
    const users = [
      await arrange.user(client),
      await arrange.user(client, { active: false }),
      ...(await changedUsers(arrange, client)),
    ];
    const ids = await arrange.during(() => Promise.all(users.map(({ id }) => aliasIdOf(vault, id))));
    const paths = ids.map((id) => `identity/entity-alias/id/${id}`);
    const aliases = async () => {
      const read = await Promise.all(paths.map((path) => vault.read(path)));
      return read.map(({ data }) => [data?.name, data?.canonical_id, data?.mount_accessor, data?.custom_metadata]);
    };
    const before = await aliases();

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, scimClientPath(client.clientName));
    expect(await aliases(), 'name, entity, mount and metadata of each alias').toEqual(before);
    for (const path of paths) expect(await ownerOf(vault, path)(), 'owner of an alias').toBe('');
    await arrange.during(async () => arrange.scimClient({ alias_mount_accessor: client.aliasMount?.accessor }));
    for (const path of paths) expect(await ownerOf(vault, path)(), 'owner beside the next client').toBe('');
  },
);

test('unlink-resources removes the SCIM client', row('VAULT-CLDEL-19'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  await arrange.user(client);

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
  await expectNoClient(vault, scimClientPath(client.clientName));
});

test(
  'unlink-resources keeps groups and their members, unmanaged, also when a client of the same name is created',
  row('VAULT-CLDEL-18'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const inactive = await arrange.user(client, { active: false });
    const groups = [await arrange.group(client), await arrange.group(client, [inactive, await arrange.user(client)])];
    for (const { make } of GROUP_PASTS) groups.push(await make(arrange, client));
    for (const { id } of [...groups.slice(0, 1), ...groups.slice(-1)]) {
      const policies = { policies: ['vsc-first'] };
      await arrange.during(() => vault.writeOrThrow('give a group a policy', `identity/group/id/${id}`, policies));
    }
    const storedOf = async ({ id }: { id: string }) => {
      const stored = await vault.read(`identity/group/id/${id}`);
      const { name, metadata, policies } = stored.data ?? {};
      return { name, members: memberIdsOf(stored), metadata, policies };
    };
    const before = await Promise.all(groups.map(storedOf));

    const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, scimClientPath(client.clientName));
    expect(await Promise.all(groups.map(storedOf)), 'name, members, metadata and policies of each Vault group').toEqual(
      before,
    );
    for (const { id } of groups) expect(await ownerOf(vault, `identity/group/id/${id}`)(), 'owner of a group').toBe('');
    const next = { access_grant_principal: client.principalId };
    expect(await vault.write(scimClientPath(client.clientName), next), 'the next client').toHaveStatus(200);
    for (const { id } of groups) {
      expect(await ownerOf(vault, `identity/group/id/${id}`)(), 'owner beside the next client').toBe('');
    }
  },
);

test('unlink-resources removes a SCIM client that owns nothing', row('VAULT-CLDEL-19'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
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

test(
  'unlink-resources takes the mark off many users, and off those of before and after a change of the principal',
  row('VAULT-CLDEL-16'),
  async ({ vault, arrange }) => {
    const [client, next] = [await arrange.tenant(), await arrange.freePrincipal()];
    const [path, earlier] = [scimClientPath(client.clientName), await arrange.users(client, 21)];
    await arrange.during(() => vault.write(path, { access_grant_principal: next.principalId }));
    const users = [...earlier, await arrange.user(next)];

    const answer = await vault.remove(path, FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, path);
    const left = await Promise.all(users.map(({ id }) => vault.read(`identity/entity/id/${id}`)));
    expect(
      left.map(({ status, data }) => [status, data?.scim_client_id ?? '']),
      'status and owner of each entity',
    ).toEqual(users.map(() => [200, '']));
  },
);

test(
  'unlink-resources takes the mark off many groups, and off those of before and after a change of the principal',
  row('VAULT-CLDEL-18'),
  async ({ vault, arrange }) => {
    const [client, next] = [await arrange.tenant(), await arrange.freePrincipal()];
    const [path, member] = [scimClientPath(client.clientName), await arrange.user(client)];
    const groups = await many(21, () => arrange.group(client, [member]));
    await arrange.during(() => vault.write(path, { access_grant_principal: next.principalId }));
    groups.push(await arrange.group(next, [member]));

    const answer = await vault.remove(path, FLAG);

    expect(answer).toHaveStatus([200, 204]);
    await waitUntilGone(vault, path);
    const left = await Promise.all(groups.map(({ id }) => vault.read(`identity/group/id/${id}`)));
    expect(
      left.map((stored) => [stored.status, stored.data?.scim_client_id ?? '', memberIdsOf(stored)]),
      'status, owner and members of each group',
    ).toEqual(groups.map(() => [200, '', [member.id]]));
  },
);
