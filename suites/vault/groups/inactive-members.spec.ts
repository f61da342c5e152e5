import { bodyOf, expect, groupBody, idOf, row, test, valuesOf } from '../../../src/harness/index.ts';

test('a group can be created with an inactive member', row('VAULT-GROUP-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });

  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [user.id]));

  expect(answer).toHaveStatus(201);
  const read = await tenant.scim.get(`/Groups/${idOf(answer)}`);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
});

test('a replace adds an inactive member', row('VAULT-GROUP-17'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [user.id]));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
});

test('a replace removes an inactive member', row('VAULT-GROUP-18'), async ({ tenant, arrange }) => {
  const [user, other] = [await arrange.user(tenant, { active: false }), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [user, other]);

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [other.id]));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([other.id]);
});
