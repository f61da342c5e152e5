import { aliasesOf, expect, idOf, isAccepted, row, test, userBody } from '../../../src/harness/index.ts';

const NAMES = [
  'Jane.DOE',
  'jane.doe@Example.com',
  "sinéad.o'connor",
  'zoë+vault@example.com',
  '李.小龙',
  'jane r. doe',
  'jane%41doe',
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
