import {
  answering,
  changingAnswer,
  changingRequest,
  jsonOf,
  matches,
  metaOf,
  pathOf,
  RESOURCE,
  scimError,
  USER,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';

/** Defects of replacing with PUT (RFC 7644 section 3.5.1). */
export const rfcReplaceFaults: Fault[] = [
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
];
