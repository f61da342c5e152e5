import { expect, listed, listOf, Okta, resourcesOf, row, test } from '../../src/harness/index.ts';

const FORMS = [
  { form: 'OK-Q04', meaning: 'filter first, spaces as %20' },
  { form: 'OK-Q05', meaning: 'spaces as plus signs' },
  { form: 'OK-Q06', meaning: 'filter last' },
];

for (const { form, meaning } of FORMS) {
  test(`a user is found by userName: ${meaning}`, row('OKTA-05'), async ({ tenant, arrange }) => {
    const name = `${arrange.unique('user')}@okta.example`;
    const user = await arrange.user(tenant, { userName: name });
    const okta = Okta.requests(tenant);

    const found = await okta.send(form, { userName: encodeURIComponent(name) });
    const upper = await okta.send(form, { userName: encodeURIComponent(name.toUpperCase()) });
    const none = await okta.send(form, { userName: encodeURIComponent(`no-${name}`) });

    expect(listed(found), 'the users of that name').toEqual(listOf(user));
    expect(listed(upper), 'the users of that name in upper case').toEqual(listOf(user));
    expect(listed(none), 'the users of a name that nobody has').toEqual(listOf());
  });
}

test('an inactive user is found by userName', row('OKTA-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, active: false }));

  const found = await Okta.requests(tenant).send('OK-Q04', { userName: user.userName });

  expect(listed(found), 'the users of that name').toEqual(listOf(user));
  expect(resourcesOf(found)[0]?.active, 'active of the user that is found').toBe(false);
});
