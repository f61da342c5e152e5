import { setTimeout as pause } from 'node:timers/promises';
import {
  answerWith,
  changingAnswer,
  changingBody,
  changingRequest,
  GROUPS,
  jsonOf,
  METADATA,
  matches,
  pathOf,
  queryOf,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import {
  asking,
  collectionOf,
  isSingle,
  lastSegmentOf,
  NOTHING_DONE,
  operationsOf,
  resourceAt,
} from '../scim-requests.ts';
import { dropInactive } from '../user-edits.ts';
import { oktaGroupFaults } from './okta-groups.ts';

type Json = Record<string, unknown>;

const SUCCESS = (status: number) => status < 300;

/** Defects that only a client meets that asks as Okta does. */
export const oktaFaults: Fault[] = [
  {
    id: 'F-OKTA-01',
    title: 'A list without any user has no Resources',
    breaks: ['OKTA-01'],
    ...emptyListWithoutResources(USERS),
  },
  {
    id: 'F-OKTA-02',
    title: 'A list without any group has no Resources',
    breaks: ['OKTA-02'],
    ...emptyListWithoutResources(GROUPS),
  },
  {
    id: 'F-OKTA-03',
    title: 'A page beyond the last one says that it is full',
    breaks: ['OKTA-03', 'RFC7644-3.4.2.4-08'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (body, request) => {
      const isBeyond = Array.isArray(body.Resources) && body.Resources.length === 0 && Number(body.totalResults) > 0;
      if (isBeyond) body.itemsPerPage = Number(queryOf(request).get('count') ?? 1);
    }),
  },
  {
    id: 'F-OKTA-04',
    title: 'Every second answer to the same page has the opposite order',
    breaks: ['OKTA-04'],
    response: (response, request, { memory }) => {
      const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!Array.isArray(body?.Resources) || !queryOf(request).has('startIndex')) return response;
      const key = `${request.url} ${request.headers.find(([name]) => /^authorization$/i.test(name))?.[1]}`;
      const isSecond = memory.get(key) === true;
      memory.set(key, !isSecond);
      return isSecond ? withJson(response, { ...body, Resources: body.Resources.toReversed() }) : response;
    },
  },
  {
    id: 'F-OKTA-05',
    title: 'A plus sign in a query is no space',
    breaks: ['OKTA-05', 'ENTRA-06'],
    request: (request) => {
      const [path, query] = request.url.split('?');
      return query === undefined ? request : { ...request, url: `${path}?${query.replaceAll('+', '%2B')}` };
    },
  },
  {
    id: 'F-OKTA-06',
    title: 'A search by userName overlooks inactive users',
    breaks: ['OKTA-06', 'OKTA-12', 'OKTA-13', 'ENTRA-25'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (body, request) => {
      const isSearch = /^username eq/i.test(queryOf(request).get('filter') ?? '');
      if (isSearch && Array.isArray(body.Resources)) dropInactive(body);
    }),
  },
  {
    id: 'F-OKTA-07',
    title: 'A password is stored and shown',
    breaks: ['OKTA-07', 'X-11', 'RFC7643-4.1.1-15', 'RFC7643-7-12'],
    response: (response, request, { memory }) => {
      const body = matches({ path: USERS_AND_USER, status: SUCCESS }, request, response) ? jsonOf(response) : null;
      if (!body || typeof body.id !== 'string') return response;
      const sent = request.method === 'POST' ? jsonOf(request)?.password : undefined;
      if (sent !== undefined) memory.set(body.id, sent);
      const password = memory.get(body.id);
      return password === undefined ? response : withJson(response, { ...body, password });
    },
  },
  {
    id: 'F-OKTA-08',
    title: 'A create with a password is answered without active',
    breaks: ['OKTA-08', 'RFC7644-3.3-05'],
    ...changingBody({ method: 'POST', path: USERS, status: 201 }, (body, request) => {
      if (jsonOf(request)?.password !== undefined) delete body.active;
    }),
  },
  {
    id: 'F-OKTA-09',
    title: 'A conflict on a user that brings a password has an empty detail',
    breaks: ['OKTA-09', 'RFC7644-3.12-05'],
    ...changingBody({ method: 'POST', path: USERS, status: 409 }, (body, request) => {
      if (jsonOf(request)?.password !== undefined) body.detail = '';
    }),
  },
  {
    id: 'F-OKTA-10',
    title: 'A replace that brings the groups along drops the metadata',
    breaks: ['OKTA-10'],
    since: '2.0.4',
    ...changingRequest({ method: 'PUT', path: USER }, (body) => {
      if (Array.isArray(body.groups) && body.groups.length > 0) body[METADATA] = { items: [] };
    }),
  },
  {
    id: 'F-OKTA-11',
    title: 'A patch without a path is ignored',
    breaks: ['OKTA-11', 'OKTA-13', 'OKTA-26', 'RFC7644-3.5.2.3-04'],
    request: (request) => (isPathlessActive(request) ? NOTHING_DONE : request),
  },
  {
    id: 'F-OKTA-12',
    title: 'A replace that brings meta along leaves active as it is',
    breaks: ['OKTA-12', 'OKTA-13', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (body?.meta === undefined) return request;
      const { active } = await resourceAt(request, context);
      return active === undefined ? request : withJson(request, { ...body, active });
    },
  },
  {
    id: 'F-OKTA-13',
    title: 'A reactivation without a path makes a new user in place of the old one',
    breaks: ['OKTA-13', 'OKTA-11'],
    request: async (request, context) => {
      if (!isPathlessActive(request, true)) return request;
      const { id: _id, meta: _meta, groups: _groups, ...user } = await resourceAt(request, context);
      await context.send(asking(request, 'DELETE'));
      const made = await context.send(asking(request, 'POST', collectionOf(request), { ...user, active: true }));
      return made.status === 201 ? { ...made, status: 200 } : made;
    },
  },
  ...oktaGroupFaults,
  {
    id: 'F-OKTA-22',
    title: 'An id of digits only is a bad request',
    breaks: ['OKTA-22'],
    request: (request) =>
      matches({ method: 'GET', path: USER }, request) && /^\d+$/.test(lastSegmentOf(request))
        ? scimError(400, 'the id is no UUID', 'invalidValue')
        : request,
  },
  {
    id: 'F-OKTA-23',
    title: 'The list of groups takes seven tenths of a second',
    breaks: ['OKTA-23'],
    request: async (request) => {
      if (matches({ method: 'GET', path: GROUPS }, request) && !request.url.includes('?')) await pause(700);
      return request;
    },
  },
  {
    id: 'F-OKTA-24',
    title: 'Retry-After is a date',
    breaks: ['OKTA-24'],
    ...changingAnswer({ status: 429 }, (response) =>
      withHeader(response, 'Retry-After', 'Tue, 24 Nov 2026 12:00:00 GMT'),
    ),
  },
  {
    id: 'F-OKTA-25',
    title: 'An unknown endpoint is answered by a page in HTML',
    breaks: ['OKTA-25', 'RFC7644-3.1-04', 'RFC7644-3.12-01', 'RFC7644-3.12-06'],
    request: (request) =>
      /identity\/scim\/v2\/Roles$/.test(pathOf(request))
        ? {
            ...answerWith(404, null),
            headers: [['Content-Type', 'text/html']],
            body: Buffer.from('<h1>Not found</h1>'),
          }
        : request,
  },
  {
    id: 'F-OKTA-26',
    title: 'A create as application/json is refused when Accept has a parameter',
    breaks: ['OKTA-26', 'OKTA-09'],
    request: (request) => {
      const accept = request.headers.find(([name]) => /^accept$/i.test(name))?.[1] ?? '';
      const isPlain = request.headers.some(
        ([name, value]) => /^content-type$/i.test(name) && value === 'application/json',
      );
      return matches({ method: 'POST', path: USERS }, request) && isPlain && accept.includes(';')
        ? scimError(406, 'the media type of the answer is not supported')
        : request;
    },
  },
  {
    id: 'F-OKTA-28',
    title: 'A replace with an empty string is refused',
    breaks: ['OKTA-28'],
    request: (request) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      return body !== null && Object.values(body).includes('')
        ? scimError(400, 'a value is empty', 'invalidValue')
        : request;
    },
  },
];

function emptyListWithoutResources(path: RegExp): Pick<Fault, 'response'> {
  return changingBody({ method: 'GET', path, status: 200 }, (body, request) => {
    if (body.totalResults === 0 && queryOf(request).has('count') && !queryOf(request).has('filter'))
      delete body.Resources;
  });
}

/** A single replace without a path whose value holds `active` alone. */
function isPathlessActive(request: FaultRequest, active?: boolean): boolean {
  if (!matches({ method: 'PATCH', path: USER }, request) || !isSingle(request, 'replace', '')) return false;
  const value = operationsOf(request)[0]?.value as Json | null | undefined;
  return typeof value?.active === 'boolean' && (active === undefined || value.active === active);
}
