import {
  bodyOf,
  expect,
  expectAllOrNothing,
  idOf,
  isAccepted,
  METADATA,
  metadataOf,
  representationIn,
  resourcesOf,
  row,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const NAMES = [
  'Jane.Doe@Example.COM',
  "sinéad.o'connor",
  'zoë+vault',
  '李.小龙',
  'jane r. doe',
  'jane%41doe',
  'jane_contoso.com#EXT#@fabrikam.onmicrosoft.com',
  'a"b\\c',
];

for (const name of NAMES) {
  test(
    `a user keeps the userName that was sent, letter by letter: ${name}`,
    row('VAULT-USER-02'),
    async ({ tenant, arrange, applies }) => {
      const userName = `${arrange.unique('user')}-${name}`;

      const answer = await tenant.scim.post('/Users', userBody(userName, { externalId: arrange.unique('ext') }));

      applies(isAccepted(answer), 'the server takes no such name');
      const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
      const list = await tenant.scim.list('/Users', { filter: `userName eq ${JSON.stringify(userName)}` });
      const shown = [bodyOf(answer), bodyOf(read), ...resourcesOf(list)].map((user) => user.userName);
      expect(shown, 'userName in the answer, in a read and in a list').toEqual([userName, userName, userName]);
    },
  );
}

const FURTHER_NAMES = ['CONTOSO\\svc$', 'a&b<c>d', 'a;b,c=d', '{jane}', '+1 555', 'jane.', '_jane_', 'ǅ-ß-İ'];

test(
  'a replace changes the userName to any other, letter by letter',
  row('VAULT-USER-13'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    for (const name of [...NAMES, ...FURTHER_NAMES]) {
      const userName = `${user.userName}-${name}`;
      const before = await tenant.scim.get(user.path);
      const answer = await tenant.scim.put(user.path, { ...user.sent, userName });

      expectAllOrNothing(answer, { before, after: await tenant.scim.get(user.path), executed: { userName } });
    }
  },
);

/** By what the userName is. */
const EXTERNAL_IDS: [what: string, (userName: string) => string][] = [
  ['the userName itself', (userName) => userName],
  ['with capitals', (userName) => `00uAb-${userName}-Z`],
  ['of digits only', () => `${Date.now()}`.slice(-12).replace(/^0/, '1')],
  ['of digits with zeros before them', () => `000${Date.now()}`],
  ['a UUID in capitals', () => crypto.randomUUID().toUpperCase()],
  ['an address', (userName) => `${userName}@Example.COM`],
  ['with letters outside of ASCII', (userName) => `${userName} \u{1f600} é`],
  ['of Base64, with equals signs at its end', (userName) => `${btoa(userName).replace(/=+$/, '')}==`],
  ['in braces, after a slash', (userName) => `/{${userName}}`],
  ['a distinguished name', (userName) => `CN=${userName},OU=A+B;O=x/y`],
];

for (const [what, of] of EXTERNAL_IDS) {
  test(`a user keeps an externalId that is ${what}`, row('VAULT-USER-03'), async ({ tenant, arrange, applies }) => {
    const userName = arrange.unique('user');
    const externalId = of(userName);

    const answer = await tenant.scim.post('/Users', userBody(userName, { externalId }));

    applies(isAccepted(answer), 'the server takes no such externalId');
    const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
    const list = await tenant.scim.list('/Users', { filter: `userName eq "${userName}"` });
    const shown = [bodyOf(answer), bodyOf(read), ...resourcesOf(list)].map((user) => user.externalId);
    expect(shown, 'externalId in the answer, in a read and in a list').toEqual([externalId, externalId, externalId]);
  });

  test(
    `the external id of an entity is the externalId of its user: ${what}`,
    row('VAULT-MAP-03'),
    async ({ tenant, vault, arrange, applies }) => {
      const userName = arrange.unique('user');
      const externalId = of(userName);

      const answer = await tenant.scim.post('/Users', userBody(userName, { externalId }));

      applies(isAccepted(answer), 'the server takes no such externalId');
      const entity = await vault.read(`identity/entity/id/${idOf(answer)}`);
      expect(entity.data?.external_id, 'external id of the entity').toBe(externalId);
    },
  );
}

test(
  'users that are created one after the other have each its own metadata',
  row('VAULT-MAP-06'),
  async ({ tenant, vault, arrange }) => {
    const sent = [{ department: 'engineering', site: 'north' }, {}, { department: 'sales' }, {}];
    const bodies = sent.map((items) => (Object.keys(items).length === 0 ? {} : metadataOf(items)));
    const users = [];
    for (const body of bodies) users.push(await arrange.user(tenant, body));

    const stored = [];
    for (const { id } of users) stored.push((await vault.read(`identity/entity/id/${id}`)).data?.metadata ?? {});

    expect(stored, 'metadata of the entities').toEqual(sent);
  },
);

for (const active of [true, false]) {
  test(
    `replaced metadata of a user that is ${active ? 'active' : 'inactive'} and in a group reach its entity`,
    row('VAULT-MAP-22'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant, { ...metadataOf({ department: 'engineering', site: 'north' }), active });
      await arrange.group(tenant, [await arrange.user(tenant), user]);
      const items = { department: 'sales', grade: '7' };

      const answer = await tenant.scim.put(user.path, { ...user.sent, [METADATA]: metadataOf(items)[METADATA] });

      expect(answer).toHaveStatus([200, 204]);
      const entity = await vault.read(`identity/entity/id/${user.id}`);
      expect(entity.data?.metadata, 'metadata of the entity').toEqual(items);
    },
  );
}

for (const { from, to } of [
  { from: true, to: false },
  { from: false, to: true },
]) {
  test(
    `the answer to a replace that sets active to ${to} shows the user as it is then`,
    row(to ? 'VAULT-USER-15' : 'VAULT-USER-14'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant, { active: from });

      const answer = await tenant.scim.put(user.path, { ...user.sent, active: to });

      const read = await tenant.scim.get(user.path);
      expect([bodyOf(representationIn(answer, read)).active, bodyOf(read).active], 'active in both').toEqual([to, to]);
    },
  );
}
