import {
  adoptingTenant,
  adoptPerson,
  bodyOf,
  createVaultEntity,
  expect,
  groupBody,
  idsOf,
  ownerOf,
  row,
  switchAdoption,
  test,
  unmanagedGroup,
  unmanagedPerson,
  userBody,
} from '../../../src/harness/index.ts';

test(
  'without user adoption a create does not take over an entity',
  row('VAULT-ADOPT-02'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { users: false });
    const person = await unmanagedPerson(arrange, vault, tenant);
    const before = await vault.read(person.entity);

    const answers = [
      await tenant.scim.post('/Users', userBody(person.name)),
      await tenant.scim.post('/Users', userBody(person.name)),
      await tenant.scim.post('/Users', userBody(person.name, { externalId: arrange.unique('ext') })),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    const after = await vault.read(person.entity);
    expect(after.data, 'the entity and its alias').toEqual(before.data);
  },
);

test(
  'without group adoption a replace does not take over a group',
  row('VAULT-ADOPT-03'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, {});
    const group = await unmanagedGroup(arrange, vault);
    const before = await vault.read(group.stored);

    const answers = [
      await tenant.scim.put(group.path, groupBody(group.name)),
      await tenant.scim.put(group.path, groupBody(group.name)),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    const after = await vault.read(group.stored);
    expect(after.data, 'the Vault group').toEqual(before.data);
  },
);

test('group adoption does not open unmanaged entities as users', row('VAULT-ADOPT-09'), async ({ vault, arrange }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const name = arrange.unique('entity');
  const id = await arrange.during(() => createVaultEntity(vault, name));
  const before = await vault.read(`identity/entity/id/${id}`);

  const lists = [
    await tenant.scim.list('/Users'),
    await tenant.scim.list('/Users', { filter: `userName eq "${name}"` }),
    await tenant.scim.list('/Users', { filter: 'active eq true' }),
  ];
  const deactivate = [{ op: 'replace', path: 'active', value: false }];
  const answers = [
    await tenant.scim.get(`/Users/${id}`),
    await tenant.scim.patch(`/Users/${id}`, deactivate),
    await tenant.scim.patch(`/Users/${id}`, deactivate),
  ];

  expect(lists.flatMap(idsOf), 'ids of the users in the lists').toEqual([]);
  for (const answer of answers) expect(answer).toBeRefused();
  const after = await vault.read(`identity/entity/id/${id}`);
  expect(after.data, 'the entity').toEqual(before.data);
});

test(
  'user adoption that an update switches on works like one of the creation',
  row('VAULT-CLIENT-41'),
  async ({ vault, arrange, applies }) => {
    const [from, later] = [await adoptingTenant(arrange, { users: true }), await adoptingTenant(arrange, {})];
    const works = await adoptPerson(arrange, from, await unmanagedPerson(arrange, vault, from));
    applies(works, 'the create does not adopt the entity here');
    const person = await unmanagedPerson(arrange, vault, later);

    await switchAdoption(vault, later, 'allow_user_adoption', true);
    const answer = await later.scim.post('/Users', userBody(person.name));

    expect(answer).toHaveStatus([200, 201]);
    const owner = await ownerOf(vault, person.entity)();
    expect(owner, 'the owner of the entity').toBe(later.clientId);
  },
);

test(
  'with group adoption that an update switches on an unmanaged group can be read',
  row('VAULT-ADOPT-05'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, {});
    const group = await unmanagedGroup(arrange, vault);
    await arrange.during(() => switchAdoption(vault, tenant, 'allow_group_adoption', true));

    const answer = await tenant.scim.get(group.path);

    expect(answer).toHaveStatus(200);
    expect(bodyOf(answer).displayName, 'displayName of the group').toBe(group.name);
  },
);

test(
  'user adoption opens unmanaged groups neither for reads nor for writes',
  row('VAULT-ADOPT-10'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const group = await unmanagedGroup(arrange, vault);
    const before = await vault.read(group.stored);

    const read = await tenant.scim.get(group.path);
    const replaced = await tenant.scim.put(group.path, groupBody(group.name));
    const again = await tenant.scim.put(group.path, groupBody(group.name));
    const lists = [
      await tenant.scim.list('/Groups'),
      await tenant.scim.list('/Groups', { filter: `displayName eq "${group.name}"` }),
      await tenant.scim.list('/Groups', { filter: 'meta.lastModified ge "1970-01-01T00:00:00Z"' }),
    ];

    expect(lists.flatMap(idsOf), 'ids of the groups in the lists').toEqual([]);
    expect(read).toBeRefused();
    expect(again).toBeRefused();
    expect(read.text.includes(group.name), 'the name of the group in the refusal').toBe(false);
    expect(replaced).toBeRefused();
    const after = await vault.read(group.stored);
    expect(after.data, 'the Vault group').toEqual(before.data);
  },
);

test(
  'after group adoption is switched off again unmanaged groups are neither shown nor taken over',
  row('VAULT-ADOPT-16'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const group = await unmanagedGroup(arrange, vault);
    await arrange.during(() => switchAdoption(vault, tenant, 'allow_group_adoption', false));
    const before = await vault.read(group.stored);

    const read = await tenant.scim.get(group.path);
    const replaced = await tenant.scim.put(group.path, groupBody(group.name));
    const again = await tenant.scim.put(group.path, groupBody(group.name));

    expect(read).toBeRefused();
    expect(again).toBeRefused();
    expect(replaced).toBeRefused();
    const after = await vault.read(group.stored);
    expect(after.data, 'the Vault group').toEqual(before.data);
  },
);

test(
  'with group adoption an unmanaged entity is still refused as member',
  row('VAULT-ADOPT-09'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const group = await arrange.group(tenant);
    const id = await arrange.entity();
    const entity = `identity/entity/id/${id}`;
    const before = { group: await tenant.scim.get(group.path), entity: await vault.read(entity) };

    const add = [{ op: 'add', path: 'members', value: [{ value: id }] }];
    const answers = [await tenant.scim.patch(group.path, add), await tenant.scim.patch(group.path, add)];

    for (const answer of answers) expect(answer).toBeRefused();
    const after = { group: await tenant.scim.get(group.path), entity: await vault.read(entity) };
    expect(after.group.body, 'the group').toEqual(before.group.body);
    expect(after.entity.data, 'the entity').toEqual(before.entity.data);
  },
);

test(
  'after user adoption is switched off again a create does not take over an entity',
  row('VAULT-ADOPT-02'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const person = await unmanagedPerson(arrange, vault, tenant);
    await arrange.during(() => switchAdoption(vault, tenant, 'allow_user_adoption', false));
    const before = await vault.read(person.entity);

    const answers = [
      await tenant.scim.post('/Users', userBody(person.name)),
      await tenant.scim.post('/Users', userBody(person.name)),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    expect((await vault.read(person.entity)).data, 'the entity and its alias').toEqual(before.data);
  },
);
