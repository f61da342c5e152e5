import { expect, idOf, metaOf, order, row, test, waitPast } from '../../../src/harness/index.ts';

test(
  'what is created under the name of a deleted resource has a meta.created of its own',
  row('RFC7643-3.1-17'),
  async ({ tenant, arrange }) => {
    const [user, group] = [await arrange.user(tenant), await arrange.group(tenant)];
    await tenant.scim.delete(user.path);
    await tenant.scim.delete(group.path);
    await waitPast(arrange, tenant, metaOf(group.body, 'created'));

    for (const [endpoint, former] of [
      ['/Users', user],
      ['/Groups', group],
    ] as const) {
      const again = await tenant.scim.post(endpoint, former.sent);
      const read = await tenant.scim.get(`${endpoint}/${idOf(again)}`);

      expect(again).toHaveStatus(201);
      expect(order(metaOf(former.body, 'created'), metaOf(read.body, 'created')), 'former and new meta.created').toBe(
        'earlier',
      );
    }
  },
);
