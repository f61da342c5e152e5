import {
  bodyOf,
  cursorBed,
  cursorOf,
  cursorPages,
  expect,
  idsOf,
  projectionDifferences,
  resourcesOf,
  row,
  test,
} from '../../../src/harness/index.ts';

const OVER_ALL = 'ids over all pages';

for (const parameter of ['cursor', 'cursor=']) {
  test(`the parameter ${parameter} asks for the first page`, row('RFC9865-2-01'), async ({ tenant, arrange }) => {
    const { query, ids, page } = await cursorBed(arrange, tenant, 3);
    const filter = query.filter === undefined ? '' : `&filter=${encodeURIComponent(query.filter)}`;
    const start = `/Users?${parameter}&count=2${filter}`;

    const { first, ids: shown } = await cursorPages(
      (cursor) => (cursor === '' ? tenant.scim.get(start) : page(cursor, { count: 2 })),
      ids.length,
    );

    expect(first).toHaveStatus(200);
    expect(shown, OVER_ALL).toEqual(ids);
  });
}

for (const count of [1, 2, 4]) {
  test(
    `a first page of ${count} out of five users has a nextCursor`,
    row('RFC9865-2-02'),
    async ({ tenant, arrange }) => {
      const { page } = await cursorBed(arrange, tenant, 5);

      const first = await page('', { count });

      expect(first).toHaveStatus(200);
      expect(cursorOf(first), 'nextCursor of the first page').toBeDefined();
    },
  );
}

test('every page but the last has a nextCursor', row('RFC9865-2-02'), async ({ tenant, arrange }) => {
  const { ids, walk } = await cursorBed(arrange, tenant, 5);

  const { pages } = await walk({ count: 1 });

  const leadingOn = pages.filter((one) => cursorOf(one) !== undefined).length;
  expect(leadingOn >= ids.length - 1, 'whether every page of one user leads on to the last').toBe(true);
});

for (const count of [1, 2, 5, 6]) {
  test(
    `a page by ${count} without nextCursor ends a complete set`,
    row('RFC9865-2-03'),
    async ({ tenant, arrange }) => {
      const { ids, walk } = await cursorBed(arrange, tenant, 5);

      const { last, ids: shown } = await walk({ count });

      expect(last).toHaveStatus(200);
      expect(cursorOf(last), 'nextCursor of the last page').toBeUndefined();
      expect(shown, OVER_ALL).toEqual(ids);
    },
  );
}

for (const count of [1, 2, 3]) {
  test(`a walk by ${count} visits each user once`, row('RFC9865-2-04'), async ({ tenant, arrange }) => {
    const { ids, walk } = await cursorBed(arrange, tenant, 5);

    const { last, ids: shown } = await walk({ count });

    expect(last).toHaveStatus(200);
    expect(shown, OVER_ALL).toEqual(ids);
  });
}

test('a walk visits each group once', row('RFC9865-2-04'), async ({ tenant, arrange, applies }) => {
  const start = arrange.unique('page');
  const groups = [
    await arrange.group(tenant, [], `${start}-1`),
    await arrange.group(tenant, [], `${start}-2`),
    await arrange.group(tenant, [], `${start}-3`),
  ];
  const filter = `displayName sw "${start}-"`;
  const whole = await arrange.during(() => tenant.scim.list('/Groups', { filter }));
  applies(whole.status === 200, 'the server does not filter by the start of a name');

  const { last, ids: shown } = await cursorPages(
    (cursor) => tenant.scim.list('/Groups', { filter, cursor, count: 2 }),
    groups.length,
  );

  expect(last).toHaveStatus(200);
  expect(shown, OVER_ALL).toEqual(groups.map(({ id }) => id).sort());
});

test('a first page has no previousCursor', row('RFC9865-2-05'), async ({ tenant, arrange }) => {
  const { query, page } = await cursorBed(arrange, tenant, 3);

  const first = await page('', { count: 2 });
  const single = await page('', { count: 5 });
  const unasked = await tenant.scim.list('/Users', { ...query, count: 2 });

  expect(first).toHaveStatus(200);
  expect(
    [first, single, unasked].map((one) => cursorOf(one, 'previousCursor')),
    'previousCursor of first pages',
  ).toEqual([undefined, undefined, undefined]);
});

test('previousCursor, where offered, leads back', row('RFC9865-2-06'), async ({ tenant, arrange, applies }) => {
  const { page, ids } = await cursorBed(arrange, tenant, 5);
  const first = await page('', { count: 2 });
  const second = await page(String(cursorOf(first)), { count: 2 });
  const back = cursorOf(second, 'previousCursor');
  applies(back !== undefined, 'the server gives no previousCursor');

  const { last, ids: shown } = await cursorPages((cursor) => page(cursor, { count: 2 }), ids.length, {
    from: String(back),
    direction: 'previousCursor',
  });

  expect(last).toHaveStatus(200);
  expect(shown, 'ids on the way back from the second page').toEqual(idsOf(first));
});

test('cursors consist of unreserved characters', row('RFC9865-2-07'), async ({ tenant, arrange }) => {
  const { walk } = await cursorBed(arrange, tenant, 3);

  const { first, pages } = await walk({ count: 1 });

  const cursors = pages.flatMap((page) => [cursorOf(page), cursorOf(page, 'previousCursor')]);
  const reserved = cursors.filter((cursor) => cursor !== undefined && !/^[A-Za-z0-9._~-]+$/.test(cursor));
  expect(cursorOf(first), 'nextCursor of the first page').toBeDefined();
  expect(reserved, 'cursors with other characters').toEqual([]);
});

test('count=0 gives no resources', row('RFC9865-2-08'), async ({ tenant, arrange }) => {
  const { page, ids } = await cursorBed(arrange, tenant, 2);

  const answer = await page('', { count: 0 });

  expect(answer).toHaveStatus(200);
  const { totalResults = ids.length } = bodyOf(answer);
  expect([resourcesOf(answer), totalResults], 'Resources, and totalResults if any').toEqual([[], ids.length]);
});

test('a negative count is 0', row('RFC9865-2-08'), async ({ tenant, arrange, applies }) => {
  const { page, ids } = await cursorBed(arrange, tenant, 2);

  const answer = await page('', { count: -1 });

  applies(bodyOf(answer).scimType !== 'invalidCount', 'the server refuses it as invalidCount, as section 2.1 has it');
  expect(answer).toHaveStatus(200);
  const { totalResults = ids.length } = bodyOf(answer);
  expect([resourcesOf(answer), totalResults], 'Resources, and totalResults if any').toEqual([[], ids.length]);
});

for (const count of [1, 2, 3]) {
  test(`no page by ${count} holds more users`, row('RFC9865-2-09'), async ({ tenant, arrange }) => {
    const { walk } = await cursorBed(arrange, tenant, 5);

    const { pages, first } = await walk({ count });

    expect(first).toHaveStatus(200);
    expect(
      pages.map((page) => resourcesOf(page).length).filter((size) => size > count),
      'sizes above count',
    ).toEqual([]);
  });
}

test('totalResults, where given, is the number of all', row('RFC9865-2-10'), async ({ tenant, arrange, applies }) => {
  const { walk, ids } = await cursorBed(arrange, tenant, 5);

  const { pages } = await walk({ count: 2 });

  const totals = pages.map((page) => bodyOf(page).totalResults).filter((total) => total !== undefined);
  applies(totals.length > 0, 'the server gives no totalResults');
  expect(totals, 'totalResults of the pages that have it').toEqual(totals.map(() => ids.length));
});

test('pages may lack totalResults', row('RFC9865-2-11'), async ({ tenant, arrange, observe }) => {
  const { walk } = await cursorBed(arrange, tenant, 3);

  const { pages, last } = await walk({ count: 2 });

  const lacking = pages.filter((page) => bodyOf(page).totalResults === undefined);
  expect(last).toHaveStatus(200);
  observe(lacking.length === 0 ? 'cursor pages have totalResults' : 'cursor pages may lack totalResults');
});

for (const [parameter, name] of [
  ['attributes', 'userName'],
  ['excludedAttributes', 'externalId'],
] as const) {
  test(
    `every page is filtered and projected by ${parameter}`,
    row('RFC9865-2-12'),
    async ({ tenant, arrange, types, applies }) => {
      await arrange.user(tenant);
      const { query, ids, walk } = await cursorBed(arrange, tenant, 4);
      applies(query.filter !== undefined, 'the server does not filter by the start of a name');
      const whole = await arrange.during(() => walk());

      const projected = await walk({ [parameter]: name, count: 1 });

      expect(projected.ids, OVER_ALL).toEqual(ids);
      for (const full of whole.pages.flatMap(resourcesOf)) {
        const shown = projected.pages.flatMap(resourcesOf).find(({ id }) => id === full.id) ?? {};
        const different = projectionDifferences(full, shown, types.user, { [parameter]: [name] });
        expect(different, 'what differs from the exact projection').toEqual([]);
      }
    },
  );
}
