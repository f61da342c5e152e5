import {
  bodyOf,
  expect,
  idOf,
  idsOf,
  listed,
  listOf,
  metadataOf,
  row,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const PROJECTIONS = ['attributes=id', 'excludedAttributes=members,groups'];

for (const query of ['startIndex=1&count=100', ...PROJECTIONS]) {
  test(`another client's users are not in a list with ${query}`, row('VAULT-ISOL-01'), async ({ other, arrange }) => {
    const tenant = await arrange.tenant();
    const own = await arrange.user(tenant);
    await arrange.user(other);

    const list = await tenant.scim.list(`/Users?${query}`);

    expect(list).toHaveStatus(200);
    expect(idsOf(list), 'ids in the list').toEqual([own.id]);
  });

  test(`another client's groups are not in a list with ${query}`, row('VAULT-ISOL-02'), async ({ other, arrange }) => {
    const tenant = await arrange.tenant();
    const own = await arrange.group(tenant);
    await arrange.group(other);

    const list = await tenant.scim.list(`/Groups?${query}`);

    expect(list).toHaveStatus(200);
    expect(idsOf(list), 'ids in the list').toEqual([own.id]);
  });
}

for (const query of PROJECTIONS) {
  test(
    `a client cannot read another client's user with ${query}`,
    row('VAULT-ISOL-04'),
    async ({ tenant, other, arrange }) => {
      const user = await arrange.user(other);
      const before = await other.scim.get(user.path);

      const answer = await tenant.scim.get(`${user.path}?${query}`);

      expect(answer).toBeRefused();
      expect(answer.text.includes(user.userName), 'the foreign userName in the refusal').toBe(false);
      expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
    },
  );

  test(
    `a client cannot read another client's group with ${query}`,
    row('VAULT-ISOL-08'),
    async ({ tenant, other, arrange }) => {
      const group = await arrange.group(other);
      const before = await other.scim.get(group.path);

      const answer = await tenant.scim.get(`${group.path}?${query}`);

      expect(answer).toBeRefused();
      expect(answer.text.includes(group.displayName), 'the foreign displayName in the refusal').toBe(false);
      expect((await other.scim.get(group.path)).body, 'the group as its own client reads it').toEqual(before.body);
    },
  );
}

test(
  "a client cannot activate another client's user in any form",
  row('VAULT-ISOL-06'),
  async ({ tenant, other, arrange }) => {
    const user = await arrange.user(other, { active: false });
    const before = await other.scim.get(user.path);

    const answers = [
      await tenant.scim.patch(user.path, [{ op: 'replace', value: { active: true } }]),
      await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
  },
);

test(
  "a client cannot delete another client's inactive user",
  row('VAULT-ISOL-07'),
  async ({ tenant, other, arrange }) => {
    const user = await arrange.user(other, { active: false });
    const before = await other.scim.get(user.path);

    const answer = await tenant.scim.delete(user.path);

    expect(answer).toBeRefused();
    expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
  },
);

for (const active of [true, false]) {
  test(
    `a user of another client's externalId is ${active ? 'activated' : 'deactivated'} alone`,
    row('VAULT-ISOL-32'),
    async ({ tenant, other, vault, arrange }) => {
      const externalId = arrange.unique('ext');
      const user = await arrange.user(tenant, { externalId, active: !active });
      const twin = await arrange.user(other, { externalId, active: !active });
      const before = await vault.read(`identity/entity/id/${twin.id}`);

      const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]);

      expect(answer).toHaveStatus([200, 204]);
      const read = await other.scim.get(twin.path);
      expect(bodyOf(read).active, "active of the other client's user").toBe(!active);
      expect((await vault.read(`identity/entity/id/${twin.id}`)).data, 'its entity').toEqual(before.data);
    },
  );
}

test(
  "a user is created active, where another client's user of the same externalId is inactive",
  row('VAULT-ISOL-32'),
  async ({ tenant, other, vault, arrange }) => {
    const externalId = arrange.unique('ext');
    await arrange.user(tenant, { externalId, active: false });

    const answer = await other.scim.post('/Users', userBody(arrange.unique('user'), { externalId, active: true }));

    expect(answer).toHaveStatus(201);
    const read = await other.scim.get(`/Users/${idOf(answer)}`);
    const entity = await vault.read(`identity/entity/id/${idOf(answer)}`);
    const { active } = bodyOf(read);
    expect({ active, disabled: entity.data?.disabled }, 'the user and its entity').toEqual({
      active: true,
      disabled: false,
    });
  },
);

test(
  "the deletion of a user leaves another client's user of the same externalId",
  row('VAULT-ISOL-32'),
  async ({ tenant, other, arrange }) => {
    const externalId = arrange.unique('ext');
    const user = await arrange.user(tenant, { externalId });
    const twin = await arrange.user(other, { externalId });

    await tenant.scim.delete(user.path);

    const read = await other.scim.get(twin.path);
    const found = await other.scim.list('/Users', { filter: `externalId eq "${externalId}"` });
    expect(read, "a read of the other client's user").toHaveStatus(200);
    expect(listed(found), 'what a filter on its externalId finds').toEqual(listOf(twin));
  },
);

test(
  "a replace of a user leaves another client's user of the same externalId as it is",
  row('VAULT-ISOL-32'),
  async ({ tenant, other, vault, arrange }) => {
    const externalId = arrange.unique('ext');
    const user = await arrange.user(tenant, { externalId });
    const twin = await arrange.user(other, { ...metadataOf({ department: 'sales' }), externalId });
    const both = async () => [
      (await other.scim.get(twin.path)).body,
      (await vault.read(`identity/entity/id/${twin.id}`)).data,
    ];
    const before = await both();

    const answers = [
      await tenant.scim.put(user.path, { ...user.sent, ...metadataOf({ site: 'north' }), active: true }),
      await tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed'), active: false }),
    ];

    for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
    expect(await both(), "the other client's user and its entity").toEqual(before);
  },
);
