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

for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
  test(
    `${method} below a user or a group is refused and changes neither`,
    row('VAULT-ERR-04'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, [user]);
      const withBody = (body: object) => (method === 'GET' || method === 'DELETE' ? {} : { body });
      const state = async () => [(await tenant.scim.get(user.path)).body, (await tenant.scim.get(group.path)).body];

      const before = await state();
      const answers = [
        await tenant.scim.send({ method, path: `${user.path}/groups`, ...withBody({ ...user.sent, active: false }) }),
        await tenant.scim.send({ method, path: `${group.path}/members`, ...withBody(groupBody(group.displayName)) }),
        await tenant.scim.send({ method, path: `${group.path}/members/${user.id}`, ...withBody(user.sent) }),
      ];
      const after = await state();

      for (const answer of answers) expect(answer).toBeRefused();
      expect(after, 'the user and the group afterwards').toEqual(before);
    },
  );
}

for (const [method, path] of [
  ['PUT', '/Users'],
  ['PATCH', '/Users'],
  ['DELETE', '/Users'],
  ['PUT', '/Groups'],
  ['PATCH', '/Groups'],
  ['DELETE', '/Groups'],
] as const) {
  test(`${method} ${path} is refused and changes nothing`, row('VAULT-ERR-05'), async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const bodies = {
      '/Users': { ...user.sent, id: user.id, userName: arrange.unique('all') },
      '/Groups': { ...groupBody(arrange.unique('all')), id: group.id },
    };

    const before = await tenant.scim.get(path);
    const answer = await tenant.scim.send({ method, path, ...(method === 'DELETE' ? {} : { body: bodies[path] }) });
    const after = await tenant.scim.get(path);

    expect(answer).toBeRefused();
    expect(after.body, 'the list afterwards').toEqual(before.body);
  });
}

for (const [what, raw] of [
  ['half an object', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":'],
  ['XML', '<User><userName>x</userName></User>'],
] as const) {
  for (const [method, of] of [
    ['POST', '/Users'],
    ['PUT', '/Users'],
    ['PATCH', '/Users'],
    ['POST', '/Groups'],
    ['PUT', '/Groups'],
    ['PATCH', '/Groups'],
  ] as const) {
    test(
      `${method} of a body below ${of} that is ${what} is refused`,
      row('VAULT-ERR-06'),
      async ({ tenant, arrange }) => {
        const user = await arrange.user(tenant);
        const one = of === '/Users' ? user : await arrange.group(tenant, [user]);

        const before = await tenant.scim.get(of);
        const answer = await tenant.scim.send({ method, path: method === 'POST' ? of : one.path, raw });
        const after = await tenant.scim.get(of);

        expect(answer).toHaveStatus(400);
        expect(after.body, 'the list afterwards').toEqual(before.body);
      },
    );
  }
}

for (const method of ['PUT', 'PATCH']) {
  test(`a ${method} of a user whose body is not JSON is refused`, row('VAULT-ERR-06'), async ({ tenant, arrange }) => {
    const { path } = await arrange.user(tenant);

    const before = await tenant.scim.get(path);
    const answer = await tenant.scim.send({ method, path, raw: '{"schemas":["urn:ietf:params:scim' });
    const after = await tenant.scim.get(path);

    expect(answer).toHaveStatus(400);
    expect(after.body, 'the user afterwards').toEqual(before.body);
  });
}
