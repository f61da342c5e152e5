import { bodyOf, expect, idOf, metaOf, order, row, test, waitPast } from '../../../src/harness/index.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const EMAILS = [
  { value: 'one@example.com', type: 'work' },
  { value: 'two@example.com', type: 'home' },
];

interface Kind {
  what: string;
  /** Attribute or extension that the server has to offer. */
  of: string;
  before: Record<string, unknown>;
  change: { op: string; path?: string; value?: unknown };
}

const KINDS: Kind[] = [
  {
    what: 'an extension attribute',
    of: ENTERPRISE,
    before: { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { department: 'Tours', costCenter: '4130' } },
    change: { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Sales' },
  },
  {
    what: 'a part of a complex attribute',
    of: 'name',
    before: { name: { familyName: 'Jensen', givenName: 'Barbara' } },
    change: { op: 'replace', path: 'name.familyName', value: 'Smith' },
  },
  {
    what: 'a list by a new value',
    of: 'emails',
    before: { emails: EMAILS },
    change: { op: 'add', path: 'emails', value: [{ value: 'new@example.com', type: 'other' }] },
  },
  {
    what: 'a part of a selected value',
    of: 'emails',
    before: { emails: EMAILS },
    change: { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' },
  },
  {
    what: 'a list by a removal',
    of: 'emails',
    before: { emails: EMAILS },
    change: { op: 'remove', path: 'emails[type eq "work"]' },
  },
  {
    what: 'an attribute without path',
    of: 'active',
    before: { active: true },
    change: { op: 'replace', value: { active: false } },
  },
];

for (const { what, of, before, change } of KINDS) {
  test(
    `a patch that changes ${what} moves lastModified only`,
    row('RFC7644-3.5.2-32', 'RFC7643-3.1-20'),
    async ({ tenant, arrange, types, applies }) => {
      applies(offeredBy(types.user).includes(of), `users have no ${of}`);
      const user = await arrange.user(tenant, before);
      await waitPast(arrange, tenant, metaOf(user.body, 'lastModified'));

      const patched = await tenant.scim.patch(user.path, [change]);

      expect(patched).toHaveStatus([200, 204]);
      const read = await tenant.scim.get(user.path);
      const stamps = [metaOf(user.body, 'lastModified'), metaOf(read.body, 'lastModified')] as const;
      expect(order(...stamps), 'old and new lastModified').toBe('earlier');
      expect([idOf(read), metaOf(read.body, 'created')], 'id and created').toEqual([
        user.id,
        metaOf(user.body, 'created'),
      ]);
    },
  );

  test(
    `a patch that fails behind a change of ${what} leaves the user as it was`,
    row('RFC7644-3.5.2-25', 'RFC7644-3.5.2-26'),
    async ({ tenant, arrange, types, applies }) => {
      applies(offeredBy(types.user).includes(of), `users have no ${of}`);
      const [user, other] = [await arrange.user(tenant, before), await arrange.user(tenant)];
      const stored = await tenant.scim.get(user.path);

      const answers = [
        await tenant.scim.patch(user.path, [change, { op: 'remove' }]),
        await tenant.scim.patch(user.path, [change, { op: 'replace', path: 'userName', value: other.userName }]),
      ];

      expect(
        answers.map(({ status }) => status >= 400 && status < 500),
        'a missing path and a name that is taken are refused',
      ).toEqual([true, true]);
      expect(bodyOf(await tenant.scim.get(user.path)), 'the user afterwards').toEqual(stored.body);
    },
  );
}

for (const { what, of, before, change } of KINDS.filter((kind) => kind.of !== 'active')) {
  test(
    `a patch that changes ${what} beside what stays the same moves lastModified`,
    row('RFC7644-3.5.2.1-15'),
    async ({ tenant, arrange, types, applies }) => {
      applies(offeredBy(types.user).includes(of), `users have no ${of}`);
      const users = [await arrange.user(tenant, before), await arrange.user(tenant, before)] as const;
      await waitPast(arrange, tenant, metaOf(users[1].body, 'lastModified'));
      const same = { op: 'add', path: 'active', value: true };

      const answers = [
        await tenant.scim.patch(users[0].path, [same, change]),
        await tenant.scim.patch(users[1].path, [change, same]),
      ];

      for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
      for (const user of users) {
        const read = await tenant.scim.get(user.path);
        const stamps = [metaOf(user.body, 'lastModified'), metaOf(read.body, 'lastModified')] as const;
        expect(order(...stamps), 'old and new lastModified').toBe('earlier');
      }
    },
  );
}

/** Names of the attributes and URNs of the extensions that users can have. */
function offeredBy(type: {
  core: { attributes: readonly { name: string }[] };
  extensions: readonly { schema: { urn: string } }[];
}): string[] {
  return [...type.core.attributes.map(({ name }) => name), ...type.extensions.map(({ schema }) => schema.urn)];
}
