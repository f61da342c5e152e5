import {
  BULK,
  changingAnswer,
  changingBody,
  changingResources,
  jsonOf,
  matches,
  metaOf,
  pathOf,
  scimError,
  shownIn,
  USERS,
  USERS_AND_USER,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { asking, lastSegmentOf, operationsOf } from '../scim-requests.ts';
import { headerOf } from '../vault-requests.ts';

/** Defects of what all resources have in common: addresses, meta, headers, errors and discovery. */
export const protocolAnswerFaults: Fault[] = [
  {
    id: 'F-STRU-21',
    title: 'The Location of a created user names the host without its port',
    breaks: ['RFC7644-3.3-06', 'RFC7644-3.3-07', 'RFC7644-3.3-11', 'RFC7644-3.13-04'],
    ...changingAnswer({ method: 'POST', path: USERS, status: 201 }, (response) => {
      const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
      if (location === undefined) return response;
      return withHeader(response, 'Location', location.replace(/^(https?:\/\/[^/]+):\d+\//, '$1/'));
    }),
  },
  {
    id: 'F-STRU-22',
    title: 'meta.created is cut to whole seconds, and meta.lastModified is not',
    breaks: ['RFC7643-3.1-19'],
    ...changingResources({ path: /scim\/v2\/(Users|Groups)(\/[^/]+)?$/ }, (resource) => {
      const meta = metaOf(resource);
      if (typeof meta.created === 'string') meta.created = meta.created.replace(/\.\d+/, '');
    }),
  },
  {
    id: 'F-STRU-23',
    title: 'A replace of a user takes over the meta.created that it sends',
    breaks: ['RFC7643-3.1-15', 'RFC7643-3.1-18', 'RFC7643-7-18', 'RFC7644-3.5.1-09', 'RFC7644-3.5.1-13'],
    response: (response, request, { memory }) => {
      const body = matches({ path: USERS_AND_USER, status: (status) => status < 300 }, request, response)
        ? jsonOf(response)
        : null;
      const sent = metaOf(jsonOf(request) ?? {}).created;
      if (body && request.method === 'PUT' && typeof sent === 'string') memory.set(lastSegmentOf(request), sent);
      if (!body) return response;
      for (const user of shownIn(body)) {
        const created = memory.get(String(user.id));
        if (created !== undefined && user.meta) metaOf(user).created = created;
      }
      return withJson(response, body);
    },
  },
  {
    id: 'F-STRU-25',
    title: 'A bulk request is refused, but what it deletes is deleted',
    breaks: ['VAULT-ERR-03', 'RFC7644-3.12-27'],
    request: async (request, { send }) => {
      if (!matches({ method: 'POST', path: BULK }, request)) return request;
      for (const { method, path } of operationsOf(request)) {
        if (method === 'DELETE') await send(asking(request, 'DELETE', pathOf(request).replace('/Bulk', String(path))));
      }
      return request;
    },
  },
  {
    id: 'F-STRU-26',
    title: 'An Accept header that lists more than one media type is answered 406',
    breaks: ['RFC9110-12.5.1-01', 'RFC7644-3.8-04', 'RFC7644-3.8-05'],
    request: (request) =>
      matches({ path: /scim\/v2\// }, request) && headerOf(request, 'Accept')?.includes(',')
        ? scimError(406, 'the answer is application/scim+json')
        : request,
  },
  {
    id: 'F-STRU-27',
    title: 'A create or replace whose body is JSON but no object is answered 500',
    breaks: ['RFC7644-3.12-17', 'RFC7644-3.12-19'],
    ...changingAnswer({ method: ['POST', 'PUT'], path: USERS_AND_USER, status: 400 }, (response, request) =>
      isJsonWithoutObject(request.body.toString('utf8')) ? scimError(500, 'internal error') : response,
    ),
  },
  {
    id: 'F-STRU-28',
    title: 'A refused delete is answered as application/json',
    breaks: ['VAULT-MEDIA-06', 'RFC7644-3.1-04', 'RFC7644-3.12-06', 'RFC7644-8.1-01'],
    ...changingAnswer({ method: 'DELETE', path: /scim\/v2\//, status: (status) => status >= 400 }, (response) =>
      withHeader(response, 'Content-Type', 'application/json'),
    ),
  },
  {
    id: 'F-STRU-29',
    title: 'The schema of users announces `active` as required, and a create without it is served',
    breaks: ['RFC7643-7-14'],
    ...changingResources({ method: 'GET', path: /scim\/v2\/Schemas(\/[^/]+)?$/ }, (schema) => {
      const attributes = Array.isArray(schema.attributes) ? schema.attributes : [];
      for (const attribute of attributes) if (attribute.name === 'active') attribute.required = true;
    }),
  },
  {
    id: 'F-STRU-31',
    title: 'The lists of discovery say that they begin with the second entry',
    breaks: ['RFC7644-3.4.2.4-10'],
    ...changingBody({ method: 'GET', path: /scim\/v2\/(Schemas|ResourceTypes)$/, status: 200 }, (list) => {
      if (list.startIndex !== undefined) list.startIndex = 2;
    }),
  },
];

function isJsonWithoutObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value !== 'object' || value === null || Array.isArray(value);
  } catch {
    return false;
  }
}
