import {
  bodyOf,
  expect,
  expectAllOrNothing,
  groupBody,
  highRiskWhen,
  idOf,
  isAccepted,
  row,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

const UNKNOWN_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Robot';

test('attributes and schemas that Vault does not model', row('VAULT-USER-35'), async ({ tenant, arrange, observe }) => {
  const minimum = userBody(arrange.unique('user'));
  const cases = [
    { what: 'nickName', path: '/Users', body: { ...minimum, nickName: 'Jo' }, name: 'nickName' },
    { what: 'unknown schema', path: '/Users', body: { ...minimum, schemas: [UNKNOWN_SCHEMA] }, name: 'schemas' },
    { what: 'no schemas', path: '/Users', body: { ...minimum, schemas: undefined }, name: 'schemas' },
    {
      what: 'externalId of a group',
      path: '/Groups',
      body: { ...groupBody(arrange.unique('group')), externalId: arrange.unique('ext') },
      name: 'externalId',
    },
  ];
  const seen: string[] = [];

  for (const { what, path, body, name } of cases) {
    const answer = await tenant.scim.post(path, body);
    const read = await tenant.scim.get(`${path}/${idOf(answer) || 'none'}`);
    expect(answer.status, 'status of the create').toBeLessThan(500);
    expect(isAccepted(read), 'whether the resource can be read after an answer like this').toBe(isAccepted(answer));
    seen.push(`${what}: ${wordsOf(answer)}, ${isAccepted(read) && name in bodyOf(read) ? 'shown' : 'not shown'}`);
    await tenant.scim.delete(`${path}/${idOf(answer) || 'none'}`);
  }

  observe(seen.join('; '));
});

test('case in userNames and operation names', row('VAULT-USER-36'), async ({ tenant, vault, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const upper = await tenant.scim.post(
    '/Users',
    userBody(user.userName.toUpperCase(), { externalId: arrange.unique('ext') }),
  );
  const patched = await tenant.scim.patch(user.path, [{ op: 'Replace', path: 'active', value: false }]);

  const after = await tenant.scim.get(user.path);
  const words = expectAllOrNothing(patched, { before, after, executed: { active: false } });
  expect(upper.status, 'status of the create').toBeLessThan(500);
  const entity = await vault.read(`identity/entity/id/${user.id}`);
  expect(entity.data?.name, 'name of the first entity').toBe(user.userName);
  observe(`userName in other case: ${wordsOf(upper)}; op Replace: ${words}`, highRiskWhen(isAccepted(upper)));
});

test('unusual userNames', row('VAULT-USER-37'), async ({ tenant, arrange, observe }) => {
  const start = arrange.unique('user');
  const cases = [
    { what: 'empty', userName: '' },
    { what: '1,000 characters', userName: start.padEnd(1000, 'x') },
    { what: 'spaces around', userName: ` ${start} ` },
    { what: 'space inside', userName: `${start} doe` },
    { what: 'slash', userName: `${start}/doe` },
    { what: 'not ASCII', userName: `${start}-düß-名` },
  ];
  const seen: string[] = [];

  for (const { what, userName } of cases) {
    const answer = await tenant.scim.post('/Users', userBody(userName, { externalId: arrange.unique('ext') }));
    const read = await tenant.scim.get(`/Users/${idOf(answer) || 'none'}`);
    expect(answer.status, 'status of the create').toBeLessThan(500);
    expect(isAccepted(read), 'whether the user can be read after an answer like this').toBe(isAccepted(answer));
    seen.push(`${what}: ${wordsOf(answer)}, ${bodyOf(read).userName === userName ? 'kept' : 'not kept'}`);
  }

  observe(seen.join('; '));
});
