import { bodyOf, expect, resourcesOf, row, type Tenant, test } from '../../../src/harness/index.ts';

/** `pagination` of the configuration (RFC 9865 section 4). */
async function paginationOf(tenant: Tenant): Promise<Record<string, unknown>> {
  const { pagination } = bodyOf(await tenant.scim.get('/ServiceProviderConfig'));
  return Object.fromEntries(Object.entries(pagination ?? {}).filter(([, value]) => value !== null));
}

test('a server that pages by cursors says so', row('RFC9865-4-01'), async ({ tenant, arrange, applies }) => {
  await arrange.users(tenant, 2);
  const page = await tenant.scim.list('/Users', { cursor: '', count: 1 });
  applies(typeof bodyOf(page).nextCursor === 'string', 'the server gives no cursor');

  const pagination = await paginationOf(tenant);

  expect(pagination.cursor, 'pagination.cursor of the configuration').toBe(true);
});

for (const method of ['cursor', 'index']) {
  test(`pagination.${method} is a boolean`, row('RFC9865-4-02'), async ({ tenant }) => {
    const pagination = await paginationOf(tenant);

    expect(typeof pagination[method], `type of pagination.${method}`).toBe('boolean');
  });
}

test('the default method is one of the two', row('RFC9865-4-03'), async ({ tenant, applies }) => {
  const { defaultPaginationMethod } = await paginationOf(tenant);

  applies(defaultPaginationMethod !== undefined, 'the server announces no default method');
  expect(['cursor', 'index'], 'methods that there are').toContain(defaultPaginationMethod);
});

for (const limit of ['defaultPageSize', 'maxPageSize', 'cursorTimeout']) {
  test(`${limit} is a positive integer`, row('RFC9865-4-04'), async ({ tenant, applies }) => {
    const { [limit]: value } = await paginationOf(tenant);

    applies(value !== undefined, `the server announces no ${limit}`);
    expect(Number.isInteger(value) && Number(value) > 0, `whether ${limit} is a positive integer`).toBe(true);
  });
}

test(
  'a page without count holds defaultPageSize at most',
  row('RFC9865-4-04'),
  async ({ tenant, arrange, applies }) => {
    const { defaultPageSize } = await paginationOf(tenant);
    applies(defaultPageSize !== undefined, 'the server announces no defaultPageSize');
    await arrange.users(tenant, 3);

    const page = await tenant.scim.list('/Users');

    expect(page).toHaveStatus(200);
    expect(resourcesOf(page).length <= Number(defaultPageSize), 'whether the page holds no more').toBe(true);
  },
);

test('no page holds more than maxPageSize', row('RFC9865-4-04'), async ({ tenant, arrange, applies }) => {
  const { maxPageSize } = await paginationOf(tenant);
  applies(maxPageSize !== undefined, 'the server announces no maxPageSize');
  await arrange.users(tenant, 3);

  const page = await tenant.scim.list('/Users', { count: Number(maxPageSize) + 1 });

  expect(page).toHaveStatus([200, 400]);
  expect(resourcesOf(page).length <= Number(maxPageSize), 'whether the page holds no more').toBe(true);
});
