import { MessageUrn } from '../../protocol/scim.ts';
import { answerWith, jsonOf, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { operationsOf } from '../scim-requests.ts';
import {
  answeringBulk,
  changingBulk,
  doingBesides,
  executingBulk,
  isBulk,
  isFailure,
  operationsIn,
  tellingOfBulk,
} from './bulk-messages.ts';

const BULK_REQUEST = MessageUrn.bulkRequest;

/** Defects of the form of bulk requests and of what an operation needs (RFC 7644 section 3.7), which Vault does not offer. */
export const bulkFaults: Fault[] = [
  {
    id: 'F-BULK-01',
    title: 'A bulk request is carried out whatever its schemas say',
    breaks: ['RFC7644-3.7-03'],
    ...changingBulk((body) => ({ ...body, schemas: [BULK_REQUEST] })),
  },
  {
    id: 'F-BULK-02',
    title: 'A bulk request of another schema is refused and carried out all the same',
    breaks: ['RFC7644-3.7-03'],
    response: async (response, request, { send }) => {
      const body = isBulk(request) && response.status === 400 ? jsonOf(request) : null;
      if (body !== null && operationsIn(body).length > 0)
        await send(withJson(request, { ...body, schemas: [BULK_REQUEST] }));
      return response;
    },
  },
  {
    id: 'F-BULK-03',
    title: 'A bulk answer has the schema of the request',
    breaks: ['RFC7644-3.7-04'],
    ...answeringBulk((body) => ({ ...body, schemas: [BULK_REQUEST] })),
  },
  {
    id: 'F-BULK-04',
    title: 'failOnErrors comes back in the answer',
    breaks: ['RFC7644-3.7-05'],
    response: (response, request) => {
      const failOnErrors = isBulk(request) ? jsonOf(request)?.failOnErrors : undefined;
      return failOnErrors === undefined ? response : withJson(response, { ...jsonOf(response), failOnErrors });
    },
  },
  {
    id: 'F-BULK-05',
    title: 'A bulk request without Operations is answered as one that is done',
    breaks: ['RFC7644-3.7-06'],
    request: (request) =>
      isBulk(request) && operationsOf(request).length === 0
        ? answerWith(200, { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations: [] })
        : request,
  },
  {
    id: 'F-BULK-06',
    title: 'The result of a single create stands in no array',
    breaks: ['RFC7644-3.7-06'],
    ...answeringBulk((body) => {
      const [only, ...more] = operationsIn(body);
      return more.length === 0 && only?.status === '201' ? { ...body, Operations: only } : body;
    }),
  },
  {
    id: 'F-BULK-07',
    title: 'An operation without a method is carried out as a PUT',
    breaks: ['RFC7644-3.7-07'],
    ...executingBulk((operation) => ({ method: 'PUT', ...operation })),
  },
  {
    id: 'F-BULK-08',
    title: 'An operation without a method is refused and carried out as a PUT all the same',
    breaks: ['RFC7644-3.7-07'],
    ...doingBesides(
      ({ operation }) => operation.method === undefined,
      ({ operation }) => ({ method: 'PUT', path: String(operation.path), body: operation.data }),
    ),
  },
  {
    id: 'F-BULK-09',
    title: 'The results do not name the methods',
    breaks: ['RFC7644-3.7-07'],
    ...tellingOfBulk(({ result: { method: _left, ...rest } }) => rest),
  },
  {
    id: 'F-BULK-10',
    title: 'The method GET is taken in a bulk request',
    breaks: ['RFC7644-3.7-07'],
    ...tellingOfBulk(({ operation, result: { response: _left, ...rest } }) =>
      operation.method === 'GET' ? { ...rest, status: '200' } : undefined,
    ),
  },
  {
    id: 'F-BULK-11',
    title: 'A POST operation without a bulkId is refused and carried out all the same',
    breaks: ['RFC7644-3.7-08'],
    ...doingBesides(
      ({ operation, result }) => operation.method === 'POST' && operation.bulkId === undefined && isFailure({ result }),
      ({ operation }) => ({ method: 'POST', path: String(operation.path), body: operation.data }),
    ),
  },
  {
    id: 'F-BULK-12',
    title: 'A POST operation without a bulkId is said to be done and is not',
    breaks: ['RFC7644-3.7-08'],
    ...tellingOfBulk(({ operation }) =>
      operation.method === 'POST' && operation.bulkId === undefined ? { method: 'POST', status: '201' } : undefined,
    ),
  },
  {
    id: 'F-BULK-13',
    title: 'A DELETE operation that names no resource is said to be done',
    breaks: ['RFC7644-3.7-09'],
    ...tellingOfBulk(({ operation, result }) =>
      operation.method === 'DELETE' && !/^\/\w+\/./.test(String(operation.path))
        ? { method: 'DELETE', location: result.location, status: '204' }
        : undefined,
    ),
  },
  {
    id: 'F-BULK-14',
    title: 'A POST operation on a user creates another one',
    breaks: ['RFC7644-3.7-09'],
    ...executingBulk((operation) =>
      operation.method === 'POST'
        ? { ...operation, path: String(operation.path).replace(/^(\/\w+)\/.*$/, '$1') }
        : operation,
    ),
  },
  {
    id: 'F-BULK-15',
    title: 'A PUT operation without data is said to be done',
    breaks: ['RFC7644-3.7-10'],
    ...tellingOfBulk(({ operation, result }) =>
      operation.method === 'PUT' && operation.data === undefined
        ? { method: 'PUT', location: result.location, status: '200' }
        : undefined,
    ),
  },
  {
    id: 'F-BULK-16',
    title: 'An operation without data breaks the server down',
    breaks: ['RFC7644-3.7-10'],
    ...tellingOfBulk(({ operation, result }) =>
      operation.method === 'PATCH' && operation.data === undefined ? { ...result, status: '500' } : undefined,
    ),
  },
];
