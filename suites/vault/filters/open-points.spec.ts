import { bodyOf, expect, idsOf, row, test } from '../../../src/harness/index.ts';

const URN = 'urn:ietf:params:scim:schemas:core:2.0:User';

test('the status of a refused filter', row('VAULT-FILTER-49'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.list('/Users', { filter: 'userName co "a"' });

  observe(`${answer.status} in ${answer.layer} form, scimType ${bodyOf(answer).scimType ?? 'absent'}`);
  expect(answer, 'status of a refused filter').toBeRefused();
});

test('letter case in filters', row('VAULT-FILTER-50'), async ({ arrange, observe }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  await arrange.user(tenant, { active: false });
  const find = (filter: string) => tenant.scim.list('/Users', { filter });

  const answers = {
    'value in other case': await find(`userName eq "${user.userName.toUpperCase()}"`),
    'attribute in other case': await find(`USERNAME eq "${user.userName}"`),
    'attribute with schema': await find(`${URN}:userName eq "${user.userName}"`),
    'operator in other case': await find(`userName EQ "${user.userName}"`),
    'boolean in quotes': await find('active eq "true"'),
  };

  const each = Object.entries(answers);
  observe(each.map(([what, one]) => `${what}: ${one.status}, ${idsOf(one).length} of 1 found`).join('; '));
  for (const [, answer] of each) {
    expect(
      idsOf(answer).filter((id) => id !== user.id),
      'users that do not match',
    ).toEqual([]);
  }
});
