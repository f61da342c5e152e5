import {
  aliasesOf,
  bodyOf,
  expect,
  expectGone,
  failedSteps,
  followPrintedSetup,
  idOf,
  idsOf,
  issuedToken,
  mayIssueAnyPolicy,
  resourcesOf,
  row,
  scimClientPath,
  test,
  userBody,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const SCIM_USERS = 'identity/scim/v2/Users';
const ONLY_OWN = 'the token of the run may issue its own policies only';

test('a SCIM client can be made and used in a child namespace', row('VAULT-NS-01'), async ({ arrange }) => {
  const child = await arrange.tenant({}, await arrange.namespace());
  const user = await arrange.user(child);

  const answer = await child.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  expect(answer).toHaveStatus([200, 204]);
  const list = await child.scim.list('/Users');
  expect(
    resourcesOf(list).map(({ id, userName, active }) => ({ id, userName, active })),
    'users of the client in the child',
  ).toEqual([{ id: user.id, userName: user.userName, active: false }]);
});

test(
  'a SCIM client can be made and used in a nested namespace',
  row('VAULT-NS-01'),
  async ({ vault, arrange, applies }) => {
    const inner = await arrange.namespace(await arrange.namespace());
    const [name, userName] = [arrange.unique('client'), arrange.unique('user')];
    applies(await arrange.during(() => mayIssueAnyPolicy(vault, name)), ONLY_OWN);

    const policy = { [SCIM_USERS]: ['create', 'read', 'update'] };
    const setup = await followPrintedSetup(inner, { name, policy });
    const session = inner.with({ token: issuedToken(setup.token), actor: 'third' });
    const created = await session.write(SCIM_USERS, userBody(userName));

    expect(failedSteps(setup), 'the steps that failed').toEqual([]);
    expect(created).toHaveStatus(201);
    expect(idsOf(await session.read(SCIM_USERS)), 'ids of the users').toEqual([idOf(created)]);
    const entity = await inner.read(`identity/entity/id/${idOf(created)}`);
    expect(entity.data?.name, 'name of the entity in the nested namespace').toBe(userName);
  },
);

test('the namespace may be given in the path', row('VAULT-NS-02'), async ({ vault, arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const user = await arrange.user(child);

  const answer = await vault.with({ namespace: '', token: child.token, actor: 'third' }).send({
    method: 'GET',
    path: `/v1/${inside.namespace}/${SCIM_USERS}/${user.id}`,
  });

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).userName, 'userName of the user').toBe(user.userName);
});

test('a nested namespace may be given in the path', row('VAULT-NS-02'), async ({ vault, arrange }) => {
  const inner = await arrange.namespace(await arrange.namespace());
  const { token } = await arrange.tenant({}, inner);
  const name = arrange.unique('user');
  // Made with the header, so that a server which does not read the path is blamed for just that.
  const byHeader = inner.with({ token, actor: 'third' });
  const id = idOf(await arrange.during(() => byHeader.writeOrThrow('create a user', SCIM_USERS, userBody(name))));

  const answer = await vault.with({ namespace: '', token, actor: 'third' }).send({
    method: 'GET',
    path: `/v1/${inner.namespace}/${SCIM_USERS}/${id}`,
  });

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).userName, 'userName of the user').toBe(name);
});

test('a list with the namespace in the path is filtered', row('VAULT-NS-02'), async ({ vault, arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const [user] = [await arrange.user(child), await arrange.user(child)];
  const session = vault.with({ namespace: '', token: child.token, actor: 'third' });
  const query = `filter=${encodeURIComponent(`userName eq "${user.userName}"`)}`;

  const answer = await session.send({ method: 'GET', path: `/v1/${inside.namespace}/${SCIM_USERS}?${query}` });

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids of the users that the filter finds').toEqual([user.id]);
});

test(
  'what is written with the namespace in the path is of that namespace',
  row('VAULT-NS-02'),
  async ({ vault, arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({}, inside);
    const session = vault.with({ namespace: '', token: child.token, actor: 'third' });
    const users = `${inside.namespace}/${SCIM_USERS}`;
    const [userName, renamed] = [arrange.unique('user'), arrange.unique('renamed')];

    const created = await session.write(users, userBody(userName));
    const user = `${users}/${idOf(created)}`;
    const body = { ...bodyOf(created), userName: renamed };
    const replaced = await session.send({ method: 'PUT', path: `/v1/${user}`, body });
    const entity = await inside.read(`identity/entity/id/${idOf(created)}`);
    const deleted = await session.remove(user);

    expect(created).toHaveStatus(201);
    expect(replaced).toHaveStatus([200, 204]);
    expect(entity.data?.name, 'name of the entity in the child').toBe(renamed);
    expect(deleted).toHaveStatus([200, 204]);
    expect(await inside.read(`identity/entity/id/${idOf(created)}`), 'a read of the entity').toHaveStatus(404);
  },
);

const FORMS = [
  { form: 'without a slash at its end', end: '' },
  { form: 'with a slash at its end', end: '/' },
];

test(
  'the namespace may be given in the header, with or without a slash at its end',
  row('VAULT-NS-03'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({}, inside);
    const user = await arrange.user(child);

    for (const { form, end } of FORMS) {
      const namespace = `${inside.namespace}${end}`;
      const answer = await inside.with({ namespace, token: child.token, actor: 'third' }).read(SCIM_USERS);

      expect(answer, `the list with the namespace ${form}`).toHaveStatus(200);
      expect(idsOf(answer), 'ids of the users').toEqual([user.id]);
    }
  },
);

test(
  'a nested namespace may be given in the header, with or without a slash at its end',
  row('VAULT-NS-03'),
  async ({ arrange }) => {
    const inner = await arrange.namespace(await arrange.namespace());
    const nested = await arrange.tenant({}, inner);
    const user = await arrange.user(nested);

    for (const { form, end } of FORMS) {
      const namespace = `${inner.namespace}${end}`;
      const answer = await inner.with({ namespace, token: nested.token, actor: 'third' }).read(SCIM_USERS);

      expect(answer, `the list with the namespace ${form}`).toHaveStatus(200);
      expect(idsOf(answer), 'ids of the users').toEqual([user.id]);
    }
  },
);

test('header and path may be mixed for a nested namespace', row('VAULT-NS-04'), async ({ arrange }) => {
  const outer = await arrange.namespace();
  const inner = await arrange.namespace(outer);
  const nested = await arrange.tenant({}, inner);
  const user = await arrange.user(nested);
  const last = inner.namespace.slice(outer.namespace.length + 1);

  const answer = await outer.with({ token: nested.token, actor: 'third' }).read(`${last}/${SCIM_USERS}`);

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids of the users').toEqual([user.id]);
});

test(
  'what is written with header and path mixed is of the nested namespace',
  row('VAULT-NS-04'),
  async ({ arrange }) => {
    const outer = await arrange.namespace();
    const inner = await arrange.namespace(outer);
    const nested = await arrange.tenant({}, inner);
    const session = outer.with({ token: nested.token, actor: 'third' });
    const users = `${inner.namespace.slice(outer.namespace.length + 1)}/${SCIM_USERS}`;
    const userName = arrange.unique('user');

    const created = await session.write(users, userBody(userName));
    const entity = await inner.read(`identity/entity/id/${idOf(created)}`);
    const deleted = await session.remove(`${users}/${idOf(created)}`);

    expect(created).toHaveStatus(201);
    expect(entity.data?.name, 'name of the entity in the nested namespace').toBe(userName);
    expect(deleted).toHaveStatus([200, 204]);
    expect(await inner.read(`identity/entity/id/${idOf(created)}`), 'a read of the entity').toHaveStatus(404);
  },
);

test('a user of a child namespace has its entity in that namespace', row('VAULT-NS-05'), async ({ vault, arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const name = arrange.unique('user');

  const answer = await child.scim.post('/Users', userBody(name));

  expect(answer).toHaveStatus(201);
  const path = `identity/entity/id/${idOf(answer)}`;
  const [entity, inParent] = [await inside.read(path), await vault.read(path)];
  expect(entity.data?.name, 'name of the entity in the child').toBe(name);
  expect(inParent, 'a read of the entity in the parent').toHaveStatus(404);
});

test('the alias of a user of a child is on a mount of the child', row('VAULT-NS-06'), async ({ vault, arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({ aliasMount: 'userpass' }, inside);
  const user = await arrange.user(child);

  const entity = await inside.read(`identity/entity/id/${user.id}`);

  const accessor = child.aliasMount?.accessor;
  expect(accessor, 'mount of the client').toEqual(expect.stringMatching(/./));
  expect(
    aliasesOf(entity).map(({ mount_accessor }) => mount_accessor),
    'mounts of the aliases',
  ).toEqual([accessor]);
  const mounts = await vault.read('sys/auth');
  expect(mounts.text, 'mounts of the parent').not.toContain(accessor);
});

test('the alias mount of a nested SCIM client is one of its namespace', row('VAULT-NS-06'), async ({ arrange }) => {
  const inner = await arrange.namespace(await arrange.namespace());
  const [access_grant_principal, { accessor }] = [await arrange.entity(inner), await arrange.authMount({}, inner)];
  const fields = { access_grant_principal, alias_mount_accessor: accessor };
  const path = scimClientPath(arrange.unique('client'));

  const answer = await inner.write(path, fields);

  expect(answer).toHaveStatus([200, 204]);
  expect((await inner.read(path)).data, 'the client').toMatchObject(fields);
});

test('the same client name can be used in two namespaces', row('VAULT-NS-11'), async ({ vault, arrange }) => {
  const inside = await arrange.namespace();
  const principals = [await arrange.entity(), await arrange.entity(inside)];
  const path = scimClientPath(arrange.unique('client'));

  const inParent = await vault.write(path, { access_grant_principal: principals[0] });
  const inChild = await inside.write(path, { access_grant_principal: principals[1] });

  expect(inParent).toHaveStatus([200, 204]);
  expect(inChild).toHaveStatus([200, 204]);
  const shown = [await vault.read(path), await inside.read(path)];
  expect(
    shown.map(({ data }) => data?.access_grant_principal),
    'principals of the clients in the parent and the child',
  ).toEqual(principals);
});

test("a child's SCIM clients are not in the parent's list", row('VAULT-NS-14'), async ({ vault, arrange }) => {
  const inside = await arrange.namespace();
  const own = await arrange.scimClient();
  const child = await arrange.tenant({}, inside);

  const [inParent, inChild] = [await vault.list('identity/scim/client'), await inside.list('identity/scim/client')];

  const names = [own.name, child.clientName];
  expect(
    inParent.keys.filter((key) => names.includes(key)),
    "the parent's list",
  ).toEqual([own.name]);
  expect(inChild.keys, "the child's list").toEqual([child.clientName]);
});

for (const [here, there] of [
  ['parent', 'child'],
  ['child', 'parent'],
] as const) {
  test(
    `an update and the deletion of a SCIM client of a ${here} leave the client of the same name in its ${there}`,
    row('VAULT-NS-11'),
    async ({ vault, arrange }) => {
      const places = { parent: vault, child: await arrange.namespace() };
      const [own, other] = [places[here], places[there]];
      const path = scimClientPath(arrange.unique('client'));
      for (const place of [vault, places.child]) {
        await place.write(path, { access_grant_principal: await arrange.entity(place) });
      }
      const before = await other.read(path);
      const next = await arrange.entity(own);

      const answer = await own.write(path, { access_grant_principal: next, allow_user_adoption: true });

      expect(answer).toHaveStatus([200, 204]);
      expect((await own.read(path)).data?.access_grant_principal, `the principal in the ${here}`).toBe(next);
      expect((await other.read(path)).data, `the client in the ${there}`).toEqual(before.data);
      expect(await own.remove(path), 'the deletion').toHaveStatus([200, 204]);
      await waitUntilGone(own, path);
      expect((await other.read(path)).data, `the client in the ${there} after the deletion`).toEqual(before.data);
    },
  );
}

test(
  'the deletion of a SCIM client with its resources leaves those of the client of its name in a child',
  row('VAULT-NS-11'),
  async ({ vault, arrange }) => {
    const inside = await arrange.namespace();
    const parent = await arrange.tenant();
    const child = await arrange.tenant({ name: parent.clientName }, inside);
    const removed = await arrange.user(parent);
    const user = await arrange.user(child);
    const group = await arrange.group(child, [user]);
    const both = () =>
      Promise.all([inside.read(`identity/entity/id/${user.id}`), inside.read(`identity/group/id/${group.id}`)]);
    const before = await both();
    const path = scimClientPath(parent.clientName);

    const answer = await vault.remove(path, { 'delete-linked-resources': 'true' });

    expect(answer).toHaveStatus([200, 202, 204]);
    await expectGone(vault, path, 'the client of the parent');
    await expectGone(vault, `identity/entity/id/${removed.id}`, 'the user of the parent');
    expect(
      (await both()).map(({ data }) => data),
      'the user and the group of the child',
    ).toEqual(before.map(({ data }) => data));
  },
);
