import { bodyOf, expect, idOf, idsOf, policyText, row, test, userBody } from '../../../src/harness/index.ts';

/** The policy as the overview page prints it. */
const PRINTED = { 'identity/scim/v2/*': ['create', 'read', 'update', 'delete', 'list'] };
const WITH_PATCH = { 'identity/scim/v2/*': ['create', 'read', 'update', 'patch', 'delete', 'list'] };
const DEACTIVATE = [{ op: 'replace', path: 'active', value: false }];

test(
  'the printed wildcard policy lets the connector list, create and replace users',
  row('VAULT-SETUP-01'),
  async ({ tenant, arrange }) => {
    const { scim } = await arrange.credential(tenant, { grants: PRINTED });
    const sent = userBody(arrange.unique('user'));

    const created = await scim.post('/Users', sent);
    const replaced = await scim.put(`/Users/${idOf(created)}`, { ...sent, active: false });
    const listed = await scim.get('/Users');

    expect(created).toHaveStatus(201);
    expect(replaced).toHaveStatus([200, 204]);
    expect(listed).toHaveStatus(200);
    expect(idsOf(listed), 'the users in the list').toContain(idOf(created));
    expect(bodyOf(await tenant.scim.get(`/Users/${idOf(created)}`)).active, 'active').toBe(false);
  },
);

test(
  'the printed wildcard policy lacks patch, so a deactivation is refused',
  row('VAULT-SETUP-02'),
  async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, { grants: PRINTED });
    const before = await tenant.scim.get(user.path);

    const answer = await scim.patch(user.path, DEACTIVATE);

    expect(answer).toHaveStatus(403);
    expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
    observe('the printed policy does not let a connector deactivate users: add the capability "patch" to it', {
      risk: 'high',
      message:
        'Whoever follows the printed set-up gets a connector whose PATCH requests are all refused with 403: people who leave keep their access. Remedy: capabilities = ["create", "read", "update", "patch", "delete", "list"].',
    });
  },
);

test(
  'with patch added to the wildcard policy the deactivation works',
  row('VAULT-SETUP-03'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, { grants: WITH_PATCH });

    const answer = await scim.patch(user.path, DEACTIVATE);

    expect(answer).toHaveStatus([200, 204]);
    expect(bodyOf(await scim.get(user.path)).active, 'active').toBe(false);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
  },
);

test(
  'a token from before works too when patch is added to its policy',
  row('VAULT-SETUP-03'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const policy = await arrange.policy(PRINTED);
    const { scim } = await arrange.credential(tenant, { policies: [policy] });
    expect(await scim.patch(user.path, DEACTIVATE), 'the deactivation before').toHaveStatus(403);
    await vault.write(`sys/policies/acl/${policy}`, { policy: policyText(WITH_PATCH) });

    const answer = await scim.patch(user.path, DEACTIVATE);

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
  },
);
