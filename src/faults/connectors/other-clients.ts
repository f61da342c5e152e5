import { COLLECTION, changingBody, GROUPS, jsonOf, matches, queryOf, scimError, USER, USERS } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { asking, lastSegmentOf, NOTHING_DONE, operationsOf } from '../scim-requests.ts';
import { headerOf } from '../vault-requests.ts';
import { otherClientGroupFaults } from './other-clients-groups.ts';

type Json = Record<string, unknown>;

const CONFIGURATION = /identity\/scim\/v2\/ServiceProviderConfig$/;

/** Defects that only clients meet that ask as those of the short form do. */
export const otherClientFaults: Fault[] = [
  {
    id: 'F-ONEL-01',
    title: 'A query that ends with an ampersand is refused',
    breaks: ['ONEL-01'],
    request: (request) =>
      matches({ method: 'GET', path: COLLECTION }, request) && request.url.endsWith('&')
        ? scimError(400, 'an empty parameter', 'invalidFilter')
        : request,
  },
  {
    id: 'F-ONEL-02',
    title: 'A replace with an id of null is refused without a word',
    breaks: ['ONEL-02'],
    ...changingBody({ method: 'PUT', path: USER, status: 400 }, (body, request) => {
      if (jsonOf(request)?.id === null) delete body.detail;
    }),
  },
  {
    id: 'F-ONEL-03',
    title: 'Without a name in User-Agent a replace with active in a string succeeds and does nothing',
    breaks: ['ONEL-03'],
    request: async (request, { send }) => {
      const isMeant = matches({ method: 'PUT', path: USER }, request) && headerOf(request, 'user-agent') === '';
      return isMeant && typeof jsonOf(request)?.active === 'string' ? send(asking(request, 'GET')) : request;
    },
  },
  {
    id: 'F-JUMP-01',
    title: 'The deletion of a user who was created with an address is announced and not done',
    breaks: ['JUMP-01', 'OTHER-01'],
    response: (response, request, { memory }) => {
      const isNew = matches({ method: 'POST', path: USERS, status: 201 }, request, response);
      const id = isNew && Array.isArray(jsonOf(request)?.addresses) ? jsonOf(response)?.id : undefined;
      if (id !== undefined) memory.set(`addressed ${String(id)}`, true);
      return response;
    },
    request: (request, { memory }) =>
      matches({ method: 'DELETE', path: USER }, request) && memory.has(`addressed ${lastSegmentOf(request)}`)
        ? NOTHING_DONE
        : request,
  },
  {
    id: 'F-JUMP-02',
    title: 'A replace with null for a list is refused',
    breaks: ['JUMP-02'],
    request: (request) =>
      matches({ method: 'PUT', path: USER }, request) && jsonOf(request)?.emails === null
        ? scimError(400, 'emails is no list', 'invalidValue')
        : request,
  },
  {
    id: 'F-PING-01',
    title: 'A Java client that writes an operator with a capital letter is refused',
    breaks: ['PING-01'],
    request: (request) =>
      isJava(request) && / [A-Z][a-z] /.test(queryOf(request).get('filter') ?? '')
        ? scimError(400, 'unknown operator', 'invalidFilter')
        : request,
  },
  {
    id: 'F-PING-02',
    title: 'A Java client gets the first page of groups again and again',
    breaks: ['PING-02', 'RFC7644-3.4.2.4-10'],
    request: (request) =>
      isJava(request) && matches({ method: 'GET', path: GROUPS }, request)
        ? { ...request, url: request.url.replace(/startIndex=\d+/, 'startIndex=1') }
        : request,
  },
  {
    id: 'F-GOOG-01',
    title: "application/json is refused when Google's agent sends it",
    breaks: ['GOOG-01'],
    request: (request) =>
      /^Google-Auto-Provisioning/.test(headerOf(request, 'user-agent') ?? '') &&
      headerOf(request, 'content-type') === 'application/json'
        ? scimError(415, 'send application/scim+json')
        : request,
  },
  {
    id: 'F-CYBR-01',
    title: 'A page of one user without a start is refused',
    breaks: ['CYBR-01'],
    request: (request) =>
      matches({ method: 'GET', path: USERS }, request) && request.url.endsWith('/Users?count=1')
        ? scimError(400, 'startIndex is missing', 'invalidValue')
        : request,
  },
  {
    id: 'F-SNOW-01',
    title: 'Without User-Agent a patch of active succeeds and does nothing when Accept names SCIM',
    breaks: ['SNOW-01', 'SAVI-01', 'X-15', 'RFC7644-3.5.2.3-04'],
    request: (request) => {
      const [operation, ...more] = matches({ method: 'PATCH', path: USER }, request) ? operationsOf(request) : [];
      const isSwitch = operation?.op === 'replace' && operation.path === 'active' && more.length === 0;
      const isNameless = headerOf(request, 'user-agent') === undefined;
      return isSwitch && isNameless && headerOf(request, 'accept') === 'application/scim+json' ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-KEYC-01',
    title: 'A user patch of three operations succeeds and does nothing',
    breaks: ['KEYC-01'],
    request: (request) =>
      matches({ method: 'PATCH', path: USER }, request) && operationsOf(request).length === 3 ? NOTHING_DONE : request,
  },
  {
    id: 'F-AUTHENTIK-01',
    title: 'A client that takes any media type is told that bulk works',
    breaks: ['AUTH-01'],
    ...changingBody({ method: 'GET', path: CONFIGURATION, status: 200 }, (body, request) => {
      if (headerOf(request, 'accept') !== '*/*') return;
      body.bulk = { ...(body.bulk as Json), supported: true, maxOperations: 100, maxPayloadSize: 1_048_576 };
    }),
  },
  ...otherClientGroupFaults,
];

function isJava(request: FaultRequest): boolean {
  return /^Apache-HttpClient/.test(headerOf(request, 'user-agent') ?? '');
}
