import {
  type Arrange,
  expect,
  groupBody,
  metadataOf,
  row,
  setActive,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

interface Given {
  tenant: Tenant;
  user: Awaited<ReturnType<Arrange['user']>>;
  group: Awaited<ReturnType<Arrange['group']>>;
  other: Awaited<ReturnType<Arrange['user']>>;
  name: string;
}

const member = ({ user }: Given) => [{ value: user.id }];

/** What an identity provider does besides a change of `active`. */
const ACTS: { after: string; act: (given: Given) => Promise<unknown> }[] = [
  {
    after: 'filters that find it, and a list',
    act: async ({ tenant, user: { userName, externalId, sent } }) => {
      const filters = [`userName eq "${userName}"`, `externalId eq "${externalId}"`, `active eq ${sent.active}`];
      for (const filter of filters) await tenant.scim.list('/Users', { filter });
      await tenant.scim.list('/Users');
    },
  },
  {
    after: 'a deactivation and an activation of another user',
    act: async ({ tenant, other }) => {
      await setActive(tenant, other, false);
      await setActive(tenant, other, true);
    },
  },
  { after: 'a replace that repeats everything', act: ({ tenant, user }) => tenant.scim.put(user.path, user.sent) },
  {
    after: 'a rename',
    act: ({ tenant, user, name }) => tenant.scim.put(user.path, { ...user.sent, userName: name }),
  },
  {
    after: 'the first name again, with metadata',
    act: ({ tenant, user }) => tenant.scim.put(user.path, { ...user.sent, ...metadataOf({ department: 'sales' }) }),
  },
  {
    after: 'an add to a group',
    act: (given) => given.tenant.scim.patch(given.group.path, [{ op: 'add', path: 'members', value: member(given) }]),
  },
  {
    after: 'a rename of the group',
    act: ({ tenant, user, group, name }) => tenant.scim.put(group.path, groupBody(name, [user.id])),
  },
  {
    after: 'a patch that has to be refused',
    act: ({ tenant, user }) => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: 'neither' }]),
  },
  {
    after: 'a replace that has to be refused',
    act: ({ tenant, user }) => tenant.scim.put(user.path, { ...user.sent, active: 'neither' }),
  },
  {
    after: 'a removal from the group',
    act: (given) =>
      given.tenant.scim.patch(given.group.path, [{ op: 'remove', path: 'members', value: member(given) }]),
  },
  {
    after: 'a replace of the group with it',
    act: ({ tenant, user, group }) => tenant.scim.put(group.path, groupBody(group.displayName, [user.id])),
  },
  { after: 'the deletion of the group', act: ({ tenant, group }) => tenant.scim.delete(group.path) },
];

for (const active of [true, false]) {
  test(
    `the entity of ${active ? 'an active' : 'an inactive'} user stays ${active ? 'enabled' : 'disabled'}`,
    row('VAULT-MAP-47'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant, { active });
      const other = await arrange.user(tenant);
      const group = await arrange.group(tenant, [other]);
      const given = { tenant, user, group, other, name: arrange.unique('renamed') };

      for (const { after, act } of ACTS) {
        await act(given);

        const entity = await vault.read(`identity/entity/id/${user.id}`);
        expect(entity.data?.disabled, `disabled of the entity after ${after}`).toBe(!active);
      }
    },
  );
}
