import {
  answering,
  changingAnswer,
  changingBody,
  changingRequest,
  changingResources,
  GROUP,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  scimError,
  USER,
  USERS,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { asking, isSingle, NOTHING_DONE, operationsOf, silent } from '../scim-requests.ts';
import { dropInactive } from '../user-edits.ts';

type Json = Record<string, unknown>;

/** A list that is paged, without filter and projection: a full aggregation. */
const isAggregation = (request: FaultRequest): boolean => {
  const query = queryOf(request);
  return query.has('startIndex') && !query.has('filter') && !query.has('attributes');
};

/** Whether a patch of members names them in a value of this kind. */
const namesMembers = (request: FaultRequest, op: string, isKind: (value: unknown) => boolean): boolean =>
  isSingle(request, op, 'members') && operationsOf(request).every(({ value }) => isKind(value));

const isList = (value: unknown): boolean => Array.isArray(value);
const isObject = (value: unknown): boolean => typeof value === 'object' && !isList(value);

/** Defects that only a client meets that asks as SailPoint does. */
export const sailpointFaults: Fault[] = [
  {
    id: 'F-SAIL-01',
    title: 'The resource type Group is listed, but not served alone',
    breaks: ['SAIL-01'],
    ...answering({ method: 'GET', path: /\/ResourceTypes\/Group$/ }, () => scimError(404, 'no such resource type')),
  },
  {
    id: 'F-SAIL-02',
    title: 'A user in a group shows an attribute that no schema describes',
    since: '2.0.4',
    breaks: ['SAIL-02', 'RFC7643-7-12'],
    ...changingResources({ method: 'GET', path: USER }, (user) => {
      if (Array.isArray(user.groups) && user.groups.length > 0) user.isMember = true;
    }),
  },
  {
    id: 'F-SAIL-03',
    title: 'A count of 5000 is refused',
    breaks: ['SAIL-03'],
    request: (request) =>
      matches({ method: 'GET', path: USERS }, request) && Number(queryOf(request).get('count')) >= 5000
        ? scimError(400, 'count is too large', 'invalidValue')
        : request,
  },
  {
    id: 'F-SAIL-04',
    title: 'Names of no known attribute are refused in a projection',
    breaks: ['SAIL-04'],
    request: (request) =>
      request.method === 'GET' && /firstName|organizationId/.test(queryOf(request).get('attributes') ?? '')
        ? scimError(400, 'no such attribute', 'invalidPath')
        : request,
  },
  {
    id: 'F-SAIL-05',
    title: 'A paged list of users has no groups',
    since: '2.0.4',
    breaks: ['SAIL-05'],
    ...changingResources({ method: 'GET', path: USERS }, (user, request) => {
      if (isAggregation(request) && Array.isArray(user.groups)) user.groups = [];
    }),
  },
  {
    id: 'F-SAIL-06',
    title: 'A paged list of users leaves out who is disabled',
    breaks: ['SAIL-06'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (body, request) => {
      if (isAggregation(request) && Array.isArray(body.Resources)) dropInactive(body);
    }),
  },
  {
    id: 'F-SAIL-07',
    title: 'A user with a name and without active is created disabled',
    breaks: ['SAIL-07'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      if (body.name !== undefined && body.active === undefined) body.active = false;
    }),
  },
  {
    id: 'F-SAIL-08',
    title: 'An add of active without a path answers 204 and changes nothing',
    breaks: ['SAIL-08', 'X-04'],
    ...silent(
      { method: 'PATCH', path: USER },
      (request) =>
        isSingle(request, 'add', '') && operationsOf(request).every(({ value }) => 'active' in ((value ?? {}) as Json)),
    ),
  },
  {
    id: 'F-SAIL-09',
    title: 'A member that is added as a single object is dropped in silence',
    breaks: ['SAIL-09'],
    ...silent({ method: 'PATCH', path: GROUP }, (request) => namesMembers(request, 'add', isObject)),
  },
  {
    id: 'F-SAIL-10',
    title: 'A removal of members ignores its value list and clears the group',
    breaks: ['SAIL-10', 'SAIL-05', 'X-05', 'VAULT-GPATCH-04', 'VAULT-GPATCH-05'],
    ...changingRequest({ method: 'PATCH', path: GROUP }, (body, request) => {
      if (!namesMembers(request, 'remove', isList)) return body;
      return { ...body, Operations: [{ op: 'remove', path: 'members' }] };
    }),
  },
  {
    id: 'F-SAIL-11',
    title: 'A replace of a group that brings its id answers 200 and changes nothing',
    breaks: ['SAIL-11', 'RFC7644-3.5.1-02'],
    request: (request, { send }) =>
      matches({ method: 'PUT', path: GROUP }, request) && typeof jsonOf(request)?.id === 'string'
        ? send(asking(request, 'GET'))
        : request,
  },
  {
    id: 'F-SAIL-12',
    title: 'The deletion of a user answers 200',
    breaks: ['SAIL-12', 'RFC7644-3.6-01', 'OKTA-21', 'ENTRA-06'],
    ...changingAnswer({ method: 'DELETE', path: USER, status: 204 }, (answer) => ({ ...answer, status: 200 })),
  },
  {
    id: 'F-SAIL-13',
    title: 'A patch that adds a member answers with the group as it was before',
    breaks: ['SAIL-13'],
    response: (response, request) => {
      const body = matches({ method: 'PATCH', path: GROUP, status: 200 }, request, response) ? jsonOf(response) : null;
      if (body === null || !namesMembers(request, 'add', isList)) return response;
      return withJson(response, { ...body, members: [] });
    },
  },
  {
    id: 'F-SAIL-15',
    title: 'A filter with sw is answered with everything',
    breaks: ['SAIL-15'],
    request: (request) => {
      const filter = queryOf(request).get('filter') ?? '';
      return /^(username|DisplayName) sw /.test(filter) && request.method === 'GET'
        ? { ...request, url: pathOf(request) }
        : request;
    },
  },
  {
    id: 'F-SAIL-16',
    title: 'A read that has application/json as its Content-Type is refused',
    breaks: ['SAIL-16'],
    request: (request) =>
      matches({ method: 'GET', path: USER }, request) &&
      request.headers.some(([name, value]) => /^content-type$/i.test(name) && value === 'application/json')
        ? scimError(415, 'no such media type')
        : request,
  },
  {
    id: 'F-SAIL-18',
    title: "An add to a user's groups answers 204 and changes nothing",
    breaks: ['SAIL-18', 'VAULT-UPATCH-13'],
    request: (request) =>
      matches({ method: 'PATCH', path: USER }, request) && isSingle(request, 'add', 'groups') ? NOTHING_DONE : request,
  },
  {
    id: 'F-SAIL-19',
    title: 'A flattened attribute name breaks the server',
    breaks: ['SAIL-19', 'RFC7644-3.12-17'],
    request: (request) =>
      matches({ method: 'POST', path: USERS }, request) && jsonOf(request)?.['name.givenName'] !== undefined
        ? scimError(500, 'unexpected attribute')
        : request,
  },
];
