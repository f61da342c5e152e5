import { bodyOf, expect, groupBody, row, test, valuesOf } from '../../../src/harness/index.ts';

test('a replace removes an inactive member', row('VAULT-GROUP-18'), async ({ tenant, arrange }) => {
  const [user, other] = [await arrange.user(tenant, { active: false }), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [user, other]);

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [other.id]));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([other.id]);
});
