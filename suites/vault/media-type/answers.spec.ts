import { type Arrange, bodyOf, expect, row, type Tenant, test, userBody } from '../../../src/harness/index.ts';

type User = Awaited<ReturnType<Arrange['user']>>;

const SCIM = 'application/scim+json';

test('a user is answered as application/scim+json', row('VAULT-MEDIA-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(answer).toHaveStatus(200);
  expect(answer.mediaType, 'media type of a user').toBe(SCIM);
});

const CHANGES = [
  {
    what: 'a replace',
    send: (tenant: Tenant, { path, sent }: User) => tenant.scim.put(path, { ...sent, active: false }),
  },
  {
    what: 'a patch',
    send: (tenant: Tenant, { path }: User) =>
      tenant.scim.patch(path, [{ op: 'replace', path: 'active', value: false }]),
  },
];

for (const { what, send } of CHANGES) {
  test(
    `a user in the answer to ${what} is application/scim+json`,
    row('VAULT-MEDIA-01'),
    async ({ tenant, arrange, applies }) => {
      const user = await arrange.user(tenant);

      const answer = await send(tenant, user);

      applies(answer.status !== 204, 'the server answers this change without content');
      expect(answer).toHaveStatus(200);
      expect(answer.mediaType, 'media type of a user').toBe(SCIM);
      expect(bodyOf(await tenant.scim.get(user.path)).active, 'active of the user').toBe(false);
    },
  );
}

test('the answer to a create is application/scim+json', row('VAULT-MEDIA-02'), async ({ tenant, arrange }) => {
  const answer = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  expect(answer).toHaveStatus(201);
  expect(answer.mediaType, 'media type of a created user').toBe(SCIM);
});

for (const path of ['/Users', '/Groups', '/Users?filter=active%20eq%20true']) {
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
