import {
  bodyOf,
  expect,
  groupBody,
  memberIdsOf,
  resourcesOf,
  row,
  type Tenant,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

test(
  'members are shown that were renamed, deactivated and activated',
  row('VAULT-GROUP-04'),
  async ({ tenant, arrange }) => {
    const [renamed, deactivated, activated, plain] = [
      await arrange.user(tenant),
      await arrange.user(tenant),
      await arrange.user(tenant, { active: false }),
      await arrange.user(tenant),
    ];
    const ids = [renamed, deactivated, activated, plain].map(({ id }) => id).sort();
    const group = await arrange.group(tenant, [renamed, deactivated, activated, plain]);
    const userName = arrange.unique('renamed');
    await arrange.during(() => tenant.scim.put(renamed.path, { ...renamed.sent, userName }));
    await arrange.during(() => tenant.scim.put(deactivated.path, { ...deactivated.sent, active: false }));
    await arrange.during(() => tenant.scim.put(activated.path, { ...activated.sent, active: true }));

    const read = await tenant.scim.get(group.path);
    const list = await tenant.scim.list('/Groups');

    expect(valuesOf(bodyOf(read).members), 'members that are read').toEqual(ids);
    const shown = resourcesOf(list).find(({ id }) => id === group.id);
    expect(valuesOf(shown?.members), 'members in the list').toEqual(ids);
  },
);

type Write = (tenant: Tenant, path: string, displayName: string, members: string[]) => Promise<unknown>;

const replace: Write = ({ scim }, path, displayName, members) => scim.put(path, groupBody(displayName, members));
const patch =
  (op: 'add' | 'remove'): Write =>
  ({ scim }, path, _displayName, members) =>
    scim.patch(path, [{ op, path: 'members', value: members.map((value) => ({ value })) }]);
const add = patch('add');
const remove = patch('remove');

/** Users by their places, of four, and the group's names by theirs, of three; the group begins with the first ones. */
const STEPS: { send: Write; name: number; of: number[]; left: number[] }[] = [
  { send: add, name: 0, of: [2], left: [0, 1, 2] },
  { send: replace, name: 0, of: [1, 2], left: [1, 2] },
  { send: replace, name: 1, of: [2], left: [2] },
  { send: replace, name: 1, of: [2, 3], left: [2, 3] },
  { send: replace, name: 2, of: [3], left: [3] },
  { send: add, name: 2, of: [2], left: [2, 3] },
  { send: remove, name: 2, of: [2, 3], left: [] },
  { send: add, name: 2, of: [3], left: [3] },
  { send: add, name: 2, of: [1, 0], left: [0, 1, 3] },
  { send: replace, name: 2, of: [3, 0], left: [0, 3] },
];

test(
  'replaces set the members of the Vault group, after patches and renames too',
  row('VAULT-MAP-35'),
  async ({ tenant, vault, arrange }) => {
    const users = await arrange.users(tenant, 4);
    const idsAt = (places: number[]) => places.map((place) => users[place]?.id ?? '');
    const group = await arrange.group(tenant, users.slice(0, 2));
    const names = [group.displayName, arrange.unique('renamed'), arrange.unique('renamed')];
    const stored: string[][] = [];

    for (const { send, name, of } of STEPS) {
      await send(tenant, group.path, names[name] ?? '', idsAt(of));
      await tenant.scim.get(group.path);
      stored.push(memberIdsOf(await vault.read(`identity/group/id/${group.id}`)));
    }

    expect(stored, 'members of the Vault group after each step').toEqual(STEPS.map(({ left }) => idsAt(left).sort()));
  },
);

test('users that are deleted leave all other members in place', row('VAULT-USER-44'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 6));
  const ids = (group.sent.members as { value: string }[]).map(({ value }) => value);

  // The last, one in the middle, and the first of those that are left.
  for (const place of [5, 2, 0]) {
    const [deleted] = ids.splice(place, 1);
    await tenant.scim.delete(`/Users/${deleted}`);

    const read = await tenant.scim.get(group.path);
    const left = valuesOf(bodyOf(read).members).filter((id) => id !== deleted);
    expect(left, 'ids of the members besides the deleted one').toEqual(ids.toSorted());
  }
});
