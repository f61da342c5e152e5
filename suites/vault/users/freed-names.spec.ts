import {
  type Arrange,
  bodyOf,
  expect,
  groupBody,
  idOf,
  row,
  type Tenant,
  test,
  userBody,
} from '../../../src/harness/index.ts';

/** How a client gives up the name of a user or group of its own. */
const FREED = {
  'a deletion': {
    ofUser: async (arrange: Arrange, tenant: Tenant) => {
      const user = await arrange.user(tenant);
      await arrange.during(() => tenant.scim.delete(user.path));
      return user.userName;
    },
    ofGroup: async (arrange: Arrange, tenant: Tenant) => {
      const group = await arrange.group(tenant);
      await arrange.during(() => tenant.scim.delete(group.path));
      return group.displayName;
    },
  },
  'a rename': {
    ofUser: async (arrange: Arrange, tenant: Tenant) => {
      const user = await arrange.user(tenant);
      await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') }));
      return user.userName;
    },
    ofGroup: async (arrange: Arrange, tenant: Tenant) => {
      const group = await arrange.group(tenant);
      await arrange.during(() => tenant.scim.put(group.path, groupBody(arrange.unique('renamed'))));
      return group.displayName;
    },
  },
};

for (const [how, { ofUser, ofGroup }] of Object.entries(FREED)) {
  test(
    `the userName that ${how} freed can be given to a user of another client`,
    row('VAULT-USER-01', 'VAULT-USER-13'),
    async ({ tenant, other, arrange }) => {
      const [first, second] = [await ofUser(arrange, tenant), await ofUser(arrange, tenant)];
      const user = await arrange.user(other);

      const created = await other.scim.post('/Users', userBody(first, { externalId: arrange.unique('ext') }));
      const renamed = await other.scim.put(user.path, { ...user.sent, userName: second });

      expect(created).toHaveStatus(201);
      expect(renamed).toHaveStatus([200, 204]);
      const reads = [await other.scim.get(`/Users/${idOf(created)}`), await other.scim.get(user.path)];
      expect(
        reads.map((read) => bodyOf(read).userName),
        'userNames that are read',
      ).toEqual([first, second]);
    },
  );

  test(
    `the displayName that ${how} freed can be given to a group of another client`,
    row('VAULT-GROUP-01', 'VAULT-GROUP-16'),
    async ({ tenant, other, arrange }) => {
      const [first, second] = [await ofGroup(arrange, tenant), await ofGroup(arrange, tenant)];
      const group = await arrange.group(other);

      const created = await other.scim.post('/Groups', groupBody(first));
      const renamed = await other.scim.put(group.path, groupBody(second));

      expect(created).toHaveStatus(201);
      expect(renamed).toHaveStatus([200, 204]);
      const reads = [await other.scim.get(`/Groups/${idOf(created)}`), await other.scim.get(group.path)];
      expect(
        reads.map((read) => bodyOf(read).displayName),
        'displayNames that are read',
      ).toEqual([first, second]);
    },
  );
}
