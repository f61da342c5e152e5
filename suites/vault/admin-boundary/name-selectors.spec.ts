import { createVaultEntity, expect, row, test } from '../../../src/harness/index.ts';

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
