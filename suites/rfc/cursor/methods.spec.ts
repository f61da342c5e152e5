import {
  bodyOf,
  cursorBed,
  cursorOf,
  cursorPages,
  expect,
  resourcesOf,
  row,
  searchBody,
  test,
} from '../../../src/harness/index.ts';

/** What a page that is not the last says of its place (RFC 7644 section 3.4.2, RFC 9865 section 2). */
const PLACE: Record<string, string> = { index: 'startIndex', cursor: 'nextCursor' };

test(
  'a request without a cursor may be answered with one',
  row('RFC9865-2.3-01'),
  async ({ tenant, arrange, observe }) => {
    const { query } = await cursorBed(arrange, tenant, 3);

    const answer = await tenant.scim.list('/Users', { ...query, count: 2 });

    expect(answer).toHaveStatus(200);
    observe(`a request without a cursor ${cursorOf(answer) === undefined ? 'gets none' : 'gets a nextCursor'}`);
  },
);

test(
  'a request that names no method is answered by the default one',
  row('RFC9865-2.4-01'),
  async ({ tenant, arrange, applies }) => {
    const { query } = await cursorBed(arrange, tenant, 3);
    const configuration = bodyOf(await arrange.during(() => tenant.scim.get('/ServiceProviderConfig')));
    const pagination = configuration.pagination as Record<string, unknown> | undefined;
    const place = PLACE[String(pagination?.defaultPaginationMethod)];
    applies(place !== undefined, 'the server announces no default method');

    const answer = await tenant.scim.list('/Users', { ...query, count: 2 });

    expect(answer).toHaveStatus(200);
    expect(Object.keys(bodyOf(answer)), 'attributes of a first page of two users out of three').toContain(place);
  },
);

test('startIndex selects paging by index', row('RFC9865-2.4-02'), async ({ tenant, arrange }) => {
  const { query } = await cursorBed(arrange, tenant, 3);

  const answer = await tenant.scim.list('/Users', { ...query, startIndex: 1, count: 2 });

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).startIndex, 'startIndex of the page').toBe(1);
});

test('cursor selects paging by cursors', row('RFC9865-2.4-02'), async ({ tenant, arrange }) => {
  const { page } = await cursorBed(arrange, tenant, 3);

  const answer = await page('', { count: 2 });

  expect(answer).toHaveStatus(200);
  expect(cursorOf(answer), 'nextCursor of the page').toBeDefined();
});

test('a search pages by cursors as a list does', row('RFC9865-3-01'), async ({ tenant, arrange, applies }) => {
  const { query, ids } = await cursorBed(arrange, tenant, 5);
  const search = searchBody(query);
  const whole = await arrange.during(() => tenant.scim.post('/Users/.search', search));
  applies(whole.status === 200, 'the server offers no .search');

  const { first, ids: shown } = await cursorPages(
    (cursor) => tenant.scim.post('/Users/.search', { ...search, cursor, count: 2 }),
    ids.length,
  );

  expect(first).toHaveStatus(200);
  expect(cursorOf(first), 'nextCursor of the first page').toBeDefined();
  expect(shown, 'ids over all pages').toEqual(ids);
});

test('no page of a search holds more than count', row('RFC9865-3-01'), async ({ tenant, arrange, applies }) => {
  const { query, ids } = await cursorBed(arrange, tenant, 3);
  const search = searchBody(query);
  const whole = await arrange.during(() => tenant.scim.post('/Users/.search', search));
  applies(whole.status === 200, 'the server offers no .search');

  const { pages, last } = await cursorPages(
    (cursor) => tenant.scim.post('/Users/.search', { ...search, cursor, count: 1 }),
    ids.length,
  );

  expect(last).toHaveStatus(200);
  expect(
    pages.map((page) => resourcesOf(page).length).filter((size) => size > 1),
    'sizes above count',
  ).toEqual([]);
});
