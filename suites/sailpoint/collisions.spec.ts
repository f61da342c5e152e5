import {
  bodyOf,
  expect,
  expectAllOrNothing,
  freshTenant,
  highRiskWhen,
  isAccepted,
  listed,
  metaOf,
  order,
  row,
  rowIn,
  SailPoint,
  test,
  valuesOf,
  waitPast,
  wordsOf,
} from '../../src/harness/index.ts';

const ADDS = [
  { what: 'SP-B04', from: true, operation: { op: 'add', value: { active: false } }, to: false },
  { what: 'SP-B05', from: false, operation: { op: 'add', value: { active: true } }, to: true },
  { what: 'add with a path', from: true, operation: { op: 'add', path: 'active', value: false }, to: false },
];

for (const { what, from, operation, to } of ADDS) {
  test(`patch: active is added, ${what}`, rowIn('patch', 'X-04'), async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant, { active: from });
    const before = await tenant.scim.get(user.path);
    const body = { ...SailPoint.bodyOfTemplate('SP-B04', {}), Operations: [operation] };

    const answer = await SailPoint.requests(tenant).sendText('SP-B04', { uid: user.id }, JSON.stringify(body));

    const after = await tenant.scim.get(user.path);
    observe(`${what}: ${wordsOf(answer)}, active ${bodyOf(after).active}`);
    expectAllOrNothing(answer, { before, after, executed: { active: to } });
  });
}

const TIMES = [
  { form: 'milliseconds', time: (instant: string) => new Date(instant).toISOString() },
  { form: 'an offset', time: (instant: string) => new Date(instant).toISOString().replace('Z', '%2B00:00') },
  { form: 'a date only', time: (instant: string) => instant.slice(0, 10) },
];

for (const { form, time } of TIMES) {
  test(`a delta aggregation with ${form}`, row('X-09'), async ({ tenant, arrange, observe }) => {
    const { tenant: fresh } = await freshTenant(arrange, tenant);
    const user = await arrange.user(fresh);
    const dayBefore = new Date(Date.parse(metaOf(user.body, 'created')) - 86_400_000).toISOString();

    const values = { instant: time(dayBefore), startIndex: '1', count: '100' };
    const answer = await SailPoint.requests(fresh).send('SP-Q10', values);

    observe(`${form}: ${wordsOf(answer)}${isAccepted(answer) ? `, users: ${listed(answer).ids.length}` : ''}`);
    expect(answer.status, 'the status: no breakdown').toBeLessThan(500);
  });
}

test('a delta aggregation joined with an account filter', row('X-09'), async ({ tenant, arrange, observe }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const user = await arrange.user(fresh);
  const values = { instant: '2020-01-01T00:00:00.000Z', startIndex: '1', count: '100' };

  const answer = await SailPoint.requests(fresh).send('SP-Q13', values);

  observe(`and with userName: ${wordsOf(answer)}`);
  expect(listed(answer).ids, 'users that the account filter rules out').not.toContain(user.id);
});

test('whether a membership moves the lastModified of the user', row('X-09'), async ({ tenant, arrange, observe }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const user = await arrange.user(fresh);
  const group = await arrange.group(fresh);
  const before = await fresh.scim.get(user.path);
  await waitPast(arrange, fresh, metaOf(before.body, 'lastModified'));

  await SailPoint.requests(fresh).send('SP-B06', { gid: group.id, uid: user.id });

  const after = await fresh.scim.get(user.path);
  const moved = order(metaOf(before.body, 'lastModified'), metaOf(after.body, 'lastModified'));
  observe(`lastModified of the user before a membership change is ${moved} beside the one after it`);
  expect(bodyOf(after).userName, 'the user').toBe(user.userName);
});

test('a user who is still a member is deleted', row('X-16'), async ({ tenant, arrange, observe }) => {
  const [user, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [user, staying]);

  const answer = await SailPoint.requests(tenant).send('SP-D01', { uid: user.id });

  const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
  const dangles = isAccepted(answer) && members.includes(user.id);
  observe(
    `${wordsOf(answer)}, the user ${members.includes(user.id) ? 'stays a member' : 'is no member'}`,
    highRiskWhen(dangles),
  );
  expect(members, 'the members').toContain(staying.id);
});
