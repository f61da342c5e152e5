import { expect, groupBody, idsOf, row, test, userBody } from '../../../src/harness/index.ts';

const SCIM = 'identity/scim/v2';
const ALL_BUT_UPDATE = ['create', 'read', 'patch', 'delete', 'list'];
const NEITHER_CREATE_NOR_UPDATE = ['read', 'patch', 'delete', 'list'];
const ALL_BUT_PATCH = ['create', 'read', 'update', 'delete', 'list'];
const ALL_BUT_READ = ['create', 'update', 'patch', 'delete', 'list'];
const ALL_BUT_DELETE = ['create', 'read', 'update', 'patch', 'list'];
/** Queries of a list and of a single resource need what the bare path needs. */
const LIST_FORMS = ['?startIndex=1&count=1', '?count=0', '?attributes=id'];
const FORMS = ['', '?attributes=id', '?excludedAttributes=meta'];

test(
  "without any policy on SCIM paths a principal's token is refused",
  row('VAULT-ACL-01'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const bare = await arrange.credential(tenant, { policies: ['default'] });
    const before = await tenant.scim.get('/Users');

    const answer = await bare.scim.get('/Users');

    expect(answer).toHaveStatus(403);
    expect(answer.text, 'the text of the refusal').not.toContain(user.id);
    expect((await tenant.scim.get('/Users')).body, 'the list of users').toEqual(before.body);
  },
);

test('without create and update a user cannot be created', row('VAULT-ACL-02'), async ({ tenant, arrange }) => {
  const reader = await arrange.credential(tenant, {
    grants: { [`${SCIM}/Users`]: NEITHER_CREATE_NOR_UPDATE, [`${SCIM}/Users/*`]: NEITHER_CREATE_NOR_UPDATE },
  });
  const before = await tenant.scim.get('/Users');

  for (const form of FORMS) {
    const answer = await reader.scim.post(`/Users${form}`, userBody(arrange.unique('user')));
    expect(answer).toHaveStatus(403);
  }

  expect((await tenant.scim.get('/Users')).body, 'the list of users').toEqual(before.body);
});

test('without update a user cannot be replaced', row('VAULT-ACL-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const creator = await arrange.credential(tenant, { grants: { [`${SCIM}/Users/*`]: ALL_BUT_UPDATE } });
  const before = await tenant.scim.get(user.path);

  for (const form of FORMS) {
    const answer = await creator.scim.put(`${user.path}${form}`, { ...user.sent, active: false });
    expect(answer).toHaveStatus(403);
  }

  expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
});

test('without patch a user cannot be patched', row('VAULT-ACL-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const limited = await arrange.credential(tenant, { grants: { [`${SCIM}/Users/*`]: ALL_BUT_PATCH } });
  const before = await tenant.scim.get(user.path);

  for (const form of FORMS) {
    const answer = await limited.scim.patch(`${user.path}${form}`, [{ op: 'replace', path: 'active', value: false }]);
    expect(answer).toHaveStatus(403);
  }

  expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
});

test('without patch a group cannot be patched', row('VAULT-ACL-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const limited = await arrange.credential(tenant, { grants: { [`${SCIM}/Groups/*`]: ALL_BUT_PATCH } });
  const before = await tenant.scim.get(group.path);

  for (const form of FORMS) {
    const add = [{ op: 'add' as const, path: 'members', value: [{ value: user.id }] }];
    const answer = await limited.scim.patch(`${group.path}${form}`, add);
    expect(answer).toHaveStatus(403);
  }

  expect((await tenant.scim.get(group.path)).body, 'the group').toEqual(before.body);
});

test('without delete a user cannot be deleted', row('VAULT-ACL-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const limited = await arrange.credential(tenant, { grants: { [`${SCIM}/Users/*`]: ALL_BUT_DELETE } });
  const before = await tenant.scim.get(user.path);

  for (const form of FORMS) {
    const answer = await limited.scim.delete(`${user.path}${form}`);
    expect(answer).toHaveStatus(403);
  }

  const after = await tenant.scim.get(user.path);
  expect(after).toHaveStatus(200);
  expect(after.body, 'the user').toEqual(before.body);
});

test('without delete a group cannot be deleted', row('VAULT-ACL-07'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const limited = await arrange.credential(tenant, { grants: { [`${SCIM}/Groups/*`]: ALL_BUT_DELETE } });
  const before = await tenant.scim.get(group.path);

  for (const form of FORMS) {
    const answer = await limited.scim.delete(`${group.path}${form}`);
    expect(answer).toHaveStatus(403);
  }

  const after = await tenant.scim.get(group.path);
  expect(after).toHaveStatus(200);
  expect(after.body, 'the group').toEqual(before.body);
});

test('without read the list of users is refused in each form', row('VAULT-ACL-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const limited = await arrange.credential(tenant, { grants: { [`${SCIM}/Users`]: ALL_BUT_READ } });
  const filter = `filter=${encodeURIComponent(`userName eq "${user.userName}"`)}`;
  const before = await tenant.scim.get('/Users');

  for (const form of ['', `?${filter}`, `?count=1&${filter}`, ...LIST_FORMS]) {
    const answer = await limited.scim.get(`/Users${form}`);

    expect(answer, 'the list').toHaveStatus(403);
    expect(answer.text, 'the text of the refusal').not.toContain(user.id);
  }
  expect((await tenant.scim.get('/Users')).body, 'the list of users').toEqual(before.body);
});

test('without read a single user is refused', row('VAULT-ACL-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const lister = await arrange.credential(tenant, {
    grants: { [`${SCIM}/Users`]: ['read', 'list'], [`${SCIM}/Users/*`]: ALL_BUT_READ },
  });
  const before = await tenant.scim.get(user.path);

  for (const form of FORMS) {
    const answer = await lister.scim.get(`${user.path}${form}`);
    expect(answer).toHaveStatus(403);
    expect(answer.text, 'the text of the refusal').not.toContain(user.externalId);
  }

  expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
});

test('a policy for users does not open groups', row('VAULT-ACL-11'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const all = ['create', 'read', 'update', 'patch', 'delete', 'list'];
  const forUsers = await arrange.credential(tenant, {
    grants: { [`${SCIM}/Users`]: all, [`${SCIM}/Users/*`]: all },
  });
  const before = await tenant.scim.get('/Groups');

  const read = await forUsers.scim.get('/Groups');
  const created = await forUsers.scim.post('/Groups', groupBody(arrange.unique('group')));

  expect(read).toHaveStatus(403);
  expect(created).toHaveStatus(403);
  expect(idsOf(read), 'the groups in the refusal').not.toContain(group.id);
  expect((await tenant.scim.get('/Groups')).body, 'the list of groups').toEqual(before.body);
});

test('without update a group cannot be replaced', row('VAULT-ACL-22'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const creator = await arrange.credential(tenant, { grants: { [`${SCIM}/Groups/*`]: ALL_BUT_UPDATE } });
  const before = await tenant.scim.get(group.path);

  for (const form of FORMS) {
    const answer = await creator.scim.put(`${group.path}${form}`, groupBody(arrange.unique('renamed')));
    expect(answer).toHaveStatus(403);
  }

  expect((await tenant.scim.get(group.path)).body, 'the group').toEqual(before.body);
});

test('without read the list of groups is refused in each form', row('VAULT-ACL-23'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const limited = await arrange.credential(tenant, { grants: { [`${SCIM}/Groups`]: ALL_BUT_READ } });
  const filter = `filter=${encodeURIComponent(`displayName eq "${group.displayName}"`)}`;
  const before = await tenant.scim.get('/Groups');

  for (const form of ['', `?${filter}`, `?count=1&${filter}`, ...LIST_FORMS]) {
    const answer = await limited.scim.get(`/Groups${form}`);

    expect(answer, 'the list').toHaveStatus(403);
    expect(answer.text, 'the text of the refusal').not.toContain(group.id);
  }
  expect((await tenant.scim.get('/Groups')).body, 'the list of groups').toEqual(before.body);
});

test(
  'the rule of the list of groups does not open a single group',
  row('VAULT-ACL-23'),
  async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant);
    const reader = await arrange.credential(tenant, {
      grants: { [`${SCIM}/Groups`]: ['read', 'list'], [`${SCIM}/Groups/*`]: ALL_BUT_READ },
    });
    const before = await tenant.scim.get(group.path);

    for (const form of FORMS) {
      const answer = await reader.scim.get(`${group.path}${form}`);
      expect(answer).toHaveStatus(403);
      expect(answer.text, 'the text of the refusal').not.toContain(group.displayName);
    }

    expect((await tenant.scim.get(group.path)).body, 'the group').toEqual(before.body);
  },
);

test('without create and update a group cannot be created', row('VAULT-ACL-24'), async ({ tenant, arrange }) => {
  const reader = await arrange.credential(tenant, {
    grants: { [`${SCIM}/Groups`]: NEITHER_CREATE_NOR_UPDATE, [`${SCIM}/Groups/*`]: NEITHER_CREATE_NOR_UPDATE },
  });
  const before = await tenant.scim.get('/Groups');

  for (const form of FORMS) {
    const answer = await reader.scim.post(`/Groups${form}`, groupBody(arrange.unique('group')));
    expect(answer).toHaveStatus(403);
  }

  expect((await tenant.scim.get('/Groups')).body, 'the list of groups').toEqual(before.body);
});
