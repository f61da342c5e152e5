import { expect, row, test, userBody } from '../../../src/harness/index.ts';

test(
  'an administrator cannot rename a SCIM-managed entity',
  row('VAULT-ADMIN-06'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const before = { entity: await vault.read(path), user: await tenant.scim.get(user.path) };

    const answer = await vault.write(path, { name: arrange.unique('renamed') });

    expect(answer).toBeRefused();
    const after = { entity: await vault.read(path), user: await tenant.scim.get(user.path) };
    expect(after.entity.data, 'the entity').toEqual(before.entity.data);
    expect(after.user.body, 'the user').toEqual(before.user.body);
  },
);

test(
  'the name that an administrator cannot give a SCIM-managed entity stays free for a user',
  row('VAULT-ADMIN-06'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const name = arrange.unique('wanted');
    const before = await vault.read(path);

    const answer = await vault.write(path, { name });
    const create = await tenant.scim.post('/Users', userBody(name));

    expect(answer).toBeRefused();
    expect(create).toHaveStatus(201);
    expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
  },
);

test(
  'an administrator cannot rename a SCIM-managed entity in its letter case',
  row('VAULT-ADMIN-06'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    await vault.write(path, { name: user.userName.toUpperCase() });

    const after = await vault.read(path);
    expect(after.data, 'the entity').toEqual(before.data);
  },
);

test(
  'an administrator cannot give a SCIM-managed entity a former name of its user',
  row('VAULT-ADMIN-06'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const names = [user.userName, arrange.unique('second')];
    for (const userName of [names[1], arrange.unique('last')]) {
      await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName }));
    }
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    const answers = [await vault.write(path, { name: names[0] }), await vault.write(path, { name: names[1] })];

    for (const answer of answers) expect(answer).toBeRefused();
    expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
  },
);

test(
  'an administrator cannot delete a SCIM-managed entity by id',
  row('VAULT-ADMIN-07'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    const answer = await vault.remove(path);

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after).toHaveStatus(200);
    expect(after.data, 'the entity').toEqual(before.data);
  },
);

test(
  'an administrator cannot delete a SCIM-managed entity by name',
  row('VAULT-ADMIN-08'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    const answer = await vault.remove(`identity/entity/name/${user.userName}`);

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after).toHaveStatus(200);
    expect(after.data, 'the entity').toEqual(before.data);
  },
);

const PLACES = [
  { where: 'alone', before: 0, after: 0 },
  { where: 'before others', before: 0, after: 2 },
  { where: 'between others', before: 1, after: 1 },
  { where: 'after others', before: 2, after: 0 },
];

for (const { where, before, after } of PLACES) {
  test(
    `a batch delete cannot delete a SCIM-managed entity that stands ${where}`,
    row('VAULT-ADMIN-20'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const others = await Promise.all(Array.from({ length: before + after }, () => arrange.entity()));
      const path = `identity/entity/id/${user.id}`;
      const stored = await vault.read(path);

      await vault.write('identity/entity/batch-delete', { entity_ids: others.toSpliced(before, 0, user.id) });

      const left = await vault.read(path);
      expect(left).toHaveStatus(200);
      expect(left.data, 'the entity').toEqual(stored.data);
    },
  );
}

test(
  'a batch delete cannot delete several SCIM-managed entities',
  row('VAULT-ADMIN-20'),
  async ({ tenant, vault, arrange }) => {
    const ids = (await arrange.users(tenant, 3)).map(({ id }) => id);
    const all = () => Promise.all(ids.map(async (id) => (await vault.read(`identity/entity/id/${id}`)).data));
    const before = await all();

    await vault.write('identity/entity/batch-delete', { entity_ids: ids });

    expect(await all(), 'the entities').toEqual(before);
  },
);

test(
  'the deletion of an entity by a former name of a user does not reach the user, and by its present one is refused',
  row('VAULT-ADMIN-08'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const userName = arrange.unique('renamed');
    await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName }));
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    // Vault takes the deletion of what is not there for done.
    await vault.remove(`identity/entity/name/${user.userName}`);
    const answer = await vault.remove(`identity/entity/name/${userName}`);

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after).toHaveStatus(200);
    expect(after.data, 'the entity').toEqual(before.data);
  },
);
