import {
  type Arrange,
  adoptGroup,
  adoptingTenant,
  createVaultGroup,
  expect,
  expectGone,
  issuedToken,
  linkToClient,
  OTHER_SETTINGS,
  ownerOf,
  policiesOf,
  row,
  scimClientPath,
  type Tenant,
  test,
  tokenFields,
  unlinkFromClient,
  unmanagedGroup,
  type VaultClient,
} from '../../../src/harness/index.ts';

/** Asserts that refused deletions have not kept the SCIM client from being deleted with what it owns. */
async function expectRemovable(vault: VaultClient, { clientName }: Tenant, flag: string): Promise<void> {
  const path = scimClientPath(clientName);
  expect(await vault.remove(path, { [flag]: 'true' }), `a later deletion with ${flag}`).toHaveStatus([200, 204]);
  await expectGone(vault, path, 'the client after that deletion');
}

/** Asserts that the plain deletion is refused, and leaves the SCIM client and what it owns as they are. */
async function expectGuarded(vault: VaultClient, { clientName }: Tenant, owned: string): Promise<void> {
  const paths = [scimClientPath(clientName), owned];
  const both = () => Promise.all(paths.map(async (path) => (await vault.read(path)).data));
  const before = await both();

  expect(await vault.remove(scimClientPath(clientName))).toBeVaultError(400);
  expect(await both(), 'the client and what it owns').toEqual(before);
}

test('the plain deletion of a SCIM client with users is refused', row('VAULT-CLDEL-08'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);
  const before = [
    await vault.read(scimClientPath(client.clientName)),
    await vault.read(`identity/entity/id/${user.id}`),
  ];

  const answer = await vault.remove(scimClientPath(client.clientName));
  const again = await vault.remove(scimClientPath(client.clientName));

  expect(answer).toBeVaultError(400);
  expect(again, 'the second deletion').toBeVaultError(400);
  const after = [
    await vault.read(scimClientPath(client.clientName)),
    await vault.read(`identity/entity/id/${user.id}`),
  ];
  expect(
    after.map(({ data }) => data),
    'the client and its user',
  ).toEqual(before.map(({ data }) => data));
  await expectRemovable(vault, client, 'delete-linked-resources');
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
    const again = await vault.remove(scimClientPath(client.clientName));

    expect(answer).toBeVaultError(400);
    expect(again, 'the second deletion').toBeVaultError(400);
    const after = [
      await vault.read(scimClientPath(client.clientName)),
      await vault.read(`identity/group/id/${group.id}`),
    ];
    expect(
      after.map(({ data }) => data),
      'the client and its group',
    ).toEqual(before.map(({ data }) => data));
    await expectRemovable(vault, client, 'unlink-resources');
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
  expect((await client.scim.get(user.path)).body, 'the user as the client reads it').toEqual(user.body);
  const list = await vault.list('identity/scim/client');
  expect(list.keys, 'names of the clients').toContain(client.clientName);
  await expectRemovable(vault, client, 'unlink-resources');
});

test(
  'a deletion with a flag that is false is refused like a plain one',
  row('VAULT-CLDEL-08'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client);
    const paths = [scimClientPath(client.clientName), `identity/entity/id/${user.id}`];
    const both = () => Promise.all(paths.map(async (path) => (await vault.read(path)).data));
    const before = await both();

    for (const flag of ['delete-linked-resources', 'unlink-resources']) {
      const answer = await vault.remove(scimClientPath(client.clientName), { [flag]: 'false' });

      expect(answer, `a deletion with ${flag}=false`).toBeVaultError(400);
      expect(await both(), 'the client and its user').toEqual(before);
    }
    await expectRemovable(vault, client, 'delete-linked-resources');
  },
);

test(
  'a SCIM client whose plain deletion was refused goes on being served',
  row('VAULT-CLDEL-08'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client);
    const before = await client.scim.get(user.path);

    const answer = await vault.remove(scimClientPath(client.clientName));

    expect(answer).toBeVaultError(400);
    const after = await client.scim.get(user.path);
    expect(after.body, 'the user as the client reads it').toEqual(before.body);
    expect(await client.scim.delete(user.path), 'a later deletion of the user').toHaveStatus([200, 204]);
  },
);

test(
  'the plain deletion of a SCIM client with nothing but a linked user is refused',
  row('VAULT-CLDEL-08'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const id = await arrange.entity();
    await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));

    await expectGuarded(vault, client, `identity/entity/id/${id}`);
  },
);

test(
  'the plain deletion of a SCIM client with nothing but a linked group is refused',
  row('VAULT-CLDEL-09'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
    await arrange.during(() => linkToClient(vault, client.clientName, { group_id: id }));

    await expectGuarded(vault, client, `identity/group/id/${id}`);
  },
);

test(
  'the plain deletion of a SCIM client with nothing but an adopted group is refused',
  row('VAULT-CLDEL-09'),
  async ({ vault, arrange, applies }) => {
    const client = await adoptingTenant(arrange, { groups: true });
    const group = await unmanagedGroup(arrange, vault);
    applies(await adoptGroup(arrange, vault, client, group), 'the replace does not adopt the group here');

    await expectGuarded(vault, client, group.stored);
  },
);

test(
  'the plain deletion of a SCIM client with nothing but an inactive user is refused',
  row('VAULT-CLDEL-08'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client, { active: false });

    await expectGuarded(vault, client, `identity/entity/id/${user.id}`);
  },
);

const ownUser = async (arrange: Arrange, client: Tenant) => {
  const { id, path } = await arrange.user(client);
  return { path, stored: `identity/entity/id/${id}`, object: { entity_id: id } };
};
const ownGroup = async (arrange: Arrange, client: Tenant) => {
  const { id, path } = await arrange.group(client);
  return { path, stored: `identity/group/id/${id}`, object: { group_id: id } };
};
const BOTH_FLAGS = { 'delete-linked-resources': 'true', 'unlink-resources': 'true' };

for (const { id, deletion, own, flags } of [
  { id: 'VAULT-CLDEL-08', deletion: 'the plain deletion of a SCIM client with users', own: ownUser, flags: {} },
  { id: 'VAULT-CLDEL-09', deletion: 'the plain deletion of a SCIM client with groups', own: ownGroup, flags: {} },
  { id: 'VAULT-CLDEL-20', deletion: 'a deletion with both flags', own: ownUser, flags: BOTH_FLAGS },
]) {
  test(
    `${deletion} ends none of its tokens, and keeps it neither from new ones nor from updates`,
    row(id),
    async ({ vault, arrange }) => {
      const client = await arrange.tenant();
      await own(arrange, client);
      const former = await arrange.credential(client, { fields: { type: 'scim' } });
      const [path, role] = [scimClientPath(client.clientName), await arrange.tokenRole(client)];
      const order = tokenFields(client.clientName, policiesOf(client), { type: 'scim' });
      const before = await vault.read(path);

      const answer = await vault.remove(path, flags);
      const issued = await vault.write(`auth/token/create/${role}`, order);
      const kept = await vault.read(path);
      const update = await vault.write(path, { access_grant_principal: client.principalId, max_active_tokens: 3 });
      const updated = await vault.read(path);
      await vault.write(path, { access_grant_principal: client.principalId, max_active_tokens: 2 });

      expect(answer).toBeRefused();
      expect(issued, 'the order of a SCIM token afterwards').toHaveStatus(200);
      expect(update, 'an update afterwards').toHaveStatus([200, 204]);
      expect(kept.data, 'the client').toEqual(before.data);
      expect(updated.data, 'the client after an update').toEqual({ ...before.data, max_active_tokens: 3 });
      expect((await vault.read(path)).data, 'the client after the update back').toEqual(before.data);
      expect(await client.scim.get('/Users'), 'a list with a service token').toHaveStatus(200);
      expect(await former.scim.get('/Users'), 'a list with a SCIM token of before').toHaveStatus(200);
      const list = await client.scim.get('/Users', { token: issuedToken(issued) });
      expect(list, 'a list with the SCIM token of afterwards').toHaveStatus(200);
    },
  );
}

for (const { id, what, own } of [
  { id: 'VAULT-CLDEL-08', what: 'users', own: ownUser },
  { id: 'VAULT-CLDEL-09', what: 'groups', own: ownGroup },
]) {
  test(
    `the plain deletion of a SCIM client with ${what} is refused whatever was changed of the client since`,
    row(id),
    async ({ vault, arrange }) => {
      const client = await arrange.tenant();
      const { stored } = await own(arrange, client);
      const next = await arrange.entity();

      for (const fields of [
        { access_grant_principal: next },
        { access_grant_principal: client.principalId },
        { access_grant_principal: client.principalId, ...OTHER_SETTINGS },
      ]) {
        const path = scimClientPath(client.clientName);
        await arrange.during(() => vault.writeOrThrow('change a SCIM client', path, fields));
        await expectGuarded(vault, client, stored);
      }
    },
  );

  test(
    `the plain deletion of a SCIM client with ${what} is refused until the last of them is gone, also one linked again`,
    row(id),
    async ({ vault, arrange, applies }) => {
      const client = await arrange.tenant();
      const [kept, deleted, again] = [
        await own(arrange, client),
        await own(arrange, client),
        await own(arrange, client),
      ];

      await arrange.during(() => client.scim.delete(deleted.path));
      await expectGuarded(vault, client, kept.stored);
      await arrange.during(() => client.scim.delete(kept.path));
      await expectGuarded(vault, client, again.stored);
      await arrange.during(() => unlinkFromClient(vault, client.clientName, again.object));
      applies((await ownerOf(vault, again.stored)()) === '', 'the server did not unlink the object');
      await arrange.during(() => linkToClient(vault, client.clientName, again.object));
      await expectGuarded(vault, client, again.stored);
    },
  );
}
