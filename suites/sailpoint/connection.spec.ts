import { bodyOf, expect, idOf, row, SailPoint, test } from '../../src/harness/index.ts';

const SETTINGS = [
  { mediaType: 'application/scim+json', requests: SailPoint.requests },
  { mediaType: 'application/json', requests: SailPoint.overriddenRequests },
];

for (const { mediaType, requests } of SETTINGS) {
  test(`${mediaType} is taken in requests and in Accept`, row('SAIL-16'), async ({ tenant, arrange }) => {
    const identity = SailPoint.identityOf(arrange);
    const sailpoint = requests(tenant);

    const created = await sailpoint.send('SP-B01', identity);

    const read = await sailpoint.send('SP-Q14', { uid: idOf(created) || 'nobody' });
    expect(created).toHaveStatus(201);
    expect(read).toHaveStatus(200);
    expect(bodyOf(read).userName, 'the userName that is read').toBe(identity.userName);
  });
}

test('an expired token is answered 401 as a SCIM error', row('SAIL-17'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const short = await arrange.credential(tenant, { fields: { ttl: '1s' } });
  const sailpoint = SailPoint.requests(short);
  const before = await tenant.scim.get(user.path);
  await expect
    .poll(async () => (await sailpoint.send('SP-Q16')).status, { message: 'the list after the expiry', timeout: 5_000 })
    .toBeGreaterThanOrEqual(400);

  const answer = await sailpoint.send('SP-Q16');

  const after = await tenant.scim.get(user.path);
  expect(after.body, 'a user afterwards').toEqual(before.body);
  expect(answer).toBeScimError({ status: 401 });
});
