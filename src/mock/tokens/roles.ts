import { badRequest, listAnswer, noContent, notFound, withData } from '../answer.ts';
import { type Parameters, parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { Mount } from '../mount.ts';

/** A token role (Vault API documentation, Token auth: roles). Seconds. */
export interface TokenRole {
  name: string;
  allowedPolicies: string[];
  disallowedPolicies: string[];
  allowedPoliciesGlob: string[];
  disallowedPoliciesGlob: string[];
  orphan: boolean;
  renewable: boolean;
  pathSuffix: string;
  allowedEntityAliases: string[];
  boundCidrs: string[];
  explicitMaxTtl: number;
  noDefaultPolicy: boolean;
  numUses: number;
  period: number;
  tokenType: string;
}

/** What a token mount keeps. */
export class TokenBackend {
  readonly roles = new Map<string, TokenRole>();
}

export function tokenRoles(mount: Mount | null): Map<string, TokenRole> {
  if (!(mount?.backend instanceof TokenBackend)) throw notFound();
  return mount.backend.roles;
}

const TOKEN_TYPES = new Set(['service', 'batch', 'default-service', 'default-batch', 'default']);

function changeRole(name: string, role: TokenRole | undefined, parameters: Parameters): TokenRole {
  const tokenType = parameters.string('token_type') ?? role?.tokenType ?? 'default-service';
  if (!TOKEN_TYPES.has(tokenType)) throw badRequest(`invalid 'token_type' value "${tokenType}"`);
  const pathSuffix = parameters.string('path_suffix') ?? role?.pathSuffix ?? '';
  if (pathSuffix !== '' && !/^[\w.-]+$/.test(pathSuffix))
    throw badRequest('given role path suffix contains invalid characters');
  const changed: TokenRole = {
    name,
    allowedPolicies: parameters.stringList('allowed_policies') ?? role?.allowedPolicies ?? [],
    disallowedPolicies: parameters.stringList('disallowed_policies') ?? role?.disallowedPolicies ?? [],
    allowedPoliciesGlob: parameters.stringList('allowed_policies_glob') ?? role?.allowedPoliciesGlob ?? [],
    disallowedPoliciesGlob: parameters.stringList('disallowed_policies_glob') ?? role?.disallowedPoliciesGlob ?? [],
    orphan: parameters.boolean('orphan') ?? role?.orphan ?? false,
    renewable: parameters.boolean('renewable') ?? role?.renewable ?? true,
    pathSuffix,
    allowedEntityAliases:
      parameters.stringList('allowed_entity_aliases')?.map((alias) => alias.toLowerCase()) ??
      role?.allowedEntityAliases ??
      [],
    boundCidrs: parameters.stringList('token_bound_cidrs') ?? role?.boundCidrs ?? [],
    explicitMaxTtl: parameters.duration('token_explicit_max_ttl') ?? role?.explicitMaxTtl ?? 0,
    noDefaultPolicy: parameters.boolean('token_no_default_policy') ?? role?.noDefaultPolicy ?? false,
    numUses: parameters.integer('token_num_uses') ?? role?.numUses ?? 0,
    period: parameters.duration('token_period') ?? parameters.duration('period') ?? role?.period ?? 0,
    tokenType,
  };
  for (const [field, value] of [
    ['token_explicit_max_ttl', changed.explicitMaxTtl],
    ['token_num_uses', changed.numUses],
    ['token_period', changed.period],
  ] as const) {
    if (value < 0) throw badRequest(`'${field}' cannot be negative`);
  }
  return changed;
}

const writeRole: Handler = (context, { role: name = '' }) => {
  const roles = tokenRoles(context.mount);
  roles.set(name, changeRole(name, roles.get(name), parametersOf(context)));
  return noContent();
};

const readRole: Handler = (context, { role: name = '' }) => {
  const role = tokenRoles(context.mount).get(name);
  if (!role) throw notFound();
  return withData({
    allowed_entity_aliases: role.allowedEntityAliases.length > 0 ? role.allowedEntityAliases : null,
    allowed_policies: role.allowedPolicies,
    allowed_policies_glob: role.allowedPoliciesGlob,
    disallowed_policies: role.disallowedPolicies,
    disallowed_policies_glob: role.disallowedPoliciesGlob,
    explicit_max_ttl: 0,
    name: role.name,
    orphan: role.orphan,
    path_suffix: role.pathSuffix,
    period: 0,
    renewable: role.renewable,
    token_bound_cidrs: role.boundCidrs,
    token_explicit_max_ttl: role.explicitMaxTtl,
    token_no_default_policy: role.noDefaultPolicy,
    token_num_uses: role.numUses,
    token_period: role.period,
    token_type: role.tokenType,
  });
};

const deleteRole: Handler = (context, { role: name = '' }) => {
  tokenRoles(context.mount).delete(name);
  return noContent();
};

export const TOKEN_ROLE_ROUTES: readonly Route[] = [
  { pattern: 'roles', handlers: { list: ({ mount }) => listAnswer([...tokenRoles(mount).keys()].sort()) } },
  {
    pattern: 'roles/:role',
    handlers: { update: writeRole, read: readRole, delete: deleteRole },
    exists: ({ mount }, { role = '' }) => tokenRoles(mount).has(role),
  },
];
