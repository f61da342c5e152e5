import {
  applyPatch,
  bodyOf,
  changeOf,
  differences,
  expect,
  idOf,
  metaOf,
  optionalText,
  order,
  row,
  test,
  waitPast,
} from '../../../src/harness/index.ts';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

test('PATCH is announced', row('RFC7644-3.5.2-01'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.get('/ServiceProviderConfig');

  observe(`patch.supported is ${String((bodyOf(answer).patch as { supported?: unknown } | undefined)?.supported)}`);
});

test('active is replaced', row('RFC7644-3.5.2.3-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const off = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
  const inactive = await tenant.scim.get(user.path);
  const on = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]);

  expect(off).toHaveStatus([200, 204]);
  expect(on).toHaveStatus([200, 204]);
  const active = await tenant.scim.get(user.path);
  expect([bodyOf(inactive).active, bodyOf(active).active], 'active after both patches').toEqual([false, true]);
});

test('active false keeps the user', row('RFC7643-4.1.1-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  const read = await tenant.scim.get(user.path);
  const list = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });
  expect([read.status, bodyOf(read).active], 'status and active').toEqual([200, false]);
  expect(bodyOf(list).totalResults, 'users of that name').toBe(1);
});

test('a patch answers 200 with the resource or 204', row('RFC7644-3.5.2-28'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  const shown = new Map<number, unknown>([[204, read.body]]).get(patched.status) ?? patched.body;
  expect(differences(read.body, shown, types.user), 'what the answer shows otherwise than a GET').toEqual([]);
  expect(bodyOf(read).active, 'active').toBe(false);
});

test(
  'replace without path replaces only what it names',
  row('RFC7644-3.5.2.3-01'),
  async ({ tenant, arrange, types }) => {
    const { name, from, to } = changeOf(types.user);
    const user = await arrange.user(tenant, { [name]: from });
    const operations = [{ op: 'replace', value: { [name]: to } }];

    const patched = await tenant.scim.patch(user.path, operations);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const model = applyPatch(user.body, { schemas: [PATCH_OP], Operations: operations }, types.user);
    const expected = model.outcome === 'applied' ? model.resource : {};
    expect(differences(expected, read.body, types.user, ['meta']), 'what differs from the exact result').toEqual([]);
  },
);

test('path is optional for add and replace', row('RFC7644-3.5.2-10'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.patch(user.path, [{ op: 'replace', value: { active: false } }]);
  const added = await tenant.scim.patch(user.path, [{ op: 'add', value: { active: true } }]);

  observe(`replace without path answers ${replaced.status}, add without path ${added.status}`);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(added.status < 300);
});

test('replace sets a single value', row('RFC7644-3.5.2.3-03'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: name, value: to }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the value').toEqual(to);
  expect(differences(user.body, read.body, types.user, ['meta', name]), 'what else differs').toEqual([]);
});

test('replace with the stored value succeeds', row('RFC7644-3.5.2.3-17'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(differences(user.body, read.body, types.user, ['meta']), 'what differs').toEqual([]);
});

test(
  'replace on an attribute without a value adds it',
  row('RFC7644-3.5.2.3-06'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const user = await arrange.user(tenant);

    const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: text, value: 'New' }]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read)[text], 'the value').toBe('New');
  },
);

test('replace without value is refused', row('RFC7644-3.5.2.3-15'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active' }]);

  expect(refused).toBeScimError({ status: 400 });
  expect(['invalidValue', 'invalidSyntax'], 'scimTypes for a missing value').toContain(bodyOf(refused).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('add carries a value', row('RFC7644-3.5.2.1-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'add', path: 'active' }]);

  expect(refused).toBeScimError({ status: 400 });
  expect(['invalidValue', 'invalidSyntax'], 'scimTypes for a missing value').toContain(bodyOf(refused).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('add without path merges its value', row('RFC7644-3.5.2.1-02'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });
  const operations = [{ op: 'add', value: { [name]: to } }];

  const patched = await tenant.scim.patch(user.path, operations);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  const model = applyPatch(user.body, { schemas: [PATCH_OP], Operations: operations }, types.user);
  const expected = model.outcome === 'applied' ? model.resource : {};
  expect(differences(expected, read.body, types.user, ['meta']), 'what differs from the exact result').toEqual([]);
});

test('add without path needs an object', row('RFC7644-3.5.2.1-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const text = await tenant.scim.patch(user.path, [{ op: 'add', value: 'x' }]);
  const list = await tenant.scim.patch(user.path, [{ op: 'add', value: [] }]);

  expect(text).toBeScimError({ status: 400 });
  expect(list).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('add to a single value replaces it', row('RFC7644-3.5.2.1-11'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: name, value: to }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the value').toEqual(to);
});

test(
  'add sets an attribute without a value',
  row('RFC7644-3.5.2.1-04'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const user = await arrange.user(tenant);

    const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: text, value: 'New' }]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read)[text], 'the value').toBe('New');
  },
);

test('remove without path is refused', row('RFC7644-3.5.2.2-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'remove' }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'noTarget' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('path is mandatory for remove', row('RFC7644-3.5.2-11'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const refused = await tenant.scim.patch(group.path, [{ op: 'remove' }]);

  expect(refused).toHaveStatus(400);
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test('noTarget marks a path that selects nothing', row('RFC7644-3.12-24'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'remove' }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'noTarget' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test(
  'remove leaves a single value unassigned',
  row('RFC7644-3.5.2.2-02'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const user = await arrange.user(tenant, { [text]: 'Before' });

    const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: text }]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read)[text] ?? null, 'the value').toBeNull();
  },
);

test(
  'an emptied attribute is like one never set',
  row('RFC7644-3.5.2.2-16'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const [emptied, plain] = [await arrange.user(tenant, { [text]: 'Before' }), await arrange.user(tenant)];

    await tenant.scim.patch(emptied.path, [{ op: 'remove', path: text }]);

    const answers = [await tenant.scim.get(emptied.path), await tenant.scim.get(plain.path)];
    expect(
      differences(answers[1]?.body, answers[0]?.body, types.user, ['id', 'meta', 'userName', 'externalId']),
      'what differs from a user that never had it',
    ).toEqual([]);
  },
);

test('a remove of nothing does not break the server', row('RFC7644-3.5.2.2-15'), async ({ tenant, arrange, types }) => {
  const text = optionalText(types.user) || 'title';
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: text }]);

  expect(patched).toHaveStatus([200, 204, 400]);
  const read = await tenant.scim.get(user.path);
  expect(differences(user.body, read.body, types.user, ['meta']), 'what differs').toEqual([]);
});

test('operations outside add, remove and replace are refused', row('RFC7644-3.5.2-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answers = [
    await tenant.scim.patch(user.path, [{ op: 'move', path: 'active', value: false }]),
    await tenant.scim.patch(user.path, [{ op: 'test', path: 'active', value: false }]),
    await tenant.scim.patch(user.path, [{ op: 'bogus', path: 'active', value: false }]),
  ];

  expect(
    answers.map(({ status }) => status),
    'statuses of move, test and bogus',
  ).toEqual([400, 400, 400]);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('array indexes are refused', row('RFC7644-3.5.2-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const bracket = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'emails[0]', value: 'x' }]);
  const pointer = await tenant.scim.patch(user.path, [{ op: 'replace', path: '/emails/0', value: 'x' }]);

  expect(bracket).toBeScimError({ status: 400 });
  expect(pointer).toBeScimError({ status: 400 });
  expect(['invalidPath', 'invalidFilter'], 'scimTypes for an index').toContain(bodyOf(bracket).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('the message names its schema', row('RFC7644-3.5.2-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const Operations = [{ op: 'replace', path: 'active', value: false }];

  const refused = await tenant.scim.send({ method: 'PATCH', path: user.path, body: { Operations } });

  expect(refused).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('the message has operations', row('RFC7644-3.5.2-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const message = (Operations: unknown) => ({ schemas: [PATCH_OP], Operations });

  const empty = await tenant.scim.send({ method: 'PATCH', path: user.path, body: message([]) });
  const missing = await tenant.scim.send({ method: 'PATCH', path: user.path, body: { schemas: [PATCH_OP] } });
  const text = await tenant.scim.send({ method: 'PATCH', path: user.path, body: message('replace') });

  expect(empty).toBeScimError({ status: 400 });
  expect(missing).toBeScimError({ status: 400 });
  expect(text).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('each operation has an op', row('RFC7644-3.5.2-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const body = { schemas: [PATCH_OP], Operations: [{ path: 'active', value: false }] };

  const refused = await tenant.scim.send({ method: 'PATCH', path: user.path, body });

  expect(refused).toBeScimError({ status: 400, scimTypeIfAny: ['invalidSyntax', 'invalidValue'] });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('op in other letter case may be tolerated', row('RFC7644-3.5.2-08'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.patch(user.path, [{ op: 'Replace', path: 'active', value: false }]);

  observe(`an op with a capital letter answers ${answer.status}`);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(answer.status >= 300);
});

test('members of the message are case-insensitive', row('RFC7644-3.5.2-09'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const body = { schemas: [PATCH_OP], operations: [{ OP: 'replace', Path: 'active', VALUE: false }] };

  const answer = await tenant.scim.send({ method: 'PATCH', path: user.path, body });

  observe(`member names in other letter case answer ${answer.status}`);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(answer.status >= 300);
});

test('a path follows the grammar', row('RFC7644-3.5.2-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const paths = ['name..familyName', 'emails[', 'emails[type eq]', 'user name'];
  const answers = [];
  for (const path of paths) answers.push(await tenant.scim.patch(user.path, [{ op: 'replace', path, value: 'x' }]));

  const [first] = answers;
  expect(
    answers.map((answer) => answer.status),
    'statuses of malformed paths',
  ).toEqual(paths.map(() => 400));
  expect(['invalidPath', 'invalidFilter'], 'scimTypes for a malformed path').toContain(first && bodyOf(first).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('invalidPath marks a malformed path', row('RFC7644-3.12-23'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'name..familyName', value: 'x' }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'invalidPath' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('an unknown attribute is refused', row('RFC7644-3.5.2-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'noSuchAttribute', value: 'x' }]);

  expect(refused).toBeScimError({ status: 400 });
  expect(['invalidPath', 'noTarget', 'invalidValue'], 'scimTypes for an unknown name').toContain(
    bodyOf(refused).scimType,
  );
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('names in a path are case-insensitive', row('RFC7644-3.5.2-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'ACTIVE', value: false }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(false);
  expect(Object.keys(bodyOf(read)), 'names of the attributes').not.toContain('ACTIVE');
});

test('a path may carry the schema URN', row('RFC7644-3.5.2-15'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [
    { op: 'replace', path: `${types.user.core.urn}:active`, value: false },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(false);
});

test('a value of the wrong type is refused', row('RFC7644-3.5.2-20'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: 'notABoolean' }]);

  expect(refused).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('operations apply in order', row('RFC7644-3.5.2-23'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const patched = await tenant.scim.patch(user.path, [
    { op: 'replace', path: name, value: from },
    { op: 'replace', path: name, value: to },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the value of the last operation').toEqual(to);
});

test('a patch is atomic', row('RFC7644-3.5.2-25'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const good = { op: 'replace', path: 'active', value: false };
  const bad = { op: 'remove' };

  const answers = [
    await tenant.scim.patch(user.path, [good, bad]),
    await tenant.scim.patch(user.path, [bad, good]),
    await tenant.scim.patch(user.path, [good, bad, good]),
  ];

  expect(
    answers.map(({ status }) => status >= 400 && status < 500),
    'a failing operation in each position is refused',
  ).toEqual([true, true, true]);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a failed patch has a SCIM error', row('RFC7644-3.5.2-27'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'remove' }]);

  expect(refused).toBeScimError({ status: 400 });
  expect(typeof bodyOf(refused).status, 'type of status in the body').toBe('string');
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a patch on an unknown id answers 404', row('RFC7644-3.5.2-31'), async ({ tenant }) => {
  const unknown = '/Users/00000000-0000-4000-8000-000000000000';
  const before = await tenant.scim.get(unknown);

  const refused = await tenant.scim.patch(unknown, [{ op: 'replace', path: 'active', value: false }]);

  expect(refused).toBeScimError({ status: 404 });
  const after = await tenant.scim.get(unknown);
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('a patch moves lastModified only', row('RFC7644-3.5.2-32'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await waitPast(arrange, tenant, metaOf(user.body, 'lastModified'));

  await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  const read = await tenant.scim.get(user.path);
  expect(order(metaOf(user.body, 'lastModified'), metaOf(read.body, 'lastModified')), 'old and new lastModified').toBe(
    'earlier',
  );
  expect([idOf(read), metaOf(read.body, 'created')], 'id and created').toEqual([user.id, metaOf(user.body, 'created')]);
});

test('a patch to a taken userName is refused', row('RFC7644-3.5.2-33'), async ({ tenant, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const before = await tenant.scim.get(second.path);

  const refused = await tenant.scim.patch(second.path, [{ op: 'replace', path: 'userName', value: first.userName }]);

  expect(refused).toBeScimError({ status: [409, 400], scimType: 'uniqueness' });
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the second user afterwards').toEqual(before.body);
});

test('an invalid filter in a path is refused', row('RFC7644-3.5.2-34'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [
    { op: 'replace', path: 'emails[type xx "work"].value', value: 'x@example.com' },
  ]);

  expect(refused).toBeScimError({ status: 400 });
  expect(['invalidFilter', 'invalidPath'], 'scimTypes for a bad filter').toContain(bodyOf(refused).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test(
  'a dotted name in a value makes no attribute of that name',
  row('RFC7644-3.5.2.3-19'),
  async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);

    const answer = await tenant.scim.patch(user.path, [{ op: 'replace', value: { 'name.familyName': 'X' } }]);

    observe(`a dotted name in a value without path answers ${answer.status}`);
    const read = await tenant.scim.get(user.path);
    expect(Object.keys(bodyOf(read)), 'names of the attributes').not.toContain('name.familyName');
  },
);

test('a malformed patch document answers 400', row('RFC5789-2.2-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.send({ method: 'PATCH', path: user.path, raw: '{"schemas": [' });

  expect(refused).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('an unsupported patch format is refused', row('RFC5789-2.2-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.send({
    method: 'PATCH',
    path: user.path,
    body: [{ op: 'replace', path: '/active', value: false }],
    headers: { 'Content-Type': 'application/json-patch+json' },
  });

  expect(refused).toHaveStatus([400, 415]);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});
