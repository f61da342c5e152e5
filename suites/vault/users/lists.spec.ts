import { bodyOf, expect, resourcesOf, row, test, userBody, wordsOf } from '../../../src/harness/index.ts';

type Answer = Parameters<typeof wordsOf>[0];

const page = (answer: Answer) =>
  `${wordsOf(answer)} with ${resourcesOf(answer).length} of ${bodyOf(answer).totalResults}`;
const names = (answer: Answer) =>
  Object.keys(resourcesOf(answer)[0] ?? {})
    .sort()
    .join(' ');

const PAGES = [
  'count=2',
  'startIndex=3&count=2',
  'startIndex=9',
  'count=0',
  'count=-1',
  'startIndex=0',
  'startIndex=-1',
  'count=many',
  'startIndex=first',
];

test('paging of lists', row('VAULT-USER-32'), async ({ arrange, observe }) => {
  const tenant = await arrange.tenant();
  await arrange.users(tenant, 3);
  const seen: string[] = [];

  for (const query of PAGES) {
    const answer = await tenant.scim.get(`/Users?${query}`);
    expect(answer.status, 'status of the list').toBeLessThan(500);
    seen.push(`${query}: ${page(answer)}`);
  }

  const configuration = await tenant.scim.get('/ServiceProviderConfig');
  const { maxResults } = (bodyOf(configuration).filter ?? {}) as { maxResults?: unknown };
  observe(`${seen.join('; ')}; filter.maxResults: ${maxResults}`);
});

test('projection of users', row('VAULT-USER-33'), async ({ arrange, observe }) => {
  const tenant = await arrange.tenant();
  await arrange.user(tenant);

  const some = await tenant.scim.list('/Users', { attributes: 'userName' });
  const others = await tenant.scim.list('/Users', { excludedAttributes: 'externalId,groups' });

  expect(some.status, 'status of the list').toBeLessThan(500);
  expect(others.status, 'status of the list').toBeLessThan(500);
  observe(
    `attributes=userName: ${wordsOf(some)} ${names(some)}; excludedAttributes=externalId,groups: ${wordsOf(others)} ${names(others)}`,
  );
});

test('sorting of users', row('VAULT-USER-34'), async ({ arrange, observe }) => {
  const tenant = await arrange.tenant();
  const start = arrange.unique('user');
  for (const end of ['c', 'a', 'b']) await arrange.user(tenant, userBody(`${start}-${end}`));

  const answer = await tenant.scim.list('/Users', { sortBy: 'userName', sortOrder: 'descending' });

  expect(answer.status, 'status of the list').toBeLessThan(500);
  const shown = resourcesOf(answer).map(({ userName }) => String(userName).slice(-1));
  observe(`sortBy=userName descending of c, a, b: ${wordsOf(answer)} ${shown.join(', ')}`);
});
