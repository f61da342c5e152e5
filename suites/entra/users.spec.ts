import {
  bodyOf,
  Entra,
  expect,
  expectAllOrNothing,
  idOf,
  listed,
  listOf,
  resourcesOf,
  row,
  rowIn,
  test,
  wordsOf,
} from '../../src/harness/index.ts';

const CREATES = [
  { template: 'E-B01', meaning: 'the documented body' },
  { template: 'E-B02', meaning: 'an extension that schemas does not name' },
  { template: 'E-B03', meaning: "the mappings of Vault's guide" },
  { template: 'E-B04', meaning: 'the body of the validator' },
];

for (const { template, meaning } of CREATES) {
  test(`a create is taken: ${meaning}`, row('ENTRA-07'), async ({ tenant, arrange }) => {
    const manager = await arrange.user(tenant);
    const values = { ...Entra.personOf(arrange), uid2: manager.id };
    const body = { ...Entra.bodyOfTemplate(template, values), externalId: values.ext };

    const answer = await Entra.requests(tenant).sendText(template, values, JSON.stringify(body));

    expect(answer).toHaveStatus(201);
    const { id, userName, externalId, active } = bodyOf(await tenant.scim.get(`/Users/${idOf(answer)}`));
    expect({ id, userName, externalId, active }, 'the user that is read').toEqual({
      id: idOf(answer),
      userName: values.userName,
      externalId: values.ext,
      active: true,
    });
  });
}

test('a second create of a userName is a conflict', row('ENTRA-08'), async ({ tenant, arrange }) => {
  const person = Entra.personOf(arrange);
  await arrange.user(tenant, { userName: person.userName, externalId: person.ext });
  const entra = Entra.requests(tenant);
  const before = await entra.send('E-Q01', person);

  const answer = await entra.send('E-B03', person);

  const after = await entra.send('E-Q01', person);
  expect(answer).toBeScimError({ status: 409 });
  expect(after.body, 'the users of that name afterwards').toEqual(before.body);
});

const CHANGES = [
  { mode: 'default', template: 'E-B06' },
  { mode: 'flag', template: 'E-V05' },
] as const;

for (const { mode, template } of CHANGES) {
  test(`${mode}: a patch renames a user`, rowIn(mode, 'ENTRA-17'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const userName = arrange.unique('renamed');
    const entra = Entra.requests(tenant);
    const before = await tenant.scim.get(user.path);

    const answer = await entra.send(template, { uid: user.id, userName });

    const after = await tenant.scim.get(user.path);
    expectAllOrNothing(answer, { before, after, executed: { userName } });
    expect(answer).toHaveStatus([200, 204]);
    const found = await entra.send('E-Q01', { userName });
    expect(listed(found), 'the users of the new name').toEqual(listOf(user));
  });

  test(
    `${mode}: a new person has the name of a disabled one`,
    rowIn(mode, 'ENTRA-25'),
    async ({ tenant, arrange, observe }) => {
      const user = await arrange.user(tenant, { active: false });

      const { account, steps } = await Entra.connector(tenant, mode).users.rehire({
        userName: user.userName,
        ext: Entra.randomName(),
      });

      const { id, externalId, active } = bodyOf(await tenant.scim.get(user.path));
      const kept = externalId === user.externalId ? 'the old externalId' : 'another externalId';
      const answers = steps.map(({ answer }) => wordsOf(answer)).join('; ');
      observe(`${mode}: ${answers}; then ${kept}, active ${active}`);
      expect(account.uid, 'the id that Entra links').toBe(user.id);
      expect(id, 'the id afterwards').toBe(user.id);
    },
  );
}

test('disabled users are found until they are deleted', row('ENTRA-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  const entra = Entra.requests(tenant);

  const byName = await entra.send('E-Q01', { userName: user.userName });
  const byExternalId = await entra.send('E-Q03', { ext: user.externalId });
  const read = await entra.send('E-Q06', { uid: user.id });
  await entra.send('E-D01', { uid: user.id });
  const after = [
    await entra.send('E-Q01', { userName: user.userName }),
    await entra.send('E-Q03', { ext: user.externalId }),
  ];

  for (const found of [byName, byExternalId]) {
    expect(listed(found), 'the users of that name or externalId').toEqual(listOf(user));
    expect(resourcesOf(found)[0]?.active, 'active of the user that is found').toBe(false);
  }
  expect(bodyOf(read).active, 'active of the user that is read').toBe(false);
  for (const found of after) expect(listed(found), 'the users after the deletion').toEqual(listOf());
});

test('a user is deleted', row('ENTRA-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const entra = Entra.requests(tenant);

  const answer = await entra.send('E-D01', { uid: user.id });

  expect(answer).toHaveStatus(204);
  expect(await entra.send('E-Q06', { uid: user.id }), 'the user afterwards').toHaveStatus(404);
  expect(listed(await entra.send('E-Q01', { userName: user.userName })), 'the users of that name').toEqual(listOf());
});

test('a group is deleted', row('ENTRA-14'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, [await arrange.user(tenant)]);
  const entra = Entra.requests(tenant);

  const answer = await entra.send('E-D02', { gid: group.id });

  expect(answer).toHaveStatus(204);
  expect(await entra.send('E-Q07', { gid: group.id }), 'the group afterwards').toHaveStatus(404);
});

test('of a patch of a user all is done or nothing', row('ENTRA-19'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const patch = Entra.bodyOfTemplate('E-B14', {});
  patch.Operations = [
    { op: 'replace', path: 'active', value: false },
    { op: 'replace', path: 'no:such[path', value: 'x' },
  ];
  const before = await tenant.scim.get(user.path);

  const answer = await Entra.requests(tenant).sendText('E-B14', { uid: user.id }, JSON.stringify(patch));

  const after = await tenant.scim.get(user.path);
  expect(answer).toHaveStatus(400);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a patch without operations changes nothing', row('ENTRA-23'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await Entra.requests(tenant).send('E-V09', { uid: user.id });

  const after = await tenant.scim.get(user.path);
  expect(answer).toHaveStatus([200, 204, 400]);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test(
  'a second create of the userName of an inactive user is a conflict',
  row('ENTRA-08'),
  async ({ tenant, arrange }) => {
    const person = Entra.personOf(arrange);
    const user = await arrange.user(tenant, { userName: person.userName, externalId: person.ext, active: false });
    const before = await tenant.scim.get(user.path);

    const answer = await Entra.requests(tenant).send('E-B03', person);

    const after = await tenant.scim.get(user.path);
    expect(answer).toBeScimError({ status: 409 });
    expect(after.body, 'the user afterwards').toEqual(before.body);
  },
);

test('a second create of the userName of who came back is a conflict', row('ENTRA-08'), async ({ tenant, arrange }) => {
  const person = Entra.personOf(arrange);
  const user = await arrange.user(tenant, { userName: person.userName, externalId: person.ext, active: false });
  await arrange.during(() => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]));
  const before = await tenant.scim.get(user.path);

  const answer = await Entra.requests(tenant).send('E-B03', person);

  const after = await tenant.scim.get(user.path);
  expect(answer).toBeScimError({ status: 409 });
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a group of several members is deleted', row('ENTRA-14'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 3));
  const entra = Entra.requests(tenant);

  const answer = await entra.send('E-D02', { gid: group.id });

  expect(answer).toHaveStatus(204);
  expect(await entra.send('E-Q07', { gid: group.id }), 'the group afterwards').toHaveStatus(404);
});

test('a user who was disabled is deleted', row('ENTRA-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, active: false }));
  const entra = Entra.requests(tenant);

  const answer = await entra.send('E-D01', { uid: user.id });

  expect(answer).toHaveStatus(204);
  expect(await entra.send('E-Q06', { uid: user.id }), 'the user afterwards').toHaveStatus(404);
  expect(listed(await entra.send('E-Q01', { userName: user.userName })), 'the users of that name').toEqual(listOf());
});
