import { answering, answerWith, jsonOf, matches, pathOf, scimError, USERS, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { wholeList, withFilter } from '../filter-edits.ts';
import { asking } from '../scim-requests.ts';

const ME = /\/Me$/;
const BULK = /\/Bulk$/;
const FLAG = /[?&]aadOptscim062020/;

/** Defects of what is to be refused, and of what is not. */
export const errorFaults: Fault[] = [
  {
    id: 'F-ERR-01',
    title: '/Me is not found',
    breaks: ['VAULT-ERR-01', 'RFC7644-3.11-01'],
    ...answering({ method: 'GET', path: ME }, () => scimError(404, 'not found')),
  },
  {
    id: 'F-ERR-02',
    title: 'POST /Me creates a user',
    breaks: ['VAULT-ERR-02'],
    request: (request) =>
      matches({ method: 'POST', path: ME }, request) ? { ...request, url: request.url.replace(ME, '/Users') } : request,
  },
  {
    id: 'F-ERR-03',
    title: 'DELETE /Me is not found',
    breaks: ['VAULT-ERR-02'],
    ...answering({ method: 'DELETE', path: ME }, () => scimError(404, 'not found')),
  },
  {
    id: 'F-ERR-04',
    title: 'A bulk request is refused after its first operation was executed',
    breaks: ['VAULT-ERR-03'],
    request: async (request, { send }) => {
      const operations = matches({ method: 'POST', path: BULK }, request) ? jsonOf(request)?.Operations : null;
      const [first] = Array.isArray(operations) ? (operations as { data?: unknown }[]) : [];
      if (first) await send(withJson({ ...request, url: request.url.replace(BULK, '/Users') }, first.data));
      return request;
    },
  },
  {
    id: 'F-ERR-05',
    title: 'A bulk request is answered as done',
    breaks: ['VAULT-ERR-03'],
    ...answering({ method: 'POST', path: BULK }, () =>
      answerWith(200, { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations: [] }),
    ),
  },
  {
    id: 'F-ERR-06',
    title: 'Unknown paths are answered with an empty object',
    breaks: ['VAULT-ERR-04'],
    ...answering({ path: /\/scim\/v2\/Nothing$/ }, () => answerWith(200, {})),
  },
  {
    id: 'F-ERR-07',
    title: 'DELETE of the collection of users deletes each of them',
    breaks: ['VAULT-ERR-05'],
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: USERS }, request)) return request;
      for (const { id } of await wholeList(request, context)) {
        await context.send(asking(request, 'DELETE', `${pathOf(request)}/${id}`));
      }
      return answerWith(204, null);
    },
  },
  {
    id: 'F-ERR-08',
    title: 'PUT on the collection of users is answered as done',
    breaks: ['VAULT-ERR-05', 'RFC7644-3.5.1-02', 'VAULT-USER-13'],
    ...answering({ method: 'PUT', path: USERS }, (request) => answerWith(200, jsonOf(request))),
  },
  {
    id: 'F-ERR-09',
    title: 'A body that is not JSON breaks the server down',
    breaks: ['VAULT-ERR-06', 'RFC7644-3.12-17', 'RFC7644-3.12-07'],
    request: (request) =>
      matches({ method: 'POST', path: USERS }, request) && jsonOf(request) === null
        ? scimError(500, 'internal error')
        : request,
  },
  {
    id: 'F-ERR-10',
    title: "Entra ID's query flag is refused as unknown",
    breaks: ['VAULT-ERR-07'],
    request: (request) =>
      FLAG.test(request.url) ? scimError(400, 'unknown query parameter', 'invalidValue') : request,
  },
  {
    id: 'F-ERR-11',
    title: "Entra ID's query flag switches the filter off",
    breaks: ['VAULT-ERR-07'],
    request: (request) => (FLAG.test(request.url) ? withFilter(request, null) : request),
  },
];
