import {
  type Arrange,
  aliasesOf,
  aliasIdOf,
  expect,
  isAccepted,
  metadataOf,
  row,
  type Tenant,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

/** Users that a create with a forgotten branch would leave without an alias. */
const CREATED = [
  { which: 'active', user: (arrange: Arrange, tenant: Tenant) => arrange.user(tenant) },
  { which: 'inactive', user: (arrange: Arrange, tenant: Tenant) => arrange.user(tenant, { active: false }) },
  {
    which: 'with metadata',
    user: (arrange: Arrange, tenant: Tenant) => arrange.user(tenant, metadataOf({ department: 'engineering' })),
  },
  {
    which: 'under the name of a deleted one',
    user: async (arrange: Arrange, tenant: Tenant) => {
      const deleted = await arrange.user(tenant);
      await arrange.during(() => tenant.scim.delete(deleted.path));
      return arrange.user(tenant, { userName: deleted.userName });
    },
  },
  {
    which: 'under the former name of a renamed one',
    user: async (arrange: Arrange, tenant: Tenant) => {
      const renamed = await arrange.user(tenant);
      const body = { ...renamed.sent, userName: arrange.unique('renamed') };
      await arrange.during(() => tenant.scim.put(renamed.path, body));
      return arrange.user(tenant, { userName: renamed.userName, externalId: arrange.unique('ext') });
    },
  },
];

const LEAVERS = [
  { past: 'active', before: () => ({ active: true }) },
  { past: 'inactive', before: () => ({ active: false }) },
  { past: 'renamed', before: (userName: string) => ({ userName }) },
  { past: 'renamed and inactive', before: (userName: string) => ({ userName, active: false }) },
];

for (const { which, user: made } of CREATED) {
  test(
    `with an alias mount the entity of a user gets exactly one alias: ${which}`,
    row('VAULT-MAP-10'),
    async ({ tenant, vault, arrange }) => {
      const user = await made(arrange, tenant);

      const entity = await vault.read(`identity/entity/id/${user.id}`);

      expect(aliasesOf(entity), 'aliases of the entity').toHaveLength(1);
    },
  );

  test(
    `the alias of a user has the userName as name: ${which}`,
    row('VAULT-MAP-11'),
    async ({ tenant, vault, arrange }) => {
      const user = await made(arrange, tenant);

      const entity = await vault.read(`identity/entity/id/${user.id}`);

      expect(aliasesOf(entity)[0]?.name, 'name of the alias').toBe(user.userName);
    },
  );

  test(
    `the alias of a user is on the mount of the SCIM client: ${which}`,
    row('VAULT-MAP-12'),
    async ({ tenant, vault, arrange }) => {
      const user = await made(arrange, tenant);

      const entity = await vault.read(`identity/entity/id/${user.id}`);

      expect(aliasesOf(entity)[0]?.mount_accessor, 'mount of the alias').toBe(tenant.aliasMount?.accessor);
    },
  );

  test(
    `the alias of a user belongs to the user's entity: ${which}`,
    row('VAULT-MAP-13'),
    async ({ tenant, vault, arrange }) => {
      const user = await made(arrange, tenant);
      const alias = { alias_name: user.userName, alias_mount_accessor: tenant.aliasMount?.accessor };

      const found = await vault.write('identity/lookup/entity', alias);
      const entity = await vault.read(`identity/entity/id/${user.id}`);

      expect(found.data?.id, 'entity that the alias leads to').toBe(user.id);
      expect(aliasesOf(entity)[0]?.canonical_id, 'entity of the alias').toBe(user.id);
    },
  );

  test(
    `the alias of a user carries the mark of its entity: ${which}`,
    row('VAULT-MAP-14'),
    async ({ tenant, vault, arrange }) => {
      const user = await made(arrange, tenant);

      const entity = await vault.read(`identity/entity/id/${user.id}`);

      const [alias] = aliasesOf(entity);
      expect(alias?.scim_client_id, 'mark on the alias').toEqual(expect.stringMatching(/./));
      expect(alias?.scim_client_id, 'mark on the alias').toBe(entity.data?.scim_client_id);
    },
  );
}

test(
  'a user has no alias at the extra alias mounts of its SCIM client, whatever changes',
  row('VAULT-MAP-48'),
  async ({ vault, arrange }) => {
    const extras = [(await arrange.authMount()).accessor, (await arrange.authMount()).accessor];
    const clientFields = { allowed_extra_alias_mount_accessors: extras };
    const tenant = await arrange.tenant({ aliasMount: 'userpass', clientFields });
    const user = await arrange.user(tenant);
    const renamed = { ...user.sent, userName: arrange.unique('renamed') };
    const mountsOf = async () => {
      const entity = await vault.read(`identity/entity/id/${user.id}`);
      return aliasesOf(entity).map((alias) => alias.mount_accessor);
    };

    const mounts = [await mountsOf()];
    await tenant.scim.put(user.path, renamed);
    mounts.push(await mountsOf());
    for (const active of [false, true]) {
      await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]);
      mounts.push(await mountsOf());
    }

    for (const each of mounts) expect(each, 'mounts of the aliases').toEqual([tenant.aliasMount?.accessor]);
  },
);

test('without an alias mount an entity gets no alias', row('VAULT-MAP-15'), async ({ unaliased, vault, arrange }) => {
  const user = await arrange.user(unaliased);

  const entity = await vault.read(`identity/entity/id/${user.id}`);

  expect(entity).toHaveStatus(200);
  expect(aliasesOf(entity), 'aliases of the entity').toEqual([]);
});

test('a renamed user has a renamed alias', row('VAULT-MAP-17'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const userName = arrange.unique('renamed');

  const answer = await tenant.scim.put(user.path, { ...user.sent, userName });

  expect(answer).toHaveStatus([200, 204]);
  const entity = await vault.read(`identity/entity/id/${user.id}`);
  expect(aliasesOf(entity)[0]?.name, 'name of the alias').toBe(userName);
});

test('a renamed user keeps its alias mount and its entity', row('VAULT-MAP-18'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const path = `identity/entity/id/${user.id}`;
  const before = await vault.read(path);

  const answer = await tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') });

  expect(answer).toHaveStatus([200, 204]);
  const after = await vault.read(path);
  expect(after).toHaveStatus(200);
  const placesOf = (entity: typeof after) =>
    aliasesOf(entity).map(({ canonical_id, mount_accessor }) => ({ canonical_id, mount_accessor }));
  expect(placesOf(after), 'entities and mounts of the aliases').toEqual(placesOf(before));
});

for (const { past, before } of LEAVERS) {
  test(
    `the alias of a user that is deleted is gone: ${past}`,
    row('VAULT-MAP-26'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
      await arrange.group(tenant, [user]);
      const changed = { userName: user.userName, ...before(arrange.unique('renamed')) };
      await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, ...changed }));
      const aliasId = await arrange.during(() => aliasIdOf(vault, user.id));
      const factors = { alias_name: changed.userName, alias_mount_accessor: tenant.aliasMount?.accessor };

      const answer = await tenant.scim.delete(user.path);

      expect(answer).toHaveStatus([200, 204]);
      const found = await vault.write('identity/lookup/entity', factors);
      expect(found.data, 'entity that the alias leads to').toBeNull();
      const alias = await vault.read(`identity/entity-alias/id/${aliasId}`);
      expect(alias, 'a read of the alias').toHaveStatus(404);
    },
  );
}

test('an alias whose auth mount is disabled', row('VAULT-MAP-42'), async ({ vault, arrange, observe }) => {
  const tenant = await arrange.tenant({ aliasMount: 'userpass' });
  const user = await arrange.user(tenant);

  const disabled = await vault.remove(`sys/${tenant.aliasMount?.path}`);

  const entity = await vault.read(`identity/entity/id/${user.id}`);
  const read = await tenant.scim.get(user.path);
  const next = await tenant.scim.post('/Users', userBody(arrange.unique('user')));
  const aliases = aliasesOf(entity).length;
  observe(
    `disable: ${disabled.status}; aliases of the entity: ${aliases}; read of the user: ${wordsOf(read)}; next create: ${wordsOf(next)}`,
  );
});

test(
  'a user that is renamed again has its alias renamed again',
  row('VAULT-MAP-17'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') }));

    const answer = await tenant.scim.put(user.path, user.sent);

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect([entity.data?.name, aliasesOf(entity)[0]?.name], 'names of the entity and of the alias').toEqual([
      user.userName,
      user.userName,
    ]);
  },
);

test(
  'changes of a user leave the aliases that an administrator gave its entity at other mounts',
  row('VAULT-MAP-49'),
  async ({ tenant, vault, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const [{ accessor }, name] = [await arrange.authMount(), arrange.unique('alias')];
    const fields = { name, mount_accessor: accessor, canonical_id: user.id };
    const given = await arrange.during(() => vault.write('identity/entity-alias', fields));
    applies(isAccepted(given), 'an administrator may not give the entity of a user an alias here');
    const path = `identity/entity-alias/id/${String(given.data?.id)}`;
    const renamed = { ...user.sent, userName: arrange.unique('renamed') };

    for (const change of [
      () => tenant.scim.put(user.path, renamed),
      () => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
      () => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]),
    ]) {
      expect(await change()).toHaveStatus([200, 204]);
      expect((await vault.read(path)).data, 'the alias of the administrator').toMatchObject(fields);
    }
  },
);
