import { type Arrange, expect, metaOf, order, row, type Tenant, test, waitPast } from '../../../src/harness/index.ts';

/** Deletes a resource and makes one of the same name, later by the clock of the server. */
async function namesake(arrange: Arrange, tenant: Tenant, make: () => Promise<{ path: string; body: unknown }>) {
  const former = await make();
  await waitPast(arrange, tenant, metaOf(former.body, 'created'));
  await arrange.during(() => tenant.scim.delete(former.path));
  return { former, later: await make() };
}

const KINDS = [
  {
    kind: 'user',
    makerOf: (arrange: Arrange, tenant: Tenant) => {
      const userName = arrange.unique('user');
      return () => arrange.user(tenant, { userName });
    },
  },
  {
    kind: 'group',
    makerOf: (arrange: Arrange, tenant: Tenant) => {
      const displayName = arrange.unique('group');
      return () => arrange.group(tenant, [], displayName);
    },
  },
];

for (const { kind, makerOf } of KINDS) {
  test(
    `meta.created of a ${kind} under the name of a deleted one is its own`,
    row('RFC7643-3.1-17'),
    async ({ tenant, arrange }) => {
      const { former, later } = await namesake(arrange, tenant, makerOf(arrange, tenant));

      const read = await tenant.scim.get(later.path);

      expect(order(metaOf(former.body, 'created'), metaOf(read.body, 'created')), 'created of both').toBe('earlier');
    },
  );

  test(
    `lastModified of a ${kind} under the name of a deleted one equals created at first`,
    row('RFC7643-3.1-19'),
    async ({ tenant, arrange }) => {
      const { later } = await namesake(arrange, tenant, makerOf(arrange, tenant));

      const read = await tenant.scim.get(later.path);

      const times = [metaOf(read.body, 'created'), metaOf(read.body, 'lastModified')] as const;
      expect(order(...times), 'created and lastModified').toBe('equal');
    },
  );
}
