import {
  type Credential,
  createVaultGroup,
  DELETIONS,
  expect,
  LOSE_PRINCIPAL,
  policyText,
  REVOCATIONS,
  row,
  scimClientPath,
  sendEachRequest,
  storedSubjects,
  subjectsOf,
  test,
  userBody,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const SCIM_TOKEN = { fields: { type: 'scim' } };

test(
  'each request with a SCIM token that is revoked is refused',
  row('VAULT-STOK-09'),
  async ({ tenant, vault, arrange }) => {
    const subjects = await subjectsOf(arrange, tenant);
    const before = await storedSubjects(vault, subjects);

    for (const { by, revoke } of REVOCATIONS) {
      const revoked = await arrange.credential(tenant, SCIM_TOKEN);
      expect(await revoked.scim.get('/Users'), 'the list before the revocation').toHaveStatus(200);
      await revoke(vault, revoked);
      const asked = await sendEachRequest(revoked.scim, subjects);

      for (const { request, answer } of asked) expect(answer, `${request}, revoked by ${by}`).toBeRefused();
    }
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'a SCIM token that is revoked is refused also when others of its client are issued and revoked afterwards',
  row('VAULT-STOK-09'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 1 } });
    const user = await arrange.user(tenant);
    const revoked: Credential[] = [];
    const before = await vault.read(`identity/entity/id/${user.id}`);

    for (const { revoke } of REVOCATIONS) {
      const next = await arrange.credential(tenant, SCIM_TOKEN);
      expect(await next.scim.get(user.path), 'a read with the token of now').toHaveStatus(200);
      for (const { scim } of revoked) {
        expect(await scim.get(user.path), 'a read with a revoked token').toBeRefused();
        expect(await scim.delete(user.path), 'a deletion with a revoked token').toBeRefused();
      }
      await revoke(vault, next);
      revoked.push(next);
    }
    expect((await vault.read(`identity/entity/id/${user.id}`)).data, 'the entity of the user').toEqual(before.data);
  },
);

const LOST = [
  { which: 'disabled', id: 'VAULT-STOK-16' },
  { which: 'former', id: 'VAULT-STOK-17' },
  { which: 'deleted', id: 'VAULT-STOK-18' },
] as const;

for (const { which, id } of LOST) {
  test(`each request with a SCIM token of a ${which} principal is refused`, row(id), async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    const [older, newer] = [await arrange.credential(tenant, SCIM_TOKEN), await arrange.credential(tenant, SCIM_TOKEN)];
    await LOSE_PRINCIPAL[which](arrange, vault, tenant);
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(newer.scim, subjects);
    const withOlder = [await older.scim.get(subjects.user.path), await older.scim.delete(subjects.user.path)];

    for (const { request, answer } of asked) expect(answer, request).toBeRefused();
    for (const answer of withOlder) expect(answer, 'a request with an older SCIM token').toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  });
}

test(
  'each request with a SCIM token of a deleted client is refused, also when its principal has a client again',
  row('VAULT-STOK-19'),
  async ({ tenant: owner, vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, owner);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
    await vault.remove(scimClientPath(tenant.clientName));
    await arrange.during(() => waitUntilGone(vault, scimClientPath(tenant.clientName)));
    const before = await storedSubjects(vault, subjects);

    const list = await scim.get('/Users');
    const again = { access_grant_principal: tenant.principalId };
    await vault.write(scimClientPath(tenant.clientName), again);
    expect(await tenant.scim.get('/Users'), 'the list of the next client of its principal').toHaveStatus(200);
    const asked = await sendEachRequest(scim, subjects);

    expect(list, 'the list while there is no client').toBeRefused();
    for (const { request, answer } of asked) expect(answer, `${request}, at the next client`).toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'a SCIM token of a client that was deleted with a flag is refused when its principal has a client again',
  row('VAULT-STOK-19'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const path = scimClientPath(tenant.clientName);

    for (const { how, flags } of DELETIONS) {
      const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
      await vault.remove(path, flags);
      await arrange.during(() => waitUntilGone(vault, path));
      await vault.write(path, { access_grant_principal: tenant.principalId });
      const before = await tenant.scim.get('/Users');
      const refused = [await scim.get('/Users'), await scim.post('/Users', userBody(arrange.unique('user')))];

      for (const answer of refused) expect(answer, `a request after ${how}`).toBeRefused();
      expect((await tenant.scim.get('/Users')).body, 'the users of the next client').toEqual(before.body);
    }
  },
);

test(
  'a SCIM token that was refused serves again when its principal is enabled again',
  row('VAULT-STOK-20'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
    const principal = `identity/entity/id/${tenant.principalId}`;
    await vault.write(principal, { disabled: true });
    expect(await scim.get(user.path), 'the user before').toBeRefused();

    await vault.write(principal, { disabled: false });

    expect((await scim.get(user.path)).body, 'the user').toEqual(user.body);
    expect(await scim.put(user.path, user.sent), 'a replace of the user').toHaveStatus([200, 204]);
  },
);

const statusForReader = (request: string) => (/list|filter|read/.test(request) ? 200 : 403);
const statusForGroupLister = (request: string) => (request === 'the list of groups' ? 200 : 403);

test(
  'a SCIM token whose policy grants reading alone may change nothing',
  row('VAULT-STOK-22'),
  async ({ tenant, vault, arrange }) => {
    const subjects = await subjectsOf(arrange, tenant);
    const grants = { 'identity/scim/v2/*': ['read', 'list'] };
    const reader = await arrange.credential(tenant, { ...SCIM_TOKEN, grants });
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(reader.scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toHaveStatus(statusForReader(request));
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'a SCIM token from before loses what its policy loses, and has it again when the policy has',
  row('VAULT-STOK-22'),
  async ({ tenant, vault, arrange }) => {
    const subjects = await subjectsOf(arrange, tenant);
    const all = ['create', 'read', 'update', 'patch', 'delete', 'list'];
    const policy = await arrange.policy({ 'identity/scim/v2/*': all });
    const { scim } = await arrange.credential(tenant, { ...SCIM_TOKEN, policies: [policy] });
    const served = [
      await scim.get('/Users'),
      await scim.put(subjects.user.path, subjects.user.sent),
      await scim.patch(subjects.user.path, [{ op: 'replace', path: 'active', value: true }]),
    ];
    for (const answer of served) expect(answer, 'a request before').toHaveStatus([200, 204]);
    await vault.write(`sys/policies/acl/${policy}`, { policy: policyText({ 'identity/scim/v2/Groups': ['read'] }) });
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toHaveStatus(statusForGroupLister(request));
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
    await vault.write(`sys/policies/acl/${policy}`, { policy: policyText({ 'identity/scim/v2/*': all }) });
    const again = await sendEachRequest(scim, subjects);
    for (const { request, answer } of again) expect(answer, `${request} again`).toHaveStatus([200, 201, 204]);
  },
);

test(
  'the policies that the entity of its principal brings count for a SCIM token, grants and denials',
  row('VAULT-STOK-22'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const full = await arrange.credential(tenant, SCIM_TOKEN);
    const bare = await arrange.credential(tenant, { ...SCIM_TOKEN, policies: ['default'] });
    const granting = await arrange.policy({ 'identity/scim/v2/Users/*': ['read', 'list', 'update'] });
    const denying = await arrange.policy({ 'identity/scim/v2/Users/*': ['deny'] });
    const setPolicies = (...policies: string[]) =>
      vault.write(`identity/entity/id/${tenant.principalId}`, { policies });
    expect(await bare.scim.get(user.path), 'the user before').toHaveStatus(403);

    await setPolicies(granting);
    const granted = [await bare.scim.get(user.path), await bare.scim.put(user.path, user.sent)];
    await setPolicies(denying);
    const before = await vault.read(`identity/entity/id/${user.id}`);
    const denied = [await full.scim.get(user.path), await full.scim.delete(user.path), await bare.scim.get(user.path)];

    for (const answer of granted) expect(answer, 'a request when the entity has the grant').toHaveStatus([200, 204]);
    for (const answer of denied) expect(answer, 'a request when the entity has the denial').toHaveStatus(403);
    const after = await vault.read(`identity/entity/id/${user.id}`);
    expect(after.data, 'the entity of the user').toEqual(before.data);
  },
);

test(
  'the policies that a group gives to its principal count for a SCIM token, as long as it is in the group',
  row('VAULT-STOK-22'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, { ...SCIM_TOKEN, policies: ['default'] });
    const policies = [await arrange.policy({ 'identity/scim/v2/Users/*': ['read', 'list', 'update'] })];
    const group = `identity/group/id/${await arrange.during(() =>
      createVaultGroup(vault, arrange.unique('group'), { policies, member_entity_ids: [tenant.principalId] }),
    )}`;
    const before = await vault.read(`identity/entity/id/${user.id}`);

    const granted = [await scim.get(user.path), await scim.put(user.path, user.sent)];
    const beyond = await scim.delete(user.path);
    await vault.write(group, { member_entity_ids: [] });
    const later = [await scim.get(user.path), await scim.put(user.path, { ...user.sent, active: false })];

    for (const answer of granted) expect(answer, 'a request that the group grants').toHaveStatus([200, 204]);
    expect(beyond, 'a request that it does not grant').toHaveStatus(403);
    for (const answer of later) expect(answer, 'a request outside of the group').toHaveStatus(403);
    const after = await vault.read(`identity/entity/id/${user.id}`);
    expect([after.data?.name, after.data?.disabled], 'name and disabled of the entity of the user').toEqual([
      before.data?.name,
      before.data?.disabled,
    ]);
  },
);
