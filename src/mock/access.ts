import type { Grant } from './acl/check.ts';
import { grantOn, parametersAllowed } from './acl/check.ts';
import type { Policy } from './acl/policy.ts';
import { multiError, permissionDenied, VaultError } from './answer.ts';
import type { Entity } from './identity/records.ts';
import type { Namespace } from './namespace.ts';
import type { Operation } from './request.ts';
import type { DoubleState } from './state.ts';
import type { Token } from './tokens/token.ts';

/** Who makes a request: a live token and, when it has one, its entity. */
export interface Caller {
  readonly token: Token;
  readonly entity: Entity | null;
  /** The namespace of the token: its entity and its policies are there. */
  readonly home: Namespace;
}

/** `-self` paths act in the token's own namespace, whatever namespace the request names. */
const SELF_PATHS = new Set(['auth/token/lookup-self', 'auth/token/renew-self', 'auth/token/revoke-self']);

export function isSelfPath(fullPath: string): boolean {
  return SELF_PATHS.has(fullPath);
}

/**
 * Who a token stands for. Uses up one use of a token with limited uses.
 * @throws VaultError 403 for no, unknown, revoked or expired tokens, for one of a namespace that is not above the
 * request's, and for one whose entity is disabled or gone
 */
export function authenticate(state: DoubleState, secret: string, namespace: Namespace, fullPath: string): Caller {
  if (secret === '') throw new VaultError(403, 'permission denied');
  const token = state.tokens.get(secret);
  if (!token) throw new VaultError(403, multiError('permission denied', 'invalid token'));
  const home = state.namespaceById(token.namespaceId);
  if (!home) throw new VaultError(403, multiError('permission denied', 'invalid token'));
  if (!namespace.path.startsWith(home.path) && !isSelfPath(fullPath)) throw permissionDenied();
  const entity = token.entityId === '' ? null : (home.identity.entityOrSuccessor(token.entityId) ?? undefined);
  if (entity === undefined || entity?.disabled) throw new VaultError(403, 'permission denied');
  return { token, entity, home };
}

/** Names of the policies that an entity brings: its own and those of its groups, inherited ones too. */
export function identityPolicies(entity: Entity | null, home: Namespace): string[] {
  if (!entity) return [];
  const { direct, inherited } = home.identity.groupsOf(entity.id);
  const names = new Set(entity.policies);
  for (const group of [...direct, ...inherited]) for (const policy of group.policies) names.add(policy);
  return [...names];
}

/** Every policy of a caller that exists at this moment: nothing is remembered from the login. */
export function policiesOf(caller: Caller): Policy[] {
  const names = new Set([...caller.token.policies, ...identityPolicies(caller.entity, caller.home)]);
  const policies: Policy[] = [];
  for (const name of names) {
    const policy = caller.home.policies.get(name);
    if (policy) policies.push(policy);
  }
  return policies;
}

/** What a caller may do on a path of a namespace: policies see the path relative to the token's namespace. */
export function grantOf(caller: Caller, namespace: Namespace, fullPath: string, isList: boolean): Grant {
  const path = namespace.path.startsWith(caller.home.path)
    ? namespace.path.slice(caller.home.path.length) + fullPath
    : fullPath;
  return grantOn(policiesOf(caller), path, isList, caller.entity, caller.home);
}

/**
 * Passes when the grant covers the operation.
 * @param wanted the operation, or several of which one is enough
 * @throws VaultError 403
 */
export function authorise(
  grant: Grant,
  wanted: readonly Operation[],
  needsSudo: boolean,
  parameters: () => ReadonlyMap<string, unknown>,
): void {
  if (grant.root) return;
  const capabilities = wanted.map((operation) => (operation === 'header' ? 'read' : operation));
  if (!capabilities.some((capability) => grant.capabilities.has(capability))) throw permissionDenied();
  if (needsSudo && !grant.capabilities.has('sudo')) throw permissionDenied();
  const constrained = grant.rules.some(
    (rule) => rule.allowedParameters || rule.deniedParameters || rule.requiredParameters.length > 0,
  );
  const writes = wanted.some((operation) => ['create', 'update', 'patch'].includes(operation));
  if (constrained && writes && !parametersAllowed(grant, parameters())) throw permissionDenied();
}
