import {
  expect,
  idOf,
  METADATA,
  metadataOf,
  row,
  scimClientPath,
  setActive,
  test,
  userBody,
} from '../../../src/harness/index.ts';

test('the id of a user is the id of its entity', row('VAULT-MAP-01'), async ({ tenant, vault, arrange }) => {
  const userName = `${arrange.unique('user')}@example.com`;

  const answer = await tenant.scim.post('/Users', userBody(userName));

  expect(answer).toHaveStatus(201);
  const entity = await vault.read(`identity/entity/id/${idOf(answer)}`);
  expect(entity).toHaveStatus(200);
  expect(entity.data?.id, 'id of the entity').toBe(idOf(answer));
});

test('the entity of a user has the userName as its name', row('VAULT-MAP-02'), async ({ tenant, vault, arrange }) => {
  const name = arrange.unique('user');

  const answer = await tenant.scim.post('/Users', userBody(name));

  expect(answer).toHaveStatus(201);
  const entity = await vault.read(`identity/entity/name/${name}`);
  expect(entity.data?.id, 'id of the entity with that name').toBe(idOf(answer));
});

test(
  'the entity of a user has the externalId as external id',
  row('VAULT-MAP-03'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);

    const entity = await vault.read(`identity/entity/id/${user.id}`);

    expect(entity.data?.external_id, 'external id of the entity').toBe(user.externalId);
  },
);

test('the entity of an active user is not disabled', row('VAULT-MAP-04'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant, { active: true });

  const entity = await vault.read(`identity/entity/id/${user.id}`);

  expect(entity.data?.disabled, 'disabled of the entity').toBe(false);
});

test(
  'a user that is created inactive has a disabled entity',
  row('VAULT-MAP-05'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant, { active: false });

    const entity = await vault.read(`identity/entity/id/${user.id}`);

    expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
  },
);

test('metadata are stored whatever the order of schemas', row('VAULT-MAP-06'), async ({ tenant, vault, arrange }) => {
  const items = { department: 'Tours' };
  const sent = metadataOf(items);
  const schemas = [METADATA, 'urn:ietf:params:scim:schemas:core:2.0:User'];

  const user = await arrange.user(tenant, { ...sent, schemas });

  const entity = await vault.read(`identity/entity/id/${user.id}`);
  expect(entity.data?.metadata, 'metadata of the entity').toEqual(items);
});

test('metadata items are the metadata of the entity', row('VAULT-MAP-06'), async ({ tenant, vault, arrange }) => {
  const items = { department: 'engineering', site: 'north' };
  const user = await arrange.user(tenant, metadataOf(items));

  const entity = await vault.read(`identity/entity/id/${user.id}`);

  expect(entity.data?.metadata, 'metadata of the entity').toEqual(items);
});

test(
  'metadata items of a user that is created inactive are the metadata of the entity, also when it is activated',
  row('VAULT-MAP-06'),
  async ({ tenant, vault, arrange }) => {
    const items = { department: 'engineering', site: 'north' };
    const user = await arrange.user(tenant, { ...metadataOf(items), active: false });
    const inactive = await vault.read(`identity/entity/id/${user.id}`);

    await arrange.during(() => setActive(tenant, user, true));

    const active = await vault.read(`identity/entity/id/${user.id}`);
    expect([inactive.data?.metadata, active.data?.metadata], 'metadata of the entity').toEqual([items, items]);
  },
);

test(
  'the entity of a user carries the mark of a SCIM client',
  row('VAULT-MAP-07'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);

    const entity = await vault.read(`identity/entity/id/${user.id}`);

    expect(entity.data?.scim_client_id, 'mark on the entity').toEqual(expect.stringMatching(/./));
  },
);

test(
  'the mark on an entity is the client_id of its SCIM client',
  row('VAULT-MAP-08'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const client = await vault.read(scimClientPath(tenant.clientName));

    const entity = await vault.read(`identity/entity/id/${user.id}`);

    expect(client.data?.client_id, 'client_id of the client').toEqual(expect.stringMatching(/./));
    expect(entity.data?.scim_client_id, 'mark on the entity').toBe(client.data?.client_id);
  },
);

test('SCIM gives an entity no policies', row('VAULT-MAP-09'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);

  const entity = await vault.read(`identity/entity/id/${user.id}`);

  expect(entity).toHaveStatus(200);
  expect(entity.data?.policies ?? [], 'policies of the entity').toEqual([]);
});

/** Each is near to the one before it: what only looks whether something differs can take them for the same. */
const REPLACEMENTS: Record<string, string>[] = [
  { department: 'sales' },
  { department: 'sales', site: 'south' },
  { department: 'sales', site: 'north' },
  { department: 'Sales', site: 'north' },
  { department: 'north', site: 'Sales' },
  { team: 'north', site: 'Sales' },
];

test(
  'replaced metadata replaces the metadata of the entity',
  row('VAULT-MAP-22'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant, metadataOf({ department: 'engineering', site: 'north' }));

    for (const items of REPLACEMENTS) {
      const answer = await tenant.scim.put(user.path, { ...user.sent, [METADATA]: metadataOf(items)[METADATA] });

      expect(answer).toHaveStatus([200, 204]);
      const entity = await vault.read(`identity/entity/id/${user.id}`);
      expect(entity.data?.metadata, 'metadata of the entity').toEqual(items);
    }
  },
);
