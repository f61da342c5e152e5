import { expect, row, type Tenant, test, VERSIONED, VERSIONED_WRITES } from '../../../src/harness/index.ts';

const STRANGE = { 'If-Match': '"no-version-of-this-resource"' };
const FAILS_FOR_ANOTHER_REASON = 'without the condition the request would succeed or answer 412';

for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
  test(
    `If-Match does not count where a ${method} finds no such user`,
    row('RFC9110-13.2.1-01'),
    async ({ tenant, arrange, types, applies }) => {
      const user = await VERSIONED.user(arrange, tenant, types.user);
      const unknown = { ...user, path: `${user.path}-unknown` };
      const before = await tenant.scim.get(user.path);

      const plain = await VERSIONED_WRITES[method](tenant, unknown, user.to);
      const conditional = await VERSIONED_WRITES[method](tenant, unknown, user.to, STRANGE);

      applies(plain.status >= 400 && plain.status !== 412, FAILS_FOR_ANOTHER_REASON);
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

      applies(plain.status >= 400 && plain.status !== 412, FAILS_FOR_ANOTHER_REASON);
      expect(conditional.status, 'status with the condition').toBe(plain.status);
      const after = await tenant.scim.get(user.path);
      expect(after.body, 'the user afterwards').toEqual(before.body);
    },
  );
}
