import {
  bodyOf,
  expect,
  projectionDifferences,
  resourcesOf,
  row,
  sampleUser,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

const DIFFERS = 'what differs from the exact projection';
const GROUP_URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';

const OF_USERS = [
  ['id'],
  ['schemas'],
  ['id', 'schemas'],
  ['meta'],
  ['groups'],
  ['active'],
  ['externalId', 'active'],
  ['userName', 'groups', 'meta'],
];

for (const attributes of OF_USERS) {
  test(
    `attributes=${attributes} shows that much of an inactive user with a group, in a list too`,
    row('RFC7644-3.9-01'),
    async ({ tenant, arrange, types }) => {
      const user = await arrange.user(tenant, { ...sampleUser(types.user, arrange.unique('user')), active: false });
      await arrange.group(tenant, [user]);
      const whole = bodyOf(await tenant.scim.get(user.path));
      const query = { attributes: attributes.join(',') };

      const one = await tenant.scim.list(user.path, query);
      const list = await tenant.scim.list('/Users', { ...query, filter: `userName eq "${user.userName}"` });

      expect(one).toHaveStatus(200);
      expect(projectionDifferences(whole, one, types.user, { attributes }), DIFFERS).toEqual([]);
      const [shown = {}] = resourcesOf(list);
      expect(projectionDifferences(whole, shown, types.user, { attributes }), `in a list: ${DIFFERS}`).toEqual([]);
    },
  );
}

for (const attributes of [['id'], ['schemas'], ['id', 'schemas'], ['meta'], ['members'], ['displayName', 'members']]) {
  test(
    `attributes=${attributes} shows that much of a group, in a list too`,
    row('RFC7644-3.9-01'),
    async ({ tenant, arrange, types }) => {
      const members = await arrange.users(tenant, 2);
      const groups = [await arrange.group(tenant, members), await arrange.group(tenant, members)];
      const query = { attributes: attributes.join(',') };

      const list = await tenant.scim.list('/Groups', { ...query, count: 1_000 });

      for (const { id, path } of groups) {
        const whole = bodyOf(await tenant.scim.get(path));
        const one = await tenant.scim.list(path, query);
        expect(one).toHaveStatus(200);
        expect(projectionDifferences(whole, one, types.group, { attributes }), DIFFERS).toEqual([]);
        const shown = resourcesOf(list).find((entry) => entry.id === id) ?? {};
        expect(projectionDifferences(whole, shown, types.group, { attributes }), `in a list: ${DIFFERS}`).toEqual([]);
      }
    },
  );
}

for (const attributes of [['id'], ['schemas'], ['schemas', 'id']]) {
  test(
    `attributes=${attributes} shows no default attribute`,
    row('RFC7643-7-24'),
    async ({ tenant, arrange, types }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, [user]);
      const [wholeUser, wholeGroup] = await wholeOf(tenant, [user, group]);

      const shownUser = await tenant.scim.list(user.path, { attributes: attributes.join(',') });
      const shownGroup = await tenant.scim.list(group.path, { attributes: attributes.join(',') });

      expect(projectionDifferences(wholeUser, shownUser, types.user, { attributes }), DIFFERS).toEqual([]);
      expect(projectionDifferences(wholeGroup, shownGroup, types.group, { attributes }), `group: ${DIFFERS}`).toEqual(
        [],
      );
    },
  );
}

test('an inactive user is projected with active false', row('RFC7644-3.4.2.5-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });

  const one = await tenant.scim.list(user.path, { attributes: 'userName,active' });
  const list = await tenant.scim.list('/Users', {
    attributes: 'userName,active',
    filter: `userName eq "${user.userName}"`,
  });

  const shown = [bodyOf(one), ...resourcesOf(list)].map(({ userName, active }) => ({ userName, active }));
  const wanted = { userName: user.userName, active: false };
  expect(shown, 'userName and active, alone and in a list').toEqual([wanted, wanted]);
});

const SPELLINGS = [
  { row: 'RFC7644-3.9-14', user: 'ACTIVE,externalid', group: 'MEMBERS', how: 'in another letter case' },
  {
    row: 'RFC7644-3.4.2.5-04',
    user: `${USER_URN}:active,${USER_URN}:externalId`,
    group: `${GROUP_URN}:members`,
    how: 'with the URN of their schema',
  },
];

for (const { row: id, user: ofUser, group: ofGroup, how } of SPELLINGS) {
  test(`names ${how} are understood in excludedAttributes`, row(id), async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const [wholeUser, wholeGroup] = await wholeOf(tenant, [user, group]);

    const shownUser = await tenant.scim.list(user.path, { excludedAttributes: ofUser });
    const shownGroup = await tenant.scim.list(group.path, { excludedAttributes: ofGroup });

    const [fromUser, fromGroup] = [
      { excludedAttributes: ['active', 'externalId'] },
      { excludedAttributes: ['members'] },
    ];
    expect(projectionDifferences(wholeUser, shownUser, types.user, fromUser), DIFFERS).toEqual([]);
    expect(projectionDifferences(wholeGroup, shownGroup, types.group, fromGroup), `group: ${DIFFERS}`).toEqual([]);
  });

  test(`names ${how} are understood in attributes of groups`, row(id), async ({ tenant, arrange, types }) => {
    const group = await arrange.group(tenant, await arrange.users(tenant, 2));
    const whole = bodyOf(await tenant.scim.get(group.path));

    const answer = await tenant.scim.list(group.path, { attributes: ofGroup });

    expect(projectionDifferences(whole, answer, types.group, { attributes: ['members'] }), DIFFERS).toEqual([]);
  });
}

for (const parameter of ['attributes', 'excludedAttributes'] as const) {
  test(
    `an attribute of an extension is named by its URN in ${parameter}`,
    row('RFC7644-3.4.2.5-04'),
    async ({ tenant, arrange, types, applies }) => {
      const [extension] = types.user.extensions;
      const name = `${extension?.schema.urn}:${extension?.schema.attributes[0]?.name}`;
      applies((extension?.schema.attributes.length ?? 0) > 0, 'users have no extension');
      const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));
      const whole = bodyOf(await tenant.scim.get(user.path));

      const answer = await tenant.scim.list(user.path, { [parameter]: name });

      const projection = { attributes: { attributes: [name] }, excludedAttributes: { excludedAttributes: [name] } };
      expect(answer).toHaveStatus(200);
      expect(projectionDifferences(whole, answer, types.user, projection[parameter]), DIFFERS).toEqual([]);
    },
  );
}

async function wholeOf(tenant: Tenant, [user, group]: [{ path: string }, { path: string }]) {
  return [bodyOf(await tenant.scim.get(user.path)), bodyOf(await tenant.scim.get(group.path))] as const;
}
