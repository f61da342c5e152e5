import { expect, row, test } from '../../../src/harness/index.ts';

const BATCH_DELETE = 'identity/entity/batch-delete';
const dataOf = (answers: { data: unknown }[]) => answers.map(({ data }) => data);

test(
  'a batch delete leaves entities of the parent and of its other children alone',
  row('VAULT-ADMIN-18'),
  async ({ vault, arrange }) => {
    const [child, sibling] = [await arrange.namespace(), await arrange.namespace()];
    const own = await arrange.entity(child);
    const [ofParent, ofSibling] = [await arrange.entity(), await arrange.entity(sibling)];
    const both = () =>
      Promise.all([vault.read(`identity/entity/id/${ofParent}`), sibling.read(`identity/entity/id/${ofSibling}`)]);
    const before = await both();

    await child.write(BATCH_DELETE, { entity_ids: [own, ofParent, ofSibling] });

    const after = await both();
    for (const answer of after) expect(answer).toHaveStatus(200);
    expect(dataOf(after), 'the entities of the parent and of its other child').toEqual(dataOf(before));
  },
);

test('a batch delete leaves entities of a child alone', row('VAULT-ADMIN-19'), async ({ vault, arrange }) => {
  const child = await arrange.namespace();
  const own = await arrange.entity();
  const path = `identity/entity/id/${await arrange.entity(child)}`;
  const before = await child.read(path);

  await vault.write(BATCH_DELETE, { entity_ids: [own, before.data?.id] });

  const after = await child.read(path);
  expect(after).toHaveStatus(200);
  expect(after.data, 'the entity of the child').toEqual(before.data);
});
