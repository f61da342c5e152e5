import {
  addMember,
  bodyOf,
  expect,
  groupBody,
  isAccepted,
  type Removal,
  removeByFilter,
  removeByValueList,
  row,
  test,
  valuesOf,
  wordsOf,
} from '../../../src/harness/index.ts';

test('remove with a value list takes those users out', row('VAULT-GPATCH-04'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant, users);
  const value = users.map(({ id }) => ({ value: id }));

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});

const REPETITIONS: [string, number[]][] = [
  ['next to itself', [0, 0]],
  ['apart', [0, 1, 0]],
];

test(
  'remove with a value list that repeats a user takes it out, or is refused',
  row('VAULT-GPATCH-04'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 2);
    const ids = users.map(({ id }) => id);

    for (const [where, places] of REPETITIONS) {
      const group = await arrange.group(tenant, users);
      const value = places.map((place) => ({ value: ids[place] }));

      const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value }]);

      expect(answer).toHaveStatus([200, 204, 400]);
      const left = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
      const named = ids.filter((_, place) => places.includes(place)).sort();
      expect(
        left.filter((id) => named.includes(id)),
        `ids of the members that a list names which repeats one ${where}`,
      ).toEqual(isAccepted(answer) ? [] : named);
    }
  },
);

test(
  'the other members after a remove with a value list',
  row('VAULT-GPATCH-05'),
  async ({ tenant, arrange, observe }) => {
    const [removed, ...others] = await arrange.users(tenant, 3);
    const group = await arrange.group(tenant, [removed ?? { id: '' }, ...others]);
    const value = [{ value: removed?.id }];

    const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value }]);

    const read = await tenant.scim.get(group.path);
    const left = others.filter(({ id }) => valuesOf(bodyOf(read).members).includes(id));
    expect(answer.status, 'status of the patch').toBeLessThan(500);
    observe(`${wordsOf(answer)}, ${left.length} of ${others.length} other members stay`);
  },
);

test('remove with a value filter takes that member out', row('VAULT-GPATCH-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${user.id}"]` }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});

test(
  'removals by value filter, one after the other, keep all others',
  row('VAULT-GPATCH-07'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 6);
    const ids = users.map(({ id }) => id);
    const group = await arrange.group(tenant, users);

    // The first, one in the middle, and the last of those that are left.
    for (const place of [0, 2, 3]) {
      const [removed] = ids.splice(place, 1);
      await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${removed}"]` }]);

      const read = await tenant.scim.get(group.path);
      const left = valuesOf(bodyOf(read).members).filter((id) => id !== removed);
      expect(left, 'ids of the members besides the removed one').toEqual([...ids].sort());
    }
  },
);

const OTHER_FILTERS: [string, (removed: { id: string; userName: string }) => string][] = [
  ['a display', ({ userName }) => `display eq "${userName}"`],
  ['a part of the value', ({ id }) => `value sw "${id.slice(0, 30)}"`],
  ['a display that nobody has', () => 'display eq "nobody of that name"'],
];

test(
  'remove with a filter on something else than the value keeps all other members',
  row('VAULT-GPATCH-07'),
  async ({ tenant, arrange }) => {
    const [removed, ...others] = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];

    for (const [what, filter] of OTHER_FILTERS) {
      const group = await arrange.group(tenant, [removed, ...others]);

      const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[${filter(removed)}]` }]);

      expect(answer.status, `status of a remove with a filter on ${what}`).toBeLessThan(500);
      const read = await tenant.scim.get(group.path);
      const left = valuesOf(bodyOf(read).members).filter((id) => id !== removed.id);
      expect(left, `ids of the members besides the one that may go, after a filter on ${what}`).toEqual(
        others.map(({ id }) => id).sort(),
      );
    }
  },
);

const AGAIN: Record<string, Removal> = {
  'an add': addMember,
  'a replace': (tenant, group, user) => tenant.scim.put(group.path, groupBody(group.displayName, [user.id])),
};

for (const { form, id, remove } of [
  { form: 'a value list', id: 'VAULT-GPATCH-04', remove: removeByValueList },
  { form: 'a value filter', id: 'VAULT-GPATCH-06', remove: removeByFilter },
] as const) {
  for (const [how, giveAgain] of Object.entries(AGAIN)) {
    test(`one remove with ${form} takes a member out that ${how} named again`, row(id), async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, [user]);
      await arrange.during(() => giveAgain(tenant, group, user));

      const answer = await remove(tenant, group, user);

      expect(answer).toHaveStatus([200, 204]);
      const read = await tenant.scim.get(group.path);
      expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
    });
  }
}
