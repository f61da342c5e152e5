import {
  type Arrange,
  createVaultEntity,
  expect,
  row,
  type Tenant,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

interface Given {
  arrange: Arrange;
  vault: VaultClient;
  tenant: Tenant;
  other: Tenant;
}

interface Named {
  id: string;
  externalId: string;
  name: string;
}

const dataOf = (answers: { data: unknown }[]) => answers.map(({ data }) => data);

test(
  "an update by name with another entity's id is refused and changes nothing",
  row('VAULT-ADMIN-21'),
  async ({ vault, arrange }) => {
    const name = arrange.unique('entity');
    const named = await arrange.during(() => createVaultEntity(vault, name));
    const other = await arrange.entity();
    const both = () => Promise.all([named, other].map((id) => vault.read(`identity/entity/id/${id}`)));
    const before = await both();

    const answer = await vault.write(`identity/entity/name/${name}`, { id: other, policies: ['vsc-first'] });

    expect(answer).toBeRefused();
    expect(dataOf(await both()), 'both entities').toEqual(dataOf(before));
  },
);

test(
  "an update by name with another entity's external_id is refused and changes nothing",
  row('VAULT-ADMIN-22'),
  async ({ tenant, vault, arrange }) => {
    const name = arrange.unique('entity');
    const named = await arrange.during(() => createVaultEntity(vault, name));
    const user = await arrange.user(tenant);
    const both = () => Promise.all([named, user.id].map((id) => vault.read(`identity/entity/id/${id}`)));
    const before = await both();

    const selector = { external_id: user.externalId, policies: ['vsc-first'] };
    const answer = await vault.write(`identity/entity/name/${name}`, selector);

    expect(answer).toBeRefused();
    expect(dataOf(await both()), 'both entities').toEqual(dataOf(before));
  },
);

test(
  "in a child namespace an update by name with another entity's id is refused and changes nothing",
  row('VAULT-ADMIN-21'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const name = arrange.unique('entity');
    const named = await arrange.during(() => createVaultEntity(inside, name));
    const other = await arrange.entity(inside);
    const both = () => Promise.all([named, other].map((id) => inside.read(`identity/entity/id/${id}`)));
    const before = await both();

    const answer = await inside.write(`identity/entity/name/${name}`, { id: other, policies: ['vsc-first'] });

    expect(answer).toBeRefused();
    expect(dataOf(await both()), 'both entities').toEqual(dataOf(before));
  },
);

/** Two entities, of which the path names the first and the body the second. */
const PAIRS: { pair: string; made: (given: Given) => Promise<[Named, Named]> }[] = [
  {
    pair: "a user's entity and an unmanaged one",
    made: async ({ arrange, vault, tenant }) => [await asNamed(arrange, tenant), await unmanaged(arrange, vault)],
  },
  {
    pair: "an unmanaged entity and an inactive user's",
    made: async ({ arrange, vault, tenant }) => [
      await unmanaged(arrange, vault),
      await asNamed(arrange, tenant, { active: false }),
    ],
  },
  {
    pair: 'the entities of two users of one client',
    made: async ({ arrange, tenant }) => [await asNamed(arrange, tenant), await asNamed(arrange, tenant)],
  },
  {
    pair: 'the entities of users of two clients',
    made: async ({ arrange, tenant, other }) => [await asNamed(arrange, tenant), await asNamed(arrange, other)],
  },
];

for (const { pair, made } of PAIRS) {
  for (const { id, selector, of } of [
    { id: 'VAULT-ADMIN-21', selector: 'id', of: (one: Named) => ({ id: one.id }) },
    { id: 'VAULT-ADMIN-22', selector: 'external_id', of: (one: Named) => ({ external_id: one.externalId }) },
  ] as const) {
    test(
      `an update by name with the ${selector} of another is refused and changes nothing: ${pair}`,
      row(id),
      async ({ tenant, other, vault, arrange }) => {
        const [named, second] = await made({ arrange, vault, tenant, other });
        const both = () => Promise.all([named, second].map((one) => vault.read(`identity/entity/id/${one.id}`)));
        const before = await both();

        const fields = { ...of(second), policies: ['vsc-first'] };
        const answer = await vault.write(`identity/entity/name/${named.name}`, fields);

        expect(answer).toBeRefused();
        expect(dataOf(await both()), 'both entities').toEqual(dataOf(before));
      },
    );
  }
}

async function asNamed(arrange: Arrange, tenant: Tenant, fields: { active?: boolean } = {}): Promise<Named> {
  const { id, externalId, userName: name } = await arrange.user(tenant, fields);
  return { id, externalId, name };
}

async function unmanaged(arrange: Arrange, vault: VaultClient): Promise<Named> {
  const [name, externalId] = [arrange.unique('entity'), arrange.unique('ext')];
  const id = await arrange.during(() => createVaultEntity(vault, name, { external_id: externalId }));
  return { id, externalId, name };
}
