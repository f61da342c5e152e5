import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  listed,
  listOf,
  Okta,
  row,
  rowIn,
  test,
  valuesOf,
} from '../../src/harness/index.ts';

for (const mode of Okta.MODES) {
  test(`${mode}: a group is found by displayName`, rowIn(mode, 'OKTA-14'), async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant);
    const { groups } = Okta.connector(tenant, mode);

    const found = await groups.find(group.displayName);
    const none = await groups.find(arrange.unique('group'));

    expect(found.answer).toHaveStatus(200);
    expect(listed(found.answer), 'the groups of that name').toEqual(listOf(group));
    expect(listed(none.answer), 'the groups of a name that none has').toEqual(listOf());
  });

  test(`${mode}: a group that exists is linked`, rowIn(mode, 'OKTA-14'), async ({ tenant, arrange }) => {
    const existing = await arrange.group(tenant);
    const { groups } = Okta.connector(tenant, mode);
    const found = await groups.find(existing.displayName);
    expect(found.answer).toHaveStatus(200);

    const { group } = await groups.push(existing.displayName, []);

    expect(group.gid, 'the id that Okta links').toBe(existing.id);
    expect(await tenant.scim.get(existing.path), 'the group that was there').toHaveStatus(200);
  });

  test(`${mode}: a group is created with and without members`, rowIn(mode, 'OKTA-15'), async ({ tenant, arrange }) => {
    const [one, two] = [await arrange.user(tenant), await arrange.user(tenant)];
    const { groups } = Okta.connector(tenant, mode);
    const names = { empty: arrange.unique('empty'), full: arrange.unique('full') };

    const empty = await groups.create(names.empty, []);
    const full = await groups.create(names.full, [Okta.memberOf(one), Okta.memberOf(two)]);

    for (const { answer } of [empty, full]) expect(answer).toHaveStatus(201);
    const readEmpty = bodyOf(await tenant.scim.get(`/Groups/${idOf(empty.answer)}`));
    const readFull = bodyOf(await tenant.scim.get(`/Groups/${idOf(full.answer)}`));
    expect(readEmpty.displayName, 'the name of the group without members').toBe(names.empty);
    expect(valuesOf(readEmpty.members), 'the members of the group without members').toEqual([]);
    expect(readFull.displayName, 'the name of the group with members').toBe(names.full);
    expect(valuesOf(readFull.members), 'the members of the group with members').toEqual([one.id, two.id].sort());
  });
}

for (const change of ['unchanged', 'new']) {
  test(
    `OIN: the name of a group is sent without a path, ${change}`,
    rowIn('OIN', 'OKTA-16'),
    async ({ tenant, arrange }) => {
      const group = await arrange.group(tenant, [await arrange.user(tenant)]);
      const names: Record<string, string> = { unchanged: group.displayName, new: arrange.unique('renamed') };
      const name = names[change] ?? '';
      const before = await tenant.scim.get(group.path);

      const answer = await Okta.requests(tenant).send('OK-B12', { gid: group.id, groupName: name });

      const after = await tenant.scim.get(group.path);
      expect(valuesOf(bodyOf(after).members), 'the members afterwards').toEqual(valuesOf(bodyOf(before).members));
      expect(answer).toHaveStatus([200, 204]);
      expect(bodyOf(after).displayName, 'the name afterwards').toBe(name);
    },
  );
}

test('a group is deleted, by a request with a media type and no body', row('OKTA-21'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, [await arrange.user(tenant)]);

  const answer = await Okta.requests(tenant).send('OK-D01', { gid: group.id });

  expect(answer).toHaveStatus(204);
  expect(answer.text, 'the body of the answer').toBe('');
  expect(await tenant.scim.get(group.path), 'the group afterwards').toHaveStatus(404);
});

for (const mode of Okta.MODES) {
  test(
    `${mode}: a group is created with members who are inactive`,
    rowIn(mode, 'OKTA-15'),
    async ({ tenant, arrange }) => {
      const users = [...(await arrange.users(tenant, 2)), ...(await arrange.users(tenant, 2, { active: false }))];

      const { answer } = await Okta.connector(tenant, mode).groups.create(
        arrange.unique('group'),
        users.map(Okta.memberOf),
      );

      expect(answer).toHaveStatus(201);
      const { members } = bodyOf(await tenant.scim.get(`/Groups/${idOf(answer)}`));
      expect(valuesOf(members), 'the members').toEqual(users.map(({ id }) => id).sort());
    },
  );

  test(
    `${mode}: a group that was renamed is found by its new name only`,
    rowIn(mode, 'OKTA-14'),
    async ({ tenant, arrange }) => {
      const group = await arrange.group(tenant);
      const displayName = arrange.unique('renamed');
      await arrange.during(() => tenant.scim.put(group.path, groupBody(displayName, [])));
      const { groups } = Okta.connector(tenant, mode);

      const found = await groups.find(displayName);
      const former = await groups.find(group.displayName);

      expect(found.answer).toHaveStatus(200);
      expect(listed(found.answer), 'the groups of the new name').toEqual(listOf(group));
      expect(listed(former.answer), 'the groups of the former name').toEqual(listOf());
    },
  );
}

for (const mode of Okta.MODES) {
  test(
    `${mode}: groups are told from each other whose names begin alike`,
    rowIn(mode, 'OKTA-14'),
    async ({ tenant, arrange }) => {
      const group = await arrange.group(tenant);
      const longer = await arrange.group(tenant, [], `${group.displayName} 2`);
      const { groups } = Okta.connector(tenant, mode);

      for (const one of [group, longer]) {
        const found = await groups.find(one.displayName);

        expect(found.answer).toHaveStatus(200);
        expect(listed(found.answer), 'the groups of that name').toEqual(listOf(one));
      }
    },
  );
}

test('a group of several members is deleted, and its members stay', row('OKTA-21'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 3);
  const group = await arrange.group(tenant, users);

  const answer = await Okta.requests(tenant).send('OK-D01', { gid: group.id });

  expect(answer).toHaveStatus(204);
  expect(await tenant.scim.get(group.path), 'the group afterwards').toHaveStatus(404);
  for (const { path } of users) expect(await tenant.scim.get(path), 'a member afterwards').toHaveStatus(200);
});
