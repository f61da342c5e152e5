import {
  type Arrange,
  bodyOf,
  createVaultEntity,
  expect,
  listAll,
  listed,
  listOf,
  mentionsIn,
  row,
  scimClientPath,
  type Tenant,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const deactivate = [{ op: 'replace', path: 'active', value: false }];

test('unmanaged entities are no users', row('VAULT-ISOL-21'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const name = arrange.unique('entity');
  const id = await arrange.during(() => createVaultEntity(vault, name));
  const before = await vault.read(`identity/entity/id/${id}`);

  const answer = await tenant.scim.get(`/Users/${id}`);
  const users = await listAll(tenant, '/Users');
  const byName = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  const active = await tenant.scim.list('/Users', { filter: 'active eq true' });

  expect(answer).toBeRefused();
  expect(mentionsIn(answer, { name }), 'attributes of the entity in the answer').toEqual([]);
  expect(users, 'the list of users').toEqual(listOf());
  expect(listed(byName), 'what a filter on its name finds').toEqual(listOf());
  expect(listed(active), 'what a filter on active finds').toEqual(listOf());
  const after = await vault.read(`identity/entity/id/${id}`);
  expect(after.data, 'the entity').toEqual(before.data);
});

const UNMANAGED = [
  {
    what: 'an unmanaged entity',
    find: (arrange: Arrange, _tenant: Tenant) => arrange.entity(),
  },
  {
    what: "the client's own principal",
    find: async (_arrange: Arrange, tenant: Tenant) => tenant.principalId ?? '',
  },
  {
    what: "another client's principal",
    find: async (arrange: Arrange, _tenant: Tenant) => (await arrange.scimClient()).principalId,
  },
];

test('a former principal of a client is no user of it', row('VAULT-ISOL-21'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const next = await arrange.freePrincipal();
  const path = `identity/entity/id/${client.principalId}`;
  const fields = { access_grant_principal: next.principalId };
  await arrange.during(() => vault.writeOrThrow('change a principal', scimClientPath(client.clientName), fields));
  const before = await vault.read(path);
  const name = String(before.data?.name);

  const user = `/Users/${client.principalId}`;
  const answers = [
    await next.scim.get(user),
    await next.scim.put(user, userBody(name, { active: false })),
    await next.scim.patch(user, deactivate),
    await next.scim.delete(user),
  ];
  const lists = [
    await next.scim.list('/Users'),
    await next.scim.list('/Users', { filter: `userName eq "${name}"` }),
    await next.scim.list('/Users', { filter: 'active eq true' }),
  ];

  for (const answer of answers) expect(answer).toBeRefused();
  expect(lists.map(listed), 'the users, by name and by active').toEqual([listOf(), listOf(), listOf()]);
  expect((await vault.read(path)).data, 'the entity of the former principal').toEqual(before.data);
});

for (const { what, find } of UNMANAGED) {
  test(`${what} cannot be changed`, row('VAULT-ISOL-22'), async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const id = await find(arrange, tenant);
    const before = await vault.read(`identity/entity/id/${id}`);

    const answers = [
      await tenant.scim.put(`/Users/${id}`, userBody(arrange.unique('taken'), { active: false })),
      await tenant.scim.patch(`/Users/${id}`, deactivate),
      await tenant.scim.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false } }]),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    const after = await vault.read(`identity/entity/id/${id}`);
    expect(after.data, 'the entity').toEqual(before.data);
  });

  test(`${what} cannot be deleted`, row('VAULT-ISOL-23'), async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const id = await find(arrange, tenant);
    const before = await vault.read(`identity/entity/id/${id}`);

    const answer = await tenant.scim.delete(`/Users/${id}`);

    expect(answer).toBeRefused();
    const after = await vault.read(`identity/entity/id/${id}`);
    expect(after, 'a read of the entity').toHaveStatus(200);
    expect(after.data, 'the entity').toEqual(before.data);
  });
}

test("a client's own principal is no user of it", row('VAULT-ISOL-27'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const entity = `identity/entity/id/${tenant.principalId}`;
  const before = await vault.read(entity);

  const read = await tenant.scim.get(`/Users/${tenant.principalId}`);
  const list = await listAll(tenant, '/Users');
  const deletion = await tenant.scim.delete(`/Users/${tenant.principalId}`);

  expect(read).toBeRefused();
  expect(list.ids, 'ids of the listed users').toEqual([]);
  expect(bodyOf(read).userName, 'userName in the answer').toBeUndefined();
  expect(deletion).toBeRefused();
  const after = await vault.read(entity);
  expect(after, 'a read of the principal').toHaveStatus(200);
  expect(after.data, 'the principal').toEqual(before.data);
});
