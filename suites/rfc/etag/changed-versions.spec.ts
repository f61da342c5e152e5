import {
  type Arrange,
  differences,
  expect,
  isAccepted,
  row,
  type Tenant,
  tagOf,
  test,
  VERSIONED,
  VERSIONED_WRITES,
  type Versioned,
  waitPastVersion,
} from '../../../src/harness/index.ts';

type Answer = Parameters<typeof tagOf>[0];
type ResourceDescription = Parameters<typeof VERSIONED.user>[2];

const NO_TAG = 'the server sends no ETag';

type Change = (tenant: Tenant, one: Versioned, arrange: Arrange) => Promise<Answer>;

const put: Change = (tenant, one) => VERSIONED_WRITES.PUT(tenant, one, one.to);
const patch: Change = (tenant, one) => VERSIONED_WRITES.PATCH(tenant, one, one.to);
const addMember: Change = async (tenant, { path }, arrange) => {
  const { id } = await arrange.user(tenant);
  return tenant.scim.patch(path, [{ op: 'add', path: 'members', value: [{ value: id }] }]);
};

const CHANGES: [what: string, type: keyof typeof VERSIONED, change: Change][] = [
  ['a PUT of a user', 'user', put],
  ['a PATCH of a user', 'user', patch],
  ['a PUT of a group', 'group', put],
  ['a PATCH of a group', 'group', patch],
  ['a new member of a group', 'group', addMember],
];

for (const [what, type, change] of CHANGES) {
  test(`${what} changes the tag`, row('RFC7644-3.14-09'), async ({ tenant, arrange, types, applies }) => {
    const one = await VERSIONED[type](arrange, tenant, types[type]);
    applies(one.tag !== '', NO_TAG);
    const before = await waitPastVersion(arrange, tenant, one);

    const answer = await change(tenant, one, arrange);

    const after = await tenant.scim.get(one.path);
    const isChanged = differences(before.body, after.body, types[type], ['meta']).length > 0;
    applies(isAccepted(answer) && isChanged, 'the server does not make that change');
    expect(tagOf(after), 'ETag after the change').not.toBe(tagOf(before));
  });
}

test('two states of a user share no strong tag', row('RFC7643-3.1-25'), async ({ tenant, arrange, types, applies }) => {
  const user = await VERSIONED.user(arrange, tenant, types.user);
  applies(user.tag !== '', NO_TAG);

  const made = await tenant.scim.get(user.path);
  await VERSIONED_WRITES.PUT(tenant, user, user.to);
  const changed = await tenant.scim.get(user.path);
  await VERSIONED_WRITES.PUT(tenant, user, user.from);
  const changedBack = await tenant.scim.get(user.path);
  const group = await arrange.group(tenant, [user]);
  const joined = await tenant.scim.get(user.path);
  await tenant.scim.delete(group.path);
  const left = await tenant.scim.get(user.path);

  const states = [made, changed, changedBack, joined, left];
  expect(sharedStrongTags(states, types.user), 'strong tags that are of two states').toEqual([]);
});

test(
  'two states of a group share no strong tag',
  row('RFC7643-3.1-25'),
  async ({ tenant, arrange, types, applies }) => {
    const group = await VERSIONED.group(arrange, tenant);
    applies(group.tag !== '', NO_TAG);
    const member = await arrange.user(tenant);

    const made = await tenant.scim.get(group.path);
    await VERSIONED_WRITES.PUT(tenant, group, group.to);
    const renamed = await tenant.scim.get(group.path);
    await tenant.scim.put(group.path, { ...group.sent, members: [{ value: member.id }] });
    const joined = await tenant.scim.get(group.path);
    await tenant.scim.delete(member.path);
    const left = await tenant.scim.get(group.path);

    const states = [made, renamed, joined, left];
    expect(sharedStrongTags(states, types.group), 'strong tags that are of two states').toEqual([]);
  },
);

/** A strong validator changes with all that a read shows (RFC 9110 section 8.8.1). */
function sharedStrongTags(states: Answer[], type: ResourceDescription): string[] {
  const isShared = (one: Answer, other: Answer) =>
    tagOf(one) === tagOf(other) && differences(one.body, other.body, type).length > 0;
  return states
    .filter((one) => states.some((other) => isShared(one, other)))
    .map(tagOf)
    .filter(isStrong);
}

function isStrong(tag: string): boolean {
  return tag.startsWith('"');
}
