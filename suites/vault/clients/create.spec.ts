import { expect, expectGone, putClient, row, scimClientPath, test } from '../../../src/harness/index.ts';

test('a SCIM client can be created with just its principal', row('VAULT-CLIENT-01'), async ({ vault, arrange }) => {
  const principal = await arrange.entity();
  const path = scimClientPath(arrange.unique('client'));

  const answer = await vault.write(path, { access_grant_principal: principal });

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(path);
  expect(stored).toHaveStatus(200);
  expect(stored.data?.alias_mount_accessor ?? '', 'the alias mount of the client').toBe('');
});

test(
  'a SCIM client keeps the alias mount that it is created with',
  row('VAULT-CLIENT-02'),
  async ({ vault, arrange }) => {
    const principal = await arrange.entity();
    const mount = await arrange.authMount();
    const path = scimClientPath(arrange.unique('client'));

    const answer = await vault.write(path, { access_grant_principal: principal, alias_mount_accessor: mount.accessor });

    expect(answer).toHaveStatus([200, 204]);
    const stored = await vault.read(path);
    expect(stored.data?.alias_mount_accessor, 'the alias mount of the client').toBe(mount.accessor);
  },
);

test('a SCIM client can be created with PUT', row('VAULT-CLIENT-09'), async ({ vault, arrange }) => {
  const mount = await arrange.authMount();
  const fields = { access_grant_principal: await arrange.entity(), alias_mount_accessor: mount.accessor };
  const path = scimClientPath(arrange.unique('client'));

  const answer = await putClient(vault, path, fields);

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(path);
  expect(stored.data, 'the client').toMatchObject(fields);
});

test('the answer to a create is the whole object', row('VAULT-CLIENT-29'), async ({ vault, arrange }) => {
  const fields = {
    access_grant_principal: await arrange.entity(),
    max_active_tokens: 25,
    max_token_ttl: 2_592_001,
    default_schema_version: '2.0',
    allow_user_adoption: true,
    allow_group_adoption: true,
  };
  const path = scimClientPath(arrange.unique('client'));

  const answer = await vault.write(path, fields);

  expect(answer).toHaveStatus(200);
  expect(answer.data?.client_id, 'client_id in the answer').toEqual(expect.any(String));
  expect(answer.data, 'the fields of the create in the answer').toMatchObject(fields);
  const stored = await vault.read(path);
  expect(answer.data, 'the answer to the create').toEqual(stored.data);
});

test('a SCIM client has its name in lower case', row('VAULT-CLIENT-52'), async ({ vault, arrange }) => {
  const principal = await arrange.entity();
  const name = arrange.unique('client');
  const mixed = name.replace('client', 'Client');

  const answer = await vault.write(scimClientPath(mixed), { access_grant_principal: principal, max_active_tokens: 3 });

  expect(answer).toHaveStatus([200, 204]);
  const list = await vault.send({ method: 'LIST', path: '/v1/identity/scim/client' });
  expect(
    list.keys.filter((key) => key.toLowerCase() === name),
    'the name in the list',
  ).toEqual([name]);
});

test(
  'a SCIM client is read and deleted under its name in capitals too',
  row('VAULT-CLIENT-52'),
  async ({ vault, arrange }) => {
    const client = await arrange.scimClient();
    const capitals = client.path.replace(client.name, client.name.replace('client', 'CLIENT'));
    const stored = await vault.read(client.path);

    const read = await vault.read(capitals);
    const removed = await vault.remove(capitals);

    expect(read).toHaveStatus(200);
    expect(read.data, 'the client').toEqual(stored.data);
    expect(removed).toHaveStatus([200, 204]);
    await expectGone(vault, client.path, 'the client');
  },
);

test(
  'what the first releases answer to writes and lists',
  row('VAULT-CLIENT-55'),
  async ({ vault, arrange, observe }) => {
    const [first, second] = [await arrange.entity(), await arrange.entity()];
    const name = arrange.unique('client');
    const path = scimClientPath(name);

    const created = await vault.write(path, { access_grant_principal: first });
    const updated = await vault.write(path, { access_grant_principal: second });
    const plural = await vault.send({ method: 'LIST', path: '/v1/identity/scim/clients' });

    const stored = await vault.read(path);
    expect(stored.data?.access_grant_principal, 'the principal of the client').toBe(second);
    observe(`create: ${created.status}, update: ${updated.status}, list of the plural path: ${plural.status}`);
  },
);

test('an upper-case client name in the first releases', row('VAULT-CLIENT-56'), async ({ vault, arrange, observe }) => {
  const principal = await arrange.entity();
  const name = arrange.unique('client');
  const mixed = name.replace('client', 'Client');

  const answer = await vault.write(scimClientPath(mixed), { access_grant_principal: principal });

  expect(answer.status, 'the status, which is no breakdown').toBeLessThan(500);
  const list = await vault.send({ method: 'LIST', path: '/v1/identity/scim/client' });
  const listed = list.keys.filter((key) => key.toLowerCase() === name).map((key) => key.replace(name, 'lower case'));
  observe(`status ${answer.status}, listed in ${listed.map((key) => key.replace(mixed, 'the case given'))}`);
});
