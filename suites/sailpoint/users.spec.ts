import {
  bodyOf,
  expect,
  idOf,
  isAccepted,
  listed,
  row,
  rowIn,
  SailPoint,
  test,
  wordsOf,
} from '../../src/harness/index.ts';

test('an account is created from the attributes of a create policy', row('SAIL-07'), async ({ tenant, arrange }) => {
  const identity = SailPoint.identityOf(arrange);

  const { account, last } = await SailPoint.connector(tenant).accounts.create(identity);

  const { id, userName, externalId, active } = bodyOf(await tenant.scim.get(`/Users/${account.uid ?? 'nobody'}`));
  expect(last.answer).toHaveStatus(201);
  expect(id, 'the id that is read').toBe(idOf(last.answer));
  expect({ userName, externalId, active }, 'the user that is read').toEqual({
    userName: identity.userName,
    externalId: identity.ext,
    active: true,
  });
});

test('an account is active when nothing is said', row('SAIL-07'), async ({ tenant, arrange }) => {
  await arrange.user(tenant, { active: false });
  const { active: _active, ...body } = SailPoint.bodyOfTemplate('SP-B01', SailPoint.identityOf(arrange));

  const answer = await SailPoint.requests(tenant).sendText('SP-B01', {}, JSON.stringify(body));

  const read = await tenant.scim.get(`/Users/${idOf(answer) || 'nobody'}`);
  expect(answer).toHaveStatus(201);
  expect(bodyOf(answer).active, 'active in the answer').toBe(true);
  expect(bodyOf(read).active, 'active that is read').toBe(true);
});

const SWITCHES = [
  { title: 'disabled', template: 'SP-B04', from: true, to: false },
  { title: 'enabled', template: 'SP-B05', from: false, to: true },
];

for (const { title, template, from, to } of SWITCHES) {
  test(`patch: a user is ${title} by an add without a path`, rowIn('patch', 'SAIL-08'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant, { active: from });

    const answer = await SailPoint.requests(tenant).send(template, { uid: user.id });

    const read = await tenant.scim.get(user.path);
    expect(answer).toHaveStatus([200, 204]);
    expect(bodyOf(read).active, 'active that is read').toBe(to);
  });
}

test('put: a user is replaced, disabled and enabled', rowIn('put', 'SAIL-11'), async ({ tenant, arrange, access }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  await access.enrol(tenant, user.userName);
  await access.grant(group.id);
  const { accounts } = SailPoint.connector(tenant, { mode: 'put' });
  const account = SailPoint.accountOf(user, [group]);

  const disabled = SailPoint.answerTo(await accounts.disable(account));
  const off = bodyOf(await tenant.scim.get(user.path));
  await access.expect('a disabled user', user.userName, group.id, 'cannot sign in');
  const enabled = SailPoint.answerTo(await accounts.enable(account));
  const on = bodyOf(await tenant.scim.get(user.path));
  await access.expect('an enabled user', user.userName, group.id, 'reads the secret');

  expect(disabled).toHaveStatus([200, 204]);
  expect(enabled).toHaveStatus([200, 204]);
  const kept = { id: user.id, userName: user.userName, externalId: user.externalId };
  expect(off, 'the user with active false').toMatchObject({ ...kept, active: false });
  expect(on, 'the user with active true').toMatchObject({ ...kept, active: true });
});

test('a user is deleted, and a second deletion finds nobody', row('SAIL-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const sailpoint = SailPoint.requests(tenant);

  const deleted = await sailpoint.send('SP-D01', { uid: user.id });
  const read = await tenant.scim.get(user.path);
  const again = await sailpoint.send('SP-D01', { uid: user.id });
  const readAgain = await tenant.scim.get(user.path);

  expect(deleted).toHaveStatus(204);
  expect(read).toHaveStatus(404);
  expect(again).toBeScimError({ status: 404 });
  expect(readAgain).toHaveStatus(404);
});

test('flattened names leave no trace, or no user', row('SAIL-19'), async ({ tenant, arrange }) => {
  const identity = SailPoint.identityOf(arrange);

  const answer = await SailPoint.requests(tenant).send('SP-B02', identity);

  const filter = `userName eq "${identity.userName}"`;
  const found = listed(await tenant.scim.list('/Users', { filter }));
  const read = bodyOf(await tenant.scim.get(`/Users/${idOf(answer) || 'nobody'}`));
  expect(answer).toHaveStatus([201, 400]);
  expect(found.ids.length, 'users of that name').toBe(isAccepted(answer) ? 1 : 0);
  expect(
    [...Object.keys(bodyOf(answer)), ...Object.keys(read)].filter((name) => /^(name|emails)/.test(name)),
    'traces of the flattened names',
  ).toEqual([]);
});

test('who was deleted is created again', row('SAIL-21'), async ({ tenant, arrange, observe }) => {
  const identity = SailPoint.identityOf(arrange);
  const { accounts } = SailPoint.connector(tenant);
  const { account: first } = await accounts.create(identity);
  const { uid } = first;
  await accounts.terminate(first);

  const { last } = await accounts.create(identity);

  const id = idOf(last.answer);
  const read = bodyOf(await tenant.scim.get(`/Users/${id || 'nobody'}`));
  observe(`the second create: ${wordsOf(last.answer)}, ${id === uid ? 'the same id' : 'another id'}`);
  expect(read.userName, 'the userName that is read').toBe(isAccepted(last.answer) ? identity.userName : undefined);
});

test('a second deletion spares who has the userName now', row('SAIL-12'), async ({ tenant, arrange }) => {
  const former = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.delete(former.path));
  const user = await arrange.user(tenant, former.sent);

  const again = await SailPoint.requests(tenant).send('SP-D01', { uid: former.id });

  expect(again).toBeScimError({ status: 404 });
  expect(await tenant.scim.get(user.path), 'the user who has the userName now').toHaveStatus(200);
});
