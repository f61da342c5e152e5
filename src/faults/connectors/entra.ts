import {
  answerWith,
  COLLECTION,
  changingAnswer,
  changingBody,
  changingRequest,
  GROUP,
  jsonOf,
  matches,
  queryOf,
  SCIM,
  scimError,
  USER,
  USERS,
  withHeader,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { isSingle, NOTHING_DONE, operationsOf } from '../scim-requests.ts';
import { entraGroupFaults } from './entra-groups.ts';

type Json = Record<string, unknown>;

const PATCH = { method: 'PATCH', path: USER };
const SECOND_MS = 1_000;

/** Defects that only a client meets that asks as Entra does. */
export const entraFaults: Fault[] = [
  {
    id: 'F-ENTRA-01',
    title: 'A query with plus signs that finds nothing has no Resources',
    breaks: ['ENTRA-01'],
    ...changingBody({ method: 'GET', path: COLLECTION, status: 200 }, (body, request) => {
      if (hasPlus(request) && body.totalResults === 0) delete body.Resources;
    }),
  },
  {
    id: 'F-ENTRA-02',
    title: 'Without Accept the answer to an unknown id is plain JSON',
    breaks: ['ENTRA-02', 'RFC7644-3.1-04', 'RFC7644-3.8-06', 'RFC7644-3.12-06', 'VAULT-MEDIA-06'],
    ...changingAnswer({ method: 'GET', path: USER, status: 404 }, (response, request) =>
      isBare(request) ? withHeader(response, 'Content-Type', 'application/json') : response,
    ),
  },
  {
    id: 'F-ENTRA-03',
    title: 'A read without User-Agent, Accept and Content-Type is refused',
    breaks: ['ENTRA-03', 'ENTRA-02', 'ENTRA-06', 'ENTRA-07', 'ENTRA-09', 'ENTRA-14', 'ENTRA-20'],
    request: (request) =>
      matches({ method: 'GET', path: USER }, request) && isBare(request)
        ? scimError(406, 'say what you accept')
        : request,
  },
  {
    id: 'F-ENTRA-04',
    title: 'An attribute name in capitals finds nothing',
    breaks: ['ENTRA-04'],
    ...changingBody({ method: 'GET', path: COLLECTION, status: 200 }, (body, request) => {
      if (!/^[A-Z]+ /.test(queryOf(request).get('filter') ?? '')) return;
      Object.assign(body, { totalResults: 0, itemsPerPage: 0, Resources: [] });
    }),
  },
  {
    id: 'F-ENTRA-06',
    title: 'A query with plus signs overlooks disabled users',
    breaks: ['ENTRA-06', 'ENTRA-25'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (body, request) => {
      if (!hasPlus(request) || !Array.isArray(body.Resources)) return;
      const active = (body.Resources as Json[]).filter((user) => user.active !== false);
      Object.assign(body, { totalResults: active.length, itemsPerPage: active.length, Resources: active });
    }),
  },
  {
    id: 'F-ENTRA-07',
    title: 'A create with an extension that schemas does not name is refused',
    breaks: ['ENTRA-07'],
    request: (request) => {
      const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
      const named = Array.isArray(body?.schemas) ? body.schemas : [];
      const extensions = Object.keys(body ?? {}).filter((name) => /:custom:/.test(name));
      return extensions.every((name) => named.includes(name))
        ? request
        : scimError(400, 'unknown extension', 'invalidSyntax');
    },
  },
  {
    id: 'F-ENTRA-08',
    title: 'A taken userName is a bad request when meta comes along',
    breaks: ['ENTRA-08'],
    ...changingAnswer({ method: 'POST', path: USERS, status: 409 }, (response, request) =>
      jsonOf(request)?.meta === undefined ? response : scimError(400, 'the name is taken', 'uniqueness'),
    ),
  },
  {
    id: 'F-ENTRA-09',
    title: 'Without User-Agent a replace of active succeeds and does nothing',
    breaks: ['ENTRA-09', 'RFC7644-3.5.2.3-04'],
    request: (request) =>
      matches(PATCH, request) && isBare(request) && isSingle(request, 'replace', 'active') ? NOTHING_DONE : request,
  },
  {
    id: 'F-ENTRA-14',
    title: 'Without Accept the deletion of a group is answered with a body',
    breaks: ['ENTRA-14', 'ENTRA-10', 'RFC7644-3.6-01'],
    ...changingAnswer({ method: 'DELETE', path: GROUP, status: 204 }, (response, request) =>
      isBare(request) ? answerWith(200, {}) : response,
    ),
  },
  {
    id: 'F-ENTRA-15',
    title: 'An operation with a capital is refused',
    breaks: ['ENTRA-15', 'ENTRA-11', 'ENTRA-06', 'ENTRA-10', 'ENTRA-13'],
    request: (request) =>
      matches({ method: 'PATCH', path: SCIM }, request) &&
      operationsOf(request).some(({ op }) => /^[A-Z][a-z]/.test(String(op)))
        ? scimError(400, 'unknown operation', 'invalidSyntax')
        : request,
  },
  {
    id: 'F-ENTRA-17',
    title: 'A Replace of userName succeeds and does nothing',
    breaks: ['ENTRA-17', 'X-06'],
    request: (request) =>
      matches(PATCH, request) && isSingle(request, 'Replace', 'userName') ? NOTHING_DONE : request,
  },
  {
    id: 'F-ENTRA-18',
    title: 'A boolean in a string succeeds and does nothing',
    breaks: ['ENTRA-18', 'ENTRA-26'],
    request: (request) =>
      matches(PATCH, request) && /^(true|false)$/i.test(textIn(operationsOf(request)[0]?.value))
        ? NOTHING_DONE
        : request,
  },
  {
    id: 'F-ENTRA-19',
    title: 'Of two operations on a user the one that is understood is done',
    breaks: ['ENTRA-19'],
    ...changingRequest(PATCH, (body) => {
      if (!Array.isArray(body.Operations) || body.Operations.length < 2) return;
      body.Operations = (body.Operations as Json[]).filter(({ path }) => !/\[[^\]]*$/.test(String(path)));
    }),
  },
  {
    id: 'F-ENTRA-20',
    title: 'More than ten reads a second without Accept are throttled',
    breaks: ['ENTRA-20'],
    request: (request, { memory }) => {
      if (!matches({ method: 'GET', path: USER }, request) || !isBare(request)) return request;
      const now = Date.now();
      const recent = ((memory.get(request.url) as number[] | undefined) ?? []).filter((at) => now - at < SECOND_MS);
      memory.set(request.url, [...recent, now]);
      return recent.length >= 10 ? scimError(429, 'too many requests') : request;
    },
  },
  {
    id: 'F-ENTRA-22',
    title: 'Without Accept the schemas have a null',
    breaks: ['ENTRA-22'],
    ...changingBody({ method: 'GET', path: /identity\/scim\/v2\/Schemas$/, status: 200 }, (body, request) => {
      const [first] = isBare(request) && Array.isArray(body.Resources) ? (body.Resources as Json[]) : [];
      if (first) first.description = null;
    }),
  },
  {
    id: 'F-ENTRA-23',
    title: 'Without Accept a patch without operations breaks the server',
    breaks: ['ENTRA-23', 'RFC7644-3.12-17'],
    request: (request) =>
      matches(PATCH, request) && isBare(request) && operationsOf(request).length === 0
        ? scimError(500, 'index out of range')
        : request,
  },
  ...entraGroupFaults,
];

/** Neither User-Agent nor Accept, which almost every client sends. */
function isBare({ headers }: FaultRequest): boolean {
  return !headers.some(([name]) => /^(user-agent|accept)$/i.test(name));
}

function hasPlus({ url }: FaultRequest): boolean {
  return /filter=[^&]*\+/.test(url);
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
