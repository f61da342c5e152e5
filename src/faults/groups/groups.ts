import { counting, kindOf } from '../census.ts';
import { answerWith, changingResources, GROUP, GROUPS, jsonOf, matches, withHeader, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { tolerating } from '../members.ts';
import { asking, collectionOf, lastSegmentOf, memberIds, NOTHING_DONE, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const CREATE = { method: 'POST', path: GROUPS };
/** A moment that the invented answer gives as its times. */
const NOON = '2026-01-01T12:00:00Z';
const REPLACE = { method: 'PUT', path: GROUP };

/** Defects of groups: create, read, replace. */
export const groupFaults: Fault[] = [
  {
    id: 'F-GROUP-01',
    title: 'A created group is answered without its id',
    breaks: ['VAULT-GROUP-01', 'RFC7643-3.1-03'],
    ...changingResources(CREATE, (group) => {
      delete group.id;
    }),
  },
  {
    id: 'F-GROUP-02',
    title: 'displayName is returned in lower case',
    breaks: ['VAULT-GROUP-02'],
    ...changingResources({ path: /\/Groups/ }, (group) => {
      if (typeof group.displayName === 'string') group.displayName = group.displayName.toLowerCase();
    }),
  },
  {
    id: 'F-GROUP-03',
    title: 'A create drops a single member',
    breaks: ['VAULT-GROUP-03', 'RFC7644-3.3-05'],
    ...counting({
      request: (request, { memory }) => {
        const body = matches(CREATE, request) ? jsonOf(request) : null;
        const [id, ...others] = memberIds(body ?? {});
        if (!body || others.length > 0 || kindOf(memory, id) !== 'user') return request;
        return withJson(request, { ...body, members: [] });
      },
    }),
  },
  {
    id: 'F-GROUP-04',
    title: 'Members that a create made are given by the names of the users',
    breaks: ['VAULT-GROUP-04', 'RFC7643-4.2-05', 'RFC7643-4.2-06', 'RFC7643-4.2-11'],
    response: (response, request, { memory }) => {
      const id = lastSegmentOf(request);
      const written = { method: ['PUT', 'PATCH'], path: GROUP, status: (status: number) => status < 300 };
      if (matches(written, request, response)) memory.set(id, true);
      const group = matches({ method: 'GET', path: GROUP, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!group || memory.has(id) || !Array.isArray(group.members)) return response;
      const members = (group.members as Json[]).map((one) => ({ ...one, value: one.display ?? `user ${one.value}` }));
      return withJson(response, { ...group, members });
    },
  },
  {
    id: 'F-GROUP-05',
    title: 'A create leaves out unknown member ids in silence',
    breaks: ['VAULT-GROUP-05'],
    ...tolerating(CREATE, 'unknown'),
  },
  {
    id: 'F-GROUP-06',
    title: 'A create resolves a userName to its user',
    breaks: ['VAULT-GROUP-06'],
    ...tolerating(CREATE, 'userName'),
  },
  {
    id: 'F-GROUP-07',
    title: 'A create resolves an externalId to its user',
    breaks: ['VAULT-GROUP-07'],
    ...tolerating(CREATE, 'externalId'),
  },
  {
    id: 'F-GROUP-08',
    title: 'A create leaves out groups as members in silence',
    breaks: ['VAULT-GROUP-08', 'RFC7644-3.3-05'],
    ...tolerating(CREATE, 'group'),
  },
  {
    id: 'F-GROUP-09',
    title: 'A create leaves out unmanaged entities in silence',
    breaks: ['VAULT-GROUP-09'],
    ...tolerating(CREATE, 'entity'),
  },
  {
    id: 'F-GROUP-10',
    title: 'A replace leaves out groups as members in silence',
    breaks: ['VAULT-GROUP-10', 'RFC7644-3.5.1-02'],
    ...tolerating(REPLACE, 'group'),
  },
  {
    id: 'F-GROUP-11',
    title: 'A replace leaves out unmanaged entities in silence',
    breaks: ['VAULT-GROUP-11'],
    ...tolerating(REPLACE, 'entity'),
  },
  {
    id: 'F-GROUP-12',
    title: 'A replace leaves out unknown member ids in silence',
    breaks: ['VAULT-GROUP-12'],
    ...tolerating(REPLACE, 'unknown'),
  },
  {
    id: 'F-GROUP-13',
    title: 'The list of groups leaves out groups without members',
    breaks: ['VAULT-GROUP-13'],
    response: (response, request) => {
      const body = request.method === 'GET' && /\/Groups$/.test(request.url) ? jsonOf(response) : null;
      if (!Array.isArray(body?.Resources)) return response;
      const filled = (body.Resources as Json[]).filter((group) => memberIds(group).length > 0);
      return withJson(response, {
        ...body,
        totalResults: filled.length,
        itemsPerPage: filled.length,
        Resources: filled,
      });
    },
  },
  {
    id: 'F-GROUP-14',
    title: 'A read by id gives the group that was created last',
    breaks: ['VAULT-GROUP-14'],
    request: (request, { memory }) => {
      const last = memory.get('last');
      const read = matches({ method: 'GET', path: GROUP }, request) && memory.has(lastSegmentOf(request));
      return read && typeof last === 'string' ? { ...request, url: `${collectionOf(request)}/${last}` } : request;
    },
    response: (response, request, { memory }) => {
      const id = matches(CREATE, request) && response.status < 300 && jsonOf(response)?.id;
      if (id) memory.set('last', id).set(String(id), true);
      if (matches({ method: 'DELETE', path: GROUP }, request)) memory.clear();
      return response;
    },
  },
  {
    id: 'F-GROUP-15',
    title: 'A read of a group that never was gives an empty success',
    breaks: ['VAULT-GROUP-15'],
    ...counting({
      response: (response, request, { memory }) => {
        const unknown = matches({ method: 'GET', path: GROUP, status: 404 }, request, response);
        return unknown && kindOf(memory, lastSegmentOf(request)) === undefined ? NOTHING_DONE : response;
      },
    }),
  },
  {
    id: 'F-GROUP-16',
    title: 'A replace ignores displayName',
    breaks: ['VAULT-GROUP-16', 'VAULT-MAP-34', 'VAULT-FILTER-21', 'RFC7644-3.5.1-02'],
    ...replacing((body, { displayName }) => ({ ...body, displayName })),
  },
  {
    id: 'F-GROUP-17',
    title: 'A replace adds no members',
    breaks: ['VAULT-GROUP-17', 'VAULT-MAP-35', 'RFC7644-3.5.1-02'],
    ...counting(
      replacing((body, before, isUser) => ({
        ...body,
        members: valued(memberIds(body).filter((id) => memberIds(before).includes(id) || !isUser(id))),
      })),
    ),
  },
  {
    id: 'F-GROUP-18',
    title: 'A replace keeps members that are no longer sent',
    breaks: ['VAULT-GROUP-18', 'VAULT-MAP-35', 'VAULT-ACCESS-05', 'VAULT-ACCESS-08', 'RFC7644-3.5.1-02'],
    ...replacing((body, before) => {
      const sent = memberIds(body);
      return sent.length === 0 ? body : { ...body, members: valued([...new Set([...memberIds(before), ...sent])]) };
    }),
  },
  {
    id: 'F-GROUP-19',
    title: 'A replace takes an empty member list for absent',
    breaks: ['VAULT-GROUP-19', 'RFC7644-3.5.1-02'],
    ...replacing((body, before) => (memberIds(body).length > 0 ? body : { ...body, members: before.members })),
  },
  {
    id: 'F-GROUP-20',
    title: 'A replace with another displayName deletes the group and makes a new one',
    breaks: ['VAULT-GROUP-20', 'VAULT-GROUP-16', 'VAULT-MAP-34', 'VAULT-FILTER-21'],
    request: async (request, context) => {
      const body = matches(REPLACE, request) ? jsonOf(request) : null;
      if (!body) return request;
      const { displayName } = await resourceAt(request, context);
      if (displayName === undefined || displayName === body.displayName) return request;
      await context.send(asking(request, 'DELETE'));
      const made = await context.send(asking(request, 'POST', collectionOf(request), body));
      return made.status === 201 ? { ...made, status: 200 } : made;
    },
  },
  {
    id: 'F-GROUP-21',
    title: 'A replace of an unknown group creates it',
    breaks: ['VAULT-GROUP-21'],
    ...counting({
      response: async (response, request, { send, memory }) => {
        const body = matches({ ...REPLACE, status: 404 }, request, response) ? jsonOf(request) : null;
        if (!body || kindOf(memory, lastSegmentOf(request)) !== undefined) return response;
        const made = await send(asking(request, 'POST', collectionOf(request), body));
        return made.status === 201 ? { ...made, status: 200 } : made;
      },
    }),
  },
  {
    id: 'F-GROUP-25',
    title: 'A create takes over an unmanaged group of that name',
    breaks: ['VAULT-GROUP-25'],
    response: (response, request, { memory }) => {
      const name = jsonOf(request)?.displayName ?? jsonOf(request)?.name;
      const made = (jsonOf(response)?.data as Json | null | undefined)?.id;
      if (/identity\/group$/.test(request.url) && made) memory.set(String(name), made);
      const id = memory.get(String(name));
      if (!matches({ ...CREATE, status: 409 }, request, response) || id === undefined) return response;
      const location = `${urlOf(request)}/${id}`;
      const group = {
        ...jsonOf(request),
        id,
        meta: { resourceType: 'Group', created: NOON, lastModified: NOON, location },
      };
      return withHeader(answerWith(201, group), 'Location', location);
    },
  },
];

function urlOf(request: FaultRequest): string {
  return `http://${request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? ''}${request.url}`;
}

function valued(ids: string[]): Json[] {
  return ids.map((value) => ({ value }));
}

/** Defect of replaces: `change` gives the body that the server gets, from the one sent and the group as it is. */
function replacing(
  change: (body: Json, before: Json, isUser: (id: string) => boolean) => Json,
): Required<Pick<Fault, 'request'>> {
  return {
    request: async (request, context) => {
      const body = matches(REPLACE, request) ? jsonOf(request) : null;
      if (!body) return request;
      const before = await resourceAt(request, context);
      if (before.id === undefined) return request;
      return withJson(
        request,
        change(body, before, (id) => kindOf(context.memory, id) === 'user'),
      );
    },
  };
}
