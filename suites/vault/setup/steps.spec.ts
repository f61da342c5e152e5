import { expect, isFields, row, test } from '../../../src/harness/index.ts';

test(
  'the accessor of the token mount can be read from the list of auth mounts',
  row('VAULT-SETUP-04'),
  async ({ vault }) => {
    const answer = await vault.send({ method: 'GET', path: '/v1/sys/auth', headers: { 'X-Vault-Request': null } });

    expect(answer).toHaveStatus(200);
    const mount = answer.data?.['token/'];
    expect(isFields(mount) && mount.accessor, 'the accessor of token/').toMatch(/^auth_\w*token_[0-9a-f]{8}$/);
  },
);

test('a principal entity can be made by name with a policy', row('VAULT-SETUP-05'), async ({ vault, arrange }) => {
  const name = arrange.unique('principal');
  const [policies, others] = [[arrange.unique('policy')], [arrange.unique('policy'), arrange.unique('policy')]];

  const answer = await vault.write('identity/entity', { name, policies });
  const { data } = await vault.read(`identity/entity/name/${name}`);
  await vault.write(`identity/entity/id/${answer.data?.id}`, { policies: others });
  const later = await vault.read(`identity/entity/name/${name}`);

  expect(answer).toHaveStatus(200);
  expect(data?.id, 'the id').toBe(answer.data?.id);
  expect(data?.name, 'the name').toBe(name);
  expect(data?.policies, 'the policies').toEqual(policies);
  expect([later.data?.policies ?? []].flat().sort(), 'the policies after another write').toEqual(others.sort());
});

test("a principal's alias on the token mount is kept as written", row('VAULT-SETUP-06'), async ({ vault, arrange }) => {
  const entityId = await arrange.entity();
  const mounts = await arrange.during(() => vault.readData('read the auth mounts', 'sys/auth'));
  const accessor = isFields(mounts['token/']) ? mounts['token/'].accessor : '';
  const name = arrange.unique('alias');

  const answer = await vault.write('identity/entity-alias', { name, mount_accessor: accessor, canonical_id: entityId });

  expect(answer).toHaveStatus(200);
  const { data } = await vault.read(`identity/entity-alias/id/${answer.data?.id}`);
  expect(data?.name, 'the name').toBe(name);
  expect(data?.mount_accessor, 'the accessor of the mount').toBe(accessor);
  expect(data?.canonical_id, 'the entity').toBe(entityId);
});

test(
  'a token role has the allowed entity aliases of its last write',
  row('VAULT-SETUP-07'),
  async ({ vault, arrange }) => {
    const role = `auth/token/roles/${arrange.unique('role')}`;
    const [first, second, third] = [arrange.unique('alias'), arrange.unique('alias'), arrange.unique('alias')];

    for (const aliases of [[first, second], [second, third], [first]]) {
      const answer = await vault.write(role, { allowed_entity_aliases: aliases });

      expect(answer).toHaveStatus([200, 204]);
      const kept = (await vault.read(role)).data?.allowed_entity_aliases;
      expect([kept].flat().sort(), 'the allowed entity aliases').toEqual(aliases.sort());
    }
  },
);

test(
  'a token role that is given token_no_default_policy issues tokens without the default policy',
  row('VAULT-SETUP-08'),
  async ({ vault, arrange }) => {
    const role = arrange.unique('role');
    const policy = arrange.unique('policy');
    for (const token_no_default_policy of [false, true]) {
      await vault.write(`auth/token/roles/${role}`, { allowed_policies: [policy], token_no_default_policy });
    }

    const answer = await vault.write(`auth/token/create/${role}`, { ttl: '10m' });

    expect(answer).toHaveStatus(200);
    expect(answer.auth?.token_policies, 'the policies of the token').toEqual([policy]);
    expect((await vault.read(`auth/token/roles/${role}`)).data?.token_no_default_policy, 'the field').toBe(true);
  },
);

test('a token role that is given orphan issues orphan tokens', row('VAULT-SETUP-09'), async ({ vault, arrange }) => {
  const role = arrange.unique('role');
  const policy = arrange.unique('policy');
  for (const orphan of [false, true]) {
    await vault.write(`auth/token/roles/${role}`, { allowed_policies: [policy], orphan });
  }

  const answer = await vault.write(`auth/token/create/${role}`, { ttl: '10m' });

  expect(answer).toHaveStatus(200);
  expect(answer.auth?.orphan, 'orphan in the answer').toBe(true);
  expect((await vault.read(`auth/token/roles/${role}`)).data?.orphan, 'the field').toBe(true);
});

test('health answers without a token and names an Enterprise version', row('VAULT-SETUP-13'), async ({ vault }) => {
  const { body } = await vault.with({ namespace: '' }).send({ method: 'GET', path: '/v1/sys/health', token: null });

  const health = isFields(body) ? body : {};
  expect(health.version, 'the version').toMatch(/^\d+\.\d+\.\d+\S*\+ent/);
  expect(health.enterprise, 'enterprise').toBe(true);
});
