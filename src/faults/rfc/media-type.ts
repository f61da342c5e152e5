import { changingAnswer, changingBody, pathOf, SCIM, scimError, USER, USERS, withHeader } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { headerOf } from '../vault-requests.ts';

const accepts = (request: FaultRequest, pattern: RegExp): boolean => pattern.test(headerOf(request, 'accept') ?? '');
const refusingAccept = (pattern: RegExp): Pick<Fault, 'request'> => ({
  request: (request) => (accepts(request, pattern) ? scimError(406, 'not acceptable') : request),
});
const refusingType = (pattern: RegExp): Pick<Fault, 'request'> => ({
  request: (request) =>
    pattern.test(headerOf(request, 'content-type') ?? '') ? scimError(415, 'unsupported media type') : request,
});
const labelled = (type: string, holds: (request: FaultRequest) => boolean): Pick<Fault, 'response'> =>
  changingAnswer({ path: SCIM, status: (status) => status < 300 && status !== 204 }, (response, request) =>
    holds(request) ? withHeader(response, 'Content-Type', type) : response,
  );

/** Vault's own rows on the label of what is answered without an error. */
const LABELLED_IN_VAULT = ['VAULT-MEDIA-01', 'VAULT-MEDIA-02', 'VAULT-MEDIA-03', 'VAULT-MEDIA-04', 'VAULT-MEDIA-05'];

/** Defects of media types and character sets (RFC 7644 section 3.8). */
export const rfcMediaTypeFaults: Fault[] = [
  {
    id: 'F-RFC-MEDIA-01',
    title: 'Answers are labelled application/json',
    breaks: [
      'RFC7644-3.1-04',
      'RFC7644-8.1-01',
      'RFC7644-3.8-04',
      'RFC7644-3.8-06',
      'RFC9110-15.5.7-01',
      ...LABELLED_IN_VAULT,
    ],
    ...labelled('application/json', () => true),
  },
  {
    id: 'F-RFC-MEDIA-02',
    title: 'Without Accept the answer is labelled application/json',
    breaks: ['RFC7644-3.8-06', 'RFC7644-3.1-04', ...LABELLED_IN_VAULT],
    ...labelled('application/json', (request) => /^(\*\/\*)?$/.test(headerOf(request, 'accept') ?? '')),
  },
  {
    id: 'F-RFC-MEDIA-03',
    title: 'Bodies are read as Latin-1',
    breaks: ['RFC7644-3.8-01', 'RFC7644-3.8-03', 'RFC7643-2.3.1-01', 'RFC7644-3.8-02'],
    request: (request) =>
      request.method === 'POST' && USERS.test(pathOf(request))
        ? { ...request, body: Buffer.from(request.body.toString('latin1'), 'utf8') }
        : request,
  },
  {
    id: 'F-RFC-MEDIA-04',
    title: 'Answers are written as Latin-1',
    breaks: ['RFC7644-3.8-02', 'RFC7644-3.8-01', 'RFC7644-3.8-03', 'RFC7643-2.3.1-01'],
    ...changingAnswer({ method: 'GET', path: USER, status: 200 }, (response) => ({
      ...response,
      body: Buffer.from(response.body.toString('utf8'), 'latin1'),
    })),
  },
  {
    id: 'F-RFC-MEDIA-05',
    title: 'Accept: application/scim+json is not acceptable for lists',
    breaks: ['RFC7644-3.8-04', 'RFC9110-12.5.1-01'],
    request: (request) =>
      USERS.test(pathOf(request)) &&
      request.method === 'GET' &&
      !request.url.includes('?') &&
      accepts(request, /scim\+json/)
        ? scimError(406, 'not acceptable')
        : request,
  },
  {
    id: 'F-RFC-MEDIA-06',
    title: 'Accept: application/json is not acceptable',
    breaks: ['RFC7644-3.8-05'],
    ...refusingAccept(/^application\/json$/),
  },
  {
    id: 'F-RFC-MEDIA-07',
    title: 'A create labelled application/scim+json is refused',
    breaks: ['RFC7644-3.8-07', 'RFC7644-3.8-03'],
    request: (request) =>
      request.method === 'POST' &&
      headerOf(request, 'content-type') === 'application/scim+json' &&
      USERS.test(pathOf(request))
        ? scimError(415, 'unsupported media type')
        : request,
  },
  {
    id: 'F-RFC-MEDIA-08',
    title: 'A create labelled application/json answers 201 and stores nothing',
    breaks: ['RFC7644-3.8-08'],
    request: (request) =>
      request.method === 'POST' && headerOf(request, 'content-type') === 'application/json'
        ? { status: 201, headers: [['Content-Type', 'application/scim+json']], body: Buffer.from('{}') }
        : request,
  },
  {
    id: 'F-RFC-MEDIA-09',
    title: 'A charset parameter is refused',
    breaks: ['RFC7644-3.8-09', 'ENTRA-15', 'ENTRA-18'],
    ...refusingType(/charset/),
  },
  {
    id: 'F-RFC-MEDIA-10',
    title: 'A path with a suffix breaks the server',
    breaks: ['RFC7644-3.8-11', 'RFC7644-3.12-17'],
    request: (request) => (/\.scim$/.test(request.url) ? scimError(500, 'suffix') : request),
  },
  {
    id: 'F-RFC-MEDIA-11',
    title: 'Reads of a user name no media type',
    breaks: [
      'RFC9110-8.3-01',
      'RFC7644-3.1-04',
      'RFC7644-8.1-01',
      'RFC9110-9.3.2-02',
      'RFC9110-15.5.7-01',
      'VAULT-MEDIA-01',
    ],
    ...changingAnswer({ method: 'GET', path: USER, status: 200 }, (response) =>
      withHeader(response, 'content-type', null),
    ),
  },
  {
    id: 'F-RFC-MEDIA-12',
    title: 'A missing Content-Type breaks the server',
    breaks: ['RFC9110-8.3-02', 'RFC7644-3.12-17'],
    request: (request) =>
      request.body.length > 0 && headerOf(request, 'content-type') === undefined ? scimError(500, 'no type') : request,
  },
  {
    id: 'F-RFC-MEDIA-13',
    title: 'Wildcards and qualities in Accept are not understood',
    breaks: ['RFC9110-12.5.1-01'],
    ...refusingAccept(/;q=|application\/\*/),
  },
  {
    id: 'F-RFC-MEDIA-14',
    title: 'Media types are compared by letter case',
    breaks: ['RFC9110-12.5.1-02'],
    ...refusingAccept(/SCIM/),
  },
  {
    id: 'F-RFC-MEDIA-15',
    title: 'An unacceptable Accept gets HTML',
    breaks: ['RFC9110-15.5.7-01'],
    request: (request) =>
      accepts(request, /^text\/html$/)
        ? { status: 200, headers: [['Content-Type', 'text/html']], body: Buffer.from('<p>user</p>') }
        : request,
  },
  {
    id: 'F-RFC-MEDIA-16',
    title: 'A body of any type is read as JSON',
    breaks: ['RFC9110-15.5.16-01'],
    request: (request) =>
      /^(text\/plain|application\/xml)$/.test(headerOf(request, 'content-type') ?? '')
        ? {
            ...request,
            headers: request.headers.map(([name, value]): [string, string] => [
              name,
              name.toLowerCase() === 'content-type' ? 'application/scim+json' : value,
            ]),
          }
        : request,
  },
  {
    id: 'F-RFC-MEDIA-17',
    title: 'A read names userName twice',
    breaks: ['RFC7159-4-01'],
    ...changingAnswer({ method: 'GET', path: USER, status: 200 }, (response) => ({
      ...response,
      body: Buffer.from(response.body.toString().replace('"schemas":', '"schemas":[],"schemas":')),
    })),
  },
  {
    id: 'F-RFC-MEDIA-18',
    title: 'A duplicate name in a body breaks the server',
    breaks: ['RFC7159-4-02', 'RFC7644-3.12-17'],
    request: (request) =>
      (request.body.toString().match(/"userName":/g) ?? []).length > 1 ? scimError(500, 'duplicate') : request,
  },
  {
    id: 'F-RFC-MEDIA-19',
    title: 'Reads begin with a byte-order mark',
    breaks: ['RFC7159-8.1-01', 'RFC7644-3.8-02', 'RFC7644-3.8-03', 'OKTA-29', 'SAIL-21'],
    ...changingAnswer({ method: 'GET', path: USER, status: 200 }, (response) => ({
      ...response,
      body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), response.body]),
    })),
  },
  {
    id: 'F-RFC-MEDIA-20',
    title: 'An unsupported patch format is executed as if it had changed nothing',
    breaks: ['RFC5789-2.2-02'],
    request: (request) =>
      headerOf(request, 'content-type') === 'application/json-patch+json' ? NOTHING_DONE : request,
  },
  {
    id: 'F-RFC-MEDIA-21',
    title: 'A name of several scripts comes back with question marks',
    breaks: ['RFC7644-3.8-02', 'RFC7644-3.8-01', 'RFC7644-3.8-03', 'RFC7643-2.3.1-01'],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body) => {
      body.userName = String(body.userName).replace(/[^\x20-\x7e]/g, '?');
    }),
  },
];
