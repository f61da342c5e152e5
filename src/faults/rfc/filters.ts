import {
  answerWith,
  changingBody,
  EMPTY_LIST,
  jsonOf,
  matches,
  queryOf,
  resourcesOf,
  scimError,
  USERS,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';

type Json = Record<string, unknown>;

const filterOf = (request: FaultRequest): string => queryOf(request).get('filter') ?? '';
const isFiltered = (request: FaultRequest, pattern: RegExp): boolean =>
  matches({ method: 'GET', path: USERS }, request) && queryOf(request).has('filter') && pattern.test(filterOf(request));
const listOf = (body: Json, Resources: Json[]): Json => ({
  ...body,
  Resources,
  totalResults: Resources.length,
  itemsPerPage: Resources.length,
});
/** The filter finds nothing when it looks like this. */
const blind = (pattern: RegExp): Pick<Fault, 'request'> => ({
  request: (request) => (isFiltered(request, pattern) ? answerWith(200, EMPTY_LIST) : request),
});
/** The server breaks down on such a filter, which no documentation excuses. */
const breaking = (pattern: RegExp): Pick<Fault, 'request'> => ({
  request: (request) => (isFiltered(request, pattern) ? scimError(500, 'unexpected token') : request),
});
const documented = (id: string, what: string, pattern: RegExp, breaks: [string, ...string[]]): Fault => ({
  id,
  title: `A filter with ${what} selects nobody`,
  breaks,
  ...blind(pattern),
});

/** Defects of filters (RFC 7644 section 3.4.2.2). */
export const rfcFilterFaults: Fault[] = [
  {
    id: 'F-RFC-FILTER-01',
    title: 'A filter by name lists every user',
    breaks: ['RFC7644-3.4.2.2-03', 'RFC7644-3.4.2.2-10', 'RFC7644-3.4.2.2-02', 'RFC7644-3.4.2-07', 'RFC7644-1.2-01'],
    request: (request) =>
      isFiltered(request, /^userName eq/) ? { ...request, url: request.url.split('?')[0] ?? '' } : request,
  },
  {
    id: 'F-RFC-FILTER-02',
    title: 'eq matches names that begin with the operand',
    breaks: ['RFC7644-3.4.2.2-10', 'RFC7644-3.4.2.2-38'],
    response: async (response, request, { send }) => {
      const body = isFiltered(request, /^userName eq/) ? jsonOf(response) : null;
      if (!body) return response;
      const wanted = /"(.*)"/.exec(filterOf(request))?.[1] ?? '';
      const all = jsonOf(await send({ ...request, url: `${request.url.split('?')[0]}?count=1000` }));
      return withJson(
        response,
        listOf(
          body,
          resourcesOf(all ?? {}).filter(({ userName }) => String(userName).startsWith(wanted)),
        ),
      );
    },
  },
  {
    id: 'F-RFC-FILTER-03',
    title: 'active eq false selects the active users',
    breaks: ['RFC7644-3.4.2.2-11'],
    request: (request) =>
      isFiltered(request, /^active eq false/) ? { ...request, url: request.url.replace('false', 'true') } : request,
  },
  documented('F-RFC-FILTER-04', 'sw', / sw /, [
    ...(['RFC7644-3.4.2.2-04', 'RFC7644-3.4.2.2-16', 'RFC7644-3.4.2.2-26', 'RFC7644-3.4.2.2-28'] as const),
    ...(['RFC7644-3.4.2.2-31', 'RFC7644-3.4.2.2-53', 'RFC7644-3.4.2.2-20', 'RFC7644-3.4.2.2-07'] as const),
  ]),
  documented('F-RFC-FILTER-05', 'ne', / ne /, ['RFC7644-3.4.2.2-13']),
  documented('F-RFC-FILTER-06', 'co', /^userName co /, ['RFC7644-3.4.2.2-15']),
  documented('F-RFC-FILTER-07', 'ew', / ew /, ['RFC7644-3.4.2.2-17']),
  documented('F-RFC-FILTER-08', 'pr', / pr$/, ['RFC7644-3.4.2.2-18']),
  documented('F-RFC-FILTER-09', 'an order of names', /userName (gt|ge|lt|le) /, ['RFC7644-3.4.2.2-20']),
  documented('F-RFC-FILTER-10', 'meta.created', /meta\.created /, ['RFC7644-3.4.2.2-21', 'RFC7644-3.4.2.2-12']),
  documented('F-RFC-FILTER-11', 'and', / and /i, [
    ...(['RFC7644-3.4.2.2-26', 'RFC7644-3.4.2.2-28', 'RFC7644-3.4.2.2-29', 'RFC7644-3.4.2.2-30'] as const),
    ...(['RFC7644-3.4.2.2-31', 'RFC7644-3.4.2.2-07', 'RFC7644-3.4.2.2-20'] as const),
  ]),
  documented('F-RFC-FILTER-12', 'or', /" or /, ['RFC7644-3.4.2.2-27', 'RFC7644-3.4.2.2-29', 'RFC7644-3.4.2.2-30']),
  documented('F-RFC-FILTER-13', 'id', /^id eq/, ['RFC7644-3.4.2.2-52']),
  {
    id: 'F-RFC-FILTER-14',
    title: 'An order of booleans lists everything',
    breaks: ['RFC7644-3.4.2.2-23'],
    request: (request) =>
      isFiltered(request, /^active (gt|le)/) ? { ...request, url: request.url.split('?')[0] ?? '' } : request,
  },
  {
    id: 'F-RFC-FILTER-15',
    title: 'A substring of a boolean finds nothing',
    breaks: ['RFC7644-3.4.2.2-25'],
    ...blind(/^active co/),
  },
  {
    id: 'F-RFC-FILTER-16',
    title: 'Attribute names in filters are compared by letter case',
    breaks: ['RFC7644-3.4.2.2-05', 'RFC7644-3.10-01', 'SAIL-15'],
    ...blind(/USERNAME|username/),
  },
  {
    id: 'F-RFC-FILTER-17',
    title: 'Operators are compared by letter case',
    breaks: ['RFC7644-3.4.2.2-06'],
    request: (request) =>
      isFiltered(request, / (EQ|Eq) /) ? scimError(400, 'no such operator', 'invalidFilter') : request,
  },
  {
    id: 'F-RFC-FILTER-18',
    title: 'An empty filter lists everything',
    breaks: ['RFC7644-3.4.2.2-08'],
    request: (request) =>
      isFiltered(request, /^\s*$/) ? { ...request, url: request.url.split('?')[0] ?? '' } : request,
  },
  {
    id: 'F-RFC-FILTER-19',
    title: 'An incomplete expression finds nothing',
    breaks: ['RFC7644-3.4.2.2-09', 'RFC7644-3.4.2.2-37'],
    ...blind(/^(userName|userName eq|eq "x")$/),
  },
  {
    id: 'F-RFC-FILTER-20',
    title: 'A malformed filter is refused as a bad value',
    breaks: [
      ...(['RFC7644-3.4.2.2-37', 'RFC7644-3.12-22', 'RFC7644-3.4.2.2-09', 'RFC7644-3.4.2.2-47'] as const),
      ...(['RFC7644-3.4.2.2-23', 'RFC7644-3.4.2.2-25', 'RFC7644-3.4.2.2-08'] as const),
    ],
    ...changingBody({ method: 'GET', path: USERS, status: 400 }, (body) => {
      if (body.scimType === 'invalidFilter') body.scimType = 'invalidValue';
    }),
  },
  {
    id: 'F-RFC-FILTER-21',
    title: 'An unknown operator finds nothing',
    breaks: ['RFC7644-3.4.2.2-47', 'RFC7644-3.4.2.2-48'],
    ...blind(/ regex /),
  },
  {
    id: 'F-RFC-FILTER-22',
    title: 'A refused filter is not explained',
    breaks: ['RFC7644-3.4.2.2-48'],
    ...changingBody({ method: 'GET', path: USERS, status: 400 }, (body) => {
      delete body.detail;
    }),
  },
  {
    id: 'F-RFC-FILTER-23',
    title: 'An unknown attribute lists everything',
    breaks: ['RFC7644-3.4.2.1-05'],
    request: (request) =>
      isFiltered(request, /noSuchAttribute/) ? { ...request, url: request.url.split('?')[0] ?? '' } : request,
  },
  {
    id: 'F-RFC-FILTER-24',
    title: 'An escape in an operand breaks the server',
    breaks: ['RFC7644-3.4.2.2-38', 'RFC7644-7.7-01', 'RFC7644-3.12-17'],
    ...breaking(/\\/),
  },
  {
    id: 'F-RFC-FILTER-25',
    title: 'A quote in a name breaks the filter',
    breaks: ['RFC7644-7.7-01', 'RFC7644-3.12-17'],
    ...breaking(/'1'='1/),
  },
  {
    id: 'F-RFC-FILTER-26',
    title: 'A schema URN before an attribute is not understood',
    breaks: ['RFC7644-3.4.2.2-39', 'RFC7644-3.10-01'],
    request: (request) =>
      isFiltered(request, /^urn:/i) ? scimError(400, 'no such attribute', 'invalidFilter') : request,
  },
  {
    id: 'F-RFC-FILTER-27',
    title: 'A filter sees only what the projection shows',
    breaks: ['RFC7644-3.4.2.2-54'],
    request: (request) =>
      isFiltered(request, /userName/) && queryOf(request).get('attributes') === 'externalId'
        ? answerWith(200, EMPTY_LIST)
        : request,
  },
  {
    id: 'F-RFC-FILTER-28',
    title: 'A filter for the schema breaks the server',
    breaks: ['RFC7644-3.4.2.2-51', 'RFC7644-3.12-17'],
    ...breaking(/^schemas/),
  },
  {
    id: 'F-RFC-FILTER-29',
    title: 'Percent-encoded letters of an attribute are not decoded',
    breaks: ['RFC7644-1.2-01'],
    request: (request) =>
      /filter=%75/.test(request.url) ? scimError(400, 'no such attribute', 'invalidFilter') : request,
  },
  {
    id: 'F-RFC-FILTER-30',
    title: 'userName is compared by letter case',
    breaks: ['RFC7644-3.4.2.2-49', 'RFC7643-7-15'],
    ...blind(/^userName eq ".*VSC-/),
  },
  {
    id: 'F-RFC-FILTER-31',
    title: 'externalId is compared without letter case',
    breaks: ['RFC7644-3.4.2.2-50', 'RFC7643-7-15'],
    response: async (response, request, { send }) => {
      const body = isFiltered(request, /^externalId eq/) ? jsonOf(response) : null;
      if (!body) return response;
      const wanted = (/"(.*)"/.exec(filterOf(request))?.[1] ?? '').toLowerCase();
      const all = jsonOf(await send({ ...request, url: `${request.url.split('?')[0]}?count=1000` }));
      return withJson(
        response,
        listOf(
          body,
          resourcesOf(all ?? {}).filter(({ externalId }) => String(externalId).toLowerCase() === wanted),
        ),
      );
    },
  },
  {
    id: 'F-RFC-FILTER-32',
    title: 'An id is found in any letter case',
    breaks: ['RFC7643-3.1-09'],
    request: (request) =>
      /Users\/[0-9A-F-]*[A-F][0-9A-F-]*$/.test(request.url)
        ? { ...request, url: request.url.replace(/[^/]+$/, (id) => id.toLowerCase()) }
        : request,
  },
  {
    id: 'F-RFC-FILTER-33',
    title: 'Names are compared byte by byte',
    breaks: ['RFC7644-5-02', 'RFC7644-7.8-01'],
    ...blind(/\u0301/),
  },
];
