import { DELETIONS, expect, expectGone, row, test } from '../../../src/harness/index.ts';

test(
  'a SCIM client created again has another client_id, however the former one was deleted',
  row('VAULT-CLIENT-32'),
  async ({ vault, arrange }) => {
    const { path, principalId } = await arrange.scimClient();
    const ids = [(await vault.read(path)).data?.client_id];

    for (const { flags } of DELETIONS) {
      await vault.remove(path, flags);
      await expectGone(vault, path, 'the client');
      await vault.write(path, { access_grant_principal: principalId });
      ids.push((await vault.read(path)).data?.client_id);
    }

    expect(ids, 'each client_id').toEqual(ids.map(() => expect.any(String)));
    expect(new Set(ids).size, 'how many client_ids differ').toBe(ids.length);
  },
);

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
