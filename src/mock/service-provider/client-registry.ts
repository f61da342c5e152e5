import type { Namespace } from '../namespace.ts';

/** The configuration of one SCIM client (Vault API documentation, SCIM; Terraform `vault_scim_client` for the fields of 2.2). */
export interface ScimClient {
  /** Generated; what `scim_client_id` of owned objects holds. */
  clientId: string;
  /** Lower case; unique in the namespace. */
  readonly name: string;
  accessGrantPrincipal: string;
  aliasMountAccessor: string;
  allowedExtraAliasMountAccessors: string[];
  defaultSchemaVersion: '2.0' | '2.2';
  allowUserAdoption: boolean;
  allowGroupAdoption: boolean;
  maxActiveTokens: number;
  /** Seconds; 0: the cluster's default. */
  maxTokenTtl: number;
  deleting: boolean;
}

/** The SCIM clients of one namespace, found by name, id or principal. */
export class ScimClientRegistry {
  readonly #byName = new Map<string, ScimClient>();
  readonly #byPrincipal = new Map<string, ScimClient>();

  byName(name: string): ScimClient | undefined {
    return this.#byName.get(name);
  }

  byId(clientId: string): ScimClient | undefined {
    return this.all().find((client) => client.clientId === clientId);
  }

  /** One entity is the principal of at most one client (unique index, S8 and S13). */
  byPrincipal(entityId: string): ScimClient | undefined {
    return this.#byPrincipal.get(entityId);
  }

  all(): ScimClient[] {
    return [...this.#byName.values()];
  }

  add(client: ScimClient): void {
    this.#byName.set(client.name, client);
    this.#byPrincipal.set(client.accessGrantPrincipal, client);
  }

  movePrincipal(client: ScimClient, entityId: string): void {
    this.#byPrincipal.delete(client.accessGrantPrincipal);
    client.accessGrantPrincipal = entityId;
    this.#byPrincipal.set(entityId, client);
  }

  /** Lets a further entity speak for a client: only a seeded defect wants that. */
  alsoPrincipal(client: ScimClient, entityId: string): void {
    this.#byPrincipal.set(entityId, client);
  }

  remove(client: ScimClient): void {
    this.#byName.delete(client.name);
    for (const [entityId, holder] of this.#byPrincipal) if (holder === client) this.#byPrincipal.delete(entityId);
  }
}

export function scimClientsOf(namespace: Namespace): ScimClientRegistry {
  return namespace.slot('scim-clients', () => new ScimClientRegistry());
}
