import { asAdmin, knowingCallers, scimClients } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import {
  CLIENT,
  CLIENTS,
  changingUpdate,
  changingWrite,
  EXTRAS,
  isClientWrite,
  storedClient,
} from '../client-requests.ts';
import { jsonOf, matches, queryOf, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { aliasesIn } from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { updateClient } from '../scim-tokens/token-limits.ts';
import { dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const SINCE = '2.2.0';
const UNLINK_ENTITY = /\/unlink-entity$/;

/** Defects of SCIM clients that show on another client, on its tokens or principal, or at the next call. */
export const clientTurnFaults: Fault[] = [
  {
    id: 'F-CLIENT-90',
    title: 'The creation of a SCIM client sets max_active_tokens of the others back to 2',
    breaks: ['VAULT-CLIENT-59'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!isClientWrite(request) || response.status !== 200) return response;
        for (const other of await scimClients(context)) {
          if (other.name !== lastSegment(request).toLowerCase())
            await updateClient(context, other, { max_active_tokens: 2 });
        }
        return response;
      },
    }),
  },
  {
    id: 'F-CLIENT-91',
    title: 'The deletion of a SCIM client takes those from the list whose names begin with its own',
    breaks: ['VAULT-CLIENT-05'],
    response: (response, request, { memory }) => {
      const deleted = (memory.get('deleted') ?? []) as string[];
      if (matches({ method: 'DELETE', path: CLIENT }, request) && response.status < 300) {
        memory.set('deleted', [...deleted, lastSegment(request).toLowerCase()]);
      }
      const body = matches({ path: CLIENTS, status: 200 }, request, response) ? jsonOf(response) : null;
      const data = nestedIn(body, 'data');
      if (!body || !Array.isArray(data.keys)) return response;
      const isLost = (key: unknown) => deleted.some((name) => key !== name && String(key).startsWith(name));
      data.keys = data.keys.filter((key) => !isLost(key));
      return withJson(response, body);
    },
  },
  {
    id: 'F-CLIENT-92',
    title: 'The second change of the principal of a SCIM client is acknowledged and not made',
    breaks: ['VAULT-CLIENT-18', 'VAULT-CLIENT-20'],
    since: SINCE,
    request: async (request, context) => {
      const stored = isClientWrite(request) ? await storedClient(request, context) : null;
      const wanted = jsonOf(request)?.access_grant_principal;
      if (!stored || wanted === stored.access_grant_principal) return request;
      const isEntity = (await asked(context, request, `identity/entity/id/${wanted}`)).status === 200;
      const key = `changed ${String(stored.client_id)}`;
      if (isEntity && context.memory.has(key)) return NOTHING_DONE;
      if (isEntity) context.memory.set(key, true);
      return request;
    },
  },
  {
    id: 'F-CLIENT-94',
    title: 'A max_active_tokens of more than ten is stored as ten',
    breaks: ['VAULT-CLIENT-43'],
    since: SINCE,
    ...changingWrite((fields) => {
      if (Number(fields.max_active_tokens) > 10) fields.max_active_tokens = 10;
    }),
  },
  {
    id: 'F-CLIENT-95',
    title: 'A field that an update sets to the value that it has is reset to its default',
    breaks: ['VAULT-CLIENT-41', 'VAULT-CLIENT-42', 'VAULT-CLIENT-43', 'VAULT-CLIENT-44'],
    since: SINCE,
    ...changingUpdate((fields, stored) => {
      const defaults = {
        allow_user_adoption: false,
        allow_group_adoption: false,
        max_active_tokens: 2,
        max_token_ttl: 0,
      };
      for (const [field, value] of Object.entries(defaults)) {
        if (fields[field] !== undefined && fields[field] === stored[field]) fields[field] = value;
      }
    }),
  },
  {
    id: 'F-CLIENT-96',
    title: 'A create that is refused for the principal of another SCIM client leaves the name taken',
    breaks: ['VAULT-CLIENT-15', 'VAULT-CLIENT-01'],
    since: SINCE,
    request: (request, { memory }) =>
      isClientWrite(request) && memory.has(`half ${lastSegment(request)}`)
        ? vaultError(400, 'a SCIM client of this name is being created')
        : request,
    response: async (response, request, context) => {
      if (!isClientWrite(request) || response.status !== 400) return response;
      if (!JSON.stringify(jsonOf(response)).includes('access_grant_principal')) return response;
      const principal = jsonOf(request)?.access_grant_principal;
      const isEntity = principal && (await asked(context, request, `identity/entity/id/${principal}`)).status === 200;
      if (isEntity && !(await storedClient(request, context))) context.memory.set(`half ${lastSegment(request)}`, true);
      return response;
    },
  },
  {
    id: 'F-CLIENT-97',
    title: 'An update that lists a stored extra alias mount together with a new one is refused',
    breaks: ['VAULT-CLIENT-39'],
    since: SINCE,
    request: async (request, context) => {
      const wanted = isClientWrite(request) ? jsonOf(request)?.[EXTRAS] : undefined;
      const stored = Array.isArray(wanted) ? (await storedClient(request, context))?.[EXTRAS] : undefined;
      if (!Array.isArray(wanted) || !Array.isArray(stored)) return request;
      const known = wanted.filter((one) => stored.includes(one));
      return known.length > 0 && known.length < wanted.length ? vaultError(400, `${EXTRAS} is in use`) : request;
    },
  },
  {
    id: 'F-CLDEL-60',
    title: 'delete-linked-resources empties the groups of administrators that hold one of the users',
    breaks: ['VAULT-CLDEL-25'],
    since: SINCE,
    ...aroundDeletion(
      (query) => query.get('delete-linked-resources') === 'true',
      async (context, users) => {
        const ids = users.map(({ id }) => id);
        const { keys } = dataOf(await asAdmin(context, 'GET', 'identity/group/id?list=true'));
        for (const key of Array.isArray(keys) ? keys : []) {
          const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${key}`));
          const members = Array.isArray(group.member_entity_ids) ? group.member_entity_ids : [];
          if (group.scim_client_id || !members.some((id) => ids.includes(id))) continue;
          await asAdmin(context, 'POST', `identity/group/id/${key}`, { member_entity_ids: [] });
        }
      },
    ),
  },
  {
    id: 'F-CLDEL-61',
    title: 'The deletion of a SCIM client takes the aliases of its principal along',
    breaks: ['VAULT-CLDEL-21'],
    ...aroundDeletion(
      () => true,
      async () => undefined,
      async (context, stored) => {
        const path = `identity/entity/id/${String(stored.access_grant_principal)}`;
        await dropAliases(context, [dataOf(await asAdmin(context, 'GET', path))]);
      },
    ),
  },
  {
    id: 'F-CLDEL-62',
    title: 'unlink-resources removes the aliases of inactive users',
    breaks: ['VAULT-CLDEL-17'],
    since: SINCE,
    ...aroundDeletion(
      (query) => query.get('unlink-resources') === 'true',
      async () => undefined,
      (context, _, users) =>
        dropAliases(
          context,
          users.filter(({ disabled }) => disabled === true),
        ),
    ),
  },
  {
    id: 'F-CLDEL-63',
    title: 'A SCIM client whose plain deletion was refused cannot be deleted with a flag either',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09', 'VAULT-CLDEL-14', 'VAULT-CLDEL-19', 'VAULT-CLDEL-20'],
    since: SINCE,
    response: (response, request, { memory }) => {
      const isPlain = matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response);
      if (isPlain && queryOf(request).size === 0) memory.set(`refused ${lastSegment(request)}`, response);
      return response;
    },
    request: (request, { memory }) => {
      if (!matches({ method: 'DELETE', path: CLIENT }, request) || queryOf(request).size === 0) return request;
      return (memory.get(`refused ${lastSegment(request)}`) as FaultResponse | undefined) ?? request;
    },
  },
  {
    id: 'F-CLDEL-64',
    title: 'Users that were unlinked go on protecting their former SCIM client from deletion',
    breaks: ['VAULT-CLDEL-26'],
    since: SINCE,
    request: (request, { memory }) =>
      matches({ method: 'DELETE', path: CLIENT }, request) &&
      queryOf(request).size === 0 &&
      memory.has(`unlinked from ${lastSegment(request)}`)
        ? vaultError(400, 'SCIM client has linked resources')
        : request,
    response: (response, request, { memory }) => {
      if (matches({ path: UNLINK_ENTITY }, request) && response.status < 300)
        memory.set(`unlinked from ${request.url.split('/').at(-2)}`, true);
      return response;
    },
  },
];

/** Does something before the deletion of a SCIM client, and something after it. */
function aroundDeletion(
  applies: (query: URLSearchParams) => boolean,
  before: (context: FaultContext, users: Json[]) => Promise<unknown>,
  after?: (context: FaultContext, stored: Json, users: Json[]) => Promise<unknown>,
): Pick<Fault, 'request' | 'response'> {
  const known = new WeakMap<FaultRequest, [Json, Json[]]>();
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: CLIENT }, request) || !applies(queryOf(request))) return request;
      const stored = await storedClient(request, context);
      const users = await ownedBy(request, context, 'entity');
      if (stored) known.set(request, [stored, users]);
      if (stored) await before(context, users);
      return request;
    },
    response: async (response, request, context) => {
      const [stored, users] = known.get(request) ?? [];
      if (stored && users && response.status < 300) await after?.(context, stored, users);
      return response;
    },
  });
}

async function dropAliases(context: FaultContext, entities: Json[]): Promise<void> {
  for (const alias of entities.flatMap(aliasesIn)) {
    await asAdmin(context, 'DELETE', `identity/entity-alias/id/${String(alias.id)}`);
  }
}

function asked(context: FaultContext, request: FaultRequest, path: string): Promise<FaultResponse> {
  const url = request.url.replace(/identity\/.*$/, path);
  return context.send({ ...request, method: 'GET', url, body: Buffer.alloc(0) });
}
