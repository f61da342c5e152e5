import { grantOf } from '../access.ts';
import { CAPABILITIES } from '../acl/policy.ts';
import { type Answer, badRequest, VaultError, withData } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Route } from '../http/routes.ts';
import type { RequestContext } from '../request.ts';
import type { Token } from '../tokens/token.ts';

function capabilities(context: RequestContext, token: Token): Answer {
  const parameters = parametersOf(context);
  const paths = parameters.stringList('paths') ?? parameters.stringList('path') ?? [];
  if (paths.length === 0) throw badRequest('paths must be supplied');
  const home = context.state.namespaceById(token.namespaceId) ?? context.namespace;
  const entity = token.entityId === '' ? null : (home.identity.entityOrSuccessor(token.entityId) ?? null);
  const entries = paths.map((path) => {
    const grant = grantOf({ token, entity, home }, context.namespace, path, path.endsWith('/'));
    return [path, words(grant)] as const;
  });
  const [only] = entries;
  const single = entries.length === 1 && only ? { capabilities: only[1] } : {};
  return withData({ ...Object.fromEntries(entries), ...single });
}

function words(grant: ReturnType<typeof grantOf>): string[] {
  if (grant.root) return ['root'];
  if (grant.denied || grant.capabilities.size === 0) return ['deny'];
  return CAPABILITIES.filter((capability) => grant.capabilities.has(capability)).sort();
}

function own(context: RequestContext): Token {
  if (!context.token) throw new VaultError(403, 'permission denied');
  return context.token;
}

function named(context: RequestContext): Token {
  const token = context.state.tokens.get(parametersOf(context).required('token'));
  if (!token) throw badRequest('invalid token');
  return token;
}

function byAccessor(context: RequestContext): Token {
  const token = context.state.tokens.getByAccessor(parametersOf(context).required('accessor'));
  if (!token) throw badRequest('invalid accessor');
  return token;
}

/** `sys/capabilities-self`, `sys/capabilities-accessor` and `sys/capabilities` (Vault API documentation). */
export const CAPABILITY_ROUTES: readonly Route[] = [
  { pattern: 'capabilities-self', handlers: { update: (context) => capabilities(context, own(context)) } },
  {
    pattern: 'capabilities-accessor',
    handlers: { update: (context) => capabilities(context, byAccessor(context)) },
  },
  { pattern: 'capabilities', handlers: { update: (context) => capabilities(context, named(context)) } },
];
