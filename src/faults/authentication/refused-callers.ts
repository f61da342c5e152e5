import {
  adminToken,
  asAdmin,
  callerOf,
  isPrincipal,
  knowingCallers,
  refusedTo,
  servedWhileDisabled,
  tokenIn,
  unchecked,
  withToken,
} from '../callers.ts';
import { CLIENT, changingUpdate } from '../client-requests.ts';
import { answering, GROUP, GROUPS, jsonOf, matches, pathOf, RESOURCE, USER, USERS, type Where } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { knowingOwners, ownerOf } from '../owners.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { lastSegment, nestedIn } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const WILDCARD = 'identity/scim/v2/*';
const CLIENTS = /\/identity\/scim\/client$/;

/** Defects that refuse a caller on one way and serve it on another. */
export const refusedCallerFaults: Fault[] = [
  {
    id: 'F-AUTH-25',
    title: 'A token that revokes itself goes on serving',
    breaks: ['VAULT-AUTH-12'],
    ...answering({ path: /\/auth\/token\/revoke-self$/ }, () => NOTHING_DONE),
  },
  {
    id: 'F-AUTH-26',
    title: 'The userpass login of a principal may only read',
    breaks: ['VAULT-AUTH-02'],
    ...refusedTo({ method: 'POST', path: USERS }, (_policies, { path }) => /\/login\/[^/]+$/.test(path)),
  },
  {
    id: 'F-AUTH-27',
    title: 'AppRole and JWT logins of a principal may only read',
    breaks: ['VAULT-AUTH-03', 'VAULT-AUTH-04'],
    ...refusedTo({ method: 'POST', path: USERS }, (_policies, { path }) => /\/login$/.test(path)),
  },
  {
    id: 'F-AUTH-28',
    title: 'A token of a disabled principal can still delete users',
    breaks: ['VAULT-AUTH-17'],
    ...servedWhileDisabled({ method: 'DELETE', path: RESOURCE }),
  },
  {
    id: 'F-AUTH-29',
    title: 'A token whose entity is no principal can delete users',
    breaks: ['VAULT-AUTH-14'],
    ...servedAsOwner({ method: 'DELETE', path: USER }, async (request, context) => {
      const caller = await callerOf(context, request);
      return caller !== null && caller.entityId !== '' && !(await isPrincipal(context, caller.entityId));
    }),
  },
  {
    id: 'F-AUTH-30',
    title: 'A token without an entity can patch users',
    breaks: ['VAULT-AUTH-15'],
    ...servedAsOwner({ method: 'PATCH', path: USER }, async (request, context) => {
      const caller = await callerOf(context, request);
      return caller !== null && caller.entityId === '' && !caller.policies.includes('root');
    }),
  },
  {
    id: 'F-AUTH-31',
    title: 'A root token can delete users through SCIM',
    breaks: ['VAULT-AUTH-16'],
    ...servedAsOwner(
      { method: 'DELETE', path: USER },
      (request, context) => tokenIn(request) !== '' && tokenIn(request) === adminToken(context),
    ),
  },
  {
    id: 'F-AUTH-32',
    title: 'Without a token a user can be deleted by its id',
    breaks: ['VAULT-AUTH-30'],
    ...servedAsOwner({ method: 'DELETE', path: USER }, (request) => tokenIn(request) === ''),
  },
  {
    id: 'F-AUTH-33',
    title: 'Without a token a user can be read by its id',
    breaks: ['VAULT-AUTH-30'],
    ...servedAsOwner({ method: 'GET', path: USER }, (request) => tokenIn(request) === ''),
  },
  {
    id: 'F-AUTH-34',
    title: 'Without a token members can be patched into a group',
    breaks: ['VAULT-AUTH-30'],
    ...servedAsOwner({ method: 'PATCH', path: GROUP }, (request) => tokenIn(request) === ''),
  },
  {
    id: 'F-STOK-19',
    title: 'A max_token_ttl that an update sets is shown and has no effect',
    breaks: ['VAULT-STOK-07'],
    since: '2.2.0',
    ...changingUpdate((fields, _stored, request, { memory }) => {
      if (fields.max_token_ttl === undefined) return;
      memory.set(`ttl of ${lastSegment(request)}`, fields.max_token_ttl);
      fields.max_token_ttl = 0;
    }),
    response: (response, request, { memory }) => {
      const ttl = memory.get(`ttl of ${lastSegment(request)}`);
      const body = matches({ method: 'GET', path: CLIENT, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body || ttl === undefined) return response;
      nestedIn(body, 'data').max_token_ttl = ttl;
      return { ...response, body: Buffer.from(JSON.stringify(body)) };
    },
  },
  {
    id: 'F-ACL-20',
    title: 'An explicit deny stops reads only',
    breaks: ['VAULT-ACL-12', 'VAULT-ACL-25'],
    ...unchecked({ method: ['POST', 'PUT', 'PATCH', 'DELETE'], path: /scim\/v2\// }, (policies) =>
      policies.includes('"deny"'),
    ),
  },
  {
    id: 'F-ACL-21',
    title: 'A more specific pattern takes nothing away from the wildcard',
    breaks: ['VAULT-ACL-13'],
    ...unchecked(
      { method: 'PATCH', path: USER },
      (policies) => policies.includes(WILDCARD) && policies.includes('v2/Users/*') && policies.includes('"patch"'),
    ),
  },
  {
    id: 'F-ACL-22',
    title: 'The principal of a SCIM client may list the SCIM clients',
    breaks: ['VAULT-ACL-19'],
    ...doneByAdmin({ method: ['GET', 'LIST'], path: CLIENTS }),
  },
  {
    id: 'F-ACL-23',
    title: 'The principal of a SCIM client may delete its own SCIM client',
    breaks: ['VAULT-ACL-19'],
    ...doneByAdmin({ method: 'DELETE', path: CLIENT }),
  },
  {
    id: 'F-ACL-24',
    title: 'A PUT of a group is not checked',
    breaks: ['VAULT-ACL-22'],
    ...unchecked({ method: 'PUT', path: GROUP }),
  },
  {
    id: 'F-ACL-25',
    title: 'A GET of the groups is not checked for whoever may create them',
    breaks: ['VAULT-ACL-23'],
    ...unchecked({ method: 'GET', path: GROUPS }, (policies) => /v2\/Groups"[^}]*"create"/s.test(policies)),
  },
  {
    id: 'F-ACL-26',
    title: 'The rule of the collection of groups covers the groups in it',
    breaks: ['VAULT-ACL-23'],
    ...unchecked({ method: 'GET', path: GROUP }, (policies) => /v2\/Groups"[^}]*"read"/s.test(policies)),
  },
  {
    id: 'F-ACL-27',
    title: 'A POST to the groups is taken as a read',
    breaks: ['VAULT-ACL-24'],
    ...unchecked({ method: 'POST', path: GROUPS }, (policies) => /Groups"[^}]*"read"/s.test(policies)),
  },
];

/** Requests on a resource by some callers, which the server refuses, are served as if its owner had asked. */
export function servedAsOwner(
  where: Where,
  applies: (request: FaultRequest, context: FaultContext) => Promise<boolean> | boolean,
): Hooks {
  return knowingOwners({
    response: async (response, request, context) => {
      if (!matches({ ...where, status: (status) => status >= 400 }, request, response)) return response;
      const owner = ownerOf(context, lastSegment(request));
      if (owner === '' || owner === tokenIn(request) || !(await applies(request, context))) return response;
      return context.send(withToken(request, owner));
    },
  });
}

function doneByAdmin(where: Where): Hooks {
  return knowingCallers({
    response: (response, request, context): Promise<FaultResponse> | FaultResponse =>
      matches({ ...where, status: 403 }, request, response)
        ? asAdmin(context, request.method === 'LIST' ? 'LIST' : request.method, relative(request))
        : response,
  });
}

function relative(request: FaultRequest): string {
  const query = request.url.includes('?') ? `?${request.url.split('?')[1]}` : '';
  return `${pathOf(request).replace(/^\/v1\//, '')}${query}`;
}
