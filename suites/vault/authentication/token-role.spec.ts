import {
  aliasIdOf,
  expect,
  isFields,
  issuedToken,
  listed,
  listOf,
  policiesOf,
  roleFields,
  row,
  type Tenant,
  test,
  tokenFields,
} from '../../../src/harness/index.ts';

test(
  "the entity alias of a token role fixes the token's entity",
  row('VAULT-AUTH-22'),
  async ({ tenant, vault, arrange }) => {
    const role = arrange.unique('role');
    const policies = policiesOf(tenant);
    await vault.write(`auth/token/roles/${role}`, roleFields(tenant.clientName, policies));

    const answer = await vault.write(`auth/token/create/${role}`, tokenFields(tenant.clientName, policies));

    expect(answer).toHaveStatus(200);
    expect(answer.auth?.entity_id, 'the entity of the token').toBe(tenant.principalId);
    const looked = await vault.write('auth/token/lookup-accessor', { accessor: answer.auth?.accessor ?? '' });
    expect(looked.data?.entity_id, 'the entity that a lookup shows').toBe(tenant.principalId);
  },
);

test(
  "the entity alias of a token role fixes the token's entity, also when the order comes from another entity",
  row('VAULT-AUTH-22'),
  async ({ other, vault, arrange }) => {
    const tenant = await arrange.tenant();
    const [user, role] = [await arrange.user(tenant), await arrange.tokenRole(tenant)];
    const grants = { [`auth/token/create/${role}`]: ['create', 'update'] };
    const { token } = await arrange.credential(other, { grants });
    const session = vault.with({ token, actor: 'another credential' });

    const answer = await session.write(`auth/token/create/${role}`, tokenFields(tenant.clientName, policiesOf(tenant)));

    expect(answer).toHaveStatus(200);
    expect(answer.auth?.entity_id, 'the entity of the token').toBe(tenant.principalId);
    const list = await tenant.scim.get('/Users', { token: issuedToken(answer) });
    expect(listed(list), 'the users of the client').toEqual(listOf(user));
  },
);

test(
  'the entity alias of a token role stands for the entity that has it at the time, also when another one had it',
  row('VAULT-AUTH-22'),
  async ({ vault, arrange }) => {
    const [first, next] = [await arrange.tenant(), await arrange.tenant()];
    const [user, role] = [await arrange.user(next), await arrange.tokenRole(first)];
    const order = tokenFields(first.clientName, policiesOf(first));
    const aliasPath = async ({ principalId }: Tenant) =>
      `identity/entity-alias/id/${await aliasIdOf(vault, principalId ?? '')}`;
    const path = await arrange.during(() => aliasPath(first));
    const { data: alias } = await arrange.during(() => vault.read(path));

    const before = await vault.write(`auth/token/create/${role}`, order);
    await arrange.during(async () => {
      // An entity has one alias at a mount.
      for (const one of [path, await aliasPath(next)]) await vault.remove(one);
      const fields = { name: alias?.name, mount_accessor: alias?.mount_accessor, canonical_id: next.principalId };
      await vault.writeOrThrow('give the alias to another entity', 'identity/entity-alias', fields);
    });
    const after = await vault.write(`auth/token/create/${role}`, order);

    expect(before.auth?.entity_id, 'the entity of a token of before').toBe(first.principalId);
    expect(after.auth?.entity_id, 'the entity of a token of afterwards').toBe(next.principalId);
    const list = await next.scim.get('/Users', { token: issuedToken(after) });
    expect(listed(list), 'the users of the client of that entity').toEqual(listOf(user));
  },
);

test(
  'a star in an allowed entity alias stands for any rest, in whatever letter case',
  row('VAULT-AUTH-31'),
  async ({ tenant, vault, arrange }) => {
    const role = arrange.unique('role');
    const policies = policiesOf(tenant);
    const begin = tenant.clientName.slice(0, -2);
    const allowing = (alias: string) => ({ ...roleFields(null, policies), allowed_entity_aliases: ['none', alias] });
    await vault.write(`auth/token/roles/${role}`, allowing(`${begin}*`));
    await vault.write(`auth/token/roles/${role}-capitals`, allowing(`${begin.toUpperCase()}*`));
    await vault.write(`auth/token/roles/${role}-other`, allowing(`${begin}-*`));

    const allowed = [
      await vault.write(`auth/token/create/${role}`, tokenFields(tenant.clientName, policies)),
      await vault.write(`auth/token/create/${role}-capitals`, tokenFields(tenant.clientName, policies)),
    ];
    const refused = await vault.write(`auth/token/create/${role}-other`, tokenFields(tenant.clientName, policies));

    for (const answer of allowed) {
      expect(answer).toHaveStatus(200);
      expect(answer.auth?.entity_id, 'the entity of the token').toBe(tenant.principalId);
    }
    expect(refused, 'a token for an alias that does not match').toBeRefused();
  },
);

test(
  'a token role refuses an entity alias that it does not allow',
  row('VAULT-AUTH-23'),
  async ({ tenant, other, vault, arrange }) => {
    const role = arrange.unique('role');
    const policies = policiesOf(tenant);
    await vault.write(`auth/token/roles/${role}`, roleFields(tenant.clientName, policies));
    const near = [`${tenant.clientName}2`, tenant.clientName.slice(0, -1), `x${tenant.clientName}`];
    const unknown = [arrange.unique('alias'), ...near];
    const foreign = `identity/entity/id/${other.principalId}`;
    const before = await vault.read(foreign);

    for (const alias of [other.clientName, ...unknown]) {
      for (const method of ['POST', 'PUT']) {
        const body = tokenFields(alias, policies);
        const answer = await vault.send({ method, path: `/v1/auth/token/create/${role}`, body });
        expect(answer, 'a token for the alias of another principal or of nobody').toBeRefused();
      }
    }
    expect((await vault.read(foreign)).data, 'the entity of the alias').toEqual(before.data);
    const { data } = await vault.list('identity/entity-alias/id');
    const names = Object.values(isFields(data?.key_info) ? data.key_info : {}).map((one) => isFields(one) && one.name);
    expect(
      unknown.filter((alias) => names.includes(alias)),
      'aliases made on the way',
    ).toEqual([]);
    await vault.write(`auth/token/roles/${role}`, roleFields(other.clientName, policies));
    const allowed = await vault.write(`auth/token/create/${role}`, tokenFields(other.clientName, policies));
    const former = await vault.write(`auth/token/create/${role}`, tokenFields(tenant.clientName, policies));
    expect(allowed.auth?.entity_id, 'the entity of a token when the role allows its alias').toBe(other.principalId);
    expect(former, 'a token for the alias that it allowed before').toBeRefused();
  },
);

test(
  'a token role without allowed entity aliases refuses each one',
  row('VAULT-AUTH-23'),
  async ({ tenant, vault, arrange }) => {
    const [role, policies] = [arrange.unique('role'), policiesOf(tenant)];
    const principal = `identity/entity/id/${tenant.principalId}`;
    const before = await vault.read(principal);

    for (const fields of [{}, { allowed_entity_aliases: [] }]) {
      await vault.write(`auth/token/roles/${role}`, { ...roleFields(null, policies), ...fields });
      const answer = await vault.write(`auth/token/create/${role}`, tokenFields(tenant.clientName, policies));

      expect(answer, 'a token for the alias of a principal').toBeRefused();
      expect(answer.auth, 'a token in the refusal').toBeNull();
    }
    expect((await vault.read(principal)).data, 'the entity of the alias').toEqual(before.data);
  },
);

test(
  'a token role that is deleted and written again refuses the entity alias that it allowed before',
  row('VAULT-AUTH-23'),
  async ({ tenant, other, vault, arrange }) => {
    const [role, policies] = [arrange.unique('role'), policiesOf(tenant)];
    const path = `auth/token/roles/${role}`;
    const issue = (alias: string) => vault.write(`auth/token/create/${role}`, tokenFields(alias, policies));
    const principal = `identity/entity/id/${tenant.principalId}`;
    await vault.write(path, roleFields(tenant.clientName, policies));
    expect(await issue(tenant.clientName), 'a token for its alias').toHaveStatus(200);
    const before = await vault.read(principal);

    await vault.remove(path);
    const without = await issue(tenant.clientName);
    await vault.write(path, roleFields(other.clientName, policies));
    const former = await issue(tenant.clientName);
    const allowed = await issue(other.clientName);

    expect(without, 'a token through the deleted role').toBeRefused();
    expect(former, 'a token for the alias of before').toBeRefused();
    expect(allowed.auth?.entity_id, 'the entity of a token for the alias of now').toBe(other.principalId);
    expect((await vault.read(principal)).data, 'the entity of the alias of before').toEqual(before.data);
  },
);

test('an entity alias cannot be used without a token role', row('VAULT-AUTH-24'), async ({ tenant, vault }) => {
  const principal = `identity/entity/id/${tenant.principalId}`;
  const before = await vault.read(principal);

  for (const { method, path } of [
    { method: 'POST', path: '/v1/auth/token/create' },
    { method: 'PUT', path: '/v1/auth/token/create' },
    { method: 'POST', path: '/v1/auth/token/create-orphan' },
    { method: 'PUT', path: '/v1/auth/token/create-orphan' },
  ]) {
    const answer = await vault.send({ method, path, body: tokenFields(tenant.clientName, policiesOf(tenant)) });

    expect(answer).toBeRefused();
    expect(answer.auth, 'a token in the refusal').toBeNull();
  }
  expect((await vault.read(principal)).data, 'the entity of the alias').toEqual(before.data);
});
