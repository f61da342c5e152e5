import { randomUUID } from 'node:crypto';
import {
  type Arrange,
  aliasIdOf,
  createVaultEntity,
  createVaultGroup,
  expect,
  expectNoClient,
  putClient,
  row,
  scimClientPath,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

test('a create without principal is refused', row('VAULT-CLIENT-11'), async ({ vault, arrange }) => {
  const path = scimClientPath(arrange.unique('client'));
  await vault.read(path);

  const answers = [await vault.write(path, {}), await putClient(vault, path, {})];

  for (const answer of answers) expect(answer).toBeRefused();
  await expectNoClient(vault, path);
  const valid = await vault.write(path, { access_grant_principal: await arrange.entity() });
  expect(valid, 'a create with a principal afterwards').toHaveStatus([200, 204]);
});

test('an update without principal is refused', row('VAULT-CLIENT-12'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const before = await vault.read(client.path);

  const bare = { max_active_tokens: 5 };
  const answers = [await vault.write(client.path, bare), await putClient(vault, client.path, bare)];

  for (const answer of answers) expect(answer).toBeRefused();
  const after = await vault.read(client.path);
  expect(after.data, 'the client').toEqual(before.data);
  const valid = await vault.write(client.path, { access_grant_principal: client.principalId, max_active_tokens: 5 });
  expect(valid, 'an update with the principal afterwards').toHaveStatus([200, 204]);
});

interface Candidate {
  what: string;
  id: (arrange: Arrange, vault: VaultClient) => Promise<string>;
}

const FOREIGN_ENTITY: Candidate = {
  what: 'an entity of another namespace',
  id: async (arrange) => arrange.entity(await arrange.namespace()),
};

/** What is the id of no entity at all. */
const NO_ENTITIES: Candidate[] = [
  { what: 'an unknown id', id: async () => randomUUID() },
  { what: 'an empty text', id: async () => '' },
  {
    what: 'the id of a deleted entity',
    id: async (arrange, vault) => {
      const id = await arrange.entity();
      await arrange.during(() => vault.remove(`identity/entity/id/${id}`));
      return id;
    },
  },
  {
    what: 'the id of an alias',
    id: async (arrange, vault) => {
      const entity = await arrange.entity();
      await arrange.alias(entity, { aliasMount: await arrange.authMount() }, arrange.unique('alias'));
      return arrange.during(() => aliasIdOf(vault, entity));
    },
  },
  {
    what: 'the id of a group',
    id: (arrange, vault) =>
      arrange.during(async () => {
        const fields = { member_entity_ids: [await arrange.entity()] };
        return createVaultGroup(vault, arrange.unique('group'), fields);
      }),
  },
  {
    what: 'the name of an entity',
    id: async (arrange, vault) => {
      const name = arrange.unique('entity');
      await arrange.during(() => createVaultEntity(vault, name));
      return name;
    },
  },
];

for (const { id, title, candidates } of [
  { id: 'VAULT-CLIENT-13', title: 'what is no entity', candidates: NO_ENTITIES },
  { id: 'VAULT-CLIENT-14', title: 'an entity of another namespace', candidates: [FOREIGN_ENTITY] },
]) {
  test(`${title} is refused as principal of a new and of another client`, row(id), async ({ vault, arrange }) => {
    const client = await arrange.scimClient();
    const path = scimClientPath(arrange.unique('client'));
    const both = () => Promise.all([vault.read(client.path), vault.read(path)]);
    const [before] = await both();

    for (const candidate of candidates) {
      const principal = { access_grant_principal: await candidate.id(arrange, vault) };
      const answers = [];
      for (const place of [path, client.path]) {
        answers.push(await vault.write(place, principal), await putClient(vault, place, principal));
      }

      for (const answer of answers) expect(answer, candidate.what).toBeRefused();
      await expectNoClient(vault, path);
      const [after] = await both();
      expect(after.data, 'the other client').toEqual(before.data);
    }
    for (const place of [path, client.path]) {
      const valid = await vault.write(place, { access_grant_principal: await arrange.entity() });
      expect(valid, 'a write with an entity afterwards').toHaveStatus([200, 204]);
    }
  });
}

test(
  'the principal of another SCIM client is refused, also one that an update gave to it',
  row('VAULT-CLIENT-15'),
  async ({ vault, arrange }) => {
    const [first, later] = [await arrange.scimClient(), await arrange.entity()];
    const [path, own] = [scimClientPath(arrange.unique('client')), await arrange.entity()];

    for (const principal of [first.principalId, later, first.principalId]) {
      await vault.write(first.path, { access_grant_principal: principal });
      const before = await vault.read(first.path);

      const fields = { access_grant_principal: principal };
      const answers = [await vault.write(path, fields), await putClient(vault, path, fields)];

      for (const answer of answers) expect(answer).toBeRefused();
      await expectNoClient(vault, path);
      const after = await vault.read(first.path);
      expect(after.data, 'the first client').toEqual(before.data);
    }
    const valid = await vault.write(path, { access_grant_principal: own });
    expect(valid, 'a create with an entity of its own afterwards').toHaveStatus(200);
  },
);

test('the refusal of a principal in use names the field', row('VAULT-CLIENT-16'), async ({ vault, arrange }) => {
  const first = await arrange.scimClient();

  const answer = await vault.write(scimClientPath(arrange.unique('client')), {
    access_grant_principal: first.principalId,
  });

  expect(answer).toBeRefused();
  expect(answer.text, 'the text of the refusal').toContain('access_grant_principal');
});

test(
  'an update to the principal of another SCIM client is refused and changes no other field',
  row('VAULT-CLIENT-17'),
  async ({ vault, arrange }) => {
    const [first, second] = [await arrange.scimClient(), await arrange.scimClient()];
    const settings = { max_active_tokens: 9, allow_user_adoption: true };
    const both = () => Promise.all([first, second].map(async ({ path }) => (await vault.read(path)).data));
    const before = await both();

    const fields = { access_grant_principal: first.principalId, ...settings };
    const answers = [await vault.write(second.path, fields), await putClient(vault, second.path, fields)];

    for (const answer of answers) expect(answer).toBeRefused();
    expect(await both(), 'both clients').toEqual(before);
    const valid = await vault.write(second.path, { access_grant_principal: second.principalId, ...settings });
    expect(valid, 'an update with its own principal afterwards').toHaveStatus([200, 204]);
  },
);
