import {
  expect,
  expectEachServed,
  idOf,
  LOSE_PRINCIPAL,
  listed,
  listOf,
  row,
  scimClientPath,
  sendEachRequest,
  subjectsOf,
  test,
  userBody,
} from '../../../src/harness/index.ts';

test('a write to an existing name updates that SCIM client', row('VAULT-CLIENT-10'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const next = await arrange.entity();

  const answer = await vault.write(client.path, { access_grant_principal: next });

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(client.path);
  expect(stored.data?.access_grant_principal, 'the principal of the client').toBe(next);
  const list = await vault.send({ method: 'LIST', path: '/v1/identity/scim/client' });
  expect(
    list.keys.filter((key) => key === client.name),
    'the name in the list',
  ).toEqual([client.name]);
});

test('the token of a new principal serves SCIM', row('VAULT-CLIENT-18'), async ({ vault, arrange }) => {
  const { clientName } = await arrange.tenant();
  const [next, userName] = [await arrange.freePrincipal(), arrange.unique('user')];
  expect(await next.scim.post('/Users', userBody(userName)), 'a create before').toBeRefused();

  const answer = await vault.write(scimClientPath(clientName), { access_grant_principal: next.principalId });
  const created = await next.scim.post('/Users', userBody(userName));

  expect(answer).toHaveStatus([200, 204]);
  expect(created, 'a create by the principal').toHaveStatus(201);
  expect(listed(await next.scim.get('/Users')), 'the users of the client').toEqual(listOf({ id: idOf(created) }));
  const stored = await vault.read(scimClientPath(clientName));
  expect(stored.data?.access_grant_principal, 'the principal of the client').toBe(next.principalId);
});

test(
  'each request of a new principal, and of the next one, is served on what the SCIM client made before',
  row('VAULT-CLIENT-19'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const [next, last] = [await arrange.freePrincipal(), await arrange.freePrincipal()];
    const subjects = await subjectsOf(arrange, client);
    const change = (principal: string | null) =>
      vault.write(scimClientPath(client.clientName), { access_grant_principal: principal });

    await change(next.principalId);
    const found = await next.scim.get(subjects.user.path);
    const replaced = await next.scim.put(subjects.user.path, subjects.user.sent);
    await change(last.principalId);
    const asked = await sendEachRequest(last.scim, subjects);

    expect(found.body, 'the user').toEqual(subjects.user.body);
    expect(replaced, 'a replace by the first of the new principals').toHaveStatus([200, 204]);
    await expectEachServed(asked, { vault, subjects });
  },
);

test(
  'a new principal leaves client_id as it is, also the next one and a former one',
  row('VAULT-CLIENT-31'),
  async ({ vault, arrange }) => {
    const client = await arrange.scimClient();
    const principals = [await arrange.entity(), await arrange.entity(), client.principalId];
    const before = await vault.read(client.path);

    for (const principal of principals) {
      await vault.write(client.path, { access_grant_principal: principal });

      const stored = await vault.read(client.path);
      expect(stored.data?.client_id, 'client_id').toBe(before.data?.client_id);
    }
  },
);

test('PUT on an existing name updates that SCIM client', row('VAULT-CLIENT-10'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const next = await arrange.entity();

  const answer = await vault.send({
    method: 'PUT',
    path: `/v1/${client.path}`,
    body: { access_grant_principal: next },
  });

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(client.path);
  expect(stored.data?.access_grant_principal, 'the principal of the client').toBe(next);
});

test('a former principal can be the principal again', row('VAULT-CLIENT-18'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const path = `identity/scim/client/${client.clientName}`;
  const next = { access_grant_principal: await arrange.entity() };
  await arrange.during(() => vault.writeOrThrow('change the principal of a SCIM client', path, next));
  expect(await client.scim.get('/Users'), 'a list by the former principal').toBeRefused();

  const answer = await vault.write(path, { access_grant_principal: client.principalId });

  const created = await client.scim.post('/Users', userBody(arrange.unique('user')));

  expect(answer).toHaveStatus([200, 204]);
  expect(created, 'a create by the principal').toHaveStatus(201);
  const stored = await vault.read(path);
  expect(stored.data?.access_grant_principal, 'the principal of the client').toBe(client.principalId);
  expect(await client.scim.get('/Users'), 'a list by the principal').toHaveStatus(200);
});

test(
  'a former principal can be the principal of another SCIM client',
  row('VAULT-CLIENT-18'),
  async ({ vault, arrange }) => {
    const [client, other] = [await arrange.tenant(), await arrange.scimClient()];
    const next = { access_grant_principal: await arrange.entity() };
    const path = `identity/scim/client/${client.clientName}`;
    await arrange.during(() => vault.writeOrThrow('change the principal of a SCIM client', path, next));

    const answer = await vault.write(other.path, { access_grant_principal: client.principalId });

    expect(answer).toHaveStatus([200, 204]);
    const stored = await vault.read(other.path);
    expect(stored.data?.access_grant_principal, 'the principal of the client').toBe(client.principalId);
    expect(await client.scim.get('/Users'), 'a list by the principal').toHaveStatus(200);
  },
);

for (const which of ['disabled', 'deleted'] as const) {
  test(
    `a SCIM client whose principal is ${which} can get another one`,
    row('VAULT-CLIENT-18'),
    async ({ vault, arrange }) => {
      const [client, next] = [await arrange.tenant(), await arrange.freePrincipal()];
      const [user, path] = [await arrange.user(client), scimClientPath(client.clientName)];
      await arrange.during(() => LOSE_PRINCIPAL[which](arrange, vault, client));
      expect(await client.scim.get(user.path), 'the user, read by the principal of before').toBeRefused();

      const answer = await vault.write(path, { access_grant_principal: next.principalId });

      expect(answer).toHaveStatus([200, 204]);
      expect((await next.scim.get(user.path)).body, 'the user, read by the new principal').toEqual(user.body);
      expect(await next.scim.put(user.path, user.sent), 'a replace by the new principal').toHaveStatus([200, 204]);
      const stored = await vault.read(path);
      expect(stored.data?.access_grant_principal, 'the principal of the client').toBe(next.principalId);
    },
  );
}

test('each former principal is refused after a second change', row('VAULT-CLIENT-20'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);
  const [second, third] = [await arrange.freePrincipal(), await arrange.freePrincipal()];
  const path = `identity/entity/id/${user.id}`;
  const before = await vault.read(path);

  for (const { principalId } of [second, third]) {
    await vault.write(scimClientPath(client.clientName), { access_grant_principal: principalId });
  }
  const refused = [];
  for (const { scim } of [client, second]) refused.push(await scim.get(user.path), await scim.delete(user.path));

  for (const answer of refused) expect(answer, 'a request of a former principal').toBeRefused();
  expect((await vault.read(path)).data, 'the entity of the user').toEqual(before.data);
  expect((await third.scim.get(user.path)).body, 'the user, read by the principal').toEqual(user.body);
});

for (const method of ['POST', 'PUT']) {
  test(
    `${method} on an existing name in capitals updates that SCIM client`,
    row('VAULT-CLIENT-52'),
    async ({ vault, arrange }) => {
      const client = await arrange.scimClient();
      const capitals = client.path.replace(client.name, client.name.replace('client', 'CLIENT'));
      const body = { access_grant_principal: client.principalId, max_active_tokens: 3 };
      const before = await vault.read(client.path);

      const answer = await vault.send({ method, path: `/v1/${capitals}`, body });

      expect(answer).toHaveStatus([200, 204]);
      const stored = await vault.read(client.path);
      expect(stored.data, 'the client').toEqual({ ...before.data, max_active_tokens: 3 });
    },
  );
}
