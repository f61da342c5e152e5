import {
  type Arrange,
  bodyOf,
  entityStateOf,
  expect,
  metadataOf,
  representationIn,
  resourcesOf,
  row,
  setActive,
  stateOf,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

for (const [active, id] of [
  [false, 'VAULT-UPATCH-01'],
  [true, 'VAULT-UPATCH-02'],
] as const) {
  test(
    `the same patch ${active ? 'activates' : 'deactivates'} one user after the other`,
    row(id),
    async ({ tenant, arrange }) => {
      for (const user of await arrange.users(tenant, 2, { active: !active })) {
        const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]);

        expect(answer).toHaveStatus([200, 204]);
        const read = await tenant.scim.get(user.path);
        const shown = resourcesOf(await tenant.scim.list('/Users')).find(({ id }) => id === user.id);
        expect(bodyOf(read).active, 'active that is read').toBe(active);
        expect(shown?.active, 'active in the list').toBe(active);
      }
    },
  );
}

test('a patch deactivates a member of groups', row('VAULT-UPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  for (const members of [[user], [await arrange.user(tenant), user]]) await arrange.group(tenant, members);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

const INACTIVE = [
  {
    which: 'deactivated by a patch',
    made: async (arrange: Arrange, tenant: Tenant) => {
      const user = await arrange.user(tenant);
      await arrange.during(() => setActive(tenant, user, false));
      return user;
    },
  },
  {
    which: 'deactivated by a replace',
    made: async (arrange: Arrange, tenant: Tenant) => {
      const user = await arrange.user(tenant);
      await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, active: false }));
      return user;
    },
  },
  {
    which: 'renamed while it was inactive',
    made: async (arrange: Arrange, tenant: Tenant) => {
      const user = await arrange.user(tenant, { active: false });
      const body = { ...user.sent, userName: arrange.unique('renamed') };
      await arrange.during(() => tenant.scim.put(user.path, body));
      return user;
    },
  },
];

for (const { which, made } of INACTIVE) {
  test(`a patch activates a user again that was ${which}`, row('VAULT-UPATCH-02'), async ({ tenant, arrange }) => {
    const user = await made(arrange, tenant);

    const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]);

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const shown = [bodyOf(representationIn(answer, read)).active, bodyOf(read).active];
    expect(shown, 'active in the answer and in a read').toEqual([true, true]);
  });
}

for (const active of [false, true]) {
  test(
    `a patch that ${active ? 'activates' : 'deactivates'} changes nothing else`,
    row('VAULT-UPATCH-03'),
    async ({ tenant, vault, arrange }) => {
      const metadata = metadataOf({ department: 'engineering', site: 'north' });
      const user = await arrange.user(tenant, { ...metadata, active: !active });
      await arrange.group(tenant, [await arrange.user(tenant), user]);
      const entity = `identity/entity/id/${user.id}`;
      const { disabled: _, ...stored } = await entityStateOf(vault)(entity);
      const before = stateOf(await tenant.scim.get(user.path));

      await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]);

      const after = stateOf(await tenant.scim.get(user.path));
      expect(after, 'all attributes besides active').toEqual({ ...before, active: after.active });
      expect(await entityStateOf(vault)(entity), 'the entity besides disabled').toMatchObject(stored);
    },
  );
}
