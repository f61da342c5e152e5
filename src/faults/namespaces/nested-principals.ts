import { callerOf, knowingCallers, policyTextOf, scimClients, tokenIn, withToken } from '../callers.ts';
import { CLIENT, isScimForm, jsonOf, matches, SCIM, USER, USERS, type Where } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { vaultError } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const WRITE = ['POST', 'PUT'];

/** Defects of principals and SCIM clients that have a namespace between them and the root, or between them and the caller. */
export const nestedPrincipalFaults: Fault[] = [
  {
    id: 'F-CPB-01',
    title: 'A principal is served in the namespaces two levels below its own',
    breaks: ['VAULT-NS-09'],
    ...servedBelow({}, 2),
  },
  {
    id: 'F-CPB-02',
    title: 'A principal may read single users of the namespaces right below its own',
    breaks: ['VAULT-NS-09'],
    ...servedBelow({ method: 'GET', path: USER }, 1),
  },
  {
    id: 'F-CPB-03',
    title: 'A principal whose rights come from its entity lists the users of the namespaces below its own',
    breaks: ['VAULT-NS-09'],
    ...servedBelow(
      { method: 'GET', path: USERS },
      1,
      (ownPolicies, request) => !ownPolicies.includes(namespaceOf(request)),
    ),
  },
  {
    id: 'F-CPB-04',
    title: 'The principal of a SCIM client in a nested namespace is looked for one level too high',
    breaks: ['VAULT-NS-01'],
    request: (request) =>
      isNested(request) && matches({ method: WRITE, path: CLIENT }, request)
        ? vaultError(400, 'access_grant_principal is not an entity of this namespace')
        : request,
  },
  {
    id: 'F-CPB-05',
    title: 'A mount of a nested namespace is refused as the alias mount of a SCIM client',
    breaks: ['VAULT-NS-06'],
    request: (request) =>
      isNested(request) &&
      matches({ method: WRITE, path: CLIENT }, request) &&
      jsonOf(request)?.alias_mount_accessor !== undefined
        ? vaultError(400, 'alias_mount_accessor is not an auth mount of this namespace')
        : request,
  },
];

/** More than one level below the root. */
function isNested(request: FaultRequest): boolean {
  return namespaceOf(request).includes('/');
}

/**
 * A principal of a namespace above, which the SCIM handler refuses for want of a client, is served as the last one that
 * the namespace served.
 *
 * @param levels between the namespace of the principal and that of the request
 * @param applies gets the text of the policies of the token itself
 */
function servedBelow(
  where: Where,
  levels: number,
  applies: (ownPolicies: string, request: FaultRequest) => boolean = () => true,
): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!SCIM.test(request.url)) return response;
      const key = `served in ${namespaceOf(request)}`;
      if (response.status < 300) {
        context.memory.set(key, tokenIn(request));
        return response;
      }
      const token = context.memory.get(key);
      if (typeof token !== 'string' || !isScimForm(response) || !matches(where, request)) return response;
      const caller = await callerOf(context, request);
      if (!caller || !(await hasClientAbove(context, request, levels, caller.entityId))) return response;
      return applies(await policyTextOf(context, caller), request) ? context.send(withToken(request, token)) : response;
    },
  });
}

async function hasClientAbove(
  context: FaultContext,
  request: FaultRequest,
  levels: number,
  principal: string,
): Promise<boolean> {
  const parts = namespaceOf(request).split('/');
  if (parts.length < levels || principal === '') return false;
  const above = parts.slice(0, -levels).join('/');
  const clients = await scimClients(context, above === '' ? '' : `${above}/`);
  return clients.some((client) => client.access_grant_principal === principal);
}
