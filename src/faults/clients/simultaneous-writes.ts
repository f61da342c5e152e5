import { asAdmin, callerOf, fullTokenFor, knowingCallers, scimClients, withToken } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT, isClientWrite, storedClient } from '../client-requests.ts';
import { jsonOf, matches, queryOf, SCIM, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { prefixOf } from '../namespace-requests.ts';
import { aliasesIn } from '../scim-objects.ts';
import { isScimIssue, issuedIn, issuing, sentWith } from '../scim-tokens/issued-tokens.ts';
import { dataOf, lastSegment, listIn, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const DELETES = 'delete-linked-resources';
const ISSUE = /\/auth\/token\/create(\/[^/]+)?$/;
const SETTINGS = ['max_active_tokens', 'max_token_ttl', 'allow_user_adoption', 'allow_group_adoption'];

/** Defects of SCIM clients and tokens when two things happen at once, beside another client, or by the other verb. */
export const simultaneousWriteFaults: Fault[] = [
  {
    id: 'F-N9A-75',
    title: 'While a SCIM client is being deleted the others are shown as deleting too',
    breaks: ['VAULT-CLIENT-59', 'VAULT-CLIENT-04'],
    since: SINCE,
    ...whileDeleting({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: CLIENT, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || !(await isAnyDeleting(context))) return response;
        return withJson(response, { ...body, data: { ...nestedIn(body, 'data'), deleting: true } });
      },
    }),
  },
  {
    id: 'F-N9A-76',
    title: 'While a SCIM client is being deleted the requests of the others are refused',
    breaks: ['VAULT-AUTH-01', 'VAULT-CLDEL-15'],
    since: SINCE,
    ...whileDeleting({
      request: async (request, context) =>
        SCIM.test(request.url) && (await isAnyDeleting(context))
          ? vaultError(503, 'a SCIM client is being deleted')
          : request,
    }),
  },
  {
    id: 'F-N9A-77',
    title: 'What another SCIM client creates while one is being deleted is deleted too',
    breaks: ['VAULT-CLDEL-15'],
    since: SINCE,
    ...whileDeleting({
      response: async (response, request, context) => {
        const isCreate = matches({ method: 'POST', path: USERS, status: 201 }, request, response);
        if (isCreate && (await isAnyDeleting(context))) {
          const { id } = jsonOf(response) ?? {};
          await context.send({ ...request, method: 'DELETE', url: `${request.url}/${id}`, body: Buffer.alloc(0) });
        }
        return response;
      },
    }),
  },
  {
    id: 'F-N9A-80',
    title: 'delete-linked-resources deletes the users of other SCIM clients that have an alias on its alias mount',
    breaks: ['VAULT-CLDEL-15'],
    since: SINCE,
    ...clearingMount((owner) => owner !== ''),
  },
  {
    id: 'F-N9A-82',
    title: 'delete-linked-resources deletes unmanaged entities that have an alias on its alias mount',
    breaks: ['VAULT-CLDEL-21'],
    since: SINCE,
    ...clearingMount((owner) => owner === ''),
  },
  {
    id: 'F-N9A-85',
    title: 'max_active_tokens does not bind SCIM tokens that are ordered by PUT',
    breaks: ['VAULT-STOK-03'],
    since: SINCE,
    ...issuingUnbound({ max_active_tokens: 1_000 }, (request) => isScimIssue(request) && request.method === 'PUT'),
  },
  {
    id: 'F-N9A-86',
    title: 'max_token_ttl does not bind SCIM tokens that are ordered by PUT',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...issuingUnbound({ max_token_ttl: 0 }, (request) => isScimIssue(request) && request.method === 'PUT'),
  },
  {
    id: 'F-N9A-87',
    title: 'A token role allows every entity alias to an order by PUT',
    breaks: ['VAULT-AUTH-23'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isRefused = matches({ method: 'PUT', path: ISSUE, status: 400 }, request, response);
        const { entity_alias: alias } = jsonOf(request) ?? {};
        if (!isRefused || !alias || lastSegment(request) === 'create') return response;
        const role = `auth/token/roles/${lastSegment(request)}`;
        const stored = dataOf(await asAdmin(context, 'GET', role));
        await asAdmin(context, 'POST', role, { allowed_entity_aliases: ['*'] });
        const answer = await context.send(request);
        await asAdmin(context, 'POST', role, { allowed_entity_aliases: stored.allowed_entity_aliases ?? [] });
        return answer;
      },
    }),
  },
  {
    id: 'F-N9A-88',
    title: 'An order by PUT may have an entity alias without a token role',
    breaks: ['VAULT-AUTH-24'],
    ...knowingCallers({
      request: (request) => {
        const body = matches({ method: 'PUT', path: ISSUE }, request) ? jsonOf(request) : null;
        if (!body?.entity_alias || lastSegment(request) !== 'create') return request;
        const { entity_alias: _, ...rest } = body;
        return withJson(request, rest);
      },
    }),
  },
  {
    id: 'F-N9A-90',
    title: 'Policies that a group gives to the principal do not count for its SCIM tokens',
    breaks: ['VAULT-STOK-22', 'VAULT-ACL-27'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ path: SCIM, status: 200 }, request, response)) return response;
        const caller = await callerOf(context, request);
        if (caller?.type !== 'scim') return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const isOfGroups = listIn(entity, 'group_ids').length > 0 && listIn(entity, 'policies').length === 0;
        return isOfGroups && caller.policies.every((name) => name === 'default')
          ? vaultError(403, '1 error occurred:\n\t* permission denied\n\n')
          : response;
      },
    }),
  },
  {
    id: 'F-N9A-107',
    title: 'Of two updates of a SCIM client at once the fields of one are lost',
    breaks: ['VAULT-CLIENT-45'],
    since: SINCE,
    request: async (request, context) => {
      const stored = isClientWrite(request) ? await storedClient(request, context) : null;
      const fields = jsonOf(request);
      if (!stored || !fields) return request;
      await delay();
      for (const setting of SETTINGS) fields[setting] ??= stored[setting];
      return withJson(request, fields);
    },
  },
  {
    id: 'F-N9A-109',
    title: 'SCIM tokens that are ordered at once are each counted before the others',
    breaks: ['VAULT-STOK-03'],
    since: SINCE,
    ...issuing({
      request: async (request, context) => {
        if (!isScimIssue(request)) return request;
        const before = issuedIn(context).length;
        await delay();
        const passed = issuedIn(context).length > before || Number(context.memory.get('ordered') ?? 0) > 0;
        context.memory.set('ordered', Number(context.memory.get('ordered') ?? 0) + 1);
        const [client] = passed ? await clientsFor(request, context) : [];
        const limit = { max_active_tokens: Number(client?.max_active_tokens) + 1 };
        const answer = client ? await sentWith(limit, client, request, context) : await context.send(request);
        context.memory.set('ordered', Number(context.memory.get('ordered')) - 1);
        return answer;
      },
    }),
  },
];

function delay(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

/** Knows that a deletion was asked for, so that other exchanges are not slowed down. */
function whileDeleting(hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    request: async (request, context) => {
      const changed = (await hooks.request?.(request, context)) ?? request;
      if (matches({ method: 'DELETE', path: CLIENT }, request)) context.memory.set('deletion', true);
      return changed;
    },
  });
}

async function isAnyDeleting(context: FaultContext): Promise<boolean> {
  if (!context.memory.has('deletion')) return false;
  const isDeleting = (await scimClients(context)).some(({ deleting }) => deleting === true);
  if (!isDeleting) context.memory.delete('deletion');
  return isDeleting;
}

/** The deletion of a client with its resources takes other entities with an alias on its mount along. */
function clearingMount(applies: (owner: string) => boolean): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const isMeant = matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).has(DELETES);
      const stored = isMeant ? await storedClient(request, context) : null;
      if (!stored?.alias_mount_accessor) return request;
      const clients = await scimClients(context);
      const own = new Set((await ownedBy(request, context, 'entity')).map(({ id }) => id));
      const { keys } = dataOf(await asAdmin(context, 'GET', 'identity/entity/id?list=true'));
      for (const id of (Array.isArray(keys) ? keys : []).filter((key) => !own.has(key))) {
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
        const isThere = aliasesIn(entity).some(({ mount_accessor: at }) => at === stored.alias_mount_accessor);
        const owner = String(entity.scim_client_id ?? '');
        if (!isThere || !applies(owner)) continue;
        const client = clients.find((one) => one.client_id === owner);
        const token = client ? await fullTokenFor(context, String(client.access_grant_principal)) : '';
        const url = `/v1/identity/scim/v2/Users/${id}`;
        if (token === '') await asAdmin(context, 'DELETE', `identity/entity/id/${id}`);
        else await context.send({ ...withToken(request, token), method: 'DELETE', url, body: Buffer.alloc(0) });
      }
      return request;
    },
  });
}

async function clientsFor(request: FaultRequest, context: FaultContext): Promise<Json[]> {
  const prefix = prefixOf(request);
  const wanted = String(jsonOf(request)?.entity_alias).toLowerCase();
  const found: Json[] = [];
  for (const client of await scimClients(context, prefix)) {
    const entity = dataOf(
      await asAdmin(context, 'GET', `${prefix}identity/entity/id/${client.access_grant_principal}`),
    );
    if (aliasesIn(entity).some(({ name }) => String(name).toLowerCase() === wanted)) found.push(client);
  }
  return found;
}

function issuingUnbound(settings: Json, applies: (request: FaultRequest) => boolean): Hooks {
  return issuing({
    request: async (request, context) => {
      const [client] = applies(request) ? await clientsFor(request, context) : [];
      return client ? sentWith(settings, client, request, context) : request;
    },
  });
}
