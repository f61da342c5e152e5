import {
  expect,
  highRiskWhen,
  isAccepted,
  ownerOf,
  provisionedMember,
  row,
  setActive,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

const ISSUE = { 'auth/token/create': ['create', 'update'] };

test(
  'what is left of the leases and tokens of a deactivated and of a deleted user',
  row('VAULT-ACCESS-26'),
  async ({ tenant, vault, arrange, observe }) => {
    const { user, person } = await provisionedMember(arrange, tenant, [await arrange.policy(ISSUE)]);
    const { session, auth } = await arrange.signedIn(person);
    const child = await arrange.during(() => session.writeAuth('issue a child', 'auth/token/create', { ttl: '15m' }));
    const leases = `sys/leases/lookup/${tenant.aliasMount?.path}/login/${user.userName}`;
    const stateNow = async () => {
      const token = await vault.write('auth/token/lookup-accessor', { accessor: auth?.accessor });
      const childToken = await vault.write('auth/token/lookup-accessor', { accessor: child.accessor });
      const { status, keys } = await vault.list(leases);
      const lease = status === 403 ? 'not told' : keys.length > 0 ? 'alive' : 'gone';
      return `token ${wordOf(token)}, child ${wordOf(childToken)}, lease ${lease}`;
    };

    await arrange.during(() => setActive(tenant, user, false));
    const deactivated = await stateNow();
    const deletion = await tenant.scim.delete(user.path);
    const deleted = await stateNow();

    expect(isAccepted(deletion), 'whether the user was deleted').toBe(true);
    const survives = `${deactivated} ${deleted}`.includes('alive');
    observe(`after active false: ${deactivated}; after DELETE: ${deleted}`, highRiskWhen(survives));
  },
);

test(
  'what a sign-in before provisioning and after deletion makes, and whether it blocks a create',
  row('VAULT-ACCESS-27'),
  async ({ tenant, vault, arrange, observe }) => {
    const early = await arrange.person(tenant, arrange.unique('early'));
    const { user, person: leaver } = await provisionedMember(arrange, tenant);
    await arrange.during(() => tenant.scim.delete(user.path));
    const seen: string[] = [];

    for (const { when, person } of [
      { when: 'before provisioning', person: early },
      { when: 'after deletion', person: leaver },
    ]) {
      const { auth } = await person.signIn();
      const path = `identity/entity/id/${auth?.entity_id}`;
      const [before, owner] = [await vault.read(path), await ownerOf(vault, path)()];
      const create = await tenant.scim.post('/Users', userBody(person.name));
      const after = await vault.read(path);
      expect(create.status, 'status of the create').toBeLessThan(500);
      expect(isAccepted(create) ? before.data : after.data, 'the entity after a refusal').toEqual(before.data);
      const made = before.status !== 200 ? 'no entity' : owner === '' ? 'an unmanaged entity' : 'a managed entity';
      seen.push(`${when}: ${made}, then a create gets ${wordsOf(create)}`);
    }

    observe(seen.join('; '), highRiskWhen(seen.some((words) => !words.endsWith('201'))));
  },
);

function wordOf(lookUp: { status: number }): string {
  return lookUp.status === 200 ? 'alive' : 'gone';
}
