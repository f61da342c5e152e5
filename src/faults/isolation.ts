import { tokenIn } from './callers.ts';
import { GROUP, GROUPS, jsonOf, matches, USER, USERS, type Where, withJson } from './edits.ts';
import type { Fault, FaultContext, FaultRequest } from './fault.ts';
import { addingForeign, isForeignUser, knowingOwners, unscoped, unscopedList } from './owners.ts';
import { VAULT_GROUP } from './scim-objects.ts';
import { operationsOf } from './scim-requests.ts';
import { changedAnyway, reaching, shownAsGroup, shownAsUser } from './unmanaged.ts';
import { dataOf, lastSegment } from './vault-requests.ts';

type Json = Record<string, unknown>;

/** Defects of what lists and filters show of other SCIM clients. */
const listFaults: Fault[] = [
  {
    id: 'F-ISOL-01',
    title: 'The list of users holds those of every SCIM client',
    breaks: ['VAULT-ISOL-01', 'VAULT-ISOL-03'],
    ...unscopedList(USERS, null),
  },
  {
    id: 'F-ISOL-02',
    title: 'The list of groups holds those of every SCIM client',
    breaks: ['VAULT-ISOL-02'],
    ...unscopedList(GROUPS, null),
  },
  {
    id: 'F-ISOL-03',
    title: 'The total of the list of users counts those of every SCIM client',
    breaks: ['VAULT-ISOL-03'],
    ...addingForeign(USERS, null, (body, foreign) => ({
      ...body,
      totalResults: Number(body.totalResults) + foreign.length,
    })),
  },
  ...(
    [
      ['12', USERS, /^userName eq/, 'A filter on userName looks into every SCIM client'],
      ['13', USERS, /^externalId eq/, 'A filter on externalId looks into every SCIM client'],
      ['14', USERS, /^active eq/, 'A filter on active scans the users of every SCIM client'],
      ['15', USERS, /^meta\.lastModified /, 'A filter of users on meta.lastModified scans every SCIM client'],
      ['16', GROUPS, /^displayName eq/, 'A filter on displayName looks into every SCIM client'],
      ['17', GROUPS, /^meta\.lastModified /, 'A filter of groups on meta.lastModified scans every SCIM client'],
    ] as const
  ).map(
    ([number, path, filter, title]): Fault => ({
      id: `F-ISOL-${number}`,
      title,
      breaks: [`VAULT-ISOL-${number}`],
      ...unscopedList(path, filter),
    }),
  ),
  {
    id: 'F-ISOL-32',
    title: 'Users are listed and filtered over all SCIM clients',
    breaks: ['VAULT-ISOL-01', 'VAULT-ISOL-03', 'VAULT-ISOL-14', 'VAULT-ISOL-15'],
    state: 'state-list-shows-foreign',
  },
];

/** Defects of requests by id on what belongs to another SCIM client. */
const foreignFaults: Fault[] = [
  ...(
    [
      ['04', 'GET', USER, "Another client's user is read"],
      ['05', 'PUT', USER, "Another client's user is replaced"],
      ['06', 'PATCH', USER, "Another client's user is patched"],
      ['07', 'DELETE', USER, "Another client's user is deleted"],
      ['08', 'GET', GROUP, "Another client's group is read"],
      ['09', 'PUT', GROUP, "Another client's group is replaced"],
      ['11', 'DELETE', GROUP, "Another client's group is deleted"],
    ] as const
  ).map(
    ([number, method, path, title]): Fault => ({
      id: `F-ISOL-${number}`,
      title,
      breaks: [`VAULT-ISOL-${number}`],
      ...unscoped({ method, path }),
    }),
  ),
  {
    id: 'F-ISOL-10',
    title: "A patch takes members into another client's group",
    breaks: ['VAULT-ISOL-10'],
    ...claimingMembers({ method: 'PATCH', path: GROUP, status: (status) => status === 403 || status === 404 }),
  },
  {
    id: 'F-ISOL-33',
    title: 'Whoever knows an id reads the resource',
    breaks: ['VAULT-ISOL-04', 'VAULT-ISOL-08'],
    state: 'state-read-foreign',
  },
  {
    id: 'F-ISOL-34',
    title: 'Whoever knows an id changes the resource',
    breaks: [
      'VAULT-ISOL-05',
      'VAULT-ISOL-06',
      'VAULT-ISOL-07',
      'VAULT-ISOL-09',
      'VAULT-ISOL-10',
      'VAULT-ISOL-11',
      'VAULT-ADOPT-08',
    ],
    state: 'state-write-foreign',
  },
];

/** Defects of members that belong to another SCIM client. */
const foreignMemberFaults: Fault[] = [
  ...(
    [
      ['18', 'POST', GROUPS, "A create takes another client's user as a member"],
      ['19', 'PUT', GROUP, "A replace takes another client's user as a member"],
      ['20', 'PATCH', GROUP, "A patch takes another client's user as a member"],
    ] as const
  ).map(
    ([number, method, path, title]): Fault => ({
      id: `F-ISOL-${number}`,
      title,
      breaks: [`VAULT-ISOL-${number}`],
      ...takingForeignMembers({ method, path }),
    }),
  ),
  {
    id: 'F-ISOL-35',
    title: "Members are looked up in the namespace, whoever's they are",
    breaks: [
      'VAULT-ISOL-18',
      'VAULT-ISOL-19',
      'VAULT-ISOL-20',
      'VAULT-GROUP-09',
      'VAULT-GROUP-11',
      'VAULT-GPATCH-16',
      'VAULT-ADOPT-06',
    ],
    state: 'state-cross-client-members',
  },
];

/** Defects of what no SCIM client manages. */
const unmanagedFaults: Fault[] = [
  {
    id: 'F-ISOL-21',
    title: 'An entity that no SCIM client manages is read as a user',
    breaks: ['VAULT-ISOL-21'],
    ...reaching('entity', 'GET', shownAsUser),
  },
  {
    id: 'F-ISOL-22',
    title: 'An entity that no SCIM client manages is changed as a user',
    breaks: ['VAULT-ISOL-22'],
    ...reaching('entity', ['PUT', 'PATCH'], (entity, _request, context) =>
      changedAnyway(context, 'POST', 'entity', entity, { disabled: true }),
    ),
  },
  {
    id: 'F-ISOL-23',
    title: 'An entity that no SCIM client manages is deleted as a user',
    breaks: ['VAULT-ISOL-23'],
    ...reaching('entity', 'DELETE', (entity, _request, context) => changedAnyway(context, 'DELETE', 'entity', entity)),
  },
  {
    id: 'F-ISOL-24',
    title: 'A group that no SCIM client manages is read without group adoption',
    breaks: ['VAULT-ISOL-24', 'VAULT-ADOPT-16'],
    ...reaching('group', 'GET', shownAsGroup),
  },
  {
    id: 'F-ISOL-25',
    title: 'A patch takes members into a group that no SCIM client manages',
    breaks: ['VAULT-ISOL-25'],
    ...reaching('group', 'PATCH', (group, request, context) => {
      const added = addedIn(request);
      return changedAnyway(context, 'POST', 'group', group, { member_entity_ids: added });
    }),
  },
  {
    id: 'F-ISOL-26',
    title: 'A group that no SCIM client manages is deleted',
    breaks: ['VAULT-ISOL-26'],
    ...reaching('group', 'DELETE', (group, _request, context) => changedAnyway(context, 'DELETE', 'group', group)),
  },
  {
    id: 'F-ISOL-27',
    title: 'A principal is read as a user',
    breaks: ['VAULT-ISOL-27'],
    ...reaching('principal', 'GET', shownAsUser),
  },
  {
    id: 'F-ISOL-36',
    title: 'A client deletes its own principal',
    breaks: ['VAULT-ISOL-27'],
    ...reaching('principal', 'DELETE', (entity, _request, context) =>
      changedAnyway(context, 'DELETE', 'entity', entity),
    ),
  },
];

/** Defects of the borders between SCIM clients, and around what none of them manages. */
export const isolationFaults: Fault[] = [...listFaults, ...foreignFaults, ...foreignMemberFaults, ...unmanagedFaults];

/** The ids that a group patch adds. */
function addedIn(request: FaultRequest): string[] {
  return operationsOf(request).flatMap(({ op, value }) =>
    op === 'add' && Array.isArray(value) ? (value as Json[]).map((member) => String(member.value)) : [],
  );
}

/** The ids of the members that a request names. */
function namedIn(request: FaultRequest): string[] {
  const { members } = jsonOf(request) ?? {};
  const listed = Array.isArray(members) ? (members as Json[]).map(({ value }) => String(value)) : [];
  return [...listed, ...addedIn(request)];
}

/** Defect that takes foreign users as members: the request passes without them, and they are shown ever after. */
function takingForeignMembers(where: Where): Pick<Fault, 'request' | 'response'> {
  const hooks = knowingOwners({
    request: async (request, context) => {
      if (!matches(where, request)) return request;
      const foreign: string[] = [];
      for (const id of namedIn(request)) if (await isForeignUser(request, context, id)) foreign.push(id);
      if (foreign.length === 0) return request;
      context.memory.set(`taken ${tokenIn(request)}`, foreign);
      return withJson(request, withoutMembers(jsonOf(request) ?? {}, foreign));
    },
    response: (response, request, context) => {
      const { memory } = context;
      const taken = matches({ ...where, status: isOk }, request, response) && memory.get(`taken ${tokenIn(request)}`);
      if (!taken) return shownWithMembers(response, request, context);
      const id = request.method === 'POST' ? jsonOf(response)?.id : lastSegment(request);
      memory.set(`members ${id}`, taken);
      memory.delete(`taken ${tokenIn(request)}`);
      return response;
    },
  });
  return hooks;
}

/** Defect that takes members into what the server refuses to change: they are shown ever after. */
function claimingMembers(where: Where): Pick<Fault, 'request' | 'response'> {
  return knowingOwners({
    response: (response, request, context) => {
      const isSeen = context.memory.has(`owner ${lastSegment(request)}`);
      if (!isSeen || !matches(where, request, response)) return shownWithMembers(response, request, context);
      context.memory.set(`members ${lastSegment(request)}`, addedIn(request));
      return { status: 204, headers: [], body: Buffer.alloc(0) };
    },
  });
}

function shownWithMembers(
  response: Parameters<NonNullable<Fault['response']>>[0],
  request: FaultRequest,
  { memory }: FaultContext,
): typeof response {
  const more = memory.get(`members ${lastSegment(request)}`) as string[] | undefined;
  if (more === undefined || request.method !== 'GET' || response.status !== 200) return response;
  const body = jsonOf(response) ?? {};
  if (VAULT_GROUP.test(request.url)) {
    const data = dataOf(response);
    const ids = Array.isArray(data.member_entity_ids) ? data.member_entity_ids : [];
    return withJson(response, { ...body, data: { ...data, member_entity_ids: [...ids, ...more] } });
  }
  if (!GROUP.test(request.url)) return response;
  const members = Array.isArray(body.members) ? body.members : [];
  return withJson(response, { ...body, members: [...members, ...more.map((value) => ({ value }))] });
}

function withoutMembers(body: Json, ids: string[]): Json {
  const keep = (members: unknown) =>
    Array.isArray(members) ? (members as Json[]).filter(({ value }) => !ids.includes(String(value))) : members;
  if (!Array.isArray(body.Operations)) return { ...body, members: keep(body.members) };
  const Operations = (body.Operations as Json[]).map((operation) => ({ ...operation, value: keep(operation.value) }));
  return { ...body, Operations };
}

function isOk(status: number): boolean {
  return status < 300;
}
