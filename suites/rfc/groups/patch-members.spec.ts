import {
  bodyOf,
  expect,
  expectAllOrNothing,
  metaOf,
  order,
  row,
  test,
  valuesOf,
  waitPast,
} from '../../../src/harness/index.ts';

test('add extends the members', row('RFC7644-3.5.2.1-16'), async ({ tenant, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [first]);

  const patched = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: second.id }] }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual([first.id, second.id].sort());
});

test(
  'a member that comes with its type is added, or refused',
  row('RFC7644-3.5.2.1-16'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const before = await tenant.scim.get(group.path);

    const patched = await tenant.scim.patch(group.path, [
      { op: 'add', path: 'members', value: [{ value: user.id, type: 'User' }] },
    ]);

    const after = await tenant.scim.get(group.path);
    expectAllOrNothing(patched, { before, after, executed: { members: [user.id] } });
  },
);

test(
  'each of several operations on the members has its effect',
  row('RFC7644-3.5.2-23'),
  async ({ tenant, arrange }) => {
    const [first, second, third, fourth] = [
      await arrange.user(tenant),
      await arrange.user(tenant),
      await arrange.user(tenant),
      await arrange.user(tenant),
    ];
    const group = await arrange.group(tenant, [first, second]);
    const add = ({ id }: { id: string }) => ({ op: 'add', path: 'members', value: [{ value: id }] });
    const remove = ({ id }: { id: string }) => ({ op: 'remove', path: `members[value eq "${id}"]` });

    const added = await tenant.scim.patch(group.path, [add(third), add(fourth)]);
    const between = await tenant.scim.get(group.path);
    const removed = await tenant.scim.patch(group.path, [remove(first), remove(third)]);

    for (const answer of [added, removed]) expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(valuesOf(bodyOf(between).members), 'members after two additions').toEqual(
      [first.id, second.id, third.id, fourth.id].sort(),
    );
    expect(valuesOf(bodyOf(read).members), 'members after two removals').toEqual([second.id, fourth.id].sort());
  },
);

test('adding a member again changes nothing', row('RFC7644-3.5.2.1-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual([user.id]);
});

test('adding a member again succeeds', row('RFC7644-3.5.2.1-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const patched = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  expect(patched).toHaveStatus([200, 204]);
  expect(await tenant.scim.get(group.path)).toHaveStatus(200);
});

test('a change of members is an update of the group', row('RFC7643-3.1-21'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  await waitPast(arrange, tenant, metaOf(group.body, 'lastModified'));

  await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  expect(order(metaOf(group.body, 'lastModified'), metaOf(read.body, 'lastModified')), 'old and new lastModified').toBe(
    'earlier',
  );
});

test('a removal of a member is an update of the group', row('RFC7643-3.1-21'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  await waitPast(arrange, tenant, metaOf(group.body, 'lastModified'));

  await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${user.id}"]` }]);

  const read = await tenant.scim.get(group.path);
  applies(valuesOf(bodyOf(read).members).length === 0, 'the member is not removed');
  expect(order(metaOf(group.body, 'lastModified'), metaOf(read.body, 'lastModified')), 'old and new lastModified').toBe(
    'earlier',
  );
});

test('operations on members apply in order', row('RFC7644-3.5.2.2-13'), async ({ tenant, arrange }) => {
  const [kept, gone, last] = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];
  const other = await arrange.user(tenant);
  const group = await arrange.group(tenant, [kept, other]);
  const remove = ({ id }: { id: string }) => ({ op: 'remove', path: `members[value eq "${id}"]` });
  const add = ({ id }: { id: string }) => ({ op: 'add', path: 'members', value: [{ value: id }] });

  const patched = await tenant.scim.patch(group.path, [
    remove(kept),
    add(kept),
    add(gone),
    remove(gone),
    add(last),
    remove(other),
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual([kept.id, last.id].sort());
});

test('several removals of members apply in one request', row('RFC7644-3.5.2.2-13'), async ({ tenant, arrange }) => {
  const users = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, users);
  const removals = users.map(({ id }) => ({ op: 'remove', path: `members[value eq "${id}"]` }));

  const patched = await tenant.scim.patch(group.path, removals);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual([]);
});

test('an add that changes nothing keeps the timestamp', row('RFC7644-3.5.2.1-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const before = await tenant.scim.get(group.path);
  await waitPast(arrange, tenant, metaOf(before.body, 'lastModified'));

  const patched = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  expect(patched).toHaveStatus([200, 204]);
  const after = await tenant.scim.get(group.path);
  expect(
    order(metaOf(before.body, 'lastModified'), metaOf(after.body, 'lastModified')),
    'lastModified before and after',
  ).toBe('equal');
});

test(
  'remove with a filter removes that member, at any place of many',
  row('RFC7644-3.5.2.2-11'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 12);
    const group = await arrange.group(tenant, users);
    const removed = [users[11], users[5], users[0]].map((user) => user?.id ?? '');

    const answers = [];
    for (const id of removed) {
      answers.push(await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${id}"]` }]));
    }

    for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    const left = users.map(({ id }) => id).filter((id) => !removed.includes(id));
    expect(valuesOf(bodyOf(read).members), 'members').toEqual(left.sort());
  },
);

test('removing a non-member changes nothing', row('RFC7644-3.5.2.2-10'), async ({ tenant, arrange }) => {
  const [member, stranger] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [member]);
  const other = await arrange.group(tenant, [stranger]);

  const patched = await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${stranger.id}"]` }]);

  expect(patched).toHaveStatus([200, 204, 400]);
  const reads = [await tenant.scim.get(group.path), await tenant.scim.get(other.path)];
  expect(
    reads.map((read) => valuesOf(bodyOf(read).members)),
    'members of the group, and of another',
  ).toEqual([[member.id], [stranger.id]]);
});

test('remove empties the group', row('RFC7644-3.5.2.2-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const patched = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members' }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect([read.status, valuesOf(bodyOf(read).members)], 'status and members').toEqual([200, []]);
});

test('one request exchanges members', row('RFC7644-3.5.2.2-13'), async ({ tenant, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [first]);

  const patched = await tenant.scim.patch(group.path, [
    { op: 'remove', path: `members[value eq "${first.id}"]` },
    { op: 'add', path: 'members', value: [{ value: second.id }] },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual([second.id]);
});

test(
  'remove with a value array loses no other member',
  row('RFC7644-3.5.2.2-14'),
  async ({ tenant, arrange, observe }) => {
    const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [first, second]);

    const patched = await tenant.scim.patch(group.path, [
      { op: 'remove', path: 'members', value: [{ value: first.id }] },
    ]);

    const read = await tenant.scim.get(group.path);
    const left = valuesOf(bodyOf(read).members).length;
    observe(`remove of members with a value answers ${patched.status} and leaves ${left} of 2 members`);
    expect(patched.status, 'status').toBeLessThan(500);
  },
);

test('replace sets the complete list', row('RFC7644-3.5.2.3-13'), async ({ tenant, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [first]);

  const patched = await tenant.scim.patch(group.path, [
    { op: 'replace', path: 'members', value: [{ value: second.id }] },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual([second.id]);
});

test('replace with [] empties the group', row('RFC7644-3.5.2.3-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const patched = await tenant.scim.patch(group.path, [{ op: 'replace', path: 'members', value: [] }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual([]);
});

test('replace renames a group', row('RFC7644-3.5.2.3-18'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const name = arrange.unique('renamed');

  const patched = await tenant.scim.patch(group.path, [{ op: 'replace', path: 'displayName', value: name }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect([bodyOf(read).displayName, valuesOf(bodyOf(read).members)], 'name and members').toEqual([name, [user.id]]);
});

test('replace of a missing member is refused', row('RFC7644-3.5.2.3-12'), async ({ tenant, arrange }) => {
  const [member, stranger] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [member]);
  const before = await tenant.scim.get(group.path);

  const refused = await tenant.scim.patch(group.path, [
    { op: 'replace', path: `members[value eq "${stranger.id}"]`, value: { value: stranger.id } },
  ]);

  expect(refused).toBeScimError({ status: 400, scimType: 'noTarget' });
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test('sub-attributes of a member are immutable', row('RFC7643-4.2-08'), async ({ tenant, arrange }) => {
  const [member, stranger] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [member]);
  const before = await tenant.scim.get(group.path);

  const refused = await tenant.scim.patch(group.path, [
    { op: 'replace', path: `members[value eq "${member.id}"].value`, value: stranger.id },
  ]);

  expect(refused).toBeScimError({ status: 400, scimType: 'mutability' });
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test('a failed patch restores the group', row('RFC7644-3.5.2-26'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const last = await tenant.scim.patch(group.path, [
    { op: 'add', path: 'members', value: [{ value: user.id }] },
    { op: 'remove' },
  ]);
  const first = await tenant.scim.patch(group.path, [
    { op: 'remove' },
    { op: 'add', path: 'members', value: [{ value: user.id }] },
  ]);

  expect([last.status, first.status], 'statuses').toEqual([400, 400]);
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});
