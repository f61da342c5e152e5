import {
  type Arrange,
  expect,
  expectNoClient,
  putClient,
  row,
  scimClientPath,
  test,
} from '../../../src/harness/index.ts';

const EXTRAS = 'allowed_extra_alias_mount_accessors';

test('extra alias mounts are those of the last update', row('VAULT-CLIENT-39'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const [first, second, third] = [
    (await arrange.authMount()).accessor,
    (await arrange.authMount()).accessor,
    (await arrange.authMount()).accessor,
  ];

  for (const accessors of [[first], [first], [first, second, third], [third, first], [second], []]) {
    const fields = { access_grant_principal: client.principalId, [EXTRAS]: accessors };
    const answer = await vault.write(client.path, fields);

    expect(answer, `an update to ${accessors.length} extra mounts`).toHaveStatus([200, 204]);
    const stored = await vault.read(client.path);
    expect([stored.data?.[EXTRAS]].flat().sort(), 'the extra mounts').toEqual(accessors.sort());
  }
});

test(
  'extra alias mounts may be those of other SCIM clients, their alias mounts and their extra ones',
  row('VAULT-CLIENT-39'),
  async ({ vault, arrange }) => {
    const [main, extra] = [(await arrange.authMount()).accessor, (await arrange.authMount()).accessor];
    const other = await arrange.scimClient({ alias_mount_accessor: main, [EXTRAS]: [extra] });
    const client = await arrange.scimClient();
    const before = await vault.read(other.path);

    for (const accessors of [[main], [extra], [main, extra]]) {
      const answer = await vault.write(client.path, {
        access_grant_principal: client.principalId,
        [EXTRAS]: accessors,
      });

      expect(answer).toHaveStatus([200, 204]);
      const stored = await vault.read(client.path);
      expect([stored.data?.[EXTRAS]].flat().sort(), 'the extra mounts').toEqual(accessors.sort());
    }
    expect((await vault.read(other.path)).data, 'the other client').toEqual(before.data);
  },
);

/** Mounts that may be none of the extra ones, and what else an update says so that they may not. */
const BAD_EXTRAS = [
  {
    id: 'VAULT-CLIENT-46',
    which: 'a local mount',
    extra: async (arrange: Arrange) => (await arrange.authMount({ local: true })).accessor,
    beside: () => ({}),
  },
  {
    id: 'VAULT-CLIENT-47',
    which: 'the main alias mount',
    extra: async (_arrange: Arrange, main: string) => main,
    beside: (main: string) => ({ alias_mount_accessor: main }),
  },
  {
    id: 'VAULT-CLIENT-48',
    which: 'an unknown mount',
    extra: async () => 'auth_userpass_00000000',
    beside: () => ({}),
  },
  {
    id: 'VAULT-CLIENT-57',
    which: 'a mount of another namespace',
    extra: async (arrange: Arrange) => (await arrange.authMount({}, await arrange.namespace())).accessor,
    beside: () => ({}),
  },
];

for (const { id, which, extra, beside } of BAD_EXTRAS) {
  test(`${which} is refused as extra alias mount, alone and at any place`, row(id), async ({ vault, arrange }) => {
    const main = (await arrange.authMount()).accessor;
    const client = await arrange.scimClient(beside(main));
    const fields = { access_grant_principal: client.principalId, ...beside(main) };
    const bad = await extra(arrange, main);
    const others = [(await arrange.authMount()).accessor, (await arrange.authMount()).accessor];
    const places = [
      { where: 'alone', extras: [bad] },
      { where: 'before another', extras: [bad, ...others.slice(0, 1)] },
      { where: 'between others', extras: others.toSpliced(1, 0, bad) },
      { where: 'after others', extras: [...others, bad] },
    ];
    const stored = await vault.read(client.path);

    for (const { where, extras } of places) {
      const update = { ...fields, [EXTRAS]: extras };
      const answers = [await vault.write(client.path, update), await putClient(vault, client.path, update)];

      for (const answer of answers) expect(answer, `the mount ${where}`).toBeRefused();
      expect((await vault.read(client.path)).data, 'the client').toEqual(stored.data);
    }
    const valid = await vault.write(client.path, { ...fields, [EXTRAS]: others });
    expect(valid, 'an update to the others afterwards').toHaveStatus([200, 204]);
  });

  test(`a create with ${which} as extra alias mount makes no client`, row(id), async ({ vault, arrange }) => {
    const main = (await arrange.authMount()).accessor;
    const fields = { access_grant_principal: await arrange.entity(), alias_mount_accessor: main };
    const path = scimClientPath(arrange.unique('client'));
    const extras = [(await arrange.authMount()).accessor, await extra(arrange, main)];
    await vault.read(path);

    const create = { ...fields, [EXTRAS]: extras };
    const answers = [await vault.write(path, create), await putClient(vault, path, create)];

    for (const answer of answers) expect(answer).toBeRefused();
    await expectNoClient(vault, path);
    const elsewhere = await vault.write(scimClientPath(arrange.unique('client')), fields);
    expect(elsewhere, 'a create of another client without it afterwards').toHaveStatus(200);
    const valid = await vault.write(path, { ...fields, access_grant_principal: await arrange.entity() });
    expect(valid, 'a create without it afterwards').toHaveStatus(200);
  });
}
