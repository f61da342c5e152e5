import {
  bodyOf,
  expect,
  isRefusedAsWeak,
  outdate,
  row,
  tagOf,
  test,
  VERSIONED,
  VERSIONED_WRITES,
} from '../../../src/harness/index.ts';

const NO_TAG = 'the server sends no ETag';
const NOT_MET = 'the server does not offer the request, or as HTTP has it no weak tag meets If-Match';
/** Statuses of a server without such a request. */
const NOT_OFFERED = [405, 501];

for (const [type, method] of [
  ['user', 'PUT'],
  ['user', 'PATCH'],
  ['group', 'PUT'],
  ['group', 'PATCH'],
] as const) {
  test(
    `a ${method} of a ${type} with the current tag is executed`,
    row('RFC7644-3.14-07'),
    async ({ tenant, arrange, types, applies }) => {
      const one = await VERSIONED[type](arrange, tenant, types[type]);
      applies(one.tag !== '', NO_TAG);

      const answer = await VERSIONED_WRITES[method](tenant, one, one.to, { 'If-Match': one.tag });

      applies(!NOT_OFFERED.includes(answer.status) && !isRefusedAsWeak(answer, one.tag), NOT_MET);
      expect(answer).toHaveStatus([200, 204]);
      const read = await tenant.scim.get(one.path);
      expect(bodyOf(read)[one.name], 'the attribute afterwards').toEqual(one.to);
    },
  );
}

test(
  'a DELETE with the current tag is executed',
  row('RFC7644-3.14-07'),
  async ({ tenant, arrange, types, applies }) => {
    const user = await VERSIONED.user(arrange, tenant, types.user);
    applies(user.tag !== '', NO_TAG);

    const answer = await tenant.scim.delete(user.path, { headers: { 'If-Match': user.tag } });

    applies(!NOT_OFFERED.includes(answer.status) && !isRefusedAsWeak(answer, user.tag), NOT_MET);
    expect(answer).toHaveStatus(204);
    expect(await tenant.scim.get(user.path)).toHaveStatus(404);
  },
);

test(
  'the tag of a change is good for the next one',
  row('RFC7644-3.14-07'),
  async ({ tenant, arrange, types, applies }) => {
    const user = await VERSIONED.user(arrange, tenant, types.user);
    const changed = await outdate(arrange, tenant, user);
    applies(tagOf(changed) !== '', NO_TAG);

    const answer = await VERSIONED_WRITES.PUT(tenant, user, user.from, { 'If-Match': tagOf(changed) });

    applies(!isRefusedAsWeak(answer, tagOf(changed)), NOT_MET);
    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read)[user.name], 'the attribute afterwards').toEqual(user.from);
  },
);

for (const [type, method] of [
  ['user', 'PUT'],
  ['user', 'PATCH'],
  ['group', 'PUT'],
] as const) {
  test(
    `If-Match: * lets a ${method} change a ${type} that exists`,
    row('RFC9110-13.1.1-02'),
    async ({ tenant, arrange, types, applies }) => {
      const one = await VERSIONED[type](arrange, tenant, types[type]);

      const answer = await VERSIONED_WRITES[method](tenant, one, one.to, { 'If-Match': '*' });

      applies(!NOT_OFFERED.includes(answer.status), 'the server does not offer the request');
      expect(answer).toHaveStatus([200, 204]);
      const read = await tenant.scim.get(one.path);
      expect(bodyOf(read)[one.name], 'the attribute afterwards').toEqual(one.to);
    },
  );
}

for (const [where, list] of [
  ['last', (tag: string) => `"x", ${tag}`],
  ['first', (tag: string) => `${tag}, "x"`],
] as const) {
  test(
    `the current tag counts in a list of If-Match, ${where}`,
    row('RFC9110-13.1.2-03'),
    async ({ tenant, arrange, types, applies }) => {
      const user = await VERSIONED.user(arrange, tenant, types.user);
      applies(user.tag !== '', NO_TAG);

      const answer = await VERSIONED_WRITES.PUT(tenant, user, user.to, { 'If-Match': list(user.tag) });

      applies(!isRefusedAsWeak(answer, user.tag), NOT_MET);
      expect(answer).toHaveStatus([200, 204]);
      const read = await tenant.scim.get(user.path);
      expect(bodyOf(read)[user.name], 'the attribute afterwards').toEqual(user.to);
    },
  );
}
