import { expect, idOf, placeWhere, row, test, userBody } from '../../../src/harness/index.ts';

type Types = Parameters<typeof placeWhere>[0];

/** Any text of users that a client writes and that is shown to those who ask for it. */
function textOnRequest(type: Types) {
  return placeWhere(
    type,
    (one) => one.returned === 'request' && one.type === 'string' && one.mutability === 'readWrite',
  );
}

const NONE = 'users have no text that is returned on request';

test(
  'what is returned on request is shown only to those who ask',
  row('RFC7644-3.9-11'),
  async ({ tenant, arrange, types, applies }) => {
    const remark = textOnRequest(types.user);
    applies(remark.exists, NONE);
    const user = await arrange.user(tenant, remark.into({}, 'a remark'));

    const reads = [
      await tenant.scim.get(user.path),
      await tenant.scim.list(user.path, { excludedAttributes: 'active' }),
      await tenant.scim.list(user.path, { attributes: 'active' }),
      await tenant.scim.list(user.path, { attributes: remark.path }),
    ];

    expect(
      reads.map(({ body }) => remark.of(body)),
      'the value unasked, with another left out, with another asked for, and asked for',
    ).toEqual([undefined, undefined, undefined, 'a remark']);
  },
);

test(
  'what is returned on request is shown by the write that sets it, and by no read unasked',
  row('RFC7643-7-25'),
  async ({ tenant, arrange, types, applies }) => {
    const remark = textOnRequest(types.user);
    applies(remark.exists, NONE);

    const created = await tenant.scim.post('/Users', remark.into(userBody(arrange.unique('user')), 'a remark'));

    expect(created).toHaveStatus(201);
    const path = `/Users/${idOf(created)}`;
    const [unasked, asked] = [await tenant.scim.get(path), await tenant.scim.list(path, { attributes: remark.path })];
    expect(
      [created, unasked, asked].map(({ body }) => remark.of(body)),
      'the value in the answer to the create, unasked, and asked for',
    ).toEqual(['a remark', undefined, 'a remark']);
  },
);
