import { type Arrange, expect, row, scimClientPath, test } from '../../../src/harness/index.ts';

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

const PLACES = [
  { where: '', before: 0, after: 0 },
  { where: ' before another', before: 0, after: 1 },
  { where: ' between others', before: 1, after: 1 },
  { where: ' after others', before: 2, after: 0 },
];

for (const { where, before, after } of PLACES) {
  /** Extra mounts with this one among them at the place. */
  const around = async (arrange: Arrange, accessor: string) => {
    const others = await Promise.all(Array.from({ length: before + after }, () => arrange.authMount()));
    return others.map((mount) => mount.accessor).toSpliced(before, 0, accessor);
  };

  test(`a local mount is refused as extra alias mount${where}`, row('VAULT-CLIENT-46'), async ({ vault, arrange }) => {
    const client = await arrange.scimClient();
    const extras = await around(arrange, (await arrange.authMount({ local: true })).accessor);
    const stored = await vault.read(client.path);

    const answer = await vault.write(client.path, { access_grant_principal: client.principalId, [EXTRAS]: extras });

    expect(answer).toBeRefused();
    expect((await vault.read(client.path)).data, 'the client').toEqual(stored.data);
  });

  test(`the main alias mount is refused as extra one${where}`, row('VAULT-CLIENT-47'), async ({ vault, arrange }) => {
    const { accessor } = await arrange.authMount();
    const client = await arrange.scimClient({ alias_mount_accessor: accessor });
    const extras = await around(arrange, accessor);
    const stored = await vault.read(client.path);

    const answer = await vault.write(client.path, {
      access_grant_principal: client.principalId,
      alias_mount_accessor: accessor,
      [EXTRAS]: extras,
    });

    expect(answer).toBeRefused();
    expect((await vault.read(client.path)).data, 'the client').toEqual(stored.data);
  });

  test(
    `an unknown mount is refused as extra alias mount${where}`,
    row('VAULT-CLIENT-48'),
    async ({ vault, arrange }) => {
      const client = await arrange.scimClient();
      const extras = await around(arrange, 'auth_userpass_00000000');
      const stored = await vault.read(client.path);

      const answer = await vault.write(client.path, { access_grant_principal: client.principalId, [EXTRAS]: extras });

      expect(answer).toBeRefused();
      expect((await vault.read(client.path)).data, 'the client').toEqual(stored.data);
    },
  );

  test(
    `a mount of another namespace is refused as extra alias mount${where}`,
    row('VAULT-CLIENT-57'),
    async ({ vault, arrange }) => {
      const client = await arrange.scimClient();
      const extras = await around(arrange, (await arrange.authMount({}, await arrange.namespace())).accessor);
      const stored = await vault.read(client.path);

      const answer = await vault.write(client.path, { access_grant_principal: client.principalId, [EXTRAS]: extras });

      expect(answer).toBeRefused();
      expect((await vault.read(client.path)).data, 'the client').toEqual(stored.data);
    },
  );
}

/** Mounts that may be none of the extra ones, beside the main one. */
const BAD_EXTRAS = [
  {
    id: 'VAULT-CLIENT-46',
    which: 'a local mount',
    extra: async (arrange: Arrange) => (await arrange.authMount({ local: true })).accessor,
  },
  { id: 'VAULT-CLIENT-47', which: 'the main alias mount', extra: async (_arrange: Arrange, main: string) => main },
  { id: 'VAULT-CLIENT-48', which: 'an unknown mount', extra: async () => 'auth_userpass_00000000' },
  {
    id: 'VAULT-CLIENT-57',
    which: 'a mount of another namespace',
    extra: async (arrange: Arrange) => (await arrange.authMount({}, await arrange.namespace())).accessor,
  },
];

for (const { id, which, extra } of BAD_EXTRAS) {
  test(`a create with ${which} as extra alias mount makes no client`, row(id), async ({ vault, arrange }) => {
    const main = (await arrange.authMount()).accessor;
    const fields = { access_grant_principal: await arrange.entity(), alias_mount_accessor: main };
    const path = scimClientPath(arrange.unique('client'));
    const extras = [(await arrange.authMount()).accessor, await extra(arrange, main)];
    await vault.read(path);

    const answer = await vault.write(path, { ...fields, [EXTRAS]: extras });

    expect(answer).toBeRefused();
    expect(await vault.read(path), 'the client').toHaveStatus(404);
  });
}

test('several extra alias mounts can be set', row('VAULT-CLIENT-39'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const accessors = [(await arrange.authMount()).accessor, (await arrange.authMount()).accessor];

  await vault.write(client.path, { access_grant_principal: client.principalId, [EXTRAS]: accessors });

  const stored = await vault.read(client.path);
  expect([stored.data?.[EXTRAS] ?? []].flat().sort(), 'the extra mounts').toEqual([...accessors].sort());
});
