import { randomUUID } from 'node:crypto';
import {
  bodyOf,
  expect,
  expectAllOrNothing,
  idOf,
  idsOf,
  resourcesOf,
  row,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const RENAMES = [
  { form: 'another name', name: (first: string) => `${first}-renamed`, active: true },
  { form: 'letter case only', name: (first: string) => first.toUpperCase(), active: true },
  { form: 'one letter fewer', name: (first: string) => first.slice(0, -1), active: true },
  { form: 'together with active', name: (first: string) => `${first}-left`, active: false },
];

for (const { form, name, active } of RENAMES) {
  test(`a replace changes the userName: ${form}`, row('VAULT-USER-13'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const userName = name(user.userName);

    const answer = await tenant.scim.put(user.path, { ...user.sent, userName, active });

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read).userName, 'userName that is read').toBe(userName);
  });
}

test('a replace changes the userName of an inactive user', row('VAULT-USER-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  const userName = arrange.unique('renamed');

  const answer = await tenant.scim.put(user.path, { ...user.sent, userName });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).userName, 'userName that is read').toBe(userName);
});

test('a replace changes active to false', row('VAULT-USER-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.put(user.path, { ...user.sent, active: false });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

test('a replace changes active back to true', row('VAULT-USER-15'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });

  const answer = await tenant.scim.put(user.path, { ...user.sent, active: true });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(true);
});

test('a replace keeps the id of the user', row('VAULT-USER-16'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(idOf(read), 'the id that is read').toBe(user.id);
  const list = await tenant.scim.list('/Users');
  expect(idsOf(list), 'ids in the list').toEqual([user.id]);
});

test('a replace never changes the externalId', row('VAULT-USER-17'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  await tenant.scim.put(user.path, { ...user.sent, externalId: arrange.unique('ext') });

  const after = await tenant.scim.get(user.path);
  expect(bodyOf(after).externalId, 'externalId that is read').toBe(bodyOf(before).externalId);
});

const NEARLY: [string, (externalId: string) => string][] = [
  ['in capitals', (externalId) => externalId.toUpperCase()],
  ['with a character more', (externalId) => `${externalId}0`],
  ['with a character less', (externalId) => externalId.slice(0, -1)],
  ['with a blank behind it', (externalId) => `${externalId} `],
];

test(
  'a replace with nearly the same externalId does not change it',
  row('VAULT-USER-17'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const { externalId } = bodyOf(await tenant.scim.get(user.path));

    for (const [how, other] of NEARLY) {
      const answer = await tenant.scim.put(user.path, { ...user.sent, externalId: other(user.externalId) });

      const after = await tenant.scim.get(user.path);
      const list = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });
      expect(answer.status, `status of a replace with it ${how}`).toBeLessThan(500);
      const shown = [bodyOf(after), ...resourcesOf(list)].map((one) => one.externalId);
      expect(shown, `externalId that is read and listed after a replace with it ${how}`).toEqual([
        externalId,
        externalId,
      ]);
    }
  },
);

test(
  'a replace with another externalId changes all the rest, or is refused and changes nothing',
  row('VAULT-USER-17'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const answer = await tenant.scim.put(user.path, { ...user.sent, externalId: arrange.unique('ext'), active: false });

    const after = await tenant.scim.get(user.path);
    expectAllOrNothing(answer, { before, after, executed: { active: false } });
  },
);

test('a replace that repeats the externalId is accepted', row('VAULT-USER-18'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.put(user.path, { ...user.sent, externalId: user.externalId, active: false });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).externalId, 'externalId that is read').toBe(user.externalId);
});

test('a replace of an unknown user creates nothing', row('VAULT-USER-19'), async ({ tenant, arrange }) => {
  const before = await tenant.scim.list('/Users');

  const answer = await tenant.scim.put(`/Users/${randomUUID()}`, userBody(arrange.unique('user')));

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Users');
  expect(after.body, 'the list of users').toEqual(before.body);
});

test('a replace of a deleted user creates nothing', row('VAULT-USER-19'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.delete(user.path));
  const before = await tenant.scim.list('/Users');

  const answer = await tenant.scim.put(user.path, user.sent);

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Users');
  expect(after.body, 'the list of users').toEqual(before.body);
});

test(
  'a replace of a deleted user leaves the one that has its userName now',
  row('VAULT-USER-19'),
  async ({ tenant, arrange }) => {
    const deleted = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.delete(deleted.path));
    const namesake = { userName: deleted.userName, externalId: arrange.unique('ext') };
    await arrange.user(tenant, namesake);
    const before = await tenant.scim.list('/Users');

    const answer = await tenant.scim.put(deleted.path, userBody(deleted.userName, { ...namesake, active: false }));

    expect(answer).toBeRefused();
    const after = await tenant.scim.list('/Users');
    expect(after.body, 'the list of users').toEqual(before.body);
  },
);
