import { bodyOf, expect, idOf, idsOf, row, test, valuesOf } from '../../../src/harness/index.ts';

const SCIM = 'identity/scim/v2';
const ALL = ['create', 'read', 'update', 'patch', 'delete', 'list'];

test('read alone is enough to read users', row('VAULT-ACL-10'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const reader = await arrange.credential(tenant, {
    grants: { [`${SCIM}/Users`]: ['read'], [`${SCIM}/Users/*`]: ['read'] },
  });

  const listed = await reader.scim.get('/Users');
  const found = await reader.scim.list('/Users', { filter: `userName eq "${user.userName}"` });
  const single = await reader.scim.get(user.path);

  expect(listed).toHaveStatus(200);
  expect(idsOf(listed), 'the users in the list').toContain(user.id);
  expect(found).toHaveStatus(200);
  expect(idsOf(found), 'the users that a filter finds').toEqual([user.id]);
  expect(single).toHaveStatus(200);
  expect(idOf(single), 'the user').toBe(user.id);
});

test('the more specific pattern decides over the wildcard', row('VAULT-ACL-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const mixed = await arrange.credential(tenant, {
    grants: { [`${SCIM}/*`]: ['read', 'list'], [`${SCIM}/Users/*`]: ALL },
  });

  const answer = await mixed.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  expect(answer).toHaveStatus([200, 204]);
  expect(bodyOf(await tenant.scim.get(user.path)).active, 'active').toBe(false);
});

test(
  'capabilities of the same pattern in several policies add up',
  row('VAULT-ACL-14'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const several = await arrange.credential(tenant, {
      policies: ['default', 'vsc-first', 'vsc-second'],
      grants: [['read', 'list'], ['update'], ['patch'], ['delete']].map((one) => ({ [`${SCIM}/Users/*`]: one })),
    });

    const read = await several.scim.get(user.path);
    const patched = await several.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
    const shown = await tenant.scim.get(user.path);
    const replaced = await several.scim.put(user.path, user.sent);
    const deleted = await several.scim.delete(user.path);

    expect(read).toHaveStatus(200);
    expect(idOf(read), 'the user').toBe(user.id);
    for (const answer of [patched, replaced, deleted]) expect(answer).toHaveStatus([200, 204]);
    expect(bodyOf(shown).active, 'active after the patch').toBe(false);
    expect(await tenant.scim.get(user.path), 'the user after the deletion').toHaveStatus(404);
  },
);

test('a plus stands for one path segment', row('VAULT-ACL-15'), async ({ tenant, arrange }) => {
  const [user, group] = [await arrange.user(tenant), await arrange.group(tenant)];
  const plus = await arrange.credential(tenant, {
    grants: {
      [`${SCIM}/+/*`]: ['read', 'list'],
      'identity/+/+/Groups': ['read', 'list'],
      [`${SCIM}/Groups/+`]: ALL,
      'identity/scim/+': ALL,
    },
  });

  const single = await plus.scim.get(user.path);
  const listed = await plus.scim.get('/Users');
  const groups = await plus.scim.get('/Groups');
  const patched = await plus.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  expect(single).toHaveStatus(200);
  expect(idOf(single), 'the user').toBe(user.id);
  expect(listed, 'the list, which no plus at the end reaches and which has no segment after one').toHaveStatus(403);
  expect(groups, 'the list of groups, by two pluses in the middle').toHaveStatus(200);
  expect(patched, 'a patch of a group, by a plus at the end').toHaveStatus([200, 204]);
  expect(valuesOf(bodyOf(await tenant.scim.get(group.path)).members), 'the members').toEqual([user.id]);
});

for (const { which, wildcard, specific } of [
  { which: 'a longer one', wildcard: `${SCIM}/*`, specific: `${SCIM}/Users/*` },
  { which: 'a plus in the place of the star', wildcard: `${SCIM}/Users/*`, specific: `${SCIM}/Users/+` },
]) {
  test(
    `the more specific pattern takes away what the wildcard grants: ${which}`,
    row('VAULT-ACL-13'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const mixed = await arrange.credential(tenant, { grants: { [wildcard]: ALL, [specific]: ['read', 'list'] } });
      const before = await tenant.scim.get(user.path);

      const read = await mixed.scim.get(user.path);
      const patched = await mixed.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      const deleted = await mixed.scim.delete(user.path);

      expect(read).toHaveStatus(200);
      expect(patched).toHaveStatus(403);
      expect(deleted).toHaveStatus(403);
      expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
    },
  );
}

test(
  'a deny of one user by its id takes away what the wildcard grants',
  row('VAULT-ACL-13'),
  async ({ tenant, arrange }) => {
    const [user, other] = await Promise.all([arrange.user(tenant), arrange.user(tenant)]);
    const mixed = await arrange.credential(tenant, {
      grants: { [`${SCIM}/*`]: ALL, [`${SCIM}/Users/*`]: ALL, [`${SCIM}${user.path}`]: ['deny'] },
    });
    const before = await tenant.scim.get(user.path);

    const refused = [
      await mixed.scim.get(user.path),
      await mixed.scim.put(user.path, { ...user.sent, active: false }),
      await mixed.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
      await mixed.scim.delete(user.path),
    ];

    for (const answer of refused) expect(answer, 'a request on the user').toHaveStatus(403);
    expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
    expect(await mixed.scim.get(other.path), 'another user').toHaveStatus(200);
  },
);

test('a star at the end stands for any rest', row('VAULT-ACL-26'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const star = await arrange.credential(tenant, { grants: { [`${SCIM}/U*`]: ['read', 'list'] } });

  const list = await star.scim.get('/Users');
  const single = await star.scim.get(user.path);

  expect(list).toHaveStatus(200);
  expect(idsOf(list), 'the users in the list').toContain(user.id);
  expect(single).toHaveStatus(200);
  expect(await star.scim.get('/Groups'), 'the list of groups').toHaveStatus(403);
});
