import type { Fields, VaultClient } from '../../vault/vault-client.ts';
import { idOf } from '../answers.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import { scimClientPath } from './scim-clients.ts';
import { groupBody, userBody } from './scim-resources.ts';
import { createVaultEntity } from './vault-entities.ts';
import { createVaultGroup } from './vault-groups.ts';

/**
 * A SCIM client with these switches (Vault documentation, SCIM client; from 2.2.0), and with an alias mount unless it adopts
 * groups alone.
 */
export function adoptingTenant(arrange: Arrange, switches: { users?: boolean; groups?: boolean }): Promise<Tenant> {
  const [users, groups] = [switches.users === true, switches.groups === true];
  const clientFields = { allow_user_adoption: users, allow_group_adoption: groups };
  return arrange.tenant({ aliasMount: groups && !users ? false : 'userpass', clientFields });
}

/** An entity of the administrator, and the alias by which it signs in at a tenant's mount. */
export interface UnmanagedPerson {
  id: string;
  /** Path of the entity in the identity API. */
  entity: string;
  /** Name of the alias. */
  name: string;
  /** Path of the resource that it becomes when a SCIM client adopts it. */
  path: string;
}

/** @param fields of the entity. @throws ArrangeError */
export async function unmanagedPerson(
  arrange: Arrange,
  vault: VaultClient,
  tenant: Tenant,
  fields: Fields = {},
): Promise<UnmanagedPerson> {
  const id = await arrange.during(() => createVaultEntity(vault, arrange.unique('entity'), fields));
  const name = arrange.unique('person');
  await arrange.alias(id, tenant, name);
  return { id, name, entity: `identity/entity/id/${id}`, path: `/Users/${id}` };
}

/** An internal group of the administrator. */
export interface UnmanagedGroup {
  id: string;
  name: string;
  /** Path of the group in the identity API. */
  stored: string;
  /** Path by which SCIM knows it. */
  path: string;
}

/** @throws ArrangeError */
export async function unmanagedGroup(
  arrange: Arrange,
  vault: VaultClient,
  fields: Fields = {},
): Promise<UnmanagedGroup> {
  const name = arrange.unique('group');
  const id = await arrange.during(() => createVaultGroup(vault, name, fields));
  return { id, name, stored: `identity/group/id/${id}`, path: `/Groups/${id}` };
}

/** Tries the call by which a client adopts an entity: a create. @returns whether it did */
export function adoptPerson(arrange: Arrange, tenant: Tenant, person: UnmanagedPerson): Promise<boolean> {
  return arrange.during(async () => idOf(await tenant.scim.post('/Users', userBody(person.name))) === person.id);
}

/** Tries the call by which a client adopts a group: a replace with its name. @returns whether it did */
export function adoptGroup(
  arrange: Arrange,
  vault: VaultClient,
  tenant: Tenant,
  group: UnmanagedGroup,
  memberIds: string[] = [],
): Promise<boolean> {
  return arrange.during(async () => {
    await tenant.scim.put(group.path, groupBody(group.name, memberIds));
    const { data } = await vault.read(group.stored);
    return data?.scim_client_id === tenant.clientId;
  });
}

/** Switches adoption by an update that repeats what every update has to. @throws ArrangeError */
export function switchAdoption(
  vault: VaultClient,
  { clientName, principalId, aliasMount }: Tenant,
  field: 'allow_user_adoption' | 'allow_group_adoption',
  isOn: boolean,
) {
  return vault.writeOrThrow(`switch adoption ${isOn ? 'on' : 'off'}`, scimClientPath(clientName), {
    access_grant_principal: principalId,
    alias_mount_accessor: aliasMount?.accessor,
    [field]: isOn,
  });
}
