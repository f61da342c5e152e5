import { expect, row, test, userBody } from '../../../src/harness/index.ts';

test('a client cannot read another client’s user by id', row('VAULT-ISOL-04'), async ({ tenant, other, arrange }) => {
  const user = await arrange.user(other);
  const before = await other.scim.get(user.path);

  const answer = await tenant.scim.get(user.path);

  expect(answer).toBeRefused();
  expect(answer.text.includes(user.userName), 'the foreign userName in the refusal').toBe(false);
  expect(answer.text.includes(user.externalId), 'the foreign externalId in the refusal').toBe(false);
  expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
});

test(
  'a client cannot replace another client’s user',
  row('VAULT-ISOL-05'),
  async ({ tenant, other, vault, arrange }) => {
    const user = await arrange.user(other);
    const before = await other.scim.get(user.path);
    const entity = await vault.read(`identity/entity/id/${user.id}`);

    const answer = await tenant.scim.put(
      user.path,
      userBody(user.userName, { externalId: user.externalId, active: false }),
    );

    expect(answer).toBeRefused();
    expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
    expect((await vault.read(`identity/entity/id/${user.id}`)).data, 'its entity').toEqual(entity.data);
  },
);

test('a client cannot patch another client’s user', row('VAULT-ISOL-06'), async ({ tenant, other, vault, arrange }) => {
  const user = await arrange.user(other);
  const before = await other.scim.get(user.path);
  const entity = await vault.read(`identity/entity/id/${user.id}`);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  expect(answer).toBeRefused();
  expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
  expect((await vault.read(`identity/entity/id/${user.id}`)).data, 'its entity').toEqual(entity.data);
});

test(
  'a client cannot delete another client’s user',
  row('VAULT-ISOL-07'),
  async ({ tenant, other, vault, arrange }) => {
    const user = await arrange.user(other);
    const before = await other.scim.get(user.path);

    const answer = await tenant.scim.delete(user.path);

    expect(answer).toBeRefused();
    expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
    expect(await vault.read(`identity/entity/id/${user.id}`), 'its entity').toHaveStatus(200);
  },
);
