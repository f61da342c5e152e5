import { tokenIn } from '../callers.ts';
import {
  answering,
  answerWith,
  changingAnswer,
  changingBody,
  EMPTY_LIST,
  GROUP,
  GROUPS,
  isScimForm,
  jsonOf,
  ME,
  matches,
  metaOf,
  resourcesOf,
  scimError,
  withHeader,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { asking, NOTHING_DONE } from '../scim-requests.ts';
import { vaultError } from '../vault-requests.ts';

const JSON_TYPE = 'application/json';
const BELOW_GROUP = /(scim\/v2\/Groups\/[^/]+)\/[^/]+$/;

/** Defects of where requests go: paths that are none, discovery, /Me, and the form of the answer. */
export const unroutedRequestFaults: Fault[] = [
  {
    id: 'F-ROUTE-01',
    title: 'A PUT on the collection of groups replaces the group whose id is in the body',
    breaks: ['VAULT-ERR-05'],
    request: (request) => {
      const id = matches({ method: 'PUT', path: GROUPS }, request) ? jsonOf(request)?.id : undefined;
      return typeof id === 'string' ? { ...request, url: `${request.url}/${id}` } : request;
    },
  },
  {
    id: 'F-ROUTE-02',
    title: 'A DELETE of a path below a group deletes the group',
    breaks: ['VAULT-ERR-04'],
    request: (request) => {
      const group = matches({ method: 'DELETE' }, request) ? BELOW_GROUP.exec(request.url) : null;
      return group ? { ...request, url: request.url.replace(BELOW_GROUP, '$1') } : request;
    },
  },
  {
    id: 'F-ROUTE-03',
    title: 'A resource type is also served under the name of its endpoint',
    breaks: ['VAULT-DISC-14', 'RFC7644-4-10'],
    request: (request) =>
      request.method === 'GET'
        ? { ...request, url: request.url.replace(/(ResourceTypes\/(?:User|Group))s$/, '$1') }
        : request,
  },
  {
    id: 'F-ROUTE-04',
    title: 'A schema is found by the beginning of its URN',
    breaks: ['VAULT-DISC-13', 'RFC7644-4-10'],
    response: async (response, request, context) => {
      const begin = /^(.*\/v2\/Schemas)\/(urn:[^?]+)$/i.exec(decodeURIComponent(request.url));
      if (!begin || response.status !== 404) return response;
      const list = jsonOf(await context.send(asking(request, 'GET', begin[1])));
      const found = resourcesOf(list ?? {}).find(({ id }) => String(id).startsWith(begin[2] ?? ''));
      return found ? answerWith(200, found) : response;
    },
  },
  {
    id: 'F-ROUTE-05',
    title: 'Without a token the configuration has no authenticationSchemes',
    breaks: ['RFC7643-5-14', 'RFC7643-5-10', 'RFC7643-5-11'],
    ...changingBody({ method: 'GET', path: /ServiceProviderConfig$/, status: 200 }, (body, request) => {
      if (tokenIn(request) === '') delete body.authenticationSchemes;
    }),
  },
  {
    id: 'F-ROUTE-06',
    title: 'The total of the list of resource types is one short',
    breaks: ['RFC7644-4-05', 'RFC7644-3.4.2-08'],
    ...changingBody({ method: 'GET', path: /v2\/ResourceTypes$/, status: 200 }, (body) => {
      body.totalResults = Number(body.totalResults) - 1;
    }),
  },
  {
    id: 'F-ROUTE-07',
    title: 'A single resource type is application/json',
    breaks: ['VAULT-MEDIA-05', 'RFC7644-3.1-04'],
    ...changingAnswer({ method: 'GET', path: /v2\/ResourceTypes\/[^/]+$/, status: 200 }, (response) =>
      withHeader(response, 'Content-Type', JSON_TYPE),
    ),
  },
  {
    id: 'F-ROUTE-08',
    title: 'The answer to a replace of a group is application/json',
    breaks: ['VAULT-MEDIA-04', 'RFC7644-3.1-04'],
    ...changingAnswer({ method: 'PUT', path: GROUP, status: 200 }, (response) =>
      withHeader(response, 'Content-Type', JSON_TYPE),
    ),
  },
  {
    id: 'F-ROUTE-09',
    title: 'The refusal of a taken displayName is application/json',
    breaks: ['VAULT-MEDIA-06', 'RFC7644-3.12-06', 'RFC7644-3.1-04'],
    ...changingAnswer({ path: /v2\/Groups/, status: 409 }, (response) =>
      withHeader(response, 'Content-Type', JSON_TYPE),
    ),
  },
  {
    id: 'F-ROUTE-10',
    title: 'A write to /Me without a body is refused as malformed',
    breaks: ['VAULT-ERR-02'],
    request: (request) =>
      matches({ method: ['POST', 'PUT', 'PATCH'], path: ME }, request) &&
      tokenIn(request) !== '' &&
      request.body.length === 0
        ? scimError(400, 'the request has no body', 'invalidSyntax')
        : request,
  },
  {
    id: 'F-ROUTE-11',
    title: '/Me with a query is not found',
    breaks: ['VAULT-ERR-01'],
    request: (request) =>
      matches({ method: 'GET', path: ME }, request) && request.url.includes('?') && tokenIn(request) !== ''
        ? scimError(404, 'not found')
        : request,
  },
  {
    id: 'F-ROUTE-12',
    title: 'The refusal of a taken displayName says 400 in its body',
    breaks: ['RFC7644-3.2-06'],
    ...changingBody({ path: /v2\/Groups/, status: 409 }, (body) => {
      if (body.status !== undefined) body.status = '400';
    }),
  },
  {
    id: 'F-ROUTE-13',
    title: "The deletion of an unknown group is refused in Vault's form",
    breaks: ['RFC7644-3.12-01'],
    response: (response, request) =>
      matches({ method: 'DELETE', path: GROUP, status: 404 }, request, response) && isScimForm(response)
        ? vaultError(404, 'no such group')
        : response,
  },
  {
    id: 'F-ROUTE-14',
    title: 'A DELETE of a single schema is answered as done',
    breaks: ['VAULT-DISC-15', 'RFC7644-3.2-04'],
    ...answering({ method: 'DELETE', path: /v2\/Schemas\/[^/]+$/ }, (request) =>
      tokenIn(request) === '' ? vaultError(403, 'permission denied') : NOTHING_DONE,
    ),
  },
  {
    id: 'F-ROUTE-15',
    title: 'meta.location of a resource type that is read alone leads to the list',
    breaks: ['RFC7643-3.1-23', 'RFC7644-4-12', 'RFC7644-4-06'],
    ...changingBody({ method: 'GET', path: /v2\/ResourceTypes\/[^/]+$/, status: 200 }, (body) => {
      const meta = metaOf(body);
      if (typeof meta.location === 'string') meta.location = meta.location.replace(/\/[^/]+$/, '');
    }),
  },
  {
    id: 'F-ROUTE-16',
    title: 'An unknown path below the base is answered with an empty list to those who POST to it',
    breaks: ['VAULT-ERR-04'],
    response: (response, request) =>
      request.method === 'POST' && response.status === 404 && /scim\/v2\/[^/]+$/.test(request.url)
        ? answerWith(200, EMPTY_LIST)
        : response,
  },
];
