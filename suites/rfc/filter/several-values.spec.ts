import { expect, idsOf, row, test } from '../../../src/harness/index.ts';

const EMAILS = [
  { value: 'x@a.example.com', type: 'work' },
  { value: 'y@b.example.com', type: 'home' },
];
const NAME = { familyName: 'Jensen', givenName: 'Barbara' };

test('a bracket filter looks at one value', row('RFC7644-3.4.2.2-33'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: EMAILS });
  const own = `userName eq "${user.userName}"`;

  const crossed = await tenant.scim.list('/Users', {
    filter: `${own} and emails[type eq "work" and value eq "y@b.example.com"]`,
  });
  const same = await tenant.scim.list('/Users', {
    filter: `${own} and emails[type eq "work" and value eq "x@a.example.com"]`,
  });

  expect(same).toHaveStatus(200);
  expect([idsOf(crossed), idsOf(same)], 'ids by values of two entries and of one').toEqual([[], [user.id]]);
});

test('bracket filters may be offered', row('RFC7644-3.4.2.2-32'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant, { emails: EMAILS });

  const answer = await tenant.scim.list('/Users', {
    filter: `userName eq "${user.userName}" and emails[type eq "work" and value co "@a."]`,
  });

  observe(`a bracket filter answers ${answer.status}`);
  expect(answer).toHaveStatus([200, 400]);
});

test('any one value matches', row('RFC7644-3.4.2.2-41'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: EMAILS });

  const answer = await tenant.scim.list('/Users', {
    filter: `userName eq "${user.userName}" and emails.value eq "y@b.example.com"`,
  });

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids by the second value').toEqual([user.id]);
});

const [WORK, HOME] = EMAILS;

for (const [how, operation] of [
  ['removed', { op: 'remove', path: 'emails[type eq "work"]' }],
  ['changed', { op: 'replace', path: 'emails[type eq "work"].value', value: 'z@c.example.com' }],
  ['replaced with its list', { op: 'replace', path: 'emails', value: [HOME] }],
] as const) {
  test(
    `a value that was ${how} is found no more`,
    row('RFC7644-3.4.2.2-03'),
    async ({ tenant, arrange, types, applies }) => {
      applies(
        types.user.core.attributes.some(({ name }) => name === 'emails'),
        'users have no emails',
      );
      const user = await arrange.user(tenant, { emails: EMAILS });
      const by = (email = '') => ({ filter: `userName eq "${user.userName}" and emails.value eq "${email}"` });
      const before = await tenant.scim.list('/Users', by(WORK?.value));
      await arrange.during(() => tenant.scim.patch(user.path, [operation]));

      const gone = await tenant.scim.list('/Users', by(WORK?.value));
      const kept = await tenant.scim.list('/Users', by(HOME?.value));

      for (const answer of [gone, kept]) expect(answer).toHaveStatus(200);
      expect(
        [idsOf(before), idsOf(gone), idsOf(kept)],
        'ids by the value before and after, and by the other one',
      ).toEqual([[user.id], [], [user.id]]);
    },
  );
}

test('without brackets two values may satisfy and', row('RFC7644-3.4.2.2-42'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: EMAILS });

  const answer = await tenant.scim.list('/Users', {
    filter: `userName eq "${user.userName}" and emails.type eq "work" and emails.value eq "y@b.example.com"`,
  });

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids by values of two entries').toEqual([user.id]);
});

test('a sub-attribute of a complex attribute is compared', row('RFC7644-3.4.2.2-43'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { name: NAME });
  const own = `userName eq "${user.userName}"`;

  const right = await tenant.scim.list('/Users', { filter: `${own} and name.familyName eq "Jensen"` });
  const wrong = await tenant.scim.list('/Users', { filter: `${own} and name.familyName eq "Other"` });

  expect(right).toHaveStatus(200);
  expect([idsOf(right), idsOf(wrong)], 'ids by the right and a wrong name').toEqual([[user.id], []]);
});

test('pr holds for a complex attribute with a part', row('RFC7644-3.4.2.2-19'), async ({ tenant, arrange }) => {
  const named = await arrange.user(tenant, { name: { familyName: 'Jensen' } });
  const nameless = await arrange.user(tenant);

  const first = await tenant.scim.list('/Users', { filter: `userName eq "${named.userName}" and name pr` });
  const second = await tenant.scim.list('/Users', { filter: `userName eq "${nameless.userName}" and name pr` });

  expect(first).toHaveStatus(200);
  expect([idsOf(first), idsOf(second)], 'ids of a user with and one without a name').toEqual([[named.id], []]);
});

test('an extension attribute is filtered by its URN', row('RFC7644-3.4.2.2-40'), async ({ tenant, arrange, types }) => {
  const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const department = arrange.unique('department');
  const user = await arrange.user(tenant, { schemas: [types.user.core.urn, urn], [urn]: { department } });
  await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', { filter: `${urn}:department eq "${department}"` });

  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids by department').toEqual([user.id]);
});
