import {
  aliasIdOf,
  createVaultGroup,
  expect,
  expectGone,
  groupBody,
  memberIdsOf,
  row,
  scimClientPath,
  type Tenant,
  test,
  userBody,
  waitUntilGone,
} from '../../../src/harness/index.ts';

test(
  'deleting a SCIM client that owns nothing removes it and frees its principal',
  row('VAULT-CLDEL-01'),
  async ({ vault, arrange }) => {
    const client = await arrange.scimClient();

    const answer = await vault.remove(client.path);

    expect(answer).toHaveStatus([200, 204]);
    await expectGone(vault, client.path, 'the client');
    const list = await vault.list('identity/scim/client');
    expect(list.keys, 'names of the clients').not.toContain(client.name);
    const next = scimClientPath(arrange.unique('client'));
    const created = await vault.write(next, { access_grant_principal: client.principalId });
    expect(created, 'a create of another client with its principal').toHaveStatus([200, 204]);
    expect((await vault.read(next)).data?.access_grant_principal, 'the principal').toBe(client.principalId);
  },
);

test(
  'the resources of another SCIM client do not protect one that owns nothing',
  row('VAULT-CLDEL-01'),
  async ({ vault, arrange }) => {
    const [client, another] = [await arrange.scimClient(), await arrange.tenant()];
    await arrange.group(another, [await arrange.user(another)]);

    const answer = await vault.remove(client.path);

    expect(answer).toHaveStatus([200, 204]);
    await expectGone(vault, client.path, 'the client');
  },
);

test(
  'a SCIM client can be deleted after its users and groups were deleted',
  row('VAULT-CLDEL-01'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const [user, inactive, renamed] = [
      await arrange.user(client),
      await arrange.user(client, { active: false }),
      await arrange.user(client),
    ];
    await arrange.during(() => client.scim.put(renamed.path, { ...renamed.sent, userName: arrange.unique('renamed') }));
    const group = await arrange.group(client, [user]);
    for (const { path } of [group, user, inactive, renamed]) await arrange.during(() => client.scim.delete(path));

    const answer = await vault.remove(scimClientPath(client.clientName));

    expect(answer).toHaveStatus([200, 204]);
    await expectGone(vault, scimClientPath(client.clientName), 'the client');
  },
);

test(
  'creates that were refused do not protect a SCIM client that owns nothing',
  row('VAULT-CLDEL-01'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const refused = [
      await client.scim.post('/Users', { ...userBody(arrange.unique('user')), userName: undefined }),
      await client.scim.post('/Groups', { ...groupBody(arrange.unique('group')), displayName: undefined }),
    ];

    const answer = await vault.remove(scimClientPath(client.clientName));

    for (const one of refused) expect(one, 'a create').toBeRefused();
    expect(answer).toHaveStatus([200, 204]);
    await expectGone(vault, scimClientPath(client.clientName), 'the client');
  },
);

test('deleting a SCIM client removes the entities of its users', row('VAULT-CLDEL-02'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const [first, second] = [await arrange.user(client), await arrange.user(client)];

  await vault.remove(scimClientPath(client.clientName));

  for (const { id } of [first, second]) {
    await expectGone(vault, `identity/entity/id/${id}`, 'the entity');
  }
});

test('deleting a SCIM client removes the aliases of its users', row('VAULT-CLDEL-03'), async ({ vault, arrange }) => {
  const client = await arrange.tenant({ aliasMount: 'userpass' });
  const user = await arrange.user(client);
  const aliasId = await arrange.during(() => aliasIdOf(vault, user.id));

  await vault.remove(scimClientPath(client.clientName));

  await expectGone(vault, `identity/entity-alias/id/${aliasId}`, 'the alias');
});

test('deleting a SCIM client removes its groups', row('VAULT-CLDEL-04'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const group = await arrange.group(client, [await arrange.user(client)]);

  await vault.remove(scimClientPath(client.clientName));

  await expectGone(vault, `identity/group/id/${group.id}`, 'the group');
});

test('a SCIM client whose deletion has begun is refused', row('VAULT-CLDEL-05'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  await arrange.users(client, 20);
  const name = arrange.unique('user');
  await arrange.during(() => vault.remove(scimClientPath(client.clientName)));
  const before = await vault.read(`identity/entity/name/${name}`);

  const [read, created] = [await client.scim.get('/Users'), await client.scim.post('/Users', userBody(name))];

  // Which refusal is an open question: a client that goes may also be unavailable.
  expect(read).toHaveStatus([400, 401, 403, 404, 409, 410, 503]);
  expect(created).toHaveStatus([400, 401, 403, 404, 409, 410, 503]);
  const after = await vault.read(`identity/entity/name/${name}`);
  expect(after, 'the entity of the new user').toHaveStatus(404);
  expect(after.body, 'the entity of the new user').toEqual(before.body);
});

test('a SCIM client that is being deleted is shown as deleting', row('VAULT-CLDEL-06'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  await arrange.users(client, 20);
  await arrange.during(() => vault.remove(scimClientPath(client.clientName)));

  const answer = await vault.read(scimClientPath(client.clientName));

  expect(`${answer.status} ${answer.data?.deleting}`, 'status and deleting').toMatch(/^(200 true|404 undefined)$/);
});

test('a SCIM client disappears after its resources', row('VAULT-CLDEL-07'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const users = await arrange.users(client, 20);
  const group = await arrange.group(client, users);

  await vault.remove(scimClientPath(client.clientName));
  await expectGone(vault, scimClientPath(client.clientName), 'the client');

  const left = await Promise.all([
    vault.read(`identity/group/id/${group.id}`),
    ...users.map(({ id }) => vault.read(`identity/entity/id/${id}`)),
  ]);
  expect(
    left.filter(({ status }) => status !== 404),
    'resources of the client after its end',
  ).toEqual([]);
});

test(
  'a deletion leaves unmanaged entities and their aliases alone',
  row('VAULT-CLDEL-21'),
  async ({ vault, arrange }) => {
    const [client, beside] = [await arrange.tenant(), await arrange.freePrincipal()];
    await arrange.user(client);
    const read = async ({ principalId }: Pick<Tenant, 'principalId'>) =>
      (await vault.read(`identity/entity/id/${principalId}`)).data;
    const before = [await read(client), await read(beside)];

    await vault.remove(scimClientPath(client.clientName), { 'delete-linked-resources': 'true' });
    await waitUntilGone(vault, scimClientPath(client.clientName));

    expect(await read(beside), 'the unmanaged entity').toEqual(before[1]);
    // Whether it survives is recorded elsewhere: half of it does not.
    expect([null, before[0]], 'the principal, as it was or gone').toContainEqual(await read(client));
  },
);

test(
  'a deletion leaves the groups of administrators alone that its users were in',
  row('VAULT-CLDEL-25'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const [user, own] = [await arrange.user(client), await arrange.entity()];
    const fields = { policies: ['vsc-first'], member_entity_ids: [own, user.id] };
    const name = arrange.unique('group');
    const id = await arrange.during(() => createVaultGroup(vault, name, fields));

    await vault.remove(scimClientPath(client.clientName), { 'delete-linked-resources': 'true' });
    await waitUntilGone(vault, scimClientPath(client.clientName));

    const group = await vault.read(`identity/group/id/${id}`);
    expect(group.data, 'the group of the administrator').toMatchObject({ id, name, policies: ['vsc-first'] });
    expect(memberIdsOf(group), 'the members of the group').toContain(own);
  },
);

test('whether the principal survives its SCIM client', row('VAULT-CLDEL-23'), async ({ vault, arrange, observe }) => {
  const client = await arrange.tenant();
  await arrange.user(client);

  await vault.remove(scimClientPath(client.clientName), { 'delete-linked-resources': 'true' });
  await waitUntilGone(vault, scimClientPath(client.clientName));

  const principal = await vault.read(`identity/entity/id/${client.principalId}`);
  observe(`the principal entity is answered with status ${principal.status}`);
});

test('answers while a SCIM client is being deleted', row('VAULT-CLDEL-24'), async ({ vault, arrange, observe }) => {
  const client = await arrange.tenant();
  await arrange.users(client, 20);
  const path = scimClientPath(client.clientName);
  const next = await arrange.entity();
  await arrange.during(() => vault.remove(path, { 'delete-linked-resources': 'true' }));

  const users = await client.scim.get('/Users');
  const again = await vault.remove(path, { 'delete-linked-resources': 'true' });
  const created = await vault.write(path, { access_grant_principal: next });

  expect(users.status, 'status of a SCIM request, which is no breakdown').not.toBe(500);
  expect(again.status, 'status of a second deletion, which is no breakdown').not.toBe(500);
  expect(created.status, 'status of a create under the name, which is no breakdown').not.toBe(500);
  observe(`SCIM request: ${users.status}, second deletion: ${again.status}, create: ${created.status}`);
});
