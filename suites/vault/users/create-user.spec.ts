import {
  bodyOf,
  expect,
  expectAllOrNothing,
  idOf,
  row,
  stateOf,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

test(
  'a user with userName, externalId and active can be created',
  row('VAULT-USER-01'),
  async ({ tenant, arrange }) => {
    const sent = userBody(arrange.unique('user'));

    const answer = await tenant.scim.post('/Users', sent);

    expect(answer).toHaveStatus(201);
    expect(idOf(answer), 'the id in the answer').not.toBe('');
    const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
    expect(read).toHaveStatus(200);
    expect(idOf(read), 'the id that is read').toBe(idOf(answer));
  },
);

test('a user can have the name of a group', row('VAULT-USER-01'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.post('/Users', userBody(group.displayName));

  expect(answer).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
  expect(bodyOf(read).userName, 'userName that is read').toBe(group.displayName);
});

test(
  'users whose externalIds differ in letter case only can be created',
  row('VAULT-USER-01'),
  async ({ tenant, arrange }) => {
    const lower = arrange.unique('ext');
    const ids = [lower, lower.toUpperCase(), `E${lower.slice(1)}`];

    const answers = [];
    for (const externalId of ids)
      answers.push(await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId })));

    expect(
      answers.map(({ status }) => status),
      'statuses of the creates',
    ).toEqual([201, 201, 201]);
    const reads = [];
    for (const answer of answers) reads.push(await tenant.scim.get(`/Users/${idOf(answer)}`));
    expect(
      reads.map((read) => bodyOf(read).externalId),
      'externalIds that are read',
    ).toEqual(ids);
  },
);

test(
  'a user can have the externalId of one whose create was refused for its userName',
  row('VAULT-USER-01'),
  async ({ tenant, arrange }) => {
    const { userName } = await arrange.user(tenant);
    const externalId = arrange.unique('ext');
    await arrange.during(() => tenant.scim.post('/Users', userBody(userName, { externalId })));

    const answer = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId }));

    expect(answer).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
    expect(bodyOf(read).externalId, 'externalId that is read').toBe(externalId);
  },
);

test('a created user keeps the userName that was sent', row('VAULT-USER-02'), async ({ tenant, arrange }) => {
  const userName = `${arrange.unique('user')}-Jane.Doe`;
  const user = await arrange.user(tenant, { userName });

  const read = await tenant.scim.get(user.path);

  expect(user.body.userName, 'userName in the answer').toBe(userName);
  expect(bodyOf(read).userName, 'userName that is read').toBe(userName);
});

test('a created user keeps the externalId that was sent', row('VAULT-USER-03'), async ({ tenant, arrange }) => {
  const externalId = `00u-${arrange.unique('ext')}-Ab`;
  const user = await arrange.user(tenant, { externalId });

  const read = await tenant.scim.get(user.path);

  expect(user.body.externalId, 'externalId in the answer').toBe(externalId);
  expect(bodyOf(read).externalId, 'externalId that is read').toBe(externalId);
});

test('a user that is created inactive is returned inactive', row('VAULT-USER-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });

  const read = await tenant.scim.get(user.path);

  expect(user.body.active, 'active in the answer').toBe(false);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

for (const active of [true, false]) {
  test(
    `a user with the externalId of a deleted one is ${active ? 'active' : 'inactive'} as it was sent`,
    row('VAULT-USER-04'),
    async ({ tenant, arrange }) => {
      const deleted = await arrange.user(tenant, { active: !active });
      await arrange.during(() => tenant.scim.delete(deleted.path));
      const { externalId } = deleted;
      const user = await arrange.user(tenant, { externalId, active });

      const read = await tenant.scim.get(user.path);

      expect(bodyOf(read).active, 'active that is read').toBe(active);
    },
  );
}

test('a userName can have the form of an e-mail address', row('VAULT-USER-06'), async ({ tenant, arrange }) => {
  const userName = `a.b@${arrange.unique('mail')}.example.com`;

  const answer = await tenant.scim.post('/Users', userBody(userName));

  expect(answer).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
  expect(bodyOf(read).userName, 'userName that is read').toBe(userName);
});

test('a user without userName is refused and not created', row('VAULT-USER-07'), async ({ tenant, arrange }) => {
  const { userName: _, ...withoutName } = userBody(arrange.unique('user'));
  const before = await tenant.scim.list('/Users');

  const answer = await tenant.scim.post('/Users', withoutName);

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Users');
  expect(after.body, 'the list of users').toEqual(before.body);
});

test('a user without externalId is refused and not created', row('VAULT-USER-08'), async ({ tenant, arrange }) => {
  const { externalId: _, ...withoutExternalId } = userBody(arrange.unique('user'));
  const before = await tenant.scim.list('/Users');

  const answer = await tenant.scim.post('/Users', withoutExternalId);

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Users');
  expect(after.body, 'the list of users').toEqual(before.body);
});

test(
  'a user whose externalId is null is refused and not created',
  row('VAULT-USER-08'),
  async ({ tenant, arrange }) => {
    const before = await tenant.scim.list('/Users');

    const answer = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId: null }));

    expect(answer).toBeRefused();
    const after = await tenant.scim.list('/Users');
    expect(after.body, 'the list of users').toEqual(before.body);
  },
);

test('the userName of a user without externalId stays free', row('VAULT-USER-08'), async ({ tenant, arrange }) => {
  const { externalId, ...withoutExternalId } = userBody(arrange.unique('user'));
  const before = await tenant.scim.list('/Users');

  const refused = await tenant.scim.post('/Users', withoutExternalId);
  const after = await tenant.scim.list('/Users');
  const created = await tenant.scim.post('/Users', { ...withoutExternalId, externalId });

  expect(refused).toBeRefused();
  expect(after.body, 'the list of users after the refusal').toEqual(before.body);
  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read).userName, 'userName of the user').toBe(withoutExternalId.userName);
});

for (const text of ['False', 'true']) {
  test(
    `a replace with the text ${text} as active is refused and changes nothing`,
    row('VAULT-USER-09'),
    async ({ tenant, arrange }) => {
      const active = text === 'true';
      const user = await arrange.user(tenant, { active: !active });
      const userName = arrange.unique('renamed');
      const before = await tenant.scim.get(user.path);

      const answer = await tenant.scim.put(user.path, { ...user.sent, userName, active: text });

      const after = await tenant.scim.get(user.path);
      expectAllOrNothing(answer, { before, after, executed: { userName, active } });
    },
  );
}

test('active as a string is refused', row('VAULT-USER-09'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { active: 'False' }));
  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: 'False' }]);

  const after = await tenant.scim.get(user.path);
  const { active: _, ...others } = stateOf(before);
  expect(stateOf(after), 'all attributes besides active').toMatchObject(others);
  observe(`create: ${wordsOf(created)}; patch: ${wordsOf(patched)}; active then: ${bodyOf(after).active}`);
});
