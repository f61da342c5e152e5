import {
  bodyOf,
  createVaultGroup,
  expect,
  groupBody,
  highRiskWhen,
  idOf,
  isAccepted,
  listed,
  METADATA,
  metadataOf,
  Okta,
  row,
  rowIn,
  scimClientPath,
  stateOf,
  test,
  userBody,
  valuesOf,
  wordsOf,
} from '../../src/harness/index.ts';

test('OIN: the name of a group, then a member', rowIn('OIN', 'X-01'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const okta = Okta.requests(tenant);
  const name = arrange.unique('renamed');

  const named = await okta.send('OK-B12', { gid: group.id, groupName: name });
  const afterName = bodyOf(await tenant.scim.get(group.path));
  const added = await okta.send('OK-B13', { gid: group.id, uid: user.id, userName: user.userName });
  const after = bodyOf(await tenant.scim.get(group.path));

  const effect = afterName.displayName === name ? 'renamed' : 'name unchanged';
  const members = valuesOf(after.members).includes(user.id) ? 'arrives' : 'does not arrive';
  observe(`${wordsOf(named)}, ${effect}; then a member: ${wordsOf(added)}, ${members}`);
  expect([200, 204].includes(named.status) && afterName.displayName !== name, 'a success without the name').toBe(false);
});

for (const form of ['OK-B16', 'OK-B17', 'OK-V02', 'OK-V03']) {
  test(`OIN: the members are replaced, ${form}`, rowIn('OIN', 'X-02'), async ({ tenant, arrange, observe }) => {
    const [old, one, two] = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [old]);
    const values = { uid: one.id, userName: one.userName, uid2: two.id, userName2: two.userName };

    const answer = await Okta.requests(tenant).send(form, {
      gid: group.id,
      groupName: group.displayName,
      ...values,
    });

    const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    const staysAfterSuccess = isAccepted(answer) && members.includes(old.id);
    const effect = members.includes(old.id) ? 'the old member stays' : 'the old member is out';
    observe(`${form}: ${wordsOf(answer)}, ${effect}`, highRiskWhen(staysAfterSuccess));
    expect(answer.status, 'the status: no breakdown').not.toBe(500);
  });
}

for (const mode of Okta.MODES) {
  test(
    `${mode}: another externalId for who was found by name`,
    rowIn(mode, 'X-03'),
    async ({ tenant, arrange, observe }) => {
      const user = await arrange.user(tenant, { active: false });
      const sent = { ...user.sent, externalId: `new-${user.externalId}`, active: true };

      const answer = await Okta.requests(tenant).sendText('OK-B05', { uid: user.id }, JSON.stringify(sent));

      const { id, externalId, active } = bodyOf(await tenant.scim.get(user.path));
      const change = externalId === user.externalId ? 'externalId unchanged' : 'externalId changed';
      observe(`${wordsOf(answer)}, ${change}, active ${active}`);
      expect(id, 'the id afterwards').toBe(user.id);
    },
  );
}

test('a create without externalId', row('X-10'), async ({ tenant, arrange, observe }) => {
  const person = Okta.personOf(arrange);
  const okta = Okta.requests(tenant);

  const answer = await okta.send('OK-B04', person);

  const found = listed(await okta.send('OK-Q04', person));
  const names = /externalId/i.test(answer.text) ? 'names externalId' : 'does not name externalId';
  observe(`${wordsOf(answer)}, the answer ${names}, users of that name: ${found.ids.length}`);
  expect(found.ids.length, 'users of that name').toBe(isAccepted(answer) ? 1 : 0);
});

for (const form of ['OK-B01', 'OK-B02', 'OK-B03']) {
  test(`attributes that Vault does not model, ${form}`, row('X-11'), async ({ tenant, arrange, observe }) => {
    const person = Okta.personOf(arrange);

    const answer = await Okta.requests(tenant).send(form, person);

    const read = bodyOf(await tenant.scim.get(`/Users/${idOf(answer) || 'nobody'}`));
    const kept = ['name', 'emails', 'displayName', 'locale', 'title', 'password'].filter((name) => name in read);
    observe(`${form}: ${wordsOf(answer)}, kept: ${kept.join(', ') || 'none of them'}`);
    expect('password' in read, 'whether a password is shown').toBe(false);
  });
}

test('a member of another client beside an own one', row('X-12'), async ({ tenant, other, arrange, observe }) => {
  const [own, foreign] = [await arrange.user(tenant), await arrange.user(other)];
  const group = await arrange.group(tenant);
  const before = await other.scim.get(foreign.path);
  const values = { uid: own.id, userName: own.userName, uid2: foreign.id, userName2: foreign.userName };
  const okta = Okta.requests(tenant);

  const created = await okta.send('OK-B09', { groupName: arrange.unique('mixed'), ...values });
  const made = bodyOf(await tenant.scim.get(`/Groups/${idOf(created) || 'none'}`));
  const patch = Okta.bodyOfTemplate('OK-B13', values);
  patch.Operations = [{ op: 'add', path: 'members', value: [{ value: own.id }, { value: foreign.id }] }];
  const patched = await okta.sendText('OK-B13', { gid: group.id }, JSON.stringify(patch));
  const changed = bodyOf(await tenant.scim.get(group.path));

  const [inMade, inChanged] = [valuesOf(made.members), valuesOf(changed.members)];
  const isForeignIn = inMade.includes(foreign.id) || inChanged.includes(foreign.id);
  observe(
    `create: ${wordsOf(created)}, members ${inMade.length}; patch: ${wordsOf(patched)}, members ${inChanged.length}`,
    highRiskWhen(isForeignIn),
  );
  const after = await other.scim.get(foreign.path);
  expect(stateOf(after), 'the user of the other client').toEqual(stateOf(before));
});

test('a user and a group that exist outside the client', row('X-13'), async ({ tenant, vault, arrange, observe }) => {
  const names = { user: arrange.unique('entity'), group: arrange.unique('outside') };
  await arrange.during(() => vault.writeOrThrow('create an entity', 'identity/entity', { name: names.user }));
  await arrange.during(() => vault.writeOrThrow('create a group', 'identity/group', { name: names.group }));
  const okta = Okta.requests(tenant);

  const foundUser = await okta.send('OK-Q04', { userName: names.user });
  const user = await tenant.scim.post('/Users', userBody(names.user));
  const foundGroup = await okta.send('OK-Q08', { groupName: names.group });
  const group = await tenant.scim.post('/Groups', groupBody(names.group));

  const total = (answer: typeof user) => listed(answer).totalResults ?? wordsOf(answer);
  observe(
    `user: search ${total(foundUser)}, create ${wordsOf(user)}; group: search ${total(foundGroup)}, create ${wordsOf(group)}`,
  );
  const entity = await vault.read(`identity/entity/name/${names.user}`);
  expect(entity.data?.name, 'the entity of the administrator').toBe(names.user);
});

test(
  'a person and a group outside the client, with adoption allowed',
  row('X-13'),
  async ({ vault, arrange, observe, applies }) => {
    const clientFields = { allow_user_adoption: true, allow_group_adoption: true };
    const tenant = await arrange.tenant({ aliasMount: 'userpass', clientFields });
    const client = await arrange.during(() => vault.read(scimClientPath(tenant.clientName)));
    applies('allow_user_adoption' in (client.data ?? {}), 'this version offers no adoption');
    const person = Okta.personOf(arrange);
    const name = arrange.unique('outside');
    const entity = await arrange.entity();
    await arrange.during(() =>
      vault.writeOrThrow('give the entity an alias', 'identity/entity-alias', {
        name: person.userName,
        canonical_id: entity,
        mount_accessor: tenant.aliasMount?.accessor,
      }),
    );
    const group = await arrange.during(() => createVaultGroup(vault, name));
    const okta = Okta.requests(tenant);

    const found = await okta.send('OK-Q04', person);
    const created = await okta.send('OK-B02', person);
    const replaced = await okta.sendText('OK-B11', { gid: group }, JSON.stringify(groupBody(name)));

    const keeps = (answer: typeof created, id: string) =>
      idOf(answer) === id ? 'the id that was there' : 'no such id';
    observe(
      `adoption: search ${listed(found).totalResults}; user ${wordsOf(created)}, ${keeps(created, entity)}; group ${wordsOf(replaced)}, ${keeps(replaced, group)}`,
    );
    expect((await vault.read(`identity/entity/id/${entity}`)).status, 'the status of the entity afterwards').toBe(200);
  },
);

test(
  'AIW: meta, groups and the extension come back in a replace',
  rowIn('AIW', 'X-14'),
  async ({ tenant, arrange, types, observe }) => {
    const metadata = types.user.extensions
      .filter(({ schema }) => schema.urn === METADATA)
      .map(() => metadataOf({ team: 'blue' }));
    const user = await arrange.user(tenant, metadata[0]);
    const group = await arrange.group(tenant, [user]);
    const before = await tenant.scim.get(user.path);

    const step = await Okta.connector(tenant, 'AIW').users.updateProfile(Okta.accountOf(user));

    const after = await tenant.scim.get(user.path);
    const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    const isSame = JSON.stringify([bodyOf(after)[METADATA]]) === JSON.stringify([bodyOf(before)[METADATA]]);
    observe(`${wordsOf(step.answer)}, the extension is ${isSame ? 'unchanged' : 'changed'}`);
    expect(members, 'the members of the group').toEqual([user.id]);
  },
);

const OUTSIDE = [
  { what: 'a bad token', headers: { Authorization: 'non-token' }, path: '/Users' },
  { what: 'an unknown path', headers: {}, path: '/no/such/endpoint' },
  { what: 'a token above 8192 bytes', headers: { Authorization: `Bearer ${'x'.repeat(9_000)}` }, path: '/Users' },
];

for (const { what, headers, path } of OUTSIDE) {
  test(
    `a request that fails in front of the SCIM service: ${what}`,
    row('X-17'),
    async ({ tenant, arrange, observe }) => {
      const user = await arrange.user(tenant);
      const before = await tenant.scim.get(user.path);

      const answer = await tenant.scim.get(path, { headers });

      const after = await tenant.scim.get(user.path);
      observe(`${what}: ${wordsOf(answer)}, ${answer.mediaType || 'no media type'}`);
      expect(after.body, 'a user afterwards').toEqual(before.body);
    },
  );
}

test(
  'a request that fails in front of the SCIM service: a quota',
  row('X-17'),
  async ({ tenant, arrange, target, observe, applies }) => {
    applies(target.controlPlane, 'only Vault has quotas');
    const [limited, free] = [await arrange.user(tenant), await arrange.user(tenant)];
    const path = `${new URL(tenant.scimBaseUrl).pathname.replace(/^\/v1\//, '')}${limited.path}`;
    applies(await arrange.rateLimit(path, { rate: 1, interval: '60s' }), 'the run may not make a rate limit quota');
    const before = await tenant.scim.get(free.path);
    await tenant.scim.get(limited.path);

    const answer = await tenant.scim.get(limited.path);

    const after = await tenant.scim.get(free.path);
    observe(`a quota: ${wordsOf(answer)}, ${answer.mediaType || 'no media type'}`);
    expect(after.body, 'another user afterwards').toEqual(before.body);
  },
);
