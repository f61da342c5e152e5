import type { Recorder } from '../../evidence/recorder.ts';
import type { TenantFacts } from '../../targets/run-context.ts';
import type { Journal } from '../../vault/journal.ts';
import type { Mount } from '../../vault/mounts.ts';
import { provisionTenant, removeTenant, type TenantOptions } from '../../vault/provisioning.ts';
import type { Fields, VaultClient } from '../../vault/vault-client.ts';
import type { Names } from '../names.ts';
import { type Ownership, vaultOwnership } from '../ownership.ts';
import type { Tenant } from '../tenant.ts';
import { createChildNamespace, removeChildNamespace } from './child-namespace.ts';
import {
  type ArrangedClient,
  createAuthMount,
  createPrincipal,
  createScimClient,
  removeScimClient,
} from './scim-clients.ts';
import {
  type ArrangedGroup,
  type ArrangedUser,
  createGroup,
  createUser,
  groupBody,
  userBody,
} from './scim-resources.ts';

/** What arranging builds on. */
export interface Workbench {
  recorder: Recorder;
  names: Names;
  ownership: Ownership;
  journal: Journal;
  /** Administrator in the namespace of the run; watched, so that what it creates is removed. */
  vault: VaultClient;
  /** The same without a watcher, for provisioning that keeps the journal itself. */
  unwatchedVault: VaultClient;
  tenantOf: (facts: TenantFacts, actor: string) => Tenant;
}

/**
 * Prepares what a test needs. Nothing in here is judged: whatever answer lets the test go on
 * is fine, and any other one makes its rows `blocked`, naming the exchange.
 */
export class Arrange {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  /** A name that nothing else has; also for names that only the act uses. */
  unique(what: string): string {
    return this.#bench.names.unique(what);
  }

  /** A user of the tenant; `attributes` replace or extend the documented minimum. */
  user(tenant: Tenant, attributes: Record<string, unknown> = {}): Promise<ArrangedUser> {
    const name = typeof attributes.userName === 'string' ? attributes.userName : this.unique('user');
    return this.during(() => createUser(tenant, userBody(name, attributes)));
  }

  /** `count` users of the tenant, one after the other. */
  async users(tenant: Tenant, count: number, attributes: Record<string, unknown> = {}): Promise<ArrangedUser[]> {
    const users: ArrangedUser[] = [];
    for (let i = 0; i < count; i += 1) users.push(await this.user(tenant, attributes));
    return users;
  }

  /** A group of the tenant with these users as members. */
  group(tenant: Tenant, members: { id: string }[] = [], displayName = this.unique('group')): Promise<ArrangedGroup> {
    return this.during(() =>
      createGroup(
        tenant,
        groupBody(
          displayName,
          members.map(({ id }) => id),
        ),
      ),
    );
  }

  /** Another SCIM client with a principal and a token of its own, in the namespace of the run. */
  tenant(options: Partial<Omit<TenantOptions, 'name'>> = {}): Promise<Tenant> {
    const { unwatchedVault, journal, ownership, tenantOf } = this.#bench;
    const name = this.unique('client');
    return this.during(async () => {
      ownership.ownWhole(name, () => removeTenant(unwatchedVault, journal, name));
      const facts = await provisionTenant(unwatchedVault, journal, { name, aliasMount: false, ...options });
      return tenantOf(facts, 'third');
    });
  }

  /** An entity that is the principal of no SCIM client yet. @returns its id */
  entity(vault: VaultClient = this.#bench.vault): Promise<string> {
    return this.during(() => createPrincipal(vault, this.unique('principal')));
  }

  /** A SCIM client without policy or token, for tests of its configuration; its principal is made when none is given. */
  scimClient(fields: Fields = {}): Promise<ArrangedClient> {
    const { vault } = this.#bench;
    return this.during(async () => {
      const principal = fields.access_grant_principal ?? (await createPrincipal(vault, this.unique('principal')));
      return createScimClient(vault, this.unique('client'), { access_grant_principal: principal, ...fields });
    });
  }

  /** An entity with a token and a policy for SCIM that is the principal of no client: what another principal would hold. */
  async freePrincipal(): Promise<Tenant> {
    const tenant = await this.tenant();
    await this.during(() => removeScimClient(this.#bench.vault, tenant.clientName));
    return tenant;
  }

  /** An auth method of its own, `userpass` unless told. */
  authMount(options: { type?: string; local?: boolean } = {}, vault: VaultClient = this.#bench.vault): Promise<Mount> {
    return this.during(() => createAuthMount(vault, this.unique('mount'), options));
  }

  /** The administrator in a new child of the run's namespace, which goes away with all that is in it. */
  namespace(): Promise<VaultClient> {
    const { unwatchedVault, journal, ownership } = this.#bench;
    const name = this.unique('ns');
    return this.during(async () => {
      ownership.ownWhole(name, () => removeChildNamespace(unwatchedVault, journal, name));
      const inside = await createChildNamespace(unwatchedVault, journal, name);
      return inside.with({ watcher: vaultOwnership(ownership, inside) });
    });
  }

  /** Runs any preparation so that its exchanges count as arranging. */
  during<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#bench.recorder.during('arrange', work);
  }
}
