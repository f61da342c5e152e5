import {
  bodyOf,
  expect,
  expectAllOrNothing,
  highRiskWhen,
  isAccepted,
  row,
  test,
  valuesOf,
  wordsOf,
} from '../../../src/harness/index.ts';

test('add without path', row('VAULT-GPATCH-19'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', value: { members: [{ value: user.id }] } }]);

  const after = await tenant.scim.get(group.path);
  observe(expectAllOrNothing(answer, { before, after, executed: { members: [user.id] } }));
});

type Step = (id: string) => { op: string; path: string; value?: { value: string }[] };
const add: Step = (id) => ({ op: 'add', path: 'members', value: [{ value: id }] });
const removeListed: Step = (id) => ({ op: 'remove', path: 'members', value: [{ value: id }] });
const removeFiltered: Step = (id) => ({ op: 'remove', path: `members[value eq "${id}"]` });

/** Steps on the first, second and third user; they leave the same members where a removal clears the group first. */
const SEVERAL: { what: string; members: number[]; steps: Step[]; left: number[] }[] = [
  { what: 'three additions', members: [], steps: [add, add, add], left: [0, 1, 2] },
  {
    what: 'three removals by value list',
    members: [0, 1, 2],
    steps: [removeListed, removeListed, removeListed],
    left: [],
  },
  {
    what: 'three removals by filter',
    members: [0, 1, 2],
    steps: [removeFiltered, removeFiltered, removeFiltered],
    left: [],
  },
  { what: 'a removal by filter and two additions', members: [0], steps: [removeFiltered, add, add], left: [1, 2] },
  { what: 'a removal by value list and two additions', members: [0], steps: [removeListed, add, add], left: [1, 2] },
];

for (const { what, members, steps, left } of SEVERAL) {
  test(`several operations in one patch: ${what}`, row('VAULT-GPATCH-20'), async ({ tenant, arrange, observe }) => {
    const users = await arrange.users(tenant, 3);
    const at = (places: number[]) => users.filter((_user, place) => places.includes(place));
    const group = await arrange.group(tenant, at(members));
    const before = await tenant.scim.get(group.path);

    const answer = await tenant.scim.patch(
      group.path,
      users.map(({ id }, place) => (steps[place] ?? add)(id)),
    );

    const after = await tenant.scim.get(group.path);
    observe(expectAllOrNothing(answer, { before, after, executed: { members: at(left).map(({ id }) => id) } }));
  });
}

test('remove of members without a value', row('VAULT-GPATCH-21'), async ({ tenant, arrange, observe }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 2));
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members' }]);

  const after = await tenant.scim.get(group.path);
  const words = expectAllOrNothing(answer, { before, after, executed: { members: [] } });
  observe(words, highRiskWhen(isAccepted(answer)));
});

test('removing a user that is no member', row('VAULT-GPATCH-22'), async ({ tenant, arrange, observe }) => {
  const [user, member] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [member]);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([member.id]);
  observe(wordsOf(answer));
});

test('adding a member twice', row('VAULT-GPATCH-23'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
  observe(wordsOf(answer));
});
