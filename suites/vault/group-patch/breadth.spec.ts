import {
  bodyOf,
  expect,
  expectAllOrNothing,
  highRiskWhen,
  isAccepted,
  row,
  test,
  valuesOf,
  wordsOf,
} from '../../../src/harness/index.ts';

test('add without path', row('VAULT-GPATCH-19'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', value: { members: [{ value: user.id }] } }]);

  const after = await tenant.scim.get(group.path);
  observe(expectAllOrNothing(answer, { before, after, executed: { members: [user.id] } }));
});

test('several operations in one patch', row('VAULT-GPATCH-20'), async ({ tenant, arrange, observe }) => {
  const users = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(
    group.path,
    users.map(({ id }) => ({ op: 'add', path: 'members', value: [{ value: id }] })),
  );

  const after = await tenant.scim.get(group.path);
  observe(expectAllOrNothing(answer, { before, after, executed: { members: users.map(({ id }) => id) } }));
});

test('remove of members without a value', row('VAULT-GPATCH-21'), async ({ tenant, arrange, observe }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 2));
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members' }]);

  const after = await tenant.scim.get(group.path);
  const words = expectAllOrNothing(answer, { before, after, executed: { members: [] } });
  observe(words, highRiskWhen(isAccepted(answer)));
});

test('removing a user that is no member', row('VAULT-GPATCH-22'), async ({ tenant, arrange, observe }) => {
  const [user, member] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [member]);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([member.id]);
  observe(wordsOf(answer));
});

test('adding a member twice', row('VAULT-GPATCH-23'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
  observe(wordsOf(answer));
});
