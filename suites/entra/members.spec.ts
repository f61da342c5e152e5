import { bodyOf, Entra, expect, row, rowIn, test, valuesOf } from '../../src/harness/index.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

for (const template of ['E-B18', 'E-B19']) {
  test(
    `default: a member is added, and added again, ${template}`,
    rowIn('default', 'ENTRA-11'),
    async ({ tenant, arrange }) => {
      const [old, user] = [await arrange.user(tenant), await arrange.user(tenant)];
      const group = await arrange.group(tenant, [old]);
      const entra = Entra.requests(tenant);

      const first = await entra.send(template, { gid: group.id, uid: user.id });
      const again = await entra.send(template, { gid: group.id, uid: user.id });

      for (const answer of [first, again]) expect(answer).toHaveStatus([200, 204]);
      const { members } = bodyOf(await tenant.scim.get(group.path));
      expect(valuesOf(members), 'the members').toEqual([old.id, user.id].sort());
    },
  );
}

for (const mode of Entra.MODES) {
  test(
    `${mode}: several members are added at once, and gain access`,
    rowIn(mode, 'ENTRA-11'),
    async ({ tenant, arrange, access }) => {
      const [one, two] = [await arrange.user(tenant), await arrange.user(tenant)];
      const group = await arrange.group(tenant);
      for (const { userName } of [one, two]) await access.enrol(tenant, userName);
      await access.grant(group.id);
      const { groups } = Entra.connector(tenant, mode);
      const both = [Entra.accountOf(one), Entra.accountOf(two)];

      const first = Entra.answerTo(await groups.add(Entra.groupOf(group), both));
      const again = Entra.answerTo(await groups.add(Entra.groupOf(group), both));

      for (const answer of [first, again]) expect(answer).toHaveStatus([200, 204]);
      for (const { userName } of [one, two])
        await access.expect('a new member', userName, group.id, 'reads the secret');
      const { members } = bodyOf(await tenant.scim.get(group.path));
      expect(valuesOf(members), 'the members').toEqual([one.id, two.id].sort());
    },
  );
}

test(
  'flag: a filter path removes one member and its access, also twice',
  rowIn('flag', 'ENTRA-12'),
  async ({ tenant, arrange, access }) => {
    const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [leaving, staying]);
    for (const { userName } of [leaving, staying]) await access.enrol(tenant, userName);
    await access.grant(group.id);
    await access.expect('a member before the removal', leaving.userName, group.id, 'reads the secret');
    const entra = Entra.requests(tenant);

    const first = await entra.send('E-B21', { gid: group.id, uid: leaving.id });
    const again = await entra.send('E-B21', { gid: group.id, uid: leaving.id });

    for (const answer of [first, again]) expect(answer).toHaveStatus([200, 204]);
    await access.expect('the removed member', leaving.userName, group.id, 'reads nothing');
    await access.expect('the other member', staying.userName, group.id, 'reads the secret');
    const { members } = bodyOf(await tenant.scim.get(group.path));
    expect(valuesOf(members), 'the members').toEqual([staying.id]);
  },
);

test('flag: a member who is disabled can be taken out', rowIn('flag', 'ENTRA-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const { users, groups } = Entra.connector(tenant, 'flag');

  await users.disable(Entra.accountOf(user));
  const answer = Entra.answerTo(await groups.remove(Entra.groupOf(group), [Entra.accountOf(user)]));

  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([]);
});

test(
  'default: a value list removes these members only, or is refused',
  rowIn('default', 'ENTRA-13'),
  async ({ tenant, arrange, access }) => {
    const [out, one, two] = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [out, one, two]);
    await access.enrol(tenant, one.userName);
    await access.grant(group.id);

    const answer = await Entra.requests(tenant).send('E-B20', { gid: group.id, uid: out.id });

    const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    expect(answer).toHaveStatus([200, 204, 400]);
    const wanted = answer.status === 400 ? [out.id, one.id, two.id] : [one.id, two.id];
    expect(members, 'the members').toEqual(wanted.sort());
    await access.expect('a member who was not named', one.userName, group.id, 'reads the secret');
  },
);

test('default: an empty value list removes nobody', rowIn('default', 'ENTRA-13'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant, users);
  const patch = Entra.bodyOfTemplate('E-B20', { uid: users[0]?.id ?? '' });
  patch.Operations = [{ op: 'Remove', path: 'members', value: [] }];

  const answer = await Entra.requests(tenant).sendText('E-B20', { gid: group.id }, JSON.stringify(patch));

  expect(answer).toHaveStatus([200, 204, 400]);
  const { members } = bodyOf(await tenant.scim.get(group.path));
  expect(valuesOf(members), 'the members').toEqual(users.map(({ id }) => id).sort());
});

const SPELLINGS = ['Add', 'ADD', 'add'];

for (const op of SPELLINGS) {
  test(`default: a member is added by ${op}`, rowIn('default', 'ENTRA-15'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const patch = Entra.bodyOfTemplate('E-B19', { uid: user.id });
    patch.Operations = [{ op, path: 'members', value: [{ value: user.id }] }];

    const answer = await Entra.requests(tenant).sendText('E-B19', { gid: group.id }, JSON.stringify(patch));

    expect(answer).toHaveStatus([200, 204]);
    expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([user.id]);
  });
}

test('default: Replace and Remove are understood', rowIn('default', 'ENTRA-15'), async ({ tenant, arrange }) => {
  const [user, member] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [member]);
  const entra = Entra.requests(tenant);

  const replaced = await entra.send('E-B13', { uid: user.id });
  const removed = await entra.send('E-B20', { gid: group.id, uid: member.id });

  for (const answer of [replaced, removed]) expect(answer).toHaveStatus([200, 204]);
  expect(bodyOf(await tenant.scim.get(user.path)).active, 'active').toBe(false);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([]);
});

test('of an addition all is done or nothing', row('ENTRA-19'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);
  const text = Entra.additionText('flag', [user.id, NOBODY]);

  const answer = await Entra.requests(tenant).sendText('E-V07', { gid: group.id }, text);

  const after = await tenant.scim.get(group.path);
  expect(answer).toBeRefused();
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test(
  'flag: who is removed from a group stays in the others',
  rowIn('flag', 'ENTRA-12'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const [group, other] = [await arrange.group(tenant, [user]), await arrange.group(tenant, [user])];

    const answer = await Entra.requests(tenant).send('E-B21', { gid: group.id, uid: user.id });

    expect(answer).toHaveStatus([200, 204]);
    expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([]);
    const { members } = bodyOf(await tenant.scim.get(other.path));
    expect(valuesOf(members), 'the members of the other group').toEqual([user.id]);
  },
);

for (const mode of Entra.MODES) {
  test(
    `${mode}: members are added beside one who is there already`,
    rowIn(mode, 'ENTRA-11'),
    async ({ tenant, arrange }) => {
      const users = await arrange.users(tenant, 3);
      const group = await arrange.group(tenant, users.slice(0, 1));

      const answer = Entra.answerTo(
        await Entra.connector(tenant, mode).groups.add(Entra.groupOf(group), users.map(Entra.accountOf)),
      );

      expect(answer).toHaveStatus([200, 204]);
      const { members } = bodyOf(await tenant.scim.get(group.path));
      expect(valuesOf(members), 'the members').toEqual(users.map(({ id }) => id).sort());
    },
  );
}

test('flag: who was added twice is out after one removal', rowIn('flag', 'ENTRA-12'), async ({ tenant, arrange }) => {
  const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [leaving, staying]);
  const { groups } = Entra.connector(tenant, 'flag');
  await arrange.during(() => groups.add(Entra.groupOf(group), [Entra.accountOf(leaving)]));

  const answer = Entra.answerTo(await groups.remove(Entra.groupOf(group), [Entra.accountOf(leaving)]));

  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([staying.id]);
});

for (const mode of Entra.MODES) {
  test(`${mode}: a user who is disabled is added`, rowIn(mode, 'ENTRA-11'), async ({ tenant, arrange }) => {
    const [member, disabled] = [await arrange.user(tenant), await arrange.user(tenant, { active: false })];
    const group = await arrange.group(tenant, [member]);
    const { groups } = Entra.connector(tenant, mode);

    const answer = Entra.answerTo(await groups.add(Entra.groupOf(group), [Entra.accountOf(disabled)]));

    expect(answer).toHaveStatus([200, 204]);
    const { members } = bodyOf(await tenant.scim.get(group.path));
    expect(valuesOf(members), 'the members').toEqual([member.id, disabled.id].sort());
  });
}
