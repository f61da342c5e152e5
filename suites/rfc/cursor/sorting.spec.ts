import { cursorPages, expect, resourcesOf, row, test } from '../../../src/harness/index.ts';

const IN_ORDER = ['a', 'b', 'c', 'd'];

for (const [sortOrder, wanted] of [
  ['ascending', IN_ORDER],
  ['descending', IN_ORDER.toReversed()],
] as const) {
  for (const count of [1, 3]) {
    test(
      `the ${sortOrder} order holds across cursor pages of ${count}`,
      row('RFC9865-2.2-01'),
      async ({ tenant, arrange, applies }) => {
        const start = arrange.unique('sort');
        const filter = `userName sw "${start}-"`;
        for (const label of ['c', 'a', 'd', 'b']) await arrange.user(tenant, { userName: `${start}-${label}` });
        const whole = await arrange.during(() => tenant.scim.list('/Users', { filter }));
        applies(whole.status === 200, 'the server does not filter by the start of a name');
        const query = { filter, sortBy: 'userName', sortOrder, count };

        const { pages, first } = await cursorPages((cursor) => tenant.scim.list('/Users', { ...query, cursor }), 4);

        expect(first).toHaveStatus(200);
        expect(
          pages.flatMap(resourcesOf).map(({ userName }) => String(userName).slice(start.length + 1)),
          'users in the order of the pages',
        ).toEqual(wanted);
      },
    );
  }
}
