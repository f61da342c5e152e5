import { expect, row, supportedIn, test } from '../../../src/harness/index.ts';

const UNANNOUNCED = 'passwords cannot be changed';
const CONFIG = '/ServiceProviderConfig';

test('a password is replaced by PUT and not shown', row('RFC7644-3.5.1-03'), async ({ tenant, arrange, applies }) => {
  applies(supportedIn(await tenant.scim.get(CONFIG), 'changePassword') === true, UNANNOUNCED);
  const [first, second] = [arrange.unique('Pass'), arrange.unique('Pass')];
  const user = await arrange.user(tenant, { password: first });

  const replaced = await tenant.scim.put(user.path, { ...user.sent, password: second });

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(
    [replaced, read].map(({ text }) => text.includes(second) || text.includes('"password"')),
    'whether the answer and a read show it',
  ).toEqual([false, false]);
});

test('a PUT needs no password and tells none', row('RFC7644-3.5.1-18'), async ({ tenant, arrange }) => {
  const password = arrange.unique('Pass');
  const user = await arrange.user(tenant, { password });
  const { password: _left, ...body } = user.sent;

  const replaced = await tenant.scim.put(user.path, { ...body, active: false });

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(
    [replaced, read].map(({ text }) => text.includes(password) || text.includes('"password"')),
    'whether the answer and a read show it',
  ).toEqual([false, false]);
});

test(
  'a patch changes a password and does not show it',
  row('RFC7643-4.1.1-17', 'RFC7642-2.3.6-01'),
  async ({ tenant, arrange }) => {
    const [first, second] = [arrange.unique('Pass'), arrange.unique('Pass')];
    const user = await arrange.user(tenant, { password: first });

    const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'password', value: second }]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(
      [patched, read].map(({ text }) => text.includes(second) || text.includes('"password"')),
      'whether the answer and a read show it',
    ).toEqual([false, false]);
  },
);
