import {
  bodyOf,
  expect,
  expectGone,
  freshTenant,
  isAccepted,
  listed,
  Others,
  row,
  stateOf,
  test,
  valuesOf,
} from '../../src/harness/index.ts';

test('the activation leaves nothing behind', row('JUMP-01'), async ({ tenant, arrange }) => {
  const { tenant: fresh, users: usersBefore, groups: groupsBefore } = await freshTenant(arrange, tenant);
  const client = Others.connector(fresh, 'jumpcloud put');

  const steps = await Others.jumpCloudActivation(client, arrange);

  const [users, groups] = [listed(await fresh.scim.list('/Users')), listed(await fresh.scim.list('/Groups'))];
  expect(steps.created).toHaveStatus(201);
  expect(steps.changed).toHaveStatus([200, 204]);
  expect(steps.added).toHaveStatus([200, 204]);
  expect(steps.groupDeleted).toHaveStatus(204);
  expect(steps.userDeleted).toHaveStatus(204);
  expect(users.totalResults, 'users that are left').toBe(usersBefore);
  expect(groups.totalResults, 'groups that are left').toBe(groupsBefore);
});

test(
  'the activation leaves no entity, alias or group in Vault',
  row('JUMP-01'),
  async ({ tenant, arrange, target, vault, applies }) => {
    applies(target.controlPlane, 'only Vault has entities');
    const { tenant: fresh } = await freshTenant(arrange, tenant);
    const client = Others.connector(fresh, 'jumpcloud put');

    const { person, groupName } = await Others.jumpCloudActivation(client, arrange);

    const users = await fresh.scim.list('/Users');
    const lookup = { alias_name: person.userName, alias_mount_accessor: fresh.aliasMount?.accessor ?? '' };
    const byAlias = await vault.write('identity/lookup/entity', lookup);
    expect(listed(users).totalResults, 'users that are left').toBe(0);
    await expectGone(vault, `identity/entity/name/${person.userName}`, 'the entity');
    await expectGone(vault, `identity/group/name/${groupName}`, 'the group');
    expect(byAlias.data ?? {}, 'what a look-up by the alias finds').toEqual({});
  },
);

test('null, empty lists and schemas in any order are taken', row('JUMP-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const values = Others.valuesOf(user);
  const minimal = { ...Others.bodyOfTemplate('jumpcloud', 'JC-B03', values), externalId: user.externalId };
  const jumpcloud = Others.requests(tenant, 'jumpcloud');
  const before = await tenant.scim.get(user.path);

  const full = await jumpcloud.send('JC-B02', values);
  const afterFull = await tenant.scim.get(user.path);
  const short = await jumpcloud.sendText('JC-B03', values, JSON.stringify(minimal));

  const afterShort = await tenant.scim.get(user.path);
  const kept = ({ id, userName, externalId, active }: Record<string, unknown>) => ({
    id,
    userName,
    externalId,
    active,
  });
  expect(full).toHaveStatus([200, 204]);
  expect(short).toHaveStatus([200, 204]);
  expect(kept(bodyOf(afterFull)), 'the user after the full body').toEqual(kept(bodyOf(before)));
  expect(kept(bodyOf(afterShort)), 'the user after the minimal body').toEqual(kept(bodyOf(before)));
});

test('without externalId the stored one stays', row('JUMP-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  const before = await tenant.scim.get(user.path);

  const answer = await Others.requests(tenant, 'jumpcloud').send('JC-B03', Others.valuesOf(user));

  const after = await tenant.scim.get(user.path);
  const { active: _before, ...identity } = stateOf(before);
  const { active, ...identityAfter } = stateOf(after);
  expect(answer).toHaveStatus([200, 204, 400]);
  expect(identityAfter.externalId, 'externalId afterwards').toBe(identity.externalId);
  expect(active, 'active afterwards').toBe(isAccepted(answer));
});

test(
  'a member in a value list is removed, the other one stays',
  row('JUMP-03'),
  async ({ tenant, arrange, access }) => {
    const [leaving, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [leaving, staying]);
    for (const { userName } of [leaving, staying]) await access.enrol(tenant, userName);
    await access.grant(group.id);

    const answer = await Others.requests(tenant, 'jumpcloud').send('JC-V04', { gid: group.id, uid: leaving.id });

    const read = bodyOf(await tenant.scim.get(group.path));
    expect(answer).toHaveStatus([200, 204]);
    expect(valuesOf(read.members), 'the members').toEqual([staying.id]);
    await access.expect('the removed member', leaving.userName, group.id, 'reads nothing');
    await access.expect('the other member', staying.userName, group.id, 'reads the secret');
  },
);
