import { type Arrange, expect, row, type Tenant, test, type VaultClient } from '../../../src/harness/index.ts';

interface Given {
  tenant: Tenant;
  unaliased: Tenant;
  vault: VaultClient;
  arrange: Arrange;
}

/** Users that a guard which looks at aliases, at the state or at memberships would take for unmanaged. */
const USERS = [
  { which: 'without an alias', user: ({ unaliased, arrange }: Given) => arrange.user(unaliased) },
  {
    which: 'that is inactive',
    user: ({ tenant, arrange }: Given) => arrange.user(tenant, { active: false }),
  },
  {
    which: 'that an administrator gave policies',
    user: async ({ tenant, vault, arrange }: Given) => {
      const user = await arrange.user(tenant);
      const fields = { policies: ['vsc-first', 'vsc-second'] };
      await arrange.during(() => vault.writeOrThrow('set policies', `identity/entity/id/${user.id}`, fields));
      return user;
    },
  },
  {
    which: 'that is in a group',
    user: async ({ tenant, arrange }: Given) => {
      const user = await arrange.user(tenant);
      await arrange.group(tenant, [user]);
      return user;
    },
  },
  {
    which: 'that was renamed',
    user: async ({ tenant, arrange }: Given) => {
      const [user, userName] = [await arrange.user(tenant), arrange.unique('renamed')];
      await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName }));
      return { ...user, userName };
    },
  },
];

const MERGES = [
  {
    id: 'VAULT-ADMIN-15',
    what: (which: string) => `merging the entity of a user ${which} into another`,
    fields: (user: string, other: string) => ({ from_entity_ids: [user], to_entity_id: other }),
  },
  {
    id: 'VAULT-ADMIN-16',
    what: (which: string) => `merging another entity into that of a user ${which}`,
    fields: (user: string, other: string) => ({ from_entity_ids: [other], to_entity_id: user }),
  },
  {
    id: 'VAULT-ADMIN-17',
    what: (which: string) => `a forced merge of the entity of a user ${which}`,
    fields: (user: string, other: string) => ({ from_entity_ids: [user], to_entity_id: other, force: true }),
  },
];

for (const { which, user: made } of USERS) {
  test(
    `an administrator cannot rename the entity of a user ${which}`,
    row('VAULT-ADMIN-06'),
    async ({ tenant, unaliased, vault, arrange }) => {
      const path = `identity/entity/id/${(await made({ tenant, unaliased, vault, arrange })).id}`;
      const before = await vault.read(path);

      const answer = await vault.write(path, { name: arrange.unique('renamed') });

      expect(answer).toBeRefused();
      expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
    },
  );

  test(
    `an administrator cannot delete the entity of a user ${which} by id`,
    row('VAULT-ADMIN-07'),
    async ({ tenant, unaliased, vault, arrange }) => {
      const path = `identity/entity/id/${(await made({ tenant, unaliased, vault, arrange })).id}`;
      const before = await vault.read(path);

      const answer = await vault.remove(path);

      expect(answer).toBeRefused();
      expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
    },
  );

  test(
    `an administrator cannot delete the entity of a user ${which} by name`,
    row('VAULT-ADMIN-08'),
    async ({ tenant, unaliased, vault, arrange }) => {
      const user = await made({ tenant, unaliased, vault, arrange });
      const path = `identity/entity/id/${user.id}`;
      const before = await vault.read(path);

      const answer = await vault.remove(`identity/entity/name/${user.userName}`);

      expect(answer).toBeRefused();
      expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
    },
  );

  test(
    `a batch delete cannot delete the entity of a user ${which}`,
    row('VAULT-ADMIN-20'),
    async ({ tenant, unaliased, vault, arrange }) => {
      const { id } = await made({ tenant, unaliased, vault, arrange });
      const path = `identity/entity/id/${id}`;
      const before = await vault.read(path);

      await vault.write('identity/entity/batch-delete', { entity_ids: [await arrange.entity(), id] });

      expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
    },
  );

  for (const { id, what, fields } of MERGES) {
    test(`${what(which)} is refused and changes nothing`, row(id), async ({ tenant, unaliased, vault, arrange }) => {
      const user = await made({ tenant, unaliased, vault, arrange });
      const other = await arrange.entity();
      const both = () =>
        Promise.all([user.id, other].map(async (entity) => (await vault.read(`identity/entity/id/${entity}`)).data));
      const before = await both();

      const answer = await vault.write('identity/entity/merge', fields(user.id, other));

      expect(answer).toBeRefused();
      expect(await both(), 'both entities').toEqual(before);
    });
  }
}

test(
  'an administrator sets policies on the entity of each such user',
  row('VAULT-ADMIN-04'),
  async ({ tenant, unaliased, vault, arrange }) => {
    for (const { which, user: made } of USERS) {
      const path = `identity/entity/id/${(await made({ tenant, unaliased, vault, arrange })).id}`;
      const before = await vault.read(path);

      const answer = await vault.write(path, { policies: ['vsc-first', 'vsc-second'] });

      expect(answer, `the policies of a user ${which}`).toHaveStatus([200, 204]);
      const { policies, name, disabled, metadata } = (await vault.read(path)).data ?? {};
      expect(policies, `the policies of a user ${which}`).toEqual(['vsc-first', 'vsc-second']);
      expect(before.data, `the entity of a user ${which}`).toMatchObject({ name, disabled, metadata });
    }
  },
);
