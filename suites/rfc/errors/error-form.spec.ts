import { type Arrange, bodyOf, expect, row, type Tenant, test, userBody } from '../../../src/harness/index.ts';

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

/** What a server refuses of users. */
async function refusedOfUsers(tenant: Tenant, arrange: Arrange) {
  const [user, other] = [await arrange.user(tenant), await arrange.user(tenant)];
  const answers = [
    await tenant.scim.get(UNKNOWN),
    await tenant.scim.put(UNKNOWN, user.sent),
    await tenant.scim.patch(UNKNOWN, [{ op: 'replace', path: 'active', value: false }]),
    await tenant.scim.delete(UNKNOWN),
    await tenant.scim.post('/Users', { schemas: user.sent.schemas }),
    await tenant.scim.post('/Users', user.sent),
    await tenant.scim.put(other.path, { ...other.sent, userName: user.userName }),
    await tenant.scim.send({ method: 'POST', path: '/Users', raw: '{' }),
    await tenant.scim.send({ method: 'PUT', path: user.path, raw: '{' }),
  ];
  return answers.filter(({ status }) => status >= 400);
}

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
  const refused = await refusedOfUsers(tenant, arrange);

  // An unknown id and a taken userName at least.
  expect(refused.length, 'how many requests are refused').toBeGreaterThan(1);
  expect(
    refused.map((answer) => String(bodyOf(answer).status)),
    'statuses in the bodies',
  ).toEqual(refused.map(({ status }) => String(status)));
});

test('errors about users are labelled application/scim+json', row('RFC7644-3.12-06'), async ({ tenant, arrange }) => {
  const refused = await refusedOfUsers(tenant, arrange);

  expect(
    refused.map(({ mediaType }) => mediaType),
    'media types of the errors',
  ).toEqual(refused.map(() => 'application/scim+json'));
});

test('messages name a message schema', row('RFC7644-3.1-01'), async ({ tenant }) => {
  const list = await tenant.scim.get('/Users');
  const error = await tenant.scim.get(UNKNOWN);

  expect(
    [list, error].map((answer) => bodyOf(answer).schemas),
    'schemas of a list and of an error',
  ).toEqual([['urn:ietf:params:scim:api:messages:2.0:ListResponse'], [ERROR]]);
});

test('4xx answers explain the error', row('RFC9110-15.5-01'), async ({ tenant }) => {
  const answers = [await tenant.scim.get(UNKNOWN), await tenant.scim.post('/Users', { schemas: [] })];

  expect(
    answers.map(({ text }) => text.length > 0),
    'a 404 and a 400 have a body',
  ).toEqual([true, true]);
});

test('an error does not repeat the password', row('RFC7643-4.1.1-16'), async ({ tenant, arrange }) => {
  const password = arrange.unique('Pass');
  const before = await tenant.scim.get('/Users');

  const refused = await tenant.scim.post('/Users', { ...userBody('', { password }), userName: 7 });

  expect(refused).toBeRefused();
  expect(refused.text.includes(password), 'whether the error shows the password').toBe(false);
  expect((await tenant.scim.get('/Users')).body, 'the users afterwards').toEqual(before.body);
});
