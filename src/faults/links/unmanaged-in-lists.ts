import { asAdmin, knowingCallers } from '../callers.ts';
import { linkCallIn } from '../client-requests.ts';
import { GROUPS, jsonOf, matches, resourcesOf, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultResponse } from '../fault.ts';
import { changingMatches, filterOf } from '../filter-edits.ts';
import { shownAsGroup, shownAsUser } from '../unmanaged.ts';
import { dataOf } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects of lists and filters that hold what no SCIM client manages, or what one managed before. */
export const unmanagedInListFaults: Fault[] = [
  {
    id: 'F-CPB-18',
    title: 'A filter on userName finds entities that no SCIM client manages',
    breaks: ['VAULT-ISOL-21'],
    ...knowingCallers(
      changingMatches(USERS, /^userName eq "/i, async (users, request, context) => {
        const entity = await named(context, 'entity', filterOf(request));
        return users.length === 0 && entity ? [bodyOf(shownAsUser(entity))] : users;
      }),
    ),
  },
  {
    id: 'F-CPB-19',
    title: 'A filter on displayName finds groups that no SCIM client manages, without group adoption',
    breaks: ['VAULT-ISOL-24'],
    since: '2.0.4',
    ...knowingCallers(
      changingMatches(GROUPS, /^displayName eq "/i, async (groups, request, context) => {
        const group = await named(context, 'group', filterOf(request));
        return groups.length === 0 && group ? [bodyOf(shownAsGroup(group))] : groups;
      }),
    ),
  },
  {
    id: 'F-CPB-20',
    title: 'A filter on externalId finds a user that was unlinked',
    breaks: ['VAULT-LINK-13'],
    since: SINCE,
    ...knowingUnlinked(
      changingMatches(USERS, /^externalId eq "/i, (users, request, { memory }) => {
        const wanted = valueIn(filterOf(request));
        const left = unlinkedIn(memory, 'entity').filter(({ external_id }) => external_id === wanted);
        return users.length === 0 ? left.map((entity) => bodyOf(shownAsUser(entity))) : users;
      }),
    ),
  },
  {
    id: 'F-CPB-21',
    title: 'A filter on active lists users that were unlinked',
    breaks: ['VAULT-LINK-13'],
    since: SINCE,
    ...knowingUnlinked(
      changingMatches(USERS, /^active eq/i, (users, request, { memory }) => {
        const disabled = !/true$/i.test(filterOf(request) ?? '');
        const left = unlinkedIn(memory, 'entity').filter((entity) => entity.disabled === disabled);
        return [...users, ...left.map((entity) => bodyOf(shownAsUser(entity)))];
      }),
    ),
  },
  {
    id: 'F-CPB-22',
    title: 'Users that were unlinked go on counting in the total of the list',
    breaks: ['VAULT-LINK-13'],
    since: SINCE,
    ...knowingUnlinked(countingUnlinked(USERS, 'entity')),
  },
  {
    id: 'F-CPB-23',
    title: 'Groups that were unlinked go on counting in the total of the list',
    breaks: ['VAULT-LINK-13'],
    since: SINCE,
    ...knowingUnlinked(countingUnlinked(GROUPS, 'group')),
  },
];

/** The total of a list without filter counts what was unlinked from any client. */
function countingUnlinked(path: RegExp, type: 'entity' | 'group'): Hooks {
  return {
    response: (response, request, { memory }) => {
      const isList = matches({ method: 'GET', path, status: 200 }, request, response) && filterOf(request) === null;
      const body = isList ? jsonOf(response) : null;
      if (!body || resourcesOf(body).length === 0) return response;
      return withJson(response, { ...body, totalResults: Number(body.totalResults) + unlinkedIn(memory, type).length });
    },
  };
}

/** What a filter names, when it is an entity or group that no SCIM client manages. */
async function named(context: FaultContext, type: 'entity' | 'group', filter: string | null): Promise<Json | null> {
  const path = `identity/${type}/name/${encodeURIComponent(valueIn(filter))}`;
  const object = dataOf(await asAdmin(context, 'GET', path));
  return object.id !== undefined && !object.scim_client_id ? object : null;
}

/** A defect that remembers entities and groups as they were when they were unlinked. */
function knowingUnlinked(hooks: Hooks): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const call = linkCallIn(request);
      if (call?.action !== 'unlink') return request;
      const object = dataOf(await asAdmin(context, 'GET', `identity/${call.kind}/id/${call.id}`));
      if (object.scim_client_id) context.memory.set(`unlinked ${call.kind} ${call.id}`, object);
      return request;
    },
    ...hooks,
  });
}

function unlinkedIn(memory: FaultContext['memory'], type: 'entity' | 'group'): Json[] {
  return [...memory].filter(([key]) => key.startsWith(`unlinked ${type} `)).map(([, object]) => object as Json);
}

function valueIn(filter: string | null): string {
  return /"(.+)"/.exec(filter ?? '')?.[1] ?? '';
}

function bodyOf(response: FaultResponse): Json {
  return jsonOf(response) ?? {};
}
