import {
  GROUP,
  GROUPS,
  jsonOf,
  METADATA,
  matches,
  queryOf,
  resourcesOf,
  scimError,
  shownIn,
  USER,
  USERS,
  withJson,
  withQuery,
} from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { everySeen, type Seen, seenIn, watching } from '../scim-objects.ts';
import { asking, collectionOf, lastSegmentOf, memberIds, operationsOf, patchOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** Defects in which what was before comes back, or is taken for what is now. */
export const formerAndLaterFaults: Fault[] = [
  {
    id: 'F-N9C-31',
    title: 'Later pages of a list are those of the moment when its first page was read',
    breaks: ['VAULT-USER-21', 'SAIL-03', 'OKTA-03'],
    request: async (request, { memory, send }) => {
      if (!matches({ method: 'GET', path: /scim\/v2\/(Users|Groups)$/ }, request)) return request;
      const query = queryOf(request);
      const start = Number(query.get('startIndex') ?? 1);
      if (!query.has('count') || query.has('filter')) return request;
      query.delete('startIndex');
      const size = Number(query.get('count'));
      const key = `${headersOf(request)} ${request.url.split('?')[0]} ${query.toString()}`;
      if (start === 1) {
        query.delete('count');
        memory.set(key, await send(withQuery(request, query)));
        return request;
      }
      const first = memory.get(key) as FaultResponse | undefined;
      const body = first?.status === 200 ? jsonOf(first) : null;
      if (!first || !body || start < 1 || size < 1) return request;
      const page = resourcesOf(body).slice(start - 1, start - 1 + size);
      return withJson(first, { ...body, startIndex: start, itemsPerPage: page.length, Resources: page });
    },
  },
  {
    id: 'F-N9C-32',
    title: 'A rename takes a user out of its fifth group and all later ones',
    breaks: ['VAULT-MAP-43'],
    response: async (response, request, { send }) => {
      const renamed = matches({ method: 'PUT', path: USER }, request) && response.status < 300 ? jsonOf(request) : null;
      if (!renamed) return response;
      const user = jsonOf(await send(asking(request, 'GET'))) ?? {};
      const groups = Array.isArray(user.groups) ? (user.groups as Json[]) : [];
      for (const { value } of groups.slice(4)) await send(removal(request, value, user.id));
      return response;
    },
  },
  ...[
    { id: 'F-N9C-33', method: 'PUT', path: USER, what: 'A replace', breaks: 'VAULT-USER-19' },
    { id: 'F-N9C-34', method: 'PATCH', path: USER, what: 'A patch', breaks: 'VAULT-UPATCH-04' },
  ].map(
    ({ id, method, path, what, breaks }): Fault => ({
      id,
      title: `${what} of a deleted user reaches the user that has its userName now`,
      breaks: [breaks],
      ...reachingTheHeir(method, path),
    }),
  ),
  {
    id: 'F-N9C-35',
    title: 'A patch of a deleted group reaches the group that has its displayName now',
    breaks: ['VAULT-GPATCH-18'],
    ...reachingTheHeir('PATCH', GROUP),
  },
  {
    id: 'F-N9C-36',
    title: 'An addition of a member as an object, and not in a list, replaces the members',
    breaks: ['RIPP-01', 'SAIL-09'],
    request: async (request, context) => {
      const [operation, ...more] = matches({ method: 'PATCH', path: GROUP }, request) ? operationsOf(request) : [];
      const value = operation?.value as Json | undefined;
      const isObject = value && !Array.isArray(value) && value.value !== undefined;
      if (more.length > 0 || !isObject || operation?.path !== 'members') return request;
      const group = await resourceAt(request, context);
      for (const id of memberIds(group)) {
        if (id !== value.value) await context.send(removal(request, group.id, id));
      }
      return request;
    },
  },
  {
    id: 'F-N9C-37',
    title: 'A second create with an id that its client chose is refused',
    breaks: ['KEYC-02'],
    request: (request, { memory }) => {
      const id = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request)?.id : undefined;
      if (typeof id !== 'string' || id === '') return request;
      if (memory.has(`chosen ${id}`)) return scimError(409, 'id is in use');
      memory.set(`chosen ${id}`, true);
      return request;
    },
  },
  {
    id: 'F-N9C-38',
    title: 'A patch does not activate a user that a replace deactivated',
    breaks: ['VAULT-UPATCH-02', 'RFC7644-3.5.2.3-04'],
    ...afterDeactivation('PUT', 'PATCH'),
  },
  {
    id: 'F-N9C-39',
    title: 'A replace does not activate a user that a patch deactivated',
    breaks: ['VAULT-USER-15', 'RFC7644-3.5.1-02'],
    ...afterDeactivation('PATCH', 'PUT'),
  },
  {
    id: 'F-N9C-40',
    title: 'A list that was read with some attributes only shows no others at the next read either',
    breaks: ['SAIL-06'],
    response: (response, request, { memory }) => {
      const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const key = `wanted ${headersOf(request)}`;
      const wanted = queryOf(request).get('attributes');
      const kept = memory.get(key) as string[] | undefined;
      memory.delete(key);
      if (wanted !== null) memory.set(key, ['id', 'schemas', 'meta', ...wanted.split(',')]);
      if (wanted !== null || !kept) return response;
      for (const user of shownIn(body))
        for (const name of Object.keys(user)) if (!kept.includes(name)) delete user[name];
      return withJson(response, body);
    },
  },
  {
    id: 'F-N9C-42',
    title: 'A search by time does not find a user whose rename was undone since',
    breaks: ['VAULT-FILTER-11'],
    ...undone(USER, USERS, ({ userName, active, [METADATA]: items }) => JSON.stringify([userName, active, items])),
  },
  {
    id: 'F-N9C-43',
    title: 'A search by time does not find a group that has its former name and members again',
    breaks: ['VAULT-FILTER-22'],
    ...undone(GROUP, GROUPS, (group) => JSON.stringify([group.displayName, memberIds(group).sort()])),
  },
  {
    id: 'F-N9C-44',
    title: 'A lookup of an entity by alias finds who had the userName before',
    breaks: ['VAULT-MAP-13'],
    ...watching({
      response: async (response, request, context) => {
        const isLookup = matches({ path: /\/identity\/lookup\/entity$/, status: 200 }, request, response);
        const name = isLookup ? jsonOf(request)?.alias_name : undefined;
        const body = jsonOf(response);
        if (!name || !body) return response;
        const found = (body.data as Json | null)?.id;
        const former = everyLiving(context.memory).find(
          ({ id, names }) => id !== found && names.includes(String(name)),
        );
        if (!former) return response;
        const url = request.url.replace(/identity\/.*/, `identity/entity/id/${former.id}`);
        return context.send({ ...request, method: 'GET', url, body: Buffer.alloc(0) });
      },
    }),
  },
  {
    id: 'F-N9C-45',
    title: 'A user that was renamed is not found by its externalId',
    breaks: ['VAULT-FILTER-03'],
    ...renamedAreHidden(/^externalId eq /i),
  },
  {
    id: 'F-N9C-46',
    title: 'A filter on inactive users overlooks those that were renamed',
    breaks: ['VAULT-FILTER-07'],
    ...renamedAreHidden(/^active eq false$/i),
  },
  {
    id: 'F-N9C-47',
    title: 'A displayName of digits only is shown as a number',
    breaks: ['VAULT-GROUP-02', 'RFC7643-2.3-02'],
    response: (response, request) => {
      const body = matches({ path: /scim\/v2\/Groups/ }, request) && response.status < 300 ? jsonOf(response) : null;
      if (!body) return response;
      for (const group of shownIn(body)) {
        if (/^\d+$/.test(String(group.displayName))) group.displayName = Number(group.displayName);
      }
      return withJson(response, body);
    },
  },
];

function headersOf(request: FaultRequest): string {
  return request.headers
    .filter(([name]) => /^(authorization|x-vault-)/i.test(name))
    .map(([, value]) => value)
    .join(' ');
}

function removal(request: FaultRequest, group: unknown, user: unknown): FaultRequest {
  const url = request.url.replace(/(Users|Groups)\/.*/, `Groups/${group}`);
  return asking(request, 'PATCH', url, patchOf({ op: 'remove', path: `members[value eq "${user}"]` }));
}

function reachingTheHeir(method: string, path: RegExp): Pick<Fault, 'request' | 'response'> {
  return watching({
    request: (request, { memory }) => {
      const gone = matches({ method, path }, request) ? seenIn(memory, lastSegmentOf(request)) : undefined;
      if (!gone?.deleted) return request;
      const heir = everyLiving(memory).find(
        ({ kind, names }) => kind === gone.kind && names.at(-1) === gone.names.at(-1),
      );
      return heir ? { ...request, url: `${collectionOf(request)}/${heir.id}` } : request;
    },
  });
}

function everyLiving(memory: FaultContext['memory']): Seen[] {
  return everySeen(memory).filter(({ deleted }) => !deleted);
}

/** What one verb deactivated, the other one cannot activate; it answers as if it could. */
function afterDeactivation(first: 'PUT' | 'PATCH', second: 'PUT' | 'PATCH'): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      if (!matches({ method: ['PUT', 'PATCH'], path: USER }, request)) return request;
      const key = `off ${lastSegmentOf(request)}`;
      const wanted = request.method === 'PUT' ? jsonOf(request)?.active : operationsOf(request)[0]?.value;
      if (request.method === first) {
        if (wanted === false) context.memory.set(key, true);
        else context.memory.delete(key);
      }
      const isLost = request.method === second && wanted === true && context.memory.has(key);
      return isLost ? asking(request, 'GET') : request;
    },
  };
}

/** Searches by time miss what has been brought back to a state that it had before. */
function undone(path: RegExp, list: RegExp, stateOf: (resource: Json) => string): Pick<Fault, 'request' | 'response'> {
  return {
    request: async (request, context) => {
      if (!matches({ method: ['PUT', 'PATCH'], path }, request)) return request;
      const key = `states ${lastSegmentOf(request)}`;
      const states = (context.memory.get(key) ?? []) as string[];
      context.memory.set(key, [...states, stateOf(await resourceAt(request, context))]);
      return request;
    },
    response: (response, request, { memory }) => {
      const filter = queryOf(request).get('filter') ?? '';
      const isSearch = matches({ method: 'GET', path: list, status: 200 }, request, response);
      const body = isSearch && /^meta\.lastModified g/i.test(filter) ? jsonOf(response) : null;
      if (!body) return response;
      const statesBefore = (id: unknown) => {
        const states = (memory.get(`states ${id}`) ?? []) as string[];
        return states.filter((state) => state !== states.at(-1));
      };
      return without(response, body, (resource) => statesBefore(resource.id).includes(stateOf(resource)));
    },
  };
}

function renamedAreHidden(filter: RegExp): Pick<Fault, 'request' | 'response'> {
  return watching({
    response: (response, request, { memory }) => {
      const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body || !filter.test(queryOf(request).get('filter') ?? '')) return response;
      return without(response, body, ({ id }) => new Set(seenIn(memory, id)?.names ?? []).size > 1);
    },
  });
}

function without(response: FaultResponse, body: Json, isHidden: (resource: Json) => boolean): FaultResponse {
  const shown = resourcesOf(body).filter((resource) => !isHidden(resource));
  const total = Number(body.totalResults) - (resourcesOf(body).length - shown.length);
  return withJson(response, { ...body, totalResults: total, itemsPerPage: shown.length, Resources: shown });
}
