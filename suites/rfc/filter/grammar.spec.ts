import {
  bodyOf,
  expect,
  filterBed,
  groupBody,
  idOf,
  idsOf,
  isAccepted,
  resourcesOf,
  row,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const SELECTED = 'users that the filter selects';

const MALFORMED = [
  'userName',
  'userName eq',
  'eq "x"',
  'userName "x"',
  '"x" eq userName',
  'userName eq "x" and',
  '(userName eq "x"',
  'userName eq "x',
  'userName eq x',
  "userName eq 'x'",
  'userName eq "x" y',
  'userName eq "x" "y"',
  'userName eq "x")',
];

test('attribute names are case-insensitive', row('RFC7644-3.4.2.2-05'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const upper = await bed.select(`USERNAME eq "${bed.a.userName}"`);
  const lower = await bed.select(`username eq "${bed.a.userName}"`);

  expect(upper.answer).toHaveStatus(200);
  expect([upper.found, lower.found], 'users by USERNAME and username').toEqual([['a'], ['a']]);
});

test('operators are case-insensitive', row('RFC7644-3.4.2.2-06'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const upper = await bed.select(`userName EQ "${bed.a.userName}"`);
  const mixed = await bed.select(`userName Eq "${bed.a.userName}"`);

  expect(upper.answer).toHaveStatus(200);
  expect([upper.found, mixed.found], 'users by EQ and Eq').toEqual([['a'], ['a']]);
});

test('logical words are case-insensitive', row('RFC7644-3.4.2.2-07'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const { answer, found } = await bed.select(`userName sw "${bed.start}" AND active eq false`);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(['c']);
});

test('an empty filter is no filter expression', row('RFC7644-3.4.2.2-08'), async ({ tenant }) => {
  const answer = await tenant.scim.list('/Users', { filter: ' ' });

  expect(answer).toBeScimError({ status: 400, scimType: 'invalidFilter' });
});

test('an expression has an attribute, an operator and a value', row('RFC7644-3.4.2.2-09'), async ({ tenant }) => {
  const answers = await Promise.all(MALFORMED.slice(0, 5).map((filter) => tenant.scim.list('/Users', { filter })));

  expect(
    answers.map((answer) => [answer.status, bodyOf(answer).scimType]),
    'status and scimType of incomplete expressions',
  ).toEqual(MALFORMED.slice(0, 5).map(() => [400, 'invalidFilter']));
});

test('a filter that breaks the grammar is refused', row('RFC7644-3.4.2.2-37'), async ({ tenant }) => {
  const answers = await Promise.all(MALFORMED.map((filter) => tenant.scim.list('/Users', { filter })));

  expect(
    answers.map((answer) => [answer.status, bodyOf(answer).scimType, resourcesOf(answer).length]),
    'status, scimType and resources of malformed filters',
  ).toEqual(MALFORMED.map(() => [400, 'invalidFilter', 0]));
});

test('invalidFilter marks a bad filter', row('RFC7644-3.12-22'), async ({ tenant }) => {
  const answer = await tenant.scim.list('/Users', { filter: 'userName eq "x" and' });

  expect(answer).toBeScimError({ status: 400, scimType: 'invalidFilter' });
});

test('an unknown operator is refused', row('RFC7644-3.4.2.2-47'), async ({ tenant }) => {
  const answer = await tenant.scim.list('/Users', { filter: 'userName regex ".*"' });

  expect(answer).toBeScimError({ status: 400, scimType: 'invalidFilter' });
  expect(resourcesOf(answer), 'Resources').toEqual([]);
});

test('the refusal of an operator says what is wrong', row('RFC7644-3.4.2.2-48'), async ({ tenant }) => {
  const answer = await tenant.scim.list('/Users', { filter: 'userName regex ".*"' });

  expect(typeof bodyOf(answer).detail, 'type of detail').toBe('string');
  expect(bodyOf(answer).detail, 'detail').not.toBe('');
});

test('an unknown attribute never selects everything', row('RFC7644-3.4.2.1-05'), async ({ tenant, arrange }) => {
  await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', { filter: 'noSuchAttribute eq "x"' });

  expect(answer).toHaveStatus([200, 400]);
  expect(idsOf(answer), 'ids of the users').toEqual([]);
});

test('string operands follow JSON', row('RFC7644-3.4.2.2-38'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('quoted')} a"b\\c`;
  const user = await arrange.user(tenant, { userName: name });

  const escaped = await tenant.scim.list('/Users', { filter: `userName eq ${JSON.stringify(name)}` });
  const unicode = await tenant.scim.list('/Users', {
    filter: `userName eq ${JSON.stringify(name).replace('a\\"', '\\u0061\\"')}`,
  });

  expect(escaped).toHaveStatus(200);
  expect([idsOf(escaped), idsOf(unicode)], 'ids by an escaped name').toEqual([[user.id], [user.id]]);
});

test(
  'what a quoted operand holds is no part of the grammar',
  row('RFC7644-3.4.2.2-38'),
  async ({ tenant, arrange }) => {
    const name = `${arrange.unique('words')} (a) and not "b" or [c] eq pr`;
    const user = await arrange.user(tenant, { userName: name });

    const found = await tenant.scim.list('/Users', { filter: `userName eq ${JSON.stringify(name)}` });

    expect(found).toHaveStatus(200);
    expect(idsOf(found), 'ids by a name of words of the grammar').toEqual([user.id]);
  },
);

for (const text of ['a/b', 'one  two   three', '100%41 %2F', 'urn:a:b', 'x co y gt z', 'a+b & c', 'ü \u{1f600}']) {
  test(`a quoted operand may hold ${text}`, row('RFC7644-3.4.2.2-38'), async ({ tenant, arrange, applies }) => {
    const [userName, externalId] = [`${arrange.unique('operand')} ${text}`, `${arrange.unique('ext')} ${text}`];
    const displayName = `${arrange.unique('group')} ${text}`;
    const user = await arrange.during(() => tenant.scim.post('/Users', userBody(userName, { externalId })));
    const group = await arrange.during(() => tenant.scim.post('/Groups', groupBody(displayName)));
    applies(isAccepted(user) && isAccepted(group), 'the server takes no such names');

    const byName = await tenant.scim.list('/Users', { filter: `userName eq ${JSON.stringify(userName)}` });
    const byExternalId = await tenant.scim.list('/Users', { filter: `externalId eq ${JSON.stringify(externalId)}` });
    const groups = await tenant.scim.list('/Groups', { filter: `displayName eq ${JSON.stringify(displayName)}` });

    expect([idsOf(byName), idsOf(byExternalId), idsOf(groups)], 'what each filter finds').toEqual([
      [idOf(user)],
      [idOf(user)],
      [idOf(group)],
    ]);
  });
}

test(
  'an attribute of a group may carry its schema URN',
  row('RFC7644-3.4.2.2-39'),
  async ({ tenant, arrange, types }) => {
    const group = await arrange.group(tenant);

    const answer = await tenant.scim.list('/Groups', {
      filter: `${types.group.core.urn}:displayName eq "${group.displayName}"`,
    });

    expect(answer).toHaveStatus(200);
    expect(idsOf(answer), 'groups that the filter selects').toEqual([group.id]);
  },
);

test('an attribute may carry its schema URN', row('RFC7644-3.4.2.2-39'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const { answer, found } = await bed.select(`${types.user.core.urn}:userName eq "${bed.a.userName}"`);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(['a']);
});

test('the core schema prefix may be left out', row('RFC7644-3.10-02'), async ({ tenant, arrange, types, observe }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const short = await bed.select(`userName eq "${bed.a.userName}"`);
  const long = await bed.select(`${types.user.core.urn}:userName eq "${bed.a.userName}"`);

  observe(`the core prefix and no prefix select the same: ${String(short.found) === String(long.found)}`);
  expect(short.found, 'users without the prefix').toEqual(['a']);
});

test('names are case-insensitive wherever they occur', row('RFC7644-3.10-01'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const filtered = await bed.select(`${types.user.core.urn.toUpperCase()}:USERNAME eq "${bed.a.userName}"`);
  const projected = await tenant.scim.list(bed.a.path, { attributes: 'USERNAME' });

  expect(filtered.answer).toHaveStatus(200);
  expect(filtered.found, SELECTED).toEqual(['a']);
  expect(bodyOf(projected).userName, 'userName under its canonical name').toBe(bed.a.userName);
});

test('the common attributes can be filtered', row('RFC7644-3.4.2.2-52'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const byExternalId = await bed.select(`externalId eq "${bed.a.externalId}"`);
  const byId = await bed.select(`id eq "${bed.a.id}"`);

  expect(byExternalId.found, 'users by externalId').toEqual(['a']);
  expect(byId.answer).toHaveStatus(200);
  expect(byId.found, 'users by id').toEqual(['a']);
});

test('a filter may use what the projection leaves out', row('RFC7644-3.4.2.2-54'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', {
    filter: `userName eq "${user.userName}"`,
    attributes: 'externalId',
  });

  expect(answer).toHaveStatus(200);
  expect(
    resourcesOf(answer).map(({ id, externalId, userName }) => [id, externalId, userName]),
    'id, externalId and userName of the match',
  ).toEqual([[user.id, user.externalId, undefined]]);
});

test('schemas can be filtered', row('RFC7644-3.4.2.2-51'), async ({ tenant, arrange, types, observe }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const { answer, found } = await bed.select(`schemas eq "${types.user.core.urn}"`);

  observe(`a filter on schemas answers ${answer.status} and finds ${found.length} of 3 users`);
  expect(answer).toHaveStatus([200, 400]);
});

test('filtering is announced', row('RFC7644-3.4.2.2-01'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.get('/ServiceProviderConfig');

  const filter = bodyOf(answer).filter as { supported?: unknown } | undefined;
  observe(`filter.supported is ${String(filter?.supported)}`);
});

test('a server without filters refuses one', row('RFC7644-3.4.2.2-02'), async ({ tenant, arrange }) => {
  await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', { filter: `userName eq "${arrange.unique('nobody')}"` });

  expect(idsOf(answer), 'users that do not match').toEqual([]);
});

test('the query string is decoded', row('RFC7644-1.2-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { userName: `${arrange.unique('plus')}+tag` });
  const value = encodeURIComponent(`"${user.userName}"`);

  const plain = await tenant.scim.get(`/Users?filter=userName%20eq%20${value}`);
  const encoded = await tenant.scim.get(`/Users?filter=%75%73%65%72Name%20eq%20${value}`);

  expect(plain).toHaveStatus(200);
  expect([idsOf(plain), idsOf(encoded)], 'ids by the plain and the encoded filter').toEqual([[user.id], [user.id]]);
});
