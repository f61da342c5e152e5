import { counting, kindOf } from '../census.ts';
import { changingRequest, changingResources, jsonOf, matches, scimError, USER, USERS, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { asking, collectionOf, lastSegmentOf, NOTHING_DONE, resourceAt, showingDeleted } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const isOk = (status: number) => status < 300;

/** Defects of users: create, read, replace, delete. */
export const userFaults: Fault[] = [
  {
    id: 'F-USER-01',
    title: 'A created user is answered without its id',
    breaks: ['VAULT-USER-01', 'RFC7643-3.1-03'],
    ...changingResources({ method: 'POST', path: USERS }, (user) => {
      delete user.id;
    }),
  },
  {
    id: 'F-USER-02',
    title: 'userName is returned in lower case',
    breaks: ['VAULT-USER-02'],
    ...changingResources({ path: /\/Users/ }, (user) => {
      if (typeof user.userName === 'string') user.userName = user.userName.toLowerCase();
    }),
  },
  {
    id: 'F-USER-03',
    title: 'externalId is not returned',
    breaks: ['VAULT-USER-03', 'VAULT-USER-11', 'VAULT-USER-18', 'RFC7644-3.4-01'],
    ...changingResources({ path: /\/Users/ }, (user) => {
      delete user.externalId;
    }),
  },
  {
    id: 'F-USER-04',
    title: 'Every user is created active',
    breaks: ['VAULT-USER-04', 'VAULT-MAP-05', 'VAULT-ACCESS-18', 'VAULT-ADOPT-24', 'RFC7644-3.3-05'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      if (body.active === false) body.active = true;
    }),
  },
  {
    id: 'F-USER-06',
    title: 'A userName with @ is refused',
    breaks: ['VAULT-USER-06'],
    request: (request) =>
      matches({ method: 'POST', path: USERS }, request) && String(jsonOf(request)?.userName).includes('@')
        ? scimError(400, 'userName holds a character that is not allowed', 'invalidValue')
        : request,
  },
  {
    id: 'F-USER-07',
    title: 'A user without userName gets a generated one',
    breaks: ['VAULT-USER-07'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      body.userName ??= `user-of-${body.externalId}`;
    }),
  },
  {
    id: 'F-USER-08',
    title: 'A user without externalId is accepted',
    breaks: ['VAULT-USER-08'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      body.externalId ??= `ext-of-${body.userName}`;
    }),
  },
  {
    id: 'F-USER-10',
    title: 'The list of users leaves out the inactive ones',
    breaks: ['VAULT-USER-10'],
    response: (response, request) => {
      const body = request.method === 'GET' && /\/Users$/.test(request.url) ? jsonOf(response) : null;
      if (!Array.isArray(body?.Resources)) return response;
      const active = (body.Resources as Json[]).filter((user) => user.active !== false);
      return withJson(response, {
        ...body,
        totalResults: active.length,
        itemsPerPage: active.length,
        Resources: active,
      });
    },
  },
  {
    id: 'F-USER-11',
    title: 'A read by id gives the user that was created last',
    breaks: ['VAULT-USER-11'],
    request: (request, { memory }) => {
      const last = memory.get('last');
      const read = matches({ method: 'GET', path: USER }, request) && memory.has(lastSegmentOf(request));
      return read && typeof last === 'string' ? { ...request, url: `${collectionOf(request)}/${last}` } : request;
    },
    response: (response, request, { memory }) => {
      const id = matches({ method: 'POST', path: USERS }, request) && isOk(response.status) && jsonOf(response)?.id;
      if (id) memory.set('last', id).set(String(id), true);
      if (matches({ method: 'DELETE', path: USER }, request)) memory.clear();
      return response;
    },
  },
  {
    id: 'F-USER-12',
    title: 'A read of an id that never was gives an empty success',
    breaks: ['VAULT-USER-12', 'RFC7644-3.2-05'],
    ...counting({
      response: (response, request, { memory }) => {
        const unknown = matches({ method: 'GET', path: USER, status: 404 }, request, response);
        return unknown && kindOf(memory, lastSegmentOf(request)) === undefined ? NOTHING_DONE : response;
      },
    }),
  },
  {
    id: 'F-USER-13',
    title: 'A replace ignores userName',
    breaks: [
      'VAULT-USER-13',
      'VAULT-MAP-16',
      'VAULT-MAP-17',
      'VAULT-FILTER-08',
      'VAULT-ACCESS-21',
      'VAULT-ACCESS-22',
      'RFC7644-3.5.1-02',
    ],
    request: async (request, context) => {
      if (!matches({ method: 'PUT', path: USER }, request)) return request;
      const { userName } = await resourceAt(request, context);
      const body = jsonOf(request);
      return body && userName !== undefined ? withJson(request, { ...body, userName }) : request;
    },
  },
  {
    id: 'F-USER-14',
    title: 'A replace does not deactivate',
    breaks: ['VAULT-USER-14', 'VAULT-MAP-20', 'RFC7644-3.5.1-02'],
    ...changingRequest({ method: 'PUT', path: USER }, (body) => {
      if (body.active === false) delete body.active;
    }),
  },
  {
    id: 'F-USER-15',
    title: 'A replace takes active true for absent',
    breaks: ['VAULT-USER-15', 'RFC7644-3.5.1-02'],
    ...changingRequest({ method: 'PUT', path: USER }, (body) => {
      if (body.active === true) delete body.active;
    }),
  },
  {
    id: 'F-USER-16',
    title: 'A replace with another userName deletes the user and makes a new one',
    breaks: [
      'VAULT-USER-16',
      'VAULT-USER-13',
      'VAULT-MAP-16',
      'VAULT-MAP-18',
      'VAULT-FILTER-08',
      'VAULT-ACCESS-21',
      'VAULT-MAP-43',
    ],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (!body) return request;
      const { userName } = await resourceAt(request, context);
      if (userName === undefined || userName === body.userName) return request;
      await context.send(asking(request, 'DELETE'));
      const made = await context.send(asking(request, 'POST', collectionOf(request), body));
      return made.status === 201 ? { ...made, status: 200 } : made;
    },
  },
  {
    id: 'F-USER-17',
    title: 'A replace overwrites externalId',
    breaks: ['VAULT-USER-17'],
    state: 'state-external-id-mutable',
  },
  {
    id: 'F-USER-18',
    title: 'A replace that names externalId at all is refused',
    breaks: ['VAULT-USER-18', 'VAULT-USER-13', 'VAULT-USER-14', 'VAULT-USER-15', 'VAULT-USER-16'],
    request: async (request, context) => {
      if (!matches({ method: 'PUT', path: USER }, request) || !jsonOf(request)?.externalId) return request;
      const { id } = await resourceAt(request, context);
      return id === undefined ? request : scimError(400, 'externalId cannot be changed', 'mutability');
    },
  },
  {
    id: 'F-USER-19',
    title: 'A replace of an unknown user creates it',
    breaks: ['VAULT-USER-19'],
    ...counting({
      response: async (response, request, { send, memory }) => {
        const body = matches({ method: 'PUT', path: USER, status: 404 }, request, response) ? jsonOf(request) : null;
        if (!body || kindOf(memory, lastSegmentOf(request)) !== undefined) return response;
        const made = await send(asking(request, 'POST', collectionOf(request), body));
        return made.status === 201 ? { ...made, status: 200 } : made;
      },
    }),
  },
  {
    id: 'F-USER-20',
    title: 'A deleted user can still be read',
    breaks: ['VAULT-USER-20'],
    ...showingDeleted({ path: USER }),
  },
  {
    id: 'F-USER-21',
    title: 'A deleted user stays in the list',
    breaks: ['VAULT-USER-21'],
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: USER }, request)) return request;
      const user = await resourceAt(request, context);
      const sender = senderOf(request.headers);
      const deleted = (context.memory.get(sender) ?? []) as Json[];
      if (user.id !== undefined) context.memory.set(sender, [...deleted, user]);
      return request;
    },
    response: (response, request, { memory }) => {
      const body = request.method === 'GET' && /\/Users$/.test(request.url) ? jsonOf(response) : null;
      const deleted = (memory.get(senderOf(request.headers)) ?? []) as Json[];
      if (!Array.isArray(body?.Resources) || deleted.length === 0) return response;
      const resources = [...body.Resources, ...deleted];
      return withJson(response, {
        ...body,
        totalResults: resources.length,
        itemsPerPage: resources.length,
        Resources: resources,
      });
    },
  },
];

/** Tells SCIM clients apart. */
function senderOf(headers: [string, string][]): string {
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}
