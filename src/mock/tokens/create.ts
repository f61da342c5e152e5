import { type Answer, badRequest, VaultError } from '../answer.ts';
import { entityForAlias } from '../auth/login.ts';
import { type Parameters, parametersOf } from '../http/parameters.ts';
import type { Mount } from '../mount.ts';
import type { RequestContext } from '../request.ts';
import { issueScimToken } from '../service-provider/token-type.ts';
import { authAnswer, issueToken, policyWarnings, SYSTEM_TTL } from './issue.ts';
import { type TokenRole, tokenRoles } from './roles.ts';
import type { Token, TokenType } from './token.ts';

/** Handles `create`, `create-orphan` and `create/:role_name` (Vault API documentation, Token auth). */
export function createToken(context: RequestContext, mode: { orphan?: boolean; roleName?: string }): Answer {
  const parent = context.token;
  if (!parent) throw new VaultError(403, 'permission denied');
  if (parent.type !== 'service') throw badRequest(`${parent.type} tokens cannot create more tokens`);
  if (parent.numUses !== 0) throw badRequest('restricted use token cannot generate child tokens');
  const parameters = parametersOf(context);
  const role = findRole(context, mode.roleName ?? parameters.string('role_name'));
  const privileged = context.hasSudo;
  const type = chooseType(parameters, role);
  const policies = choosePolicies(context, parent, parameters, role);
  const orphan = chooseOrphan(mode, parameters, role, privileged);
  const aliasEntityId = entityOfAlias(context, parameters, role, type);
  if (type === 'scim') {
    return issueScimToken(context, { parameters, policies, entityId: aliasEntityId ?? '', role: role?.name ?? '' });
  }
  const id = parameters.string('id');
  if (id !== undefined && !privileged) throw badRequest('root or sudo privileges required to specify token id');
  if (id !== undefined && (id.includes('.') || id === '' || context.state.tokens.get(id))) {
    throw badRequest('the given token ID is not usable');
  }
  const life = chooseLife(parameters, role, parent, policies, privileged);
  const token = issueToken(context.state, context.namespace, {
    ...(id === undefined ? {} : { id }),
    type,
    parentId: orphan ? null : parent.id,
    policies,
    meta: parameters.stringMap('meta') ?? null,
    displayName: parameters.has('display_name') ? `token-${parameters.string('display_name')}` : 'token',
    // An orphan inherits no entity; an alias named through a role replaces the parent's entity.
    entityId: aliasEntityId ?? (orphan ? '' : parent.entityId),
    path: role?.pathSuffix ? `auth/token/create/${role.name}/${role.pathSuffix}` : context.fullPath,
    role: role?.name ?? '',
    renewable: (parameters.boolean('renewable') ?? true) && (role?.renewable ?? true),
    ...life,
  });
  return { auth: authAnswer(token, context.namespace), warnings: policyWarnings(context.namespace, policies) };
}

function findRole(context: RequestContext, name: string | undefined): TokenRole | null {
  if (name === undefined || name === '') return null;
  const role = tokenRoles(context.mount).get(name);
  if (!role) throw badRequest(`unknown role ${name}`);
  return role;
}

function chooseType(parameters: Parameters, role: TokenRole | null): TokenType {
  const asked = parameters.string('type');
  if (asked === 'scim') return 'scim';
  if (asked !== undefined && !['service', 'batch'].includes(asked))
    throw badRequest(`invalid 'token_type' value "${asked}"`);
  // A role's plain type is binding, its default types yield to the request.
  if (role?.tokenType === 'service' || role?.tokenType === 'batch') return role.tokenType;
  if (asked === 'service' || asked === 'batch') return asked;
  return role?.tokenType === 'default-batch' ? 'batch' : 'service';
}

function chooseOrphan(
  mode: { orphan?: boolean },
  parameters: Parameters,
  role: TokenRole | null,
  privileged: boolean,
): boolean {
  if (role) return role.orphan;
  if (mode.orphan) return true;
  if (!parameters.boolean('no_parent')) return false;
  if (!privileged) throw badRequest('root or sudo privileges required to create orphan token');
  return true;
}

function choosePolicies(
  context: RequestContext,
  parent: Token,
  parameters: Parameters,
  role: TokenRole | null,
): string[] {
  const asked = (parameters.stringList('policies') ?? []).map((name) => name.toLowerCase());
  const parentIsRoot = parent.policies.includes('root');
  let policies: string[];
  if (role && role.allowedPolicies.length + role.allowedPoliciesGlob.length > 0) {
    const allowed = new Set([...role.allowedPolicies, 'default']);
    policies = asked.length > 0 ? asked : role.allowedPolicies;
    const refused = policies.filter((name) => !allowed.has(name) && !matchesGlob(role.allowedPoliciesGlob, name));
    if (refused.length > 0) {
      throw badRequest(
        `token policies (${JSON.stringify(asked)}) must be subset of the role's allowed policies (${JSON.stringify(role.allowedPolicies)}) or glob policies (${JSON.stringify(role.allowedPoliciesGlob)})`,
      );
    }
  } else {
    policies = asked.length > 0 ? asked : [...parent.policies];
    const beyond = policies.some((name) => name !== 'default' && !parent.policies.includes(name));
    // A role without allowed policies still binds the caller to its own policies, unless it is root or has sudo.
    if (beyond && !parentIsRoot && !context.hasSudo) throw badRequest('child policies must be subset of parent');
  }
  if (role) {
    const refused = policies.find(
      (name) => role.disallowedPolicies.includes(name) || matchesGlob(role.disallowedPoliciesGlob, name),
    );
    if (refused !== undefined) throw badRequest(`token policy ${JSON.stringify(refused)} is disallowed by this role`);
  }
  if (policies.includes('root') && !parentIsRoot)
    throw badRequest('root tokens may not be created without parent token being root');
  const noDefault = parameters.boolean('no_default_policy') ?? role?.noDefaultPolicy ?? false;
  const chosen = new Set(policies);
  if (chosen.has('root')) return ['root'];
  if (!noDefault && !role?.noDefaultPolicy) chosen.add('default');
  return [...chosen].sort();
}

/**
 * The entity that `entity_alias` stands for, made on the fly when no such alias exists, but never for a SCIM token.
 * Undefined when none is named.
 */
function entityOfAlias(
  context: RequestContext,
  parameters: Parameters,
  role: TokenRole | null,
  type: TokenType,
): string | undefined {
  const alias = parameters.string('entity_alias');
  if (alias === undefined || alias === '') return undefined;
  if (!role) throw badRequest("'entity_alias' is only allowed in combination with token role");
  if (!matchesGlob(role.allowedEntityAliases, alias.toLowerCase())) throw badRequest("invalid 'entity_alias' value");
  const mount = tokenMount(context);
  if (type === 'scim') return context.namespace.identity.aliasByFactors(mount.accessor, alias)?.canonicalId;
  return entityForAlias(context.namespace, mount, alias, null).id;
}

function tokenMount(context: RequestContext): Mount {
  if (!context.mount) throw new VaultError(500, 'no token mount');
  return context.mount;
}

function chooseLife(
  parameters: Parameters,
  role: TokenRole | null,
  parent: Token,
  policies: readonly string[],
  privileged: boolean,
): { ttl: number; explicitMaxTtl: number; period: number; numUses: number } {
  const asked = parameters.duration('ttl') ?? parameters.duration('lease');
  const maxima = [parameters.duration('explicit_max_ttl') ?? 0, role?.explicitMaxTtl ?? 0].filter((max) => max !== 0);
  const explicitMaxTtl = maxima.length > 0 ? Math.min(...maxima) : 0;
  const numUses = parameters.integer('num_uses') ?? role?.numUses ?? 0;
  if (numUses < 0) throw badRequest('number of uses cannot be negative');
  if ((asked ?? 0) < 0 || explicitMaxTtl < 0) throw badRequest('ttl must be positive');
  const ownPeriod = parameters.duration('period') ?? 0;
  if (ownPeriod < 0) throw badRequest('period must be positive');
  if (ownPeriod > 0 && !privileged) throw badRequest('root or sudo privileges required to create periodic token');
  const period = ownPeriod || (role?.period ?? 0);
  const neverExpires = policies.includes('root') && parent.expireTime === null && !asked && !explicitMaxTtl && !period;
  if (neverExpires) return { ttl: 0, explicitMaxTtl: 0, period: 0, numUses };
  let ttl = period || Math.min(asked || SYSTEM_TTL, SYSTEM_TTL);
  if (explicitMaxTtl > 0) ttl = Math.min(ttl, explicitMaxTtl);
  return { ttl, explicitMaxTtl, period, numUses };
}

function matchesGlob(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    const [head = '', ...parts] = pattern.split('*');
    if (parts.length === 0) return pattern === name;
    const tail = parts.pop() ?? '';
    if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return false;
    let position = head.length;
    for (const part of parts) {
      const found = name.indexOf(part, position);
      if (found === -1 || found + part.length > name.length - tail.length) return false;
      position = found + part.length;
    }
    return true;
  });
}
