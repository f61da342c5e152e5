import {
  type Arrange,
  adoptingTenant,
  expect,
  expectGone,
  linkToClient,
  ownerOf,
  row,
  scimClientPath,
  type Tenant,
  test,
  unlinkFromClient,
  unmanagedGroup,
  unmanagedPerson,
  type VaultClient,
} from '../../../src/harness/index.ts';

const MANAGED = 'the server did not unlink the object';

type Given = { arrange: Arrange; vault: VaultClient; tenant: Tenant };

const linked = async ({ arrange, vault, tenant }: Given, object: Parameters<typeof linkToClient>[2]) =>
  arrange.during(() => linkToClient(vault, tenant.clientName, object));

const PASTS = [
  {
    past: 'that SCIM created',
    entity: async ({ arrange, tenant }: Given) => (await arrange.user(tenant)).id,
    group: async ({ arrange, tenant }: Given) => (await arrange.group(tenant)).id,
  },
  {
    past: 'that was linked',
    entity: async (given: Given) => {
      const { id } = await unmanagedPerson(given.arrange, given.vault, given.tenant);
      await linked(given, { entity_id: id });
      return id;
    },
    group: async (given: Given) => {
      const { id } = await unmanagedGroup(given.arrange, given.vault);
      await linked(given, { group_id: id });
      return id;
    },
  },
];

for (const { past, entity, group } of PASTS) {
  test(
    `an entity ${past} is the administrator's when it is unlinked`,
    row('VAULT-LINK-15'),
    async ({ vault, arrange, applies }) => {
      const tenant = await adoptingTenant(arrange, {});
      const id = await entity({ arrange, vault, tenant });
      await arrange.during(() => unlinkFromClient(vault, tenant.clientName, { entity_id: id }));
      const path = `identity/entity/id/${id}`;
      applies((await ownerOf(vault, path)()) === '', MANAGED);
      const wanted = { name: arrange.unique('renamed'), disabled: true, policies: ['vsc-first'] };

      const change = await vault.write(path, wanted);
      const changed = await vault.read(path);
      const deletion = await vault.remove(path);

      for (const answer of [change, deletion]) expect(answer).toHaveStatus([200, 204]);
      expect(changed.data, 'the entity').toMatchObject(wanted);
      expect(await vault.read(path), 'a read of the deleted entity').toHaveStatus(404);
    },
  );

  test(
    `a group ${past} is the administrator's when it is unlinked`,
    row('VAULT-LINK-15'),
    async ({ vault, arrange, applies }) => {
      const tenant = await adoptingTenant(arrange, {});
      const [id, member] = [await group({ arrange, vault, tenant }), await arrange.entity()];
      await arrange.during(() => unlinkFromClient(vault, tenant.clientName, { group_id: id }));
      const path = `identity/group/id/${id}`;
      applies((await ownerOf(vault, path)()) === '', MANAGED);
      const wanted = { name: arrange.unique('renamed'), member_entity_ids: [member] };

      const change = await vault.write(path, wanted);
      const changed = await vault.read(path);
      const deletion = await vault.remove(path);

      for (const answer of [change, deletion]) expect(answer).toHaveStatus([200, 204]);
      expect(changed.data, 'the Vault group').toMatchObject(wanted);
      expect(await vault.read(path), 'a read of the deleted group').toHaveStatus(404);
    },
  );
}

test(
  'a SCIM client can be deleted when what it owned is unlinked',
  row('VAULT-CLDEL-26'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, {});
    const objects: Parameters<typeof unlinkFromClient>[2][] = [];
    for (const { entity, group } of PASTS) {
      objects.push(
        { entity_id: await entity({ arrange, vault, tenant }) },
        { group_id: await group({ arrange, vault, tenant }) },
      );
    }
    for (const object of objects) await arrange.during(() => unlinkFromClient(vault, tenant.clientName, object));
    const paths = objects.map((one) =>
      'entity_id' in one ? `identity/entity/id/${one.entity_id}` : `identity/group/id/${one.group_id}`,
    );
    const owners = await Promise.all(paths.map((path) => ownerOf(vault, path)()));
    applies(
      owners.every((owner) => owner === ''),
      MANAGED,
    );

    const answer = await vault.remove(scimClientPath(tenant.clientName));

    expect(answer).toHaveStatus([200, 204]);
    await expectGone(vault, scimClientPath(tenant.clientName), 'the client');
    for (const path of paths) expect(await vault.read(path), 'a read of what was unlinked').toHaveStatus(200);
  },
);
