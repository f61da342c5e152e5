import { bodyOf, expect, idOf, listed, Others, row, test, valuesOf } from '../../src/harness/index.ts';

test('the configuration is shown', row('RIPP-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const step = await Others.connector(tenant, 'rippling patch').testConnection(Others.randomName());

  const read = await tenant.scim.get(user.path);
  expect(Others.answerTo(step)).toHaveStatus(200);
  expect(Object.keys(bodyOf(Others.answerTo(step))), 'members of the configuration').toContain('patch');
  expect(idOf(read), 'the id that is read').toBe(user.id);
});

for (const { form, template } of [
  { form: 'a list', template: 'RI-V04' },
  { form: 'an object', template: 'RI-V06' },
]) {
  test(`a member is added by ${form}`, row('RIPP-01'), async ({ tenant, arrange }) => {
    const [old, user] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [old]);

    const answer = await Others.requests(tenant, 'rippling').send(template, { gid: group.id, uid: user.id });

    const read = bodyOf(await tenant.scim.get(group.path));
    expect(answer).toHaveStatus([200, 204]);
    expect(valuesOf(read.members), 'the members').toEqual([old.id, user.id].sort());
  });
}

test('a member is removed by a filter path', row('RIPP-01'), async ({ tenant, arrange, access }) => {
  const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [leaving, staying]);
  await access.enrol(tenant, leaving.userName);
  await access.grant(group.id);

  const answer = await Others.requests(tenant, 'rippling').send('RI-V05', { gid: group.id, uid: leaving.id });

  const read = bodyOf(await tenant.scim.get(group.path));
  expect(answer).toHaveStatus([200, 204]);
  expect(valuesOf(read.members), 'the members').toEqual([staying.id]);
  await access.expect('the removed member', leaving.userName, group.id, 'reads nothing');
});

test('a repeated create makes no second user', row('RIPP-01'), async ({ tenant, arrange }) => {
  const person = Others.personOf(arrange);
  const rippling = Others.requests(tenant, 'rippling');

  const first = await rippling.send('RI-V01', person);
  const second = await rippling.send('RI-V01', person);

  const found = listed(await tenant.scim.list('/Users', { filter: `userName eq "${person.userName}"` }));
  expect(first).toHaveStatus(201);
  expect(second).toBeScimError({ status: 409 });
  expect(found.ids, 'users of that name').toEqual([idOf(first)]);
});
