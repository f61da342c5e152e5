import { identityPolicies } from '../access.ts';
import { type Answer, badRequest, listAnswer, noContent, VaultError, withData } from '../answer.ts';
import { formatInstant, unixSeconds } from '../clock.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Route } from '../http/routes.ts';
import type { RequestContext } from '../request.ts';
import { createToken } from './create.ts';
import { authAnswer, SYSTEM_TTL } from './issue.ts';
import { TOKEN_ROLE_ROUTES } from './roles.ts';
import type { Token } from './token.ts';

const badToken = () => new VaultError(403, 'bad token');
const badAccessor = () => new VaultError(403, 'invalid accessor');

function own(context: RequestContext): Token {
  if (!context.token) throw new VaultError(403, 'permission denied');
  return context.token;
}

/** The token that a request names, of this namespace or one below. */
function named(context: RequestContext): Token {
  const secret = parametersOf(context).string('token') ?? '';
  if (secret === '') throw badRequest('missing token ID');
  const token = context.state.tokens.get(secret);
  if (!token || !inReach(context, token)) throw badToken();
  return token;
}

function byAccessor(context: RequestContext): Token {
  const accessor = parametersOf(context).string('accessor') ?? '';
  if (accessor === '') throw badRequest('missing accessor');
  const token = context.state.tokens.getByAccessor(accessor);
  if (!token || !inReach(context, token)) throw badAccessor();
  return token;
}

function inReach(context: RequestContext, token: Token): boolean {
  const path = context.state.namespaceById(token.namespaceId)?.path;
  return path?.startsWith(context.namespace.path) ?? false;
}

function secondsLeft(context: RequestContext, token: Token): number {
  if (token.expireTime === null) return 0;
  return Math.max(0, Number((token.expireTime - context.state.clock.now()) / 1_000_000_000n));
}

function lookup(context: RequestContext, token: Token, showId: boolean): Answer {
  const home = context.state.namespaceById(token.namespaceId) ?? context.namespace;
  const entity = token.entityId === '' ? null : (home.identity.entity(token.entityId) ?? null);
  const scimType = context.state.behaviour.assume['scim-token-lookup-type'];
  const fromIdentity = identityPolicies(entity, home);
  return withData({
    accessor: token.accessor,
    creation_time: unixSeconds(token.creationTime),
    creation_ttl: token.creationTtl,
    display_name: token.displayName,
    entity_id: token.entityId,
    expire_time: token.expireTime === null ? null : formatInstant(token.expireTime),
    explicit_max_ttl: token.explicitMaxTtl,
    ...(fromIdentity.length > 0 ? { external_namespace_policies: {}, identity_policies: fromIdentity } : {}),
    id: showId ? token.id : '',
    issue_time: formatInstant(token.creationTime),
    ...(token.lastRenewal === null
      ? {}
      : { last_renewal: formatInstant(token.lastRenewal), last_renewal_time: unixSeconds(token.lastRenewal) }),
    meta: token.meta,
    ...(home.parent ? { namespace_path: home.path } : {}),
    num_uses: token.numUses,
    orphan: token.parentId === null,
    path: token.path,
    ...(token.period > 0 ? { period: token.period } : {}),
    policies: [...token.policies].sort(),
    renewable: token.renewable,
    ...(token.role ? { role: token.role } : {}),
    ttl: secondsLeft(context, token),
    type: token.type === 'scim' ? scimType : token.type,
  });
}

function renew(context: RequestContext, token: Token): Answer {
  if (!token.renewable) throw badRequest('lease is not renewable');
  const increment = parametersOf(context).duration('increment') ?? 0;
  if (increment < 0) throw badRequest('increment must be positive');
  const age = Number((context.state.clock.now() - token.creationTime) / 1_000_000_000n);
  const wanted = token.period || increment || token.creationTtl;
  const limits = [token.period > 0 ? 0 : SYSTEM_TTL, token.explicitMaxTtl].filter((limit) => limit > 0);
  const seconds = Math.max(1, Math.min(wanted, ...limits.map((limit) => limit - age)));
  context.state.tokens.renew(token, seconds);
  const home = context.state.namespaceById(token.namespaceId) ?? context.namespace;
  return { auth: authAnswer(token, home, seconds) };
}

function revoke(context: RequestContext, token: Token): Answer {
  if (token.type === 'batch') throw badRequest('batch tokens cannot be revoked');
  context.state.tokens.revoke(token.id);
  return noContent();
}

function revokeOrphaning(context: RequestContext, token: Token): Answer {
  if (token.type === 'batch') throw badRequest('batch tokens cannot be revoked');
  context.state.tokens.revokeOrphaning(token.id);
  return noContent();
}

function accessors(context: RequestContext): Answer {
  const keys: string[] = [];
  for (const token of context.state.tokens.all()) {
    if (token.namespaceId === context.namespace.id && token.accessor) keys.push(token.accessor);
  }
  return listAnswer(keys);
}

/** The token auth method, below `auth/token/` (Vault API documentation, Token auth). */
export const TOKEN_ROUTES: readonly Route[] = [
  { pattern: 'create', handlers: { update: (context) => createToken(context, {}) } },
  { pattern: 'create-orphan', handlers: { update: (context) => createToken(context, { orphan: true }) }, sudo: true },
  {
    pattern: 'create/:role',
    handlers: { update: (context, { role }) => createToken(context, role === undefined ? {} : { roleName: role }) },
  },
  {
    pattern: 'lookup-self',
    handlers: {
      read: (context) => lookup(context, own(context), true),
      update: (context) => lookup(context, own(context), true),
    },
  },
  { pattern: 'lookup', handlers: { update: (context) => lookup(context, named(context), true) } },
  { pattern: 'lookup-accessor', handlers: { update: (context) => lookup(context, byAccessor(context), false) } },
  { pattern: 'renew-self', handlers: { update: (context) => renew(context, own(context)) } },
  { pattern: 'renew', handlers: { update: (context) => renew(context, named(context)) } },
  { pattern: 'renew-accessor', handlers: { update: (context) => renew(context, byAccessor(context)) } },
  { pattern: 'revoke-self', handlers: { update: (context) => revoke(context, own(context)) } },
  { pattern: 'revoke', handlers: { update: (context) => revoke(context, named(context)) } },
  { pattern: 'revoke-accessor', handlers: { update: (context) => revoke(context, byAccessor(context)) } },
  {
    pattern: 'revoke-orphan',
    handlers: { update: (context) => revokeOrphaning(context, named(context)) },
    sudo: true,
  },
  { pattern: 'accessors', handlers: { list: accessors }, sudo: true },
  ...TOKEN_ROLE_ROUTES,
];
