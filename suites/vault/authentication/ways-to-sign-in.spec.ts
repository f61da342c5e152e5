import {
  expect,
  expectEachServed,
  idOf,
  issuedToken,
  listed,
  listOf,
  policiesOf,
  row,
  sendEachRequest,
  subjectsOf,
  test,
  userBody,
} from '../../../src/harness/index.ts';

test(
  "a token role's token for the alias of the principal serves the SCIM client",
  row('VAULT-AUTH-01'),
  async ({ arrange, vault }) => {
    const tenant = await arrange.tenant();
    const fresh = await arrange.credential(tenant);
    const sent = userBody(arrange.unique('user'));

    const answer = await fresh.scim.post('/Users', sent);

    expect(answer).toHaveStatus(201);
    const read = await fresh.scim.get('/Users');
    expect(listed(read), 'the users of the client').toEqual(listOf({ id: idOf(answer) }));
    const entity = await vault.read(`identity/entity/name/${sent.userName}`);
    expect(entity.data?.id, 'the entity of the user').toBe(idOf(answer));
  },
);

for (const { id, type } of [
  { id: 'VAULT-AUTH-02', type: 'userpass' },
  { id: 'VAULT-AUTH-03', type: 'approle' },
  { id: 'VAULT-AUTH-04', type: 'jwt' },
] as const) {
  test(`a ${type} login of the principal is served each request`, row(id), async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    const login = await arrange.login(tenant, type);

    const list = await login.scim.get('/Users');
    const asked = await sendEachRequest(login.scim, subjects);

    expect(listed(list), 'the users of the client').toEqual(listOf(subjects.user));
    await expectEachServed(asked, { vault, subjects });
  });
}

test('each sign-in of a principal is served, side by side', row('VAULT-AUTH-02'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const place = { aliasMount: await arrange.authMount() };
  const person = await arrange.person(place, arrange.unique('login'), policiesOf(tenant));
  await arrange.alias(tenant.principalId ?? '', place, person.name);

  const tokens = [issuedToken(await person.signIn()), issuedToken(await person.signIn())];

  for (const token of tokens) {
    expect((await tenant.scim.get(user.path, { token })).body, 'the user').toEqual(user.body);
    expect(listed(await tenant.scim.get('/Users', { token })), 'the users of the client').toEqual(listOf(user));
  }
});
