import {
  expect,
  expectEachServed,
  idOf,
  listed,
  listOf,
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

  test(
    `each ${type} login is served as the principal that signs in, again and beside another one at its mount`,
    row(id),
    async ({ arrange }) => {
      const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
      const [user, foreign] = [await arrange.user(tenant), await arrange.user(other)];
      const mount = await arrange.authMount({ type });

      const first = await arrange.login(tenant, type, mount);
      const second = await first.again();
      const beside = await arrange.login(other, type, mount);

      for (const { scim } of [first, second]) {
        expect(listed(await scim.get('/Users')), 'the users of the client').toEqual(listOf(user));
        expect((await scim.get(user.path)).body, 'the user').toEqual(user.body);
      }
      expect(listed(await beside.scim.get('/Users')), 'the users of the other client').toEqual(listOf(foreign));
    },
  );
}
