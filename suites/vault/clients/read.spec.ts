import { expect, row, scimClientPath, test } from '../../../src/harness/index.ts';

test('a SCIM client shows its principal', row('VAULT-CLIENT-03'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();

  const answer = await vault.read(client.path);

  expect(answer).toHaveStatus(200);
  expect(answer.data?.access_grant_principal, 'the principal of the client').toBe(client.principalId);
});

test('a SCIM client in use is not shown as deleting', row('VAULT-CLIENT-04'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();

  const answer = await vault.read(client.path);

  expect(answer.data?.deleting, 'deleting').toBe(false);
});

test(
  'a SCIM client in use is not shown as deleting while another one is being deleted',
  row('VAULT-CLIENT-04'),
  async ({ vault, arrange }) => {
    const [deleted, client] = [await arrange.tenant(), await arrange.scimClient()];
    await arrange.users(deleted, 20);
    await arrange.during(() => vault.remove(scimClientPath(deleted.clientName), { 'delete-linked-resources': 'true' }));

    const answer = await vault.read(client.path);

    expect(answer.data?.deleting, 'deleting').toBe(false);
  },
);

test('a SCIM client that does not exist is not found', row('VAULT-CLIENT-07'), async ({ vault, arrange }) => {
  const answer = await vault.read(scimClientPath(arrange.unique('client')));

  expect(answer).toHaveStatus(404);
});

test('a SCIM client shows a client_id of its own', row('VAULT-CLIENT-28'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();

  const answer = await vault.read(client.path);

  expect(answer.data?.client_id, 'client_id').toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(answer.data?.client_id, 'client_id, beside the principal').not.toBe(client.principalId);
});

test('a SCIM client shows neither times nor counts', row('VAULT-CLIENT-53'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();

  const answer = await vault.read(client.path);

  expect(answer).toHaveStatus(200);
  expect(
    Object.keys(answer.data ?? {}).filter((member) => /time|date|created|modified|count|total|number/i.test(member)),
    'members for times and counts',
  ).toEqual([]);
});
