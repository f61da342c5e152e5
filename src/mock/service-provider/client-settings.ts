import { randomUUID } from 'node:crypto';
import { badRequest, VaultError } from '../answer.ts';
import { type Parameters, parametersOf } from '../http/parameters.ts';
import type { RequestContext } from '../request.ts';
import { type ScimClient, scimClientsOf } from './client-registry.ts';

const SCHEMA_VERSIONS = ['2.0', '2.2'] as const;

type Settings = Omit<ScimClient, 'clientId' | 'name' | 'deleting'>;

/** @throws VaultError 400 for what the validation refuses; no client exists then */
export function createClient(ctx: RequestContext, name: string): ScimClient {
  const settings = readSettings(ctx, undefined);
  const client: ScimClient = { clientId: randomUUID(), name, deleting: false, ...settings };
  scimClientsOf(ctx.namespace).add(client);
  return client;
}

/**
 * Changes a client in place: `client_id` and the ownership of all resources stay (S8).
 *
 * @throws VaultError 400 for what the validation refuses; nothing is changed then
 */
export function updateClient(ctx: RequestContext, client: ScimClient): void {
  const { behaviour, stateFaults: faults } = ctx.state;
  if (client.deleting) {
    throw new VaultError(Number(behaviour.assume['write-while-deleting']), 'the SCIM client is being deleted');
  }
  const { accessGrantPrincipal, ...settings } = readSettings(ctx, client);
  const registry = scimClientsOf(ctx.namespace);
  if (accessGrantPrincipal !== client.accessGrantPrincipal) {
    const before = client.accessGrantPrincipal;
    registry.movePrincipal(client, accessGrantPrincipal);
    if (faults.has('state-old-principal-accepted')) registry.alsoPrincipal(client, before);
    if (faults.has('state-principal-change-new-id')) client.clientId = randomUUID();
  }
  Object.assign(client, settings);
}

/** Optional fields left out keep their value; `alias_mount_accessor` has to be sent again unchanged (S8). */
function readSettings(ctx: RequestContext, stored: ScimClient | undefined): Settings {
  const parameters = parametersOf(ctx);
  const aliasMountAccessor = readAccessor(ctx, parameters, stored);
  const common = { accessGrantPrincipal: readPrincipal(ctx, parameters, stored), aliasMountAccessor };
  if (!ctx.state.behaviour.clientSettings) {
    return {
      allowedExtraAliasMountAccessors: [],
      defaultSchemaVersion: '2.0',
      allowUserAdoption: false,
      allowGroupAdoption: false,
      maxActiveTokens: 2,
      maxTokenTtl: 0,
      ...common,
    };
  }
  const maxActiveTokens = parameters.integer('max_active_tokens') ?? stored?.maxActiveTokens ?? 2;
  if (maxActiveTokens < 1) throw badRequest('max_active_tokens must be at least 1');
  const maxTokenTtl = parameters.duration('max_token_ttl') ?? stored?.maxTokenTtl ?? 0;
  if (maxTokenTtl < 0) throw badRequest('max_token_ttl must not be negative');
  return {
    ...common,
    allowedExtraAliasMountAccessors: readExtraAccessors(ctx, parameters, stored, aliasMountAccessor),
    defaultSchemaVersion: readSchemaVersion(parameters, stored),
    allowUserAdoption: parameters.boolean('allow_user_adoption') ?? stored?.allowUserAdoption ?? false,
    allowGroupAdoption: parameters.boolean('allow_group_adoption') ?? stored?.allowGroupAdoption ?? false,
    maxActiveTokens,
    maxTokenTtl: Math.floor(maxTokenTtl),
  };
}

/** Required on every write; an entity of this namespace that no other client has (S1, S8). */
function readPrincipal(ctx: RequestContext, parameters: Parameters, stored: ScimClient | undefined): string {
  const principal = parameters.string('access_grant_principal');
  if (!principal) throw badRequest('access_grant_principal is required');
  if (!ctx.namespace.identity.entity(principal)) {
    throw badRequest('access_grant_principal is not an entity of this namespace');
  }
  const holder = scimClientsOf(ctx.namespace).byPrincipal(principal);
  if (holder && holder !== stored) throw badRequest('access_grant_principal is already used by another SCIM client');
  return principal;
}

/** An existing, non-local auth mount of this namespace; fixed once it is set (S1, S8). */
function readAccessor(ctx: RequestContext, parameters: Parameters, stored: ScimClient | undefined): string {
  const accessor = parameters.string('alias_mount_accessor') ?? '';
  const before = stored?.aliasMountAccessor ?? '';
  if (before !== '' && accessor !== before) throw badRequest('alias_mount_accessor cannot be changed or cleared');
  if (accessor !== '') checkMount(ctx, accessor, 'alias_mount_accessor');
  return accessor;
}

function readExtraAccessors(
  ctx: RequestContext,
  parameters: Parameters,
  stored: ScimClient | undefined,
  aliasMountAccessor: string,
): string[] {
  const field = 'allowed_extra_alias_mount_accessors';
  const accessors = parameters.stringList(field) ?? stored?.allowedExtraAliasMountAccessors ?? [];
  if (accessors.includes(aliasMountAccessor)) throw badRequest(`${field} must not contain alias_mount_accessor`);
  for (const accessor of accessors) checkMount(ctx, accessor, field);
  return [...new Set(accessors)];
}

function readSchemaVersion(parameters: Parameters, stored: ScimClient | undefined): '2.0' | '2.2' {
  const wanted = parameters.string('default_schema_version') ?? stored?.defaultSchemaVersion ?? '2.2';
  const version = SCHEMA_VERSIONS.find((known) => known === wanted);
  if (version === undefined) throw badRequest('default_schema_version must be 2.0 or 2.2');
  return version;
}

function checkMount(ctx: RequestContext, accessor: string, field: string): void {
  const mount = ctx.namespace.mountByAccessor(accessor);
  if (mount?.kind !== 'auth') throw badRequest(`${field} is not an auth mount of this namespace`);
  if (mount.local) throw badRequest(`${field} must not be a local mount`);
}
