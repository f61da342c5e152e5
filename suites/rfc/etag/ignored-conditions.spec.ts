import { expect, row, type Tenant, test, userBody, VERSIONED, VERSIONED_WRITES } from '../../../src/harness/index.ts';

const STRANGE = { 'If-Match': '"no-version-of-this-resource"' };
const NO_OTHER_FAILURE = 'without the condition the server answers no other error';

for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
  test(
    `If-Match does not count where a ${method} finds no such user`,
    row('RFC9110-13.2.1-01'),
    async ({ tenant, arrange, types, applies }) => {
      const user = await VERSIONED.user(arrange, tenant, types.user);
      // Of a name that nobody has: what is wrong with the content does not come before the condition.
      const unknown = { ...user, path: `${user.path}-unknown`, sent: userBody(arrange.unique('nobody')) };
      const before = await tenant.scim.get(user.path);

      const plain = await VERSIONED_WRITES[method](tenant, unknown, user.to);
      const conditional = await VERSIONED_WRITES[method](tenant, unknown, user.to, STRANGE);

      applies(plain.status >= 400 && plain.status !== 412, NO_OTHER_FAILURE);
      expect(conditional.status, 'status with the condition').toBe(plain.status);
      const after = await tenant.scim.get(user.path);
      expect(after.body, 'the user afterwards').toEqual(before.body);
    },
  );

  test(
    `If-Match does not count in a ${method} without a credential`,
    row('RFC9110-13.2.1-01'),
    async ({ tenant, arrange, types, applies }) => {
      const user = await VERSIONED.user(arrange, tenant, types.user);
      const anonymous: Tenant = { ...tenant, scim: tenant.scim.with({ token: null }) };
      const before = await tenant.scim.get(user.path);

      const plain = await VERSIONED_WRITES[method](anonymous, user, user.to);
      const conditional = await VERSIONED_WRITES[method](anonymous, user, user.to, STRANGE);

      applies(plain.status >= 400 && plain.status !== 412, NO_OTHER_FAILURE);
      expect(conditional.status, 'status with the condition').toBe(plain.status);
      const after = await tenant.scim.get(user.path);
      expect(after.body, 'the user afterwards').toEqual(before.body);
    },
  );
}
