import { bodyOf, expect, resourcesOf, row, test } from '../../../src/harness/index.ts';

test('paging and sorting do not influence discovery', row('RFC7644-4-07'), async ({ tenant }) => {
  const schemas = await tenant.scim.get('/Schemas');
  const types = await tenant.scim.get('/ResourceTypes');

  const pagedSchemas = await tenant.scim.list('/Schemas', { startIndex: 2, count: 1 });
  const laterTypes = await tenant.scim.list('/ResourceTypes', { startIndex: 2, count: 1 });
  const laterSchemas = await tenant.scim.list('/Schemas', { startIndex: 2 });
  const pagedTypes = await tenant.scim.list('/ResourceTypes', { count: 0, sortBy: 'name', sortOrder: 'descending' });

  expect(bodyOf(pagedSchemas), '/Schemas with startIndex=2 and count=1').toEqual(bodyOf(schemas));
  expect(bodyOf(laterSchemas), '/Schemas with startIndex=2').toEqual(bodyOf(schemas));
  expect(bodyOf(laterTypes), '/ResourceTypes with startIndex=2 and count=1').toEqual(bodyOf(types));
  expect(bodyOf(pagedTypes), '/ResourceTypes with count=0 and sortBy').toEqual(bodyOf(types));
});

for (const [endpoint, resourceType] of [
  ['/Schemas', 'Schema'],
  ['/ResourceTypes', 'ResourceType'],
] as const) {
  test(
    `each entry of ${endpoint} has schemas, and a meta that says what it is`,
    row('RFC7644-4-12'),
    async ({ tenant }) => {
      const answer = await tenant.scim.get(endpoint);

      const entries = resourcesOf(answer);
      expect(entries.length, `entries of ${endpoint}`).toBeGreaterThan(0);
      expect(
        entries.filter(({ schemas }) => !Array.isArray(schemas) || schemas.length === 0),
        'entries without schemas',
      ).toEqual([]);
      expect(
        entries.flatMap(({ meta }) => (meta as { resourceType?: unknown } | undefined)?.resourceType ?? []),
        'what the entries say they are',
      ).toEqual(entries.flatMap(({ meta }) => (meta === undefined ? [] : resourceType)));
    },
  );
}

test('lists of discovery begin with their first entry', row('RFC7644-3.4.2.4-10'), async ({ tenant }) => {
  const lists = [await tenant.scim.get('/ResourceTypes'), await tenant.scim.get('/Schemas')];

  expect(
    lists.map((list) => bodyOf(list).startIndex ?? 1),
    'startIndex of the resource types and of the schemas',
  ).toEqual([1, 1]);
});

test('a filter on a discovery endpoint answers 403', row('RFC7644-4-08'), async ({ tenant }) => {
  const answer = await tenant.scim.list('/Schemas', { filter: 'id eq "x"' });

  expect(answer).toBeScimError({ status: 403 });
});

test('discovery endpoints are read-only', row('RFC7644-3.2-04'), async ({ tenant }) => {
  const before = await tenant.scim.get('/ResourceTypes');

  const answers = [
    await tenant.scim.post('/ResourceTypes', { name: 'Other' }),
    await tenant.scim.delete('/ResourceTypes/User'),
    await tenant.scim.put('/ResourceTypes/User', { name: 'Other' }),
    await tenant.scim.delete('/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group'),
    await tenant.scim.put('/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group', { name: 'Other' }),
  ];

  expect(
    answers.map(({ status }) => [403, 404, 405, 501].includes(status)),
    'POST, DELETE and PUT are refused',
  ).toEqual(answers.map(() => true));
  const after = await tenant.scim.get('/ResourceTypes');
  expect(after.body, '/ResourceTypes afterwards').toEqual(before.body);
});

test('message schemas are not listed by /Schemas', row('RFC7644-3.1-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Schemas/urn:ietf:params:scim:api:messages:2.0:ListResponse');

  expect(answer).toHaveStatus(404);
});

test('patch.supported agrees with PATCH', row('RFC7644-3.5-03'), async ({ tenant, arrange, target }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  const config = target.discovery.serviceProviderConfig as { patch?: { supported?: unknown } } | null;
  const read = await tenant.scim.get(user.path);
  expect([answer.status < 300, bodyOf(read).active === false], 'PATCH of active succeeds and changes it').toEqual([
    config?.patch?.supported,
    config?.patch?.supported,
  ]);
});

test('PATCH is supported', row('RFC7644-3.5-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/ServiceProviderConfig');

  expect((bodyOf(answer).patch as { supported?: unknown } | undefined)?.supported, 'patch.supported').toBe(true);
});
