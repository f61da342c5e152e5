import { bodyOf, differences, expect, idsOf, resourcesOf, row, test, valuesOf } from '../../../src/harness/index.ts';

test(
  'a deleted group is on no page any more, whatever pages were read before',
  row('RFC7644-3.6-07'),
  async ({ arrange, tenant }) => {
    const own = [await arrange.group(tenant), await arrange.group(tenant), await arrange.group(tenant)];
    const ids = own.map(({ id }) => id);
    const whole = await arrange.during(() => tenant.scim.list('/Groups', { startIndex: 1, count: 1_000 }));
    const shown = resourcesOf(whole).map(({ id }) => String(id));
    const deleted = shown.findLast((id) => ids.includes(id)) ?? '';
    await tenant.scim.delete(`/Groups/${deleted}`);

    const answer = await tenant.scim.list('/Groups', { startIndex: 2, count: shown.length });

    const [head] = resourcesOf(await tenant.scim.list('/Groups', { startIndex: 1, count: 1 }));
    const left = [String(head?.id), ...idsOf(answer)];
    expect(left, 'ids on the pages').not.toContain(deleted);
    expect(left, 'ids on the pages').toEqual(expect.arrayContaining(ids.filter((id) => id !== deleted)));
  },
);

test(
  'each group is shown on its page as a GET shows it',
  row('RFC7644-3.4.2-09'),
  async ({ tenant, arrange, types }) => {
    for (const count of [0, 1, 2]) await arrange.group(tenant, await arrange.users(tenant, count));
    const whole = await arrange.during(() => tenant.scim.list('/Groups', { count: 1_000 }));
    const total = resourcesOf(whole).length;

    for (const startIndex of [total, total - 1, total - 2]) {
      const [shown] = resourcesOf(await tenant.scim.list('/Groups', { startIndex, count: 1 }));

      const read = await tenant.scim.get(`/Groups/${shown?.id}`);
      expect(differences(read.body, shown, types.group), 'what the page shows otherwise').toEqual([]);
      expect(valuesOf(shown?.members), 'members on the page').toEqual(valuesOf(bodyOf(read).members));
    }
  },
);

for (const startIndex of [-1, -2, -1_000]) {
  test(
    `a startIndex of ${startIndex} is 1 where there are more resources than one`,
    row('RFC7644-3.4.2.4-01'),
    async ({ tenant, arrange }) => {
      await arrange.group(tenant, await arrange.users(tenant, 3));
      await arrange.group(tenant);

      for (const endpoint of ['/Users', '/Groups']) {
        const answer = await tenant.scim.list(endpoint, { startIndex, count: 1 });

        const first = await tenant.scim.list(endpoint, { startIndex: 1, count: 1 });
        expect(answer).toHaveStatus(200);
        expect(idsOf(answer), 'ids of the page').toEqual(idsOf(first));
      }
    },
  );
}
