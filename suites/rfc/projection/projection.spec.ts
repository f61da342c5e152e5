import {
  bodyOf,
  changeOf,
  differences,
  expect,
  idOf,
  projectionDifferences,
  resourcesOf,
  row,
  sampleUser,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const DIFFERS = 'what differs from the exact projection';

test('attributes is supported', row('RFC7644-3.4.2.5-01'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));
  const whole = bodyOf(await tenant.scim.get(user.path));

  const one = await tenant.scim.list(user.path, { attributes: 'userName' });
  const list = await tenant.scim.list('/Users', { attributes: 'userName', filter: `userName eq "${user.userName}"` });

  expect(one).toHaveStatus(200);
  expect(list).toHaveStatus(200);
  const projection = { attributes: ['userName'] };
  expect(projectionDifferences(whole, one, types.user, projection), DIFFERS).toEqual([]);
  expect(projectionDifferences(whole, resourcesOf(list)[0] ?? {}, types.user, projection), 'in a list').toEqual([]);
});

test('excludedAttributes is supported', row('RFC7644-3.4.2.5-02'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));
  const whole = bodyOf(await tenant.scim.get(user.path));

  const one = await tenant.scim.list(user.path, { excludedAttributes: 'active' });

  expect(one).toHaveStatus(200);
  expect(projectionDifferences(whole, one, types.user, { excludedAttributes: ['active'] }), DIFFERS).toEqual([]);
});

test('an attribute that is always returned stays', row('RFC7644-3.4.2.5-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list(user.path, { excludedAttributes: 'id,active' });

  expect(answer).toHaveStatus(200);
  expect(idOf(answer), 'id').toBe(user.id);
});

test('names in standard notation are understood', row('RFC7644-3.4.2.5-04'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const whole = bodyOf(await tenant.scim.get(user.path));

  const qualified = await tenant.scim.list(user.path, { attributes: `${types.user.core.urn}:userName` });
  const dotted = await tenant.scim.list(user.path, { attributes: 'meta.created' });

  expect(projectionDifferences(whole, qualified, types.user, { attributes: ['userName'] }), DIFFERS).toEqual([]);
  expect(
    projectionDifferences(whole, dotted, types.user, { attributes: ['meta.created'] }),
    'by a dotted name',
  ).toEqual([]);
});

test('an unknown name does not break a request', row('RFC7644-3.4.2.5-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list(user.path, { attributes: 'noSuchAttribute' });

  expect(answer).toHaveStatus([200, 400]);
});

test(
  'attributes gives the minimum and what was asked for',
  row('RFC7644-3.9-01'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));
    const whole = bodyOf(await tenant.scim.get(user.path));

    const answer = await tenant.scim.list(user.path, { attributes: 'active' });

    expect(answer).toHaveStatus(200);
    expect(projectionDifferences(whole, answer, types.user, { attributes: ['active'] }), DIFFERS).toEqual([]);
    expect(bodyOf(answer).meta, 'meta, which was not asked for').toBeUndefined();
  },
);

test(
  'excludedAttributes gives the default set without them',
  row('RFC7644-3.9-02'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));
    const whole = bodyOf(await tenant.scim.get(user.path));

    const answer = await tenant.scim.list(user.path, { excludedAttributes: 'active,meta' });

    expect(answer).toHaveStatus(200);
    const projection = { excludedAttributes: ['active', 'meta'] };
    expect(projectionDifferences(whole, answer, types.user, projection), DIFFERS).toEqual([]);
  },
);

test('the minimum set is always returned', row('RFC7644-3.9-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answers = [
    await tenant.scim.list(user.path, { attributes: 'active' }),
    await tenant.scim.list(user.path, { attributes: 'externalId' }),
    await tenant.scim.list(user.path, { excludedAttributes: 'id' }),
  ];

  expect(answers.map(idOf), 'ids under three projections').toEqual([user.id, user.id, user.id]);
});

test('both parameters take lists', row('RFC7644-3.9-04'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const whole = bodyOf(await tenant.scim.get(user.path));

  const only = await tenant.scim.list(user.path, { attributes: 'userName,active' });
  const without = await tenant.scim.list(user.path, { excludedAttributes: 'externalId,active' });

  expect(projectionDifferences(whole, only, types.user, { attributes: ['userName', 'active'] }), DIFFERS).toEqual([]);
  expect(
    projectionDifferences(whole, without, types.user, { excludedAttributes: ['externalId', 'active'] }),
    'with excludedAttributes',
  ).toEqual([]);
});

test('a sub-attribute can be requested alone', row('RFC7644-3.9-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { name: { familyName: 'Jensen', givenName: 'Barbara' } });

  const answer = await tenant.scim.list(user.path, { attributes: 'name.givenName' });

  expect(bodyOf(answer).name, 'name').toEqual({ givenName: 'Barbara' });
});

const NAME = { familyName: 'Jensen', givenName: 'Barbara', middleName: 'Jane' };
const EMAILS = [
  { value: 'x@example.com', type: 'work', primary: true },
  { value: 'y@example.com', type: 'home' },
];

for (const attributes of [
  ['name.givenName', 'name.familyName'],
  ['name.familyName', 'userName', 'name.givenName'],
  ['emails.value', 'emails.type'],
  ['emails.type', 'name.middleName', 'userName'],
]) {
  test(
    `attributes=${attributes} gives just these parts`,
    row('RFC7644-3.9-01'),
    async ({ tenant, arrange, types, applies }) => {
      const names = types.user.core.attributes.map(({ name }) => name);
      applies(names.includes('name') && names.includes('emails'), 'users have no name or no emails');
      const user = await arrange.user(tenant, { name: NAME, emails: EMAILS });
      const whole = bodyOf(await tenant.scim.get(user.path));

      const answer = await tenant.scim.list(user.path, { attributes: attributes.join(',') });

      expect(answer).toHaveStatus(200);
      expect(projectionDifferences(whole, answer, types.user, { attributes }), DIFFERS).toEqual([]);
    },
  );

  test(
    `excludedAttributes=${attributes} leaves out these parts`,
    row('RFC7644-3.9-02'),
    async ({ tenant, arrange, types, applies }) => {
      const names = types.user.core.attributes.map(({ name }) => name);
      applies(names.includes('name') && names.includes('emails'), 'users have no name or no emails');
      const user = await arrange.user(tenant, { name: NAME, emails: EMAILS });
      const whole = bodyOf(await tenant.scim.get(user.path));

      const answer = await tenant.scim.list(user.path, { excludedAttributes: attributes.join(',') });

      expect(answer).toHaveStatus(200);
      const projection = { excludedAttributes: attributes };
      expect(projectionDifferences(whole, answer, types.user, projection), DIFFERS).toEqual([]);
    },
  );
}

test('a sub-attribute can be excluded alone', row('RFC7644-3.9-06'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { name: { familyName: 'Jensen', givenName: 'Barbara' } });
  const whole = bodyOf(await tenant.scim.get(user.path));

  const answer = await tenant.scim.list(user.path, { excludedAttributes: 'name.familyName' });

  const projection = { excludedAttributes: ['name.familyName'] };
  expect(projectionDifferences(whole, answer, types.user, projection), DIFFERS).toEqual([]);
});

for (const part of ['display', 'value', 'type', '$ref']) {
  test(`members.${part} can be excluded alone`, row('RFC7644-3.9-16'), async ({ tenant, arrange, types }) => {
    const group = await arrange.group(tenant, await arrange.users(tenant, 2));
    const whole = bodyOf(await tenant.scim.get(group.path));

    const answer = await tenant.scim.list(group.path, { excludedAttributes: `members.${part}` });

    const projection = { excludedAttributes: [`members.${part}`] };
    expect(projectionDifferences(whole, answer, types.group, projection), DIFFERS).toEqual([]);
  });
}

test('a sub-attribute of a list can be requested', row('RFC7644-3.9-07'), async ({ tenant, arrange, types }) => {
  const [work, home] = [{ value: 'x@example.com' }, { value: 'y@example.com' }];
  const user = await arrange.user(tenant, {
    emails: [
      { ...work, type: 'work' },
      { ...home, type: 'home' },
    ],
  });

  const answer = await tenant.scim.list(user.path, { attributes: 'emails.value' });

  expect(differences({ emails: [work, home] }, { emails: bodyOf(answer).emails }, types.user), DIFFERS).toEqual([]);
});

test('an extension attribute is requested by its URN', row('RFC7644-3.9-08'), async ({ tenant, arrange, types }) => {
  const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const extension = { department: 'Tours', division: 'Parks' };
  const user = await arrange.user(tenant, { schemas: [types.user.core.urn, urn], [urn]: extension });

  const answer = await tenant.scim.list(user.path, { attributes: `${urn}:department` });

  expect(bodyOf(answer)[urn], 'the extension').toEqual({ department: 'Tours' });
});

test('both parameters together do not break the server', row('RFC7644-3.9-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list(user.path, { attributes: 'userName', excludedAttributes: 'active' });

  expect(answer).toHaveStatus([200, 400]);
});

test('a create is projected too', row('RFC7644-3.9-10'), async ({ tenant, arrange, types }) => {
  const created = await tenant.scim.post('/Users?attributes=userName', userBody(arrange.unique('user')));

  expect(created).toHaveStatus(201);
  const whole = bodyOf(await tenant.scim.get(`/Users/${idOf(created)}`));
  expect(projectionDifferences(whole, created, types.user, { attributes: ['userName'] }), DIFFERS).toEqual([]);
});

test('schemas is part of every projection', row('RFC7644-3.9-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const one = await tenant.scim.list(user.path, { attributes: 'active' });
  const list = await tenant.scim.list('/Users', { attributes: 'active' });
  const ofGroup = await tenant.scim.list(group.path, { attributes: 'displayName' });
  const groups = await tenant.scim.list('/Groups', { attributes: 'displayName' });

  expect(bodyOf(one).schemas, 'schemas of one user').toEqual(user.body.schemas);
  expect(bodyOf(ofGroup).schemas, 'schemas of one group').toEqual(group.body.schemas);
  expect(
    [...resourcesOf(list), ...resourcesOf(groups)].filter(
      ({ schemas }) => !Array.isArray(schemas) || schemas.length === 0,
    ),
    'listed resources without schemas',
  ).toEqual([]);
});

test('projected names are case-insensitive', row('RFC7644-3.9-14'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const whole = bodyOf(await tenant.scim.get(user.path));

  const answer = await tenant.scim.list(user.path, { attributes: 'USERNAME' });

  expect(projectionDifferences(whole, answer, types.user, { attributes: ['userName'] }), DIFFERS).toEqual([]);
  expect(bodyOf(answer).userName, 'userName under its canonical name').toBe(user.userName);
});

test('members can be left out', row('RFC7644-3.9-15'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const one = await tenant.scim.list(group.path, { excludedAttributes: 'members' });
  const list = await tenant.scim.list('/Groups', { excludedAttributes: 'members', count: 1_000 });

  expect(bodyOf(one).members, 'members of the group').toBeUndefined();
  expect(
    resourcesOf(list).find(({ id }) => id === group.id)?.members,
    'members of the group in a list',
  ).toBeUndefined();
  expect(bodyOf(one).displayName, 'displayName').toBe(group.displayName);
});

test(
  'attributes that are always returned stay in every projection',
  row('RFC7643-7-22'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant);
    const always = [
      'id',
      ...types.user.core.attributes.filter(({ returned }) => returned === 'always').map(({ name }) => name),
    ];

    const only = await tenant.scim.list(user.path, { attributes: 'active' });
    const without = await tenant.scim.list(user.path, { excludedAttributes: always.join(',') });

    expect(Object.keys(bodyOf(only)), 'names with attributes').toEqual(expect.arrayContaining(always));
    expect(Object.keys(bodyOf(without)), 'names with excludedAttributes').toEqual(expect.arrayContaining(always));
  },
);

test('default attributes go when others are named', row('RFC7643-7-24'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));
  const whole = bodyOf(await tenant.scim.get(user.path));

  const answer = await tenant.scim.list(user.path, { attributes: 'userName' });

  expect(projectionDifferences(whole, answer, types.user, { attributes: ['userName'] }), DIFFERS).toEqual([]);
});

test('a patch with attributes answers 200', row('RFC7644-3.5.2-29'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(`${user.path}?attributes=userName`, [
    { op: 'replace', path: 'active', value: false },
  ]);

  expect(patched).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(projectionDifferences(bodyOf(read), patched, types.user, { attributes: ['userName'] }), DIFFERS).toEqual([]);
  expect(bodyOf(read).active, 'active afterwards').toBe(false);
});

test('a patch honours excludedAttributes', row('RFC7644-3.5.2-30'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(`${user.path}?excludedAttributes=externalId`, [
    { op: 'replace', path: 'active', value: false },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  expect(bodyOf(patched).externalId, 'externalId in the answer').toBeUndefined();
  const read = await tenant.scim.get(user.path);
  expect([bodyOf(read).active, bodyOf(read).externalId], 'active and externalId').toEqual([false, user.externalId]);
});

test('attributes is supported for groups', row('RFC7644-3.4.2.5-01'), async ({ tenant, arrange, types }) => {
  const group = await arrange.group(tenant, [await arrange.user(tenant)]);
  const whole = bodyOf(await tenant.scim.get(group.path));

  const one = await tenant.scim.list(group.path, { attributes: 'displayName' });
  const list = await tenant.scim.list('/Groups', { attributes: 'displayName', count: 1_000 });

  const projection = { attributes: ['displayName'] };
  const shown = resourcesOf(list).find(({ id }) => id === group.id);
  expect(projectionDifferences(whole, one, types.group, projection), DIFFERS).toEqual([]);
  expect(projectionDifferences(whole, shown ?? {}, types.group, projection), 'in a list').toEqual([]);
});

test('excludedAttributes is supported in a list', row('RFC7644-3.4.2.5-02'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const whole = bodyOf(await tenant.scim.get(user.path));

  const list = await tenant.scim.list('/Users', {
    excludedAttributes: 'active',
    filter: `userName eq "${user.userName}"`,
  });

  expect(list).toHaveStatus(200);
  const projection = { excludedAttributes: ['active'] };
  expect(projectionDifferences(whole, resourcesOf(list)[0] ?? {}, types.user, projection), DIFFERS).toEqual([]);
});

test('a create honours excludedAttributes', row('RFC7644-3.9-10'), async ({ tenant, arrange, types }) => {
  const created = await tenant.scim.post('/Users?excludedAttributes=active', userBody(arrange.unique('user')));

  expect(created).toHaveStatus(201);
  const whole = bodyOf(await tenant.scim.get(`/Users/${idOf(created)}`));
  const projection = { excludedAttributes: ['active'] };
  expect(projectionDifferences(whole, created, types.user, projection), DIFFERS).toEqual([]);
});

test('a projected create stores the whole user', row('RFC7644-3.9-10'), async ({ tenant, arrange, types }) => {
  const { name, to } = changeOf(types.user);

  const created = await tenant.scim.post(
    '/Users?attributes=userName',
    userBody(arrange.unique('user'), { [name]: to }),
  );

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read)[name], 'the value on GET').toEqual(to);
});
