import {
  bodyOf,
  expect,
  groupBody,
  METADATA,
  metadataOf,
  Okta,
  row,
  rowIn,
  stateOf,
  test,
  valuesOf,
  wordsOf,
} from '../../src/harness/index.ts';

const EMPTY = { title: '', displayName: '', name: { givenName: 'Ava', familyName: 'Nguyen', middleName: '' } };

for (const mode of Okta.MODES) {
  test(
    `${mode}: the profile goes back as it was read, twice`,
    rowIn(mode, 'OKTA-10'),
    async ({ tenant, arrange, types }) => {
      const metadata = types.user.extensions
        .filter(({ schema }) => schema.urn === METADATA)
        .map(() => metadataOf({ team: 'blue' }));
      const user = await arrange.user(tenant, metadata[0]);
      await arrange.group(tenant, [user]);
      const before = bodyOf(await tenant.scim.get(user.path));
      const { users } = Okta.connector(tenant, mode);

      const first = Okta.answerTo(await users.updateProfile(Okta.accountOf(user)));
      const once = await tenant.scim.get(user.path);
      const second = Okta.answerTo(await users.updateProfile(Okta.accountOf(user)));

      const twice = await tenant.scim.get(user.path);
      for (const answer of [first, second]) expect(answer).toHaveStatus(200);
      for (const answer of [first, second]) expect(bodyOf(answer).id, 'the id in the answer').toBe(user.id);
      const after = bodyOf(once);
      expect(after.externalId, 'externalId afterwards').toBe(user.externalId);
      expect(valuesOf(after.groups), 'the groups afterwards').toEqual(valuesOf(before.groups));
      expect(after[METADATA], 'the metadata afterwards').toEqual(before[METADATA]);
      expect(stateOf(twice), 'the user after the second replace').toEqual(stateOf(once));
    },
  );

  test(`${mode}: empty strings are taken`, rowIn(mode, 'OKTA-28'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    const answer = Okta.answerTo(await Okta.connector(tenant, mode).users.updateProfile(Okta.accountOf(user), EMPTY));

    expect(answer).toHaveStatus(200);
    const { id, userName, externalId, active } = bodyOf(await tenant.scim.get(user.path));
    expect({ id, userName, externalId, active }, 'the user otherwise').toEqual({
      id: user.id,
      userName: user.userName,
      externalId: user.externalId,
      active: true,
    });
  });

  test(
    `${mode}: somebody is hired again under a new id of Okta`,
    rowIn(mode, 'OKTA-29'),
    async ({ tenant, arrange, observe }) => {
      const user = await arrange.user(tenant, { active: false });
      const rehired = { ...Okta.accountOf(user).person, ext: `new-${user.externalId}` };

      const { last } = await Okta.connector(tenant, mode).users.provision(rehired);

      const { id, active, externalId } = bodyOf(await tenant.scim.get(user.path));
      const kept = externalId === user.externalId ? 'the old externalId' : 'another externalId';
      observe(`${mode}: ${wordsOf(last.answer)}, Okta: ${last.action}; then ${kept}, active ${active}`);
      expect(id, 'the id afterwards').toBe(user.id);
    },
  );
}

test(
  'the groups of a profile that is older than their names rename nothing',
  row('OKTA-10'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const groups = [{ value: group.id, display: group.displayName }];
    const displayName = arrange.unique('renamed');
    await arrange.during(() => tenant.scim.put(group.path, groupBody(displayName, [user.id])));

    const answer = await tenant.scim.put(user.path, { ...user.sent, groups });

    expect(answer).toHaveStatus(200);
    const after = bodyOf(await tenant.scim.get(group.path));
    expect([after.displayName, valuesOf(after.members)], 'the group').toEqual([displayName, [user.id]]);
  },
);

test('a new userName in Okta arrives by the profile', row('OKTA-10'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const { person } = Okta.accountOf(user);
  const renamed = { ...person, userName: arrange.unique('renamed') };

  const answer = Okta.answerTo(
    await Okta.connector(tenant, 'AIW').users.updateProfile({ uid: user.id, person: renamed }),
  );

  expect(answer).toHaveStatus(200);
  const { id, userName } = bodyOf(await tenant.scim.get(user.path));
  expect({ id, userName }, 'id and userName that are read').toEqual({ id: user.id, userName: renamed.userName });
});

for (const mode of Okta.MODES) {
  test(
    `${mode}: a profile that goes back leaves its user in each group`,
    rowIn(mode, 'OKTA-10'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const groups = [await arrange.group(tenant, [user]), await arrange.group(tenant, [user])];
      const { users } = Okta.connector(tenant, mode);

      for (let turn = 0; turn < 2; turn += 1)
        expect(Okta.answerTo(await users.updateProfile(Okta.accountOf(user)))).toHaveStatus(200);

      for (const { path } of groups)
        expect(valuesOf(bodyOf(await tenant.scim.get(path)).members), 'the members of a group').toEqual([user.id]);
    },
  );
}
