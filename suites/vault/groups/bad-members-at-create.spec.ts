import { randomUUID } from 'node:crypto';
import { bodyOf, expect, groupBody, idOf, row, test, valuesOf } from '../../../src/harness/index.ts';

test('a group with an unknown member is not made', row('VAULT-GROUP-05'), async ({ tenant, arrange }) => {
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [randomUUID()]));

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test('a group with a userName as member is not made', row('VAULT-GROUP-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [user.userName]));

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test('a group with an externalId as member is not made', row('VAULT-GROUP-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [user.externalId]));

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test('a group with a group as member is not made', row('VAULT-GROUP-08'), async ({ tenant, arrange }) => {
  const inner = await arrange.group(tenant);
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [inner.id]));

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test('a group with an unmanaged entity as member is not made', row('VAULT-GROUP-09'), async ({ tenant, arrange }) => {
  const entity = await arrange.entity();
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [entity]));

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test(
  'the name of a group that was not made stays free, and nothing is left of its members',
  row('VAULT-GROUP-05'),
  async ({ tenant, arrange }) => {
    const [user, refusedUser, name] = [await arrange.user(tenant), await arrange.user(tenant), arrange.unique('group')];
    const before = await tenant.scim.list('/Groups');

    const refused = await tenant.scim.post('/Groups', groupBody(name, [refusedUser.id, randomUUID()]));
    const after = await tenant.scim.list('/Groups');
    const created = await tenant.scim.post('/Groups', groupBody(name, [user.id]));

    expect(refused).toBeRefused();
    expect(after.body, 'the list of groups after the refusal').toEqual(before.body);
    expect(created).toHaveStatus(201);
    const { displayName, members } = bodyOf(await tenant.scim.get(`/Groups/${idOf(created)}`));
    expect([displayName, valuesOf(members)], 'displayName and members of the group').toEqual([name, [user.id]]);
  },
);
