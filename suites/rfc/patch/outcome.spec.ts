import {
  bodyOf,
  changeOf,
  differences,
  expect,
  idOf,
  metaOf,
  order,
  representationIn,
  row,
  test,
  valuesOf,
  waitPast,
} from '../../../src/harness/index.ts';

test('a patch answers 200 with the resource or 204', row('RFC7644-3.5.2-28'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  await arrange.group(tenant, [user, await arrange.user(tenant)]);
  await arrange.group(tenant, [user]);

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  const shown = representationIn(patched, read).body;
  expect(differences(read.body, shown, types.user), 'what the answer shows otherwise than a GET').toEqual([]);
  expect(bodyOf(read).active, 'active').toBe(false);
});

test('operations apply in order', row('RFC7644-3.5.2-23'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const patched = await tenant.scim.patch(user.path, [
    { op: 'replace', path: name, value: from },
    { op: 'replace', path: name, value: to },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the value of the last operation').toEqual(to);
});

test('operations on the members of a group apply in order', row('RFC7644-3.5.2-23'), async ({ tenant, arrange }) => {
  const [member, stranger, removed] = [
    await arrange.user(tenant),
    await arrange.user(tenant),
    await arrange.user(tenant),
  ];
  const group = await arrange.group(tenant, [member, removed]);
  const add = ({ id }: { id: string }) => ({ op: 'add', path: 'members', value: [{ value: id }] });
  const remove = ({ id }: { id: string }) => ({ op: 'remove', path: `members[value eq "${id}"]` });

  const patched = await tenant.scim.patch(group.path, [
    add(member),
    remove(member),
    add(stranger),
    remove(stranger),
    remove(removed),
    add(removed),
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual([removed.id]);
});

test('a patch is atomic', row('RFC7644-3.5.2-25'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const good = { op: 'replace', path: 'active', value: false };
  const bad = { op: 'remove' };

  const answers = [
    await tenant.scim.patch(user.path, [good, bad]),
    await tenant.scim.patch(user.path, [bad, good]),
    await tenant.scim.patch(user.path, [good, bad, good]),
  ];

  expect(
    answers.map(({ status }) => status >= 400 && status < 500),
    'a failing operation in each position is refused',
  ).toEqual([true, true, true]);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a failed patch has a SCIM error', row('RFC7644-3.5.2-27'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'remove' }]);

  expect(refused).toBeScimError({ status: 400 });
  expect(typeof bodyOf(refused).status, 'type of status in the body').toBe('string');
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a patch on an unknown id answers 404', row('RFC7644-3.5.2-31'), async ({ tenant }) => {
  const unknown = '/Users/00000000-0000-4000-8000-000000000000';
  const before = await tenant.scim.get(unknown);

  const refused = await tenant.scim.patch(unknown, [{ op: 'replace', path: 'active', value: false }]);

  expect(refused).toBeScimError({ status: 404 });
  const after = await tenant.scim.get(unknown);
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('a patch on an unknown id of a group answers 404', row('RFC7644-3.5.2-31'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const unknown = '/Groups/00000000-0000-4000-8000-000000000000';
  const before = await tenant.scim.get(unknown);

  const refused = await tenant.scim.patch(unknown, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  expect(refused).toBeScimError({ status: 404 });
  const after = await tenant.scim.get(unknown);
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

for (const value of [false, true]) {
  test(
    `a patch of active to ${value} moves lastModified only`,
    row('RFC7644-3.5.2-32'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant, { active: !value });
      await waitPast(arrange, tenant, metaOf(user.body, 'lastModified'));

      const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value }]);

      const read = await tenant.scim.get(user.path);
      const shown = representationIn(patched, read);
      const stamps = [metaOf(user.body, 'lastModified'), metaOf(read.body, 'lastModified')] as const;
      expect(order(...stamps), 'old and new lastModified').toBe('earlier');
      expect([idOf(read), metaOf(read.body, 'created')], 'id and created').toEqual([
        user.id,
        metaOf(user.body, 'created'),
      ]);
      expect([idOf(shown), bodyOf(shown).meta], 'id and meta in the answer').toEqual([user.id, bodyOf(read).meta]);
    },
  );
}

test(
  'an add of members answers with the group as it is then',
  row('RFC7644-3.5.2-28'),
  async ({ tenant, arrange, types }) => {
    const [member, ...added] = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [member]);
    const value = added.map(({ id }) => ({ value: id }));

    const patched = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    const shown = representationIn(patched, read).body;
    expect(differences(read.body, shown, types.group), 'what the answer shows otherwise than a GET').toEqual([]);
  },
);

test(
  'a patch of a group answers with the group as it is then',
  row('RFC7644-3.5.2-28'),
  async ({ tenant, arrange, types, applies }) => {
    const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [leaving, staying]);

    const patched = await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${leaving.id}"]` }]);

    // Which removals are understood is for other rows.

    applies(patched.status < 400, 'the server does not take this removal');

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    const shown = representationIn(patched, read).body;
    expect(differences(read.body, shown, types.group), 'what the answer shows otherwise than a GET').toEqual([]);
  },
);

test('a failed patch of a group has a SCIM error', row('RFC7644-3.5.2-27'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const refused = await tenant.scim.patch(group.path, [{ op: 'remove' }]);

  expect(refused).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});
