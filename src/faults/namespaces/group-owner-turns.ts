import { isAdopted, knowingAdopted } from '../adoption/adopted-objects.ts';
import { asAdmin, knowingCallers } from '../callers.ts';
import { CLIENT, GROUP, GROUPS, jsonOf, matches, queryOf } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { changingMatches } from '../filter-edits.ts';
import { knowingLinks } from '../link-states.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { unscoped } from '../owners.ts';
import { everySeen, type Seen, throughScim, VAULT_GROUP, VAULT_GROUP_BY_NAME, watching } from '../scim-objects.ts';
import { memberIds, NOTHING_DONE, operationsOf } from '../scim-requests.ts';
import { dataOf, lastSegment, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects of whom a group belongs to: SCIM clients, namespaces, administrators, and what becomes of it with them. */
export const groupOwnerTurnFaults: Fault[] = [
  {
    id: 'F-B9-36',
    title: "A removal of members by a filter path is executed in another client's group",
    breaks: ['VAULT-ISOL-10'],
    ...unscoped({ method: 'PATCH', path: GROUP }, (request) =>
      operationsOf(request).every(({ op, path }) => op === 'remove' && String(path).startsWith('members[')),
    ),
  },
  {
    id: 'F-B9-37',
    title: 'The removal of a member by filter path is answered as done in a child namespace and not made',
    breaks: ['VAULT-NS-18', 'VAULT-GPATCH-06', 'VAULT-NS-23', 'VAULT-NS-21', 'VAULT-NS-24'],
    since: '2.0.1',
    request: (request) =>
      matches({ method: 'PATCH', path: GROUP }, request) &&
      namespaceOf(request) !== '' &&
      operationsOf(request).some(({ op, path }) => op === 'remove' && String(path).startsWith('members['))
        ? NOTHING_DONE
        : request,
  },
  {
    id: 'F-B9-38',
    title: 'Adopted groups are not found by their displayName',
    breaks: ['VAULT-ADOPT-12', 'VAULT-FILTER-19'],
    since: SINCE,
    ...knowingAdopted(
      changingMatches(GROUPS, /^displayName eq/i, (found, _request, context) =>
        found.filter(({ id }) => !isAdopted(context, id)),
      ),
    ),
  },
  {
    id: 'F-B9-39',
    title: 'A patch of the members of an adopted group is answered as done and not made',
    breaks: ['VAULT-ADOPT-12', 'VAULT-GPATCH-01'],
    since: SINCE,
    ...knowingAdopted({
      request: (request, context) =>
        matches({ method: 'PATCH', path: GROUP }, request) && isAdopted(context, lastSegment(request))
          ? NOTHING_DONE
          : request,
    }),
  },
  {
    id: 'F-B9-40',
    title: 'The list of groups leaves out linked ones',
    breaks: ['VAULT-LINK-04', 'VAULT-GROUP-13'],
    since: SINCE,
    ...knowingLinks({
      response: (response, request, { memory }) => {
        const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || !Array.isArray(body.Resources)) return response;
        const Resources = (body.Resources as Json[]).filter(({ id }) => !memory.has(`linked ${id}`));
        const totalResults = Number(body.totalResults) - (body.Resources.length - Resources.length);
        const text = JSON.stringify({ ...body, Resources, totalResults, itemsPerPage: Resources.length });
        return { ...response, body: Buffer.from(text) };
      },
    }),
  },
  {
    id: 'F-B9-41',
    title: 'An administrator can delete a linked group by its id',
    breaks: ['VAULT-LINK-12'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) => {
        const linked = matches({ method: 'DELETE', path: VAULT_GROUP }, request)
          ? context.memory.get(`linked ${lastSegment(request)}`)
          : undefined;
        if (linked === undefined) return request;
        const body = { group_id: lastSegment(request) };
        await asAdmin(context, 'POST', `identity/scim/client/${linked}/unlink-group`, body);
        return request;
      },
    }),
  },
  {
    id: 'F-B9-42',
    title: 'Policies that an administrator gives to a SCIM group by its name are answered as stored and dropped',
    breaks: ['VAULT-ADMIN-05'],
    ...watching({
      request: (request, { memory }) => {
        const isByName = matches({ method: ['POST', 'PUT'], path: VAULT_GROUP_BY_NAME }, request);
        const names = isByName ? groupsIn(memory).map(({ names }) => names.at(-1)) : [];
        return names.includes(lastSegment(request)) && jsonOf(request)?.policies !== undefined ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-B9-43',
    title: 'Policies that an administrator gives to a SCIM group take its members out',
    breaks: ['VAULT-ADMIN-05', 'VAULT-ACCESS-03', 'VAULT-ACCESS-37'],
    ...watching({
      response: async (response, request, context) => {
        const where = { method: ['POST', 'PUT'], path: VAULT_GROUP, status: (status: number) => status < 300 };
        if (!matches(where, request, response) || jsonOf(request)?.policies === undefined) return response;
        const seen = groupsIn(context.memory).find(({ id }) => id === lastSegment(request));
        if (seen) await context.send(throughScim(seen, 'PUT', { displayName: seen.names.at(-1), members: [] }));
        return response;
      },
    }),
  },
  {
    id: 'F-B9-44',
    title: 'A SCIM-managed group is refused as member of a group of administrators',
    breaks: ['VAULT-ACCESS-24', 'VAULT-ADMIN-24'],
    ...watching({
      request: (request, { memory }) => {
        const isWrite = matches({ method: ['POST', 'PUT'], path: /\/identity\/group(\/(id|name)\/[^/]+)?$/ }, request);
        const ids = isWrite ? jsonOf(request)?.member_group_ids : undefined;
        const isHeld = Array.isArray(ids) && groupsIn(memory).some(({ id }) => ids.includes(id));
        return isHeld ? vaultError(400, 'the group is managed by SCIM') : request;
      },
    }),
  },
  {
    id: 'F-B9-45',
    title: 'delete-linked-resources leaves groups that were renamed behind',
    breaks: ['VAULT-CLDEL-13'],
    since: SINCE,
    ...beforeDeletion('delete-linked-resources', async (seen, context, client) => {
      const isRenamed = new Set(seen.names).size > 1;
      const path = `identity/scim/client/${client}/unlink-group`;
      if (isRenamed) await asAdmin(context, 'POST', path, { group_id: seen.id });
    }),
  },
  {
    id: 'F-B9-46',
    title: 'unlink-resources deletes groups without members',
    breaks: ['VAULT-CLDEL-18'],
    since: SINCE,
    ...beforeDeletion('unlink-resources', async (seen, context) => {
      const url = `${seen.by.url}/${seen.id}`;
      const group = jsonOf(await context.send({ ...seen.by, method: 'GET', url, body: Buffer.alloc(0) }));
      if (group?.meta !== undefined && memberIds(group).length === 0) await context.send(throughScim(seen, 'DELETE'));
    }),
  },
  {
    id: 'F-B9-47',
    title: 'unlink-resources removes the members of groups that are inactive',
    breaks: ['VAULT-CLDEL-18'],
    since: SINCE,
    ...beforeDeletion('unlink-resources', async (seen, context) => {
      const url = `${seen.by.url}/${seen.id}`;
      const group = jsonOf(await context.send({ ...seen.by, method: 'GET', url, body: Buffer.alloc(0) })) ?? {};
      const users = await context.send({
        ...seen.by,
        method: 'GET',
        url: seen.by.url.replace('/Groups', '/Users'),
        body: Buffer.alloc(0),
      });
      const listed = (jsonOf(users)?.Resources ?? []) as Json[];
      const inactive = listed.filter(({ active }) => active === false).map(({ id }) => String(id));
      const ids = memberIds(group);
      const members = ids.filter((id) => !inactive.includes(id)).map((value) => ({ value }));
      if (members.length < ids.length)
        await context.send(throughScim(seen, 'PUT', { displayName: group.displayName, members }));
    }),
  },
];

function groupsIn(memory: FaultContext['memory']): Seen[] {
  return everySeen(memory).filter(({ kind, deleted }) => kind === 'group' && !deleted);
}

/** Something is done to each SCIM group that was seen before a SCIM client is deleted with this flag. */
function beforeDeletion(
  flag: string,
  act: (seen: Seen, context: FaultContext, client: string) => Promise<unknown>,
): Hooks {
  return knowingCallers(
    watching({
      request: async (request, context) => {
        const isMeant = matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).get(flag) === 'true';
        const client = lastSegment(request);
        const { client_id: mark } = isMeant
          ? dataOf(await asAdmin(context, 'GET', `identity/scim/client/${client}`))
          : {};
        for (const seen of isMeant ? groupsIn(context.memory) : []) {
          const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${seen.id}`));
          if (group.scim_client_id === mark) await act(seen, context, client);
        }
        return request;
      },
    }),
  );
}
