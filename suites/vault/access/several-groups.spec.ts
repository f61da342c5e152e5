import {
  type ArrangedGroup,
  expect,
  groupBody,
  provisionedMember,
  readSecret,
  removeMember,
  row,
  setActive,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

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

/** What takes a membership away, by the words for it. */
const ENDINGS: { ending: string; end: (tenant: Tenant, group: ArrangedGroup, userId: string) => Promise<unknown> }[] = [
  {
    ending: 'a removal by a value list',
    end: (tenant, group, id) => removeMember(tenant, group, { id }),
  },
  { ending: 'a replace', end: (tenant, group) => tenant.scim.put(group.path, groupBody(group.displayName)) },
  { ending: 'the deletion of the group', end: (tenant, group) => tenant.scim.delete(group.path) },
];

for (const { ending, end } of ENDINGS) {
  test(
    `a membership that ${ending} takes away while the user is inactive stays away when it is active again`,
    row('VAULT-ACCESS-34'),
    async ({ tenant, arrange }) => {
      const { user, group, person, secret } = await provisionedMember(arrange, tenant);
      const { session: old } = await arrange.signedIn(person);
      await arrange.during(() => readSecret(old, secret));
      await arrange.during(() => setActive(tenant, user, false));
      await arrange.during(() => end(tenant, group, user.id));

      await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]);

      const { session } = await person.signIn();
      for (const one of [session, old]) {
        expect(await one.read(secret), 'the secret of the group that was left').toHaveStatus(403);
      }
    },
  );
}
