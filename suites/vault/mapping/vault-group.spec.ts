import { expect, groupBody, idOf, memberIdsOf, row, scimClientPath, test } from '../../../src/harness/index.ts';

test('the id of a group is the id of its Vault group', row('VAULT-MAP-27'), async ({ tenant, vault, arrange }) => {
  const answer = await tenant.scim.post('/Groups', groupBody(`${arrange.unique('group')} Vault Admins`));

  expect(answer).toHaveStatus(201);
  const group = await vault.read(`identity/group/id/${idOf(answer)}`);
  expect(group).toHaveStatus(200);
  expect(group.data?.id, 'id of the Vault group').toBe(idOf(answer));
});

test('a Vault group has the displayName as name', row('VAULT-MAP-28'), async ({ tenant, vault, arrange }) => {
  const { id, displayName } = await arrange.group(tenant);

  const group = await vault.read(`identity/group/id/${id}`);

  expect(group.data?.name, 'name of the Vault group').toBe(displayName);
});

test('the Vault group of a group is internal', row('VAULT-MAP-29'), async ({ tenant, vault, arrange }) => {
  const { id } = await arrange.group(tenant);

  const group = await vault.read(`identity/group/id/${id}`);

  expect(group.data?.type, 'type of the Vault group').toBe('internal');
});

test('the members of a group are the member entities', row('VAULT-MAP-30'), async ({ tenant, vault, arrange }) => {
  const users = await arrange.users(tenant, 2);
  const { id } = await arrange.group(tenant, users);

  const group = await vault.read(`identity/group/id/${id}`);

  expect(memberIdsOf(group), 'members of the Vault group').toEqual(users.map((user) => user.id).sort());
});

test('a Vault group carries the mark of a SCIM client', row('VAULT-MAP-31'), async ({ tenant, vault, arrange }) => {
  const { id } = await arrange.group(tenant);

  const group = await vault.read(`identity/group/id/${id}`);

  expect(group.data?.scim_client_id, 'mark on the group').toEqual(expect.stringMatching(/./));
});

test(
  'the mark on a group is the client_id of its SCIM client',
  row('VAULT-MAP-32'),
  async ({ tenant, vault, arrange }) => {
    const { id } = await arrange.group(tenant);
    const client = await vault.read(scimClientPath(tenant.clientName));

    const group = await vault.read(`identity/group/id/${id}`);

    expect(client.data?.client_id, 'client_id of the client').toEqual(expect.stringMatching(/./));
    expect(group.data?.scim_client_id, 'mark on the group').toBe(client.data?.client_id);
  },
);

test('SCIM gives a group no policies', row('VAULT-MAP-33'), async ({ tenant, vault, arrange }) => {
  const { id } = await arrange.group(tenant);

  const group = await vault.read(`identity/group/id/${id}`);

  expect(group).toHaveStatus(200);
  expect(group.data?.policies ?? [], 'policies of the group').toEqual([]);
});
