import type { Recorder } from '../../evidence/recorder.ts';
import { Secret } from '../../evidence/secret.ts';
import type { VaultAuth } from '../../protocol/vault.ts';
import type { TenantFacts } from '../../targets/run-context.ts';
import { ArrangeError } from '../../vault/arrange-error.ts';
import type { Journal } from '../../vault/journal.ts';
import type { Mount } from '../../vault/mounts.ts';
import { createNamespace } from '../../vault/namespaces.ts';
import {
  provisionPrincipal,
  provisionTenant,
  removeTenant,
  scimBaseUrl,
  type TenantOptions,
} from '../../vault/provisioning.ts';
import type { SharedTokenIssue, TokenIssue } from '../../vault/token-issue.ts';
import type { Fields, VaultClient } from '../../vault/vault-client.ts';
import { bodyOf } from '../answers.ts';
import type { Names } from '../names.ts';
import { type Ownership, vaultOwnership } from '../ownership.ts';
import { policiesOf, type RemovedBy, type Tenant } from '../tenant.ts';
import { type Credential, type CredentialOptions, issueThroughRole, writeTokenRole } from './credentials.ts';
import { CROWD_SIZE, type Crowd, type ProvisionedCrowd, type SharedCrowd } from './crowd.ts';
import { createAlias, jwtIssuer, LOGIN_WAYS, userpassLogin } from './logins.ts';
import { many } from './many.ts';
import { type Person, personOf, type SignIn } from './people.ts';
import { createPolicy, type Grants } from './policies.ts';
import type { SetupSteps } from './printed-setup.ts';
import { createRateLimit, removeRateLimit } from './rate-limit.ts';
import { type ArrangedClient, createAuthMount, createPrincipal, createScimClient } from './scim-clients.ts';
import {
  type ArrangedGroup,
  type ArrangedUser,
  createGroup,
  createUser,
  groupBody,
  userBody,
} from './scim-resources.ts';
import { createSecretStore, writeSecret } from './secrets.ts';

/** What arranging builds on. */
export interface Workbench {
  recorder: Recorder;
  names: Names;
  ownership: Ownership;
  journal: Journal;
  /** What SCIM clients in the namespace of the run can have their tokens issued with. */
  tokenIssue: SharedTokenIssue | null;
  crowd: SharedCrowd;
  /** Administrator in the namespace of the run; watched, so that what it creates is removed. */
  vault: VaultClient;
  /** The same without a watcher, for provisioning that keeps the journal itself. */
  unwatchedVault: VaultClient;
  /** @param removedBy What the resources made with this credential go with, when not by its own requests. */
  tenantOf: (facts: TenantFacts, actor: string, removedBy?: RemovedBy) => Tenant;
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

  /**
   * Another SCIM client with a principal and a token of its own, in the namespace of the run unless told: from one of the
   * test's own it goes away with that. A name that is given begins with one of the test's own.
   */
  tenant(
    options: Partial<TenantOptions> = {},
    inside: VaultClient = this.#bench.vault,
  ): Promise<Tenant & { token: Secret }> {
    const { journal, ownership, tenantOf } = this.#bench;
    const name = options.name ?? this.unique('client');
    const vault = this.#bench.unwatchedVault.with({ namespace: inside.namespace });
    const inRun = inside.namespace === this.#bench.vault.namespace;
    return this.during(async () => {
      if (inRun) ownership.ownNamed({ name, namespace: vault.namespace });
      const issue = inRun ? this.#tokenIssue() : null;
      const facts = await provisionTenant(vault, journal, { aliasMount: false, issue, ...options, name });
      return { ...tenantOf(facts, 'third', 'deletion of the client'), token: new Secret(facts.token) };
    });
  }

  /**
   * 101 users in a SCIM client of their own, without an alias mount. Tests share them: only for those that change neither
   * the users nor the client.
   */
  async crowd(): Promise<Crowd> {
    const { crowd, recorder, tenantOf } = this.#bench;
    const isWhole = async ({ facts, exchanges }: ProvisionedCrowd) => {
      this.#tokenIssue();
      recorder.adopt(exchanges);
      const list = await tenantOf(facts, 'crowd').scim.list('/Users', { count: 1 });
      return bodyOf(list).totalResults === CROWD_SIZE;
    };
    const { facts, users } = await this.during(() => crowd.get(() => this.#provisionCrowd(), isWhole));
    return { tenant: tenantOf(facts, 'crowd'), users };
  }

  async #provisionCrowd(): Promise<ProvisionedCrowd> {
    const { journal, recorder, tenantOf, unwatchedVault } = this.#bench;
    const name = this.unique('client');
    const issue = this.#tokenIssue();
    const before = recorder.exchanges.length;
    const remove = () => removeTenant(unwatchedVault, journal, name);
    try {
      const facts = await provisionTenant(unwatchedVault, journal, { name, aliasMount: false, issue });
      const tenant = tenantOf(facts, 'crowd', 'deletion of the client');
      const users = await many(CROWD_SIZE, () => this.user(tenant));
      return { facts, users, exchanges: recorder.exchanges.slice(before), remove };
    } catch (error) {
      await remove();
      throw error;
    }
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
  freePrincipal(): Promise<Tenant> {
    const { journal, ownership, tenantOf, unwatchedVault: vault } = this.#bench;
    const name = this.unique('principal');
    return this.during(async () => {
      ownership.ownNamed({ name, namespace: vault.namespace });
      const facts = await provisionPrincipal(vault, journal, { name, issue: this.#tokenIssue() });
      // For which client it will act is the test's business.
      return tenantOf(facts, 'another principal', 'deletion of the client');
    });
  }

  /** An ACL policy. @returns its name */
  async policy(grants: Grants, vault: VaultClient = this.#bench.vault): Promise<string> {
    const name = this.unique('policy');
    await this.during(() => createPolicy(vault, name, grants));
    return name;
  }

  /** An empty KV store, version 2. @returns where its secrets stand: `{mount}/data` */
  async secretStore(vault: VaultClient = this.#bench.vault): Promise<string> {
    const name = this.unique('kv');
    return `${await this.during(() => createSecretStore(vault, name))}/data`;
  }

  /** A secret, in a KV store of its own unless told. @returns its path, as reads and policies name it */
  async secret(path?: string, vault: VaultClient = this.#bench.vault): Promise<string> {
    const place = path ?? `${await this.secretStore(vault)}/secret`;
    await this.during(() => writeSecret(vault, place));
    return place;
  }

  /** A secret that a policy of the group gives to its members, to read unless told. @returns its path */
  async secretOf(group: { id: string }, capabilities: readonly string[] = ['read']): Promise<string> {
    const secret = await this.secret();
    const policies = [await this.policy({ [secret]: capabilities })];
    const { vault } = this.#bench;
    await this.during(() => vault.writeOrThrow('give a group a policy', `identity/group/id/${group.id}`, { policies }));
    return secret;
  }

  /**
   * Somebody who can sign in by a password at the alias mount of the tenant, provisioned or not.
   *
   * @param policies of the sign-in itself: none unless told
   */
  person(tenant: Pick<Tenant, 'aliasMount'>, name: string, policies: string[] = []): Promise<Person> {
    const { vault } = this.#bench;
    const path = tenant.aliasMount?.path.replace(/^auth\//, '') ?? '';
    return this.during(async () => personOf(vault, await userpassLogin(vault, { path }, name, policies)));
  }

  /** Lets anybody of any name sign in at a JWT mount, with these policies of the sign-in itself. */
  async anybodyAt(mount: Mount, policies: string[]): Promise<(name: string) => Person> {
    const { vault } = this.#bench;
    const issue = await this.during(() => jwtIssuer(vault, mount, this.unique('role'), policies));
    return (name) => personOf(vault, issue(name));
  }

  /** Lets an entity of the administrator stand for whoever signs in by this name at the alias mount of the tenant. */
  async alias(entityId: string, { aliasMount }: Pick<Tenant, 'aliasMount'>, name: string): Promise<void> {
    const accessor = aliasMount?.accessor ?? '';
    await this.during(() => createAlias(this.#bench.vault, entityId, { accessor }, name));
  }

  /** The sign-in of a person. @throws ArrangeError when it is refused */
  signedIn(person: Person): Promise<SignIn> {
    return this.during(async () => {
      const signIn = await person.signIn();
      if (signIn.auth === null) throw new ArrangeError('sign in', signIn.exchange);
      return signIn;
    });
  }

  /** A token on the tenant's SCIM endpoints with other rights, of another kind or for another alias than its own. */
  async credential(tenant: Tenant, options: CredentialOptions = {}): Promise<Credential> {
    const { vault } = this.#bench;
    const alias = options.alias === undefined ? tenant.clientName : options.alias;
    const named = [...(options.policies ?? [])];
    for (const grants of [options.grants ?? []].flat()) named.push(await this.policy(grants));
    const policies = named.length === 0 ? this.#policiesOf(tenant) : named;
    const role = await this.#tokenRole(alias, policies);
    return this.during(async () =>
      this.#credentialOf(tenant, await issueThroughRole(vault, role, alias, policies, options.fields)),
    );
  }

  /** The role that issues tokens with the policy of a tenant for its principal. @returns its name */
  tokenRole(tenant: Tenant): Promise<string> {
    return this.#tokenRole(tenant.clientName, this.#policiesOf(tenant));
  }

  /** What the tokens of all SCIM clients of the run are issued with. */
  #tokenIssue(): TokenIssue | null {
    const { recorder, tokenIssue } = this.#bench;
    if (tokenIssue !== null) recorder.adopt(tokenIssue.exchanges);
    return tokenIssue;
  }

  #policiesOf(tenant: Tenant): string[] {
    if (tenant.policy === this.#bench.tokenIssue?.policy) this.#tokenIssue();
    return policiesOf(tenant);
  }

  async #tokenRole(alias: string | null, policies: readonly string[]): Promise<string> {
    const role = this.unique('role');
    await this.during(() => writeTokenRole(this.#bench.vault, role, alias, policies));
    return role;
  }

  /**
   * The tenant's principal, signed in with the documented policy of the tenant; `again` signs it in once more.
   *
   * @param at auth method of that type, one of its own unless told
   */
  async login(
    tenant: Tenant,
    type: keyof typeof LOGIN_WAYS,
    at?: Mount,
  ): Promise<Credential & { again: () => Promise<Credential> }> {
    const { vault, unwatchedVault } = this.#bench;
    const mount = at ?? (await this.authMount({ type }));
    return this.during(async () => {
      const way = await LOGIN_WAYS[type](vault, mount, this.unique('login'), this.#policiesOf(tenant));
      await createAlias(vault, tenant.principalId ?? '', mount, way.aliasName);
      // Watched logins own the entity that they find, and this one is the tenant's.
      const anonymous = unwatchedVault.with({ token: null, actor: 'login' });
      const signIn = async () => this.#credentialOf(tenant, await anonymous.writeAuth('sign in', way.path, way.body));
      return { ...(await signIn()), again: () => this.during(signIn) };
    });
  }

  /** What an identity provider would hold after a set-up that a test did step by step. */
  connector({ name, principalId, token }: SetupSteps): Tenant {
    const { tenantOf, vault } = this.#bench;
    return tenantOf(
      {
        clientName: name,
        clientId: null,
        principalId,
        aliasMount: null,
        aliasAccessor: null,
        policy: name,
        scimBaseUrl: scimBaseUrl(vault.address, vault.namespace),
        token: token.auth?.client_token ?? '',
      },
      'connector',
    );
  }

  #credentialOf(tenant: Tenant, auth: VaultAuth): Credential {
    const { client_token: token, accessor, entity_id: entityId } = auth;
    return {
      ...this.#bench.tenantOf({ ...tenant, token }, 'another credential', tenant),
      token: new Secret(token),
      accessor,
      entityId,
    };
  }

  /** An auth method of its own, `userpass` unless told. */
  authMount(options: { type?: string; local?: boolean } = {}, vault: VaultClient = this.#bench.vault): Promise<Mount> {
    return this.during(() => createAuthMount(vault, this.unique('mount'), options));
  }

  /** The administrator in a new child of the run's namespace, or of another, which goes away with all that is in it. */
  namespace(parent: VaultClient = this.#bench.vault): Promise<VaultClient> {
    const { journal, ownership } = this.#bench;
    const vault = this.#bench.unwatchedVault.with({ namespace: parent.namespace });
    const name = this.unique('ns');
    return this.during(async () => {
      ownership.ownNamed({ name, namespace: vault.namespace });
      const inside = vault.with({ namespace: await createNamespace(vault, journal, name) });
      return inside.with({ watcher: vaultOwnership(ownership, inside.namespace, true) });
    });
  }

  /** A rate-limit quota on a path of the server. @returns false when the run may not make one */
  rateLimit(path: string, limit: { rate: number; interval: string }): Promise<boolean> {
    const { unwatchedVault, journal, ownership } = this.#bench;
    const name = this.unique('quota');
    const root = unwatchedVault.with({ namespace: '' });
    return this.during(async () => {
      ownership.ownWhole({ key: name, undo: () => removeRateLimit(root, journal, name) });
      return createRateLimit(root, journal, name, { path, ...limit });
    });
  }

  /** Runs any preparation so that its exchanges count as arranging. */
  during<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#bench.recorder.during('arrange', work);
  }
}
