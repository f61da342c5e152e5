import { expect, flagsOf, groupBody, resourcesOf, row, test, userBody } from '../../../src/harness/index.ts';

const FLAGS = 'sys/activation-flags';
const CLIENT = 'identity/scim/client/early';
const SCIM = '/v1/identity/scim/v2';

test('before activation the flag of SCIM is listed as unactivated', row('VAULT-ACT-11'), async ({ dormant }) => {
  const answer = await dormant.read(FLAGS);

  expect(flagsOf(answer).unactivated, 'the flags not activated yet').toContain('enable-scim');
});

test('before activation no SCIM client can be created', row('VAULT-ACT-12'), async ({ dormant, arrange }) => {
  const entity = await arrange.during(() => dormant.writeData('create an entity', 'identity/entity', { name: 'idp' }));
  await dormant.read(CLIENT);

  const answer = await dormant.write(CLIENT, { access_grant_principal: entity.id });

  expect(answer).toBeRefused();
  await dormant.read(CLIENT);
  await dormant.write('sys/activation-flags/enable-scim/activate');
  expect(await dormant.read(CLIENT), 'the client after activation').toHaveStatus(404);
});

test('before activation the SCIM clients cannot be listed', row('VAULT-ACT-13'), async ({ dormant }) => {
  const list = { method: 'LIST', path: '/v1/identity/scim/client' };
  const before = await dormant.read(FLAGS);

  const answer = await dormant.send(list);

  expect(answer).toBeRefused();
  expect(flagsOf(await dormant.read(FLAGS)), 'the activation flags').toEqual(flagsOf(before));
  await dormant.write('sys/activation-flags/enable-scim/activate');
  const empty = await dormant.send(list);
  expect(answer.body, 'the refusal, beside the answer of an empty list').not.toEqual(empty.body);
});

test('before activation no SCIM user can be created', row('VAULT-ACT-14'), async ({ dormant }) => {
  const before = await dormant.list('identity/entity/name');

  const answer = await dormant.send({ method: 'POST', path: `${SCIM}/Users`, body: userBody('early') });

  expect(answer).toBeRefused();
  const after = await dormant.list('identity/entity/name');
  expect(after.keys, 'the names of entities').toEqual(before.keys);
});

test('before activation no SCIM group can be created', row('VAULT-ACT-15'), async ({ dormant }) => {
  const before = await dormant.list('identity/group/name');

  const answer = await dormant.send({ method: 'POST', path: `${SCIM}/Groups`, body: groupBody('early') });

  expect(answer).toBeRefused();
  const after = await dormant.list('identity/group/name');
  expect(after.keys, 'the names of groups').toEqual(before.keys);
});

test('before activation the SCIM users are not served', row('VAULT-ACT-16'), async ({ dormant }) => {
  const before = await dormant.read(FLAGS);

  const answer = await dormant.send({ method: 'GET', path: `${SCIM}/Users` });

  expect(answer).toBeRefused();
  expect(resourcesOf(answer), 'the users in the refusal').toEqual([]);
  expect(flagsOf(await dormant.read(FLAGS)), 'the activation flags').toEqual(flagsOf(before));
});

test('how requests are refused before activation', row('VAULT-ACT-17'), async ({ dormant, observe }) => {
  const users = await dormant.send({ method: 'GET', path: `${SCIM}/Users` });
  const client = await dormant.write(CLIENT, {});
  const config = await dormant.send({ method: 'GET', path: `${SCIM}/ServiceProviderConfig`, token: null });

  expect(users).toBeRefused();
  expect(client).toBeRefused();
  observe(
    `Users: ${users.status} in ${users.layer} form; SCIM client: ${client.status}; ServiceProviderConfig: ${config.status}`,
  );
});
