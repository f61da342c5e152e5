import {
  bodyOf,
  expect,
  expectedPage,
  expectedWalk,
  idsOf,
  ownCollection,
  resourcesOf,
  row,
  test,
} from '../../../src/harness/index.ts';

test('a startIndex below 1 is 1', row('RFC7644-3.4.2.4-01'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 3);

  const zero = await tenant.scim.list('/Users', { ...query, startIndex: 0, count: 2 });
  const negative = await tenant.scim.list('/Users', { ...query, startIndex: -5, count: 2 });

  expect(zero).toHaveStatus(200);
  expect(negative).toHaveStatus(200);
  const page = expectedPage(ids, { startIndex: 0, count: 2 });
  expect([idsOf(zero), bodyOf(zero).startIndex], 'ids and startIndex for 0').toEqual([[...page.ids].sort(), 1]);
  expect([idsOf(negative), bodyOf(negative).startIndex], 'ids and startIndex for -5').toEqual([
    [...page.ids].sort(),
    1,
  ]);
});

test('startIndex is 1 when it is left out', row('RFC7644-3.4.2.4-02'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 3);

  const answer = await tenant.scim.list('/Users', { ...query, count: 2 });

  expect(idsOf(answer), 'ids of the first page').toEqual([...expectedPage(ids, { count: 2 }).ids].sort());
});

test('a page holds no more than count', row('RFC7644-3.4.2.4-03'), async ({ tenant, arrange }) => {
  const { query } = await ownCollection(arrange, tenant, 4);

  const counts = [1, 2, 3];
  const answers = await Promise.all(counts.map((count) => tenant.scim.list('/Users', { ...query, count })));

  expect(
    answers.map((answer) => resourcesOf(answer).length),
    'sizes of pages with count 1, 2 and 3',
  ).toEqual(counts);
});

test('a page may hold fewer than count', row('RFC7644-3.4.2.4-04'), async ({ tenant, arrange, observe }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 2);

  const answer = await tenant.scim.list('/Users', { ...query, count: 100_000 });

  observe(`a count of 100,000 answers ${answer.status}`);
  expect(answer).toHaveStatus(200);
  expect(resourcesOf(answer).length, 'size of the page').toBeLessThanOrEqual(ids.length);
});

test('a negative count is 0', row('RFC7644-3.4.2.4-05'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 2);

  const answer = await tenant.scim.list('/Users', { ...query, count: -1 });

  expect(answer).toHaveStatus(200);
  expect([resourcesOf(answer), bodyOf(answer).totalResults], 'Resources and totalResults').toEqual([[], ids.length]);
});

test('count=0 gives the total only', row('RFC7644-3.4.2.4-06'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 2);

  const answer = await tenant.scim.list('/Users', { ...query, count: 0 });

  expect(answer).toHaveStatus(200);
  expect([resourcesOf(answer), bodyOf(answer).totalResults], 'Resources and totalResults').toEqual([[], ids.length]);
});

test(
  'without count the server chooses the page size',
  row('RFC7644-3.4.2.4-07'),
  async ({ tenant, arrange, observe }) => {
    const { query, ids } = await ownCollection(arrange, tenant, 2);

    const answer = await tenant.scim.list('/Users', query);

    observe(`two of two users come back without a count: ${resourcesOf(answer).length === ids.length}`);
    expect(bodyOf(answer).totalResults, 'totalResults').toBe(ids.length);
  },
);

test('itemsPerPage is the size of this page', row('RFC7644-3.4.2.4-08'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 3);

  const answers = await Promise.all(
    [1, 3].map((startIndex) => tenant.scim.list('/Users', { ...query, startIndex, count: 2 })),
  );

  expect(
    answers.map((answer) => bodyOf(answer).itemsPerPage),
    'itemsPerPage of the first and of the short last page',
  ).toEqual([1, 3].map((startIndex) => expectedPage(ids, { startIndex, count: 2 }).itemsPerPage));
});

test('itemsPerPage of groups is the size of the page', row('RFC7644-3.4.2.4-08'), async ({ tenant, arrange }) => {
  await arrange.group(tenant);

  const answers = [await tenant.scim.list('/Groups', { count: 50 }), await tenant.scim.list('/Groups', { count: 1 })];

  for (const answer of answers) {
    expect(answer).toHaveStatus(200);
    expect(bodyOf(answer).itemsPerPage, 'itemsPerPage').toBe(resourcesOf(answer).length);
  }
});

test('totalResults does not depend on the page', row('RFC7644-3.4.2.4-09'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 3);

  const answers = await Promise.all(
    [1, 2, 3].map((startIndex) => tenant.scim.list('/Users', { ...query, startIndex, count: 1 })),
  );

  expect(
    answers.map((answer) => bodyOf(answer).totalResults),
    'totalResults of three pages',
  ).toEqual([ids.length, ids.length, ids.length]);
});

test(
  'startIndex of the answer is that of its first resource',
  row('RFC7644-3.4.2.4-10'),
  async ({ tenant, arrange }) => {
    const { query, ids } = await ownCollection(arrange, tenant, 3);

    const answer = await tenant.scim.list('/Users', { ...query, startIndex: 2, count: 1 });

    expect([bodyOf(answer).startIndex, idsOf(answer)], 'startIndex and ids').toEqual([2, ids.slice(1, 2)]);
  },
);

test('a page behind the end is empty', row('RFC7644-3.4.2.4-11'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 2);

  const answer = await tenant.scim.list('/Users', { ...query, startIndex: ids.length + 100 });

  expect(answer).toHaveStatus(200);
  expect([resourcesOf(answer), bodyOf(answer).totalResults], 'Resources and totalResults').toEqual([[], ids.length]);
});

test('a walk visits each resource once', row('RFC7644-3.4.2.4-12'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 5);

  const pages = expectedWalk(ids, 2);
  const answers = await Promise.all(
    pages.map(({ startIndex }) => tenant.scim.list('/Users', { ...query, startIndex, count: 2 })),
  );

  expect(answers.flatMap(idsOf).sort(), 'ids over all pages').toEqual([...ids].sort());
  expect(answers.map(idsOf), 'ids of each page').toEqual(pages.map((page) => [...page.ids].sort()));
});

test(
  'a walk over a filtered list visits each match once',
  row('RFC7644-3.4.2.4-12'),
  async ({ tenant, arrange, applies }) => {
    await arrange.users(tenant, 3, { active: false });
    const filter = 'active eq false';
    const whole = await arrange.during(() => tenant.scim.list('/Users', { filter, count: 1_000 }));
    applies(whole.status === 200, 'the server does not filter by active');
    const ids = resourcesOf(whole).map(({ id }) => String(id));

    const pages = expectedWalk(ids, 2);
    const answers = await Promise.all(
      pages.map(({ startIndex }) => tenant.scim.list('/Users', { filter, startIndex, count: 2 })),
    );

    expect(answers.map(idsOf), 'ids of each page').toEqual(pages.map((page) => [...page.ids].sort()));
    expect(
      answers.map((answer) => bodyOf(answer).totalResults),
      'totalResults of each page',
    ).toEqual(pages.map(() => ids.length));
  },
);

test('paging values that are no numbers do not break the server', row('RFC7644-3.4.2.4-13'), async ({ tenant }) => {
  const start = await tenant.scim.list('/Users', { startIndex: 'abc' });
  const count = await tenant.scim.list('/Users', { count: 'xyz' });

  expect(start).toHaveStatus([200, 400]);
  expect(count).toHaveStatus([200, 400]);
});

test('a count above the limit is capped', row('RFC7644-3.4.2.4-14'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 2);

  const answer = await tenant.scim.list('/Users', { ...query, startIndex: 1, count: 2_147_483_647 });

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids of the page').toEqual([...ids].sort());
});

test('an unknown cursor parameter is ignored', row('RFC9865-2.4-03'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 3);
  const filter = query.filter === undefined ? '' : `&filter=${encodeURIComponent(query.filter)}`;

  const answer = await tenant.scim.get(`/Users?cursor=&count=2${filter}`);

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids of the first page').toEqual([...expectedPage(ids, { count: 2 }).ids].sort());
});

test('filtering comes before paging', row('RFC7644-3.4.2.2-53'), async ({ tenant, arrange }) => {
  const start = arrange.unique('walk');
  const users = [
    await arrange.user(tenant, { userName: `${start}-1` }),
    await arrange.user(tenant, { userName: `${start}-2` }),
    await arrange.user(tenant, { userName: `${start}-3` }),
  ];
  const filter = `userName sw "${start}-"`;

  const first = await tenant.scim.list('/Users', { filter, count: 1, startIndex: 1 });
  const second = await tenant.scim.list('/Users', { filter, count: 1, startIndex: 2 });
  const third = await tenant.scim.list('/Users', { filter, count: 1, startIndex: 3 });

  expect(third).toHaveStatus(200);
  const answers = [first, second, third];
  expect(
    answers.map((answer) => bodyOf(answer).totalResults),
    'totalResults of each page',
  ).toEqual([3, 3, 3]);
  expect(answers.flatMap(idsOf).sort(), 'ids over all pages').toEqual(users.map(({ id }) => id).sort());
});

for (const place of [0, 1, 2]) {
  test(
    `filtering comes before paging for group ${place + 1} of three`,
    row('RFC7644-3.4.2.2-53'),
    async ({ tenant, arrange, applies }) => {
      const groups = [await arrange.group(tenant), await arrange.group(tenant), await arrange.group(tenant)];
      const [wanted = groups[0]] = groups.slice(place);

      const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${wanted?.displayName}"`, count: 1 });

      applies(answer.status === 200, 'the server does not serve this filter');
      expect([bodyOf(answer).totalResults, idsOf(answer)], 'totalResults and ids').toEqual([1, [wanted?.id]]);
    },
  );
}

test('a startIndex below 1 is 1 in a list of groups', row('RFC7644-3.4.2.4-01'), async ({ tenant, arrange }) => {
  await arrange.group(tenant);
  const first = await arrange.during(() => tenant.scim.list('/Groups', { startIndex: 1, count: 1 }));

  const zero = await tenant.scim.list('/Groups', { startIndex: 0, count: 1 });
  const negative = await tenant.scim.list('/Groups', { startIndex: -5, count: 1 });

  expect(zero).toHaveStatus(200);
  expect(negative).toHaveStatus(200);
  expect([idsOf(zero), bodyOf(zero).startIndex], 'ids and startIndex for 0').toEqual([idsOf(first), 1]);
  expect([idsOf(negative), bodyOf(negative).startIndex], 'ids and startIndex for -5').toEqual([idsOf(first), 1]);
});

test('totalResults of groups does not depend on the page', row('RFC7644-3.4.2.4-09'), async ({ tenant, arrange }) => {
  await arrange.group(tenant);
  await arrange.group(tenant, [await arrange.user(tenant)]);
  const whole = await arrange.during(() => tenant.scim.list('/Groups', { count: 1_000 }));

  const answers = [];
  for (const page of [{ count: 1 }, { startIndex: 2, count: 1 }, { count: 0 }, { startIndex: 100_000 }])
    answers.push(await tenant.scim.list('/Groups', page));

  const total = resourcesOf(whole).length;
  expect(
    answers.map((answer) => bodyOf(answer).totalResults),
    'totalResults of each page',
  ).toEqual([total, total, total, total]);
});

test('count=0 gives the total of the groups only', row('RFC7644-3.4.2.4-06'), async ({ tenant, arrange }) => {
  await arrange.group(tenant);

  const answer = await tenant.scim.list('/Groups', { count: 0 });

  expect(answer).toHaveStatus(200);
  expect(resourcesOf(answer), 'Resources').toEqual([]);
  expect(Number(bodyOf(answer).totalResults), 'totalResults').toBeGreaterThan(0);
});

test('a negative count is 0 in a list of groups', row('RFC7644-3.4.2.4-05'), async ({ tenant, arrange }) => {
  await arrange.group(tenant);

  const answer = await tenant.scim.list('/Groups', { count: -1 });

  expect(answer).toHaveStatus(200);
  expect(resourcesOf(answer), 'Resources').toEqual([]);
  expect(Number(bodyOf(answer).totalResults), 'totalResults').toBeGreaterThan(0);
});
