import { type ArrangedUser, expect, groupWithUsers, row, type Tenant, test } from '../../../src/harness/index.ts';

for (const active of [true, false]) {
  test(
    `a client cannot read another client’s ${active ? 'active' : 'inactive'} user by id, however often it asks`,
    row('VAULT-ISOL-04'),
    async ({ tenant, other, arrange }) => {
      const user = await arrange.user(other, { active });
      const before = await other.scim.get(user.path);

      const answers = [await tenant.scim.get(user.path), await tenant.scim.get(user.path)];

      for (const answer of answers) {
        expect(answer).toBeRefused();
        expect(answer.text.includes(user.userName), 'the foreign userName in the refusal').toBe(false);
        expect(answer.text.includes(user.externalId), 'the foreign externalId in the refusal').toBe(false);
      }
      expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
    },
  );
}

const WRITES = [
  {
    id: 'VAULT-ISOL-05',
    verb: 'replace',
    send: async ({ scim }: Tenant, { path, sent }: ArrangedUser) => [
      await scim.put(path, { ...sent, active: false }),
      await scim.put(path, { ...sent, userName: `${sent.userName}-renamed` }),
      await scim.put(path, sent),
    ],
  },
  {
    id: 'VAULT-ISOL-06',
    verb: 'patch',
    send: async ({ scim }: Tenant, { path }: ArrangedUser) => [
      await scim.patch(path, [{ op: 'replace', path: 'active', value: false }]),
      await scim.patch(path, [{ op: 'replace', path: 'active', value: true }]),
    ],
  },
  {
    id: 'VAULT-ISOL-07',
    verb: 'delete',
    send: async ({ scim }: Tenant, { path }: ArrangedUser) => [await scim.delete(path)],
  },
] as const;

for (const { id, verb, send } of WRITES) {
  test(
    `a client cannot ${verb} another client’s user, nor touch its groups on the way, at a second try either`,
    row(id),
    async ({ tenant, other, vault, arrange }) => {
      const { users, stored } = await groupWithUsers(arrange, vault, other);
      const before = await stored();

      const answers = [];
      for (const user of [...users, ...users]) answers.push(...(await send(tenant, user)));

      for (const answer of answers) expect(answer).toBeRefused();
      expect(await stored(), 'the user, its group and another user').toEqual(before);
    },
  );
}
