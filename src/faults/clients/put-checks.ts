import { isAdopted, knowingAdopted } from '../adoption/adopted-objects.ts';
import { asAdmin, callerOf, fullTokenFor, knowingCallers, scimClients, tokenIn, withToken } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT, CLIENTS, EXTRAS, isClientWrite, someEntity, storedClient } from '../client-requests.ts';
import { answerWith, EMPTY_LIST, jsonOf, matches, queryOf, SCIM, USERS, withJson, withQuery } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { LOGIN, lastSegment, listIn, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects of SCIM clients: what is checked by POST alone, names in capitals, and who protects or outlives a client. */
export const putCheckFaults: Fault[] = [
  {
    id: 'F-CTA-51',
    title: 'A former principal that becomes the principal of another client goes on seeing the users of its first one',
    breaks: ['VAULT-AUTH-20'],
    since: SINCE,
    ...seeingFirstClient(),
  },
  {
    id: 'F-CTA-52',
    title: 'A PUT that gives a SCIM client the principal of another one is answered and not made',
    breaks: ['VAULT-CLIENT-17'],
    since: SINCE,
    response: async (response, request, context) => {
      const fields = refusedPut(response, request);
      const stored = fields ? await storedClient(request, context) : null;
      return stored && fields?.access_grant_principal && fields.access_grant_principal !== stored.access_grant_principal
        ? NOTHING_DONE
        : response;
    },
  },
  {
    id: 'F-CTA-53',
    title: 'A create by PUT accepts the principal of another SCIM client',
    breaks: ['VAULT-CLIENT-15'],
    since: SINCE,
    ...acceptingPuts(async (fields, request, context) => {
      const principal = fields.access_grant_principal;
      const holders = (await scimClients(context)).filter((one) => one.access_grant_principal === principal);
      return holders.length > 0 ? { ...fields, access_grant_principal: await someEntity(request, context) } : null;
    }),
  },
  {
    id: 'F-CTA-54',
    title: 'A create by PUT accepts a principal that is no entity',
    breaks: ['VAULT-CLIENT-13'],
    ...acceptingPuts(async (fields, request, context) => {
      const principal = fields.access_grant_principal;
      if (!principal) return null;
      const known = await asAdmin(context, 'GET', `identity/entity/id/${principal}`);
      return known.status === 200 ? null : { ...fields, access_grant_principal: await someEntity(request, context) };
    }),
  },
  {
    id: 'F-CTA-55',
    title: 'A create by PUT leaves an alias mount aside that it may not have',
    breaks: ['VAULT-CLIENT-21', 'VAULT-CLIENT-22', 'VAULT-CLIENT-23'],
    ...acceptingPuts(async ({ alias_mount_accessor: accessor, ...others }) => (accessor ? others : null)),
  },
  {
    id: 'F-CTA-56',
    title: 'A create by PUT without a principal makes a SCIM client',
    breaks: ['VAULT-CLIENT-11'],
    ...acceptingPuts(async (fields, request, context) =>
      fields.access_grant_principal ? null : { ...fields, access_grant_principal: await someEntity(request, context) },
    ),
  },
  {
    id: 'F-CTA-57',
    title: 'A PUT leaves extra alias mounts aside that it may not have',
    breaks: ['VAULT-CLIENT-46', 'VAULT-CLIENT-47', 'VAULT-CLIENT-48', 'VAULT-CLIENT-57'],
    since: SINCE,
    response: (response, request, context) => {
      const fields = refusedPut(response, request);
      return listIn(fields, EXTRAS).length > 0
        ? context.send(withJson(request, { ...fields, [EXTRAS]: [] }))
        : response;
    },
  },
  {
    id: 'F-CTA-58',
    title: 'A PUT leaves a schema version aside that does not exist',
    breaks: ['VAULT-CLIENT-49'],
    since: SINCE,
    response: (response, request, context) => {
      const { default_schema_version: version, ...fields } = refusedPut(response, request) ?? {};
      return version === undefined ? response : context.send(withJson(request, fields));
    },
  },
  {
    id: 'F-CTA-59',
    title: 'A SCIM client is not found under its name in capitals',
    breaks: ['VAULT-CLIENT-52'],
    since: SINCE,
    request: (request) =>
      matches({ method: 'GET', path: CLIENT }, request) && isMixed(request) ? vaultError(404) : request,
  },
  {
    id: 'F-CTA-60',
    title: 'The deletion of a SCIM client under its name in capitals is answered and not made',
    breaks: ['VAULT-CLIENT-52'],
    since: SINCE,
    request: (request) =>
      matches({ method: 'DELETE', path: CLIENT }, request) && isMixed(request) ? NOTHING_DONE : request,
  },
  {
    id: 'F-CTA-61',
    title: 'A SCIM client whose deletion was refused is not listed any more',
    breaks: ['VAULT-CLDEL-20'],
    since: SINCE,
    response: (response, request, { memory }) => {
      if (matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response))
        memory.set(`refused ${lastSegment(request)}`, true);
      const body = matches({ path: CLIENTS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const data = nestedIn(body, 'data');
      data.keys = listIn(data, 'keys').filter((key) => !memory.has(`refused ${key}`));
      return withJson(response, body);
    },
  },
  {
    id: 'F-CTA-62',
    title: 'A SCIM client is refused once its deletion with both flags was',
    breaks: ['VAULT-CLDEL-20'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
        return caller && context.memory.has(`stopped ${caller.entityId}`)
          ? vaultError(403, 'permission denied')
          : request;
      },
      response: async (response, request, context) => {
        const isMeant = matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response);
        if (!isMeant || queryOf(request).size < 2) return response;
        const stored = await storedClient(request, context);
        if (stored) context.memory.set(`stopped ${stored.access_grant_principal}`, true);
        return response;
      },
    }),
  },
  {
    id: 'F-CTA-64',
    title: 'A group that was linked does not protect its SCIM client from deletion',
    breaks: ['VAULT-CLDEL-09'],
    since: SINCE,
    ...notProtecting('group', ({ memory }, id) => memory.has(`linked group ${id}`)),
  },
  {
    id: 'F-CTA-65',
    title: 'A group that was adopted does not protect its SCIM client from deletion',
    breaks: ['VAULT-CLDEL-09'],
    since: SINCE,
    ...notProtecting('group', isAdopted),
  },
  {
    id: 'F-CTA-67',
    title: 'delete-linked-resources only unlinks the groups that were adopted',
    breaks: ['VAULT-CLDEL-13'],
    since: SINCE,
    ...leavingAdopted('group'),
  },
  {
    id: 'F-CTA-68',
    title: 'The sign-ins of the principal of a deleted SCIM client are answered with an empty list',
    breaks: ['VAULT-CLDEL-22'],
    response: (response, request, { memory }) => {
      if (matches({ method: ['POST', 'PUT'], path: LOGIN, status: 200 }, request, response))
        memory.set(`login ${nestedIn(jsonOf(response), 'auth').client_token}`, true);
      const isList = matches({ method: 'GET', path: USERS }, request) && memory.has(`login ${tokenIn(request)}`);
      if (isList && response.status === 200) memory.set(`served ${tokenIn(request)}`, true);
      const isRefused = isList && response.status === 403 && memory.has(`served ${tokenIn(request)}`);
      return isRefused ? answerWith(200, EMPTY_LIST) : response;
    },
  },
];

function isMixed(request: FaultRequest): boolean {
  return lastSegment(request) !== lastSegment(request).toLowerCase();
}

/** The fields of a PUT on a SCIM client that the server refuses. */
function refusedPut(response: FaultResponse, request: FaultRequest): Json | null {
  return request.method === 'PUT' && isClientWrite(request) && response.status === 400 ? jsonOf(request) : null;
}

/** Creates by PUT that the server refuses are made with other fields. */
function acceptingPuts(
  instead: (fields: Json, request: FaultRequest, context: FaultContext) => Promise<Json | null>,
): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      const fields = refusedPut(response, request);
      if (!fields || (await storedClient(request, context))) return response;
      const others = await instead(fields, request, context);
      return others ? context.send(withJson(request, others)) : response;
    },
  });
}

function seeingFirstClient(): Hooks {
  const stored = new WeakMap<FaultRequest, Json>();
  return knowingCallers({
    request: async (request, context) => {
      const client = isClientWrite(request) ? await storedClient(request, context) : null;
      if (client) stored.set(request, client);
      const caller = matches({ method: 'GET', path: USERS }, request) ? await callerOf(context, request) : null;
      const first = context.memory.get(`first ${caller?.entityId}`);
      const kept =
        first === undefined ? undefined : (await scimClients(context)).find(({ client_id: id }) => id === first);
      if (!kept || kept.access_grant_principal === caller?.entityId) return request;
      const token = await fullTokenFor(context, String(kept.access_grant_principal));
      return token === '' ? request : withToken(request, token);
    },
    response: async (response, request, { memory }) => {
      const before = stored.get(request);
      if (before && response.status < 300 && !memory.has(`first ${before.access_grant_principal}`))
        memory.set(`first ${before.access_grant_principal}`, before.client_id);
      return response;
    },
  });
}

/** A plain deletion is made when all that the client owns is of this sort. */
function notProtecting(kind: 'entity' | 'group', isSort: (context: FaultContext, id: unknown) => boolean): Hooks {
  return knowingAdopted({
    response: async (response, request, context) => {
      if (/\/link-group$/.test(request.url) && response.status < 300)
        context.memory.set(`linked group ${jsonOf(request)?.group_id}`, true);
      const isPlain = matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response);
      if (!isPlain || queryOf(request).size > 0) return response;
      const owned = await ownedBy(request, context, kind);
      const others = await ownedBy(request, context, kind === 'entity' ? 'group' : 'entity');
      return others.length === 0 && owned.every(({ id }) => isSort(context, id))
        ? context.send(withQuery(request, new URLSearchParams({ 'unlink-resources': 'true' })))
        : response;
    },
  });
}

function leavingAdopted(kind: 'entity' | 'group'): Hooks {
  return knowingAdopted({
    request: async (request, context) => {
      const isMeant = matches({ method: 'DELETE', path: CLIENT }, request);
      if (!isMeant || !queryOf(request).has('delete-linked-resources')) return request;
      const name = lastSegment(request);
      for (const { id } of await ownedBy(request, context, kind)) {
        if (!isAdopted(context, id)) continue;
        if (kind === 'entity') await unlinkEntity(context, name, id);
        else await asAdmin(context, 'POST', `identity/scim/client/${name}/unlink-group`, { group_id: id });
      }
      return request;
    },
  });
}
