import { bodyOf, expect, expectAllOrNothing, idOf, Okta, row, test } from '../../src/harness/index.ts';

const CREATES = [
  { template: 'OK-B02', mediaType: 'application/scim+json; charset=utf-8' },
  { template: 'OK-B04', mediaType: 'application/json' },
];

for (const { template, mediaType } of CREATES) {
  test(`a create is taken as ${mediaType}`, row('OKTA-26'), async ({ tenant, arrange }) => {
    const person = Okta.personOf(arrange);
    const text = JSON.stringify(Okta.bodyOfTemplate('OK-B02', person));

    const answer = await Okta.requests(tenant).sendText(template, person, text);

    expect(answer).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
    expect(bodyOf(read).userName, 'the userName that is read').toBe(person.userName);
  });
}

test('a patch of a user without schemas is done or refused', row('OKTA-26'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const { schemas: _schemas, ...bare } = Okta.bodyOfTemplate('OK-B06', {});
  const before = await tenant.scim.get(user.path);

  const answer = await Okta.requests(tenant).sendText('OK-B06', { uid: user.id }, JSON.stringify(bare));

  const after = await tenant.scim.get(user.path);
  expect(answer).toHaveStatus([200, 204, 400]);
  expectAllOrNothing(answer, { before, after, executed: { active: false } });
});

test('a patch of a group without schemas is done or refused', row('OKTA-26'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const answer = await Okta.requests(tenant).send('OK-V05', {
    gid: group.id,
    uid: user.id,
    userName: user.userName,
  });

  const after = await tenant.scim.get(group.path);
  expect(answer).toHaveStatus([200, 204, 400]);
  expectAllOrNothing(answer, { before, after, executed: { members: [user.id] } });
});
