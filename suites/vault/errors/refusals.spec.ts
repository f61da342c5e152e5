import { expect, groupBody, row, test, userBody } from '../../../src/harness/index.ts';

for (const method of ['GET', 'POST']) {
  test(`${method} on an unknown path is refused`, row('VAULT-ERR-04'), async ({ tenant, arrange }) => {
    await arrange.user(tenant);
    const body = userBody(arrange.unique('nothing'));

    const before = await tenant.scim.get('/Users');
    const answer = await tenant.scim.send({ method, path: '/Nothing', ...(method === 'GET' ? {} : { body }) });
    const after = await tenant.scim.get('/Users');

    expect(answer).toHaveStatus(404);
    expect(after.body, 'the list of users afterwards').toEqual(before.body);
  });
}

test(
  'requests below a user or a group are refused and change neither',
  row('VAULT-ERR-04'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const places = [
      [`${user.path}/groups`, { ...user.sent, active: false }],
      [`${group.path}/members`, groupBody(group.displayName)],
      [`${group.path}/members/${user.id}`, user.sent],
    ] as const;
    const state = async () => [(await tenant.scim.get(user.path)).body, (await tenant.scim.get(group.path)).body];
    const before = await state();

    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const withBody = (body: object) => (method === 'GET' || method === 'DELETE' ? {} : { body });
      const answers = [];
      for (const [path, body] of places) answers.push(await tenant.scim.send({ method, path, ...withBody(body) }));
      const after = await state();

      for (const answer of answers) expect(answer, `the answer to ${method}`).toBeRefused();
      expect(after, `the user and the group after ${method}`).toEqual(before);
    }
  },
);

for (const path of ['/Users', '/Groups'] as const) {
  test(`PUT, PATCH and DELETE ${path} are refused and change nothing`, row('VAULT-ERR-05'), async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const body = {
      '/Users': { ...user.sent, id: user.id, userName: arrange.unique('all') },
      '/Groups': { ...groupBody(arrange.unique('all')), id: group.id },
    }[path];
    const before = await tenant.scim.get(path);

    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await tenant.scim.send({ method, path, ...(method === 'DELETE' ? {} : { body }) });
      const after = await tenant.scim.get(path);

      expect(answer, `the answer to ${method}`).toBeRefused();
      expect(after.body, `the list after ${method}`).toEqual(before.body);
    }
  });
}

for (const [what, raw] of [
  ['half an object', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":'],
  ['XML', '<User><userName>x</userName></User>'],
] as const) {
  for (const of of ['/Users', '/Groups'] as const) {
    test(`a body below ${of} that is ${what} is refused`, row('VAULT-ERR-06'), async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const one = of === '/Users' ? user : await arrange.group(tenant, [user]);
      const before = await tenant.scim.get(of);

      for (const method of ['POST', 'PUT', 'PATCH']) {
        const answer = await tenant.scim.send({ method, path: method === 'POST' ? of : one.path, raw });
        const after = await tenant.scim.get(of);

        expect(answer, `the answer to ${method}`).toHaveStatus(400);
        expect(after.body, `the list after ${method}`).toEqual(before.body);
      }
    });
  }
}

test('a change of a user whose body is not JSON is refused', row('VAULT-ERR-06'), async ({ tenant, arrange }) => {
  const { path } = await arrange.user(tenant);
  const before = await tenant.scim.get(path);

  for (const method of ['PUT', 'PATCH']) {
    const answer = await tenant.scim.send({ method, path, raw: '{"schemas":["urn:ietf:params:scim' });
    const after = await tenant.scim.get(path);

    expect(answer, `the answer to ${method}`).toHaveStatus(400);
    expect(after.body, `the user after ${method}`).toEqual(before.body);
  }
});
