import { bodyOf, expect, idOf, listed, Okta, row, test } from '../../src/harness/index.ts';

const CREATES = [
  { body: 'OK-B01', meaning: 'the documented body' },
  { body: 'OK-B02', meaning: 'the captured body' },
  { body: 'OK-B03', meaning: 'the enterprise extension' },
];

for (const { body, meaning } of CREATES) {
  test(`a create takes what Okta always sends: ${meaning}`, row('OKTA-07'), async ({ tenant, arrange }) => {
    const person = Okta.personOf(arrange);

    const answer = await Okta.requests(tenant).send(body, person);

    expect(answer).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
    expect(read).toHaveStatus(200);
    expect(bodyOf(read).userName, 'the userName that is read').toBe(person.userName);
    expect('password' in bodyOf(read), 'whether a password is shown').toBe(false);
    const places = [answer.text, read.text].filter((text) => text.includes(person.password));
    expect(places.length, 'answers that hold the value of the password').toBe(0);
  });
}

for (const active of [true, false]) {
  test(`a create answers with the whole user: active ${active}`, row('OKTA-08'), async ({ tenant, arrange }) => {
    const person = Okta.personOf(arrange);
    const sent: Record<string, unknown> = { ...Okta.bodyOfTemplate('OK-B01', person), active };

    const answer = await Okta.requests(tenant).sendText('OK-B01', person, JSON.stringify(sent));

    expect(answer).toHaveStatus(201);
    const { schemas, userName, active: shown } = bodyOf(answer);
    expect(schemas, 'the schemas of the answer').toEqual(expect.arrayContaining(sent.schemas as string[]));
    expect({ userName, active: shown }, 'userName and active of the answer').toEqual({
      userName: person.userName,
      active,
    });
    const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
    expect(bodyOf(read).id, 'the id that is read').toBe(idOf(answer));
    expect(bodyOf(read).active, 'active that is read').toBe(active);
  });
}

test('assignment searches, then creates', row('OKTA-08'), async ({ tenant, arrange }) => {
  const person = Okta.personOf(arrange);

  const { account, last } = await Okta.connector(tenant, 'AIW').users.provision(person);

  expect(last.answer).toHaveStatus(201);
  expect(last.action, 'what Okta does with the answer').toBe('store id');
  const read = await tenant.scim.get(`/Users/${account.uid}`);
  expect(bodyOf(read).userName, 'the userName that is read').toBe(person.userName);
});

test('a second create of a userName is a conflict', row('OKTA-09'), async ({ tenant, arrange }) => {
  const person = Okta.personOf(arrange);
  const okta = Okta.requests(tenant);
  await arrange.user(tenant, { userName: person.userName, externalId: person.ext });
  const before = await okta.send('OK-Q04', person);

  const answer = await okta.send('OK-B01', person);

  const after = await okta.send('OK-Q04', person);
  expect(answer).toBeScimError({ status: 409 });
  const { status, detail } = bodyOf(answer);
  expect(String(status), 'status in the error').toBe('409');
  expect(String(detail ?? ''), 'the detail, which Okta shows to the administrator').not.toBe('');
  expect(listed(after), 'the users of that name afterwards').toEqual(listed(before));
});

test(
  'a second create of the userName of an inactive user is a conflict',
  row('OKTA-09'),
  async ({ tenant, arrange }) => {
    const person = Okta.personOf(arrange);
    const user = await arrange.user(tenant, { userName: person.userName, externalId: person.ext, active: false });
    const before = await tenant.scim.get(user.path);

    const answer = await Okta.requests(tenant).send('OK-B01', person);

    const after = await tenant.scim.get(user.path);
    expect(answer).toBeScimError({ status: 409 });
    expect(after.body, 'the user afterwards').toEqual(before.body);
  },
);

test('a second create of the userName of who came back is a conflict', row('OKTA-09'), async ({ tenant, arrange }) => {
  const person = Okta.personOf(arrange);
  const user = await arrange.user(tenant, { userName: person.userName, externalId: person.ext, active: false });
  await arrange.during(() => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]));
  const before = await tenant.scim.get(user.path);

  const answer = await Okta.requests(tenant).send('OK-B01', person);

  const after = await tenant.scim.get(user.path);
  expect(answer).toBeScimError({ status: 409 });
  expect(after.body, 'the user afterwards').toEqual(before.body);
});
