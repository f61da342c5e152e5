import { expect, row, test, userBody } from '../../../src/harness/index.ts';

for (const method of ['GET', 'POST']) {
  test(`${method} on an unknown path is refused`, row('VAULT-ERR-04'), async ({ tenant, arrange }) => {
    await arrange.user(tenant);
    const body = userBody(arrange.unique('nothing'));

    const before = await tenant.scim.get('/Users');
    const answer = await tenant.scim.send({ method, path: '/Nothing', ...(method === 'GET' ? {} : { body }) });
    const after = await tenant.scim.get('/Users');

    expect(answer).toHaveStatus(404);
    expect(after.body, 'the list of users afterwards').toEqual(before.body);
  });
}

for (const [method, path] of [
  ['PUT', '/Users'],
  ['PATCH', '/Users'],
  ['DELETE', '/Users'],
  ['DELETE', '/Groups'],
] as const) {
  test(`${method} ${path} is refused and changes nothing`, row('VAULT-ERR-05'), async ({ arrange }) => {
    const tenant = await arrange.tenant();
    await arrange.group(tenant, [await arrange.user(tenant)]);
    const body = userBody(arrange.unique('all'));

    const before = await tenant.scim.get(path);
    const answer = await tenant.scim.send({ method, path, ...(method === 'DELETE' ? {} : { body }) });
    const after = await tenant.scim.get(path);

    expect(answer).toBeRefused();
    expect(after.body, 'the list afterwards').toEqual(before.body);
  });
}

for (const [what, raw] of [
  ['half an object', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":'],
  ['XML', '<User><userName>x</userName></User>'],
] as const) {
  test(`a body that is ${what} is refused`, row('VAULT-ERR-06'), async ({ tenant, arrange }) => {
    await arrange.user(tenant);

    const before = await tenant.scim.get('/Users');
    const answer = await tenant.scim.send({ method: 'POST', path: '/Users', raw });
    const after = await tenant.scim.get('/Users');

    expect(answer).toHaveStatus(400);
    expect(after.body, 'the list of users afterwards').toEqual(before.body);
  });
}

for (const method of ['PUT', 'PATCH']) {
  test(`a ${method} of a user whose body is not JSON is refused`, row('VAULT-ERR-06'), async ({ tenant, arrange }) => {
    const { path } = await arrange.user(tenant);

    const before = await tenant.scim.get(path);
    const answer = await tenant.scim.send({ method, path, raw: '{"schemas":["urn:ietf:params:scim' });
    const after = await tenant.scim.get(path);

    expect(answer).toHaveStatus(400);
    expect(after.body, 'the user afterwards').toEqual(before.body);
  });
}
