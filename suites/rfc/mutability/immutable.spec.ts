import { expect, idOf, placeWhere, row, test, userBody } from '../../../src/harness/index.ts';

type Types = Parameters<typeof placeWhere>[0];

/** Any text of users that a client sets once. */
function immutableText(type: Types) {
  return placeWhere(
    type,
    (one) => one.mutability === 'immutable' && one.type === 'string' && ['default', 'always'].includes(one.returned),
  );
}

const NONE = 'users have no immutable text';

test(
  'an immutable attribute can be set at creation',
  row('RFC7643-7-20'),
  async ({ tenant, arrange, types, applies, observe }) => {
    const serial = immutableText(types.user);
    applies(serial.exists, NONE);

    const created = await tenant.scim.post('/Users', serial.into(userBody(arrange.unique('user')), 'first'));

    observe(`a create with an immutable attribute answers ${created.status}`);
    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    expect(['first', undefined], 'what may be stored').toContain(serial.of(read.body));
  },
);

test(
  'an immutable attribute without a value takes its first one by PUT',
  row('RFC7644-3.5.1-08'),
  async ({ tenant, arrange, types, applies }) => {
    const serial = immutableText(types.user);
    applies(serial.exists, NONE);
    const user = await arrange.user(tenant);

    const replaced = await tenant.scim.put(user.path, serial.into(user.sent, 'first'));

    expect(replaced).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(serial.of(read.body), 'the value').toBe('first');
  },
);

test(
  'an immutable attribute without a value takes its first one by a patch',
  row('RFC7644-3.5.2-19'),
  async ({ tenant, arrange, types, applies, observe }) => {
    const serial = immutableText(types.user);
    applies(serial.exists, NONE);
    const user = await arrange.user(tenant);

    const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: serial.path, value: 'first' }]);

    observe(`a patch that adds an immutable attribute answers ${patched.status}`);
    const read = await tenant.scim.get(user.path);
    expect(serial.of(read.body) === 'first', 'whether the value is stored').toBe(patched.status < 300);
  },
);

test(
  'a PUT with another value of an immutable attribute is refused as mutability',
  row('RFC7644-3.5.1-07'),
  async ({ tenant, arrange, types, applies }) => {
    const serial = immutableText(types.user);
    applies(serial.exists, NONE);
    const user = await arrange.user(tenant, serial.into({}, 'first'));
    const before = await tenant.scim.get(user.path);

    const refused = await tenant.scim.put(user.path, serial.into(user.sent, 'second'));

    expect(refused).toBeScimError({ status: 400, scimType: 'mutability' });
    const after = await tenant.scim.get(user.path);
    expect(after.body, 'the user afterwards').toEqual(before.body);
  },
);

for (const operation of ['replace', 'add']) {
  test(
    `a patch that would ${operation} an immutable attribute with a value is refused as mutability`,
    row('RFC7644-3.5.2-18'),
    async ({ tenant, arrange, types, applies }) => {
      const serial = immutableText(types.user);
      applies(serial.exists, NONE);
      const user = await arrange.user(tenant, serial.into({}, 'first'));
      const before = await tenant.scim.get(user.path);

      const refused = await tenant.scim.patch(user.path, [{ op: operation, path: serial.path, value: 'second' }]);

      expect(refused).toBeScimError({ status: 400, scimType: 'mutability' });
      const after = await tenant.scim.get(user.path);
      expect(after.body, 'the user afterwards').toEqual(before.body);
    },
  );
}

test(
  'an immutable attribute with a value is changed neither by PUT nor by a patch',
  row('RFC7643-7-19'),
  async ({ tenant, arrange, types, applies }) => {
    const serial = immutableText(types.user);
    applies(serial.exists, NONE);
    const body = serial.into({}, 'first');
    const [one, other] = [await arrange.user(tenant, body), await arrange.user(tenant, body)];

    await tenant.scim.put(one.path, serial.into(one.sent, 'second'));
    await tenant.scim.patch(other.path, [{ op: 'replace', path: serial.path, value: 'second' }]);

    const reads = [await tenant.scim.get(one.path), await tenant.scim.get(other.path)];
    expect(
      reads.map(({ body }) => serial.of(body)),
      'the value after a PUT and after a patch',
    ).toEqual(['first', 'first']);
  },
);

test(
  'a refused change of a readOnly attribute is called mutability, if anything',
  row('RFC7644-3.12-25'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const refused = await tenant.scim.patch(user.path, [{ op: 'remove', path: 'id' }]);

    applies(refused.status === 400, 'the removal of an id is not answered by 400');
    expect(refused).toBeScimError({ status: 400, scimTypeIfAny: 'mutability' });
    const after = await tenant.scim.get(user.path);
    expect(after.body, 'the user afterwards').toEqual(before.body);
  },
);
