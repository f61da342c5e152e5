import {
  aliasIdOf,
  bodyOf,
  createVaultGroup,
  expect,
  highRiskWhen,
  isAccepted,
  memberIdsOf,
  metadataOf,
  metadataUrnIn,
  ownerOf,
  row,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

const metadata = { department: 'changed' };

test(
  'changes of managed and unmanaged fields by an administrator',
  row('VAULT-ADMIN-26'),
  async ({ tenant, vault, arrange, observe }) => {
    const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
    const group = await arrange.group(tenant, [user]);
    const nested = await arrange.during(() => createVaultGroup(vault, arrange.unique('nested')));
    const entityPath = `identity/entity/id/${user.id}`;
    const groupPath = `identity/group/id/${group.id}`;
    const changes = [
      { what: 'disabled', path: entityPath, body: { disabled: true } },
      { what: 'metadata', path: entityPath, body: { metadata } },
      { what: 'external_id', path: entityPath, body: { external_id: arrange.unique('ext') } },
      { what: 'metadata of a group', path: groupPath, body: { metadata } },
      { what: 'member groups', path: groupPath, body: { member_group_ids: [nested] } },
    ];
    const seen: string[] = [];

    for (const { what, path, body } of changes) {
      const before = await vault.read(path);
      const answer = await vault.write(path, body);
      const after = await vault.read(path);
      expect(isAccepted(answer) ? before.data : after.data, 'the object after a refusal').toEqual(before.data);
      seen.push(`${what}: ${answer.status}`);
    }

    const [entity, shownUser] = [await vault.read(entityPath), bodyOf(await tenant.scim.get(user.path))];
    const items = Object.entries(entity.data?.metadata ?? {}).map(([key, value]) => ({ key, value }));
    expect(shownUser.active, 'active, beside disabled of the entity').toBe(entity.data?.disabled === false);
    expect(shownUser.externalId, 'externalId, beside the external id of the entity').toBe(entity.data?.external_id);
    expect(shownUser[metadataUrnIn(shownUser)], 'metadata, beside that of the entity').toEqual({ items });
    const [stored, shownGroup] = [await vault.read(groupPath), bodyOf(await tenant.scim.get(group.path))];
    const members = memberIdsOf(stored).filter((id) => id !== nested);
    expect(valuesOf(shownGroup.members), 'members, beside those of the Vault group').toEqual(members);
    observe(seen.join('; '));
  },
);

test(
  'an administrator adds an alias to a managed entity',
  row('VAULT-ADMIN-27'),
  async ({ tenant, vault, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const mount = await arrange.authMount();
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    const answer = await vault.write('identity/entity-alias', {
      name: arrange.unique('alias'),
      mount_accessor: mount.accessor,
      canonical_id: user.id,
    });

    const after = await vault.read(path);
    expect(isAccepted(answer) ? before.data : after.data, 'the entity after a refusal').toEqual(before.data);
    observe(`a further alias: ${answer.status}`, highRiskWhen(isAccepted(answer)));
  },
);

test(
  'an administrator changes or deletes a managed alias',
  row('VAULT-ADMIN-28'),
  async ({ tenant, vault, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity-alias/id/${await arrange.during(() => aliasIdOf(vault, user.id))}`;
    const before = await vault.read(path);

    const change = await vault.write(path, {
      name: arrange.unique('alias'),
      mount_accessor: tenant.aliasMount?.accessor,
      canonical_id: user.id,
    });
    const changed = await vault.read(path);
    const deletion = await vault.remove(path);
    const deleted = await vault.read(path);

    expect(isAccepted(change) ? before.data : changed.data, 'the alias after a refused change').toEqual(before.data);
    expect(isAccepted(deletion) ? changed.data : deleted.data, 'the alias after a refused deletion').toEqual(
      changed.data,
    );
    observe(
      `change: ${change.status}, deletion: ${deletion.status}`,
      highRiskWhen(isAccepted(change) || isAccepted(deletion)),
    );
  },
);

test('an administrator sets the owner mark', row('VAULT-ADMIN-29'), async ({ tenant, vault, arrange, observe }) => {
  const entityPath = `identity/entity/id/${await arrange.entity()}`;
  const groupPath = `identity/group/id/${await arrange.during(() => createVaultGroup(vault, arrange.unique('group')))}`;
  const mark = { scim_client_id: tenant.clientId ?? tenant.clientName };
  const names = { entity: arrange.unique('entity'), group: arrange.unique('group') };

  const answers = [
    await vault.write(`identity/entity/name/${names.entity}`, mark),
    await vault.write(`identity/group/name/${names.group}`, mark),
    await vault.write(entityPath, mark),
    await vault.write(groupPath, mark),
  ];

  const owners: string[] = [];
  for (const path of [
    `identity/entity/name/${names.entity}`,
    `identity/group/name/${names.group}`,
    entityPath,
    groupPath,
  ]) {
    owners.push(await ownerOf(vault, path)());
  }
  expect(owners, 'owners of the objects').toEqual(['', '', '', '']);
  observe(
    `with a create: ${answers[0]?.status} and ${answers[1]?.status}; with a change: ${answers[2]?.status} and ${answers[3]?.status}`,
  );
});
