import { expect, idOf, row, test, userBody } from '../../../src/harness/index.ts';

test('a password never comes back', row('RFC7643-4.1.1-15'), async ({ tenant, arrange }) => {
  const [name, first, second] = [arrange.unique('user'), arrange.unique('Pass'), arrange.unique('Pass')];

  const created = await tenant.scim.post('/Users', userBody(name, { password: first }));
  const path = `/Users/${idOf(created)}`;
  const replaced = await tenant.scim.put(path, userBody(name, { password: second }));

  expect(created).toHaveStatus(201);
  expect(replaced).toHaveStatus(200);
  const reads = [
    await tenant.scim.get(path),
    await tenant.scim.list(path, { attributes: 'password' }),
    await tenant.scim.list('/Users', { attributes: 'password' }),
  ];
  expect(
    [created, replaced, ...reads].map(({ text }) => text.includes(first) || text.includes(second)),
    'whether the create, the replace, the reads and the list show it',
  ).toEqual([false, false, false, false, false]);
});
