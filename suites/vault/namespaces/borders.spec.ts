import {
  type ArrangedUser,
  bodyOf,
  expect,
  groupBody,
  INNER_NAMESPACES,
  idOf,
  idsOf,
  listed,
  listOf,
  policiesOf,
  row,
  test,
  userBody,
  type VaultClient,
  valuesOf,
} from '../../../src/harness/index.ts';

const SCIM_USERS = 'identity/scim/v2/Users';

test(
  "a parent's client neither lists nor finds nor reads users of a child",
  row('VAULT-NS-07'),
  async ({ arrange }) => {
    const [parent, child] = [await arrange.tenant(), await arrange.tenant({}, await arrange.namespace())];
    const own = await arrange.user(parent);
    const foreign = await arrange.user(child);

    const list = await parent.scim.list('/Users');
    const byName = await parent.scim.list('/Users', { filter: `userName eq "${foreign.userName}"` });
    const byExternalId = await parent.scim.list('/Users', { filter: `externalId eq "${foreign.externalId}"` });
    const active = await parent.scim.list('/Users', { filter: 'active eq true' });
    const read = await parent.scim.get(foreign.path);

    expect(listed(list), "the list of the parent's client").toEqual(listOf(own));
    expect(listed(active), 'what a filter on active finds').toEqual(listOf(own));
    expect(listed(byName), 'what a filter on userName finds').toEqual(listOf());
    expect(listed(byExternalId), 'what a filter on externalId finds').toEqual(listOf());
    expect(read, "a read of the child's user").toBeRefused();
  },
);

test(
  "a child's client neither lists nor finds nor reads users of the parent",
  row('VAULT-NS-08'),
  async ({ arrange }) => {
    const [parent, child] = [await arrange.tenant(), await arrange.tenant({}, await arrange.namespace())];
    const own = await arrange.user(child);
    const foreign = await arrange.user(parent);

    const list = await child.scim.list('/Users');
    const byName = await child.scim.list('/Users', { filter: `userName eq "${foreign.userName}"` });
    const byExternalId = await child.scim.list('/Users', { filter: `externalId eq "${foreign.externalId}"` });
    const active = await child.scim.list('/Users', { filter: 'active eq true' });
    const read = await child.scim.get(foreign.path);

    expect(listed(list), "the list of the child's client").toEqual(listOf(own));
    expect(listed(active), 'what a filter on active finds').toEqual(listOf(own));
    expect(listed(byName), 'what a filter on userName finds').toEqual(listOf());
    expect(listed(byExternalId), 'what a filter on externalId finds').toEqual(listOf());
    expect(read, "a read of the parent's user").toBeRefused();
  },
);

for (const { place, made } of INNER_NAMESPACES) {
  test(
    `a parent's principal serves no SCIM in ${place}, with rights of its token or of its entity`,
    row('VAULT-NS-09'),
    async ({ tenant: parent, vault, arrange }) => {
      const inside = await made(arrange);
      const child = await arrange.tenant({}, inside);
      const user = await arrange.user(child);
      const path = inside.namespace.slice(vault.namespace === '' ? 0 : vault.namespace.length + 1);
      // In the path, so that a server which does not read the header is not blamed here.
      const users = `${path}/${SCIM_USERS}`;
      const grants = { [`${path}/identity/scim/v2/*`]: ['create', 'read', 'update', 'patch', 'delete', 'list'] };
      const byToken = await arrange.credential(parent, { policies: policiesOf(parent), grants });
      const byEntity = await arrange.tenant();
      const fields = { policies: [await arrange.policy(grants)] };
      await arrange.during(() => vault.write(`identity/entity/id/${byEntity.principalId}`, fields));
      const before = await child.scim.list('/Users');

      for (const { token } of [byToken, byEntity]) {
        const session = vault.with({ token, actor: 'parent' });
        const answers = [
          await session.read(users),
          await session.read(`${users}/${user.id}`),
          await session.write(users, userBody(arrange.unique('user'))),
          await session.remove(`${users}/${user.id}`),
        ];

        for (const answer of answers) expect(answer).toBeRefused();
        const told = answers.filter(({ text }) => text.includes(user.userName));
        expect(told, 'refusals with a userName of the child').toEqual([]);
        expect((await child.scim.list('/Users')).body, 'the users of the child').toEqual(before.body);
      }
    },
  );
}

test("a child's principal serves no SCIM in the parent", row('VAULT-NS-10'), async ({ tenant, vault, arrange }) => {
  const child = await arrange.tenant({}, await arrange.namespace());
  await arrange.user(child);
  const user = await arrange.user(tenant);
  const before = await tenant.scim.list('/Users');

  const session = vault.with({ token: child.token, actor: 'child' });
  const read = await session.read(SCIM_USERS);
  const created = await session.write(SCIM_USERS, userBody(arrange.unique('user')));
  const others = await eachChangeOf(user, session);

  expect(read).toBeRefused();
  expect(read.text.includes(user.userName), 'a userName of the parent in the refusal').toBe(false);
  for (const answer of [created, ...others]) expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Users');
  expect(after.body, 'the users of the parent').toEqual(before.body);
});

/** From the one namespace to the other, as places in a list of both. */
const DIRECTIONS = [
  { from: 0, to: 1 },
  { from: 1, to: 0 },
] as const;

test(
  'userNames of the parent can be used in the child, and the other way round',
  row('VAULT-NS-12'),
  async ({ tenant, vault, arrange }) => {
    const namespaces = [vault, await arrange.namespace()] as const;
    const tenants = [tenant, await arrange.tenant({}, namespaces[1])] as const;

    for (const { from, to } of DIRECTIONS) {
      const [user, second] = [await arrange.user(tenants[from]), await arrange.user(tenants[from])];
      const other = await arrange.user(tenants[to]);

      const created = await tenants[to].scim.post('/Users', userBody(user.userName));
      const renamed = await tenants[to].scim.put(other.path, { ...other.sent, userName: second.userName });

      expect(created).toHaveStatus(201);
      expect(renamed).toHaveStatus([200, 204]);
      const path = `identity/entity/name/${user.userName}`;
      const [kept, made] = [await namespaces[from].read(path), await namespaces[to].read(path)];
      expect(kept.data?.id, 'entity of that name in the first namespace').toBe(user.id);
      expect(made.data?.id, 'entity of that name in the other namespace').toBe(idOf(created));
      expect(idOf(created), 'id of the second user').not.toBe(user.id);
      const entity = await namespaces[to].read(`identity/entity/id/${other.id}`);
      expect(entity.data?.name, 'name of the renamed entity').toBe(second.userName);
    }
  },
);

test(
  'displayNames of the parent can be used in the child, and the other way round',
  row('VAULT-NS-15'),
  async ({ tenant, vault, arrange }) => {
    const namespaces = [vault, await arrange.namespace()] as const;
    const tenants = [tenant, await arrange.tenant({}, namespaces[1])] as const;

    for (const { from, to } of DIRECTIONS) {
      const group = await arrange.group(tenants[from], [await arrange.user(tenants[from])]);
      const [second, other] = [await arrange.group(tenants[from]), await arrange.group(tenants[to])];

      const created = await tenants[to].scim.post('/Groups', groupBody(group.displayName));
      const renamed = await tenants[to].scim.put(other.path, groupBody(second.displayName));

      expect(created).toHaveStatus(201);
      expect(renamed).toHaveStatus([200, 204]);
      const path = `identity/group/name/${group.displayName}`;
      const [kept, made] = [await namespaces[from].read(path), await namespaces[to].read(path)];
      expect(kept.data?.id, 'Vault group of that name in the first namespace').toBe(group.id);
      expect(made.data?.id, 'Vault group of that name in the other namespace').toBe(idOf(created));
      expect(idOf(created), 'id of the second group').not.toBe(group.id);
      const stored = await namespaces[to].read(`identity/group/id/${other.id}`);
      expect(stored.data?.name, 'name of the renamed Vault group').toBe(second.displayName);
    }
  },
);

test(
  'policies, a rename and the deletion of a group leave the group of its name in the parent or the child',
  row('VAULT-NS-15'),
  async ({ tenant: parent, vault, arrange }) => {
    const namespaces = [vault, await arrange.namespace()] as const;
    const tenants = [parent, await arrange.tenant({}, namespaces[1])] as const;

    for (const { from, to } of DIRECTIONS) {
      const twin = await arrange.group(tenants[to], [await arrange.user(tenants[to])]);
      const [group, second] = [
        await arrange.group(tenants[from], [], twin.displayName),
        await arrange.group(tenants[to]),
      ];
      const stored = async () =>
        Promise.all([twin, second].map(async ({ id }) => (await namespaces[to].read(`identity/group/id/${id}`)).data));
      const before = await stored();

      const named = `identity/group/name/${group.displayName}`;
      const given = await namespaces[from].write(named, { policies: ['vsc-first'] });
      const renamed = [
        await tenants[from].scim.put(group.path, groupBody(arrange.unique('renamed'))),
        await tenants[from].scim.put(group.path, groupBody(second.displayName)),
      ];
      const deleted = await tenants[from].scim.delete(group.path);

      for (const answer of [given, ...renamed, deleted]) expect(answer).toHaveStatus([200, 204]);
      expect(await stored(), 'the groups of its names in the other namespace').toEqual(before);
    }
  },
);

test('a user of another namespace is refused as member', row('VAULT-NS-13'), async ({ tenant, arrange }) => {
  const child = await arrange.tenant({}, await arrange.namespace());
  const foreign = await arrange.user(tenant);
  const before = await child.scim.list('/Groups');

  const answer = await child.scim.post('/Groups', groupBody(arrange.unique('group'), [foreign.id]));

  expect(answer).toBeRefused();
  const after = await child.scim.list('/Groups');
  expect(idsOf(after), 'groups of the child').toEqual([]);
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test(
  'a user of another namespace is refused as member of a group that is there, alone and beside an own one',
  row('VAULT-NS-13'),
  async ({ tenant: parent, arrange }) => {
    const tenants = [parent, await arrange.tenant({}, await arrange.namespace())] as const;

    for (const { from, to } of DIRECTIONS) {
      const foreign = await arrange.user(tenants[from]);
      const [own, second] = [await arrange.user(tenants[to]), await arrange.user(tenants[to])];
      const { path, displayName } = await arrange.group(tenants[to], [own]);
      const { scim } = tenants[to];
      const before = await scim.get(path);
      const add = (...ids: string[]) => [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }];

      const refused = [
        await scim.patch(path, add(foreign.id)),
        await scim.put(path, groupBody(displayName, [foreign.id])),
      ];
      const between = await scim.get(path);
      await scim.patch(path, add(second.id, foreign.id));
      await scim.put(path, groupBody(displayName, [own.id, foreign.id]));

      for (const answer of refused) expect(answer).toBeRefused();
      expect(between.body, 'the group after the foreign user alone').toEqual(before.body);
      const members = valuesOf(bodyOf(await scim.get(path)).members);
      expect(members.includes(foreign.id), 'whether the foreign user is a member').toBe(false);
    }
  },
);

test(
  'the deactivation, a rename and the deletion of a user leave the user of its userName in the parent or the child',
  row('VAULT-NS-12'),
  async ({ tenant: parent, arrange }) => {
    const tenants = [parent, await arrange.tenant({}, await arrange.namespace())] as const;

    for (const { from, to } of DIRECTIONS) {
      const user = await arrange.user(tenants[from]);
      const twin = await arrange.user(tenants[to], { userName: user.userName });
      const before = await tenants[to].scim.get(twin.path);

      const deactivated = await tenants[from].scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      const between = await tenants[to].scim.get(twin.path);
      const userName = arrange.unique('renamed');
      const renamed = await tenants[from].scim.put(user.path, { ...user.sent, userName, active: true });
      const then = await tenants[to].scim.get(twin.path);
      await arrange.during(() => tenants[from].scim.put(user.path, user.sent));
      const deleted = await tenants[from].scim.delete(user.path);

      expect(deactivated).toHaveStatus([200, 204]);
      expect(renamed).toHaveStatus([200, 204]);
      expect(deleted).toHaveStatus([200, 204]);
      expect(then.body, 'the other user after the rename').toEqual(before.body);
      expect(between.body, 'the other user after the deactivation').toEqual(before.body);
      expect((await tenants[to].scim.get(twin.path)).body, 'the other user after the deletion').toEqual(before.body);
    }
  },
);

test('the principal of one child serves no SCIM in another', row('VAULT-NS-17'), async ({ arrange }) => {
  const [inside, beside] = [await arrange.namespace(), await arrange.namespace()];
  const [child, sibling] = [await arrange.tenant({}, inside), await arrange.tenant({}, beside)];
  const user = await arrange.user(child);
  expect(await sibling.scim.list('/Users'), 'the list of the sibling in its own namespace').toHaveStatus(200);
  const before = await child.scim.list('/Users');

  const session = inside.with({ token: sibling.token, actor: 'sibling' });
  const read = await session.read(SCIM_USERS);
  const created = await session.write(SCIM_USERS, userBody(arrange.unique('user')));
  const others = await eachChangeOf(user, session);

  expect(read).toBeRefused();
  expect(read.text, 'the text of the refusal').not.toContain(user.id);
  for (const answer of [created, ...others]) expect(answer).toBeRefused();
  const after = await child.scim.list('/Users');
  expect(after.body, 'the users of the child').toEqual(before.body);
});

/** Each verb on a user by its id, in the namespace of the session. */
async function eachChangeOf({ id, sent }: ArrangedUser, session: VaultClient) {
  const path = `${SCIM_USERS}/${id}`;
  const operations = [{ op: 'replace', path: 'active', value: false }];
  const patch = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  return [
    await session.read(path),
    await session.send({ method: 'PUT', path: `/v1/${path}`, body: { ...sent, active: false } }),
    await session.send({ method: 'PATCH', path: `/v1/${path}`, body: patch }),
    await session.remove(path),
  ];
}
