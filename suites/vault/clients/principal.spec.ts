import { randomUUID } from 'node:crypto';
import {
  type Arrange,
  aliasIdOf,
  createVaultEntity,
  createVaultGroup,
  expect,
  row,
  scimClientPath,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

test('a create without principal is refused', row('VAULT-CLIENT-11'), async ({ vault, arrange }) => {
  const path = scimClientPath(arrange.unique('client'));
  await vault.read(path);

  const answer = await vault.write(path, {});

  expect(answer).toBeRefused();
  expect(await vault.read(path), 'the client').toHaveStatus(404);
});

test('an update without principal is refused', row('VAULT-CLIENT-12'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const before = await vault.read(client.path);

  const answer = await vault.write(client.path, { max_active_tokens: 5 });

  expect(answer).toBeRefused();
  const after = await vault.read(client.path);
  expect(after.data, 'the client').toEqual(before.data);
});

/** What is the id of no entity of this namespace. */
const NO_ENTITIES = [
  {
    what: 'an entity of another namespace',
    decidedBy: 'VAULT-CLIENT-14',
    id: async (arrange: Arrange) => arrange.entity(await arrange.namespace()),
  },
  { what: 'an unknown id', id: async () => randomUUID() },
  { what: 'an empty text', id: async () => '' },
  {
    what: 'the id of a deleted entity',
    id: async (arrange: Arrange, vault: VaultClient) => {
      const id = await arrange.entity();
      await arrange.during(() => vault.remove(`identity/entity/id/${id}`));
      return id;
    },
  },
  {
    what: 'the id of an alias',
    id: async (arrange: Arrange, vault: VaultClient) => {
      const entity = await arrange.entity();
      await arrange.alias(entity, { aliasMount: await arrange.authMount() }, arrange.unique('alias'));
      return arrange.during(() => aliasIdOf(vault, entity));
    },
  },
  {
    what: 'the id of a group',
    id: (arrange: Arrange, vault: VaultClient) =>
      arrange.during(async () => {
        const fields = { member_entity_ids: [await arrange.entity()] };
        return createVaultGroup(vault, arrange.unique('group'), fields);
      }),
  },
  {
    what: 'the name of an entity',
    id: async (arrange: Arrange, vault: VaultClient) => {
      const name = arrange.unique('entity');
      await arrange.during(() => createVaultEntity(vault, name));
      return name;
    },
  },
];

for (const { what, decidedBy = 'VAULT-CLIENT-13', id } of NO_ENTITIES) {
  test(`${what} is refused as principal of a new and of another client`, row(decidedBy), async ({ vault, arrange }) => {
    const client = await arrange.scimClient();
    const principal = { access_grant_principal: await id(arrange, vault) };
    const path = scimClientPath(arrange.unique('client'));
    const both = () => Promise.all([vault.read(client.path), vault.read(path)]);
    const [before] = await both();

    const answers = [await vault.write(path, principal), await vault.write(client.path, principal)];

    for (const answer of answers) expect(answer).toBeRefused();
    const [after, made] = await both();
    expect(made, 'the new client').toHaveStatus(404);
    expect(after.data, 'the other client').toEqual(before.data);
  });
}

test('the principal of another SCIM client is refused', row('VAULT-CLIENT-15'), async ({ vault, arrange }) => {
  const first = await arrange.scimClient();
  const path = scimClientPath(arrange.unique('client'));
  const before = await vault.read(first.path);

  const answer = await vault.write(path, { access_grant_principal: first.principalId });

  expect(answer).toBeRefused();
  expect(await vault.read(path), 'the second client').toHaveStatus(404);
  const after = await vault.read(first.path);
  expect(after.data, 'the first client').toEqual(before.data);
});

test('the refusal of a principal in use names the field', row('VAULT-CLIENT-16'), async ({ vault, arrange }) => {
  const first = await arrange.scimClient();

  const answer = await vault.write(scimClientPath(arrange.unique('client')), {
    access_grant_principal: first.principalId,
  });

  expect(answer).toBeRefused();
  expect(answer.text, 'the text of the refusal').toContain('access_grant_principal');
});

test(
  'an update to the principal of another SCIM client is refused',
  row('VAULT-CLIENT-17'),
  async ({ vault, arrange }) => {
    const [first, second] = [await arrange.scimClient(), await arrange.scimClient()];
    const before = [await vault.read(first.path), await vault.read(second.path)];

    const answer = await vault.write(second.path, { access_grant_principal: first.principalId });

    expect(answer).toBeRefused();
    const after = [await vault.read(first.path), await vault.read(second.path)];
    expect(
      after.map(({ data }) => data),
      'both clients',
    ).toEqual(before.map(({ data }) => data));
  },
);

test(
  'an update that is refused for its principal changes no other field',
  row('VAULT-CLIENT-17'),
  async ({ vault, arrange }) => {
    const [first, second] = [await arrange.scimClient(), await arrange.scimClient()];
    const before = await vault.read(second.path);

    const answer = await vault.write(second.path, {
      access_grant_principal: first.principalId,
      max_active_tokens: 9,
      allow_user_adoption: true,
    });

    expect(answer).toBeRefused();
    const after = await vault.read(second.path);
    expect(after.data, 'the client').toEqual(before.data);
  },
);
