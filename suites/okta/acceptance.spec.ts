/**
 * Okta's own tests, offline: the SPEC test step by step, and the CRUD test as Okta's client drives it.
 * Sources: Okta: SCIM 2.0 SPEC test, https://developer.okta.com/standards/SCIM/SCIMFiles/Okta-SCIM-20-SPEC-Test.json;
 * Okta: SCIM 2.0 CRUD test, https://developer.okta.com/standards/SCIM/SCIMFiles/Okta-SCIM-20-CRUD-Test.json
 */
import {
  attributesWhere,
  bodyOf,
  completePage,
  expect,
  idOf,
  listed,
  listOf,
  listPage,
  Okta,
  resourcesOf,
  row,
  rowIn,
  test,
} from '../../src/harness/index.ts';

const NO_NAME = 'not applicable to Vault, because its users have neither name nor emails';
const NO_EXTERNAL_ID = 'not applicable to Vault, because a create needs externalId, which the body of this step lacks';
const PERSON = ['name', 'emails'];

test('SPEC 1: a page with one user', row('OKTA-01'), async ({ tenant, arrange }) => {
  await arrange.users(tenant, 2);

  const answer = await Okta.requests(tenant).send('OK-S01');

  const total = Number(bodyOf(answer).totalResults);
  expect(listPage(answer), 'the page').toEqual(completePage(total, 1, 1));
  const [first] = resourcesOf(answer);
  expect(typeof first?.id, 'the kind of value in id').toBe('string');
  expect(first?.userName, 'userName of the user').toMatch(/./);
  expect(typeof first?.active, 'the kind of value in active').toBe('boolean');
});

test(
  'SPEC 1 and 2: the user has a name and an address',
  row('OKTA-01'),
  async ({ tenant, arrange, types, applies }) => {
    applies(attributesWhere(types.user, ({ name }) => PERSON.includes(name)).length === 2, NO_NAME);
    const person = Okta.personOf(arrange);
    const created = await arrange.during(() => Okta.requests(tenant).send('OK-B01', person));

    const answer = await Okta.requests(tenant).send('OK-S02', { uid: idOf(created) });

    const { name, emails } = bodyOf(answer);
    expect(name, 'the name').toMatchObject({ familyName: person.familyName, givenName: person.givenName });
    expect(emails, 'the addresses').toMatchObject([{ value: person.userName }]);
  },
);

test('SPEC 2: the user by its id', row('OKTA-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await Okta.requests(tenant).send('OK-S02', { uid: user.id });

  expect(answer).toHaveStatus(200);
  const { id, userName, active } = bodyOf(answer);
  expect({ id, userName, active }, 'the user').toEqual({ id: user.id, userName: user.userName, active: true });
});

for (const { step, template, name } of [
  { step: 3, template: 'OK-S03', name: 'abcdefgh@atko.com.invalid' },
  { step: 5, template: 'OK-S05', name: 'runscope-nobody@atko.com' },
]) {
  test(`SPEC ${step}: an address that nobody has`, row('OKTA-05'), async ({ tenant }) => {
    const answer = await Okta.requests(tenant).send(template, { userName: encodeURIComponent(name) });

    expect(listPage(answer), 'the page').toEqual(completePage(0, 1, 0));
  });
}

for (const { step, template } of [
  { step: 4, template: 'OK-S04' },
  { step: 12, template: 'OK-S12' },
]) {
  test(`SPEC ${step}: an unknown id`, row('OKTA-22'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const answer = await Okta.requests(tenant).send(template);

    const after = await tenant.scim.get(user.path);
    expect(answer).toBeScimError({ status: 404 });
    expect(String(bodyOf(answer).status), 'status in the error').toBe('404');
    expect(String(bodyOf(answer).detail ?? ''), 'the detail').not.toBe('');
    expect(after.body, 'another user afterwards').toEqual(before.body);
  });
}

test('SPEC 6 and 7: a create without externalId', row('OKTA-08'), async ({ tenant, arrange, target, applies }) => {
  applies(target.version === null, NO_EXTERNAL_ID);
  const person = Okta.personOf(arrange);
  const okta = Okta.requests(tenant);

  const answer = await okta.send('OK-B04', person);

  expect(answer).toHaveStatus(201);
  const read = bodyOf(await okta.send('OK-S07', { uid: idOf(answer) }));
  expect(read.userName, 'the userName that is read').toBe(person.userName);
});

test('SPEC 8: the same userName again', row('OKTA-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const person = { ...Okta.personOf(arrange), userName: user.userName };
  // Without externalId Vault would refuse the body before it looks at the name.
  const text = JSON.stringify({ ...Okta.bodyOfTemplate('OK-B04', person), externalId: person.ext });
  const okta = Okta.requests(tenant);
  const before = await okta.send('OK-S09', person);

  const answer = await okta.sendText('OK-B04', person, text);

  const after = await okta.send('OK-S09', person);
  expect(answer).toHaveStatus(409);
  expect(listed(after), 'the users of that name afterwards').toEqual(listed(before));
});

test('SPEC 9: the userName in upper case', row('OKTA-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await Okta.requests(tenant).send('OK-S09', { userName: user.userName.toUpperCase() });

  expect(listed(answer), 'the users of that name').toEqual(listOf(user));
});

test('SPEC 11: a bad token', row('OKTA-22'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.get('/Users?count=1&startIndex=1', { headers: { Authorization: 'non-token' } });

  const after = await tenant.scim.get(user.path);
  expect(after.body, 'a user afterwards').toEqual(before.body);
  expect(answer).toBeScimError({ status: 401 });
});

for (const mode of Okta.MODES) {
  test(
    `CRUD, ${mode}: assign, deactivate, assign again, unassign`,
    rowIn(mode, 'OKTA-13'),
    async ({ tenant, arrange }) => {
      const person = Okta.personOf(arrange);
      const { users } = Okta.connector(tenant, mode);
      const activeOf = async (uid: string | null) => bodyOf(await tenant.scim.get(`/Users/${uid}`)).active;

      const { account, last } = await users.provision(person);
      expect(last.answer).toHaveStatus(201);
      const found = await Okta.requests(tenant).send('OK-Q04', { userName: person.userName });
      await users.deactivate(account);
      const afterDeactivation = await activeOf(account.uid);
      const { account: again } = await users.reactivate(person);
      const afterReturn = await activeOf(account.uid);
      await users.deactivate(again);
      const afterEnd = await activeOf(account.uid);

      expect(resourcesOf(found)[0]?.userName, 'the userName that is found').toBe(person.userName);
      expect(again.uid, 'the id after the return').toBe(account.uid);
      expect([afterDeactivation, afterReturn, afterEnd], 'active in turn').toEqual([false, true, false]);
    },
  );

  test(
    `CRUD, ${mode}: a new first name arrives`,
    rowIn(mode, 'OKTA-10'),
    async ({ tenant, arrange, types, applies }) => {
      applies(attributesWhere(types.user, ({ name }) => PERSON.includes(name)).length === 2, NO_NAME);
      const { users } = Okta.connector(tenant, mode);
      const { account } = await users.provision(Okta.personOf(arrange));
      const changed = { ...account, person: { ...account.person, givenName: 'Avery' } };

      const step = await users.updateProfile(changed);

      expect(step.answer).toHaveStatus(200);
      const read = bodyOf(await tenant.scim.get(`/Users/${account.uid}`));
      expect(read.name, 'the name that is read').toMatchObject({ givenName: 'Avery' });
    },
  );
}
