import {
  answering,
  answerWith,
  changingAnswer,
  changingBody,
  EMPTY_LIST,
  jsonOf,
  matches,
  pathOf,
  RESOURCE,
  SCIM,
  scimError,
  USER,
  USERS,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { NOTHING_DONE, patchOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const isAnonymous = (request: FaultRequest): boolean =>
  !request.headers.some(([name]) => /^(authorization|x-vault-token)$/i.test(name));
const isUnknown = (request: FaultRequest): boolean =>
  request.headers.some(
    ([name, value]) => /^authorization$/i.test(name) && value.includes('8f7c0b1e5d3a4c2f9e6b7a8d0c1f2e3b'),
  );
/** Answers 401 to requests without a known credential, with this challenge or none. */
const challenging = (challenge: string | null): Pick<Fault, 'request'> => ({
  request: (request) => {
    const isRefused = SCIM.test(pathOf(request)) && !/ServiceProviderConfig/.test(request.url);
    if (!isRefused || !(isAnonymous(request) || isUnknown(request))) return request;
    return challenge === null
      ? scimError(401, 'who are you')
      : withHeader(scimError(401, 'who are you'), 'WWW-Authenticate', challenge);
  },
});

/** Defects of methods, headers and URIs (RFC 9110) and of credentials (RFC 6750, RFC 7644 section 2). */
export const rfcHttpFaults: Fault[] = [
  {
    id: 'F-RFC-HTTP-01',
    title: 'Answers have no Date',
    breaks: ['RFC9110-6.6.1-01', 'RFC7643-3.1-17'],
    ...changingAnswer({ path: RESOURCE }, (response) => withHeader(response, 'date', 'yesterday')),
  },
  {
    id: 'F-RFC-HTTP-02',
    title: 'HEAD is not allowed',
    breaks: ['RFC9110-9.1-01', 'RFC9110-9.3.2-02'],
    ...answering({ method: 'HEAD' }, () => ({ status: 405, headers: [['Allow', 'GET']], body: Buffer.alloc(0) })),
  },
  {
    id: 'F-RFC-HTTP-03',
    title: 'HEAD names another media type than GET',
    breaks: ['RFC9110-9.3.2-02'],
    ...changingAnswer({ method: 'HEAD' }, (response) => withHeader(response, 'Content-Type', 'text/plain')),
  },
  {
    id: 'F-RFC-HTTP-04',
    title: 'An unknown method lists the users',
    breaks: ['RFC9110-9.1-02'],
    request: (request) => (request.method === 'PROPFIND' ? { ...request, method: 'GET' } : request),
  },
  {
    id: 'F-RFC-HTTP-05',
    title: 'A POST to a resource answers 404',
    breaks: ['RFC9110-9.1-03'],
    ...answering({ method: 'POST', path: USER }, () => scimError(404, 'nothing here')),
  },
  {
    id: 'F-RFC-HTTP-06',
    title: 'A 405 has no Allow',
    breaks: ['RFC9110-15.5.6-01', 'RFC9110-10.2.1-01'],
    ...changingAnswer({ status: 405 }, (response) => withHeader(response, 'allow', null)),
  },
  {
    id: 'F-RFC-HTTP-07',
    title: 'Allow names GET only',
    breaks: ['RFC9110-10.2.1-01'],
    ...changingAnswer({ status: 405 }, (response) => withHeader(response, 'Allow', 'GET')),
  },
  {
    id: 'F-RFC-HTTP-08',
    title: 'OPTIONS disables the user',
    breaks: ['RFC9110-9.2.1-01'],
    request: async (request, { send }) => {
      if (request.method !== 'OPTIONS') return request;
      const headers: FaultRequest['headers'] = [...request.headers, ['Content-Type', 'application/scim+json']];
      const patch = patchOf({ op: 'replace', path: 'active', value: false });
      await send(withJson({ ...request, headers, method: 'PATCH' }, patch));
      return NOTHING_DONE;
    },
  },
  {
    id: 'F-RFC-HTTP-09',
    title: 'Location is in quotes',
    breaks: ['RFC9110-10.2.2-01', 'RFC7644-3.3-06', 'RFC7644-3.3-07', 'RFC7644-1.2-02'],
    ...changingAnswer({ method: 'POST', status: 201 }, (response) => {
      const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '';
      return withHeader(response, 'Location', `"${location}"`);
    }),
  },
  {
    id: 'F-RFC-HTTP-10',
    title: 'meta.location holds a space',
    breaks: ['RFC7644-1.2-02', 'RFC7643-2.3.7-01', 'RFC7643-3.1-23', 'RFC7644-3.3-07'],
    ...changingBody({ path: /scim\/v2\/Users/, status: (status) => status < 300 }, (body) => {
      const meta = body.meta as Json | undefined;
      if (meta) meta.location = `${String(meta.location).replace('/Users', '/the Users')}`;
    }),
  },
  {
    id: 'F-RFC-HTTP-11',
    title: 'Locations name the inner address of the server',
    breaks: ['RFC7644-3.13-04', 'RFC7643-3.1-23', 'RFC7644-3.3-07'],
    ...changingBody({ path: /scim\/v2\/Users/, status: (status) => status < 300 }, (body) => {
      const meta = body.meta as Json | undefined;
      if (meta) meta.location = String(meta.location).replace(/\/\/[^/]+/, '//vault.internal:8200');
    }),
  },
  {
    id: 'F-RFC-HTTP-12',
    title: 'Locations name version 1',
    breaks: ['RFC7644-3.13-01', 'RFC7644-3.13-04', 'RFC7643-3.1-23', 'RFC7644-3.3-07'],
    ...changingBody({ path: /scim\/v2\/Users/, status: (status) => status < 300 }, (body) => {
      const meta = body.meta as Json | undefined;
      if (meta) meta.location = String(meta.location).replace('/v2/', '/v1/');
    }),
  },
  {
    id: 'F-RFC-HTTP-13',
    title: 'Any version of the protocol is answered',
    breaks: ['RFC7644-3.13-02'],
    request: (request) =>
      request.url.includes('/v99/')
        ? { ...request, url: request.url.replace(/(\/v2\/\.\.)?\/v99\//, '/v2/') }
        : request,
  },
  {
    id: 'F-RFC-HTTP-14',
    title: 'A PUT answers 201',
    breaks: ['RFC9110-9.3.4-01', 'RFC7644-3.5.1-12', 'RFC7644-3.5-01', 'RFC7644-3.5.1-02', 'OKTA-13'],
    ...changingAnswer({ method: 'PUT', path: RESOURCE, status: 200 }, (response) => ({ ...response, status: 201 })),
  },
  {
    id: 'F-RFC-HTTP-15',
    title: 'Injected characters break the server',
    breaks: ['RFC7644-7.7-01', 'RFC7644-3.12-17'],
    request: (request) =>
      request.method === 'POST' && request.body.includes("' OR '1'='1") ? scimError(500, 'syntax error') : request,
  },
  {
    id: 'F-RFC-AUTH-01',
    title: 'An unknown token may read',
    breaks: ['RFC7644-2-04', 'RFC6750-3-03', 'RFC9110-15.5.2-02'],
    response: (response, request) => (isUnknown(request) ? answerWith(200, EMPTY_LIST) : response),
  },
  {
    id: 'F-RFC-AUTH-02',
    title: 'A request without a credential may read',
    breaks: ['RFC7644-2.2-01', 'RFC7644-3.12-08'],
    response: (response, request) =>
      isAnonymous(request) && USERS.test(pathOf(request)) ? { ...response, status: 200 } : response,
  },
  {
    id: 'F-RFC-AUTH-03',
    title: 'A 401 has no challenge',
    breaks: ['RFC7644-2-01', 'RFC9110-15.5.2-01', 'RFC6750-3-01', 'RFC9110-15.5.2-02'],
    ...challenging(null),
  },
  {
    id: 'F-RFC-AUTH-04',
    title: 'The challenge is a sentence in quotes',
    breaks: ['RFC9110-11.6.1-01', 'RFC6750-3-02', 'RFC6750-3-03'],
    ...challenging('"please send a token"'),
  },
  {
    id: 'F-RFC-AUTH-05',
    title: 'The challenge is a bare Bearer',
    breaks: ['RFC6750-3-02', 'RFC6750-3-03'],
    ...challenging('Bearer'),
  },
  {
    id: 'F-RFC-AUTH-06',
    title: 'A request without a credential is told that its token is invalid',
    breaks: ['RFC6750-3.1-01'],
    ...challenging('Bearer realm="vault", error="invalid_token"'),
  },
  {
    id: 'F-RFC-AUTH-07',
    title: 'Answers repeat the token',
    breaks: ['RFC7644-7.5.2-03', 'RFC7643-7-12'],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body, request) => {
      body.access_token = request.headers.find(([name]) => /authorization/i.test(name))?.[1] ?? '';
    }),
  },
  {
    id: 'F-RFC-AUTH-08',
    title: 'Another tenant may read a user that was read before',
    breaks: ['RFC7644-6.1-01', 'RFC7644-2-03'],
    response: (response, request, { memory }) => {
      if (!matches({ method: 'GET', path: USER }, request)) return response;
      if (response.status === 200) memory.set(pathOf(request), response.body);
      const seen = memory.get(pathOf(request)) as Buffer | undefined;
      return response.status === 404 && seen && jsonOf({ body: seen })
        ? { ...response, status: 200, body: seen }
        : response;
    },
  },
];
