import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  METADATA,
  metadataOf,
  row,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

type Answer = Parameters<typeof wordsOf>[0];

const withBody = (answer: Answer) => `${wordsOf(answer)} ${answer.text === '' ? 'without' : 'with'} body`;
const isThere = (body: Record<string, unknown>, name: string) =>
  name in body ? JSON.stringify(body[name]).slice(0, 4) : 'absent';
const namesIn = (list: unknown) =>
  (Array.isArray(list)
    ? Object.keys(list[0] ?? {})
        .sort()
        .join(' ')
    : '') || 'none';
const formOf = (address: unknown) =>
  typeof address !== 'string'
    ? 'absent'
    : /^https?:/.test(address)
      ? 'absolute'
      : address.startsWith('/')
        ? 'a path'
        : 'relative';

test('metadata in the answers for a user', row('VAULT-USER-05'), async ({ tenant, arrange, observe }) => {
  const items = { department: 'engineering', site: 'north' };

  const answer = await tenant.scim.post('/Users', userBody(arrange.unique('user'), metadataOf(items)));

  expect(answer.status, 'status of the create').toBeLessThan(500);
  const read = await tenant.scim.get(`/Users/${idOf(answer)}`);
  const shown = (one: Answer) => `${wordsOf(one)} ${JSON.stringify(bodyOf(one)[METADATA] ?? 'no extension')}`;
  observe(`create: ${shown(answer)}; read: ${shown(read)}`);
});

test('success codes and bodies', row('VAULT-USER-28'), async ({ tenant, arrange, observe }) => {
  const [userName, displayName] = [arrange.unique('user'), arrange.unique('group')];
  const deactivate = [{ op: 'replace', path: 'active', value: false }];

  const user = await tenant.scim.post('/Users', userBody(userName));
  const replacedUser = await tenant.scim.put(`/Users/${idOf(user)}`, userBody(userName));
  const patchedUser = await tenant.scim.patch(`/Users/${idOf(user)}`, deactivate);
  const group = await tenant.scim.post('/Groups', groupBody(displayName));
  const replacedGroup = await tenant.scim.put(`/Groups/${idOf(group)}`, groupBody(displayName));
  const join = [{ op: 'add', path: 'members', value: [{ value: idOf(user) }] }];
  const patchedGroup = await tenant.scim.patch(`/Groups/${idOf(group)}`, join);
  const deletedGroup = await tenant.scim.delete(`/Groups/${idOf(group)}`);
  const deletedUser = await tenant.scim.delete(`/Users/${idOf(user)}`);

  const users = [user, replacedUser, patchedUser, deletedUser];
  const groups = [group, replacedGroup, patchedGroup, deletedGroup];
  for (const answer of [...users, ...groups]) expect(answer.status, 'status of the request').toBeLessThan(500);
  observe(
    `create, replace, patch, delete of a user: ${users.map(withBody).join(', ')}; of a group: ${groups.map(withBody).join(', ')}`,
  );
});

test('locations of a created user', row('VAULT-USER-29'), async ({ tenant, arrange, observe }) => {
  const answer = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  expect(answer.status, 'status of the create').toBeLessThan(500);
  const { location } = (bodyOf(answer).meta ?? {}) as { location?: unknown };
  const own = `${tenant.scimBaseUrl}/Users/${idOf(answer)}`;
  const words = (one: unknown) => `${formOf(one)}, ${one === own ? 'as' : 'not as'} the base URL in use`;
  observe(`Location: ${words(answer.header('location'))}; meta.location: ${words(location)}`);
});

test('members of users and groups that are empty', row('VAULT-USER-30'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const [userRead, groupRead] = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];

  expect(userRead.status, 'status of the read').toBeLessThan(500);
  const [one, other] = [bodyOf(userRead), bodyOf(groupRead)];
  const extension = METADATA in one ? 'present' : 'absent';
  observe(`groups: ${isThere(one, 'groups')}; members: ${isThere(other, 'members')}; extension: ${extension}`);
});

test("sub-attributes of members and of a user's groups", row('VAULT-USER-31'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const [userRead, groupRead] = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];

  expect(userRead.status, 'status of the read').toBeLessThan(500);
  observe(`members: ${namesIn(bodyOf(groupRead).members)}; groups: ${namesIn(bodyOf(userRead).groups)}`);
});
