import {
  aliasesOf,
  bodyOf,
  expect,
  idOf,
  isAccepted,
  row,
  test,
  userBody,
  type VaultClient,
} from '../../../src/harness/index.ts';

type Answer = Awaited<ReturnType<VaultClient['read']>>;

const NAMES = [
  'Jane.DOE',
  'jane.doe@Example.com',
  "sinéad.o'connor",
  'zoë+vault@example.com',
  '李.小龙',
  'jane r. doe',
  'jane%41doe',
  'jane_contoso.com#EXT#@fabrikam.onmicrosoft.com',
];

for (const name of NAMES) {
  test(
    `an entity is named as its user, letter by letter: ${name}`,
    row('VAULT-MAP-02'),
    async ({ tenant, vault, arrange, applies }) => {
      const userName = `${arrange.unique('user')}-${name}`;

      const answer = await tenant.scim.post('/Users', userBody(userName));

      applies(isAccepted(answer), 'the server takes no such name');
      const entity = await vault.read(`identity/entity/id/${idOf(answer)}`);
      expect(entity.data?.name, 'name of the entity').toBe(userName);
    },
  );

  test(
    `an alias is named as its user, letter by letter: ${name}`,
    row('VAULT-MAP-11'),
    async ({ tenant, vault, arrange, applies }) => {
      const userName = `${arrange.unique('user')}-${name}`;

      const answer = await tenant.scim.post('/Users', userBody(userName));

      applies(isAccepted(answer), 'the server takes no such name');
      const entity = await vault.read(`identity/entity/id/${idOf(answer)}`);
      expect(aliasesOf(entity)[0]?.name, 'name of the alias').toBe(userName);
    },
  );
}

for (const { what, id, nameIn } of [
  { what: 'an entity', id: 'VAULT-MAP-16', nameIn: (entity: Answer) => entity.data?.name },
  { what: 'an alias', id: 'VAULT-MAP-17', nameIn: (entity: Answer) => aliasesOf(entity)[0]?.name },
]) {
  test(
    `${what} is named as its user after each rename, letter by letter`,
    row(id),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);

      for (const name of NAMES) {
        await tenant.scim.put(user.path, { ...user.sent, userName: `${user.userName}-${name}` });

        const { userName } = bodyOf(await tenant.scim.get(user.path));
        const entity = await vault.read(`identity/entity/id/${user.id}`);
        expect(nameIn(entity), `name of ${what}`).toBe(userName);
      }
    },
  );
}
