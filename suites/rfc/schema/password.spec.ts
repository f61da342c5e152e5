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

for (const query of ['attributes=password', 'attributes=userName,password', 'excludedAttributes=userName']) {
  test(
    `a write with ${query} does not give the password back`,
    row('RFC7644-3.9-12', 'RFC7643-4.1.1-15'),
    async ({ tenant, arrange, applies, types }) => {
      applies(
        types.user.core.attributes.some(({ name, returned }) => name === 'password' && returned === 'never'),
        'users have no password',
      );
      const [name, password] = [arrange.unique('user'), arrange.unique('Pass')];
      const body = userBody(name, { password });

      const created = await tenant.scim.post(`/Users?${query}`, body);
      const path = `/Users/${idOf(created)}`;
      const others = [
        await tenant.scim.put(`${path}?${query}`, body),
        await tenant.scim.patch(`${path}?${query}`, [{ op: 'replace', path: 'password', value: password }]),
        await tenant.scim.get(`${path}?${query}`),
      ];

      expect(created).toHaveStatus(201);
      expect(
        [created, ...others].map(({ text }) => text.includes(password) || text.includes('"password"')),
        'whether the create, the replace, the patch and the read show it',
      ).toEqual([false, false, false, false]);
    },
  );
}
