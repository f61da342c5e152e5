import { expect, row, scimClientPath, test } from '../../../src/harness/index.ts';

test('the plain deletion of a SCIM client with users is refused', row('VAULT-CLDEL-08'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);
  const before = [
    await vault.read(scimClientPath(client.clientName)),
    await vault.read(`identity/entity/id/${user.id}`),
  ];

  const answer = await vault.remove(scimClientPath(client.clientName));

  expect(answer).toBeVaultError(400);
  const after = [
    await vault.read(scimClientPath(client.clientName)),
    await vault.read(`identity/entity/id/${user.id}`),
  ];
  expect(
    after.map(({ data }) => data),
    'the client and its user',
  ).toEqual(before.map(({ data }) => data));
});

test(
  'the plain deletion of a SCIM client with groups is refused',
  row('VAULT-CLDEL-09'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const group = await arrange.group(client);
    const before = [
      await vault.read(scimClientPath(client.clientName)),
      await vault.read(`identity/group/id/${group.id}`),
    ];

    const answer = await vault.remove(scimClientPath(client.clientName));

    expect(answer).toBeVaultError(400);
    const after = [
      await vault.read(scimClientPath(client.clientName)),
      await vault.read(`identity/group/id/${group.id}`),
    ];
    expect(
      after.map(({ data }) => data),
      'the client and its group',
    ).toEqual(before.map(({ data }) => data));
  },
);

test('the refusal speaks of linked resources', row('VAULT-CLDEL-10'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  await arrange.group(client, [await arrange.user(client)]);

  const answer = await vault.remove(scimClientPath(client.clientName));

  expect(answer.text, 'the text of the refusal').toContain('SCIM client has linked resources');
});

test('both flags of a deletion together are refused', row('VAULT-CLDEL-20'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);
  const before = [
    await vault.read(scimClientPath(client.clientName)),
    await vault.read(`identity/entity/id/${user.id}`),
  ];

  const answer = await vault.remove(scimClientPath(client.clientName), {
    'delete-linked-resources': 'true',
    'unlink-resources': 'true',
  });

  expect(answer).toBeRefused();
  const after = [
    await vault.read(scimClientPath(client.clientName)),
    await vault.read(`identity/entity/id/${user.id}`),
  ];
  expect(
    after.map(({ data }) => data),
    'the client and its user',
  ).toEqual(before.map(({ data }) => data));
});
