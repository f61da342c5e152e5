import {
  type Arrange,
  expect,
  idsOf,
  resourcesOf,
  row,
  searchBody,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

const NOT_OFFERED = 'not offered here: query.root';
/** By which a server says that it has no such query, or that this one is too large for it (RFC 7644 section 3.4.2.1). */
const DECLINED = [400, 403, 404, 405, 413, 501];

/** Asked before anything is arranged, so that a server without it costs one request. */
async function offersRoot(tenant: Tenant): Promise<boolean> {
  return !DECLINED.includes((await tenant.scim.list('/', { count: 1 })).status);
}

/** The same with POST. */
async function offersRootSearch(tenant: Tenant): Promise<boolean> {
  return !DECLINED.includes((await tenant.scim.post('/.search', searchBody({ count: 1 }))).status);
}

/** A user, a group with the user as its member, and a filter that selects the two. */
async function bothTypes(arrange: Arrange, tenant: Tenant) {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const filter = `userName eq "${user.userName}" or displayName eq "${group.displayName}"`;
  return { user, group, filter, ids: [user.id, group.id].sort() };
}

test('a query of the root finds users and groups', row('RFC7644-3.4.2.1-01'), async ({ tenant, arrange, applies }) => {
  applies(await offersRoot(tenant), NOT_OFFERED);
  const { filter, ids } = await bothTypes(arrange, tenant);

  const answer = await tenant.scim.list('/', { filter });

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids that the query finds').toEqual(ids);
});

test(
  'meta.resourceType may restrict a query of the root',
  row('RFC7644-3.4.2.1-02'),
  async ({ tenant, arrange, applies, observe }) => {
    applies(await offersRoot(tenant), NOT_OFFERED);
    const { user } = await bothTypes(arrange, tenant);

    const answer = await tenant.scim.list('/', {
      filter: `userName eq "${user.userName}" and meta.resourceType eq "Group"`,
    });

    observe(
      `a filter by meta.resourceType answers ${answer.status} and leaves out users: ${!idsOf(answer).includes(user.id)}`,
    );
  },
);

for (const [attribute, lacking] of [
  ['userName', 'Group'],
  ['members', 'User'],
] as const) {
  test(
    `a query of the root for whoever has ${attribute} finds no ${lacking}`,
    row('RFC7644-3.4.2.1-04'),
    async ({ tenant, arrange, applies }) => {
      applies(await offersRoot(tenant), NOT_OFFERED);
      await bothTypes(arrange, tenant);

      const answer = await tenant.scim.list('/', { filter: `${attribute} pr` });

      expect(answer).toHaveStatus(200);
      const urn = `urn:ietf:params:scim:schemas:core:2.0:${lacking}`;
      const wrong = resourcesOf(answer).filter(({ schemas }) => Array.isArray(schemas) && schemas.includes(urn));
      expect(wrong.length, 'entries of the type that lacks it').toBe(0);
      expect(resourcesOf(answer).length > 0, 'whether the other type is found').toBe(true);
    },
  );
}

test('a search at the root finds users and groups', row('RFC7644-3.4.3-10'), async ({ tenant, arrange, applies }) => {
  applies(await offersRootSearch(tenant), NOT_OFFERED);
  const { filter, ids } = await bothTypes(arrange, tenant);

  const answer = await tenant.scim.post('/.search', searchBody({ filter }));

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids that the search finds').toEqual(ids);
});
