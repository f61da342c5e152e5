import {
  type Arrange,
  adoptGroup,
  adoptingTenant,
  adoptPerson,
  aliasesOf,
  createVaultEntity,
  expect,
  groupBody,
  idOf,
  row,
  switchAdoption,
  type Tenant,
  test,
  unlinkFromClient,
  unmanagedGroup,
  unmanagedPerson,
  userBody,
  type VaultClient,
} from '../../../src/harness/index.ts';

const UNPROVEN = 'the call does not adopt the object here';
const MANAGED = 'the server manages the object still';

interface Given {
  arrange: Arrange;
  vault: VaultClient;
  tenant: Tenant;
}

/** Another SCIM client whose users sign in at the same mount. */
const neighbourOf = ({ aliasMount }: Tenant, arrange: Arrange) =>
  arrange.tenant({ clientFields: { alias_mount_accessor: aliasMount?.accessor } });

const unlinkedUser = async ({ arrange, vault }: Given, owner: Tenant) => {
  const { id, userName, externalId } = await arrange.user(owner);
  await arrange.during(() => unlinkFromClient(vault, owner.clientName, { entity_id: id }));
  return { id, name: userName, externalId };
};

const offAndOn = async ({ arrange, vault, tenant }: Given, field: Parameters<typeof switchAdoption>[2]) => {
  for (const isOn of [false, true]) await arrange.during(() => switchAdoption(vault, tenant, field, isOn));
};

const PEOPLE: {
  which: string;
  person: (given: Given) => Promise<{ id: string; name: string; externalId?: string }>;
}[] = [
  { which: '', person: ({ arrange, vault, tenant }) => unmanagedPerson(arrange, vault, tenant) },
  {
    which: ' that has the name of its alias',
    person: async ({ arrange, vault, tenant }) => {
      const name = arrange.unique('person');
      const id = await arrange.during(() => createVaultEntity(vault, name));
      await arrange.alias(id, tenant, name);
      return { id, name };
    },
  },
  {
    which: ' that a sign-in made',
    person: async ({ arrange, tenant }) => {
      const person = await arrange.person(tenant, arrange.unique('person'));
      const { auth } = await arrange.signedIn(person);
      return { id: String(auth?.entity_id), name: person.name };
    },
  },
  { which: ' that was unlinked from it', person: (given) => unlinkedUser(given, given.tenant) },
  {
    which: ' that was unlinked from another client',
    person: async (given) => unlinkedUser(given, await neighbourOf(given.tenant, given.arrange)),
  },
  {
    which: ' after user adoption was off for a time',
    person: async (given) => {
      await offAndOn(given, 'allow_user_adoption');
      return unmanagedPerson(given.arrange, given.vault, given.tenant);
    },
  },
];

for (const { which, person } of PEOPLE) {
  test(
    `a client that took over an entity takes over another one${which}`,
    row('VAULT-ADOPT-25'),
    async ({ vault, arrange, applies }) => {
      const tenant = await adoptingTenant(arrange, { users: true });
      const first = await unmanagedPerson(arrange, vault, tenant);
      applies(await adoptPerson(arrange, tenant, first), UNPROVEN);
      const { id, name, externalId = arrange.unique('ext') } = await person({ arrange, vault, tenant });
      const before = await vault.read(`identity/entity/id/${id}`);
      const owners = [before.data, ...aliasesOf(before)].map((object) => object?.scim_client_id ?? '');
      applies(
        owners.every((owner) => owner === ''),
        MANAGED,
      );

      const answer = await tenant.scim.post('/Users', userBody(name, { externalId }));

      expect(answer).toHaveStatus([200, 201]);
      expect(idOf(answer), 'id of the user').toBe(id);
      const after = await vault.read(`identity/entity/id/${id}`);
      expect(after.data?.scim_client_id, 'the owner of the entity').toBe(tenant.clientId);
    },
  );
}

const unlinkedGroup = async ({ arrange, vault }: Given, owner: Tenant) => {
  const { id, displayName: name } = await arrange.group(owner);
  await arrange.during(() => unlinkFromClient(vault, owner.clientName, { group_id: id }));
  return { id, name };
};

const GROUPS: { which: string; group: (given: Given) => Promise<{ id: string; name: string }> }[] = [
  { which: '', group: ({ arrange, vault }) => unmanagedGroup(arrange, vault) },
  { which: ' that was unlinked from it', group: (given) => unlinkedGroup(given, given.tenant) },
  {
    which: ' that was unlinked from another client',
    group: async (given) => unlinkedGroup(given, await given.arrange.tenant()),
  },
  {
    which: ' after group adoption was off for a time',
    group: async (given) => {
      await offAndOn(given, 'allow_group_adoption');
      return unmanagedGroup(given.arrange, given.vault);
    },
  },
];

for (const { which, group } of GROUPS) {
  test(
    `a client that took over a group takes over another one${which}`,
    row('VAULT-ADOPT-26'),
    async ({ vault, arrange, applies }) => {
      const tenant = await adoptingTenant(arrange, { groups: true });
      const first = await unmanagedGroup(arrange, vault);
      applies(await adoptGroup(arrange, vault, tenant, first), UNPROVEN);
      const { id, name } = await group({ arrange, vault, tenant });
      const before = await vault.read(`identity/group/id/${id}`);
      applies((before.data?.scim_client_id ?? '') === '', MANAGED);

      const answer = await tenant.scim.put(`/Groups/${id}`, groupBody(name));

      expect(answer).toHaveStatus([200, 204]);
      const after = await vault.read(`identity/group/id/${id}`);
      expect(after.data?.scim_client_id, 'the owner of the Vault group').toBe(tenant.clientId);
    },
  );
}
