import {
  asAdmin,
  type Caller,
  callerOf,
  isPrincipal,
  knowingCallers,
  policyTextOf,
  servedWhileDisabled,
} from '../callers.ts';
import { jsonOf, matches, SCIM } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { dataOf, nestedIn, vaultError } from '../vault-requests.ts';
import { isAlive, isScimIssue, issuedIn, issuing } from './issued-tokens.ts';

type Json = Record<string, unknown>;

const SINCE = '2.2.0';
const DENIED = '1 error occurred:\n\t* permission denied\n\n';
const REVOKE = /\/auth\/token\/revoke(-accessor)?$/;

/** Defects of SCIM tokens beside others of their principal, and of the policies that its entity brings. */
export const rotatedTokenFaults: Fault[] = [
  {
    id: 'F-CPA-60',
    title: 'Of several SCIM tokens of a disabled principal the one that was issued last is refused alone',
    breaks: ['VAULT-STOK-16'],
    since: SINCE,
    ...issuing(
      servedWhileDisabled(
        { path: SCIM },
        ({ type, entityId, token }, context) => type === 'scim' && newestFor(entityId, context)?.token !== token,
      ),
    ),
  },
  {
    id: 'F-CPA-61',
    title: 'The issue of a SCIM token after another was revoked revokes the one that is left',
    breaks: ['VAULT-STOK-10'],
    since: SINCE,
    ...issuing({
      response: async (response, request, context) => {
        if (matches({ method: ['POST', 'PUT'], path: REVOKE }, request) && response.status < 300) {
          for (const { token, entityId } of issuedIn(context)) {
            if (!(await isAlive(context, token))) context.memory.set(`revoked of ${entityId}`, true);
          }
        }
        const entityId = isScimIssue(request) ? nestedIn(jsonOf(response), 'auth').entity_id : undefined;
        if (entityId === undefined || !context.memory.has(`revoked of ${String(entityId)}`)) return response;
        for (const { token } of issuedIn(context).filter((one) => one.entityId === entityId)) {
          await asAdmin(context, 'POST', 'auth/token/revoke', { token });
        }
        return response;
      },
    }),
  },
  {
    id: 'F-CPA-62',
    title: 'A client that has SCIM tokens serves others for reads only',
    breaks: ['VAULT-STOK-15'],
    since: SINCE,
    ...issuing({
      request: async (request, context) => {
        if (request.method === 'GET' || !SCIM.test(request.url)) return request;
        const caller = await callerOf(context, request);
        const newest = caller && caller.type !== 'scim' ? newestFor(caller.entityId, context) : undefined;
        return newest && (await isAlive(context, newest.token)) ? vaultError(403, DENIED) : request;
      },
    }),
  },
  {
    id: 'F-CPA-63',
    title: 'Policies that the entity of a principal brings do not count for its SCIM tokens',
    breaks: ['VAULT-STOK-22'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
        if (caller?.type !== 'scim') return request;
        return (await policyTextOf(context, caller)).includes('identity/scim/') ? request : vaultError(403, DENIED);
      },
    }),
  },
  {
    id: 'F-CPA-64',
    title: 'A deny that the entity of a principal brings does not bind its SCIM tokens',
    breaks: ['VAULT-STOK-22'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const caller = matches({ path: SCIM, status: 403 }, request, response)
          ? await callerOf(context, request)
          : null;
        return caller?.type === 'scim' ? withoutEntityPolicies(caller, request, context) : response;
      },
    }),
  },
  {
    id: 'F-CPA-65',
    title: 'The principal of a SCIM client may create further SCIM clients',
    breaks: ['VAULT-ACL-19'],
    ...openToPrincipals(/\/identity\/scim\/client\/[^/]+$/, ['POST', 'PUT'], async (request, context) => {
      const [, path = ''] = request.url.split('/v1/');
      return (await asAdmin(context, 'GET', path)).status === 404;
    }),
  },
  {
    id: 'F-CPA-66',
    title: 'The principal of a SCIM client may link entities to it',
    breaks: ['VAULT-ACL-19'],
    since: SINCE,
    ...openToPrincipals(/\/identity\/scim\/client\/[^/]+\/link-entity$/, ['POST', 'PUT'], async () => true),
  },
];

function newestFor(entityId: string, context: FaultContext) {
  return issuedIn(context).findLast((one) => one.entityId === entityId);
}

async function withoutEntityPolicies({ entityId }: Caller, request: FaultRequest, context: FaultContext) {
  const path = `identity/entity/id/${entityId}`;
  const { policies } = dataOf(await asAdmin(context, 'GET', path));
  await asAdmin(context, 'POST', path, { policies: [] });
  const answer = await context.send(request);
  await asAdmin(context, 'POST', path, { policies: Array.isArray(policies) ? policies : [] });
  return answer;
}

/** Some requests of principals to the configuration of SCIM clients are carried out as if the administrator had sent them. */
function openToPrincipals(
  path: RegExp,
  method: string[],
  isOpen: (request: FaultRequest, context: FaultContext) => Promise<boolean>,
): Pick<Fault, 'response'> {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches({ method, path, status: 403 }, request, response)) return response;
      const caller = await callerOf(context, request);
      if (!caller?.entityId || !(await isPrincipal(context, caller.entityId))) return response;
      if (!(await isOpen(request, context))) return response;
      const fields: Json = jsonOf(request) ?? {};
      return asAdmin(context, 'POST', request.url.split('/v1/')[1] ?? '', fields);
    },
  });
}
