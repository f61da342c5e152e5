import {
  bodyOf,
  differences,
  expect,
  representationIn,
  rowIn,
  SailPoint,
  test,
  valuesOf,
} from '../../src/harness/index.ts';

for (const { form, template } of [
  { form: 'a list of one', template: 'SP-B06' },
  { form: 'a single object', template: 'SP-V03' },
]) {
  test(`patch: a member is added by ${form}, once`, rowIn('patch', 'SAIL-09'), async ({ tenant, arrange, access }) => {
    const [old, user] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [old]);
    await access.enrol(tenant, user.userName);
    await access.grant(group.id);
    const { entitlements } = SailPoint.connector(tenant);
    const account = SailPoint.accountOf(user);

    const added = SailPoint.answerTo(await entitlements.add(account, group.id, template));
    const again = SailPoint.answerTo(await entitlements.add(account, group.id, template));

    const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    expect(added).toHaveStatus([200, 204]);
    expect(again).toHaveStatus([200, 204]);
    expect(members, 'the members').toEqual([old.id, user.id].sort());
    await access.expect('the added member', user.userName, group.id, 'reads the secret');
  });
}

for (const removal of ['filter path', 'value list'] as const) {
  test(
    `patch: only the named member is removed, by a ${removal}`,
    rowIn('patch', 'SAIL-10'),
    async ({ tenant, arrange, access }) => {
      const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
      const group = await arrange.group(tenant, [leaving, staying]);
      for (const { userName } of [leaving, staying]) await access.enrol(tenant, userName);
      await access.grant(group.id);
      const { entitlements } = SailPoint.connector(tenant, { removal });

      const step = await entitlements.remove(SailPoint.accountOf(leaving, [group]), group.id);

      const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
      const groups = valuesOf(bodyOf(await tenant.scim.get(leaving.path)).groups);
      expect(SailPoint.answerTo(step)).toHaveStatus([200, 204]);
      expect(members, 'the members').toEqual([staying.id]);
      expect(groups, 'the groups of the removed member').toEqual([]);
      await access.expect('the removed member', leaving.userName, group.id, 'reads nothing');
      await access.expect('the other member', staying.userName, group.id, 'reads the secret');
    },
  );
}

test(
  'put: a group is replaced by a longer and a shorter list',
  rowIn('put', 'SAIL-11'),
  async ({ tenant, arrange, access }) => {
    const [old, user] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [old]);
    for (const { userName } of [old, user]) await access.enrol(tenant, userName);
    await access.grant(group.id);
    const { entitlements } = SailPoint.connector(tenant, { mode: 'put' });

    const longer = SailPoint.answerTo(await entitlements.add(SailPoint.accountOf(user), group.id));
    const both = bodyOf(await tenant.scim.get(group.path));
    await access.expect('the added member', user.userName, group.id, 'reads the secret');
    const shorter = SailPoint.answerTo(await entitlements.remove(SailPoint.accountOf(old, [group]), group.id));
    const one = bodyOf(await tenant.scim.get(group.path));
    await access.expect('the member that was left out', old.userName, group.id, 'reads nothing');

    expect(longer).toHaveStatus([200, 204]);
    expect(shorter).toHaveStatus([200, 204]);
    expect(valuesOf(both.members), 'the members of the longer list').toEqual([old.id, user.id].sort());
    expect(valuesOf(one.members), 'the members of the shorter list').toEqual([user.id]);
    expect(one.displayName, 'the name of the group').toBe(group.displayName);
  },
);

test('patch: the answer is the group, or empty', rowIn('patch', 'SAIL-13'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const answer = await SailPoint.requests(tenant).send('SP-B06', { gid: group.id, uid: user.id });

  const read = await tenant.scim.get(group.path);
  const shown = representationIn(answer, read).body;
  expect(answer).toHaveStatus([200, 204]);
  expect(answer.text === '', 'whether the answer is empty').toBe(answer.status === 204);
  expect(differences(shown, read.body, types.group), 'what differs from the group that is read').toEqual([]);
  expect(valuesOf(bodyOf(read).members), 'the members').toEqual([user.id]);
});

test('patch: the groups of a user cannot be written', rowIn('patch', 'SAIL-18'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const [userBefore, groupBefore] = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];
  const { entitlements } = SailPoint.connector(tenant, { groupsViaUsers: true });

  const answer = SailPoint.answerTo(await entitlements.add(SailPoint.accountOf(user), group.id));

  const [userAfter, groupAfter] = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];
  expect(userAfter.body, 'the user afterwards').toEqual(userBefore.body);
  expect(groupAfter.body, 'the group afterwards').toEqual(groupBefore.body);
  expect(answer).toBeScimError({ status: 400, scimType: 'mutability' });
});

for (const removal of ['filter path', 'value list'] as const) {
  test(
    `patch: who was added twice is out after one removal by a ${removal}`,
    rowIn('patch', 'SAIL-10'),
    async ({ tenant, arrange }) => {
      const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
      const group = await arrange.group(tenant, [leaving, staying]);
      const { entitlements } = SailPoint.connector(tenant, { removal });
      await arrange.during(() => entitlements.add(SailPoint.accountOf(leaving), group.id));

      const step = await entitlements.remove(SailPoint.accountOf(leaving, [group]), group.id);

      expect(SailPoint.answerTo(step)).toHaveStatus([200, 204]);
      expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([staying.id]);
    },
  );
}

test('patch: a member who is disabled is added', rowIn('patch', 'SAIL-09'), async ({ tenant, arrange }) => {
  const disabled = await arrange.user(tenant, { active: false });
  const group = await arrange.group(tenant);

  const step = await SailPoint.connector(tenant).entitlements.add(SailPoint.accountOf(disabled), group.id);

  expect(SailPoint.answerTo(step)).toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([disabled.id]);
});
