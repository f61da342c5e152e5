import { expect, idOf, listed, listOf, Okta, resourcesOf, row, test, userBody } from '../../src/harness/index.ts';

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

const SIGNS: Record<string, (unique: string) => string> = {
  'an apostrophe': (unique) => `${unique}.o'brien@okta.example`,
  'a plus sign': (unique) => `${unique}+test@okta.example`,
};

for (const [what, nameOf] of Object.entries(SIGNS)) {
  test(`a user is found whose userName has ${what}`, row('OKTA-05'), async ({ tenant, arrange, applies }) => {
    const userName = nameOf(arrange.unique('user'));
    const created = await arrange.during(() => tenant.scim.post('/Users', userBody(userName)));
    applies(created.status === 201, 'no user can have such a name here');
    const okta = Okta.requests(tenant);

    for (const { form } of FORMS) {
      const found = await okta.send(form, { userName: encodeURIComponent(userName) });

      expect(listed(found), 'the users of that name').toEqual(listOf({ id: idOf(created) }));
    }
  });
}

test(
  'users are found by their names of now, not by former ones that others have',
  row('OKTA-05'),
  async ({ tenant, arrange }) => {
    const former = await arrange.user(tenant);
    const renamed = arrange.unique('renamed');
    await arrange.during(() => tenant.scim.put(former.path, { ...former.sent, userName: renamed }));
    const user = await arrange.user(tenant, { userName: former.userName, externalId: arrange.unique('ext') });
    const okta = Okta.requests(tenant);

    const byFirst = await okta.send('OK-Q04', { userName: user.userName });
    const bySecond = await okta.send('OK-Q04', { userName: renamed });

    expect(listed(byFirst), 'the users of the name that changed hands').toEqual(listOf(user));
    expect(listed(bySecond), 'the users of the new name').toEqual(listOf(former));
  },
);
