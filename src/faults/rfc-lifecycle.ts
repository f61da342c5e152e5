import {
  answering,
  answerWith,
  changingAnswer,
  changingBody,
  changingRequest,
  changingResources,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  pathOf,
  scimError,
  USER,
  USERS,
  withHeader,
  withJson,
} from './edits.ts';
import type { Fault, FaultResponse } from './fault.ts';

type Json = Record<string, unknown>;

const RESOURCE = /identity\/scim\/v2\/(Users|Groups)\/[^/]+$/;
const COLLECTION = /identity\/scim\/v2\/(Users|Groups)$/;
const created = { method: 'POST', path: COLLECTION, status: 201 };
const metaOf = (body: Json): Json => (body.meta ?? {}) as Json;

/** Defects of create, read, replace and delete (RFC 7644 sections 3.3, 3.4.1, 3.5.1 and 3.6). */
export const rfcLifecycleFaults: Fault[] = [
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
    breaks: ['RFC7644-3.3-13', 'RFC7643-3.1-04'],
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
    ...answeringWhen(USERS, 'POST', (body) => Object.values(body).includes(null) && body.userName !== null),
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
    ...answeringWhen(USERS, 'POST', (body) => 'USERNAME' in body),
  },
  {
    id: 'F-RFC-LIFE-11',
    title: 'A body that does not begin with schemas is refused',
    breaks: ['RFC7643-2.3.8-01'],
    ...answeringWhen(USERS, 'POST', (body) => Object.keys(body).at(-1) === 'schemas'),
  },
  {
    id: 'F-RFC-LIFE-12',
    title: 'A read wraps the resource into a list',
    breaks: ['RFC7644-3.4.1-01', 'RFC7644-3.4.1-05'],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body) => ({ totalResults: 1, Resources: [body] })),
  },
  {
    id: 'F-RFC-LIFE-13',
    title: 'A user is found by userName in the path',
    breaks: ['RFC7644-3.4.1-02'],
    response: async (response, request, { send }) => {
      if (!matches({ method: 'GET', path: USER, status: 404 }, request, response)) return response;
      const [base = '', name = ''] = request.url.split(/\/(?=[^/]+$)/);
      const filter = encodeURIComponent(`userName eq "${decodeURIComponent(name.split('?')[0] ?? '')}"`);
      const found = jsonOf(await send({ ...request, url: `${base}?filter=${filter}` }))?.Resources as
        | Json[]
        | undefined;
      return found?.[0] ? withJson({ ...response, status: 200 }, found[0]) : response;
    },
  },
  {
    id: 'F-RFC-LIFE-14',
    title: 'A group is found below /Users',
    breaks: ['RFC7644-3.4.1-03', 'RFC7643-3-03', 'RFC7643-3.3-01', 'RFC7643-4.1-01'],
    response: async (response, request, { send }) =>
      matches({ method: 'GET', path: USER, status: 404 }, request, response)
        ? send({ ...request, url: request.url.replace('/Users/', '/Groups/') })
        : response,
  },
  {
    id: 'F-RFC-LIFE-15',
    title: 'A read sends the Location of the collection',
    breaks: ['RFC7644-3.4.1-04'],
    ...changingAnswer({ method: 'GET', path: USER, status: 200 }, (response, request) =>
      withHeader(response, 'Location', request.url.replace(/\/[^/]+$/, '')),
    ),
  },
  {
    id: 'F-RFC-LIFE-16',
    title: 'Each read moves lastModified',
    breaks: ['RFC7644-3.4.1-05', 'RFC7643-3.1-19', 'RFC9110-9.2.1-01', 'OKTA-26'],
    ...changingBody({ method: 'GET', path: RESOURCE, status: 200 }, (body) => {
      if (body.meta) body.meta = { ...metaOf(body), lastModified: new Date(Date.now() + 60_000).toISOString() };
    }),
  },
  {
    id: 'F-RFC-LIFE-17',
    title: 'A plain read leaves the external id out',
    breaks: ['RFC7644-3.4-01', 'RFC7643-3.1-10', 'RFC7643-7-16', 'RFC7643-3-06'],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body) => {
      delete body.externalId;
    }),
  },
  {
    id: 'F-RFC-LIFE-18',
    title: 'A plain read leaves meta out',
    breaks: [
      'RFC7643-3.1-16',
      'RFC7643-3.1-02',
      'RFC7643-6-03',
      'RFC7643-3-06',
      'RFC7643-2.3.5-01',
      'RFC7644-3.8-13',
      'RFC7644-3.4.1-01',
      'RFC7644-3.5.1-12',
    ],
    ...changingBody({ method: 'GET', path: RESOURCE, status: 200 }, (body) => {
      delete body.meta;
    }),
  },
  {
    id: 'F-RFC-LIFE-19',
    title: 'meta.location names the collection',
    breaks: ['RFC7643-3.1-23', 'RFC7644-3.3-07', 'RFC7644-3.3-13'],
    ...changingResources({ path: /scim\/v2\/Users/ }, (body) => {
      const location = String(metaOf(body).location ?? '').replace(/\/[^/]+$/, '');
      if (body.meta) body.meta = { ...metaOf(body), location };
    }),
  },
  {
    id: 'F-RFC-LIFE-20',
    title: 'An unknown id answers 400',
    breaks: [
      ...(['RFC7644-3.12-10', 'RFC7644-3.5.1-01', 'RFC7644-3.6-09', 'RFC7644-3.4.1-02', 'RFC7644-3.4.1-03'] as const),
      ...(['RFC7644-3.6-01', 'RFC7644-3.6-02', 'RFC7644-3.6-03', 'RFC7644-3.6-04', 'RFC7644-3.6-05'] as const),
      ...(['RFC7644-3.6-06', 'RFC7644-3.6-11', 'RFC7644-3.5.2-31', 'RFC9110-9.2.2-02', 'RFC7642-2.4.3-01'] as const),
      ...(['RFC7643-3.1-06', 'RFC7643-3.1-09', 'RFC7644-3.12-01', 'RFC7644-3.12-02', 'RFC7644-3.2-05'] as const),
      ...(['RFC7644-3.4.2-10', 'RFC7644-6.1-01', 'RFC7644-2-03'] as const),
    ],
    ...changingAnswer({ path: RESOURCE, status: 404 }, () => scimError(400, 'no such resource')),
  },
  {
    id: 'F-RFC-LIFE-21',
    title: 'PUT is not implemented',
    breaks: [
      'RFC7644-3.5-01',
      'RFC7644-3.5.1-02',
      'RFC7644-3.5.1-12',
      'RFC9110-9.3.4-01',
      'RFC9110-9.2.2-01',
      'OKTA-13',
      'RFC7643-4.2-11',
      'RFC7644-3.1-03',
    ],
    ...answering({ method: 'PUT', path: RESOURCE }, () => scimError(501, 'PUT is not implemented')),
  },
  {
    id: 'F-RFC-LIFE-22',
    title: 'A PUT on an unknown id creates the resource',
    breaks: ['RFC7644-3.5.1-01', 'RFC7644-3.6-04', 'RFC7644-3.12-10'],
    response: async (response, request, { send }) =>
      matches({ method: 'PUT', path: USER, status: 404 }, request, response)
        ? send({ ...request, method: 'POST', url: request.url.replace(/\/[^/]+$/, '') })
        : response,
  },
  {
    id: 'F-RFC-LIFE-23',
    title: 'A PUT does not change active',
    breaks: [
      ...(['RFC7644-3.5.1-02', 'RFC7644-3.5.1-13', 'RFC7643-3.1-20', 'RFC7642-2.4.3-01'] as const),
      ...(['RFC9110-9.2.2-01', 'RFC7644-3.5.1-12'] as const),
      'OKTA-13',
    ],
    ...changingRequest({ method: 'PUT', path: USER }, (body) => {
      delete body.active;
    }),
  },
  {
    id: 'F-RFC-LIFE-24',
    title: 'A PUT answers with the state before it',
    breaks: ['RFC7644-3.5.1-12', 'RFC7644-3.5.1-02', 'RFC7644-3.1-03', 'RFC9110-9.2.2-01'],
    request: async (request, { send, memory }) => {
      if (request.method === 'PUT')
        memory.set(request.url, (await send({ ...request, method: 'GET', body: Buffer.alloc(0) })).body);
      return request;
    },
    response: (response, request, { memory }) => {
      const before = memory.get(request.url) as Buffer | undefined;
      return matches({ method: 'PUT', path: RESOURCE, status: 200 }, request, response) && before
        ? { ...response, body: before }
        : response;
    },
  },
  {
    id: 'F-RFC-LIFE-25',
    title: 'A PUT without userName keeps the old name',
    breaks: ['RFC7644-3.5.1-11', 'RFC7643-7-14', 'RFC7643-2.5-04', 'RFC7643-4.1.1-01'],
    request: async (request, { send }) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (!body || body.userName) return request;
      const before = jsonOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
      return withJson(request, { ...body, userName: before?.userName });
    },
  },
  {
    id: 'F-RFC-LIFE-26',
    title: 'A PUT moves meta.created',
    breaks: ['RFC7644-3.5.1-13', 'RFC7643-3.1-18', 'RFC7643-7-18', 'RFC7644-3.5.1-09'],
    response: (response, request, { memory }) => {
      if (request.method === 'PUT') memory.set(pathOf(request), true);
      const body = memory.has(pathOf(request)) && response.status === 200 ? jsonOf(response) : null;
      if (!body?.meta) return response;
      return withJson(response, { ...body, meta: { ...metaOf(body), created: metaOf(body).lastModified } });
    },
  },
  {
    id: 'F-RFC-LIFE-27',
    title: 'A PUT with a malformed body answers 200',
    breaks: ['RFC7644-3.5.1-16', 'RFC7644-3.12-19'],
    ...changingAnswer({ method: 'PUT', path: RESOURCE, status: 400 }, (response) =>
      jsonOf(response)?.scimType === 'invalidSyntax' ? { ...response, status: 200 } : response,
    ),
  },
  {
    id: 'F-RFC-LIFE-28',
    title: 'A second PUT of the same resource is refused',
    breaks: ['RFC9110-9.2.2-01'],
    request: (request, { memory }) => {
      if (request.method !== 'PUT') return request;
      const seen = memory.get(request.url) === request.body.toString();
      memory.set(request.url, request.body.toString());
      return seen ? scimError(409, 'nothing has changed') : request;
    },
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
    breaks: ['RFC7643-2.1-01', 'RFC7644-3.4.2.2-11'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      for (const name of Object.keys(body)) if (name.toLowerCase() === 'active') body[name] = true;
    }),
  },
  {
    id: 'F-RFC-LIFE-31',
    title: 'A user is stored without its external id and shown with active turned round',
    breaks: ['RFC7643-4.1.1-09', 'RFC7643-7-13', 'RFC7643-2.3.2-01'],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body) => {
      if (body.active === true) body.active = false;
    }),
  },
  {
    id: 'F-RFC-LIFE-32',
    title: 'A DELETE answers 200',
    breaks: ['RFC7644-3.6-01'],
    ...changingAnswer({ method: 'DELETE', path: RESOURCE, status: 204 }, (response) => ({ ...response, status: 200 })),
  },
  {
    id: 'F-RFC-LIFE-33',
    title: 'A DELETE answers with the deleted id',
    breaks: ['RFC7644-3.6-02', 'RFC7644-3.6-01', 'OKTA-21', 'ENTRA-06'],
    ...changingAnswer({ method: 'DELETE', path: RESOURCE, status: 204 }, (_response, request) =>
      answerWith(200, { id: request.url.split('/').at(-1) }),
    ),
  },
  {
    id: 'F-RFC-LIFE-34',
    title: 'A DELETE answers 204 and does nothing',
    breaks: [
      ...(['RFC7644-3.6-01', 'RFC7644-3.6-02', 'RFC7644-3.6-03', 'RFC7644-3.6-04', 'RFC7644-3.6-05'] as const),
      ...(['RFC7644-3.6-06', 'RFC7644-3.6-07', 'RFC7644-3.6-08', 'RFC7643-3.1-06', 'RFC9110-9.2.2-02'] as const),
      ...(['RFC7642-2.4.3-01', 'RFC7644-3.6-11', 'RFC7644-3.6-09', 'RFC7644-3.12-10'] as const),
    ],
    ...answering({ method: 'DELETE', path: RESOURCE }, () => ({ status: 204, headers: [], body: Buffer.alloc(0) })),
  },
  {
    id: 'F-RFC-LIFE-35',
    title: 'A second DELETE answers 204',
    breaks: ['RFC7644-3.6-06', 'RFC7644-3.6-09', 'RFC7644-3.12-10', 'RFC7644-6.1-01', 'RFC7644-2-03'],
    ...changingAnswer({ method: 'DELETE', path: RESOURCE, status: 404 }, () => ({
      status: 204,
      headers: [],
      body: Buffer.alloc(0),
    })),
  },
  {
    id: 'F-RFC-LIFE-36',
    title: 'DELETE on the collection answers 204',
    breaks: ['RFC7644-3.6-10'],
    ...answering({ method: 'DELETE', path: USERS }, () => ({ status: 204, headers: [], body: Buffer.alloc(0) })),
  },
  {
    id: 'F-RFC-LIFE-37',
    title: 'Deleting a group deletes its members',
    breaks: ['RFC7644-3.6-11'],
    request: async (request, { send }) => {
      if (request.method !== 'DELETE' || !GROUP.test(pathOf(request))) return request;
      const group = jsonOf(await send({ ...request, method: 'GET' }));
      for (const { value } of (group?.members ?? []) as Json[]) {
        await send({ ...request, url: request.url.replace(/Groups\/.*$/, `Users/${value}`) });
      }
      return request;
    },
  },
  {
    id: 'F-RFC-LIFE-38',
    title: 'Lists are one behind a deletion',
    breaks: ['RFC7644-3.6-07'],
    request: async (request, { send, memory }) => {
      if (request.method !== 'DELETE' || !USER.test(pathOf(request))) return request;
      memory.set('gone', (await send({ ...request, method: 'GET' })).body);
      return request;
    },
    response: (response, request, { memory }) => {
      const gone = memory.get('gone') as Buffer | undefined;
      const list = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!gone || !list || !request.url.includes('count=1000')) return response;
      const Resources = [...((list.Resources ?? []) as Json[]), JSON.parse(gone.toString()) as Json];
      return withJson(response, {
        ...list,
        Resources,
        totalResults: Number(list.totalResults) + 1,
        itemsPerPage: Resources.length,
      });
    },
  },
  {
    id: 'F-RFC-LIFE-39',
    title: 'A deleted name stays taken',
    breaks: ['RFC7644-3.6-08', 'RFC7642-2.4.3-01', 'RFC7643-3.1-06'],
    response: (response, request, { memory }) => {
      const name = request.method === 'POST' ? String(jsonOf(request)?.userName) : '';
      if (name === '' || !USERS.test(pathOf(request))) return response;
      const taken = memory.has(name) && response.status === 201;
      memory.set(name, true);
      return taken ? scimError(409, 'userName is in use', 'uniqueness') : response;
    },
  },
  {
    id: 'F-RFC-LIFE-40',
    title: 'An id is given again to a user of the same name',
    breaks: ['RFC7643-3.1-06', 'RFC7644-3.6-08', 'RFC7643-3.1-23'],
    response: (response, request, { memory }) => {
      const body = matches({ method: 'POST', path: USERS, status: 201 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const first = memory.get(String(body.userName)) ?? body.id;
      memory.set(String(body.userName), first);
      return withJson(response, { ...body, id: first });
    },
  },
  {
    id: 'F-RFC-LIFE-41',
    title: 'A new group comes back as a user',
    breaks: ['RFC7644-3.3.1-01', 'RFC7643-6-03', 'RFC7644-3.4.2-11'],
    ...changingResources({ path: GROUPS }, (body) => {
      if (body.meta) body.meta = { ...metaOf(body), resourceType: 'User' };
    }),
  },
  {
    id: 'F-RFC-LIFE-42',
    title: 'A user is shown without an id',
    breaks: [
      'RFC7643-3.1-03',
      'RFC7644-3.4.1-01',
      'RFC7643-3.1-01',
      'RFC7643-3-06',
      'RFC7643-3.1-26',
      'RFC7644-3.9-03',
      'RFC7643-7-22',
    ],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body) => {
      delete body.id;
    }),
  },
];

/** Defect that refuses a request whose body meets a condition. */
function answeringWhen(path: RegExp, method: string, holds: (body: Json) => boolean): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const body = matches({ method, path }, request) ? jsonOf(request) : null;
      return body && holds(body) ? scimError(400, 'the request is refused', 'invalidValue') : request;
    },
  };
}
