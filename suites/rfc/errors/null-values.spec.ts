import { expect, groupBody, row, test, userBody } from '../../../src/harness/index.ts';

const OPERATION = { op: 'replace', path: 'active', value: false };

for (const [what, Operations] of [
  ['operations that are null', null],
  ['an operation that is null', [null]],
  ['a second operation that is null', [OPERATION, null]],
  ['an operation that is a text', ['replace']],
  ['an operation that is a list', [[OPERATION]]],
  ['an op that is null', [{ ...OPERATION, op: null }]],
  ['a path that is null', [{ ...OPERATION, path: null }]],
  ['a path that is a number', [{ ...OPERATION, path: 7 }]],
  ['a value that is null', [{ ...OPERATION, value: null }]],
  ['members that are null', [{ op: 'add', path: 'members', value: null }]],
  ['a member that is null', [{ op: 'add', path: 'members', value: [null] }]],
  ['a member whose value is null', [{ op: 'remove', path: 'members', value: [{ value: null }] }]],
] as const) {
  test(`a patch with ${what} is not answered with 5xx`, row('RFC7644-3.12-17'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations };

    const answers = [
      await tenant.scim.send({ method: 'PATCH', path: user.path, body }),
      await tenant.scim.send({ method: 'PATCH', path: group.path, body }),
    ];

    expect(
      answers.map(({ status }) => status).filter((status) => status >= 500 && status !== 501),
      'statuses from 500 on',
    ).toEqual([]);
  });
}

for (const length of [513, 5_000]) {
  test(
    `texts of ${length} characters are not answered with 5xx`,
    row('RFC7644-3.12-17'),
    async ({ tenant, arrange }) => {
      const text = arrange.unique('long').padEnd(length, 'x');

      const answers = [
        await tenant.scim.post('/Users', userBody(text)),
        await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId: text })),
        await tenant.scim.post('/Groups', groupBody(text)),
        await tenant.scim.list('/Users', { filter: `userName eq "${text}"` }),
      ];

      expect(
        answers.map(({ status }) => status).filter((status) => status >= 500 && status !== 501),
        'statuses from 500 on',
      ).toEqual([]);
    },
  );
}

for (const [what, body] of [
  ['null', null],
  ['without members', {}],
  ['with schemas that are null', { schemas: null, userName: null, displayName: null }],
  ['with a schema that is null', { schemas: [null], userName: null, displayName: null }],
  ['with a member that is null', { ...groupBody('x'), userName: { value: null }, members: [null] }],
] as const) {
  test(`a body that is ${what} is not answered with 5xx`, row('RFC7644-3.12-17'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);

    const answers = [
      await tenant.scim.post('/Users', body),
      await tenant.scim.post('/Groups', { ...body, displayName: null }),
      await tenant.scim.put(user.path, body),
      await tenant.scim.put(group.path, { ...body, displayName: null }),
    ];

    expect(
      answers.map(({ status }) => status).filter((status) => status >= 500 && status !== 501),
      'statuses from 500 on',
    ).toEqual([]);
  });
}
