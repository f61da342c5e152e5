import { bodyOf, expect, row, test } from '../../../src/harness/index.ts';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

test('PATCH is announced', row('RFC7644-3.5.2-01'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.get('/ServiceProviderConfig');

  observe(`patch.supported is ${String((bodyOf(answer).patch as { supported?: unknown } | undefined)?.supported)}`);
});

test('operations outside add, remove and replace are refused', row('RFC7644-3.5.2-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answers = [
    await tenant.scim.patch(user.path, [{ op: 'move', path: 'active', value: false }]),
    await tenant.scim.patch(user.path, [{ op: 'test', path: 'active', value: false }]),
    await tenant.scim.patch(user.path, [{ op: 'bogus', path: 'active', value: false }]),
  ];

  expect(
    answers.map(({ status }) => status),
    'statuses of move, test and bogus',
  ).toEqual([400, 400, 400]);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('the message names its schema', row('RFC7644-3.5.2-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const Operations = [{ op: 'replace', path: 'active', value: false }];

  const refused = await tenant.scim.send({ method: 'PATCH', path: user.path, body: { Operations } });

  expect(refused).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('the message has operations', row('RFC7644-3.5.2-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const message = (Operations: unknown) => ({ schemas: [PATCH_OP], Operations });

  const empty = await tenant.scim.send({ method: 'PATCH', path: user.path, body: message([]) });
  const missing = await tenant.scim.send({ method: 'PATCH', path: user.path, body: { schemas: [PATCH_OP] } });
  const text = await tenant.scim.send({ method: 'PATCH', path: user.path, body: message('replace') });

  expect(empty).toBeScimError({ status: 400 });
  expect(missing).toBeScimError({ status: 400 });
  expect(text).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('each operation has an op', row('RFC7644-3.5.2-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const body = { schemas: [PATCH_OP], Operations: [{ path: 'active', value: false }] };

  const refused = await tenant.scim.send({ method: 'PATCH', path: user.path, body });

  expect(refused).toBeScimError({ status: 400, scimTypeIfAny: ['invalidSyntax', 'invalidValue'] });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('op in other letter case may be tolerated', row('RFC7644-3.5.2-08'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.patch(user.path, [{ op: 'Replace', path: 'active', value: false }]);

  observe(`an op with a capital letter answers ${answer.status}`);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(answer.status >= 300);
});

test('members of the message are case-insensitive', row('RFC7644-3.5.2-09'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const body = { schemas: [PATCH_OP], operations: [{ OP: 'replace', Path: 'active', VALUE: false }] };

  const answer = await tenant.scim.send({ method: 'PATCH', path: user.path, body });

  observe(`member names in other letter case answer ${answer.status}`);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(answer.status >= 300);
});

test('a malformed patch document answers 400', row('RFC5789-2.2-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.send({ method: 'PATCH', path: user.path, raw: '{"schemas": [' });

  expect(refused).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('an unsupported patch format is refused', row('RFC5789-2.2-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.send({
    method: 'PATCH',
    path: user.path,
    body: [{ op: 'replace', path: '/active', value: false }],
    headers: { 'Content-Type': 'application/json-patch+json' },
  });

  expect(refused).toHaveStatus([400, 415]);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});
