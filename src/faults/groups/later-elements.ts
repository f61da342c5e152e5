import {
  COLLECTION,
  changingBody,
  changingRequest,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  scimError,
  shownIn,
  withJson,
  withQuery,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { lastSegmentOf, operationsOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const LIST = { method: 'GET', path: COLLECTION };
const LARGEST = 2_147_483_647;
const BATCH = 20;

/** Defects that show at the second, the last or a very far element of several. */
export const laterElementFaults: Fault[] = [
  {
    id: 'F-LATER-01',
    title: 'A create lists a member twice whose repetition does not follow directly',
    breaks: ['RFC7643-4.2-12', 'RFC7643-2.4-07'],
    ...repeating({ method: 'POST', path: GROUPS }, (request) => valuesIn(jsonOf(request)?.members)),
  },
  {
    id: 'F-LATER-02',
    title: 'An add lists a member twice whose repetition does not follow directly',
    breaks: ['RFC7643-4.2-12', 'RFC7643-2.4-07'],
    ...repeating({ method: 'PATCH', path: GROUP }, (request) =>
      operationsOf(request).flatMap(({ op, value }) => (op === 'add' ? valuesIn(value) : [])),
    ),
  },
  {
    id: 'F-LATER-03',
    title: 'An add of more than 20 users loses those after the last full twenty',
    breaks: ['VAULT-GPATCH-02', 'RFC7643-4.2-15'],
    ...changingRequest({ method: 'PATCH', path: GROUP }, (body) => {
      for (const operation of Array.isArray(body.Operations) ? (body.Operations as Json[]) : []) {
        const { op, value } = operation;
        if (op === 'add' && Array.isArray(value) && value.length > BATCH) {
          operation.value = value.slice(0, value.length - (value.length % BATCH));
        }
      }
    }),
  },
  {
    id: 'F-LATER-04',
    title: 'Of the operations of a group patch with the same op and path only the last is executed',
    breaks: ['RFC7644-3.5.2.1-16'],
    ...changingRequest({ method: 'PATCH', path: GROUP }, (body) => {
      if (!Array.isArray(body.Operations)) return;
      const byTarget = new Map((body.Operations as Json[]).map((one) => [`${one.op} ${one.path}`, one]));
      body.Operations = [...byTarget.values()];
    }),
  },
  {
    id: 'F-LATER-05',
    title: 'A startIndex right behind the last resource is refused',
    breaks: ['RFC7644-3.4.2.4-11'],
    response: (response, request) => {
      const start = numberIn(request, 'startIndex') ?? 1;
      const body = matches({ ...LIST, status: 200 }, request, response) ? jsonOf(response) : null;
      return start > 1 && body?.totalResults === start - 1
        ? scimError(400, 'startIndex is out of range', 'invalidValue')
        : response;
    },
  },
  {
    id: 'F-LATER-06',
    title: 'A last page that is full lacks its last resource',
    breaks: ['RFC7644-3.4.2.4-12'],
    ...changingBody({ ...LIST, status: 200 }, (body, request) => {
      const start = numberIn(request, 'startIndex') ?? 1;
      const count = numberIn(request, 'count') ?? 0;
      if (start < 2 || count < 1 || !Array.isArray(body.Resources)) return;
      if (body.Resources.length !== count || body.totalResults !== start + count - 1) return;
      body.Resources = body.Resources.slice(0, -1);
      body.itemsPerPage = count - 1;
    }),
  },
  {
    id: 'F-LATER-07',
    title: 'A startIndex beyond 2147483647 gives the first page',
    breaks: ['RFC7644-3.4.2.4-11'],
    request: (request) => {
      if (!matches(LIST, request) || (numberIn(request, 'startIndex') ?? 0) <= LARGEST) return request;
      const query = queryOf(request);
      query.set('startIndex', '1');
      return withQuery(request, query);
    },
  },
  {
    id: 'F-LATER-08',
    title: 'A count beyond 2147483647 is refused',
    breaks: ['RFC7644-3.4.2.4-14'],
    request: (request) =>
      matches(LIST, request) && (numberIn(request, 'count') ?? 0) > LARGEST
        ? scimError(400, 'count is out of range', 'invalidValue')
        : request,
  },
  {
    id: 'F-LATER-09',
    title: 'A count of 0 gives a total of 0 when there is a filter',
    breaks: ['RFC7644-3.4.2.4-06', 'RFC7644-3.4.2.4-09'],
    ...changingBody({ ...LIST, status: 200 }, (body, request) => {
      if (filterOf(request) !== null && numberIn(request, 'count') === 0) body.totalResults = 0;
    }),
  },
  {
    id: 'F-LATER-10',
    title: 'A page behind the end of a filtered list has a total of 0',
    breaks: ['RFC7644-3.4.2.4-11', 'RFC7644-3.4.2.4-09'],
    ...changingBody({ ...LIST, status: 200 }, (body, request) => {
      const start = numberIn(request, 'startIndex') ?? 1;
      if (filterOf(request) !== null && start > Number(body.totalResults)) body.totalResults = 0;
    }),
  },
];

function numberIn(request: FaultRequest, parameter: string): number | null {
  const text = queryOf(request).get(parameter);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

function valuesIn(members: unknown): string[] {
  return Array.isArray(members) ? (members as Json[]).map((member) => String(member?.value)) : [];
}

/** Only neighbours are compared when repetitions are dropped. The group shows the others until it is replaced. */
function repeating(
  where: { method: string; path: RegExp },
  sent: (request: FaultRequest) => string[],
): Pick<Fault, 'response'> {
  return {
    response: (response, request, { memory }) => {
      const body = jsonOf(response);
      const written = request.method === 'POST' ? String(body?.id) : lastSegmentOf(request);
      if (request.method === 'PUT') memory.delete(written);
      if (response.status < 300 && matches(where, request)) {
        const ids = sent(request);
        const repeated = ids.filter((id, index) => ids.indexOf(id) < index && ids[index - 1] !== id);
        if (repeated.length > 0) memory.set(written, new Set(repeated));
      }
      if (!body || response.status >= 300 || !/v2\/Groups/.test(pathOf(request))) return response;
      for (const group of shownIn(body)) {
        const repeated = memory.get(String(group.id)) as Set<string> | undefined;
        if (!repeated || !Array.isArray(group.members)) continue;
        const members = group.members as Json[];
        group.members = [...members, ...members.filter(({ value }) => repeated.has(String(value)))];
      }
      return withJson(response, body);
    },
  };
}
