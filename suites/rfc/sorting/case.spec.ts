import { expect, resourcesOf, row, test } from '../../../src/harness/index.ts';

/** In each pair another one of the two is made first: who overlooks case cannot put all pairs in the same order. */
const PAIRS = ['1a', '1A', '2A', '2a', '3a', '3A'];
const UPPER_FIRST = ['1A', '1a', '2A', '2a', '3A', '3a'];
const LOWER_FIRST = ['1a', '1A', '2a', '2A', '3a', '3A'];

test('the order of a case-exact attribute minds case', row('RFC7644-3.4.2.3-07'), async ({ tenant, arrange }) => {
  const start = arrange.unique('sort');
  for (const [index, label] of PAIRS.entries())
    await arrange.user(tenant, { userName: `${start}-${index}`, externalId: `${start}${label}` });

  const answer = await tenant.scim.list('/Users', {
    filter: `userName sw "${start}"`,
    sortBy: 'externalId',
    sortOrder: 'ascending',
  });

  expect(answer).toHaveStatus(200);
  const order = resourcesOf(answer).map(({ externalId }) => String(externalId).slice(start.length));
  expect([UPPER_FIRST, LOWER_FIRST], 'orders of the externalIds that mind case').toContainEqual(order);
});

test('a server that does not sort takes sortBy calmly', row('RFC7644-3.4.2.3-02'), async ({ tenant }) => {
  const answer = await tenant.scim.list('/Users', { sortBy: 'userName', sortOrder: 'descending', count: 1 });

  expect(answer).toHaveStatus([200, 400, 501]);
});
