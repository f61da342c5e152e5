import { expect, row, test } from '../../../src/harness/index.ts';

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
