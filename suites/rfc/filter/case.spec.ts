import { expect, filterBed, idsOf, resourcesOf, row, test } from '../../../src/harness/index.ts';

test(
  'comparison ignores case unless caseExact is true',
  row('RFC7644-3.4.2.2-49'),
  async ({ tenant, arrange, types, applies }) => {
    const bed = await filterBed(arrange, tenant, types.user);
    const userName = types.user.core.attributes.find(({ name }) => name === 'userName');
    applies(userName?.caseExact === false, 'the schema calls userName case-exact');

    const { answer, found } = await bed.select(`userName eq "${bed.a.userName.toUpperCase()}"`);

    expect(answer).toHaveStatus(200);
    expect(found, 'users by their name in upper case').toEqual(['a']);
  },
);

test(
  'comparison ignores the case of letters outside of ASCII too',
  row('RFC7644-3.4.2.2-49'),
  async ({ tenant, arrange, types, applies }) => {
    const userName = types.user.core.attributes.find(({ name }) => name === 'userName');
    applies(userName?.caseExact === false, 'the schema calls userName case-exact');
    const user = await arrange.user(tenant, { userName: `${arrange.unique('user')}-Ärger-Ñ` });

    const found = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName.toLowerCase()}"` });

    expect(found).toHaveStatus(200);
    expect(idsOf(found), 'users by their name in lower case').toEqual([user.id]);
  },
);

test(
  'comparison respects case where caseExact is true',
  row('RFC7644-3.4.2.2-50'),
  async ({ tenant, arrange, types }) => {
    const bed = await filterBed(arrange, tenant, types.user);

    const { answer, found } = await bed.select(`externalId eq "${bed.c.externalId.toLowerCase()}"`);

    expect(answer).toHaveStatus(200);
    expect(found, 'users by their externalId in lower case').toEqual([]);
  },
);

test(
  'a filter on userName uses the case sensitivity that /Schemas announces',
  row('RFC7643-7-15'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const schemas = await tenant.scim.get('/Schemas');

    const found = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName.toUpperCase()}"` });

    const announced = resourcesOf(schemas)
      .filter(({ id }) => id === 'urn:ietf:params:scim:schemas:core:2.0:User')
      .flatMap(({ attributes }) => (Array.isArray(attributes) ? attributes : []))
      .filter(({ name, caseExact }) => name === 'userName' && caseExact === true);
    expect(idsOf(found), 'users by their name in upper case').toEqual(announced.length > 0 ? [] : [user.id]);
  },
);

test('filters use the announced case sensitivity', row('RFC7643-7-15'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const upper = `userName eq "${bed.a.userName.toUpperCase()}"`;
  const lower = `externalId eq "${bed.c.externalId.toLowerCase()}"`;

  const byName = await bed.select(upper);
  const byExternalId = await bed.select(lower);

  expect(byName.found, 'users by their name in upper case').toEqual(bed.expected(upper));
  expect(byExternalId.found, 'users by their externalId in lower case').toEqual(bed.expected(lower));
});

test('id is case-exact', row('RFC7643-3.1-09'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  applies(user.id !== user.id.toUpperCase(), 'ids hold no letters');

  const read = await tenant.scim.get(`/Users/${user.id.toUpperCase()}`);
  const list = await tenant.scim.list('/Users', { filter: `id eq "${user.id.toUpperCase()}"` });

  expect(read).toHaveStatus(404);
  expect(list).toHaveStatus(200);
  expect(idsOf(list), 'users by their id in upper case').toEqual([]);
});

test('userName is compared by PRECIS rules', row('RFC7644-5-02', 'RFC7644-7.8-01'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('user')}-caf\u00e9`;
  const user = await arrange.user(tenant, { userName: name });

  const answer = await tenant.scim.list('/Users', { filter: `userName eq "${name.normalize('NFD')}"` });

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids by the decomposed name').toEqual([user.id]);
});
