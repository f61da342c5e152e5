import { expect, readSecret, removeMember, row, test } from '../../../src/harness/index.ts';

test(
  "a mover loses the old group's secret and gains the new one's",
  row('VAULT-ACCESS-05'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const [before, after] = [await arrange.group(tenant, [user]), await arrange.group(tenant)];
    const secrets = { before: await arrange.secretOf(before), after: await arrange.secretOf(after) };
    const person = await arrange.person(tenant, user.userName);
    const members = { path: 'members', value: [{ value: user.id }] };

    await tenant.scim.patch(before.path, [{ op: 'remove', ...members }]);
    await tenant.scim.patch(after.path, [{ op: 'add', ...members }]);
    const { session } = await person.signIn();

    const lost = await session.read(secrets.before);
    const gained = await session.read(secrets.after);
    expect(lost, 'the secret of the old group').toHaveStatus(403);
    expect(gained, 'the secret of the new group').toHaveStatus(200);
  },
);

test(
  "a member left out by a replace cannot read the group's secret any more",
  row('VAULT-ACCESS-08'),
  async ({ tenant, arrange }) => {
    const [user, remaining] = await arrange.users(tenant, 2);
    const group = await arrange.group(
      tenant,
      [user, remaining].flatMap((one) => one ?? []),
    );
    const secret = await arrange.secretOf(group);
    const { session } = await arrange.signedIn(await arrange.person(tenant, user?.userName ?? ''));
    await arrange.during(() => readSecret(session, secret));

    await tenant.scim.put(group.path, { ...group.sent, members: [{ value: remaining?.id }] });

    const read = await session.read(secret);
    expect(read, 'the secret, read with the token from before').toHaveStatus(403);
  },
);

test(
  'policies of the token itself survive the removal from all groups',
  row('VAULT-ACCESS-25'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const secret = await arrange.secret();
    const policy = await arrange.policy({ [secret]: ['read'] });
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName, [policy]));
    await arrange.during(() => removeMember(tenant, group, user));

    const read = await session.read(secret);

    expect(read, 'the secret, read by a policy of the token').toHaveStatus(200);
  },
);
