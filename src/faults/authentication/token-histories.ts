import {
  asAdmin,
  callerOf,
  fullTokenFor,
  knowingCallers,
  scimClients,
  servedToken,
  tokenIn,
  withToken,
} from '../callers.ts';
import { jsonOf, matches, RESOURCE, SCIM, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { prefixOf } from '../namespace-requests.ts';
import { ENTITY, VAULT_GROUP } from '../scim-objects.ts';
import { isAlive, isScimIssue, issuedIn, issuing } from '../scim-tokens/issued-tokens.ts';
import { dataOf, LOGIN, lastSegment, listIn, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const REVOKE = /\/auth\/token\/revoke(-accessor)?$/;
const REVOKE_ORPHAN = /\/auth\/token\/revoke-orphan$/;
const ISSUE = /\/auth\/token\/create(\/[^/]+)?$/;
const APPROLE_OR_JWT = /\/auth\/[^/]+\/login$/;
const DENIED = '1 error occurred:\n\t* permission denied\n\n';

/** Defects of tokens and sign-ins that show at the second of something, or when what they rest on went away in between. */
export const tokenHistoryFaults: Fault[] = [
  {
    id: 'F-N9A-49',
    title: 'An expired SCIM token goes on being served',
    breaks: ['VAULT-STOK-07', 'VAULT-AUTH-13'],
    since: SINCE,
    ...issuing({
      response: async (response, request, context) => {
        const { memory } = context;
        if (matches({ method: WRITE, path: REVOKE }, request)) memory.set(`revoked ${jsonOf(request)?.token}`, true);
        if (matches({ method: WRITE, path: REVOKE }, request)) memory.set(`revoked ${jsonOf(request)?.accessor}`, true);
        if (isScimIssue(request) && response.status < 300) {
          const auth = nestedIn(jsonOf(response), 'auth');
          memory.set(`accessor ${auth.client_token}`, auth.accessor);
        }
        const known = issuedIn(context).find(({ token }) => token === tokenIn(request));
        if (!known || !matches({ path: SCIM, status: 403 }, request, response)) return response;
        const isRevoked = [known.token, memory.get(`accessor ${known.token}`)].some((one) =>
          memory.has(`revoked ${one}`),
        );
        if (isRevoked || (await isAlive(context, known.token))) return response;
        const token = await fullTokenFor(context, known.entityId);
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-N9A-50',
    title: 'Service tokens are refused while SCIM tokens take every place of their client',
    breaks: ['VAULT-STOK-15'],
    since: SINCE,
    ...whileFull(async (request, context) => {
      const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
      return caller?.type === 'service' ? caller.entityId : '';
    }),
  },
  {
    id: 'F-N9A-51',
    title: 'No service token is issued while SCIM tokens take every place of their client',
    breaks: ['VAULT-STOK-08', 'VAULT-STOK-15'],
    since: SINCE,
    ...whileFull(async (request, context) => {
      const alias = jsonOf(request)?.entity_alias;
      if (!matches({ method: WRITE, path: ISSUE }, request) || isScimIssue(request) || !alias) return '';
      return issuedIn(context).find((one) => one.alias === String(alias).toLowerCase())?.entityId ?? '';
    }),
  },
  {
    id: 'F-N9A-52',
    title: 'The issue of a SCIM token makes a revoked one of the same client usable again',
    breaks: ['VAULT-STOK-09'],
    since: SINCE,
    ...issuing({
      response: async (response, request, context) => {
        const known = issuedIn(context).find(({ token }) => token === tokenIn(request));
        if (!known || !matches({ path: SCIM, status: 403 }, request, response)) return response;
        const later = issuedIn(context).slice(issuedIn(context).indexOf(known) + 1);
        const isFollowed = later.some(({ entityId }) => entityId === known.entityId);
        if (!isFollowed || (await isAlive(context, known.token))) return response;
        const token = await fullTokenFor(context, known.entityId);
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-N9A-53',
    title: 'A token that is revoked by revoke-orphan goes on being served',
    breaks: ['VAULT-AUTH-12', 'VAULT-STOK-09'],
    request: (request) =>
      matches({ method: WRITE, path: REVOKE_ORPHAN }, request)
        ? { status: 204, headers: [], body: Buffer.alloc(0) }
        : request,
  },
  {
    id: 'F-N9A-54',
    title: 'The second sign-in of a principal by AppRole or JWT gets a token without its entity',
    breaks: ['VAULT-AUTH-03', 'VAULT-AUTH-04'],
    ...signingIn((entityId, { memory }) => {
      const isSecond = memory.has(`signed in ${entityId}`);
      memory.set(`signed in ${entityId}`, true);
      return isSecond ? null : undefined;
    }, APPROLE_OR_JWT),
  },
  {
    id: 'F-N9A-55',
    title: 'Every sign-in at a mount stands for the principal that signed in there first',
    breaks: ['VAULT-AUTH-02', 'VAULT-AUTH-03', 'VAULT-AUTH-04'],
    ...signingIn((entityId, { memory }, request) => {
      const key = `first ${/auth\/([^/]+)\/login/.exec(request.url)?.[1]}`;
      const first = memory.get(key) ?? entityId;
      memory.set(key, first);
      return first === entityId ? undefined : String(first);
    }, LOGIN),
  },
  {
    id: 'F-N9A-56',
    title: 'Replaces, patches and deletions use up no use of a token',
    breaks: ['VAULT-AUTH-33'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: ['PUT', 'PATCH', 'DELETE'], path: RESOURCE }, request)) return request;
        const caller = await callerOf(context, request);
        const data = dataOf(await asAdmin(context, 'POST', 'auth/token/lookup', { token: tokenIn(request) }));
        if (!caller?.entityId || !(Number(data.num_uses) > 0)) return request;
        const token = await fullTokenFor(context, caller.entityId);
        return token === '' ? request : withToken(request, token);
      },
    }),
  },
  {
    id: 'F-N9A-58',
    title: 'The token of a deleted principal serves again when an entity of its name is the principal',
    breaks: ['VAULT-AUTH-19', 'VAULT-STOK-18'],
    ...knowingCallers({
      request: async (request, context) => {
        if (matches({ method: 'DELETE', path: ENTITY }, request)) {
          const { name } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${lastSegment(request)}`));
          context.memory.set(`name ${lastSegment(request)}`, name);
        }
        const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
        const name = caller ? context.memory.get(`name ${caller.entityId}`) : undefined;
        if (name === undefined) return request;
        const next = dataOf(await asAdmin(context, 'GET', `identity/entity/name/${name}`)).id;
        const token = next === undefined ? '' : await fullTokenFor(context, String(next));
        return token === '' ? request : withToken(request, token);
      },
    }),
  },
  {
    id: 'F-N9A-59',
    title: 'The policies of a group that is deleted go on counting for the principal that was in it',
    breaks: ['VAULT-ACL-27'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'DELETE', path: VAULT_GROUP }, request)) return request;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        if (listIn(group, 'policies').length === 0 || group.scim_client_id) return request;
        const { name, policies, member_entity_ids: members } = group;
        context.memory.set('ghost', { name: `${name}-ghost`, policies, member_entity_ids: members });
        return request;
      },
      response: async (response, request, context) => {
        const ghost = context.memory.get('ghost') as Json | undefined;
        if (ghost && matches({ method: 'DELETE', path: VAULT_GROUP }, request) && response.status < 300) {
          context.memory.delete('ghost');
          await asAdmin(context, 'POST', 'identity/group', ghost);
        }
        return response;
      },
    }),
  },
  {
    id: 'F-N9A-60',
    title: 'A principal that leaves one of its groups loses what the others give',
    breaks: ['VAULT-ACL-27'],
    ...knowingCallers({
      request: async (request, context) => {
        const wanted = matches({ method: WRITE, path: VAULT_GROUP }, request)
          ? jsonOf(request)?.member_entity_ids
          : null;
        if (!Array.isArray(wanted)) return request;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        const left = listIn(group, 'member_entity_ids').filter((id) => !wanted.includes(id));
        for (const id of group.scim_client_id ? [] : left) {
          const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
          for (const other of listIn(entity, 'direct_group_ids').filter((one) => one !== group.id)) {
            const members = listIn(
              dataOf(await asAdmin(context, 'GET', `identity/group/id/${other}`)),
              'member_entity_ids',
            );
            await asAdmin(context, 'POST', `identity/group/id/${other}`, {
              member_entity_ids: members.filter((one) => one !== id),
            });
          }
        }
        return request;
      },
    }),
  },
  {
    id: 'F-N9A-61',
    title: 'The policies that are left when one is taken from the principal entity do not count',
    breaks: ['VAULT-ACL-16'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!SCIM.test(request.url) || response.status !== 200) return response;
        const caller = await callerOf(context, request);
        if (!caller?.entityId) return response;
        const { policies } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const count = Array.isArray(policies) ? policies.length : 0;
        const key = `policies ${caller.token}`;
        const before = Number(context.memory.get(key) ?? 0);
        if (before <= count || count === 0) context.memory.set(key, count);
        return before > count && count > 0 ? vaultError(403, DENIED) : response;
      },
    }),
  },
  {
    id: 'F-N9A-62',
    title: 'In a child namespace the revocation of a SCIM token frees no place',
    breaks: ['VAULT-STOK-05', 'VAULT-NS-22'],
    since: SINCE,
    ...issuing({
      request: async (request, context) => {
        const prefix = prefixOf(request);
        if (!isScimIssue(request) || prefix === '') return request;
        const alias = String(jsonOf(request)?.entity_alias).toLowerCase();
        const issued = issuedIn(context).filter((one) => `${one.namespace}/` === prefix && one.alias === alias);
        const client = (await scimClients(context, prefix)).find(
          (one) => one.access_grant_principal === issued[0]?.entityId,
        );
        return client && issued.length >= Number(client.max_active_tokens)
          ? vaultError(400, 'the SCIM client has reached max_active_tokens')
          : request;
      },
    }),
  },
];

/** Refuses what concerns an entity for which every place of its client is taken. @param entityOf `''` for none */
function whileFull(entityOf: (request: FaultRequest, context: FaultContext) => Promise<string>): Hooks {
  return issuing({
    request: async (request, context) => {
      const entityId = await entityOf(request, context);
      const held = issuedIn(context).filter((one) => one.entityId === entityId);
      if (entityId === '' || held.length === 0) return request;
      const client = (await scimClients(context)).find((one) => one.access_grant_principal === entityId);
      const alive = await Promise.all(held.map(({ token }) => isAlive(context, token)));
      const isFull = client && alive.filter(Boolean).length >= Number(client.max_active_tokens);
      return isFull ? vaultError(403, DENIED) : request;
    },
  });
}

/**
 * Sign-ins get another entity: what its tokens ask of SCIM is asked as that one. @param choose null for no entity at all,
 * undefined for the right one
 */
function signingIn(
  choose: (entityId: string, context: FaultContext, request: FaultRequest) => string | null | undefined,
  path: RegExp,
): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const chosen = context.memory.get(`stands for ${tokenIn(request)}`);
      if (!SCIM.test(request.url) || chosen === undefined) return request;
      if (chosen === null) return vaultError(403, DENIED);
      const token = await fullTokenFor(context, String(chosen));
      return token === '' ? request : withToken(request, token);
    },
    response: (response, request, context) => {
      const body = matches({ method: WRITE, path, status: 200 }, request, response) ? jsonOf(response) : null;
      const auth = nestedIn(body, 'auth');
      if (!body || typeof auth.entity_id !== 'string' || servedToken(context) === '') return response;
      const chosen = choose(auth.entity_id, context, request);
      if (chosen === undefined) return response;
      context.memory.set(`stands for ${auth.client_token}`, chosen);
      return withJson(response, { ...body, auth: { ...auth, entity_id: chosen ?? '' } });
    },
  });
}
