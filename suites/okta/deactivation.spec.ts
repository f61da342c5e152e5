import { bodyOf, expect, listed, listOf, Okta, rowIn, test } from '../../src/harness/index.ts';

test(
  'OIN: a path-less patch deactivates and reactivates',
  rowIn('OIN', 'OKTA-11'),
  async ({ tenant, arrange, access }) => {
    const user = await arrange.user(tenant);
    await arrange.group(tenant, [user]);
    await access.enrol(tenant, user.userName);
    const okta = Okta.requests(tenant);

    const off = await okta.send('OK-B06', { uid: user.id });
    const inactive = await tenant.scim.get(user.path);
    await access.expect('a deactivated user', user.userName, '', 'cannot sign in');
    const on = await okta.send('OK-V01', { uid: user.id });
    await access.expect('a reactivated user', user.userName, '', 'reads nothing');
    const active = await tenant.scim.get(user.path);

    for (const answer of [off, on]) expect(answer).toHaveStatus([200, 204]);
    expect(bodyOf(inactive).active, 'active after the deactivation').toBe(false);
    expect(bodyOf(active).active, 'active after the reactivation').toBe(true);
  },
);

test(
  'AIW: a replace of what was read deactivates and reactivates',
  rowIn('AIW', 'OKTA-12'),
  async ({ tenant, arrange, access }) => {
    const user = await arrange.user(tenant);
    await arrange.group(tenant, [user]);
    await access.enrol(tenant, user.userName);
    const { users } = Okta.connector(tenant, 'AIW');

    const off = Okta.answerTo(await users.deactivate(Okta.accountOf(user)));
    const inactive = await tenant.scim.get(user.path);
    await access.expect('a deactivated user', user.userName, '', 'cannot sign in');
    const { last: on } = await users.reactivate(Okta.accountOf(user).person);
    await access.expect('a reactivated user', user.userName, '', 'reads nothing');
    const active = await tenant.scim.get(user.path);

    for (const answer of [off, on.answer]) expect(answer).toHaveStatus(200);
    expect(bodyOf(inactive).active, 'active after the deactivation').toBe(false);
    expect(bodyOf(active).active, 'active after the reactivation').toBe(true);
  },
);

for (const mode of Okta.MODES) {
  test(`${mode}: who comes back has the same id`, rowIn(mode, 'OKTA-13'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const { users } = Okta.connector(tenant, mode);

    await users.deactivate(Okta.accountOf(user));
    const found = await users.find(user.userName);
    const { account, last } = await users.reactivate(Okta.accountOf(user).person);

    expect(listed(found.answer), 'the users of that name while it is inactive').toEqual(listOf(user));
    expect(last.answer).toHaveStatus([200, 204]);
    expect(account.uid, 'the id after the reactivation').toBe(user.id);
    expect(bodyOf(await tenant.scim.get(user.path)).id, 'the id that is read').toBe(user.id);
  });
}

test(
  'OIN: each of several deactivations and reactivations is done',
  rowIn('OIN', 'OKTA-11'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const okta = Okta.requests(tenant);
    const states: unknown[] = [];

    for (const template of ['OK-B06', 'OK-B06', 'OK-V01', 'OK-V01', 'OK-B06', 'OK-V01']) {
      expect(await okta.send(template, { uid: user.id })).toHaveStatus([200, 204]);
      states.push(bodyOf(await tenant.scim.get(user.path)).active);
    }

    expect(states, 'active after each patch').toEqual([false, false, true, true, false, true]);
  },
);

test(
  'AIW: who came back is deactivated and reactivated again',
  rowIn('AIW', 'OKTA-12'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const { users } = Okta.connector(tenant, 'AIW');
    const { person } = Okta.accountOf(user);
    const states: unknown[] = [];

    for (let turn = 0; turn < 2; turn += 1) {
      expect(Okta.answerTo(await users.deactivate(Okta.accountOf(user)))).toHaveStatus(200);
      states.push(bodyOf(await tenant.scim.get(user.path)).active);
      expect((await users.reactivate(person)).last.answer).toHaveStatus(200);
      states.push(bodyOf(await tenant.scim.get(user.path)).active);
    }

    expect(states, 'active after each replace').toEqual([false, true, false, true]);
  },
);

test(
  'AIW: who could not be renamed is deactivated and reactivated all the same',
  rowIn('AIW', 'OKTA-12'),
  async ({ tenant, arrange }) => {
    const [user, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const { users } = Okta.connector(tenant, 'AIW');
    const account = Okta.accountOf(user);
    const taken = { ...account, person: { ...account.person, userName: other.userName } };
    const states: unknown[] = [];

    await arrange.during(() => users.updateProfile(taken));
    expect(Okta.answerTo(await users.deactivate(account))).toHaveStatus(200);
    states.push(bodyOf(await tenant.scim.get(user.path)).active);
    await arrange.during(() => users.updateProfile(taken));
    expect((await users.reactivate(account.person)).last.answer).toHaveStatus(200);
    states.push(bodyOf(await tenant.scim.get(user.path)).active);

    expect(states, 'active after each replace').toEqual([false, true]);
  },
);
