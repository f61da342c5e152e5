/**
 * Microsoft's own tests, offline: what the SCIM validator does with users and groups, and the checks of the reference
 * code's collection of requests that go beyond it.
 * Sources: Microsoft: SCIM validator, https://learn.microsoft.com/entra/identity/app-provisioning/scim-validator-tutorial;
 * Microsoft: SCIM reference code, https://github.com/AzureAD/SCIMReferenceCode
 */
import {
  attributesWhere,
  bodyOf,
  Entra,
  expect,
  expectAllOrNothing,
  idOf,
  isAccepted,
  listed,
  listOf,
  resourcesOf,
  row,
  test,
  valuesOf,
  wordsOf,
} from '../../src/harness/index.ts';

const NO_MORE = 'not applicable to Vault, because its users have no attributes beyond userName, externalId and active';
const EXTRA = ['displayName', 'title', 'emails', 'name'];

test('validator: create, read and find a user', row('ENTRA-07'), async ({ tenant, arrange }) => {
  const manager = await arrange.user(tenant);
  const person = { ...Entra.personOf(arrange), uid2: manager.id };
  const entra = Entra.requests(tenant);

  const created = await entra.send('E-B04', person);
  const read = await entra.send('E-Q06', { uid: idOf(created) });
  const found = await entra.send('E-Q01', person);
  const upper = await entra.send('E-Q01', { userName: person.userName.toUpperCase() });
  const none = await entra.send('E-Q01', { userName: Entra.randomName() });

  expect(created).toHaveStatus(201);
  expect(bodyOf(read).userName, 'the userName that is read').toBe(person.userName);
  for (const answer of [found, upper])
    expect(listed(answer), 'the users of that name').toEqual(listOf({ id: idOf(read) }));
  expect(listed(none), 'the users of another name').toEqual(listOf());
});

test(
  'validator: a user is created with its attributes',
  row('ENTRA-07'),
  async ({ tenant, arrange, types, applies }) => {
    applies(attributesWhere(types.user, ({ name }) => EXTRA.includes(name)).length === EXTRA.length, NO_MORE);
    const manager = await arrange.user(tenant);
    const person = { ...Entra.personOf(arrange), uid2: manager.id };

    const created = await Entra.requests(tenant).send('E-B04', person);

    const { displayName, title } = bodyOf(await tenant.scim.get(`/Users/${idOf(created)}`));
    expect({ displayName, title }, 'attributes that are read').toEqual({
      displayName: person.displayName,
      title: person.title,
    });
  },
);

test('validator: a duplicate user is refused', row('ENTRA-08'), async ({ tenant, arrange }) => {
  const person = { ...Entra.personOf(arrange), uid2: Entra.randomName() };
  await arrange.user(tenant, { userName: person.userName, externalId: person.ext });
  const entra = Entra.requests(tenant);
  const before = await entra.send('E-Q01', person);

  const answer = await entra.send('E-B04', person);

  const after = await entra.send('E-Q01', person);
  expect(answer).toHaveStatus(409);
  expect(after.body, 'the users of that name afterwards').toEqual(before.body);
});

for (const template of ['E-B05', 'E-B07', 'E-B08', 'E-B10', 'E-B11']) {
  test(
    `validator: attributes are changed by ${template}`,
    row('X-06'),
    async ({ tenant, arrange, types, observe, applies }) => {
      applies(attributesWhere(types.user, ({ name }) => EXTRA.includes(name)).length === EXTRA.length, NO_MORE);
      const user = await arrange.user(tenant);
      const person = Entra.personOf(arrange);

      const answer = await Entra.requests(tenant).send(template, { ...person, uid: user.id });

      const read = bodyOf(await tenant.scim.get(user.path));
      observe(`several attributes, ${template}: ${wordsOf(answer)}`);
      expect(read.userName, 'the userName').toBe(user.userName);
    },
  );
}

test('validator: disable, find, delete a user', row('ENTRA-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const { userName } = user;
  const entra = Entra.requests(tenant);

  const disabled = await entra.send('E-B13', { uid: user.id });
  const found = await entra.send('E-Q01', { userName });
  const deleted = await entra.send('E-D01', { uid: user.id });
  const gone = await entra.send('E-Q06', { uid: user.id });
  const none = await entra.send('E-Q01', { userName });

  expect(disabled).toHaveStatus([200, 204]);
  expect(
    resourcesOf(found).map(({ active }) => active),
    'active of the users that are found',
  ).toEqual([false]);
  expect(deleted).toHaveStatus(204);
  expect(gone).toHaveStatus(404);
  expect(listed(none), 'the users of that name').toEqual(listOf());
});

test('validator: create, change and delete a group', row('ENTRA-10'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const groupName = arrange.unique('group');
  const entra = Entra.requests(tenant);

  const created = await entra.send('E-B15', { groupName, ext: Entra.randomName() });
  const gid = idOf(created);
  const added = await entra.send('E-B19', { gid, uid: user.id });
  const full = bodyOf(await tenant.scim.get(`/Groups/${gid}`));
  const removed = await entra.send('E-B20', { gid, uid: user.id });
  const empty = bodyOf(await tenant.scim.get(`/Groups/${gid}`));
  const deleted = await entra.send('E-D02', { gid });

  expect(created).toHaveStatus(201);
  for (const answer of [added, removed]) expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(full.members), 'the members after the addition').toEqual([user.id]);
  expect(valuesOf(empty.members), 'the members after the removal').toEqual([]);
  expect(deleted).toHaveStatus(204);
  expect(await entra.send('E-Q07', { gid }), 'the group afterwards').toHaveStatus(404);
});

test('reference code: a user without userName, and junk, are refused', row('ENTRA-02'), async ({ tenant, arrange }) => {
  const person = Entra.personOf(arrange);
  const { userName: _userName, ...nameless } = Entra.bodyOfTemplate('E-B03', person);
  const entra = Entra.requests(tenant);

  const answers = [
    await entra.sendText('E-B03', person, JSON.stringify(nameless)),
    await entra.sendText('E-B03', person, '{"junk'),
  ];

  for (const answer of answers) expect(answer).toBeScimError({ status: 400 });
  expect(listed(await entra.send('E-Q01', person)), 'the users of that name').toEqual(listOf());
});

test(
  'reference code: a misspelt attribute is overlooked in a replace',
  row('ENTRA-07'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    const answer = await tenant.scim.put(user.path, { ...user.sent, usrName: 'misspelt' });

    expect(answer).toHaveStatus(200);
    expect(bodyOf(await tenant.scim.get(user.path)).userName, 'the userName that is read').toBe(user.userName);
  },
);

test(
  'reference code: an operation with a name is done or refused as a whole',
  row('ENTRA-19'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const patch = Entra.bodyOfTemplate('E-B19', { uid: user.id });
    patch.Operations = [{ name: 'addMember', op: 'Add', path: 'members', value: [{ value: user.id }] }];
    const before = await tenant.scim.get(group.path);

    const answer = await Entra.requests(tenant).sendText('E-B19', { gid: group.id }, JSON.stringify(patch));

    const after = await tenant.scim.get(group.path);
    const isDone = isAccepted(answer) && valuesOf(bodyOf(after).members).includes(user.id);
    applies(!isDone, 'the server overlooks the name, so that nothing is refused');
    expectAllOrNothing(answer, { before, after, executed: { members: [user.id] } });
  },
);
