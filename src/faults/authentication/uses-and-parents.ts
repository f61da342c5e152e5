import { asAdmin, callerOf, fullTokenFor, knowingCallers, scimClients, tokenIn, withToken } from '../callers.ts';
import { CLIENT, storedClient } from '../client-requests.ts';
import { changingRequest, jsonOf, matches, queryOf, SCIM, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { MERGE, seenIn, throughScim, watching } from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const CREATE = /\/auth\/token\/create(\/[^/]+)?$/;
const LINK = /\/link-entity$/;
const UNLINK = /\/unlink-entity$/;
const SECRET = /\/data\/[^/]+$/;

/** Defects of the uses and the parents of tokens, and of the second link, merge or namespace. */
export const useAndParentFaults: Fault[] = [
  {
    id: 'F-AUTH-55',
    title: 'A child of a revoked token goes on serving',
    breaks: ['VAULT-AUTH-32'],
    ...servedAfterIssue((auth, request) => (request.url.endsWith('/auth/token/create') ? auth.entity_id : undefined)),
  },
  {
    id: 'F-AUTH-56',
    title: 'The uses of a token are not counted on SCIM paths',
    breaks: ['VAULT-AUTH-33'],
    ...servedAfterIssue((auth) => (Number(auth.num_uses) > 0 ? auth.entity_id : undefined)),
  },
  {
    id: 'F-ADMIN-63',
    title: 'A merge of several entities looks at the last of them only',
    breaks: ['VAULT-ADMIN-15'],
    ...watching({
      request: async (request, { memory, send }) => {
        const ids = matches({ method: WRITE, path: MERGE }, request) ? jsonOf(request)?.from_entity_ids : undefined;
        if (!Array.isArray(ids) || ids.length < 2 || seenIn(memory, ids.at(-1))) return request;
        const managed = ids.map((id) => seenIn(memory, id)).filter((seen) => seen !== undefined);
        for (const seen of managed) await send(throughScim(seen, 'DELETE'));
        return managed.length > 0 ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-CLDEL-50',
    title: 'The token of a SCIM client that was deleted with unlink-resources goes on reading',
    breaks: ['VAULT-CLDEL-22'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const isMeant =
          matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).has('unlink-resources');
        const stored = isMeant ? await storedClient(request, context) : null;
        if (stored) context.memory.set(`left ${String(stored.access_grant_principal)}`, true);
        return request;
      },
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: USERS, status: (s) => s >= 400 }, request, response)) return response;
        const caller = await callerOf(context, request);
        if (!context.memory.has(`left ${caller?.entityId}`)) return response;
        // Some clients in the list are about to be removed, and nobody can act for them any more.
        for (const { access_grant_principal: principal } of await scimClients(context)) {
          const served = await context.send(withToken(request, await fullTokenFor(context, String(principal))));
          if (served.status === 200) return served;
        }
        return response;
      },
    }),
  },
  {
    id: 'F-LINK-28',
    title: 'An entity that was unlinked cannot be linked again',
    breaks: ['VAULT-LINK-01'],
    since: SINCE,
    request: (request, { memory }) => {
      const id = matches({ method: WRITE }, request) ? String(jsonOf(request)?.entity_id) : '';
      if (matches({ path: UNLINK }, request)) memory.set(id, true);
      const isAgain = matches({ method: WRITE, path: LINK }, request) && memory.has(id);
      return isAgain ? vaultError(400, 'the entity was unlinked') : request;
    },
  },
  {
    id: 'F-ACL-40',
    title: 'A plus is understood at the end of a pattern or before a star only',
    breaks: ['VAULT-ACL-15'],
    ...changingRequest({ method: WRITE, path: /\/sys\/policies\/acl\/[^/]+$/ }, (body) => {
      body.policy = String(body.policy).replaceAll(/\/\+(?=\/[^*+"])/g, '/-plus-');
    }),
  },
  {
    id: 'F-NS-29',
    title: 'In a child namespace the SCIM tokens of a client are not limited',
    breaks: ['VAULT-NS-22'],
    since: SINCE,
    response: async (response, request, { send }) => {
      const isExcess = matches({ method: WRITE, path: CREATE, status: (s) => s >= 400 }, request, response);
      const asked = isExcess && namespaceOf(request) !== '' ? jsonOf(request) : null;
      if (asked?.type !== 'scim') return response;
      const { type: _scim, ...service } = asked;
      return send({ ...request, body: Buffer.from(JSON.stringify(service)) });
    },
  },
  {
    id: 'F-NS-30',
    title: 'In a child namespace the policies of SCIM groups give nothing',
    breaks: ['VAULT-NS-23'],
    request: (request, { memory }) => {
      const isRead = matches({ method: 'GET', path: SECRET }, request) && namespaceOf(request) !== '';
      return isRead && memory.has(tokenIn(request)) ? vaultError(403, 'permission denied') : request;
    },
    response: (response, request, { memory }) => {
      const isSignIn = matches({ method: 'POST', path: /\/login\/[^/]+$/, status: 200 }, request, response);
      if (isSignIn) memory.set(String(nestedIn(jsonOf(response), 'auth').client_token), true);
      return response;
    },
  },
  {
    id: 'F-NS-31',
    title: 'In a child namespace a token of before a deactivation goes on reading',
    breaks: ['VAULT-NS-23'],
    response: (response, request, { memory }) => {
      if (!matches({ method: 'GET', path: SECRET }, request) || namespaceOf(request) === '') return response;
      const key = `${tokenIn(request)} ${request.url}`;
      if (response.status === 200) memory.set(key, response);
      return response.status === 403 && memory.has(key) ? (memory.get(key) as FaultResponse) : response;
    },
  },
];

/** Tokens that `meant` gives an entity for go on being served on SCIM paths when the server refuses them. */
export function servedAfterIssue(
  meant: (auth: Json, request: FaultRequest, memory: FaultContext['memory']) => unknown,
): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (response.status < 300 && matches({ method: WRITE, path: CREATE }, request)) {
        const auth = nestedIn(jsonOf(response), 'auth');
        const entityId = meant(auth, request, context.memory);
        if (entityId) context.memory.set(`served ${String(auth.client_token)}`, entityId);
      }
      const entityId = context.memory.get(`served ${tokenIn(request)}`);
      return entityId !== undefined && matches({ path: SCIM, status: 403 }, request, response)
        ? servedFor(String(entityId), request, response, context)
        : response;
    },
  });
}

async function servedFor(
  entityId: string,
  request: FaultRequest,
  response: FaultResponse,
  context: FaultContext,
): Promise<FaultResponse> {
  const entity = await asAdmin(context, 'GET', `identity/entity/id/${entityId}`);
  const token = entity.status === 200 ? await fullTokenFor(context, entityId) : '';
  return token === '' ? response : context.send(withToken(request, token));
}
