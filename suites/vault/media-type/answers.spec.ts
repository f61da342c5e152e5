import { randomUUID } from 'node:crypto';
import {
  type Arrange,
  bodyOf,
  documentsIn,
  expect,
  groupBody,
  row,
  type Tenant,
  test,
  userBody,
} from '../../../src/harness/index.ts';

type User = Awaited<ReturnType<Arrange['user']>>;

const SCIM = 'application/scim+json';

test('a user is answered as application/scim+json', row('VAULT-MEDIA-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(answer).toHaveStatus(200);
  expect(answer.mediaType, 'media type of a user').toBe(SCIM);
});

test('the answer to a create is application/scim+json', row('VAULT-MEDIA-02'), async ({ tenant, arrange }) => {
  const answers = [
    await tenant.scim.post('/Users', userBody(arrange.unique('user'))),
    await tenant.scim.post('/Groups', groupBody(arrange.unique('group'))),
  ];

  for (const answer of answers) {
    expect(answer).toHaveStatus(201);
    expect(answer.mediaType, 'media type of what was created').toBe(SCIM);
  }
});

test(
  'the answer to a change of a user is application/scim+json',
  row('VAULT-MEDIA-01'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    const answers = [
      await tenant.scim.put(user.path, { ...user.sent, active: false }),
      await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]),
    ];

    for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
    const withContent = answers.filter(({ status }) => status !== 204);
    expect(
      withContent.map(({ mediaType }) => mediaType),
      'media types of the user',
    ).toEqual(withContent.map(() => SCIM));
  },
);

test(
  'the answer to a change of a group is application/scim+json',
  row('VAULT-MEDIA-04'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);

    const answers = [
      await tenant.scim.put(group.path, groupBody(group.displayName, [user.id])),
      await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]),
    ];

    for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
    const withContent = answers.filter(({ status }) => status !== 204);
    expect(
      withContent.map(({ mediaType }) => mediaType),
      'media types of the group',
    ).toEqual(withContent.map(() => SCIM));
  },
);

const LISTS = [
  '/Users',
  '/Groups',
  '/Users?filter=active%20eq%20true',
  '/Users?filter=userName%20eq%20%22nobody%22',
  '/Users?startIndex=1&count=1',
  '/Groups?startIndex=2&count=1',
  '/Users?count=0',
  '/Users?attributes=userName',
  '/Groups?excludedAttributes=members',
];

for (const path of LISTS) {
  test(`${path} is answered as application/scim+json`, row('VAULT-MEDIA-03'), async ({ tenant, arrange }) => {
    await arrange.user(tenant);

    const answer = await tenant.scim.get(path);

    expect(answer).toHaveStatus(200);
    expect(answer.mediaType, 'media type of a list').toBe(SCIM);
  });
}

test('a group is answered as application/scim+json', row('VAULT-MEDIA-04'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.get(group.path);

  expect(answer).toHaveStatus(200);
  expect(answer.mediaType, 'media type of a group').toBe(SCIM);
});

for (const path of ['/ServiceProviderConfig', '/Schemas', '/ResourceTypes']) {
  test(`${path} is answered as application/scim+json`, row('VAULT-MEDIA-05'), async ({ tenant }) => {
    const answer = await tenant.scim.get(path);

    expect(answer).toHaveStatus(200);
    expect(answer.mediaType, 'media type of a discovery document').toBe(SCIM);
  });
}

for (const path of ['/Schemas', '/ResourceTypes']) {
  test(
    `each document below ${path} is answered as application/scim+json`,
    row('VAULT-MEDIA-05'),
    async ({ tenant }) => {
      const listed = documentsIn(await tenant.scim.get(path)).map(({ id, name }) => String(id ?? name));

      const answers = await Promise.all(listed.map((id) => tenant.scim.get(`${path}/${id}`)));

      expect(
        answers.map(({ status, mediaType }) => [status, mediaType]),
        'status and media type of each discovery document',
      ).toEqual(listed.map(() => [200, SCIM]));
    },
  );
}

test(
  'errors of the SCIM handler about groups are application/scim+json',
  row('VAULT-MEDIA-06'),
  async ({ tenant, arrange }) => {
    const [group, other] = [await arrange.group(tenant), await arrange.group(tenant)];
    const unknown = `/Groups/${randomUUID()}`;

    const answers = [
      await tenant.scim.post('/Groups', group.sent),
      await tenant.scim.put(other.path, group.sent),
      await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [randomUUID()])),
      await tenant.scim.patch(group.path, [{ op: 'remove', path: 'displayName' }]),
      await tenant.scim.get(unknown),
      await tenant.scim.delete(unknown),
      await tenant.scim.list('/Groups', { filter: 'displayName co "a"' }),
    ];

    const errors = answers.filter(({ status, layer }) => status >= 400 && layer === 'scim');
    expect(
      errors.map(({ mediaType }) => mediaType),
      'media types of the errors in SCIM form',
    ).toEqual(errors.map(() => SCIM));
  },
);

test('an error of the SCIM handler is application/scim+json', row('VAULT-MEDIA-06'), async ({ tenant, arrange }) => {
  const { userName: _, ...withoutName } = userBody(arrange.unique('user'));

  const answer = await tenant.scim.post('/Users', withoutName);

  expect(answer).toHaveStatus(400);
  expect(answer.mediaType, 'media type of an error').toBe(SCIM);
});

const REFUSED = [
  { what: 'an unsupported filter', send: ({ scim }: Tenant) => scim.get('/Users?filter=userName%20co%20%22a%22') },
  {
    what: 'a patch of an unknown path',
    send: ({ scim }: Tenant, { path }: User) => scim.patch(path, [{ op: 'replace', path: 'nickName', value: 'Jo' }]),
  },
  {
    what: 'a body that is not JSON',
    send: ({ scim }: Tenant) => scim.send({ method: 'POST', path: '/Users', raw: '{' }),
  },
  {
    what: 'a patch that is not JSON',
    send: ({ scim }: Tenant, { path }: User) => scim.send({ method: 'PATCH', path, raw: '{' }),
  },
  { what: 'a read of /Me', send: ({ scim }: Tenant) => scim.get('/Me') },
  { what: 'a write to /Me', send: ({ scim }: Tenant, { sent }: User) => scim.put('/Me', sent) },
  { what: 'a bulk request', send: ({ scim }: Tenant) => scim.post('/Bulk', {}) },
  { what: 'an unknown schema', send: ({ scim }: Tenant) => scim.get('/Schemas/urn:unknown') },
  { what: 'an unknown resource type', send: ({ scim }: Tenant) => scim.get('/ResourceTypes/Unknown') },
  {
    what: 'a replace of an unknown user',
    send: ({ scim }: Tenant, { path, sent }: User) => scim.put(`${path.slice(0, -12)}000000000000`, sent),
  },
  { what: 'a taken userName', send: ({ scim }: Tenant, { sent }: User) => scim.post('/Users', sent) },
  {
    what: 'an unknown user',
    send: ({ scim }: Tenant, { path }: User) => scim.get(`${path.slice(0, -12)}000000000000`),
  },
];

for (const { what, send } of REFUSED) {
  test(
    `the refusal of ${what} in SCIM's form is application/scim+json`,
    row('VAULT-MEDIA-06'),
    async ({ tenant, arrange, applies }) => {
      const user = await arrange.user(tenant);

      const answer = await send(tenant, user);

      applies(Array.isArray(bodyOf(answer).schemas), 'it is not refused by the SCIM handler here');
      expect(answer.mediaType, 'media type of an error').toBe(SCIM);
    },
  );
}

test("Vault's envelope around SCIM answers", row('VAULT-MEDIA-10'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const answers = [await tenant.scim.get(user.path), await tenant.scim.get('/Users')];

  const envelope = ['request_id', 'lease_id', 'data'];
  const found = envelope.filter((member) => answers.some((answer) => member in bodyOf(answer)));
  observe(found.length === 0 ? 'no member of the envelope' : `members of the envelope: ${found.join(', ')}`);
});
