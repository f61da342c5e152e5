import { expect, row, type Tenant, test } from '../../../src/harness/index.ts';

const MERGE = 'identity/entity/merge';
const dataOf = (answers: { data: unknown }[]) => answers.map(({ data }) => data);

test(
  'merging a SCIM-managed entity into another is refused and changes nothing',
  row('VAULT-ADMIN-15'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const other = await arrange.entity();
    const both = () => Promise.all([user.id, other].map((id) => vault.read(`identity/entity/id/${id}`)));
    const before = await both();

    const answer = await vault.write(MERGE, { from_entity_ids: [user.id], to_entity_id: other });

    expect(answer).toBeRefused();
    expect(dataOf(await both()), 'both entities').toEqual(dataOf(before));
  },
);

test(
  'merging another entity into a SCIM-managed one is refused and changes nothing',
  row('VAULT-ADMIN-16'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const other = await arrange.entity();
    const both = () => Promise.all([user.id, other].map((id) => vault.read(`identity/entity/id/${id}`)));
    const before = await both();

    const answer = await vault.write(MERGE, { from_entity_ids: [other], to_entity_id: user.id });

    expect(answer).toBeRefused();
    expect(dataOf(await both()), 'both entities').toEqual(dataOf(before));
  },
);

test(
  'a forced merge of a SCIM-managed entity is refused and changes nothing',
  row('VAULT-ADMIN-17'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const other = await arrange.entity();
    const both = () => Promise.all([user.id, other].map((id) => vault.read(`identity/entity/id/${id}`)));
    const before = await both();

    const answer = await vault.write(MERGE, { from_entity_ids: [user.id], to_entity_id: other, force: true });

    expect(answer).toBeRefused();
    expect(dataOf(await both()), 'both entities').toEqual(dataOf(before));
  },
);

const BOTH_MANAGED = [
  { id: 'VAULT-ADMIN-15', whose: 'one SCIM client', second: (tenant: Tenant, _other: Tenant) => tenant },
  { id: 'VAULT-ADMIN-16', whose: 'two SCIM clients', second: (_tenant: Tenant, other: Tenant) => other },
];

for (const { id, whose, second } of BOTH_MANAGED) {
  test(
    `merging the entities of two users of ${whose} is refused and changes nothing`,
    row(id),
    async ({ tenant, other, vault, arrange }) => {
      const users = [await arrange.user(tenant), await arrange.user(second(tenant, other))] as const;
      const both = async () =>
        Promise.all(users.map(async (user) => (await vault.read(`identity/entity/id/${user.id}`)).data));
      const before = await both();

      const answer = await vault.write('identity/entity/merge', {
        from_entity_ids: [users[0].id],
        to_entity_id: users[1].id,
      });

      expect(answer).toBeRefused();
      expect(await both(), 'both entities').toEqual(before);
    },
  );
}
