import { expect, row, test } from '../../../src/harness/index.ts';

const BATCH_DELETE = 'identity/entity/batch-delete';

test('a batch delete leaves entities of the parent alone', row('VAULT-ADMIN-18'), async ({ vault, arrange }) => {
  const child = await arrange.namespace();
  const own = await arrange.entity(child);
  const path = `identity/entity/id/${await arrange.entity()}`;
  const before = await vault.read(path);

  await child.write(BATCH_DELETE, { entity_ids: [own, before.data?.id] });

  const after = await vault.read(path);
  expect(after).toHaveStatus(200);
  expect(after.data, 'the entity of the parent').toEqual(before.data);
});

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
