import {
  type Arrange,
  bodyOf,
  expect,
  groupBody,
  idsOf,
  row,
  type Tenant,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const UNKNOWN = '/Users/00000000-0000-4000-8000-000000000000';
const KEYWORDS = [
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
];

test('every error has a body in the SCIM error form', row('RFC7644-3.12-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answers = [
    await tenant.scim.get(UNKNOWN),
    await tenant.scim.post('/Users', { schemas: user.sent.schemas }),
    await tenant.scim.post('/Users', user.sent),
  ];

  expect(
    answers.map((answer) => [answer.status, bodyOf(answer).schemas]),
    'statuses and schemas of a 404, a 400 and a 409',
  ).toEqual([
    [404, [ERROR]],
    [400, [ERROR]],
    [409, [ERROR]],
  ]);
});

/** What a server refuses of groups; a taken displayName only where names are unique. */
async function refusedOfGroups(tenant: Tenant, arrange: Arrange) {
  const [group, other] = [await arrange.group(tenant), await arrange.group(tenant)];
  const unknown = '/Groups/00000000-0000-4000-8000-000000000000';
  const answers = [
    await tenant.scim.get(unknown),
    await tenant.scim.put(unknown, group.sent),
    await tenant.scim.patch(unknown, [{ op: 'remove', path: 'members' }]),
    await tenant.scim.delete(unknown),
    await tenant.scim.post('/Groups', { schemas: group.sent.schemas }),
    await tenant.scim.post('/Groups', group.sent),
    await tenant.scim.put(other.path, group.sent),
  ];
  return answers.filter(({ status }) => status >= 400);
}

test(
  'every error about groups has a body in the SCIM error form',
  row('RFC7644-3.12-01'),
  async ({ tenant, arrange }) => {
    const refused = await refusedOfGroups(tenant, arrange);

    expect(
      refused.map((answer) => bodyOf(answer).schemas),
      'schemas of the errors',
    ).toEqual(refused.map(() => [ERROR]));
  },
);

test('the body of errors about groups repeats the status', row('RFC7644-3.2-06'), async ({ tenant, arrange }) => {
  const refused = await refusedOfGroups(tenant, arrange);

  expect(
    refused.map((answer) => String(bodyOf(answer).status)),
    'statuses in the bodies',
  ).toEqual(refused.map(({ status }) => String(status)));
});

test('errors about groups are labelled application/scim+json', row('RFC7644-3.12-06'), async ({ tenant, arrange }) => {
  const refused = await refusedOfGroups(tenant, arrange);

  expect(
    refused.map(({ mediaType }) => mediaType),
    'media types of the errors',
  ).toEqual(refused.map(() => 'application/scim+json'));
});

test('status is a JSON string', row('RFC7644-3.12-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get(UNKNOWN);

  expect(bodyOf(answer).status, 'status in the body').toBe('404');
});

test('status is always present', row('RFC7644-3.12-03'), async ({ tenant }) => {
  const answer = await tenant.scim.post('/Users', { schemas: [] });

  expect(Object.keys(bodyOf(answer)), 'members of the error').toContain('status');
});

test('scimType is a defined keyword', row('RFC7644-3.12-04'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.post('/Users', { schemas: [] });

  const { scimType } = bodyOf(answer);
  observe(`a refused create names the scimType ${String(scimType)}`);
  expect([undefined, ...KEYWORDS], 'defined values of scimType').toContain(scimType);
});

test('detail is a readable text', row('RFC7644-3.12-05'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.get(UNKNOWN);

  const { detail } = bodyOf(answer);
  observe(`an error has a detail: ${typeof detail === 'string'}`);
  expect(detail ?? 'absent', 'detail').not.toBe('');
});

test('errors are labelled application/scim+json', row('RFC7644-3.12-06'), async ({ tenant }) => {
  const answer = await tenant.scim.get(UNKNOWN);

  expect(answer.mediaType, 'media type of a 404').toBe('application/scim+json');
});

test('a failed request has an error status', row('RFC7644-3.2-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const missing = await tenant.scim.get(UNKNOWN);
  const taken = await tenant.scim.post('/Users', user.sent);

  expect([missing.status, taken.status], 'statuses of an unknown id and a taken name').toEqual([404, 409]);
});

test('the body repeats the status', row('RFC7644-3.2-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const missing = await tenant.scim.get(UNKNOWN);
  const taken = await tenant.scim.post('/Users', user.sent);

  expect(
    [missing, taken].map((answer) => String(bodyOf(answer).status)),
    'statuses in the bodies',
  ).toEqual([String(missing.status), String(taken.status)]);
});

test('messages name a message schema', row('RFC7644-3.1-01'), async ({ tenant }) => {
  const list = await tenant.scim.get('/Users');
  const error = await tenant.scim.get(UNKNOWN);

  expect(
    [list, error].map((answer) => bodyOf(answer).schemas),
    'schemas of a list and of an error',
  ).toEqual([['urn:ietf:params:scim:api:messages:2.0:ListResponse'], [ERROR]]);
});

test('an unparsable body answers 400', row('RFC7644-3.12-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.send({ method: 'POST', path: '/Users', raw: '{"userName": ' });

  expect(refused).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'a user afterwards').toEqual(before.body);
});

test('an unknown endpoint answers 404', row('RFC7644-3.12-11'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/NoSuchType');

  expect(answer).toHaveStatus(404);
});

test('client mistakes are not answered with 5xx', row('RFC7644-3.12-17'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answers = [
    await tenant.scim.send({ method: 'POST', path: '/Users', raw: '{' }),
    await tenant.scim.post('/Users', userBody(arrange.unique('user'), { active: { value: 1 } })),
    await tenant.scim.list('/Users', { filter: '((((' }),
    await tenant.scim.patch(user.path, [{ op: 'replace', path: ']][[', value: 1 }]),
    await tenant.scim.get('/Users/%00'),
  ];

  expect(
    answers.map(({ status }) => status).filter((status) => status >= 500 && status !== 501),
    'statuses from 500 on',
  ).toEqual([]);
});

test('invalidSyntax marks a malformed body', row('RFC7644-3.12-19'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const array = await tenant.scim.post('/Users', [user.sent]);
  const text = await tenant.scim.send({ method: 'POST', path: '/Users', raw: '"userName"' });
  const broken = await tenant.scim.send({ method: 'PUT', path: user.path, raw: 'userName' });

  expect(array).toBeScimError({ status: 400, scimType: 'invalidSyntax' });
  expect(text).toBeScimError({ status: 400, scimType: 'invalidSyntax' });
  expect(broken).toBeScimError({ status: 400, scimType: 'invalidSyntax' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('invalidValue marks a missing required value', row('RFC7644-3.12-20'), async ({ tenant, types }) => {
  const before = await tenant.scim.list('/Groups', { count: 1 });

  const user = await tenant.scim.post('/Users', { schemas: [types.user.core.urn], externalId: 'x', active: true });
  const group = await tenant.scim.post('/Groups', { schemas: [types.group.core.urn] });

  expect(user).toBeScimError({ status: 400, scimType: 'invalidValue' });
  expect(group).toBeScimError({ status: 400, scimType: 'invalidValue' });
  const after = await tenant.scim.list('/Groups', { count: 1 });
  expect(bodyOf(after).totalResults, 'number of groups').toBe(bodyOf(before).totalResults);
});

test('invalidValue marks a value of the wrong type', row('RFC7644-3.12-21'), async ({ tenant, arrange, types }) => {
  const name = arrange.unique('user');
  const find = () => tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  const before = await find();

  const text = await tenant.scim.post('/Users', userBody(name, { active: 'abc' }));
  const number = await tenant.scim.post('/Users', { schemas: [types.user.core.urn], userName: 5, externalId: 'x' });

  expect(text).toBeScimError({ status: 400 });
  expect(number).toBeScimError({ status: 400 });
  expect(
    [text, number].map((answer) => ['invalidValue', 'invalidSyntax'].includes(String(bodyOf(answer).scimType))),
    'scimType is invalidValue or invalidSyntax',
  ).toEqual([true, true]);
  const after = await find();
  expect(idsOf(after), 'users of that name').toEqual(idsOf(before));
});

const WRONG_TYPES: [what: string, type: 'Users' | 'Groups', more: (user: string) => Record<string, unknown>][] = [
  ['a number as externalId', 'Users', () => ({ externalId: 7 })],
  ['a number as active', 'Users', () => ({ active: 0 })],
  ['a list as userName', 'Users', () => ({ userName: ['x'] })],
  ['a number as displayName', 'Groups', () => ({ displayName: 7 })],
  ['a text as members', 'Groups', (user) => ({ members: user })],
  ['an object as members', 'Groups', (user) => ({ members: { value: user } })],
  ['texts as members', 'Groups', (user) => ({ members: [user] })],
];

for (const [what, type, more] of WRONG_TYPES) {
  test(`invalidValue marks ${what} in a create and a replace`, row('RFC7644-3.12-21'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const { path } = { Users: user, Groups: group }[type];
    const sent = { Users: userBody(arrange.unique('user')), Groups: groupBody(arrange.unique('group')) }[type];
    const before = await tenant.scim.get(path);

    const created = await tenant.scim.post(`/${type}`, { ...sent, ...more(user.id) });
    const replaced = await tenant.scim.put(path, { ...sent, ...more(user.id) });

    expect(created).toBeScimError({ status: 400 });
    expect(replaced).toBeScimError({ status: 400 });
    expect(
      [created, replaced].map((answer) => ['invalidValue', 'invalidSyntax'].includes(String(bodyOf(answer).scimType))),
      'scimType is invalidValue or invalidSyntax',
    ).toEqual([true, true]);
    expect((await tenant.scim.get(path)).body, 'the resource afterwards').toEqual(before.body);
  });
}

test('4xx answers explain the error', row('RFC9110-15.5-01'), async ({ tenant }) => {
  const answers = [await tenant.scim.get(UNKNOWN), await tenant.scim.post('/Users', { schemas: [] })];

  expect(
    answers.map(({ text }) => text.length > 0),
    'a 404 and a 400 have a body',
  ).toEqual([true, true]);
});

test(
  'an optional operation that is not offered answers 501',
  row('RFC7644-3.12-15'),
  async ({ tenant, target, applies, arrange }) => {
    const config = target.discovery.serviceProviderConfig as { bulk?: { supported?: unknown } } | null;
    applies(config?.bulk?.supported !== true, 'bulk is offered');
    const name = arrange.unique('group');
    const before = await tenant.scim.get('/Groups');

    const refused = await tenant.scim.post('/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [{ method: 'POST', path: '/Groups', bulkId: 'a', data: groupBody(name) }],
    });

    expect(refused).toHaveStatus(501);
    const after = await tenant.scim.get('/Groups');
    expect(bodyOf(after).totalResults, 'number of groups').toBe(bodyOf(before).totalResults);
  },
);

test('a server without bulk refuses /Bulk', row('RFC7644-3.7-02'), async ({ tenant, arrange }) => {
  const before = await tenant.scim.get('/Groups');

  const refused = await tenant.scim.post('/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [{ method: 'POST', path: '/Groups', bulkId: 'a', data: groupBody(arrange.unique('group')) }],
  });

  expect(refused).toHaveStatus([501, 404, 405]);
  const after = await tenant.scim.get('/Groups');
  expect(bodyOf(after).totalResults, 'number of groups').toBe(bodyOf(before).totalResults);
});

test('501 marks what is not implemented at all', row('RFC9110-15.6.2-01'), async ({ tenant, applies }) => {
  const before = await tenant.scim.get('/Me');
  applies(before.status !== 200, 'the server offers /Me');

  const refused = await tenant.scim.delete('/Me');

  expect(refused).toHaveStatus([404, 405, 501]);
  const after = await tenant.scim.get('/Me');
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('a server without /Me answers 501', row('RFC7644-3.11-01'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get('/Me');

  applies(answer.status !== 200 && answer.status !== 308, 'the server offers /Me');
  expect(answer).toHaveStatus(501);
});

test('a rejected write has no effect', row('RFC7644-3.12-27'), async ({ tenant, arrange }) => {
  const first = await arrange.user(tenant);
  const second = await arrange.user(tenant);
  const before = await tenant.scim.get(second.path);

  const refused = [
    await tenant.scim.put(second.path, { ...second.sent, userName: first.userName, active: false }),
    await tenant.scim.patch(second.path, [
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'active', value: 'abc' },
    ]),
  ];

  expect(
    refused.map(({ status }) => status >= 400),
    'the writes are refused',
  ).toEqual([true, true]);
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a rejected replace of a group has no effect', row('RFC7644-3.12-27'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const [first, second] = [await arrange.group(tenant), await arrange.group(tenant)];
  const before = await tenant.scim.get(second.path);

  const refused = await tenant.scim.put(second.path, {
    ...second.sent,
    displayName: first.displayName,
    members: [{ value: user.id }],
  });

  applies(refused.status >= 400, 'two groups may have the same displayName');
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test('a POST to .search creates nothing', row('RFC7644-3.4.3-02'), async ({ tenant, applies }) => {
  const before = await tenant.scim.list('/Users', { count: 1 });

  const answer = await tenant.scim.post('/Users/.search', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    count: 1,
  });

  applies(answer.status !== 200, 'the server offers .search');
  expect(answer).toHaveStatus([404, 405, 501]);
  const after = await tenant.scim.list('/Users', { count: 1 });
  expect(bodyOf(after).totalResults, 'number of users').toBe(bodyOf(before).totalResults);
});

test('a query without a match is not an error', row('RFC7644-3.4.3-01'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.post('/Users/.search', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    filter: `userName eq "${user.userName}"`,
  });

  applies(![404, 405, 501].includes(answer.status), 'not offered here: search.post');
  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids that the search finds').toEqual([user.id]);
});

test('an error does not repeat the password', row('RFC7643-4.1.1-16'), async ({ tenant, arrange }) => {
  const password = arrange.unique('Pass');
  const before = await tenant.scim.get('/Users');

  const refused = await tenant.scim.post('/Users', { ...userBody('', { password }), userName: 7 });

  expect(refused).toBeRefused();
  expect(refused.text.includes(password), 'whether the error shows the password').toBe(false);
  expect((await tenant.scim.get('/Users')).body, 'the users afterwards').toEqual(before.body);
});
