import { asAdmin, callerOf, fullTokenFor, knowingCallers, scimClients, tokenIn, withToken } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT, CLIENTS } from '../client-requests.ts';
import { jsonOf, matches, queryOf, SCIM, withJson } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { isAlive, isScimIssue, issuedIn, issuing } from '../scim-tokens/issued-tokens.ts';
import { dataOf, headerOf, lastSegment, listIn, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const ORDER = /\/auth\/token\/create\/[^/]+$/;
const ORPHAN_ORDER = /\/auth\/token\/create-orphan$/;
const DENIED = '1 error occurred:\n\t* permission denied\n\n';

/** Defects of who counts as a principal, of token orders, and of SCIM clients that are many or have much. */
export const manyClientFaults: Fault[] = [
  {
    id: 'F-N9A-120',
    title: 'Whose entity is in a group with the principal of a SCIM client is served as that client',
    breaks: ['VAULT-AUTH-14'],
    ...servedInstead(async (entity, context) => {
      for (const id of listIn(entity, 'direct_group_ids')) {
        const members = listIn(dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`)), 'member_entity_ids');
        const client = (await scimClients(context)).find((one) => members.includes(one.access_grant_principal));
        if (client) return client;
      }
      return undefined;
    }),
  },
  {
    id: 'F-N9A-121',
    title: 'The users of a SCIM client are served as the client that owns them',
    breaks: ['VAULT-AUTH-14'],
    ...servedInstead(async (entity, context) =>
      (await scimClients(context)).find((one) => one.client_id === entity.scim_client_id),
    ),
  },
  {
    id: 'F-N9A-124',
    title: 'A token role without allowed entity aliases allows every one',
    breaks: ['VAULT-AUTH-23'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isRefused = matches({ method: WRITE, path: ORDER, status: 400 }, request, response);
        if (!isRefused || !jsonOf(request)?.entity_alias) return response;
        const role = `auth/token/roles/${lastSegment(request)}`;
        const stored = await asAdmin(context, 'GET', role);
        if (stored.status !== 200 || listIn(dataOf(stored), 'allowed_entity_aliases').length > 0) return response;
        await asAdmin(context, 'POST', role, { allowed_entity_aliases: ['*'] });
        const answer = await context.send(request);
        await asAdmin(context, 'POST', role, { allowed_entity_aliases: [] });
        return answer;
      },
    }),
  },
  {
    id: 'F-N9A-127',
    title: 'create-orphan takes an entity alias without a token role',
    breaks: ['VAULT-AUTH-24'],
    request: (request) => {
      const body = matches({ method: WRITE, path: ORPHAN_ORDER }, request) ? jsonOf(request) : null;
      if (!body?.entity_alias) return request;
      const { entity_alias: _, ...rest } = body;
      return withJson(request, rest);
    },
  },
  {
    id: 'F-N9A-129',
    title: 'A SCIM token cannot be ordered by PUT',
    breaks: ['VAULT-STOK-01'],
    since: SINCE,
    request: (request) =>
      isScimIssue(request) && request.method === 'PUT' ? vaultError(405, 'unsupported operation') : request,
  },
  {
    id: 'F-N9A-133',
    title: 'The list of SCIM clients ends after twenty-five',
    breaks: ['VAULT-CLIENT-05'],
    response: (response, request) => {
      const body = matches({ path: CLIENTS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const data = nestedIn(body, 'data');
      return withJson(response, { ...body, data: { ...data, keys: listIn(data, 'keys').slice(0, 25) } });
    },
  },
  {
    id: 'F-N9A-134',
    title: 'delete-linked-resources leaves the groups after the twentieth',
    breaks: ['VAULT-CLDEL-13'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const isMeant = matches({ method: 'DELETE', path: CLIENT }, request);
        if (!isMeant || !queryOf(request).has('delete-linked-resources')) return request;
        for (const { id } of (await ownedBy(request, context, 'group')).slice(20)) {
          const path = `identity/scim/client/${lastSegment(request)}/unlink-group`;
          await asAdmin(context, 'POST', path, { group_id: id });
        }
        return request;
      },
    }),
  },
  {
    id: 'F-N9A-136',
    title: 'No SCIM client has more than ten SCIM tokens, whatever its max_active_tokens',
    breaks: ['VAULT-STOK-04'],
    since: SINCE,
    ...issuing({
      request: async (request, context) => {
        if (!isScimIssue(request)) return request;
        const alias = String(jsonOf(request)?.entity_alias).toLowerCase();
        const held = issuedIn(context).filter((one) => one.alias === alias);
        if (held.length < 10) return request;
        const alive = await Promise.all(held.map(({ token }) => isAlive(context, token)));
        return alive.filter(Boolean).length < 10
          ? request
          : vaultError(400, 'the SCIM client has reached max_active_tokens');
      },
    }),
  },
  {
    id: 'F-N9A-140',
    title: 'A SCIM token is refused in X-Vault-Token',
    breaks: ['VAULT-STOK-02', 'VAULT-AUTH-05'],
    since: SINCE,
    request: (request) =>
      SCIM.test(request.url) && headerOf(request, 'X-Vault-Token')?.startsWith('scm.')
        ? vaultError(403, DENIED)
        : request,
  },
];

/** Callers whose entity is no principal are served as the client that `choose` gives for their entity. */
function servedInstead(choose: (entity: Json, context: FaultContext) => Promise<Json | undefined>): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches({ path: SCIM, status: 403 }, request, response) || tokenIn(request) === '') return response;
      const caller = await callerOf(context, request);
      const entity = caller?.entityId
        ? dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`))
        : {};
      if (entity.id === undefined || entity.disabled === true) return response;
      const isPrincipal = (await scimClients(context)).some((one) => one.access_grant_principal === entity.id);
      const client = isPrincipal ? undefined : await choose(entity, context);
      const token = client ? await fullTokenFor(context, String(client.access_grant_principal)) : '';
      return token === '' ? response : context.send(withToken(request, token));
    },
  });
}
