import { adminToken, asAdmin, knowingCallers, scimClients } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT, CLIENTS, changingWrite, EXTRAS, isClientWrite, linkCallIn, storedClient } from '../client-requests.ts';
import { jsonOf, matches, pathOf, queryOf, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { issuedIn, issuing } from '../scim-tokens/issued-tokens.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const DELETES = 'delete-linked-resources';
const UNLINKS = 'unlink-resources';
const SETTINGS = ['allow_user_adoption', 'allow_group_adoption', 'max_active_tokens', 'max_token_ttl'];

/** Defects of SCIM clients that need several steps: a refusal before, a former principal, two deletions. */
export const clientSequenceFaults: Fault[] = [
  {
    id: 'F-N9A-01',
    title: 'What a refused update of a SCIM client sent is stored by the next one that leaves it out',
    breaks: ['VAULT-CLIENT-45'],
    since: SINCE,
    ...rememberingRefused((stored) => stored !== null),
  },
  {
    id: 'F-N9A-02',
    title: 'What a refused create of a SCIM client sent is the default of the next one under its name',
    breaks: ['VAULT-CLIENT-35', 'VAULT-CLIENT-36', 'VAULT-CLIENT-37', 'VAULT-CLIENT-38'],
    since: SINCE,
    ...rememberingRefused((stored) => stored === null),
  },
  {
    id: 'F-N9A-03',
    title: 'A SCIM client whose plain deletion was refused can no longer be updated',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09'],
    since: SINCE,
    request: (request, { memory }) =>
      isClientWrite(request) && memory.has(`refused ${request.url}`)
        ? vaultError(400, 'the SCIM client is being deleted')
        : request,
    response: (response, request, { memory }) => {
      if (matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response) && queryOf(request).size === 0)
        memory.set(`refused ${request.url}`, true);
      return response;
    },
  },
  {
    id: 'F-N9A-04',
    title: 'A deletion that is refused for its two flags revokes the SCIM tokens of the client',
    breaks: ['VAULT-CLDEL-20'],
    since: SINCE,
    ...revokingAfterRefusal((query) => query.has(DELETES) && query.has(UNLINKS)),
  },
  {
    id: 'F-N9A-05',
    title: 'A plain deletion that is refused revokes the SCIM tokens of the client',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09'],
    since: SINCE,
    ...revokingAfterRefusal((query) => query.size === 0),
  },
  {
    id: 'F-N9A-06',
    title: 'The plain deletion of a SCIM client is not guarded after a change of its principal',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09'],
    since: SINCE,
    ...knowingChanges({
      request: (request, { memory }) =>
        isDeletion(request) && queryOf(request).size === 0 && memory.has(`changed ${lastSegment(request)}`)
          ? { ...request, url: `${request.url}?${UNLINKS}=true` }
          : request,
    }),
  },
  {
    id: 'F-N9A-08',
    title: 'delete-linked-resources deletes what was unlinked from the client before',
    breaks: ['VAULT-CLDEL-21'],
    since: SINCE,
    ...takingFormer((owner) => owner === ''),
  },
  {
    id: 'F-N9A-09',
    title: 'delete-linked-resources deletes what has moved to another SCIM client',
    breaks: ['VAULT-CLDEL-15'],
    since: SINCE,
    ...takingFormer((owner) => owner !== ''),
  },
  {
    id: 'F-N9A-10',
    title: 'Of two SCIM clients that are deleted at once the groups of the second are left',
    breaks: ['VAULT-CLDEL-13'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!isDeletion(request) || !queryOf(request).has(DELETES)) return request;
        const isBusy = (await scimClients(context)).some(({ deleting }) => deleting === true);
        const groups = isBusy ? await ownedBy(request, context, 'group') : [];
        for (const { id } of groups) await unlinkGroup(context, lastSegment(request), id);
        return request;
      },
    }),
  },
  {
    id: 'F-N9A-13',
    title: 'A SCIM client whose principal was deleted cannot get another',
    breaks: ['VAULT-CLIENT-18'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const stored = isClientWrite(request) ? await storedClient(request, context) : null;
        if (!stored) return request;
        const entity = await asAdmin(context, 'GET', `identity/entity/id/${stored.access_grant_principal}`);
        return entity.status === 404 ? vaultError(400, 'access_grant_principal not found') : request;
      },
    }),
  },
  {
    id: 'F-N9A-14',
    title: 'A principal that a SCIM client gave up is refused to another',
    breaks: ['VAULT-CLIENT-01', 'VAULT-CLIENT-18'],
    since: SINCE,
    ...knowingChanges({
      request: (request, { memory }) => {
        const holder = memory.get(`former ${jsonOf(request)?.access_grant_principal}`);
        return isClientWrite(request) && holder !== undefined && holder !== lastSegment(request)
          ? vaultError(400, 'access_grant_principal is already used by another SCIM client')
          : request;
      },
    }),
  },
  {
    id: 'F-N9A-15',
    title: 'A refused create leaves its name in the list of SCIM clients',
    breaks: ['VAULT-CLIENT-11', 'VAULT-CLIENT-13', 'VAULT-CLIENT-15', 'VAULT-CLIENT-21', 'VAULT-CLIENT-23'],
    ...listing(async (response, request, context) =>
      isClientWrite(request) && response.status === 400 ? (await storedClient(request, context)) === null : false,
    ),
  },
  {
    id: 'F-N9A-16',
    title: 'The name of a SCIM client that was deleted with its resources stays in the list',
    breaks: ['VAULT-CLDEL-14', 'VAULT-CLDEL-19'],
    since: SINCE,
    ...listing((response, request) => isDeletion(request) && response.status < 300 && queryOf(request).size > 0),
  },
  {
    id: 'F-N9A-17',
    title: 'An extra alias mount of one SCIM client is refused for another',
    breaks: ['VAULT-CLIENT-39'],
    since: SINCE,
    ...refusingExtras((other) => (Array.isArray(other[EXTRAS]) ? other[EXTRAS] : [])),
  },
  {
    id: 'F-N9A-18',
    title: 'The alias mount of another SCIM client is refused as extra alias mount',
    breaks: ['VAULT-CLIENT-39'],
    since: SINCE,
    ...refusingExtras((other) => [other.alias_mount_accessor]),
  },
];

function isDeletion(request: FaultRequest): boolean {
  return matches({ method: 'DELETE', path: CLIENT }, request);
}

/** The settings of a refused write are kept for the next one under this name. */
function rememberingRefused(applies: (stored: Json | null) => boolean): Hooks {
  return {
    ...changingWrite((fields, stored, request, { memory }) => {
      const kept = memory.get(`refused ${request.url}`) as Json | undefined;
      if (!kept || !applies(stored)) return;
      for (const setting of SETTINGS) if (kept[setting] !== undefined) fields[setting] ??= kept[setting];
    }),
    response: async (response, request, context) => {
      if (!isClientWrite(request)) return response;
      if (response.status < 300) context.memory.delete(`refused ${request.url}`);
      const sent = jsonOf(request) ?? {};
      const isSound = Number(sent.max_active_tokens ?? 1) > 0 && !String(sent.max_token_ttl ?? '').startsWith('-');
      if (response.status === 400 && applies(await storedClient(request, context)))
        context.memory.set(
          `refused ${request.url}`,
          isSound ? sent : { ...sent, max_active_tokens: undefined, max_token_ttl: undefined },
        );
      return response;
    },
  };
}

function revokingAfterRefusal(isMeant: (query: URLSearchParams) => boolean): Hooks {
  return issuing({
    response: async (response, request, context) => {
      if (!isDeletion(request) || response.status !== 400 || !isMeant(queryOf(request))) return response;
      const principal = (await storedClient(request, context))?.access_grant_principal;
      for (const { token } of issuedIn(context).filter(({ entityId }) => entityId === principal))
        await asAdmin(context, 'POST', 'auth/token/revoke', { token });
      return response;
    },
  });
}

/**
 * Knows the changes of principals: `changed <client>`, `former <entity>` with the client that had it, and what the
 * client owned before.
 */
function knowingChanges(hooks: Hooks): Hooks {
  const changes = new WeakMap<FaultRequest, [Json, Json[], Json[]]>();
  return knowingCallers({
    request: async (request, context) => {
      const stored = isClientWrite(request) ? await storedClient(request, context) : null;
      if (stored && stored.access_grant_principal !== jsonOf(request)?.access_grant_principal) {
        const users = await ownedBy(request, context, 'entity');
        changes.set(request, [stored, users, await ownedBy(request, context, 'group')]);
      }
      return (await hooks.request?.(request, context)) ?? request;
    },
    response: async (response, request, context) => {
      const [stored, users, groups] = changes.get(request) ?? [];
      if (stored && response.status < 300) {
        context.memory.set(`changed ${lastSegment(request)}`, true);
        context.memory.set(`before ${lastSegment(request)}`, [users, groups]);
        context.memory.set(`former ${stored.access_grant_principal}`, lastSegment(request));
      }
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}

/** The deletion of a client with its resources takes along what it owned once. */
function takingFormer(applies: (owner: string) => boolean): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (response.status >= 300) return response;
      const call = linkCallIn(request);
      const client = call ? pathOf(request).split('/').at(-2) : lastSegment(request);
      const key = `left ${client}`;
      const left = (context.memory.get(key) ?? []) as { kind: string; id: string }[];
      if (call?.action === 'unlink') context.memory.set(key, [...left, call]);
      if (!isDeletion(request) || !queryOf(request).has(DELETES)) return response;
      const clients = await scimClients(context);
      for (const { kind, id } of left) {
        const owner = String(dataOf(await asAdmin(context, 'GET', `identity/${kind}/id/${id}`)).scim_client_id ?? '');
        if (!applies(owner)) continue;
        const other = clients.find(({ client_id: known }) => known === owner)?.name;
        if (other && kind === 'entity') await unlinkEntity(context, other, id);
        if (other && kind === 'group') await unlinkGroup(context, other, id);
        await asAdmin(context, 'DELETE', `identity/${kind}/id/${id}`);
      }
      return response;
    },
  });
}

/** Lists of SCIM clients hold names that no client has. */
function listing(
  applies: (response: FaultResponse, request: FaultRequest, context: FaultContext) => Promise<boolean> | boolean,
): Hooks {
  return {
    response: async (response, request, context) => {
      const { memory } = context;
      const extra = (memory.get('extra') ?? []) as string[];
      if (await applies(response, request, context))
        memory.set('extra', [...extra, lastSegment(request).toLowerCase()]);
      const body = matches({ path: CLIENTS, status: 200 }, request, response) ? jsonOf(response) : null;
      const data = nestedIn(body, 'data');
      if (!body || !Array.isArray(data.keys)) return response;
      data.keys = [...new Set([...data.keys, ...extra])].sort();
      return withJson(response, body);
    },
  };
}

function refusingExtras(taken: (other: Json) => unknown[]): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const wanted = isClientWrite(request) ? jsonOf(request)?.[EXTRAS] : undefined;
      if (!Array.isArray(wanted) || wanted.length === 0 || adminToken(context) === '') return request;
      const others = (await scimClients(context)).filter(({ name }) => name !== lastSegment(request).toLowerCase());
      const own = (await storedClient(request, context))?.alias_mount_accessor;
      const isTaken = others.flatMap(taken).some((accessor) => accessor !== own && wanted.includes(accessor));
      return isTaken ? vaultError(400, `${EXTRAS} is in use`) : request;
    },
  });
}

function unlinkGroup(context: FaultContext, client: unknown, id: unknown): Promise<FaultResponse> {
  return asAdmin(context, 'POST', `identity/scim/client/${client}/unlink-group`, { group_id: id });
}
