import { randomUUID } from 'node:crypto';
import { expect, row, scimClientPath, test } from '../../../src/harness/index.ts';

test('a create without principal is refused', row('VAULT-CLIENT-11'), async ({ vault, arrange }) => {
  const path = scimClientPath(arrange.unique('client'));
  await vault.read(path);

  const answer = await vault.write(path, {});

  expect(answer).toBeRefused();
  expect(await vault.read(path), 'the client').toHaveStatus(404);
});

test('an update without principal is refused', row('VAULT-CLIENT-12'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();
  const before = await vault.read(client.path);

  const answer = await vault.write(client.path, { max_active_tokens: 5 });

  expect(answer).toBeRefused();
  const after = await vault.read(client.path);
  expect(after.data, 'the client').toEqual(before.data);
});

test('a principal that does not exist is refused', row('VAULT-CLIENT-13'), async ({ vault, arrange }) => {
  const path = scimClientPath(arrange.unique('client'));
  await vault.read(path);

  const answer = await vault.write(path, { access_grant_principal: randomUUID() });

  expect(answer).toBeRefused();
  expect(await vault.read(path), 'the client').toHaveStatus(404);
});

test('an entity of another namespace is refused as principal', row('VAULT-CLIENT-14'), async ({ vault, arrange }) => {
  const stranger = await arrange.entity(await arrange.namespace());
  const path = scimClientPath(arrange.unique('client'));
  await vault.read(path);

  const answer = await vault.write(path, { access_grant_principal: stranger });

  expect(answer).toBeRefused();
  expect(await vault.read(path), 'the client').toHaveStatus(404);
});

test('the principal of another SCIM client is refused', row('VAULT-CLIENT-15'), async ({ vault, arrange }) => {
  const first = await arrange.scimClient();
  const path = scimClientPath(arrange.unique('client'));
  const before = await vault.read(first.path);

  const answer = await vault.write(path, { access_grant_principal: first.principalId });

  expect(answer).toBeRefused();
  expect(await vault.read(path), 'the second client').toHaveStatus(404);
  const after = await vault.read(first.path);
  expect(after.data, 'the first client').toEqual(before.data);
});

test('the refusal of a principal in use names the field', row('VAULT-CLIENT-16'), async ({ vault, arrange }) => {
  const first = await arrange.scimClient();

  const answer = await vault.write(scimClientPath(arrange.unique('client')), {
    access_grant_principal: first.principalId,
  });

  expect(answer).toBeRefused();
  expect(answer.text, 'the text of the refusal').toContain('access_grant_principal');
});

test(
  'an update to the principal of another SCIM client is refused',
  row('VAULT-CLIENT-17'),
  async ({ vault, arrange }) => {
    const [first, second] = [await arrange.scimClient(), await arrange.scimClient()];
    const before = [await vault.read(first.path), await vault.read(second.path)];

    const answer = await vault.write(second.path, { access_grant_principal: first.principalId });

    expect(answer).toBeRefused();
    const after = [await vault.read(first.path), await vault.read(second.path)];
    expect(
      after.map(({ data }) => data),
      'both clients',
    ).toEqual(before.map(({ data }) => data));
  },
);

test(
  'an update that is refused for its principal changes no other field',
  row('VAULT-CLIENT-17'),
  async ({ vault, arrange }) => {
    const [first, second] = [await arrange.scimClient(), await arrange.scimClient()];
    const before = await vault.read(second.path);

    const answer = await vault.write(second.path, {
      access_grant_principal: first.principalId,
      max_active_tokens: 9,
      allow_user_adoption: true,
    });

    expect(answer).toBeRefused();
    const after = await vault.read(second.path);
    expect(after.data, 'the client').toEqual(before.data);
  },
);
