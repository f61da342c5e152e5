import { jsonOf } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { answeringBulk, isBulk, isFailure, operationsIn, tellingOfBulk } from './bulk-messages.ts';

type Json = Record<string, unknown>;

/** Defects of what the answer to a bulk request tells of its operations (RFC 7644 sections 3.7 and 3.7.3). */
export const bulkResultFaults: Fault[] = [
  {
    id: 'F-BULK-20',
    title: 'Only the result of a create has a location',
    breaks: ['RFC7644-3.7-11'],
    ...tellingOfBulk(({ result: { location, ...rest } }) =>
      rest.method === 'POST' ? { ...rest, location } : { ...rest },
    ),
  },
  {
    id: 'F-BULK-21',
    title: 'The location of a new resource is its collection',
    breaks: ['RFC7644-3.7-11', 'RFC7644-3.7-17'],
    ...tellingOfBulk(({ result }) => {
      if (result.status === '201') result.location = String(result.location).replace(/\/[^/]+$/, '');
    }),
  },
  {
    id: 'F-BULK-22',
    title: 'The result of a failed replace has no location',
    breaks: ['RFC7644-3.7-11'],
    ...tellingOfBulk(({ result }) => {
      if (isFailure({ result })) delete result.location;
    }),
  },
  {
    id: 'F-BULK-23',
    title: 'The result of a failed operation is its status alone',
    breaks: ['RFC7644-3.7-12', 'RFC7644-3.7.3-03'],
    ...tellingOfBulk(({ result }) => {
      delete result.response;
    }),
  },
  {
    id: 'F-BULK-24',
    title: 'The error in a result is no error message of SCIM',
    breaks: ['RFC7644-3.7-12'],
    ...tellingOfBulk(({ result }) => {
      const { detail } = (result.response ?? {}) as Json;
      if (isFailure({ result })) result.response = { detail };
    }),
  },
  {
    id: 'F-BULK-25',
    title: 'The error in a result has the status of another failure',
    breaks: ['RFC7644-3.7-12'],
    ...tellingOfBulk(({ result }) => {
      if (isFailure({ result })) result.response = { ...(result.response as Json), status: '400' };
    }),
  },
  {
    id: 'F-BULK-26',
    title: 'A bulk request with a failed operation among others answers 207',
    breaks: ['RFC7644-3.7-14'],
    response: (response, request) => {
      const results = isBulk(request) ? operationsIn(jsonOf(response) ?? {}) : [];
      const failures = results.filter((result) => isFailure({ result })).length;
      return failures > 0 && failures < results.length ? { ...response, status: 207 } : response;
    },
  },
  {
    id: 'F-BULK-27',
    title: 'The bulkIds of the results are those of their neighbours',
    breaks: ['RFC7644-3.7-17'],
    ...answeringBulk((body) => {
      const results = operationsIn(body);
      const created = results.filter(({ status }) => status === '201');
      const ids = created.map(({ bulkId }) => bulkId);
      created.forEach((result, index) => {
        result.bulkId = ids[(index + 1) % ids.length];
      });
      return body;
    }),
  },
  {
    id: 'F-BULK-28',
    title: 'The result of a create has no bulkId',
    breaks: ['RFC7644-3.7-17'],
    ...tellingOfBulk(({ result: { bulkId: _left, ...rest } }) => rest),
  },
  {
    id: 'F-BULK-29',
    title: 'Of more than four operations only the first four have results',
    breaks: ['RFC7644-3.7.3-01', 'RFC7644-3.7.3-02'],
    ...answeringBulk((body) => ({ ...body, Operations: operationsIn(body).slice(0, 4) })),
  },
  {
    id: 'F-BULK-30',
    title: 'A create in a bulk request has the status 200',
    breaks: ['RFC7644-3.7.3-02'],
    ...tellingOfBulk(({ result }) => {
      if (result.status === '201') result.status = '200';
    }),
  },
  {
    id: 'F-BULK-31',
    title: 'A deletion of a resource that does not exist is said to be done',
    breaks: ['RFC7644-3.7.3-02'],
    ...tellingOfBulk(({ operation, result: { response: _left, ...rest } }) =>
      rest.method === 'DELETE' && rest.status === '404' && /^\/\w+\/./.test(String(operation.path))
        ? { ...rest, status: '204' }
        : undefined,
    ),
  },
  {
    id: 'F-BULK-32',
    title: 'The error in a result has no words',
    breaks: ['RFC7644-3.7.3-03'],
    ...tellingOfBulk(({ result }) => {
      const { detail: _left, ...error } = (result.response ?? {}) as Json;
      if (isFailure({ result })) result.response = error;
    }),
  },
];
