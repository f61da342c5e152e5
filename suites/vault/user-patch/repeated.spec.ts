import {
  bodyOf,
  entityStateOf,
  expect,
  expectAllOrNothing,
  metadataOf,
  row,
  setActive,
  test,
} from '../../../src/harness/index.ts';

const activate = [{ op: 'replace', path: 'active', value: true }];
const deactivate = [{ op: 'replace', path: 'active', value: false }];

test('a patch deactivates a user a second time', row('VAULT-UPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => setActive(tenant, user, false));
  await arrange.during(() => setActive(tenant, user, true));

  const answer = await tenant.scim.patch(user.path, deactivate);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

test(
  'a patch that deactivates an inactive user leaves it inactive',
  row('VAULT-UPATCH-01'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant, { active: false });

    const answer = await tenant.scim.patch(user.path, deactivate);

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read).active, 'active that is read').toBe(false);
  },
);

test('a patch that activates an active user leaves it active', row('VAULT-UPATCH-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.patch(user.path, activate);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(true);
});

test('a patch deactivates a renamed user', row('VAULT-UPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') }));

  const answer = await tenant.scim.patch(user.path, deactivate);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

test(
  'a deactivation with the operation in capitals is executed or refused',
  row('VAULT-UPATCH-18'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const answer = await tenant.scim.patch(user.path, [{ op: 'Replace', path: 'active', value: false }]);

    const after = await tenant.scim.get(user.path);
    expectAllOrNothing(answer, { before, after, executed: { active: false } });
  },
);

test('a patch deactivates a user after a refused one', row('VAULT-UPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.during(() => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: 'neither' }]));

  const answer = await tenant.scim.patch(user.path, deactivate);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

for (const { form, operation } of [
  { form: 'with a path', operation: { op: 'replace', path: 'active', value: false } },
  { form: 'without a path', operation: { op: 'replace', value: { active: false } } },
]) {
  test(
    `a patch of active ${form} leaves what a replace before it changed`,
    row('VAULT-UPATCH-03'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
      const changed = { ...user.sent, ...metadataOf({ department: 'sales' }), userName: arrange.unique('renamed') };
      await arrange.during(() => tenant.scim.put(user.path, changed));
      const entity = `identity/entity/id/${user.id}`;
      const before = await arrange.during(() => entityStateOf(vault)(entity));

      const answer = await tenant.scim.patch(user.path, [operation]);

      const after = await entityStateOf(vault)(entity);
      const { disabled: _before, ...others } = before;
      expect(after, 'the entity besides disabled').toMatchObject(others);
      expect(answer.status, 'the status: no breakdown').toBeLessThan(500);
    },
  );
}
