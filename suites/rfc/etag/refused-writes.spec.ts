import { expect, outdate, row, tagOf, test, VERSIONED, VERSIONED_WRITES } from '../../../src/harness/index.ts';

const NO_OLD_TAG = 'the server has no old tag of the resource';
/** An entity-tag that no version has. */
const STRANGE = '"no-version-of-this-resource"';
const METHODS = ['PUT', 'PATCH', 'DELETE'] as const;

for (const type of ['user', 'group'] as const) {
  for (const method of METHODS) {
    test(
      `a ${method} of a ${type} with an outdated tag changes nothing`,
      row('RFC7644-3.14-08'),
      async ({ tenant, arrange, types, applies }) => {
        const one = await VERSIONED[type](arrange, tenant, types[type]);
        const before = await outdate(arrange, tenant, one);
        applies(one.tag !== '' && tagOf(before) !== one.tag, NO_OLD_TAG);

        const refused = await VERSIONED_WRITES[method](tenant, one, one.from, { 'If-Match': one.tag });

        expect(refused).toBeRefused();
        const after = await tenant.scim.get(one.path);
        expect(after.body, 'the resource afterwards').toEqual(before.body);
      },
    );

    test(
      `a ${method} of a ${type} whose If-Match does not hold is not performed`,
      row('RFC9110-13.1.1-01'),
      async ({ tenant, arrange, types }) => {
        const one = await VERSIONED[type](arrange, tenant, types[type]);
        const before = await tenant.scim.get(one.path);

        const refused = await VERSIONED_WRITES[method](tenant, one, one.to, { 'If-Match': STRANGE });

        expect(refused).toBeRefused();
        const after = await tenant.scim.get(one.path);
        expect(after.body, 'the resource afterwards').toEqual(before.body);
      },
    );
  }
}

for (const method of METHODS) {
  test(
    `a ${method} with an outdated tag answers 412 or 409 in SCIM form`,
    row('RFC7644-3.12-13'),
    async ({ tenant, arrange, types, applies }) => {
      const user = await VERSIONED.user(arrange, tenant, types.user);
      const before = await outdate(arrange, tenant, user);
      applies(user.tag !== '' && tagOf(before) !== user.tag, NO_OLD_TAG);

      const refused = await VERSIONED_WRITES[method](tenant, user, user.from, { 'If-Match': user.tag });

      applies(refused.status !== 405 && refused.status !== 501, 'the server does not offer the request');
      expect(refused).toBeScimError({ status: [409, 412] });
      const after = await tenant.scim.get(user.path);
      expect(after.body, 'the user afterwards').toEqual(before.body);
    },
  );
}

for (const [what, condition] of [
  ['the current tag', (tag: string) => tag],
  ['a list with the current tag', (tag: string) => `"x", ${tag}`],
  ['*', () => '*'],
] as const) {
  test(
    `If-None-Match with ${what} answers 304 to reads and 412 to writes`,
    row('RFC9110-13.1.2-02'),
    async ({ tenant, arrange, types, applies }) => {
      const user = await VERSIONED.user(arrange, tenant, types.user);
      applies(user.tag !== '', 'the server sends no ETag');
      const headers = { 'If-None-Match': condition(user.tag) };
      const before = await tenant.scim.get(user.path);

      const get = await tenant.scim.get(user.path, { headers });
      const put = await VERSIONED_WRITES.PUT(tenant, user, user.to, headers);

      expect([get.status, put.status], 'statuses of GET and PUT').toEqual([304, 412]);
      const after = await tenant.scim.get(user.path);
      expect(after.body, 'the user afterwards').toEqual(before.body);
    },
  );
}

test(
  'If-None-Match with the current tag answers 304 to HEAD',
  row('RFC9110-13.1.2-02'),
  async ({ tenant, arrange, types, applies }) => {
    const user = await VERSIONED.user(arrange, tenant, types.user);
    const headers = { 'If-None-Match': user.tag };
    const before = await tenant.scim.send({ method: 'HEAD', path: user.path });
    applies(before.status === 200 && user.tag !== '', 'the server does not answer HEAD with an ETag');

    const head = await tenant.scim.send({ method: 'HEAD', path: user.path, headers });
    const put = await VERSIONED_WRITES.PUT(tenant, user, user.to, headers);

    expect([head.status, put.status], 'statuses of HEAD and PUT').toEqual([304, 412]);
    const after = await tenant.scim.send({ method: 'HEAD', path: user.path });
    expect(tagOf(after), 'ETag of the user afterwards').toBe(tagOf(before));
  },
);
