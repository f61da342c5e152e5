import { randomUUID } from 'node:crypto';
import { bodyOf, expect, idsOf, row, stateOf, test } from '../../../src/harness/index.ts';

test('the list of users holds every user of the client', row('VAULT-USER-10'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const users = [...(await arrange.users(tenant, 2)), await arrange.user(tenant, { active: false })];

  const list = await tenant.scim.list('/Users');

  expect(list).toHaveStatus(200);
  expect(idsOf(list), 'ids in the list').toEqual(users.map(({ id }) => id).sort());
});

test('a user can be read by its id', row('VAULT-USER-11'), async ({ tenant, arrange }) => {
  const [user] = await arrange.users(tenant, 2);

  const answer = await tenant.scim.get(user?.path ?? '');

  expect(answer).toHaveStatus(200);
  expect(stateOf(answer), 'the user that is read').toMatchObject({
    id: user?.id,
    userName: user?.userName,
    externalId: user?.externalId,
    active: true,
  });
});

test('an unknown user is answered as an error without data', row('VAULT-USER-12'), async ({ tenant }) => {
  const before = await tenant.scim.list('/Users');

  const answer = await tenant.scim.get(`/Users/${randomUUID()}`);

  expect(answer).toBeRefused();
  expect(bodyOf(answer).id, 'the id in the answer').toBeUndefined();
  const after = await tenant.scim.list('/Users');
  expect(after.body, 'the list of users').toEqual(before.body);
});
