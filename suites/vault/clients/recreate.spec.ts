import { expect, expectGone, row, test } from '../../../src/harness/index.ts';

test('a SCIM client created again has another client_id', row('VAULT-CLIENT-32'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const former = await vault.read(client.path);

  await vault.remove(client.path);
  await expectGone(vault, client.path, 'the client');
  await vault.write(client.path, { access_grant_principal: client.principalId });

  const stored = await vault.read(client.path);
  expect(stored.data?.client_id, 'client_id').toEqual(expect.any(String));
  expect(stored.data?.client_id, 'client_id, beside the former one').not.toBe(former.data?.client_id);
});

test(
  'a SCIM client created again without an alias mount has none of before',
  row('VAULT-CLIENT-01'),
  async ({ vault, arrange }) => {
    const mount = await arrange.authMount();
    const { path, principalId } = await arrange.scimClient({ alias_mount_accessor: mount.accessor });
    await vault.remove(path);
    await expectGone(vault, path, 'the client');

    const answer = await vault.write(path, { access_grant_principal: principalId });

    expect(answer).toHaveStatus([200, 204]);
    const stored = await vault.read(path);
    expect(stored.data?.alias_mount_accessor ?? '', 'the alias mount of the client').toBe('');
  },
);

test('a SCIM client created again is listed once', row('VAULT-CLIENT-05'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  await vault.remove(client.path);
  await expectGone(vault, client.path, 'the client');

  await vault.write(client.path, { access_grant_principal: client.principalId });

  const list = await vault.send({ method: 'LIST', path: '/v1/identity/scim/client' });
  expect(
    list.keys.filter((key) => key === client.name),
    'the name in the list',
  ).toEqual([client.name]);
});
