import {
  answering,
  answerWith,
  BULK,
  changingAnswer,
  changingBody,
  EMPTY_LIST,
  jsonOf,
  pathOf,
  SCIM,
  scimError,
  USERS,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { patchOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const ERRORS = { path: SCIM, status: (status: number) => status >= 400 };
const isScimError = (body: Json): boolean => String(body.schemas).includes('messages:2.0:Error');
const errors = (change: (body: Json) => unknown): Pick<Fault, 'response'> =>
  changingBody(ERRORS, (body) => (isScimError(body) ? change(body) : undefined));
const scimTypeInsteadOf = (from: string, to: string, path = SCIM): Pick<Fault, 'response'> =>
  changingBody({ ...ERRORS, path }, (body) => {
    if (body.scimType === from) body.scimType = to;
  });

/** Defects of error messages (RFC 7644 section 3.12). */
export const rfcErrorFaults: Fault[] = [
  {
    id: 'F-RFC-ERR-01',
    title: 'Errors name the schema of SCIM 1.1',
    breaks: ['RFC7644-3.12-01', 'RFC7644-3.1-01', 'RFC7644-3.5.2-27'],
    ...errors((body) => {
      body.schemas = ['urn:scim:schemas:core:1.0'];
    }),
  },
  {
    id: 'F-RFC-ERR-02',
    title: 'status of an error is a number',
    breaks: ['RFC7644-3.12-02', 'RFC7644-3.3-08', 'RFC7644-3.5.2-27'],
    ...errors((body) => {
      body.status = Number(body.status);
    }),
  },
  {
    id: 'F-RFC-ERR-03',
    title: 'Errors have no status in their body',
    breaks: ['RFC7644-3.12-03', 'RFC7644-3.12-02', 'RFC7644-3.2-06', 'RFC7644-3.3-08', 'RFC7644-3.5.2-27'],
    ...errors((body) => {
      delete body.status;
    }),
  },
  {
    id: 'F-RFC-ERR-04',
    title: 'scimType is a sentence',
    breaks: ['RFC7644-3.12-04', 'RFC7644-3.12-20', 'RFC7644-3.12-21'],
    ...changingBody({ method: 'POST', path: USERS, status: 400 }, (body) => {
      body.scimType = 'schemas is missing';
    }),
  },
  {
    id: 'F-RFC-ERR-05',
    title: 'detail is empty',
    breaks: ['RFC7644-3.12-05', 'RFC7644-3.4.2.2-48'],
    ...errors((body) => {
      body.detail = '';
    }),
  },
  {
    id: 'F-RFC-ERR-06',
    title: 'Errors are labelled application/json',
    breaks: ['RFC7644-3.12-06', 'RFC7644-8.1-01', 'RFC7644-3.1-04', 'RFC7644-3.8-06', 'VAULT-MEDIA-06'],
    ...changingAnswer(ERRORS, (response) =>
      isScimError(jsonOf(response) ?? {}) ? withHeader(response, 'Content-Type', 'application/json') : response,
    ),
  },
  {
    id: 'F-RFC-ERR-07',
    title: 'Errors travel with the status 200',
    breaks: [
      ...(['RFC7644-3.2-05', 'RFC7644-3.12-01', 'RFC7644-3.12-10', 'RFC7644-3.12-07', 'RFC7644-3.12-12'] as const),
      ...(['RFC7644-3.4.1-02', 'RFC7644-3.4.1-03', 'RFC7644-4-10', 'RFC7644-3.12-19', 'RFC7644-3.12-20'] as const),
      ...(['RFC7644-3.12-21', 'RFC7644-3.3-12', 'RFC7644-3.2-06', 'RFC7644-3.12-27', 'RFC7644-3.12-15'] as const),
      ...(['RFC7644-3.7-02'] as const),
    ],
    ...changingAnswer(ERRORS, (response) =>
      isScimError(jsonOf(response) ?? {}) ? { ...response, status: 200 } : response,
    ),
  },
  {
    id: 'F-RFC-ERR-08',
    title: 'Each error says 400 in its body',
    breaks: ['RFC7644-3.2-06', 'RFC7644-3.12-02', 'RFC7644-3.3-08'],
    ...errors((body) => {
      body.status = '400';
    }),
  },
  {
    id: 'F-RFC-ERR-09',
    title: 'A body that is no JSON answers 415',
    breaks: ['RFC7644-3.12-07', 'RFC7644-3.12-19', 'RFC7644-3.5.1-16', 'RFC5789-2.2-01'],
    ...changingAnswer({ path: SCIM, status: 400 }, (response) =>
      jsonOf(response)?.scimType === 'invalidSyntax' ? scimError(415, 'no JSON') : response,
    ),
  },
  {
    id: 'F-RFC-ERR-10',
    title: 'An unknown endpoint answers with an empty list',
    breaks: ['RFC7644-3.12-11'],
    ...answering({ method: 'GET', path: /NoSuchType$/ }, () => ({
      status: 200,
      headers: [['Content-Type', 'application/scim+json']],
      body: Buffer.from('{"totalResults":0}'),
    })),
  },
  {
    id: 'F-RFC-ERR-11',
    title: 'A value of the wrong type breaks the server',
    breaks: ['RFC7644-3.12-17', 'RFC7644-3.12-21'],
    request: (request) => {
      const active = request.method === 'POST' && USERS.test(pathOf(request)) ? jsonOf(request)?.active : true;
      return active !== undefined && typeof active !== 'boolean' ? scimError(500, 'type error') : request;
    },
  },
  {
    id: 'F-RFC-ERR-12',
    title: 'A malformed body is called a bad value',
    breaks: ['RFC7644-3.12-19', 'RFC7644-3.5.1-16'],
    ...scimTypeInsteadOf('invalidSyntax', 'invalidValue'),
  },
  {
    id: 'F-RFC-ERR-13',
    title: 'A missing value is called bad syntax',
    breaks: [
      ...(['RFC7644-3.12-20', 'RFC7644-3.5.1-11', 'RFC7643-4.2-02', 'RFC7643-4.1.1-01'] as const),
      ...(['RFC7643-2.5-04', 'RFC7643-7-14', 'RFC7643-2.3.2-02', 'RFC7644-3.5.2-20'] as const),
    ],
    ...scimTypeInsteadOf('invalidValue', 'invalidSyntax'),
  },
  {
    id: 'F-RFC-ERR-14',
    title: 'A refusal has no body',
    breaks: [
      ...(['RFC9110-15.5-01', 'RFC7644-3.12-01', 'RFC7644-3.12-02', 'RFC7644-3.12-03', 'RFC7644-3.1-01'] as const),
      ...(['RFC7644-3.2-06', 'RFC7644-3.12-06', 'RFC7644-8.1-01'] as const),
    ],
    ...changingAnswer({ path: SCIM, status: (status) => status === 404 || status === 400 }, (response) => ({
      status: response.status,
      headers: [],
      body: Buffer.alloc(0),
    })),
  },
  {
    id: 'F-RFC-ERR-15',
    title: 'Bulk answers 200 and does nothing',
    breaks: ['RFC7644-3.12-15', 'RFC7644-3.7-02'],
    ...answering({ method: 'POST', path: BULK }, () =>
      answerWith(200, { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations: [] }),
    ),
  },
  {
    id: 'F-RFC-ERR-16',
    title: '/Me answers 404 to a read and 500 to the rest',
    breaks: ['RFC7644-3.11-01', 'RFC9110-15.6.2-01', 'RFC7644-3.12-17'],
    ...answering({ path: /scim\/v2\/Me$/ }, (request) => scimError(request.method === 'GET' ? 404 : 500, 'me')),
  },
  {
    id: 'F-RFC-ERR-17',
    title: 'A refused PUT has changed active',
    breaks: [
      'RFC7644-3.12-27',
      'RFC7644-3.12-26',
      'RFC7644-3.5.1-14',
      'RFC7643-4.1.1-02',
      'RFC7644-3.5.1-11',
      'RFC7643-7-14',
    ],
    response: async (response, request, { send }) => {
      if (request.method !== 'PUT' || response.status < 400 || !/Users\//.test(request.url)) return response;
      const patch = patchOf({ op: 'replace', path: 'active', value: false });
      await send(withJson({ ...request, method: 'PATCH' }, patch));
      return response;
    },
  },
  {
    id: 'F-RFC-ERR-18',
    title: 'A search is taken for a create',
    breaks: ['RFC7644-3.4.3-02'],
    ...answering({ method: 'POST', path: /Users\/\.search$/ }, () =>
      scimError(400, 'userName is required', 'invalidValue'),
    ),
  },
  {
    id: 'F-RFC-ERR-19',
    title: 'A search answers 201',
    breaks: ['RFC7644-3.4.3-01', 'RFC7644-3.4.3-02'],
    ...answering({ method: 'POST', path: /Users\/\.search$/ }, () => answerWith(201, EMPTY_LIST)),
  },
  {
    id: 'F-RFC-ERR-20',
    title: 'A taken name is refused without a cause',
    breaks: [...(['RFC7644-3.3-08', 'RFC7644-3.12-26', 'RFC7644-3.5.1-14', 'RFC7643-7-26'] as const)],
    ...changingBody({ path: SCIM, status: 409 }, (body) => {
      delete body.scimType;
    }),
  },
  {
    id: 'F-RFC-ERR-21',
    title: 'A taken name answers 400',
    breaks: [
      'RFC7644-3.3-08',
      'RFC7644-3.12-12',
      'RFC7643-4.1.1-02',
      'RFC7643-4.1.1-03',
      'RFC7644-5-01',
      'RFC7643-4.2-03',
      'RFC7644-3.2-05',
      'RFC7644-3.12-01',
    ],
    ...changingAnswer({ method: 'POST', path: SCIM, status: 409 }, () => scimError(400, 'in use', 'uniqueness')),
  },
  {
    id: 'F-RFC-ERR-22',
    title: 'A create under a taken name replaces the first user',
    breaks: [
      'RFC7644-3.3-09',
      'RFC7644-3.3-08',
      'RFC7644-3.12-12',
      'RFC7643-7-26',
      'RFC7643-4.1.1-02',
      'RFC7643-4.1.1-03',
      'RFC7644-5-01',
      'RFC7644-3.12-01',
      'RFC7644-3.2-05',
      'RFC7644-3.2-06',
    ],
    response: async (response, request, { send }) => {
      const sent =
        request.method === 'POST' && USERS.test(pathOf(request)) && response.status === 409 ? jsonOf(request) : null;
      if (!sent) return response;
      const get = { ...request, method: 'GET', body: Buffer.alloc(0) };
      const filter = encodeURIComponent(`userName eq ${JSON.stringify(sent.userName)}`);
      const found = jsonOf(await send({ ...get, url: `${pathOf(request)}?filter=${filter}` }))?.Resources as
        | Json[]
        | undefined;
      const first = found?.[0] ?? {};
      const body = { ...sent, userName: first.userName, externalId: first.externalId, active: !first.active };
      const replaced = await send(withJson({ ...request, method: 'PUT', url: `${pathOf(request)}/${first.id}` }, body));
      return { ...replaced, status: 201 };
    },
  },
  {
    id: 'F-RFC-ERR-23',
    title: 'A PUT of the own name is a conflict',
    breaks: ['RFC7644-3.5.1-15'],
    request: async (request, { send }) => {
      const body = request.method === 'PUT' && /Users\//.test(request.url) ? jsonOf(request) : null;
      if (!body) return request;
      const before = jsonOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
      const same = before?.userName === body.userName && before?.active === body.active;
      return same ? scimError(409, 'in use', 'uniqueness') : request;
    },
  },
  {
    id: 'F-RFC-ERR-24',
    title: 'A user cannot change its name',
    breaks: ['RFC7643-4.1.1-05', 'RFC7643-4.1.1-04', 'RFC7643-3.1-05'],
    request: async (request, { send }) => {
      const body = request.method === 'PUT' && /Users\//.test(request.url) ? jsonOf(request) : null;
      if (typeof body?.userName !== 'string' || body.userName === '') return request;
      const before = jsonOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
      return before && before.userName !== body.userName ? scimError(400, 'fixed', 'mutability') : request;
    },
  },
  {
    id: 'F-RFC-ERR-25',
    title: 'An external id in use is refused',
    breaks: ['RFC7643-3.1-13', 'RFC7644-6.2-01', 'RFC7643-3.1-14'],
    request: (request, { memory }) => {
      const externalId =
        request.method === 'POST' && USERS.test(pathOf(request)) ? jsonOf(request)?.externalId : undefined;
      if (externalId === undefined || externalId === 'x') return request;
      if (memory.has(String(externalId))) return scimError(409, 'externalId is in use', 'uniqueness');
      memory.set(String(externalId), true);
      return request;
    },
  },
  {
    id: 'F-RFC-ERR-26',
    title: 'A body that cannot be read breaks the server, and its stack is shown',
    breaks: ['RFC7644-3.12-18', 'RFC7644-3.12-17', 'RFC7644-3.12-07', 'VAULT-ERR-06'],
    request: (request) =>
      request.method === 'POST' && USERS.test(pathOf(request)) && jsonOf(request) === null
        ? scimError(500, 'runtime error: index out of range\ngoroutine 41 [running]:\nhandler.go:118')
        : request,
  },
];
