import { SchemaUrn } from '../../protocol/scim.ts';
import { jsonOf, scimError, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { operationsOf } from '../scim-requests.ts';
import {
  changingBulk,
  doingBesides,
  executingBulk,
  isBulk,
  isFailure,
  operationsIn,
  referencesIn,
  singly,
  tellingOfBulk,
  withReferences,
} from './bulk-messages.ts';

type Json = Record<string, unknown>;

const ENTERPRISE = SchemaUrn.enterpriseUser;

/** Defects of what a bulk request does: how far, in which order, with which references (RFC 7644 sections 3.7 to 3.7.4). */
export const bulkEffectFaults: Fault[] = [
  {
    id: 'F-BULK-40',
    title: 'A bulk request ends with the first failure',
    breaks: ['RFC7644-3.7-15', 'RFC7644-3.7-12', 'RFC7644-3.7.3-01', 'RFC7644-3.7.3-02', 'RFC7644-3.7.3-03'],
    ...changingBulk((body) => ({ failOnErrors: 1, ...body })),
  },
  {
    id: 'F-BULK-41',
    title: 'A failure takes back what other operations created',
    breaks: ['RFC7644-3.7-15', 'RFC7644-3.7-14', 'RFC7644-3.7-11', 'RFC7644-3.7-16'],
    response: async (response, request, context) => {
      const results = isBulk(request) ? operationsIn(jsonOf(response) ?? {}) : [];
      const created = results.filter(({ status }) => status === '201');
      const isFailed = results.some((result) => isFailure({ result }));
      for (const { location } of isFailed ? created : [])
        await singly(request, context, { method: 'DELETE', path: String(location) });
      return response;
    },
  },
  {
    id: 'F-BULK-42',
    title: 'failOnErrors is overlooked',
    breaks: ['RFC7644-3.7-16'],
    ...changingBulk(({ failOnErrors: _left, ...body }) => body),
  },
  {
    id: 'F-BULK-43',
    title: 'failOnErrors ends the answer, and the operations go on',
    breaks: ['RFC7644-3.7-16'],
    request: async (request, { send }) => {
      const { failOnErrors, ...body } = (isBulk(request) ? jsonOf(request) : null) ?? {};
      if (failOnErrors === undefined) return request;
      const response = await send(withJson(request, body));
      const results = operationsIn(jsonOf(response) ?? {});
      const failures = results.flatMap((result, index) => (isFailure({ result }) ? [index] : []));
      const last = failures[Number(failOnErrors) - 1] ?? results.length;
      return withJson(response, { ...jsonOf(response), Operations: results.slice(0, last + 1) });
    },
  },
  {
    id: 'F-BULK-44',
    title: 'The first failure is the last, whatever number failOnErrors gives',
    breaks: ['RFC7644-3.7-16'],
    ...changingBulk((body) => (body.failOnErrors === undefined ? body : { ...body, failOnErrors: 1 })),
  },
  {
    id: 'F-BULK-45',
    title: 'Operations on one resource take effect in any order',
    breaks: ['RFC7644-3.7-18'],
    ...changingBulk((body) => {
      const isOneResource = new Set(operationsIn(body).map(({ path }) => path)).size === 1;
      return isOneResource ? { ...body, Operations: operationsIn(body).toReversed() } : body;
    }),
  },
  {
    id: 'F-BULK-46',
    title: 'A reference to what is created later is dropped',
    breaks: ['RFC7644-3.7-18', 'RFC7644-3.7.1-01'],
    ...executingBulk((operation, index, all) => {
      const later = all.slice(index + 1).map(({ bulkId }) => bulkId);
      return referencesIn(operation).some((id) => later.includes(id))
        ? withReferences(operation, 'left out')
        : operation;
    }),
  },
  {
    id: 'F-BULK-47',
    title: 'A group whose member is created later is refused and created all the same',
    breaks: ['RFC7644-3.7-18'],
    ...tellingOfBulk(({ operation, result, later }) =>
      result.status === '201' && later.some(({ bulkId }) => refersTo(bulkId, operation))
        ? failed(operation)
        : undefined,
    ),
  },
  {
    id: 'F-BULK-48',
    title: 'Of two groups that hold each other the first stays without',
    breaks: ['RFC7644-3.7.1-01'],
    ...executingBulk((operation, index, all) => {
      const isCircle = all
        .slice(index + 1)
        .some(
          (later) =>
            referencesIn(operation).includes(String(later.bulkId)) &&
            referencesIn(later).includes(String(operation.bulkId)),
        );
      return isCircle ? withReferences(operation, 'left out') : operation;
    }),
  },
  {
    id: 'F-BULK-49',
    title: 'A reference in a new group is stored as it is',
    breaks: ['RFC7644-3.7.2-01'],
    ...executingBulk((operation, index, all) => {
      const earlier = all.slice(0, index).map(({ bulkId }) => bulkId);
      const isGroup = operation.method === 'POST' && operation.path === '/Groups';
      const isBackward = referencesIn(operation).every((id) => earlier.includes(id));
      return isGroup && isBackward && !refersTo(operation.bulkId, all)
        ? withReferences(operation, 'mere text')
        : operation;
    }),
  },
  {
    id: 'F-BULK-50',
    title: 'A reference in a replaced group is dropped',
    breaks: ['RFC7644-3.7.2-01'],
    ...executingBulk((operation) => (operation.method === 'PUT' ? withReferences(operation, 'left out') : operation)),
  },
  {
    id: 'F-BULK-51',
    title: 'A reference in a patch is stored as it is',
    breaks: ['RFC7644-3.7.2-01'],
    ...executingBulk((operation) =>
      operation.method === 'PATCH' ? withReferences(operation, 'mere text') : operation,
    ),
  },
  {
    id: 'F-BULK-52',
    title: 'A reference in an extension is stored as it is',
    breaks: ['RFC7644-3.7.2-02'],
    ...executingBulk((operation) =>
      ENTERPRISE in ((operation.data ?? {}) as Json) ? withReferences(operation, 'mere text') : operation,
    ),
  },
  {
    id: 'F-BULK-53',
    title: 'A reference to an unknown bulkId is dropped',
    breaks: ['RFC7644-3.7.2-03'],
    ...executingBulk((operation, _index, all) =>
      isDangling(operation, all) ? withReferences(operation, 'left out') : operation,
    ),
  },
  {
    id: 'F-BULK-54',
    title: 'An operation that refers to an unknown bulkId is refused and carried out all the same',
    breaks: ['RFC7644-3.7.2-03'],
    ...doingBesides(
      ({ operation, result }) => isFailure({ result }) && referencesIn(operation).length > 0,
      ({ operation }) => ({
        method: 'POST',
        path: String(operation.path),
        body: withReferences(operation, 'left out').data,
      }),
    ),
  },
  {
    id: 'F-BULK-55',
    title: 'Too many operations are refused when the first of them have been carried out',
    breaks: ['RFC7644-3.7.4-02', 'RFC7644-3.7.4-04', 'RFC7644-3.12-14'],
    response: async (response, request, { send }) => {
      const operations = isBulk(request) && response.status === 413 ? operationsOf(request) : [];
      if (operations.length > 10)
        await send(withJson(request, { ...jsonOf(request), Operations: operations.slice(0, 10) }));
      return response;
    },
  },
  {
    id: 'F-BULK-56',
    title: 'Too many operations are refused with 400',
    breaks: ['RFC7644-3.7.4-02', 'RFC7644-3.7.4-04', 'RFC7644-3.12-14'],
    response: (response, request) =>
      isBulk(request) && response.status === 413 && operationsOf(request).length > 10
        ? scimError(400, 'more operations than maxOperations', 'invalidValue')
        : response,
  },
  {
    id: 'F-BULK-57',
    title: 'A bulk request of any size is carried out',
    breaks: ['RFC7644-3.7.4-03', 'RFC7644-3.7.4-04', 'RFC7644-3.12-14'],
    request: (request) => (isBulk(request) ? trimmed(request) : request),
  },
  {
    id: 'F-BULK-58',
    title: 'The refusal of a bulk request that is too large does not say which limit it is',
    breaks: ['RFC7644-3.7.4-04', 'RFC7644-3.12-14'],
    response: (response, request) =>
      isBulk(request) && response.status === 413 ? scimError(413, 'ask your administrator') : response,
  },
];

function refersTo(bulkId: unknown, from: Json | Json[]): boolean {
  return [from].flat().some((operation) => referencesIn(operation).includes(String(bulkId)));
}

function isDangling(operation: Json, all: Json[]): boolean {
  return referencesIn(operation).some((id) => !all.some(({ bulkId }) => bulkId === id));
}

function failed({ method, bulkId }: Json): Json {
  const response = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '409', detail: 'not possible' };
  return { method, bulkId, status: '409', response };
}

function trimmed(request: FaultRequest): FaultRequest {
  return { ...request, body: Buffer.from(request.body.toString('utf8').trim()) };
}
