import { bodyOf, Entra, expect, expectAllOrNothing, rowIn, test, valuesOf, wordsOf } from '../../src/harness/index.ts';

test(
  'flag: a boolean with a path disables and enables',
  rowIn('flag', 'ENTRA-09'),
  async ({ tenant, arrange, access }) => {
    const user = await arrange.user(tenant);
    await arrange.group(tenant, [user]);
    await access.enrol(tenant, user.userName);
    const { users } = Entra.connector(tenant, 'flag');
    const account = Entra.accountOf(user);

    const off = Entra.answerTo(await users.disable(account));
    const inactive = await tenant.scim.get(user.path);
    await access.expect('a disabled user', user.userName, '', 'cannot sign in');
    const on = Entra.answerTo(await users.enable(account));
    await access.expect('an enabled user', user.userName, '', 'reads nothing');
    const active = await tenant.scim.get(user.path);

    for (const answer of [off, on]) expect(answer).toHaveStatus([200, 204]);
    expect(bodyOf(inactive).active, 'active after the disabling').toBe(false);
    expect(bodyOf(active), 'active and id after the enabling').toMatchObject({ id: user.id, active: true });
  },
);

for (const template of ['E-B12', 'E-V14']) {
  test(
    `default: a boolean in a string is taken, or refused with nothing changed, ${template}`,
    rowIn('default', 'ENTRA-18'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const before = await tenant.scim.get(user.path);

      const answer = await Entra.requests(tenant).send(template, { uid: user.id });

      const after = await tenant.scim.get(user.path);
      expect(answer).toHaveStatus([200, 204, 400]);
      expectAllOrNothing(answer, { before, after, executed: { active: false } });
      expect(answer.status === 400 && answer.layer !== 'scim', 'a refusal that is no SCIM error').toBe(false);
    },
  );
}

test(
  'flag: on-demand provisioning speaks the default dialect',
  rowIn('flag', 'ENTRA-26'),
  async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const onDemand = Entra.connector(tenant, 'default');

    const disabled = Entra.answerTo(await onDemand.users.disable(Entra.accountOf(user)));
    const removed = Entra.answerTo(await onDemand.groups.remove(Entra.groupOf(group), [Entra.accountOf(user)]));

    const { active } = bodyOf(await tenant.scim.get(user.path));
    const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    observe(
      `disable: ${wordsOf(disabled)}, active ${active}; remove: ${wordsOf(removed)}, members left ${members.length}`,
    );
    expect(disabled.status < 300 && active !== false, 'a success that disables nobody').toBe(false);
    expect(removed.status < 300 && members.length > 0, 'a success that removes nobody').toBe(false);
  },
);

test(
  'flag: each of several disablings and enablings is done',
  rowIn('flag', 'ENTRA-09'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const entra = Entra.requests(tenant);
    const states: unknown[] = [];

    for (const template of ['E-B14', 'E-B14', 'E-V03', 'E-V03', 'E-B14', 'E-V03']) {
      expect(await entra.send(template, { uid: user.id })).toHaveStatus([200, 204]);
      states.push(bodyOf(await tenant.scim.get(user.path)).active);
    }

    expect(states, 'active after each patch').toEqual([false, false, true, true, false, true]);
  },
);
