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

test('a path that is nearly that of users or groups is refused', row('VAULT-ERR-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const state = async () => [(await tenant.scim.get('/Users')).body, (await tenant.scim.get('/Groups')).body];
  const before = await state();
  const ofUsers = ['/users', '/USERS', '/User', '/Users2', '/xUsers', '/Users.json'];
  const ofGroups = ['/groups', '/GROUPS', '/Group', '/Groups2', '/xGroups', '/Groups.json'];

  for (const [paths, id, body] of [
    [ofUsers, user.id, userBody(arrange.unique('nothing'))],
    [ofGroups, group.id, groupBody(arrange.unique('nothing'))],
  ] as const) {
    for (const path of paths) {
      const read = await tenant.scim.get(path);
      const one = await tenant.scim.get(`${path}/${id}`);
      const created = await tenant.scim.post(path, body);

      for (const answer of [read, one, created]) expect(answer).toBeRefused();
    }
  }
  expect(await state(), 'the users and groups').toEqual(before);
});

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
    const { named, other, operation } = {
      '/Users': {
        named: { ...user.sent, active: false },
        other: { ...user.sent, id: user.id, userName: arrange.unique('all') },
        operation: { op: 'replace', path: 'active', value: false },
      },
      '/Groups': {
        named: groupBody(group.displayName),
        other: { ...groupBody(arrange.unique('all')), id: group.id },
        operation: { op: 'remove', path: 'members', value: [{ value: user.id }] },
      },
    }[path];
    const patch = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
    const before = await tenant.scim.get(path);

    for (const request of [
      ...[named, other].map((body) => ({ method: 'PUT', body })),
      ...[patch, named, other].map((body) => ({ method: 'PATCH', body })),
      { method: 'DELETE' },
    ]) {
      const answer = await tenant.scim.send({ path, ...request });
      const after = await tenant.scim.get(path);

      expect(answer, `the answer to ${request.method}`).toBeRefused();
      expect(after.body, `the list after ${request.method}`).toEqual(before.body);
    }
  });
}

test('POST to a user or a group is refused and changes neither', row('VAULT-ERR-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const state = async () => [(await tenant.scim.get(user.path)).body, (await tenant.scim.get(group.path)).body];
  const before = await state();

  const answers = [
    await tenant.scim.post(user.path, { ...user.sent, active: false }),
    await tenant.scim.post(user.path, userBody(arrange.unique('user'))),
    await tenant.scim.post(group.path, groupBody(group.displayName)),
    await tenant.scim.post(group.path, groupBody(arrange.unique('group'))),
  ];

  for (const answer of answers) expect(answer).toBeRefused();
  expect(await state(), 'the user and the group').toEqual(before);
});

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

/** What lenient parsers let pass, from what is JSON. Not what follows a whole value: servers in Go read one and stop. */
const NEARLY_JSON: ((json: string) => string)[] = [
  (json) => json.replace(/}$/, ',}'),
  (json) => json.replaceAll('"', "'"),
  (json) => `/* a body */ ${json}`,
  (json) => json.replaceAll(/"(\w+)":/g, '$1:'),
  () => '',
];

test('a body that is nearly JSON is refused', row('VAULT-ERR-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const state = async () => [(await tenant.scim.get('/Users')).body, (await tenant.scim.get('/Groups')).body];
  const before = await state();

  for (const { method, path, body } of [
    { method: 'POST', path: '/Users', body: userBody(arrange.unique('user')) },
    { method: 'PUT', path: user.path, body: { ...user.sent, active: false } },
    { method: 'POST', path: '/Groups', body: groupBody(arrange.unique('group')) },
    { method: 'PUT', path: group.path, body: groupBody(group.displayName) },
  ]) {
    for (const spoil of NEARLY_JSON) {
      const answer = await tenant.scim.send({ method, path, raw: spoil(JSON.stringify(body)) });

      expect(answer, `the answer to ${method}`).toHaveStatus(400);
    }
    expect(await state(), `the users and groups after ${method}`).toEqual(before);
  }
});

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
