import {
  type Arrange,
  expect,
  expectNoClient,
  putClient,
  row,
  scimClientPath,
  test,
} from '../../../src/harness/index.ts';

test('an alias mount that does not exist is refused', row('VAULT-CLIENT-21'), async ({ vault, arrange }) => {
  const principal = await arrange.entity();
  const path = scimClientPath(arrange.unique('client'));
  await vault.read(path);

  const fields = { access_grant_principal: principal, alias_mount_accessor: 'auth_userpass_00000000' };
  const answers = [await vault.write(path, fields), await putClient(vault, path, fields)];

  for (const answer of answers) expect(answer).toBeRefused();
  await expectNoClient(vault, path);
  const elsewhere = await vault.write(scimClientPath(arrange.unique('client')), { access_grant_principal: principal });
  expect(elsewhere, 'a create of another client with its principal afterwards').toHaveStatus([200, 204]);
  const valid = await vault.write(path, { access_grant_principal: await arrange.entity() });
  expect(valid, 'a create without it afterwards').toHaveStatus([200, 204]);
});

test('an alias mount of another namespace is refused', row('VAULT-CLIENT-22'), async ({ vault, arrange }) => {
  const principal = await arrange.entity();
  const mount = await arrange.authMount({}, await arrange.namespace());
  const path = scimClientPath(arrange.unique('client'));
  await vault.read(path);

  const fields = { access_grant_principal: principal, alias_mount_accessor: mount.accessor };
  const answers = [await vault.write(path, fields), await putClient(vault, path, fields)];

  for (const answer of answers) expect(answer).toBeRefused();
  await expectNoClient(vault, path);
  const elsewhere = await vault.write(scimClientPath(arrange.unique('client')), { access_grant_principal: principal });
  expect(elsewhere, 'a create of another client with its principal afterwards').toHaveStatus([200, 204]);
  const valid = await vault.write(path, { access_grant_principal: await arrange.entity() });
  expect(valid, 'a create without it afterwards').toHaveStatus([200, 204]);
});

test('a local mount is refused as alias mount', row('VAULT-CLIENT-23'), async ({ vault, arrange }) => {
  const principal = await arrange.entity();
  const mount = await arrange.authMount({ local: true });
  const path = scimClientPath(arrange.unique('client'));
  await vault.read(path);

  const fields = { access_grant_principal: principal, alias_mount_accessor: mount.accessor };
  const answers = [await vault.write(path, fields), await putClient(vault, path, fields)];

  for (const answer of answers) expect(answer).toBeRefused();
  await expectNoClient(vault, path);
  const elsewhere = await vault.write(scimClientPath(arrange.unique('client')), { access_grant_principal: principal });
  expect(elsewhere, 'a create of another client with its principal afterwards').toHaveStatus([200, 204]);
  const valid = await vault.write(path, { access_grant_principal: await arrange.entity() });
  expect(valid, 'a create without it afterwards').toHaveStatus([200, 204]);
});

for (const { which, extrasOf } of [
  { which: 'another mount', extrasOf: () => [] },
  { which: 'one of its extra mounts', extrasOf: (second: string) => [second] },
]) {
  test(`the alias mount cannot be replaced by ${which}`, row('VAULT-CLIENT-24'), async ({ vault, arrange }) => {
    const [first, second] = [(await arrange.authMount()).accessor, (await arrange.authMount()).accessor];
    const extras = { allowed_extra_alias_mount_accessors: extrasOf(second) };
    const client = await arrange.scimClient({ alias_mount_accessor: first, ...extras });
    const next = { access_grant_principal: await arrange.entity() };
    const before = await vault.read(client.path);

    const answers = [];
    for (const beside of [{}, { allowed_extra_alias_mount_accessors: [] }]) {
      const fields = { ...next, alias_mount_accessor: second, ...beside };
      answers.push(await vault.write(client.path, fields), await putClient(vault, client.path, fields));
    }

    for (const answer of answers) expect(answer).toBeRefused();
    const after = await vault.read(client.path);
    expect(after.data, 'the client').toEqual(before.data);
    const valid = await vault.write(client.path, { ...next, alias_mount_accessor: first });
    expect(valid, 'an update with its own mount afterwards').toHaveStatus([200, 204]);
  });
}

test('the alias mount cannot be cleared', row('VAULT-CLIENT-25'), async ({ vault, arrange }) => {
  const mount = await arrange.authMount();
  const client = await arrange.scimClient({ alias_mount_accessor: mount.accessor });
  const before = await vault.read(client.path);

  const empty = { access_grant_principal: client.principalId, alias_mount_accessor: '' };
  const answers = [await vault.write(client.path, empty), await putClient(vault, client.path, empty)];

  for (const answer of answers) expect(answer).toBeRefused();
  const after = await vault.read(client.path);
  expect(after.data, 'the client').toEqual(before.data);
  const fields = { access_grant_principal: client.principalId, alias_mount_accessor: mount.accessor };
  expect(await vault.write(client.path, fields), 'an update with it afterwards').toHaveStatus([200, 204]);
});

test('an update that leaves out the alias mount is refused', row('VAULT-CLIENT-26'), async ({ vault, arrange }) => {
  const mount = await arrange.authMount();
  const client = await arrange.scimClient({ alias_mount_accessor: mount.accessor });
  const before = await vault.read(client.path);

  const bare = { access_grant_principal: client.principalId };
  const answers = [await vault.write(client.path, bare), await putClient(vault, client.path, bare)];

  for (const answer of answers) expect(answer).toBeRefused();
  const after = await vault.read(client.path);
  expect(after.data, 'the client').toEqual(before.data);
  const fields = { access_grant_principal: client.principalId, alias_mount_accessor: mount.accessor };
  expect(await vault.write(client.path, fields), 'an update with it afterwards').toHaveStatus([200, 204]);
});

for (const { what, principalOf } of [
  { what: 'another field', principalOf: async (_arrange: Arrange, stored: string) => stored },
  { what: 'a new principal', principalOf: (arrange: Arrange) => arrange.entity() },
]) {
  test(
    `an update that repeats the alias mount beside ${what} is accepted`,
    row('VAULT-CLIENT-27'),
    async ({ vault, arrange }) => {
      const mount = await arrange.authMount();
      const client = await arrange.scimClient({ alias_mount_accessor: mount.accessor });
      const fields = {
        access_grant_principal: await principalOf(arrange, client.principalId),
        alias_mount_accessor: mount.accessor,
        allow_user_adoption: true,
      };
      const before = await vault.read(client.path);

      const answer = await vault.write(client.path, fields);

      expect(answer).toHaveStatus([200, 204]);
      const stored = await vault.read(client.path);
      expect(stored.data, 'the client').toEqual({ ...before.data, ...fields });
    },
  );
}
