import { expect, readSecret, removeMember, row, setActive, test } from '../../../src/harness/index.ts';

test(
  'a member removed from one of two groups with the same policy keeps what the other group gives',
  row('VAULT-ACCESS-33'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const groups = [await arrange.group(tenant, [user]), await arrange.group(tenant, [user])];
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    for (const { id } of groups) {
      await arrange.during(() => vault.writeOrThrow('give a group a policy', `identity/group/id/${id}`, { policies }));
    }
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
    await arrange.during(() => readSecret(session, secret));

    await tenant.scim.patch(groups[0]?.path ?? '', [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]);

    const read = await session.read(secret);
    expect(read, 'the secret, by the policy of the other group').toHaveStatus(200);
  },
);

test(
  'a membership that is taken away while the user is inactive stays away when it is active again',
  row('VAULT-ACCESS-34'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const secret = await arrange.secretOf(group);
    const person = await arrange.person(tenant, user.userName);
    await arrange.during(() => setActive(tenant, user, false));
    await arrange.during(() => removeMember(tenant, group, user));

    await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]);

    const { session } = await person.signIn();
    const read = await session.read(secret);
    expect(read, 'the secret of the group that was left').toHaveStatus(403);
  },
);
