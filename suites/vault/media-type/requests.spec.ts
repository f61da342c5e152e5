import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  isAccepted,
  row,
  test,
  userBody,
  valuesOf,
  wordsOf,
} from '../../../src/harness/index.ts';

const AS_SCIM = { headers: { 'Content-Type': 'application/scim+json' } };
const AS_JSON = { headers: { 'Content-Type': 'application/json' } };

test('a user may be sent as application/scim+json', row('VAULT-MEDIA-07'), async ({ tenant, arrange }) => {
  const user = userBody(arrange.unique('user'));

  const answer = await tenant.scim.post('/Users', user, AS_SCIM);

  expect(answer).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
  expect(bodyOf(read).userName, 'userName of the created user').toBe(user.userName);
});

test('a group may be sent as application/scim+json', row('VAULT-MEDIA-07'), async ({ tenant, arrange }) => {
  const group = groupBody(arrange.unique('group'));

  const answer = await tenant.scim.post('/Groups', group, AS_SCIM);

  expect(answer).toHaveStatus(201);
  const read = await tenant.scim.get(`/Groups/${idOf(answer)}`);
  expect(bodyOf(read).displayName, 'displayName of the created group').toBe(group.displayName);
});

test('a replace may be sent as application/scim+json', row('VAULT-MEDIA-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const userName = arrange.unique('renamed');

  const answer = await tenant.scim.put(user.path, { ...user.sent, userName }, AS_SCIM);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).userName, 'userName of the replaced user').toBe(userName);
});

test('a patch may be sent as application/scim+json', row('VAULT-MEDIA-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }], AS_SCIM);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active of the patched user').toBe(false);
});

test(
  'a replace of a group may be sent as application/scim+json',
  row('VAULT-MEDIA-08'),
  async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant);
    const displayName = arrange.unique('renamed');

    const answer = await tenant.scim.put(group.path, groupBody(displayName), AS_SCIM);

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(bodyOf(read).displayName, 'displayName of the replaced group').toBe(displayName);
  },
);

test('a patch of a group may be sent as application/scim+json', row('VAULT-MEDIA-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const operation = { op: 'add', path: 'members', value: [{ value: user.id }] };
  const answer = await tenant.scim.patch(group.path, [operation], AS_SCIM);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members of the patched group').toEqual([user.id]);
});

test('writes sent as application/json', row('VAULT-MEDIA-11'), async ({ tenant, arrange, observe }) => {
  const name = arrange.unique('user');
  const user = await arrange.user(tenant);
  const newName = arrange.unique('renamed');

  const created = await tenant.scim.post('/Users', userBody(name), AS_JSON);
  const replaced = await tenant.scim.put(user.path, { ...user.sent, userName: newName }, AS_JSON);

  observe(`create: ${wordsOf(created)}; replace: ${wordsOf(replaced)}`);
  const found = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(found).totalResults, 'created users').toBe(isAccepted(created) ? 1 : 0);
  expect(bodyOf(read).userName, 'userName after the replace').toBe(isAccepted(replaced) ? newName : user.userName);
});

/** Content types that no document speaks of, with the words for them. */
const UNDOCUMENTED: [words: string, contentType: string | null][] = [
  ['none', null],
  ['text/plain', 'text/plain'],
  ['merge-patch', 'application/merge-patch+json'],
  ['with charset', 'application/scim+json; charset=utf-8'],
];

test('patches of other content types', row('VAULT-MEDIA-12'), async ({ tenant, arrange, observe }) => {
  const outcomes: { words: string; isActive: unknown; isRefused: boolean }[] = [];

  for (const [words, contentType] of UNDOCUMENTED) {
    const user = await arrange.user(tenant);
    const operations = [{ op: 'replace', path: 'active', value: false }];
    const answer = await tenant.scim.patch(user.path, operations, { headers: { 'Content-Type': contentType } });
    const read = await tenant.scim.get(user.path);
    const isRefused = !isAccepted(answer);
    outcomes.push({ words: `${words}: ${wordsOf(answer)}`, isActive: bodyOf(read).active, isRefused });
  }

  observe(outcomes.map(({ words }) => words).join('; '));
  expect(
    outcomes.map(({ isActive }) => isActive),
    'active after each patch: unchanged by a refusal, false after a success',
  ).toEqual(outcomes.map(({ isRefused }) => isRefused));
});

test(
  'an answer where only application/json is accepted',
  row('VAULT-MEDIA-13'),
  async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);

    const answer = await tenant.scim.get(user.path, { headers: { Accept: 'application/json' } });

    observe(`${wordsOf(answer)}, ${answer.mediaType || 'no media type'}`);
    expect(answer.status, 'status').toBeLessThan(500);
  },
);
