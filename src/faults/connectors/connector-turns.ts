import {
  changingBody,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  metaOf,
  queryOf,
  resourcesOf,
  USER,
  USERS,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import {
  asking,
  collectionOf,
  isSingle,
  lastSegmentOf,
  memberIds,
  NOTHING_DONE,
  operationsOf,
  patchOf,
  resourceAt,
} from '../scim-requests.ts';
import { headerOf, listIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const FILTERED_MEMBER = /^members\[/;

/** Defects that a connector meets at a later turn: a second cycle, a retry, an object that was changed before. */
export const connectorTurnFaults: Fault[] = [
  {
    id: 'F-VDA-01',
    title: 'A user who was reactivated is not deactivated again by a replace without a path',
    breaks: ['OKTA-11', 'VAULT-UPATCH-01', 'RFC7644-3.5.2.3-04'],
    request: (request, { memory }) => {
      const active = matches({ method: 'PATCH', path: USER }, request) ? withoutPath(request)?.active : undefined;
      const key = `reactivated ${lastSegmentOf(request)}`;
      if (active === true) memory.set(key, true);
      return active === false && memory.has(key) ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-VDA-02',
    title: 'A replace does not deactivate a user who was reactivated by a replace',
    breaks: ['OKTA-12', 'PING-01', 'SAIL-11', 'VAULT-USER-14', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      const key = `reactivated ${lastSegmentOf(request)}`;
      if (body?.active === false && context.memory.has(key)) return withJson(request, { ...body, active: true });
      if (body?.active === true && (await resourceAt(request, context)).active === false) context.memory.set(key, true);
      return request;
    },
  },
  {
    id: 'F-VDA-03',
    title: 'A user who was deactivated by a replace is not found by userName',
    breaks: ['OKTA-06'],
    request: (request, { memory }) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (body) memory.set(`replaced ${lastSegmentOf(request)}`, body.active === false);
      return request;
    },
    response: (response, request, { memory }) =>
      withoutResources(response, request, /^userName /i, (user) => memory.get(`replaced ${user.id}`) === true),
  },
  {
    id: 'F-VDA-04',
    title: 'A second create of the userName of an inactive user is refused and reactivates him',
    breaks: ['OKTA-09', 'ENTRA-08'],
    response: async (response, request, context) => {
      if (!matches({ method: 'POST', path: USERS, status: 409 }, request, response)) return response;
      const [user] = await found(request, context, 'userName', jsonOf(request)?.userName);
      if (user?.active === false) await patch(request, context, user, { op: 'replace', path: 'active', value: true });
      return response;
    },
  },
  {
    id: 'F-VDA-05',
    title: 'A second create of the displayName of a group is refused and adds its members to the first',
    breaks: ['ENTRA-24'],
    response: async (response, request, context) => {
      if (!matches({ method: 'POST', path: GROUPS, status: 409 }, request, response)) return response;
      const members = listIn(jsonOf(request), 'members');
      const [group] = await found(request, context, 'displayName', jsonOf(request)?.displayName);
      if (group && members.length > 0)
        await patch(request, context, group, { op: 'add', path: 'members', value: members });
      return response;
    },
  },
  {
    id: 'F-VDA-06',
    title: 'A create of a group drops the members that are inactive',
    breaks: ['OKTA-15', 'VAULT-GROUP-03', 'RFC7644-3.3-05'],
    request: async (request, context) => {
      const body = matches({ method: 'POST', path: GROUPS }, request) ? jsonOf(request) : null;
      if (!body || !Array.isArray(body.members)) return request;
      return withJson(request, { ...body, members: await activeOf(body.members as Json[], request, context) });
    },
  },
  {
    id: 'F-VDA-07',
    title: 'A replace of a group keeps the members that a patch added',
    breaks: ['OKTA-20', 'SAIL-11', 'VAULT-GROUP-18', 'RFC7644-3.5.1-02'],
    request: (request, { memory }) => {
      const key = `added to ${lastSegmentOf(request)}`;
      const added = (memory.get(key) ?? []) as Json[];
      if (matches({ method: 'PATCH', path: GROUP }, request)) memory.set(key, [...added, ...addedBy(request)]);
      const body = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
      return body ? withJson(request, { ...body, members: [...listIn(body, 'members'), ...added] }) : request;
    },
  },
  {
    id: 'F-VDA-08',
    title: 'A removal by a filter path leaves an inactive member in the group',
    breaks: ['OKTA-17', 'ENTRA-12', 'VAULT-GPATCH-06'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'remove', FILTERED_MEMBER))
        return request;
      const user = await userAt(namedIn(request), request, context);
      return user.active === false ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-VDA-10',
    title: 'The deletion of a group with two or more members only empties it',
    breaks: ['OKTA-21', 'ENTRA-14'],
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: GROUP }, request)) return request;
      const group = await resourceAt(request, context);
      if (memberIds(group).length < 2 || context.memory.has(String(group.id))) return request;
      context.memory.set(String(group.id), true);
      const { displayName, externalId, schemas } = group;
      await context.send(asking(request, 'PUT', undefined, { displayName, externalId, schemas, members: [] }));
      return NOTHING_DONE;
    },
  },
  {
    id: 'F-VDA-11',
    title: 'A user goes on showing a group that was deleted',
    breaks: ['SAIL-05'],
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: GROUP }, request)) return request;
      const group = await resourceAt(request, context);
      for (const id of memberIds(group)) context.memory.set(`former ${id}`, { value: group.id });
      return request;
    },
    response: (response, request, { memory }) => {
      const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      for (const user of resourcesOf(body)) {
        const former = memory.get(`former ${user.id}`);
        if (former) user.groups = [...listIn(user, 'groups'), former];
      }
      return withJson(response, body);
    },
  },
  {
    id: 'F-VDA-12',
    title: 'A list of users shows the groups of its first user only',
    breaks: ['SAIL-05'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (body) => {
      for (const user of resourcesOf(body).slice(1)) delete user.groups;
    }),
  },
  {
    id: 'F-VDA-13',
    title: 'Pages of users after the first show each user as active',
    breaks: ['SAIL-06'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (body, request) => {
      if (Number(queryOf(request).get('startIndex') ?? 1) < 2) return;
      for (const user of resourcesOf(body)) user.active = true;
    }),
  },
  {
    id: 'F-VDA-14',
    title: 'A second deletion of a user whose userName is in use again deletes the new user',
    breaks: ['SAIL-12'],
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: USER }, request)) return request;
      const key = `deleted ${lastSegmentOf(request)}`;
      const { userName } = await resourceAt(request, context);
      if (userName !== undefined) context.memory.set(key, userName);
      if (userName !== undefined || !context.memory.has(key)) return request;
      const [user] = await found(request, context, 'userName', context.memory.get(key));
      return user ? asking(request, 'DELETE', `${collectionOf(request)}/${user.id}`) : request;
    },
  },
  {
    id: 'F-VDA-15',
    title: 'Pages after the first leave out one user for each that was deleted',
    breaks: ['OKTA-04', 'SAIL-03', 'RFC7644-3.4.2.4-10'],
    request: (request, { memory }) => {
      const start = queryOf(request).get('startIndex');
      const gaps = Number(memory.get(deletionsOf(request)) ?? 0);
      if (!matches({ method: 'GET', path: USERS }, request) || Number(start) < 2 || gaps === 0) return request;
      return { ...request, url: request.url.replace(`startIndex=${start}`, `startIndex=${Number(start) + gaps}`) };
    },
    response: (response, request, context) => {
      counting(response, request, context);
      const start = Number(queryOf(request).get('startIndex') ?? 1);
      const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      return body && start >= 2 ? withJson(response, { ...body, startIndex: start }) : response;
    },
  },
  {
    id: 'F-VDA-16',
    title: 'totalResults goes on counting deleted users',
    breaks: ['OKTA-03', 'SAIL-03'],
    response: (response, request, context) => {
      counting(response, request, context);
      const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body || queryOf(request).has('filter')) return response;
      const gone = Number(context.memory.get(deletionsOf(request)) ?? 0);
      return withJson(response, { ...body, totalResults: Number(body.totalResults) + gone });
    },
  },
  {
    id: 'F-VDA-17',
    title: 'excludedAttributes leaves out the members of the first group of a list only',
    breaks: ['ENTRA-05'],
    response: async (response, request, { send }) => {
      const isAsked = queryOf(request).get('excludedAttributes') === 'members';
      const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body || !isAsked) return response;
      for (const group of resourcesOf(body).slice(1)) {
        const whole = await send(asking(request, 'GET', `${request.url.split('?')[0]}/${group.id}`));
        group.members = jsonOf(whole)?.members;
      }
      return withJson(response, body);
    },
  },
  {
    id: 'F-VDA-18',
    title: 'An addition of a member and of new ones adds none of the new',
    breaks: ['ENTRA-11', 'SAIL-09', 'VAULT-GPATCH-02', 'RFC7644-3.5.2.1-09'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request)) return request;
      const added = addedBy(request).map(({ value }) => value);
      const members = memberIds(await resourceAt(request, context));
      const known = added.filter((id) => members.includes(String(id)));
      return known.length > 0 && known.length < added.length ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-VDA-20',
    title: 'A second create of a userName is refused only until the user was deactivated and reactivated',
    breaks: ['OKTA-09', 'ENTRA-08'],
    request: async (request, { memory }) => {
      if (matches({ method: 'PATCH', path: USER }, request) && setsActive(request, true))
        memory.set(`reactivated ${lastSegmentOf(request)}`, true);
      return request;
    },
    response: async (response, request, context) => {
      if (!matches({ method: 'POST', path: USERS, status: 409 }, request, response)) return response;
      const [user] = await found(request, context, 'userName', jsonOf(request)?.userName);
      if (!user || !context.memory.has(`reactivated ${user.id}`)) return response;
      return withJson(withHeader({ ...response, status: 201 }, 'Location', String(metaOf(user).location)), user);
    },
  },
  {
    id: 'F-VDA-21',
    title: 'A group that was renamed is not found by its new displayName',
    breaks: ['OKTA-14'],
    since: '2.0.4',
    response: async (response, request, context) => {
      const { memory } = context;
      if (matches({ method: 'POST', path: GROUPS, status: 201 }, request, response))
        memory.set(`first name ${jsonOf(response)?.id}`, jsonOf(response)?.displayName);
      return withoutResources(response, request, /^displayName /i, (group) => {
        const first = memory.get(`first name ${group.id}`);
        return first !== undefined && first !== group.displayName;
      });
    },
  },
  {
    id: 'F-VDA-22',
    title: 'A replace of a user takes him out of the groups that he did not join first',
    breaks: ['OKTA-10'],
    response: async (response, request, context) => {
      if (!matches({ method: 'PUT', path: USER, status: 200 }, request, response)) return response;
      const user = await resourceAt(request, context);
      for (const { value } of listIn(user, 'groups').slice(1) as Json[]) {
        const url = collectionOf(request).replace(/Users$/, `Groups/${value}`);
        const removal = patchOf({ op: 'remove', path: `members[value eq "${user.id}"]` });
        await context.send(asking(request, 'PATCH', url, removal));
      }
      return response;
    },
  },
];

/** The value of the one operation of a patch, when it has no path. */
function withoutPath(request: FaultRequest): Json | undefined {
  return isSingle(request, 'replace', '') ? (operationsOf(request)[0]?.value as Json) : undefined;
}

function setsActive(request: FaultRequest, active: boolean): boolean {
  return operationsOf(request).some(({ path, value }) =>
    path === 'active' ? value === active : (value as Json | undefined)?.active === active,
  );
}

/** The members that a patch adds. */
function addedBy(request: FaultRequest): Json[] {
  return operationsOf(request)
    .filter(({ op, path }) => /^add$/i.test(String(op)) && path === 'members')
    .flatMap(({ value }) => value as Json[]);
}

/** The member that a removal by a filter path names. */
function namedIn(request: FaultRequest): string {
  return /"([^"]+)"/.exec(String(operationsOf(request)[0]?.path))?.[1] ?? '';
}

async function userAt(id: unknown, request: FaultRequest, { send }: FaultContext): Promise<Json> {
  const url = request.url.replace(/Groups.*$/, `Users/${id}`);
  return jsonOf(await send(asking(request, 'GET', url))) ?? {};
}

async function activeOf(members: Json[], request: FaultRequest, context: FaultContext): Promise<Json[]> {
  const users = await Promise.all(members.map(({ value }) => userAt(value, request, context)));
  return members.filter((_, at) => users[at]?.active !== false);
}

/** What the sender finds under a name, in the collection that a create is sent to or that holds a resource. */
async function found(request: FaultRequest, { send }: FaultContext, name: string, value: unknown): Promise<Json[]> {
  const collection = matches({ path: /\/(Users|Groups)$/ }, request) ? request.url : collectionOf(request);
  const url = `${collection}?filter=${encodeURIComponent(`${name} eq "${value}"`)}`;
  return resourcesOf(jsonOf(await send(asking(request, 'GET', url))) ?? {});
}

function patch(create: FaultRequest, { send }: FaultContext, resource: Json, operation: Json) {
  return send(asking(create, 'PATCH', `${create.url}/${resource.id}`, patchOf(operation)));
}

/** A search by one attribute that overlooks some resources. */
function withoutResources(
  response: Parameters<NonNullable<Fault['response']>>[0],
  request: FaultRequest,
  filter: RegExp,
  isLost: (resource: Json) => boolean,
) {
  const isSearch = request.method === 'GET' && filter.test(queryOf(request).get('filter') ?? '');
  const body = isSearch && response.status === 200 ? jsonOf(response) : null;
  if (!body) return response;
  const Resources = resourcesOf(body).filter((resource) => !isLost(resource));
  const lost = resourcesOf(body).length - Resources.length;
  const totalResults = Number(body.totalResults) - lost;
  return withJson(response, { ...body, totalResults, itemsPerPage: Resources.length, Resources });
}

function deletionsOf(request: FaultRequest): string {
  return `deletions of ${headerOf(request, 'Authorization')}`;
}

function counting(
  response: Parameters<NonNullable<Fault['response']>>[0],
  request: FaultRequest,
  { memory }: FaultContext,
) {
  if (matches({ method: 'DELETE', path: USER, status: 204 }, request, response))
    memory.set(deletionsOf(request), Number(memory.get(deletionsOf(request)) ?? 0) + 1);
  return response;
}
