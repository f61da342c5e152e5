import { expect, many, row, test } from '../../../src/harness/index.ts';

const LIST = { method: 'LIST', path: '/v1/identity/scim/client' };

test('the list of SCIM clients holds each of them by name', row('VAULT-CLIENT-05'), async ({ vault, arrange }) => {
  const clients = [await arrange.scimClient(), await arrange.scimClient()];
  const names = clients.map(({ name }) => name);

  const answer = await vault.send(LIST);

  expect(answer).toHaveStatus(200);
  expect(answer.keys.filter((key) => names.includes(key)).sort(), 'the names of the new clients').toEqual(names.sort());
});

test('the list of many SCIM clients holds each of them by name', row('VAULT-CLIENT-05'), async ({ vault, arrange }) => {
  const names = (await many(26, () => arrange.scimClient())).map(({ name }) => name);

  const answer = await vault.send(LIST);

  expect(answer).toHaveStatus(200);
  expect(answer.keys.filter((key) => names.includes(key)).sort(), 'the names of the new clients').toEqual(names.sort());
});

test('the SCIM clients can be listed with GET', row('VAULT-CLIENT-06'), async ({ vault, arrange }) => {
  const { name } = await arrange.scimClient();

  const answer = await vault.list('identity/scim/client');

  expect(answer).toHaveStatus(200);
  const listed = await vault.send(LIST);
  const own = (key: string) => key === name;
  expect(answer.keys.filter(own), 'the name of the new client').toEqual([name]);
  expect(answer.keys.filter(own), 'the name in both lists').toEqual(listed.keys.filter(own));
});

test('an empty list of SCIM clients is not found', row('VAULT-CLIENT-08'), async ({ arrange }) => {
  const child = await arrange.namespace();

  const answer = await child.send(LIST);

  expect(answer).toBeVaultError(404);
});
