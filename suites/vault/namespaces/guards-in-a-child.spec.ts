import {
  expect,
  expectGone,
  listed,
  listOf,
  ownerOf,
  row,
  scimClientPath,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

type Resource = { id: string };
type Guarded = { path: string; fields: Record<string, unknown> | null };

const ENTITY = 'identity/entity/id/';
const GROUP = 'identity/group/id/';

const CHANGES: { change: string; of: (user: Resource, group: Resource) => Guarded }[] = [
  { change: 'rename an entity', of: ({ id }) => ({ path: `${ENTITY}${id}`, fields: { name: 'renamed' } }) },
  { change: 'delete an entity', of: ({ id }) => ({ path: `${ENTITY}${id}`, fields: null }) },
  { change: 'rename a group', of: (_user, { id }) => ({ path: `${GROUP}${id}`, fields: { name: 'renamed' } }) },
  { change: 'empty a group', of: (_user, { id }) => ({ path: `${GROUP}${id}`, fields: { member_entity_ids: [] } }) },
  { change: 'delete a group', of: (_user, { id }) => ({ path: `${GROUP}${id}`, fields: null }) },
];

const changed = (inside: VaultClient, { path, fields }: Guarded) =>
  fields === null ? inside.remove(path) : inside.write(path, fields);

test(
  'an administrator in a child namespace cannot change what SCIM manages',
  row('VAULT-NS-19'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({}, inside);
    const user = await arrange.user(child);
    const group = await arrange.group(child, [user]);
    const both = async () => [
      (await inside.read(`${ENTITY}${user.id}`)).data,
      (await inside.read(`${GROUP}${group.id}`)).data,
    ];
    const before = await both();

    for (const { change, of } of CHANGES) {
      expect(await changed(inside, of(user, group)), change).toBeRefused();
    }

    expect(await both(), 'the entity and the group').toEqual(before);
  },
);

test('the plain deletion of a SCIM client in a child namespace is guarded', row('VAULT-NS-20'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const group = await arrange.group(child, [await arrange.user(child)]);
  const path = scimClientPath(child.clientName);
  const both = async () => [(await inside.read(path)).data, (await inside.read(`${GROUP}${group.id}`)).data];
  const before = await both();

  const answer = await inside.remove(path);

  expect(answer).toBeVaultError(400);
  expect(await both(), 'the client and its group').toEqual(before);
});

test('a deletion in a child namespace takes the linked resources along', row('VAULT-NS-20'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const user = await arrange.user(child);
  const group = await arrange.group(child, [user]);
  const path = scimClientPath(child.clientName);

  const answer = await inside.remove(path, { 'delete-linked-resources': 'true' });

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(inside, path, 'the client');
  await expectGone(inside, `${ENTITY}${user.id}`, 'the entity');
  await expectGone(inside, `${GROUP}${group.id}`, 'the group');
});

test('a deletion in a child namespace can leave the resources unmanaged', row('VAULT-NS-20'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const user = await arrange.user(child);
  const group = await arrange.group(child, [user]);
  const path = scimClientPath(child.clientName);

  const answer = await inside.remove(path, { 'unlink-resources': 'true' });

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(inside, path, 'the client');
  expect(await ownerOf(inside, `${ENTITY}${user.id}`)(), 'owner of the entity').toBe('');
  expect(await ownerOf(inside, `${GROUP}${group.id}`)(), 'owner of the group').toBe('');
});

test('two SCIM clients of a child namespace are kept apart', row('VAULT-NS-21'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const [child, sibling] = [await arrange.tenant({}, inside), await arrange.tenant({}, inside)];
  const user = await arrange.user(child);
  await arrange.group(child, [user]);
  const own = await arrange.user(sibling);
  const before = await inside.read(`${ENTITY}${user.id}`);

  const lists = [await sibling.scim.list('/Users'), await sibling.scim.list('/Groups')];
  const found = await sibling.scim.list('/Users', { filter: `userName eq "${user.userName}"` });
  const refused = [
    await sibling.scim.get(user.path),
    await sibling.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
    await sibling.scim.delete(user.path),
  ];

  expect(lists.map(listed), 'the users and groups of the other client').toEqual([listOf(own), listOf()]);
  expect(listed(found), 'what a filter of the other client finds').toEqual(listOf());
  for (const answer of refused) expect(answer, 'a request of the other client').toBeRefused();
  expect((await inside.read(`${ENTITY}${user.id}`)).data, 'the entity').toEqual(before.data);
});
