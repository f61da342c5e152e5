import {
  COLLECTION,
  changingAnswer,
  changingRequest,
  changingResources,
  GROUPS,
  jsonOf,
  matches,
  metaOf,
  pathOf,
  RESOURCE,
  scimError,
  USERS,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault, FaultResponse } from '../fault.ts';

type Json = Record<string, unknown>;

const created = { method: 'POST', path: COLLECTION, status: 201 };

/** Defects of create (RFC 7644 section 3.3). */
export const rfcCreateFaults: Fault[] = [
  {
    id: 'F-RFC-LIFE-01',
    title: 'A create answers 200',
    breaks: [
      'RFC7644-3.3-04',
      'RFC7643-6-09',
      'RFC7643-2.1-01',
      'RFC7643-2.3.8-01',
      'RFC7644-3.1-03',
      'RFC7644-3.3-03',
      'RFC7643-4.1.1-09',
    ],
    ...changingAnswer(created, (response) => ({ ...response, status: 200 })),
  },
  {
    id: 'F-RFC-LIFE-02',
    title: 'A create answers without the new resource',
    breaks: ['RFC7644-3.3-05', 'RFC7643-3.1-01', 'RFC7643-3.1-02', 'RFC7644-3.3.1-01', 'RFC7644-3.3-07'],
    ...changingAnswer(created, (response) => withJson(response, { id: jsonOf(response)?.id })),
  },
  {
    id: 'F-RFC-LIFE-03',
    title: 'A create answers with what was sent',
    breaks: ['RFC7644-3.1-03', 'RFC7644-3.3-02', 'RFC7644-3.3-10'],
    ...changingAnswer(created, (response, request) => {
      const { id, meta } = jsonOf(response) ?? {};
      return withJson(response, { ...jsonOf(request), id, meta });
    }),
  },
  {
    id: 'F-RFC-LIFE-04',
    title: 'A create sends no Location',
    breaks: ['RFC7644-3.3-06'],
    ...changingAnswer(created, (response) => withHeader(response, 'location', null)),
  },
  {
    id: 'F-RFC-LIFE-05',
    title: 'Location names the collection',
    breaks: ['RFC7644-3.3-06', 'RFC7644-3.3-07'],
    ...changingAnswer(created, (response) => {
      const location = String(metaOf(jsonOf(response) ?? {}).location ?? '').replace(/\/[^/]+$/, '');
      return withHeader(response, 'Location', location);
    }),
  },
  {
    id: 'F-RFC-LIFE-06',
    title: 'A resource is readable at the second attempt only',
    breaks: ['RFC7644-3.3-11', 'RFC7644-3.3-04', 'RFC7644-3.3-05'],
    request: (request, { memory }) => {
      if (request.method !== 'GET' || !RESOURCE.test(pathOf(request)) || memory.has(pathOf(request))) return request;
      memory.set(pathOf(request), true);
      return scimError(404, 'not there yet');
    },
  },
  {
    id: 'F-RFC-LIFE-07',
    title: 'A create answers with the first resource again',
    breaks: ['RFC7644-3.3-13', 'RFC7643-3.1-04', 'RFC7644-3.3-05', 'VAULT-USER-02'],
    response: (response, request, { memory }) => {
      if (!matches({ method: 'POST', path: USERS, status: 201 }, request, response)) return response;
      const first = memory.get('first') as FaultResponse | undefined;
      memory.set('first', first ?? response);
      return first ?? response;
    },
  },
  {
    id: 'F-RFC-LIFE-08',
    title: 'null in a create is refused',
    breaks: ['RFC7644-3.3-03', 'RFC7643-2.5-01'],
    ...refusing((body) => Object.values(body).includes(null) && body.userName !== null),
  },
  {
    id: 'F-RFC-LIFE-09',
    title: 'A group body posted to /Users makes a group',
    breaks: ['RFC7644-3.3-12', 'RFC7643-3-03', 'RFC7643-3.3-01', 'RFC7643-4.1-01'],
    request: async (request, { send }) => {
      const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
      if (!body || !String(body.schemas).includes('Group')) return request;
      return send({ ...request, url: request.url.replace('/Users', '/Groups') });
    },
  },
  {
    id: 'F-RFC-LIFE-10',
    title: 'Names of another letter case in a create are not understood',
    breaks: ['RFC7643-2.1-01'],
    ...refusing((body) => 'USERNAME' in body),
  },
  {
    id: 'F-RFC-LIFE-11',
    title: 'A body that does not begin with schemas is refused',
    breaks: ['RFC7643-2.3.8-01'],
    ...refusing((body) => Object.keys(body).at(-1) === 'schemas'),
  },
  {
    id: 'F-RFC-LIFE-29',
    title: 'Metadata of a new user is dropped',
    breaks: ['RFC7643-7-13'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      for (const name of Object.keys(body)) if (name.includes('extension:vault')) delete body[name];
    }),
  },
  {
    id: 'F-RFC-LIFE-30',
    title: 'A new user is active whatever was sent',
    breaks: ['RFC7643-2.1-01', 'RFC7644-3.4.2.2-11', 'RFC7644-3.3-05'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      for (const name of Object.keys(body)) if (name.toLowerCase() === 'active') body[name] = true;
    }),
  },
  {
    id: 'F-RFC-LIFE-41',
    title: 'A new group comes back as a user',
    breaks: ['RFC7644-3.3.1-01', 'RFC7643-6-03', 'RFC7644-3.4.2-11'],
    ...changingResources({ path: GROUPS }, (body) => {
      if (body.meta) body.meta = { ...metaOf(body), resourceType: 'User' };
    }),
  },
];

/** Defect that refuses the create of a user whose body meets a condition. */
function refusing(holds: (body: Json) => boolean): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
      return body && holds(body) ? scimError(400, 'the request is refused', 'invalidValue') : request;
    },
  };
}
