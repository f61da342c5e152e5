import { asAdmin, callerOf, knowingCallers, policyTextOf, tokenIn, unchecked } from '../callers.ts';
import { jsonOf, matches, SCIM, USERS } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { ENTITY, ENTITY_BY_NAME } from '../scim-objects.ts';
import { dataOf, lastSegment, nestedIn, POLICY, vaultError } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const DENIED = () => vaultError(403, '1 error occurred:\n\t* permission denied\n\n');

/** Defects of policies that are changed after a token was issued, and of what a rule covers. */
export const changedPolicyFaults: Fault[] = [
  {
    id: 'F-ACL-29',
    title: 'The capability patch that a policy gets later counts for new tokens only',
    breaks: ['VAULT-SETUP-03', 'VAULT-ACL-25'],
    ...frozenPolicies(),
  },
  {
    id: 'F-ACL-30',
    title: 'Policies that the entity of a principal gets later count for new tokens only',
    breaks: ['VAULT-ACL-16'],
    ...frozenEntities(),
  },
  {
    id: 'F-ACL-31',
    title: 'A plus in a pattern stands for no segment as well',
    breaks: ['VAULT-ACL-15'],
    ...unchecked({ method: 'GET', path: USERS }, (policies) => policies.includes('identity/scim/v2/+/*')),
  },
  {
    id: 'F-ACL-32',
    title: 'Whoever may list is served the list of users without read',
    breaks: ['VAULT-ACL-08'],
    ...unchecked(
      { method: 'GET', path: USERS },
      (policies) => policies.includes('"list"') && !policies.includes('"read"'),
    ),
  },
];

/** Tokens that were there when a policy got `patch` go on without it. */
function frozenPolicies(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: SCIM }, request)) return request;
      const caller = await callerOf(context, request);
      const isStale = caller?.policies.some((name) => staleFor(context, name).includes(caller.token));
      return isStale ? DENIED() : request;
    },
    response: (response, request, context) => {
      noteToken(response, context);
      if (response.status >= 300 || !matches({ method: ['POST', 'PUT'], path: POLICY }, request)) return response;
      const name = lastSegment(request);
      const text = String(jsonOf(request)?.policy ?? '');
      const former = context.memory.get(`policy ${name}`);
      context.memory.set(`policy ${name}`, text);
      const gains = former !== undefined && !String(former).includes('"patch"') && text.includes('"patch"');
      if (gains) context.memory.set(`stale for ${name}`, tokensOf(context));
      return response;
    },
  });
}

function frozenEntities(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const stale = context.memory.get(`stale ${tokenIn(request)}`);
      if (stale === undefined || !SCIM.test(request.url)) return request;
      const caller = await callerOf(context, request);
      const own = caller === null ? '' : await policyTextOf(context, caller);
      return caller?.entityId === stale && !own.includes('identity/scim') ? DENIED() : request;
    },
    response: async (response, request, context) => {
      noteToken(response, context);
      const isWrite = [ENTITY, ENTITY_BY_NAME].some((path) => matches({ method: ['POST', 'PUT'], path }, request));
      if (response.status >= 300 || !isWrite || jsonOf(request)?.policies === undefined) return response;
      const path = request.url.replace(/^\/v1\//, '');
      const { id } = dataOf(await asAdmin(context, 'GET', path));
      for (const token of tokensOf(context)) {
        if (context.memory.get(`entity of ${token}`) === id) context.memory.set(`stale ${token}`, id);
      }
      return response;
    },
  });
}

function noteToken(response: { body: Buffer }, context: FaultContext): void {
  const { client_token: token, entity_id: entityId } = nestedIn(jsonOf(response), 'auth');
  if (typeof token !== 'string') return;
  context.memory.set('issued', [...tokensOf(context), token]);
  context.memory.set(`entity of ${token}`, entityId);
}

function tokensOf({ memory }: FaultContext): string[] {
  return (memory.get('issued') ?? []) as string[];
}

function staleFor({ memory }: FaultContext, policy: string): string[] {
  return (memory.get(`stale for ${policy}`) ?? []) as string[];
}
