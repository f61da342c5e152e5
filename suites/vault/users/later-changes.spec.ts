import { bodyOf, expect, METADATA, metadataOf, row, setActive, test, userBody } from '../../../src/harness/index.ts';

test('a replace of an inactive user leaves it inactive', row('VAULT-USER-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });

  const answer = await tenant.scim.put(user.path, user.sent);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

test(
  'a replace of a user that is in a group changes active to false',
  row('VAULT-USER-14'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    await arrange.group(tenant, [user]);

    const answer = await tenant.scim.put(user.path, { ...user.sent, active: false });

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read).active, 'active that is read').toBe(false);
  },
);

test('a replace changes userName and active together', row('VAULT-USER-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const userName = arrange.unique('renamed');

  const answer = await tenant.scim.put(user.path, { ...user.sent, userName, active: false });

  expect(answer).toHaveStatus([200, 204]);
  const read = bodyOf(await tenant.scim.get(user.path));
  expect({ userName: read.userName, active: read.active }, 'what is read').toEqual({ userName, active: false });
});

test(
  'a userName that a replace gave up can be given to another user',
  row('VAULT-USER-13'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') }));

    const next = userBody(user.userName, { externalId: arrange.unique('ext') });
    const answer = await tenant.scim.post('/Users', next);

    expect(answer).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${bodyOf(answer).id}`);
    expect(bodyOf(read).userName, 'userName of the other user').toBe(user.userName);
  },
);

test('an inactive user can be deleted', row('VAULT-USER-20'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });

  const answer = await tenant.scim.delete(user.path);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(read, 'a read of the deleted user').toBeRefused();
});

test('a renamed user can be deleted', row('VAULT-USER-20'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') }));

  const answer = await tenant.scim.delete(user.path);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(read, 'a read of the deleted user').toBeRefused();
});

test('a replace changes userName and metadata together', row('VAULT-MAP-22'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
  const body = userBody(arrange.unique('renamed'), {
    externalId: user.externalId,
    ...metadataOf({ department: 'sales' }),
  });

  const answer = await tenant.scim.put(user.path, body);

  expect(answer).toHaveStatus([200, 204]);
  const entity = await vault.read(`identity/entity/id/${user.id}`);
  expect(entity.data?.metadata, 'metadata of the entity').toEqual({ department: 'sales' });
});

test(
  'a replace with an empty list of metadata items empties the metadata',
  row('VAULT-MAP-22'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));

    const answer = await tenant.scim.put(user.path, { ...user.sent, [METADATA]: { items: [] } });

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.metadata ?? {}, 'metadata of the entity').toEqual({});
  },
);

/** Keys that mean something else in other places, and values that a parser could take for more than a text. */
const UNUSUAL_METADATA: Record<string, Record<string, string>> = {
  'whose keys differ in letter case only': { team: 'a', Team: 'b', TEAM: 'c' },
  'of forty items': Object.fromEntries(Array.from({ length: 40 }, (_, place) => [`key-${place}`, `value-${place}`])),
  'of unusual forms': { costCenter: '00042', Team: 'a=b', 'cost.unit': 'a, b; c', office: 'Zürich', grade: '7' },
  'of the names of attributes of a user': {
    id: 'a',
    userName: 'b',
    externalId: 'c',
    active: 'd',
    groups: 'e',
    schemas: 'f',
    meta: 'g',
    displayName: 'h',
  },
  'of the names of fields of an entity': {
    name: 'a',
    policies: 'b',
    disabled: 'true',
    metadata: 'd',
    aliases: 'e',
    key: 'f',
    value: 'g',
    items: 'h',
  },
};

for (const [what, sent] of Object.entries(UNUSUAL_METADATA)) {
  test(
    `metadata ${what} reach the entity as they are sent`,
    row('VAULT-MAP-06'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant, metadataOf(sent));
      const created = await vault.read(`identity/entity/id/${user.id}`);

      const answer = await tenant.scim.put(user.path, { ...user.sent, active: false });

      expect(answer).toHaveStatus([200, 204]);
      const entity = await vault.read(`identity/entity/id/${user.id}`);
      expect(created.data?.metadata, 'metadata of the entity after the create').toEqual(sent);
      expect(entity.data?.metadata, 'metadata of the entity after the replace').toEqual(sent);
    },
  );
}

test('a second replace changes the userName again', row('VAULT-USER-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const userName = arrange.unique('second');
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('first') }));

  const answer = await tenant.scim.put(user.path, { ...user.sent, userName });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).userName, 'userName that is read').toBe(userName);
});

test('a replace deactivates a user a second time', row('VAULT-USER-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, active: false }));
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, active: true }));

  const answer = await tenant.scim.put(user.path, { ...user.sent, active: false });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

const ACTIVITIES = [
  { active: false, id: 'VAULT-USER-14' },
  { active: true, id: 'VAULT-USER-15' },
] as const;

const REFUSED: Record<string, (taken: string) => Record<string, unknown>> = {
  'for a taken userName': (userName) => ({ userName }),
  'for its active flag': () => ({ active: 'neither' }),
};

for (const [why, changes] of Object.entries(REFUSED)) {
  test(`a replace after one that was refused ${why} is made`, row('VAULT-USER-13'), async ({ tenant, arrange }) => {
    const [user, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const userName = arrange.unique('renamed');
    await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, ...changes(other.userName) }));

    const answer = await tenant.scim.put(user.path, { ...user.sent, userName });

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read).userName, 'userName that is read').toBe(userName);
  });

  for (const { active, id } of ACTIVITIES) {
    test(
      `a replace after one that was refused ${why} sets active to ${active}`,
      row(id),
      async ({ tenant, arrange }) => {
        const [user, other] = [await arrange.user(tenant, { active: !active }), await arrange.user(tenant)];
        await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, ...changes(other.userName) }));

        const answer = await tenant.scim.put(user.path, { ...user.sent, active });

        expect(answer).toHaveStatus([200, 204]);
        const read = await tenant.scim.get(user.path);
        expect(bodyOf(read).active, 'active that is read').toBe(active);
      },
    );
  }
}

test('a replace activates a user that a patch deactivated', row('VAULT-USER-15'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => setActive(tenant, user, false));

  const answer = await tenant.scim.put(user.path, { ...user.sent, active: true });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(true);
});

test('a replace deactivates a user that a patch activated', row('VAULT-USER-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  await arrange.during(() => setActive(tenant, user, true));

  const answer = await tenant.scim.put(user.path, { ...user.sent, active: false });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});
