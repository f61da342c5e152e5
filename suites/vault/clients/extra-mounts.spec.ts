import { expect, row, test } from '../../../src/harness/index.ts';

const EXTRAS = 'allowed_extra_alias_mount_accessors';

test('extra alias mounts can be set and cleared', row('VAULT-CLIENT-39'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const mount = await arrange.authMount();
  const principal = { access_grant_principal: client.principalId };

  await vault.write(client.path, { ...principal, [EXTRAS]: [mount.accessor] });
  const set = await vault.read(client.path);
  await vault.write(client.path, { ...principal, [EXTRAS]: [] });
  const cleared = await vault.read(client.path);

  expect(set.data?.[EXTRAS], 'the extra mounts after setting one').toEqual([mount.accessor]);
  expect(cleared.data?.[EXTRAS], 'the extra mounts after clearing them').toEqual([]);
});

test('a local mount is refused as extra alias mount', row('VAULT-CLIENT-46'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const mount = await arrange.authMount({ local: true });
  const before = await vault.read(client.path);

  const answer = await vault.write(client.path, {
    access_grant_principal: client.principalId,
    [EXTRAS]: [mount.accessor],
  });

  expect(answer).toBeRefused();
  const after = await vault.read(client.path);
  expect(after.data, 'the client').toEqual(before.data);
});

test('the main alias mount is refused as extra one', row('VAULT-CLIENT-47'), async ({ vault, arrange }) => {
  const mount = await arrange.authMount();
  const client = await arrange.scimClient({ alias_mount_accessor: mount.accessor });
  const before = await vault.read(client.path);

  const answer = await vault.write(client.path, {
    access_grant_principal: client.principalId,
    alias_mount_accessor: mount.accessor,
    [EXTRAS]: [mount.accessor],
  });

  expect(answer).toBeRefused();
  const after = await vault.read(client.path);
  expect(after.data, 'the client').toEqual(before.data);
});

test('an unknown mount is refused as extra alias mount', row('VAULT-CLIENT-48'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const before = await vault.read(client.path);

  const answer = await vault.write(client.path, {
    access_grant_principal: client.principalId,
    [EXTRAS]: ['auth_userpass_00000000'],
  });

  expect(answer).toBeRefused();
  const after = await vault.read(client.path);
  expect(after.data, 'the client').toEqual(before.data);
});

test(
  'a mount of another namespace is refused as extra alias mount',
  row('VAULT-CLIENT-57'),
  async ({ vault, arrange }) => {
    const client = await arrange.scimClient();
    const mount = await arrange.authMount({}, await arrange.namespace());
    const before = await vault.read(client.path);

    const answer = await vault.write(client.path, {
      access_grant_principal: client.principalId,
      [EXTRAS]: [mount.accessor],
    });

    expect(answer).toBeRefused();
    const after = await vault.read(client.path);
    expect(after.data, 'the client').toEqual(before.data);
  },
);

test('several extra alias mounts can be set', row('VAULT-CLIENT-39'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const accessors = [(await arrange.authMount()).accessor, (await arrange.authMount()).accessor];

  await vault.write(client.path, { access_grant_principal: client.principalId, [EXTRAS]: accessors });

  const stored = await vault.read(client.path);
  expect([stored.data?.[EXTRAS] ?? []].flat().sort(), 'the extra mounts').toEqual([...accessors].sort());
});
