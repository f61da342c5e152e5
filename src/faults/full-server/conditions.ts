import { answerWith, matches, pathOf, RESOURCE, scimError, type Where, withHeader } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { asking } from '../scim-requests.ts';
import { conditionOf, tagOf, withCondition } from './entity-tags.ts';

const READS = ['GET', 'HEAD'];
const WRITES = ['PUT', 'PATCH', 'DELETE'];
const WRITE: Where = { method: WRITES, path: RESOURCE };

/** Defects of the conditions of requests (RFC 7644 section 3.14, RFC 9110 section 13). */
export const conditionFaults: Fault[] = [
  {
    id: 'F-ETAG-21',
    title: 'A read overlooks If-None-Match',
    breaks: ['RFC7644-3.14-05', 'RFC9110-13.1.2-01', 'RFC9110-13.1.2-02', 'RFC9110-13.1.2-03'],
    ...reading('If-None-Match', 'GET', () => null),
  },
  {
    id: 'F-ETAG-22',
    title: 'HEAD overlooks If-None-Match',
    breaks: ['RFC9110-13.1.2-02'],
    ...reading('If-None-Match', 'HEAD', () => null),
  },
  {
    id: 'F-ETAG-23',
    title: 'A read with a tag that the resource once had answers 304',
    breaks: ['RFC7644-3.14-06'],
    response: (response, request, { memory }) => {
      if (!matches({ method: 'GET', path: RESOURCE }, request)) return response;
      const asked = conditionOf(request, 'If-None-Match');
      const known = (memory.get(pathOf(request)) ?? []) as (string | null)[];
      memory.set(pathOf(request), [...known, tagOf(response)]);
      const isOld = response.status === 200 && asked !== null && known.includes(asked);
      return isOld ? { ...response, status: 304, body: Buffer.alloc(0) } : response;
    },
  },
  {
    id: 'F-ETAG-24',
    title: 'If-None-Match compares strongly',
    breaks: ['RFC9110-13.1.2-01'],
    ...reading('If-None-Match', READS, (field) => (field.startsWith('W/') ? null : field)),
  },
  {
    id: 'F-ETAG-25',
    title: 'Only the first tag of If-None-Match counts',
    breaks: ['RFC9110-13.1.2-02', 'RFC9110-13.1.2-03'],
    ...reading('If-None-Match', [...READS, 'PUT'], firstOf),
  },
  {
    id: 'F-ETAG-26',
    title: 'Only the first tag of If-Match counts',
    breaks: ['RFC9110-13.1.2-03'],
    ...reading('If-Match', WRITES, firstOf),
  },
  {
    id: 'F-ETAG-27',
    title: 'A write overlooks If-None-Match',
    breaks: ['RFC9110-13.1.2-02'],
    ...reading('If-None-Match', WRITES, () => null),
  },
  {
    id: 'F-ETAG-28',
    title: 'A write whose If-None-Match does not hold answers 304',
    breaks: ['RFC9110-13.1.2-02'],
    response: (response, request) =>
      response.status === 412 && conditionOf(request, 'If-None-Match') !== null
        ? { ...response, status: 304, body: Buffer.alloc(0) }
        : response,
  },
  {
    id: 'F-ETAG-29',
    title: 'A 304 has no ETag',
    breaks: ['RFC9110-15.4.5-01'],
    response: (response) => (response.status === 304 ? withHeader(response, 'ETag', null) : response),
  },
  {
    id: 'F-ETAG-30',
    title: 'A write with the current tag is refused',
    breaks: ['RFC7644-3.14-07', 'RFC9110-13.1.2-03'],
    request: async (request, { send }) => {
      const asked = matches(WRITE, request) ? conditionOf(request, 'If-Match') : null;
      const tag = asked === null ? null : tagOf(await send(asking(withCondition(request, 'If-Match', null), 'GET')));
      return tag !== null && asked?.includes(tag) ? scimError(412, 'the resource has another version') : request;
    },
  },
  {
    id: 'F-ETAG-31',
    title: 'A PUT with If-Match claims success and does nothing',
    breaks: ['RFC7644-3.14-07', 'RFC9110-13.1.1-02', 'RFC9110-13.1.2-03', 'RFC7644-3.5.1-02'],
    request: (request) =>
      matches({ method: 'PUT', path: RESOURCE }, request) && conditionOf(request, 'If-Match') !== null
        ? asking(request, 'GET')
        : request,
  },
  ...WRITES.map(
    (method, index): Fault => ({
      id: `F-ETAG-${32 + index}`,
      title: `A ${method} overlooks If-Match`,
      breaks: ['RFC7644-3.14-08', 'RFC7644-3.12-13', 'RFC9110-13.1.1-01'],
      ...reading('If-Match', method, () => null),
    }),
  ),
  {
    id: 'F-ETAG-36',
    title: 'Versions of groups are not compared',
    breaks: ['RFC7644-3.14-08', 'RFC9110-13.1.1-01'],
    request: (request) => (/\/Groups\//.test(request.url) ? withCondition(request, 'If-Match', null) : request),
  },
  {
    id: 'F-ETAG-37',
    title: 'An old tag is good for a write, an unknown one is not',
    breaks: ['RFC7644-3.14-08', 'RFC7644-3.12-13'],
    request: (request, { memory }) => {
      const known = (memory.get(pathOf(request)) ?? []) as (string | null)[];
      return known.includes(conditionOf(request, 'If-Match')) ? withCondition(request, 'If-Match', null) : request;
    },
    response: (response, request, { memory }) => {
      const known = (memory.get(pathOf(request)) ?? []) as (string | null)[];
      if (request.method === 'GET') memory.set(pathOf(request), [...known, tagOf(response)]);
      return response;
    },
  },
  {
    id: 'F-ETAG-38',
    title: 'A write with an outdated tag answers 400',
    breaks: ['RFC7644-3.12-13'],
    response: (response, request) =>
      response.status === 412 && conditionOf(request, 'If-Match') !== null
        ? scimError(400, 'the resource has another version', 'invalidValue')
        : response,
  },
  {
    id: 'F-ETAG-39',
    title: 'A 412 has no body',
    breaks: ['RFC7644-3.12-13', 'RFC7644-3.12-01', 'RFC7644-3.5.2-27'],
    response: (response) => (response.status === 412 ? answerWith(412, null) : response),
  },
  {
    id: 'F-ETAG-40',
    title: 'If-Match: * never holds',
    breaks: ['RFC9110-13.1.1-02'],
    ...reading('If-Match', WRITES, (field) => (field === '*' ? '"*"' : field)),
  },
  {
    id: 'F-ETAG-41',
    title: 'A write with If-Match to nobody answers 412',
    breaks: ['RFC9110-13.2.1-01'],
    response: (response, request) =>
      response.status === 404 && conditionOf(request, 'If-Match') !== null
        ? scimError(412, 'the resource has another version')
        : response,
  },
  {
    id: 'F-ETAG-42',
    title: 'A write with If-Match is answered before its credential is looked at',
    breaks: ['RFC9110-13.2.1-01'],
    response: (response, request) =>
      response.status === 401 && conditionOf(request, 'If-Match') !== null
        ? scimError(412, 'the resource has another version')
        : response,
  },
  ...WRITES.map(
    (method, index): Fault => ({
      id: `F-ETAG-${43 + index}`,
      title: `A ${method} that is refused for its version is executed nevertheless`,
      breaks: ['RFC7644-3.14-08', 'RFC7644-3.12-13', 'RFC9110-13.1.1-01'],
      response: async (response, request, { send }) => {
        if (response.status === 412 && request.method === method) await send(withCondition(request, 'If-Match', null));
        return response;
      },
    }),
  ),
  {
    id: 'F-ETAG-46',
    title: 'A read of a group overlooks If-None-Match',
    breaks: ['RFC7644-3.14-05'],
    request: (request) => (/\/Groups\//.test(request.url) ? withCondition(request, 'If-None-Match', null) : request),
  },
  {
    id: 'F-ETAG-47',
    title: 'A 304 has a tag that reads do not have',
    breaks: ['RFC9110-15.4.5-01'],
    response: (response) => (response.status === 304 ? withHeader(response, 'ETag', '"304"') : response),
  },
  {
    id: 'F-ETAG-48',
    title: 'If-None-Match: * always holds',
    breaks: ['RFC9110-13.1.2-02'],
    ...reading('If-None-Match', [...READS, ...WRITES], (field) => (field === '*' ? null : field)),
  },
  {
    id: 'F-ETAG-49',
    title: 'A write whose If-None-Match does not hold is refused and executed',
    breaks: ['RFC9110-13.1.2-02'],
    response: async (response, request, { send }) => {
      if (response.status === 412) await send(withCondition(request, 'If-None-Match', null));
      return response;
    },
  },
  {
    id: 'F-ETAG-50',
    title: 'If-Match: * lets a write claim success and do nothing',
    breaks: ['RFC9110-13.1.1-02', 'RFC7644-3.5.1-02'],
    request: (request) =>
      matches(WRITE, request) && conditionOf(request, 'If-Match') === '*' ? asking(request, 'GET') : request,
  },
];

/** Defect that reads a condition of a request for one resource as another one; null as none. */
function reading(
  name: 'If-Match' | 'If-None-Match',
  method: string | string[],
  as: (field: string) => string | null,
): Pick<Fault, 'request'> {
  return {
    request: (request: FaultRequest) => {
      const field = matches({ method, path: RESOURCE }, request) ? conditionOf(request, name) : null;
      return field === null ? request : withCondition(request, name, as(field));
    },
  };
}

function firstOf(list: string): string {
  return list.split(',')[0] ?? '';
}
