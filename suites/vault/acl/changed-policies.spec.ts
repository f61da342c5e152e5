import { expect, policyText, row, type Tenant, test } from '../../../src/harness/index.ts';

type Given = { tenant: Tenant; user: { path: string; sent: Record<string, unknown> } };

const ALL = ['create', 'read', 'update', 'patch', 'delete', 'list'];
const granting = (capabilities: string[]) => ({ 'identity/scim/v2/*': capabilities });
const allBut = (capability: string) => granting(ALL.filter((one) => one !== capability));

const put = ({ tenant, user }: Given) => tenant.scim.put(user.path, { ...user.sent, active: false });
const patch = ({ tenant, user }: Given) =>
  tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
const REQUESTS = [
  { capability: 'update', send: put, disabled: true },
  { capability: 'patch', send: patch, disabled: true },
  { capability: 'delete', send: ({ tenant, user }: Given) => tenant.scim.delete(user.path), disabled: undefined },
  { capability: 'read', send: ({ tenant, user }: Given) => tenant.scim.get(user.path), disabled: false },
];

test('a token from before loses what its policy loses', row('VAULT-ACL-25'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const policy = await arrange.policy(granting(ALL));
  const limited = await arrange.credential(tenant, { policies: [policy] });
  await arrange.during(() => limited.scim.put(user.path, user.sent));
  const before = await tenant.scim.get(user.path);

  for (const { capability, send } of REQUESTS) {
    await vault.write(`sys/policies/acl/${policy}`, { policy: policyText(allBut(capability)) });
    const answer = await send({ tenant: limited, user });

    expect(answer, `a request that needs ${capability}`).toHaveStatus(403);
    expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
  }
});

for (const { capability, send, disabled } of REQUESTS) {
  test(
    `a token from before gains what its policy gains: ${capability}`,
    row('VAULT-ACL-25'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const policy = await arrange.policy(allBut(capability));
      const limited = await arrange.credential(tenant, { policies: [policy] });
      expect(await send({ tenant: limited, user }), 'the request before').toHaveStatus(403);
      await vault.write(`sys/policies/acl/${policy}`, { policy: policyText(granting(ALL)) });

      const answer = await send({ tenant: limited, user });

      expect(answer).toHaveStatus([200, 204]);
      const entity = await vault.read(`identity/entity/id/${user.id}`);
      expect(entity.data?.disabled, 'disabled of the entity').toBe(disabled);
    },
  );
}

test(
  'a token from before loses what a deleted policy gave',
  row('VAULT-ACL-25'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const policy = await arrange.policy(granting(ALL));
    const limited = await arrange.credential(tenant, { policies: [policy] });
    await arrange.during(() => limited.scim.put(user.path, user.sent));
    const before = await tenant.scim.get(user.path);

    await vault.remove(`sys/policies/acl/${policy}`);
    const answers = [];
    for (const { send } of REQUESTS) answers.push(await send({ tenant: limited, user }));

    for (const answer of answers) expect(answer).toHaveStatus(403);
    expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
  },
);

test(
  'a token that was issued with the name of a policy gains what the policy grants when it is written',
  row('VAULT-ACL-25'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const policy = arrange.unique('policy');
    const limited = await arrange.credential(tenant, { policies: [policy] });
    expect(await limited.scim.get(user.path), 'a read before').toHaveStatus(403);

    await vault.write(`sys/policies/acl/${policy}`, { policy: policyText(granting(ALL)) });
    const read = await limited.scim.get(user.path);
    const replaced = await limited.scim.put(user.path, { ...user.sent, active: false });

    expect(read).toHaveStatus(200);
    expect(replaced).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
  },
);

test(
  'a token from before is refused what its policy comes to deny, by POST and by PUT',
  row('VAULT-ACL-25'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const policy = await arrange.policy(granting(ALL));
    const limited = await arrange.credential(tenant, { policies: [policy] });
    const denying = { ...granting(ALL), 'identity/scim/v2/Users/*': ['deny'] };
    const write = (method: string, grants: Record<string, string[]>) =>
      vault.send({ method, path: `/v1/sys/policies/acl/${policy}`, body: { policy: policyText(grants) } });
    const before = await tenant.scim.get(user.path);

    await write('POST', denying);
    const denied = [await limited.scim.get(user.path), await put({ tenant: limited, user })];
    await write('PUT', granting(ALL));
    const granted = await limited.scim.get(user.path);
    await write('PUT', denying);
    const again = await patch({ tenant: limited, user });

    for (const answer of denied) expect(answer, 'a request when it denies').toHaveStatus(403);
    expect(granted, 'a read when it grants again').toHaveStatus(200);
    expect(again, 'a patch when it denies again').toHaveStatus(403);
    expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
  },
);

test(
  'a policy that is deleted and written again grants what it says now, and nothing of before',
  row('VAULT-ACL-25'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const policy = await arrange.policy(granting(ALL));
    const limited = await arrange.credential(tenant, { policies: [policy] });
    await arrange.during(() => limited.scim.put(user.path, user.sent));
    const before = await tenant.scim.get(user.path);

    await vault.remove(`sys/policies/acl/${policy}`);
    await vault.write(`sys/policies/acl/${policy}`, { policy: policyText(granting(['read'])) });
    const read = await limited.scim.get(user.path);
    const refused = [
      await put({ tenant: limited, user }),
      await patch({ tenant: limited, user }),
      await limited.scim.delete(user.path),
    ];

    expect(read, 'a read').toHaveStatus(200);
    for (const answer of refused) expect(answer, 'a request that it granted before').toHaveStatus(403);
    expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
  },
);
