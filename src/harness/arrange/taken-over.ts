import type { VaultClient } from '../../vault/vault-client.ts';
import { bodyOf } from '../answers.ts';
import type { Tenant } from '../tenant.ts';
import { adoptingTenant, adoptPerson, unmanagedPerson } from './adoption.ts';
import type { Arrange } from './arrange.ts';
import { linkToClient } from './links.ts';

/** A user whose entity and alias an administrator had made. */
export interface TakenOverUser {
  id: string;
  /** `/Users/{id}` */
  path: string;
  /** Path of the entity in the identity API. */
  entity: string;
  /** What a replace sends that changes nothing. */
  sent: Record<string, unknown>;
}

/** How an entity of an administrator becomes a user (Vault documentation, SCIM; from 2.2.0), with the rows on what it is then. */
export const WAYS_OVER = [
  {
    what: 'an adopted user',
    id: 'VAULT-ADOPT-11',
    guard: 'VAULT-ADOPT-11',
    /** Adoption takes the alias too; of a link no page says it. */
    takesAlias: true,
    takeOver: async (arrange: Arrange, vault: VaultClient, tenant: Tenant) => {
      const person = await unmanagedPerson(arrange, vault, tenant);
      return (await adoptPerson(arrange, tenant, person)) ? replaceable(arrange, tenant, person) : null;
    },
  },
  {
    what: 'a linked user',
    id: 'VAULT-LINK-03',
    guard: 'VAULT-LINK-12',
    takesAlias: false,
    takeOver: async (arrange: Arrange, vault: VaultClient, tenant: Tenant) => {
      const person = await unmanagedPerson(arrange, vault, tenant);
      await arrange.during(() => linkToClient(vault, tenant.clientName, { entity_id: person.id }));
      return replaceable(arrange, tenant, person);
    },
  },
] as const;

/** A SCIM client that may adopt users. */
export function takingTenant(arrange: Arrange): Promise<Tenant> {
  return adoptingTenant(arrange, { users: true });
}

async function replaceable(
  arrange: Arrange,
  tenant: Tenant,
  { id, path, entity }: { id: string; path: string; entity: string },
): Promise<TakenOverUser> {
  const {
    userName,
    externalId = arrange.unique('ext'),
    schemas,
    active,
  } = bodyOf(await arrange.during(() => tenant.scim.get(path)));
  return { id, path, entity, sent: { schemas, userName, externalId, active } };
}
