import { type Arrange, bodyOf, expect, idOf, row, type Tenant, test } from '../../../src/harness/index.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Reference = { value?: string; $ref?: string };

/** What a group says of its member, and a user of its group. */
async function referencesBetween(arrange: Arrange, tenant: Tenant): Promise<Reference[]> {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const { members = [] } = bodyOf(await tenant.scim.get(group.path));
  const { groups = [] } = bodyOf(await tenant.scim.get(user.path));
  return [...(members as Reference[]), ...(groups as Reference[])].filter(({ $ref }) => $ref !== undefined);
}

/** The resource of a reference, wherever its host and the path before the endpoint may be. */
function behind(tenant: Tenant, { $ref = '' }: Reference) {
  return tenant.scim.get(`/${$ref.split('/').slice(-2).join('/')}`);
}

test(
  'a reference to a member or to a group leads to the resource of its value',
  row('RFC7643-2.3.7-03'),
  async ({ tenant, arrange, applies }) => {
    const references = await referencesBetween(arrange, tenant);
    applies(references.length > 0, 'members and groups have no $ref');

    for (const reference of references) {
      const answer = await behind(tenant, reference);

      expect(answer).toHaveStatus(200);
      expect(idOf(answer), 'id behind the reference').toBe(reference.value);
    }
  },
);

test(
  'a relative reference is resolved against the service root',
  row('RFC7643-2.3.7-02'),
  async ({ tenant, arrange, applies }) => {
    const references = await referencesBetween(arrange, tenant);
    // The examples of RFC 7643 begin with `../`, against its own rule: nobody is blamed for them.
    const relative = references.filter(({ $ref = '' }) => !URL.canParse($ref) && !/^(?:\/|\.\.\/)/.test($ref));
    applies(relative.length > 0, 'members and groups have no $ref relative to the service root');

    for (const { $ref, value } of relative) {
      const answer = await tenant.scim.get(`/${$ref}`);

      expect(answer).toHaveStatus(200);
      expect(idOf(answer), 'id behind the reference').toBe(value);
    }
  },
);

test('the manager of a user is known by its id', row('RFC7643-4.3-02'), async ({ tenant, arrange, types }) => {
  const [manager, user] = [await arrange.user(tenant), await arrange.user(tenant)];

  const replaced = await tenant.scim.put(user.path, {
    ...user.sent,
    schemas: [types.user.core.urn, ENTERPRISE],
    [ENTERPRISE]: { manager: { value: manager.id } },
  });

  expect(replaced).toHaveStatus([200, 204]);
  const { [ENTERPRISE]: extension } = bodyOf(await tenant.scim.get(user.path));
  expect((extension as { manager?: Reference } | undefined)?.manager?.value, 'value of the manager').toBe(manager.id);
});

test(
  'a reference to the manager leads to the manager',
  row('RFC7643-4.3-03'),
  async ({ tenant, arrange, types, applies }) => {
    const manager = await arrange.user(tenant);
    const user = await arrange.user(tenant, {
      schemas: [types.user.core.urn, ENTERPRISE],
      [ENTERPRISE]: { manager: { value: manager.id } },
    });

    const { [ENTERPRISE]: extension } = bodyOf(await tenant.scim.get(user.path));

    const shown = (extension as { manager?: Reference } | undefined)?.manager ?? {};
    applies(shown.$ref !== undefined, 'managers have no $ref');
    const answer = await behind(tenant, shown);
    expect(answer).toHaveStatus(200);
    expect(idOf(answer), 'id behind the reference').toBe(manager.id);
  },
);
