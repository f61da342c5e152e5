import {
  changingResources,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
  withJson,
  withoutParameter,
} from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';

type Json = Record<string, unknown>;

const asked = (request: FaultRequest, name: string): string[] =>
  (queryOf(request).get(name) ?? '').split(',').filter((one) => one !== '');
/** Changes the resources of a projected answer. */
const projected = (
  parameter: string,
  change: (resource: Json, names: string[]) => void,
  method = 'GET',
): Pick<Fault, 'response'> =>
  changingResources({ method, path: USERS_AND_USER }, (resource, request) => {
    if (queryOf(request).has(parameter)) change(resource, asked(request, parameter));
  });
const refusing = (holds: (request: FaultRequest) => boolean): Pick<Fault, 'request'> => ({
  request: (request): FaultRequest | FaultResponse => (holds(request) ? scimError(500, 'projection') : request),
});

/** Defects of `attributes` and `excludedAttributes` (RFC 7644 sections 3.4.2.5 and 3.9). */
export const rfcProjectionFaults: Fault[] = [
  {
    id: 'F-RFC-PROJ-01',
    title: 'attributes is ignored on reads',
    breaks: [
      ...(['RFC7644-3.4.2.5-01', 'RFC7644-3.9-01', 'RFC7644-3.4.2.5-04', 'RFC7644-3.9-04', 'RFC7644-3.9-14'] as const),
      ...(['RFC7643-7-24', 'RFC7644-3.4.2.2-54'] as const),
    ],
    request: (request) =>
      matches({ method: 'GET', path: USERS_AND_USER }, request) ? withoutParameter(request, 'attributes') : request,
  },
  {
    id: 'F-RFC-PROJ-02',
    title: 'excludedAttributes is ignored on reads of users',
    breaks: ['RFC7644-3.4.2.5-02', 'RFC7644-3.9-02', 'RFC7644-3.9-04', 'RFC7644-3.4.2.5-03'],
    request: (request) =>
      matches({ method: 'GET', path: USERS_AND_USER }, request)
        ? withoutParameter(request, 'excludedAttributes')
        : request,
  },
  {
    id: 'F-RFC-PROJ-03',
    title: 'excludedAttributes removes the id',
    breaks: ['RFC7644-3.4.2.5-03', 'RFC7644-3.9-03', 'RFC7643-3.1-26', 'RFC7643-3.1-03', 'RFC7643-7-22'],
    ...projected('excludedAttributes', (resource, names) => {
      if (names.includes('id')) delete resource.id;
    }),
  },
  {
    id: 'F-RFC-PROJ-04',
    title: 'A dotted name in attributes is not understood',
    breaks: ['RFC7644-3.4.2.5-04'],
    ...projected('attributes', (resource, names) => {
      if (names.some((name) => /^meta\./.test(name))) delete resource.meta;
    }),
  },
  {
    id: 'F-RFC-PROJ-05',
    title: 'An unknown name in attributes breaks the server',
    breaks: ['RFC7644-3.4.2.5-05', 'RFC7644-3.12-17'],
    ...refusing((request) => asked(request, 'attributes').includes('noSuchAttribute')),
  },
  {
    id: 'F-RFC-PROJ-06',
    title: 'meta comes back although it was not asked for',
    breaks: [
      ...(['RFC7644-3.9-01', 'RFC7644-3.4.2.5-01', 'RFC7643-7-24', 'RFC7644-3.9-04', 'RFC7644-3.9-14'] as const),
      'RFC7644-3.4.2.5-04',
    ],
    ...projected('attributes', (resource) => {
      resource.meta ??= { resourceType: 'User', created: '2024-01-01T00:00:00Z' };
    }),
  },
  {
    id: 'F-RFC-PROJ-07',
    title: 'excludedAttributes leaves the external id out, too',
    breaks: ['RFC7644-3.9-02', 'RFC7644-3.4.2.5-02'],
    ...projected('excludedAttributes', (resource) => {
      delete resource.externalId;
    }),
  },
  {
    id: 'F-RFC-PROJ-08',
    title: 'A projected user has no id',
    breaks: [
      'RFC7644-3.9-03',
      'RFC7643-7-22',
      'RFC7644-3.4.2.5-01',
      'RFC7644-3.9-01',
      'RFC7643-3.1-03',
      'RFC7643-7-24',
      'RFC7644-3.9-04',
      'RFC7644-3.9-14',
      'RFC7644-3.4.2.5-04',
      'RFC7644-3.4.2.2-54',
      'RFC7644-3.4.2-09',
    ],
    ...projected('attributes', (resource) => {
      delete resource.id;
    }),
  },
  {
    id: 'F-RFC-PROJ-09',
    title: 'Only the first name of a list counts',
    breaks: ['RFC7644-3.9-04', 'RFC7644-3.9-02', 'RFC7644-3.4.2.5-03'],
    request: (request) => {
      if (!matches({ method: 'GET', path: USER }, request)) return request;
      const query = queryOf(request);
      for (const name of ['attributes', 'excludedAttributes']) {
        const [first] = asked(request, name);
        if (first) query.set(name, first);
      }
      return { ...request, url: `${pathOf(request)}?${query}` };
    },
  },
  {
    id: 'F-RFC-PROJ-10',
    title: 'Both parameters together break the server',
    breaks: ['RFC7644-3.9-09', 'RFC7644-3.12-17'],
    ...refusing((request) => queryOf(request).has('attributes') && queryOf(request).has('excludedAttributes')),
  },
  {
    id: 'F-RFC-PROJ-11',
    title: 'A create is not projected',
    breaks: ['RFC7644-3.9-10'],
    request: (request) => (request.method === 'POST' ? withoutParameter(request, 'attributes') : request),
  },
  {
    id: 'F-RFC-PROJ-12',
    title: 'A PUT is not projected',
    breaks: ['RFC7644-3.5.1-17'],
    request: (request) => (request.method === 'PUT' ? withoutParameter(request, 'attributes') : request),
  },
  {
    id: 'F-RFC-PROJ-13',
    title: 'A projected user has no schemas',
    breaks: ['RFC7644-3.9-13', 'RFC7643-3-01', 'RFC7643-2.1-02', 'RFC7644-3.4.2-09'],
    ...projected('attributes', (resource) => {
      delete resource.schemas;
    }),
  },
  {
    id: 'F-RFC-PROJ-14',
    title: 'Names in attributes are compared by letter case',
    breaks: ['RFC7644-3.9-14', 'RFC7644-3.10-01'],
    ...projected('attributes', (resource, names) => {
      if (names.includes('USERNAME')) delete resource.userName;
    }),
  },
  {
    id: 'F-RFC-PROJ-15',
    title: 'Members cannot be left out of groups',
    breaks: ['RFC7644-3.9-15'],
    request: (request) =>
      GROUP.test(pathOf(request)) || GROUPS.test(pathOf(request))
        ? withoutParameter(request, 'excludedAttributes')
        : request,
  },
  {
    id: 'F-RFC-PROJ-16',
    title: 'A patch with attributes answers 204',
    breaks: ['RFC7644-3.5.2-29'],
    response: (response, request) =>
      request.method === 'PATCH' && queryOf(request).has('attributes') && response.status === 200
        ? { status: 204, headers: [], body: Buffer.alloc(0) }
        : response,
  },
  {
    id: 'F-RFC-PROJ-17',
    title: 'A patch shows what excludedAttributes names',
    breaks: ['RFC7644-3.5.2-30'],
    request: (request) => (request.method === 'PATCH' ? withoutParameter(request, 'excludedAttributes') : request),
  },
  {
    id: 'F-RFC-PROJ-18',
    title: 'A list is not projected',
    breaks: ['RFC7644-3.4.2.5-01', 'RFC7644-3.4.2.2-54'],
    request: (request) =>
      matches({ method: 'GET', path: USERS }, request) ? withoutParameter(request, 'attributes') : request,
  },
  {
    id: 'F-RFC-PROJ-19',
    title: 'A plain read shows an empty list that nobody described',
    breaks: ['RFC7643-7-12'],
    response: (response, request) => {
      const body = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      return body && !request.url.includes('?') ? withJson(response, { ...body, policies: ['default'] }) : response;
    },
  },
];
