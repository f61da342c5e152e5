import {
  type Arrange,
  bodyOf,
  expect,
  listed,
  ownCollection,
  projectionDifferences,
  resourcesOf,
  row,
  searchBody,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

const NOT_OFFERED = 'not offered here: search.post';

/** A query in a SearchRequest message (RFC 7644 section 3.4.3). */
function search(tenant: Tenant, query: Record<string, unknown>) {
  return tenant.scim.post('/Users/.search', searchBody(query));
}

/** Asked before anything is arranged, so that a server without it costs one request. */
async function offersSearch(tenant: Tenant): Promise<boolean> {
  return ![404, 405, 501].includes((await search(tenant, { count: 1 })).status);
}

for (const [what, schemas] of [
  ['without schemas', {}],
  ['of another schema', { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] }],
] as const) {
  test(`a search ${what} is refused`, row('RFC7644-3.4.3-03'), async ({ tenant, applies }) => {
    applies(await offersSearch(tenant), NOT_OFFERED);

    const refused = await tenant.scim.post('/Users/.search', { ...schemas, count: 1 });

    expect(refused).toBeScimError({ status: 400, scimTypeIfAny: ['invalidSyntax', 'invalidValue'] });
  });
}

test('a search cannot exclude the id', row('RFC7644-3.4.3-04'), async ({ tenant, arrange, applies }) => {
  applies(await offersSearch(tenant), NOT_OFFERED);
  await arrange.user(tenant);

  const answer = await search(tenant, { excludedAttributes: ['id'], count: 1 });

  expect(answer).toHaveStatus(200);
  expect(
    resourcesOf(answer).map(({ id }) => typeof id),
    'type of the id of each user',
  ).toEqual(['string']);
});

test(
  'a search shows the attributes that it names in an array',
  row('RFC7644-3.4.3-05'),
  async ({ tenant, arrange, types, applies }) => {
    applies(await offersSearch(tenant), NOT_OFFERED);
    const { users, query } = await ownCollection(arrange, tenant, 1);

    const answer = await search(tenant, { ...query, attributes: ['userName', 'externalId'] });

    const shown = resourcesOf(answer).find(({ id }) => id === users[0]?.id) ?? {};
    const projection = { attributes: ['userName', 'externalId'] };
    const whole = bodyOf(await tenant.scim.get(users[0]?.path ?? ''));
    expect(projectionDifferences(whole, shown, types.user, projection), 'what differs from the projection').toEqual([]);
  },
);

test('a search filters as a query does', row('RFC7644-3.4.3-06'), async ({ tenant, arrange, applies }) => {
  applies(await offersSearch(tenant), NOT_OFFERED);
  const [wanted] = await arrange.users(tenant, 2);
  const filter = `userName eq "${wanted?.userName}"`;

  const answer = await search(tenant, { filter });

  expect(listed(answer), 'what the search finds').toEqual(listed(await tenant.scim.list('/Users', { filter })));
  expect(listed(answer).ids, 'ids of the users').toEqual([wanted?.id]);
});

test('a search refuses an invalid filter', row('RFC7644-3.4.3-06'), async ({ tenant, applies }) => {
  applies(await offersSearch(tenant), NOT_OFFERED);

  const refused = await search(tenant, { filter: 'userName xx "a"' });

  expect(refused).toBeScimError({ status: 400, scimType: 'invalidFilter' });
});

/** Two users alone, and what a page of them is by a query and by a search. */
async function pagesOf(arrange: Arrange, tenant: Tenant, page: { startIndex?: number; count?: number }) {
  const { query } = await ownCollection(arrange, tenant, 2);
  const [queried, searched] = [
    await tenant.scim.list('/Users', { ...query, ...page }),
    await search(tenant, { ...query, ...page }),
  ];
  return [queried, searched].map((answer) => ({
    status: answer.status,
    totalResults: bodyOf(answer).totalResults,
    ids: resourcesOf(answer).map(({ id }) => id),
  }));
}

for (const page of [
  { count: 1 },
  { startIndex: 2, count: 1 },
  { startIndex: 0, count: 1 },
  { count: 0 },
  { count: -1 },
]) {
  const words = Object.entries(page).map(([name, value]) => `${name} ${value}`);
  test(
    `a search pages by ${words.join(' and ')} as a query does`,
    row('RFC7644-3.4.3-07'),
    async ({ tenant, arrange, applies }) => {
      applies(await offersSearch(tenant), NOT_OFFERED);

      const [queried, searched] = await pagesOf(arrange, tenant, page);

      expect(searched, 'the page that the search gives').toEqual(queried);
    },
  );
}

for (const sortOrder of ['ascending', 'descending']) {
  test(`a search sorts in ${sortOrder} order`, row('RFC7644-3.4.3-08'), async ({ tenant, arrange, applies }) => {
    applies(await offersSearch(tenant), NOT_OFFERED);
    const { query } = await ownCollection(arrange, tenant, 3);
    const sorted = { ...query, sortBy: 'userName', sortOrder };

    const answer = await search(tenant, sorted);

    const queried = await tenant.scim.list('/Users', sorted);
    const idsIn = (one: typeof answer) => resourcesOf(one).map(({ id }) => id);
    expect(idsIn(answer), 'users in the order of the search').toEqual(idsIn(queried));
  });
}

test('a search gives the same list as a query', row('RFC7644-3.4.3-09'), async ({ tenant, arrange, applies }) => {
  applies(await offersSearch(tenant), NOT_OFFERED);
  const { query } = await ownCollection(arrange, tenant, 3);

  const answer = await search(tenant, query);

  const queried = await tenant.scim.list('/Users', query);
  expect(listed(answer), 'status, total and ids of the search').toEqual(listed(queried));
  expect(bodyOf(answer).schemas, 'schemas of the search').toEqual(bodyOf(queried).schemas);
});
