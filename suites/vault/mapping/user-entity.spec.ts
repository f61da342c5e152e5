import { expect, idOf, row, test, userBody } from '../../../src/harness/index.ts';

test('the entity of a user has the userName as its name', row('VAULT-MAP-02'), async ({ tenant, vault, arrange }) => {
  const name = arrange.unique('user');

  const answer = await tenant.scim.post('/Users', userBody(name));

  expect(answer).toHaveStatus(201);
  const entity = await vault.read(`identity/entity/name/${name}`);
  expect(entity.data?.id, 'id of the entity with that name').toBe(idOf(answer));
});
