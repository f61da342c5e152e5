import { knowingCallers, scimClients } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, pathOf, RESOURCE, scimError, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { changingMatches } from '../filter-edits.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { knowingOwners, unscopedList } from '../owners.ts';
import { lastSegmentOf } from '../scim-requests.ts';
import { changedAnyway, reaching, shownAsGroup, unmanagedAt } from '../unmanaged.ts';
import { dataOf } from '../vault-requests.ts';
import { clientOf } from './adoption.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const MADE = /\/identity\/(entity|group)$/;
const NOT_FOUND = () => scimError(404, 'not found');

/** Defects of adoption that show on another client, on another verb, or on what was adopted before. */
export const adoptedObjectFaults: Fault[] = [
  {
    id: 'F-ADOPT-24',
    title: 'The switch for groups of one SCIM client opens unmanaged groups to every client',
    breaks: ['VAULT-ADOPT-23'],
    since: SINCE,
    ...reaching('group', 'GET', async (group, _request, context) =>
      (await scimClients(context)).some((client) => client.allow_group_adoption === true)
        ? shownAsGroup(group)
        : NOT_FOUND(),
    ),
  },
  {
    id: 'F-ADOPT-25',
    title: 'With the switch for groups an unmanaged group can be deleted',
    breaks: ['VAULT-ADOPT-22'],
    since: SINCE,
    ...reaching('group', 'DELETE', async (group, request, context) =>
      (await adopts(request, context)) ? changedAnyway(context, 'DELETE', 'group', group) : NOT_FOUND(),
    ),
  },
  {
    id: 'F-ADOPT-26',
    title: 'With the switch for groups a patch takes members into an unmanaged group',
    breaks: ['VAULT-ADOPT-22'],
    since: SINCE,
    ...reaching('group', 'PATCH', async (group, request, context) =>
      (await adopts(request, context))
        ? changedAnyway(context, 'POST', 'group', group, { member_entity_ids: addedIn(request) })
        : NOT_FOUND(),
    ),
  },
  {
    id: 'F-ADOPT-27',
    title: "With the switch for groups a filter on displayName finds other clients' groups",
    breaks: ['VAULT-ADOPT-08', 'VAULT-ISOL-16'],
    since: SINCE,
    ...listingWhenAdopting(/^displayName eq/),
  },
  {
    id: 'F-ADOPT-28',
    title: 'Adopted groups are hidden when the adoption of groups is switched off',
    breaks: ['VAULT-ADOPT-12'],
    since: SINCE,
    ...hiddenWhenOff('Groups', 'allow_group_adoption'),
  },
  {
    id: 'F-ADOPT-29',
    title: 'Adopted users are hidden when the adoption of users is switched off',
    breaks: ['VAULT-ADOPT-11'],
    since: SINCE,
    ...hiddenWhenOff('Users', 'allow_user_adoption'),
  },
  {
    id: 'F-ADOPT-30',
    title: 'Adopted users are not found by their externalId',
    breaks: ['VAULT-ADOPT-11', 'VAULT-FILTER-03'],
    since: SINCE,
    ...knowingAdopted(
      changingMatches(USERS, /^externalId eq/i, (users, _request, context) =>
        users.filter(({ id }) => !isAdopted(context, id)),
      ),
    ),
  },
  {
    id: 'F-ADOPT-31',
    title: 'Adopted users cannot become members of a group',
    breaks: ['VAULT-ADOPT-11', 'VAULT-GPATCH-01'],
    since: SINCE,
    ...knowingAdopted({
      request: (request, context) =>
        matches({ method: 'PATCH', path: GROUP }, request) && addedIn(request).some((id) => isAdopted(context, id))
          ? scimError(400, 'the member is no user of this client', 'invalidValue')
          : request,
    }),
  },
  {
    id: 'F-ADOPT-48',
    title: 'A SCIM client takes over one group, and no second one',
    breaks: ['VAULT-ADOPT-26'],
    since: SINCE,
    ...knowingAdopted({
      request: async (request, context) => {
        const isReplace = matches({ method: 'PUT', path: GROUP }, request);
        const isTaking = isReplace && (await unmanagedAt('group', request, context)) !== null;
        return isTaking && context.memory.has(await tookKey(request, context)) ? NOT_FOUND() : request;
      },
      response: async (response, request, context) => {
        const isReplaced = matches({ method: 'PUT', path: GROUP, status: 200 }, request, response);
        if (isReplaced && isAdopted(context, lastSegmentOf(request))) {
          context.memory.set(await tookKey(request, context), true);
        }
        return response;
      },
    }),
  },
  {
    id: 'F-ADOPT-63',
    title: 'A replace that takes a group over leaves its members as they were',
    breaks: ['VAULT-ADOPT-28'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const body = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
        if (!body || (await unmanagedAt('group', request, context)) === null) return request;
        const { members: _left, ...rest } = body;
        return withJson(request, rest);
      },
    }),
  },
];

async function tookKey(request: FaultRequest, context: FaultContext): Promise<string> {
  return `took ${(await clientOf(request, context))?.client_id}`;
}

async function adopts(request: FaultRequest, context: FaultContext): Promise<boolean> {
  return (await clientOf(request, context))?.allow_group_adoption === true;
}

function listingWhenAdopting(filter: RegExp): Hooks {
  const adding = unscopedList(GROUPS, filter);
  const watching = knowingOwners({});
  return {
    response: async (response, request, context) => {
      const isOpen = matches({ method: 'GET', path: GROUPS }, request) && (await adopts(request, context));
      return (await (isOpen ? adding : watching).response?.(response, request, context)) ?? response;
    },
  };
}

/** What a client adopted is there for it only as long as it may adopt. */
function hiddenWhenOff(collection: string, field: string): Hooks {
  return knowingAdopted({
    request: async (request, context) => {
      const isMeant = RESOURCE.test(pathOf(request)) && pathOf(request).includes(`/${collection}/`);
      if (!isMeant || !isAdopted(context, lastSegmentOf(request))) return request;
      return (await clientOf(request, context))?.[field] === true ? request : NOT_FOUND();
    },
  });
}

/** A defect that tells what SCIM clients adopted from what they created: an administrator had made it. */
export function knowingAdopted(hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    response: async (response, request, context) => {
      note(response, request, context);
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}

function note(response: FaultResponse, request: FaultRequest, { memory }: FaultContext): void {
  if (response.status >= 300) return;
  const { id: made } = matches({ method: ['POST', 'PUT'], path: MADE }, request) ? dataOf(response) : {};
  if (made !== undefined) memory.set(`made ${made}`, true);
  const isAdoption =
    matches({ method: 'POST', path: USERS }, request) || matches({ method: 'PUT', path: GROUP }, request);
  const id = isAdoption ? jsonOf(response)?.id : undefined;
  if (id !== undefined && memory.has(`made ${id}`)) memory.set(`adopted ${id}`, true);
}

/** Whether the exchanges showed that a SCIM client took over what an administrator had made. */
export function isAdopted({ memory }: FaultContext, id: unknown): boolean {
  return memory.has(`adopted ${String(id)}`);
}
