import { bodyOf, expect, row, test, userBody } from '../../../src/harness/index.ts';

const SCIM = 'application/scim+json';

test('a user is answered as application/scim+json', row('VAULT-MEDIA-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(answer).toHaveStatus(200);
  expect(answer.mediaType, 'media type of a user').toBe(SCIM);
});

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

test("Vault's envelope around SCIM answers", row('VAULT-MEDIA-10'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const answers = [await tenant.scim.get(user.path), await tenant.scim.get('/Users')];

  const envelope = ['request_id', 'lease_id', 'data'];
  const found = envelope.filter((member) => answers.some((answer) => member in bodyOf(answer)));
  observe(found.length === 0 ? 'no member of the envelope' : `members of the envelope: ${found.join(', ')}`);
});
