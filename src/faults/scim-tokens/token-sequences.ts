import { asAdmin, knowingCallers, scimClients, servedWhileDisabled } from '../callers.ts';
import { isClientWrite, storedClient } from '../client-requests.ts';
import { answerWith, jsonOf, matches, SCIM, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { prefixOf } from '../namespace-requests.ts';
import { ENTITY } from '../scim-objects.ts';
import { dataOf, lastSegment, nestedIn, POLICY } from '../vault-requests.ts';
import { isAlive, isScimIssue, issuedIn, issuing, sentWith } from './issued-tokens.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const REVOKE = /\/auth\/token\/revoke(-accessor)?$/;
const RENEW = /\/auth\/token\/renew(-accessor)?$/;
const LOOKUP = /\/auth\/token\/lookup(-accessor)?$/;
const CREATE = /\/auth\/token\/create(\/[^/]+)?$/;
const ROLE = /\/auth\/token\/roles\/[^/]+$/;

/** Defects of tokens, token roles and policies that need several steps: two revocations, a change between two uses. */
export const tokenSequenceFaults: Fault[] = [
  {
    id: 'F-N9A-22',
    title: 'A second revocation of a SCIM token frees a second place',
    breaks: ['VAULT-STOK-03'],
    since: SINCE,
    ...freeing(async (request, context) => {
      const known = issuedIn(context).find(({ token }) => token === jsonOf(request)?.token);
      if (!known) return [];
      const isSecond = !(await isAlive(context, known.token));
      return isSecond ? [known.entityId] : [];
    }),
  },
  {
    id: 'F-N9A-23',
    title: 'The revocation of a SCIM token frees a place for every SCIM client',
    breaks: ['VAULT-STOK-03', 'VAULT-STOK-06'],
    since: SINCE,
    ...freeing(async (request, context) => {
      const known = issuedIn(context).find(({ token }) => token === jsonOf(request)?.token);
      if (!known || !(await isAlive(context, known.token))) return [];
      const principals = (await scimClients(context)).map((client) => String(client.access_grant_principal));
      return principals.filter((principal) => principal !== known.entityId);
    }),
  },
  {
    id: 'F-N9A-24',
    title: 'The revocation of a service token of the principal frees a place for a SCIM token',
    breaks: ['VAULT-STOK-03', 'VAULT-STOK-08'],
    since: SINCE,
    ...freeing(async (request, context) => {
      const token = jsonOf(request)?.token;
      const data = dataOf(await asAdmin(context, 'POST', 'auth/token/lookup', { token }));
      const isKnown = issuedIn(context).some((one) => one.token === token);
      return data.entity_id && !isKnown ? [String(data.entity_id)] : [];
    }),
  },
  {
    id: 'F-N9A-25',
    title: 'After a change of principal SCIM tokens are limited to two, whatever max_active_tokens says',
    breaks: ['VAULT-STOK-04', 'VAULT-STOK-03'],
    since: SINCE,
    ...issuingWith((client, { memory }) => (memory.has(`changed ${client.name}`) ? { max_active_tokens: 2 } : null)),
  },
  {
    id: 'F-N9A-26',
    title: 'After a change of principal max_token_ttl no longer limits SCIM tokens',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...issuingWith((client, { memory }) => (memory.has(`changed ${client.name}`) ? { max_token_ttl: 0 } : null)),
  },
  {
    id: 'F-N9A-27',
    title: 'After a refused update SCIM tokens are limited to two, whatever max_active_tokens shows',
    breaks: ['VAULT-STOK-04', 'VAULT-CLIENT-50'],
    since: SINCE,
    ...issuingWith((client, { memory }) => (memory.has(`refused ${client.name}`) ? { max_active_tokens: 2 } : null)),
  },
  {
    id: 'F-N9A-28',
    title: 'A SCIM token can be renewed beyond max_token_ttl',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...issuing({
      request: (request, context) => {
        const { token, increment } = jsonOf(request) ?? {};
        const known = issuedIn(context).find((one) => one.token === token);
        if (!known || !matches({ method: WRITE, path: RENEW }, request)) return request;
        const seconds = Number.parseInt(String(increment ?? 3600), 10) * (String(increment).endsWith('h') ? 3600 : 1);
        context.memory.set(`ends ${known.token}`, Date.now() + seconds * 1000);
        const auth = { client_token: known.token, lease_duration: seconds, renewable: true, entity_id: known.entityId };
        return answerWith(200, { data: null, auth }, 'application/json');
      },
      response: (response, request, { memory }) => {
        const ends = memory.get(`ends ${jsonOf(request)?.token}`);
        const body = matches({ path: LOOKUP, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || ends === undefined) return response;
        nestedIn(body, 'data').ttl = Math.floor((Number(ends) - Date.now()) / 1000);
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-N9A-30',
    title: 'The largest max_token_ttl that a SCIM client had goes on counting',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...issuingWith((client, { memory }) => {
      const most = Number(memory.get(`most ${client.name}`) ?? 0);
      return most > Number(client.max_token_ttl) ? { max_token_ttl: most } : null;
    }),
  },
  {
    id: 'F-N9A-31',
    title: 'max_token_ttl limits no SCIM token in a child namespace',
    breaks: ['VAULT-NS-22', 'VAULT-STOK-07'],
    since: SINCE,
    ...issuingWith((_, __, request) => (prefixOf(request) === '' ? null : { max_token_ttl: 0 })),
  },
  {
    id: 'F-N9A-32',
    title: 'A token role that is deleted and written again also allows the entity aliases of before',
    breaks: ['VAULT-AUTH-23'],
    ...wideningRoles(async (request, context) => {
      if (request.method !== 'DELETE') return context.memory.get(`aliases ${request.url}`);
      const { data } = jsonOf(await asAdmin(context, 'GET', request.url.replace('/v1/', ''))) ?? {};
      context.memory.set(`aliases ${request.url}`, (data as Json | undefined)?.allowed_entity_aliases);
      return [];
    }),
  },
  {
    id: 'F-N9A-33',
    title: 'The entity aliases of a token role that is written again are added to those of before',
    breaks: ['VAULT-AUTH-23'],
    ...wideningRoles(async (request, context) =>
      request.method === 'DELETE'
        ? []
        : dataOf(await asAdmin(context, 'GET', request.url.replace('/v1/', ''))).allowed_entity_aliases,
    ),
  },
  {
    id: 'F-N9A-34',
    title: 'An entity alias that was given to another entity goes on standing for its first one in token roles',
    breaks: ['VAULT-AUTH-22'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const body = matches({ method: WRITE, path: CREATE, status: 200 }, request, response) ? jsonOf(response) : null;
        const alias = jsonOf(request)?.entity_alias;
        if (!body || alias === undefined) return response;
        const auth = nestedIn(body, 'auth');
        const key = `first ${prefixOf(request)} ${alias}`;
        const first = context.memory.get(key) ?? auth.entity_id;
        context.memory.set(key, first);
        return withJson(response, { ...body, auth: { ...auth, entity_id: first } });
      },
    }),
  },
  {
    id: 'F-N9A-36',
    title: 'A principal that is disabled a second time is served',
    breaks: ['VAULT-AUTH-17', 'VAULT-STOK-16'],
    ...countingDisables(
      servedWhileDisabled({ path: SCIM }, ({ entityId }, { memory }) => Number(memory.get(`disabled ${entityId}`)) > 1),
    ),
  },
  {
    id: 'F-N9A-39',
    title: 'A policy that is deleted and written again also grants what it granted before',
    breaks: ['VAULT-ACL-25'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ path: POLICY }, request)) return request;
        const key = `policy ${request.url}`;
        if (request.method === 'DELETE')
          context.memory.set(key, dataOf(await asAdmin(context, 'GET', request.url.replace('/v1/', ''))).policy);
        const body = matches({ method: WRITE, path: POLICY }, request) ? jsonOf(request) : null;
        const former = context.memory.get(key);
        return body && former ? withJson(request, { ...body, policy: `${body.policy}\n${former}` }) : request;
      },
    }),
  },
];

/** `freed` names the entities for which a revocation frees a place too many. */
function freeing(freed: (request: FaultRequest, context: FaultContext) => Promise<string[]>): Hooks {
  return issuing({
    request: async (request, context) => {
      const { memory } = context;
      if (matches({ method: WRITE, path: REVOKE }, request)) {
        for (const entity of await freed(request, context))
          memory.set(`places ${entity}`, Number(memory.get(`places ${entity}`) ?? 0) + 1);
      }
      if (!isScimIssue(request)) return request;
      for (const client of await scimClients(context, prefixOf(request))) {
        const places = Number(memory.get(`places ${client.access_grant_principal}`) ?? 0);
        const isMeant = places > 0 && (await isFor(client, request, context));
        if (isMeant)
          return sentWith({ max_active_tokens: Number(client.max_active_tokens) + places }, client, request, context);
      }
      return request;
    },
  });
}

async function isFor(client: Json, request: FaultRequest, context: FaultContext): Promise<boolean> {
  const path = `${prefixOf(request)}identity/entity/id/${client.access_grant_principal}`;
  const { aliases } = dataOf(await asAdmin(context, 'GET', path));
  const name = String(jsonOf(request)?.entity_alias).toLowerCase();
  return (Array.isArray(aliases) ? (aliases as Json[]) : []).some((alias) => String(alias.name).toLowerCase() === name);
}

/** While SCIM tokens are issued their client has other settings. Knows the writes to clients that there were. */
function issuingWith(settings: (client: Json, context: FaultContext, request: FaultRequest) => Json | null): Hooks {
  const before = new WeakMap<FaultRequest, Json>();
  return issuing({
    request: async (request, context) => {
      const stored = isClientWrite(request) ? await storedClient(request, context) : null;
      if (stored) before.set(request, stored);
      if (!isScimIssue(request)) return request;
      for (const client of await scimClients(context, prefixOf(request))) {
        const other = settings(client, context, request);
        if (other && (await isFor(client, request, context))) return sentWith(other, client, request, context);
      }
      return request;
    },
    response: (response, request, { memory }) => {
      const stored = before.get(request);
      const sent = isClientWrite(request) ? jsonOf(request) : null;
      const name = lastSegment(request).toLowerCase();
      if (!sent) return response;
      if (stored && response.status === 400) memory.set(`refused ${name}`, true);
      if (response.status >= 300) return response;
      memory.delete(`refused ${name}`);
      if (stored && stored.access_grant_principal !== sent.access_grant_principal) memory.set(`changed ${name}`, true);
      if (sent.max_token_ttl !== undefined) memory.set(`ttl ${name}`, sent.max_token_ttl);
      const most = Number(memory.get(`most ${name}`) ?? 0);
      if (Number(sent.max_token_ttl) > most) memory.set(`most ${name}`, Number(sent.max_token_ttl));
      return response;
    },
  });
}

/** A role allows more entity aliases than are written. */
function wideningRoles(more: (request: FaultRequest, context: FaultContext) => Promise<unknown>): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: [...WRITE, 'DELETE'], path: ROLE }, request)) return request;
      const further = await more(request, context);
      const body = jsonOf(request);
      if (!body || !Array.isArray(further) || !Array.isArray(body.allowed_entity_aliases)) return request;
      return withJson(request, { ...body, allowed_entity_aliases: [...body.allowed_entity_aliases, ...further] });
    },
  });
}

function countingDisables(hooks: Hooks): Hooks {
  return {
    ...hooks,
    response: async (response, request, context): Promise<FaultResponse> => {
      const id = lastSegment(request);
      const isDisabling = matches({ method: WRITE, path: ENTITY }, request) && jsonOf(request)?.disabled === true;
      if (isDisabling && response.status < 300)
        context.memory.set(`disabled ${id}`, Number(context.memory.get(`disabled ${id}`) ?? 0) + 1);
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  };
}
