import { expect, highRiskWhen, idOf, row, test, userBody, wordsOf } from '../../../src/harness/index.ts';

test(
  'no answer holds more of a person than the schema announces',
  row('RFC7643-9.3-01'),
  async ({ tenant, arrange, applies }) => {
    const secret = arrange.unique('secret');
    const attributes = { socialSecurityNumber: secret, homePlanet: { name: secret } };

    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), attributes));

    applies(created.status === 201, 'what the schema does not have is refused');
    const path = `/Users/${idOf(created)}`;
    const reads = [await tenant.scim.get(path), await tenant.scim.list(path, { attributes: 'socialSecurityNumber' })];
    expect(
      [created, ...reads].map(({ text }) => text.includes(secret)),
      'whether the create, a read and a read that asks for it show it',
    ).toEqual([false, false, false]);
  },
);

test('a filter by password shows no password', row('RFC7643-4.1.1-18'), async ({ tenant, arrange, observe }) => {
  const password = arrange.unique('Pass');
  const user = await arrange.user(tenant, { password });
  const name = `userName eq "${user.userName}"`;

  const guesses = [
    await tenant.scim.list('/Users', { filter: `${name} and password sw "${password.slice(0, -1)}"` }),
    await tenant.scim.list('/Users', { filter: `${name} and password sw "x${password}"` }),
  ];
  const whole = await tenant.scim.list('/Users', { filter: `${name} and password eq "${password}"` });

  const tells = guesses[0]?.text.includes(user.id) === true && guesses[1]?.text.includes(user.id) === false;
  const how = tells ? 'tells' : 'does not tell';
  observe(`a filter by password answers ${wordsOf(whole)}, and by its beginning it ${how}`, highRiskWhen(tells));
  expect(
    [whole, ...guesses].filter(({ status, text }) => status === 200 && text.includes(password)).length,
    'number of lists that show the password',
  ).toBe(0);
});
