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
    `the userName that ${how} freed can be given to a new user of another client`,
    row('VAULT-USER-01'),
    async ({ tenant, other, arrange }) => {
      const userName = await ofUser(arrange, tenant);

      const created = await other.scim.post('/Users', userBody(userName, { externalId: arrange.unique('ext') }));

      expect(created).toHaveStatus(201);
      const read = await other.scim.get(`/Users/${idOf(created)}`);
      expect(bodyOf(read).userName, 'userName that is read').toBe(userName);
    },
  );

  test(
    `a user of another client can be renamed to the userName that ${how} freed`,
    row('VAULT-USER-13'),
    async ({ tenant, other, arrange }) => {
      const userName = await ofUser(arrange, tenant);
      const user = await arrange.user(other);

      const renamed = await other.scim.put(user.path, { ...user.sent, userName });

      expect(renamed).toHaveStatus([200, 204]);
      const read = await other.scim.get(user.path);
      expect(bodyOf(read).userName, 'userName that is read').toBe(userName);
    },
  );

  test(
    `the displayName that ${how} freed can be given to a new group of another client`,
    row('VAULT-GROUP-01'),
    async ({ tenant, other, arrange }) => {
      const displayName = await ofGroup(arrange, tenant);

      const created = await other.scim.post('/Groups', groupBody(displayName));

      expect(created).toHaveStatus(201);
      const read = await other.scim.get(`/Groups/${idOf(created)}`);
      expect(bodyOf(read).displayName, 'displayName that is read').toBe(displayName);
    },
  );

  test(
    `a group of another client can be renamed to the displayName that ${how} freed`,
    row('VAULT-GROUP-16'),
    async ({ tenant, other, arrange }) => {
      const displayName = await ofGroup(arrange, tenant);
      const group = await arrange.group(other);

      const renamed = await other.scim.put(group.path, groupBody(displayName));

      expect(renamed).toHaveStatus([200, 204]);
      const read = await other.scim.get(group.path);
      expect(bodyOf(read).displayName, 'displayName that is read').toBe(displayName);
    },
  );
}
