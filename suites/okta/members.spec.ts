import { bodyOf, expect, Okta, rowIn, test, valuesOf } from '../../src/harness/index.ts';

test(
  'OIN: a filter path removes one member and its access',
  rowIn('OIN', 'OKTA-17'),
  async ({ tenant, arrange, access }) => {
    const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [leaving, staying]);
    for (const { userName } of [leaving, staying]) await access.enrol(tenant, userName);
    await access.grant(group.id);
    await access.expect('a member before the removal', leaving.userName, group.id, 'reads the secret');

    const answer = await Okta.requests(tenant).send('OK-B14', { gid: group.id, uid: leaving.id });

    expect(answer).toHaveStatus([200, 204]);
    await access.expect('the removed member', leaving.userName, group.id, 'reads nothing');
    await access.expect('the other member', staying.userName, group.id, 'reads the secret');
    expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([staying.id]);
    const groups = valuesOf(bodyOf(await tenant.scim.get(leaving.path)).groups);
    expect(groups, 'the groups of the removed member').toEqual([]);
  },
);

test('OIN: one patch removes and adds', rowIn('OIN', 'OKTA-18'), async ({ tenant, arrange }) => {
  const [out, into] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [out]);
  const values = { gid: group.id, uid: out.id, uid2: into.id, userName2: into.userName };

  const answer = await Okta.requests(tenant).send('OK-B15', values);

  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([into.id]);
});

test('OIN: one patch removes and adds, and leaves the others', rowIn('OIN', 'OKTA-18'), async ({ tenant, arrange }) => {
  const [out, into] = [await arrange.user(tenant), await arrange.user(tenant)];
  const staying = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant, [out, ...staying]);
  const values = { gid: group.id, uid: out.id, uid2: into.id, userName2: into.userName };

  const answer = await Okta.requests(tenant).send('OK-B15', values);

  expect(answer).toHaveStatus([200, 204]);
  const { members } = bodyOf(await tenant.scim.get(group.path));
  expect(valuesOf(members), 'the members').toEqual([into, ...staying].map(({ id }) => id).sort());
});

// An addition has to name what is added (RFC 7644 section 3.5.2.1).
const BAD = { op: 'add', path: 'members' };
const WITH_BAD: Record<string, (removal: unknown, addition: unknown) => unknown[]> = {
  'whose second operation is bad': (removal) => [removal, BAD],
  'whose second operation is bad and whose first one adds': (_, addition) => [addition, BAD],
  'whose last of three operations is bad': (removal, addition) => [removal, addition, BAD],
};

for (const [what, operations] of Object.entries(WITH_BAD)) {
  test(`OIN: a patch ${what} changes nothing`, rowIn('OIN', 'OKTA-18'), async ({ tenant, arrange }) => {
    const [member, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [member]);
    const patch = Okta.bodyOfTemplate('OK-B15', { uid: member.id, uid2: other.id, userName2: other.userName });
    const [removal, addition] = patch.Operations as unknown[];
    const text = JSON.stringify({ ...patch, Operations: operations(removal, addition) });

    const answer = await Okta.requests(tenant).sendText('OK-B15', { gid: group.id }, text);

    expect(answer).toBeRefused();
    expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([member.id]);
  });
}

test('OIN: the members are replaced by a list', rowIn('OIN', 'OKTA-19'), async ({ tenant, arrange }) => {
  const [old, one, two] = await arrange.users(tenant, 3);
  const group = await arrange.group(tenant, old ? [old] : []);
  const values = {
    uid: one?.id ?? '',
    userName: one?.userName ?? '',
    uid2: two?.id ?? '',
    userName2: two?.userName ?? '',
  };

  const answer = await Okta.requests(tenant).send('OK-B16', { gid: group.id, ...values });

  const after = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
  expect([[old?.id], [one?.id, two?.id].sort()], 'the members: all or nothing').toContainEqual(after);
  expect(answer).toHaveStatus([200, 204]);
  expect(after, 'the members after a success').toEqual([one?.id, two?.id].sort());
});

test('OIN: the members are replaced by an empty list', rowIn('OIN', 'OKTA-19'), async ({ tenant, arrange }) => {
  const member = await arrange.user(tenant);
  const group = await arrange.group(tenant, [member]);

  const answer = await Okta.requests(tenant).send('OK-B17', { gid: group.id });

  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members after a success').toEqual([]);
});

test(
  'AIW: a replace renames the group and takes out who is left out',
  rowIn('AIW', 'OKTA-20'),
  async ({ tenant, arrange, access }) => {
    const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [leaving, staying]);
    for (const { userName } of [leaving, staying]) await access.enrol(tenant, userName);
    await access.grant(group.id);
    const { groups } = Okta.connector(tenant, 'AIW');
    const pushed = Okta.pushedGroup(group, [leaving, staying]);
    const name = arrange.unique('renamed');

    const renamed = Okta.answerTo(await groups.rename(pushed, name));
    const afterName = bodyOf(await tenant.scim.get(group.path));
    const shortened = Okta.answerTo(await groups.change(pushed, { removed: [Okta.memberOf(leaving)] }));
    const afterRemoval = bodyOf(await tenant.scim.get(group.path));
    await access.expect('the member that was left out', leaving.userName, group.id, 'reads nothing');
    await access.expect('the other member', staying.userName, group.id, 'reads the secret');
    const emptied = Okta.answerTo(await groups.change(pushed, { removed: [Okta.memberOf(staying)] }));
    const afterAll = bodyOf(await tenant.scim.get(group.path));

    for (const answer of [renamed, shortened, emptied]) expect(answer).toHaveStatus(200);
    expect(afterName.displayName, 'the name after the rename').toBe(name);
    expect(valuesOf(afterName.members), 'the members after the rename').toEqual([leaving.id, staying.id].sort());
    expect(valuesOf(afterRemoval.members), 'the members after the shorter list').toEqual([staying.id]);
    expect(valuesOf(afterAll.members), 'the members after the empty list').toEqual([]);
  },
);

test('AIW: an inactive member can be taken out', rowIn('AIW', 'OKTA-20'), async ({ tenant, arrange }) => {
  const left = await arrange.user(tenant, { active: false });
  const group = await arrange.group(tenant, [left]);

  const step = await Okta.connector(tenant, 'AIW').groups.change(Okta.pushedGroup(group, [left]), {
    removed: [Okta.memberOf(left)],
  });

  expect(Okta.answerTo(step)).toHaveStatus(200);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([]);
});

test('OIN: no member is lost when patches meet', rowIn('OIN', 'OKTA-27'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 8);
  const group = await arrange.group(tenant);
  const okta = Okta.requests(tenant);

  const answers = await Promise.all(
    users.map(({ id, userName }) => okta.send('OK-B13', { gid: group.id, uid: id, userName })),
  );

  for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'the members').toEqual(users.map(({ id }) => id).sort());
});

test('OIN: who is removed from a group stays in the others', rowIn('OIN', 'OKTA-17'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 2);
  const [leaving, staying] = users.map(({ id }) => id);
  const [group, other] = [await arrange.group(tenant, users), await arrange.group(tenant, users)];

  const answer = await Okta.requests(tenant).send('OK-B14', { gid: group.id, uid: leaving ?? '' });

  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([staying]);
  const { members } = bodyOf(await tenant.scim.get(other.path));
  expect(valuesOf(members), 'the members of the other group').toEqual([leaving, staying].sort());
});

test('OIN: an inactive member is removed by a filter path', rowIn('OIN', 'OKTA-17'), async ({ tenant, arrange }) => {
  const [left, staying] = [await arrange.user(tenant, { active: false }), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [left, staying]);

  const answer = await Okta.requests(tenant).send('OK-B14', { gid: group.id, uid: left.id });

  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([staying.id]);
});

test('AIW: a replace takes out who was added by a patch', rowIn('AIW', 'OKTA-20'), async ({ tenant, arrange }) => {
  const [first, added] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [first]);
  const addition = [{ op: 'add', path: 'members', value: [{ value: added.id }] }];
  await arrange.during(() => tenant.scim.patch(group.path, addition));

  const step = await Okta.connector(tenant, 'AIW').groups.change(Okta.pushedGroup(group, [first, added]), {
    removed: [Okta.memberOf(added)],
  });

  expect(Okta.answerTo(step)).toHaveStatus(200);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([first.id]);
});

/** What Okta pushes, one time after the other: which of two names, and the members by their places among the users. */
const PUSHES = [
  { name: 0, of: [0, 2] },
  { name: 1, of: [2] },
  { name: 1, of: [] },
  { name: 1, of: [1, 2] },
  { name: 0, of: [0] },
  { name: 0, of: [0] },
  { name: 1, of: [1] },
];

test(
  'AIW: each of several pushes leaves its name and its members, whatever was pushed before',
  rowIn('AIW', 'OKTA-20'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 3);
    const usersAt = (places: number[]) => users.filter((_, place) => places.includes(place));
    const group = await arrange.group(tenant, usersAt([0, 1]));
    const names = [group.displayName, arrange.unique('renamed')];
    const { groups } = Okta.connector(tenant, 'AIW');
    const states: unknown[] = [];

    for (const { name, of } of PUSHES) {
      const pushed = { ...Okta.pushedGroup(group, usersAt(of)), name: names[name] ?? '' };
      expect(Okta.answerTo(await groups.pushNow(pushed))).toHaveStatus(200);
      const { displayName, members } = bodyOf(await tenant.scim.get(group.path));
      states.push([displayName, valuesOf(members)]);
    }

    const wanted = PUSHES.map(({ name, of }) => [
      names[name],
      usersAt(of)
        .map(({ id }) => id)
        .sort(),
    ]);
    expect(states, 'name and members after each push').toEqual(wanted);
  },
);

test(
  'AIW: a push after a refused one takes out who is left out',
  rowIn('AIW', 'OKTA-20'),
  async ({ tenant, arrange }) => {
    const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [leaving, staying]);
    const { groups } = Okta.connector(tenant, 'AIW');
    const nobody = { uid: '00000000-0000-4000-8000-000000000000', userName: 'nobody' };
    const refused = Okta.pushedGroup(group, [leaving]);
    await arrange.during(() => groups.pushNow({ ...refused, members: [...refused.members, nobody] }));

    const step = await groups.pushNow(Okta.pushedGroup(group, [staying]));

    expect(Okta.answerTo(step)).toHaveStatus(200);
    expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([staying.id]);
  },
);

/** Removals and the additions between them, by the places of the users, with who is left. */
const TURNS = [
  { template: 'OK-B13', of: 0, left: [0, 1] },
  { template: 'OK-B14', of: 0, left: [1] },
  { template: 'OK-B14', of: 1, left: [] },
  { template: 'OK-B13', of: 0, left: [0] },
  { template: 'OK-B14', of: 0, left: [] },
];

test(
  'OIN: a filter path removes who was added again, and who is the last one',
  rowIn('OIN', 'OKTA-17'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 2);
    const group = await arrange.group(tenant, users);
    const okta = Okta.requests(tenant);
    const states: string[][] = [];

    for (const { template, of } of TURNS) {
      await okta.send(template, { gid: group.id, uid: users[of]?.id ?? '', userName: users[of]?.userName ?? '' });
      // Who is added twice may stand there twice: that is not what this need is about.
      states.push([...new Set(valuesOf(bodyOf(await tenant.scim.get(group.path)).members))]);
    }

    const idsAt = (places: number[]) => places.map((place) => users[place]?.id ?? '').sort();
    expect(states, 'the members after each patch').toEqual(TURNS.map(({ left }) => idsAt(left)));
  },
);
