import { asAdmin, knowingCallers } from '../callers.ts';
import { CLIENT, storedClient } from '../client-requests.ts';
import { jsonOf, matches, queryOf, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { VAULT_GROUP } from '../scim-objects.ts';
import { dataOf, lastSegment, nestedIn } from '../vault-requests.ts';
import { ownedBy } from './client-deletion-ways.ts';

type Json = Record<string, unknown>;

const SINCE = '2.2.0';

/** Defects of what the deletion of a SCIM client forgets, takes along, or does the second time. */
export const clientRemainFaults: Fault[] = [
  {
    id: 'F-CLDEL-41',
    title: 'delete-linked-resources leaves the last of several groups behind',
    breaks: ['VAULT-CLDEL-13'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!isDeletion(request, 'delete-linked-resources')) return request;
        const groups = await ownedBy(request, context, 'group');
        const last = groups.length > 1 ? groups.at(-1) : undefined;
        const path = `identity/scim/client/${lastSegment(request)}/unlink-group`;
        if (last) await asAdmin(context, 'POST', path, { group_id: last.id });
        return request;
      },
    }),
  },
  {
    id: 'F-CLDEL-42',
    title: 'unlink-resources leaves groups without members with their owner',
    breaks: ['VAULT-CLDEL-18'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!isDeletion(request, 'unlink-resources')) return request;
        const owner = (await storedClient(request, context))?.client_id;
        for (const group of await ownedBy(request, context, 'group')) {
          if (membersOf(group).length === 0) context.memory.set(`owner of ${String(group.id)}`, owner);
        }
        return request;
      },
      response: (response, request, { memory }) => {
        const owner = memory.get(`owner of ${lastSegment(request)}`);
        const isShown = matches({ method: 'GET', path: VAULT_GROUP, status: 200 }, request, response);
        const body = isShown && owner !== undefined ? jsonOf(response) : null;
        if (!body) return response;
        nestedIn(body, 'data').scim_client_id = owner;
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-CLDEL-43',
    title: 'A plain deletion that is asked for again deletes the SCIM client and gives up what it owns',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09'],
    since: SINCE,
    response: (response, request, { memory, send }) => {
      if (!matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response)) return response;
      if (queryOf(request).size > 0) return response;
      if (memory.has(request.url)) return send({ ...request, url: `${request.url}?unlink-resources=true` });
      memory.set(request.url, true);
      return response;
    },
  },
  {
    id: 'F-CLDEL-44',
    title: 'Users that are all inactive do not protect their SCIM client from deletion',
    breaks: ['VAULT-CLDEL-08'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response)) return response;
        const users = await ownedBy(request, context, 'entity');
        const groups = await ownedBy(request, context, 'group');
        const isGuarded = groups.length > 0 || users.some(({ disabled }) => disabled !== true);
        return isGuarded || queryOf(request).size > 0
          ? response
          : context.send({ ...request, url: `${request.url}?delete-linked-resources=true` });
      },
    }),
  },
  {
    id: 'F-CLDEL-45',
    title: 'delete-linked-resources takes the groups of administrators along that its users are in',
    breaks: ['VAULT-CLDEL-25'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!isDeletion(request, 'delete-linked-resources')) return request;
        const users = (await ownedBy(request, context, 'entity')).map(({ id }) => id);
        for (const group of await unmanagedGroups(context)) {
          if (!membersOf(group).some((id) => users.includes(id))) continue;
          await asAdmin(context, 'DELETE', `identity/group/id/${String(group.id)}`);
        }
        return request;
      },
    }),
  },
];

function isDeletion(request: FaultRequest, flag: string): boolean {
  const query = queryOf(request);
  return matches({ method: 'DELETE', path: CLIENT }, request) && query.get(flag) === 'true' && query.size === 1;
}

function membersOf(group: Json): unknown[] {
  return Array.isArray(group.member_entity_ids) ? group.member_entity_ids : [];
}

async function unmanagedGroups(context: FaultContext): Promise<Json[]> {
  const { keys } = dataOf(await asAdmin(context, 'GET', 'identity/group/id?list=true'));
  const ids = Array.isArray(keys) ? keys.map(String) : [];
  const groups = await Promise.all(
    ids.map(async (id) => dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`))),
  );
  return groups.filter(({ scim_client_id: owner }) => !owner);
}
