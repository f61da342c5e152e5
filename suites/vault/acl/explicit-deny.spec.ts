import { createVaultGroup, expect, groupBody, row, test } from '../../../src/harness/index.ts';

const SCIM = 'identity/scim/v2';
const ALL = ['create', 'read', 'update', 'patch', 'delete', 'list'];

const deactivation = [{ op: 'replace' as const, path: 'active', value: false }];

test('an explicit deny wins over a wildcard grant', row('VAULT-ACL-12'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const denied = await arrange.credential(tenant, {
    grants: { [`${SCIM}/*`]: ALL, [`${SCIM}/Groups`]: ['deny'] },
  });
  const before = await tenant.scim.get('/Groups');

  for (const query of ['', '?startIndex=1&count=1', '?attributes=id']) {
    const answer = await denied.scim.get(`/Groups${query}`);

    expect(answer).toHaveStatus(403);
    expect(answer.text, 'the text of the refusal').not.toContain(group.id);
  }
  expect((await tenant.scim.get('/Groups')).body, 'the list of groups').toEqual(before.body);
});

test('an explicit deny wins over a wildcard grant for writes too', row('VAULT-ACL-12'), async ({ tenant, arrange }) => {
  const [user, group] = [await arrange.user(tenant), await arrange.group(tenant)];
  const denied = await arrange.credential(tenant, {
    grants: { [`${SCIM}/*`]: ALL, [`${SCIM}/Groups`]: ['deny'], [`${SCIM}/Users/*`]: ['deny'] },
  });
  const before = [await tenant.scim.get('/Groups'), await tenant.scim.get(user.path)];

  const answers = [
    await denied.scim.post('/Groups', groupBody(arrange.unique('group'))),
    await denied.scim.put(user.path, { ...user.sent, active: false }),
    await denied.scim.patch(user.path, deactivation),
    await denied.scim.delete(user.path),
  ];

  for (const answer of answers) expect(answer).toHaveStatus(403);
  const after = [await tenant.scim.get('/Groups'), await tenant.scim.get(user.path)];
  expect(
    after.map(({ body }) => body),
    'the list of groups and the user',
  ).toEqual(before.map(({ body }) => body));
  expect(await denied.scim.get(group.path), 'a group, which nothing denies').toHaveStatus(200);
});

test(
  'a deny wins wherever it stands among the capabilities of its pattern',
  row('VAULT-ACL-12'),
  async ({ tenant, arrange }) => {
    const [user, group] = [await arrange.user(tenant), await arrange.group(tenant)];
    const denied = await arrange.credential(tenant, {
      grants: {
        [`${SCIM}/Users`]: ALL,
        [`${SCIM}/Users/*`]: ['deny', ...ALL],
        [`${SCIM}/Groups`]: ['read', 'deny', 'list'],
        [`${SCIM}/Groups/*`]: [...ALL, 'deny'],
      },
    });
    const subjects = async () => [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];
    const before = await subjects();

    const refused = [
      { where: 'first', answer: await denied.scim.get(user.path) },
      { where: 'first', answer: await denied.scim.patch(user.path, deactivation) },
      { where: 'between others', answer: await denied.scim.get('/Groups') },
      { where: 'last', answer: await denied.scim.get(group.path) },
      { where: 'last', answer: await denied.scim.delete(group.path) },
    ];

    for (const { where, answer } of refused) expect(answer, `a request with deny ${where}`).toHaveStatus(403);
    const after = await subjects();
    expect(
      after.map(({ body }) => body),
      'the user and the group',
    ).toEqual(before.map(({ body }) => body));
    expect(await denied.scim.get('/Users'), 'the list of users, which nothing denies').toHaveStatus(200);
  },
);

test(
  'a deny on a pattern with a plus or a star within a segment wins over the wildcard grant',
  row('VAULT-ACL-12'),
  async ({ tenant, arrange }) => {
    const [user, group] = [await arrange.user(tenant), await arrange.group(tenant)];
    const denied = await arrange.credential(tenant, {
      grants: { [`${SCIM}/*`]: ALL, [`${SCIM}/+`]: ['deny'], [`${SCIM}/G*`]: ['deny'] },
    });
    const before = await tenant.scim.get(group.path);

    const refused = [
      await denied.scim.get('/Users'),
      await denied.scim.get(group.path),
      await denied.scim.put(group.path, groupBody(arrange.unique('renamed'))),
    ];

    for (const answer of refused) expect(answer).toHaveStatus(403);
    expect((await tenant.scim.get(group.path)).body, 'the group').toEqual(before.body);
    expect(await denied.scim.get(user.path), 'a user, which nothing denies').toHaveStatus(200);
  },
);

test(
  'a deny of one policy wins over the grant of another, before it and behind it',
  row('VAULT-ACL-12'),
  async ({ tenant, arrange }) => {
    const [user, group] = [await arrange.user(tenant), await arrange.group(tenant)];
    const denied = await arrange.credential(tenant, {
      grants: [
        { [`${SCIM}/Users/*`]: ['deny'], [`${SCIM}/Groups/*`]: ALL },
        { [`${SCIM}/Groups`]: ALL },
        { [`${SCIM}/Users`]: ALL },
        { [`${SCIM}/Users/*`]: ALL, [`${SCIM}/Groups/*`]: ['deny'] },
      ],
    });
    const subjects = async () => [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];
    const before = await subjects();

    const refused = [
      await denied.scim.get(user.path),
      await denied.scim.patch(user.path, deactivation),
      await denied.scim.get(group.path),
      await denied.scim.delete(group.path),
    ];

    for (const answer of refused) expect(answer).toHaveStatus(403);
    const after = await subjects();
    expect(
      after.map(({ body }) => body),
      'the user and the group',
    ).toEqual(before.map(({ body }) => body));
  },
);

test(
  "a deny of the entity or of its group wins over the grant of the token's own policy",
  row('VAULT-ACL-12'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const [path, principal] = [`identity/entity/id/${user.id}`, `identity/entity/id/${tenant.principalId}`];
    const policies = [await arrange.policy({ [`${SCIM}/Users/*`]: ['deny'] })];
    const requests = async () => [await tenant.scim.get(user.path), await tenant.scim.patch(user.path, deactivation)];
    const before = await vault.read(path);

    await vault.write(principal, { policies });
    const byEntity = await requests();
    await vault.write(principal, { policies: [] });
    const served = await tenant.scim.get(user.path);
    const members = { policies, member_entity_ids: [tenant.principalId] };
    await createVaultGroup(vault, arrange.unique('group'), members);
    const byGroup = await requests();

    for (const answer of byEntity) expect(answer, 'a request when the entity has the policy').toHaveStatus(403);
    expect(served, 'the user when the entity has lost it').toHaveStatus(200);
    for (const answer of byGroup) expect(answer, 'a request when a group has it').toHaveStatus(403);
    expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
  },
);
