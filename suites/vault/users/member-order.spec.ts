import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  METADATA,
  metadataOf,
  reversed,
  row,
  test,
  userBody,
  valuesOf,
} from '../../../src/harness/index.ts';

test('a create of a user can have its members in any order', row('VAULT-USER-04'), async ({ tenant, arrange }) => {
  const sent = userBody(arrange.unique('user'), { active: false, ...metadataOf({ department: 'sales' }) });

  const answer = await tenant.scim.post('/Users', reversed(sent));

  expect(answer).toHaveStatus(201);
  const { userName, externalId, active } = bodyOf(await tenant.scim.get(`/Users/${idOf(answer)}`));
  expect({ userName, externalId, active }, 'the user').toEqual({
    userName: sent.userName,
    externalId: sent.externalId,
    active: false,
  });
});

for (const { to, id } of [
  { to: false, id: 'VAULT-USER-14' },
  { to: true, id: 'VAULT-USER-15' },
]) {
  test(
    `a replace that sets active to ${to} can have its members in any order`,
    row(id),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant, { active: !to });
      const userName = arrange.unique('renamed');

      const answer = await tenant.scim.put(user.path, reversed({ ...user.sent, userName, active: to }));

      expect(answer).toHaveStatus([200, 204]);
      const read = bodyOf(await tenant.scim.get(user.path));
      expect([read.userName, read.active], 'userName and active that are read').toEqual([userName, to]);
    },
  );
}

test(
  'the metadata of a create and of a replace can stand before all else',
  row('VAULT-MAP-22'),
  async ({ tenant, vault, arrange }) => {
    const { [METADATA]: first, ...others } = userBody(arrange.unique('user'), metadataOf({ department: 'sales' }));
    const made = await tenant.scim.post('/Users', reversed({ ...others, [METADATA]: first }));
    const created = await vault.read(`identity/entity/id/${idOf(made)}`);
    const next = metadataOf({ department: 'tours', site: 'north' })[METADATA];

    const answer = await tenant.scim.put(`/Users/${idOf(made)}`, reversed({ ...others, [METADATA]: next }));

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${idOf(made)}`);
    expect(created.data?.metadata, 'metadata after the create').toEqual({ department: 'sales' });
    expect(entity.data?.metadata, 'metadata after the replace').toEqual({ department: 'tours', site: 'north' });
  },
);

test('a patch of a user can have its members in any order', row('VAULT-UPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.patch(user.path, [reversed({ op: 'replace', path: 'active', value: false })]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

test('a replace of a group can have its members in any order', row('VAULT-GROUP-17'), async ({ tenant, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [first]);
  const displayName = arrange.unique('renamed');

  const answer = await tenant.scim.put(group.path, reversed(groupBody(displayName, [first.id, second.id])));

  expect(answer).toHaveStatus([200, 204]);
  const read = bodyOf(await tenant.scim.get(group.path));
  expect([read.displayName, valuesOf(read.members)], 'displayName and members').toEqual([
    displayName,
    [first.id, second.id].sort(),
  ]);
});

test('a patch of a group can have its members in any order', row('VAULT-GPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const add = { op: 'add' as const, path: 'members', value: [{ value: user.id }] };

  const answer = await tenant.scim.patch(group.path, [reversed(add)]);

  expect(answer).toHaveStatus([200, 204]);
  const read = bodyOf(await tenant.scim.get(group.path));
  expect(valuesOf(read.members), 'members').toEqual([user.id]);
});
