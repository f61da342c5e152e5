import {
  changingBody,
  changingResources,
  jsonOf,
  matches,
  metaOf,
  pathOf,
  RESOURCE,
  resourcesOf,
  scimError,
  USER,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';

type Json = Record<string, unknown>;

const SCIM_RESOURCES = /scim\/v2\/(Users|Groups)(\/[^/]+)?$/;

/** Defects of how a path is read, of addresses in answers, and of lists that a document consists of. */
export const addressFaults: Fault[] = [
  {
    id: 'F-ADDR-01',
    title: 'A blank behind the id in a path is cut off',
    breaks: ['RFC7644-3.4.1-02'],
    ...reading((path) => path.replace(/(v2\/(?:Users|Groups)\/[^/]+?)(%20)+$/, '$1')),
  },
  {
    id: 'F-ADDR-02',
    title: 'What follows the id in a path is overlooked',
    breaks: ['VAULT-ERR-04', 'RFC7644-3.4.1-02'],
    ...reading((path) => path.replace(/(v2\/(?:Users|Groups)\/[^/]+)\/.+$/, '$1')),
  },
  {
    id: 'F-ADDR-03',
    title: 'A resource is found by its id without hyphens',
    breaks: ['RFC7644-3.4.1-02'],
    ...reading((path) =>
      path.replace(
        /(v2\/(?:Users|Groups)\/)([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/i,
        '$1$2-$3-$4-$5-$6',
      ),
    ),
  },
  {
    id: 'F-ADDR-04',
    title: 'A group is found by its id in capitals',
    breaks: ['RFC7643-3.1-09'],
    ...reading((path) =>
      path.replace(
        /(v2\/Groups\/)([\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12})$/,
        (_all, begin: string, id: string) => `${begin}${id.toLowerCase()}`,
      ),
    ),
  },
  {
    id: 'F-ADDR-05',
    title: 'A schema is not found when the colons of its URN are percent-encoded',
    breaks: ['RFC7644-4-04'],
    request: (request) =>
      request.method === 'GET' && /v2\/Schemas\/.*%3a/i.test(pathOf(request))
        ? scimError(404, 'there is no such schema')
        : request,
  },
  {
    id: 'F-ADDR-06',
    title: 'meta.location in the answer to a replace names the collection',
    breaks: ['RFC7644-3.5.1-13', 'RFC7643-3.1-23'],
    ...changingResources({ method: 'PUT', path: RESOURCE }, (resource) => {
      const meta = metaOf(resource);
      if (typeof meta.location === 'string') meta.location = meta.location.replace(/\/[^/]+$/, '');
    }),
  },
  {
    id: 'F-ADDR-07',
    title: 'References to the groups of a user begin at the root of the server',
    breaks: ['RFC7643-4.1.2-09', 'RFC7643-2.3.7-03', 'RFC7644-3.13-04'],
    ...changingResources({ path: USER }, (user) => {
      for (const group of Array.isArray(user.groups) ? (user.groups as Json[]) : []) {
        if (group.$ref !== undefined) group.$ref = `/Groups/${group.value}`;
      }
    }),
  },
  {
    id: 'F-ADDR-08',
    title: 'Each read of the resource types adds them to the list once more',
    breaks: ['RFC7643-6-02', 'RFC7643-6-04', 'RFC7644-3.2-04'],
    response: (response, request, { memory }) => {
      const list = matches({ method: 'GET', path: /v2\/ResourceTypes$/, status: 200 }, request, response)
        ? jsonOf(response)
        : null;
      if (!list) return response;
      const Resources = [...((memory.get('types') as Json[]) ?? []), ...resourcesOf(list)];
      memory.set('types', Resources);
      return withJson(response, { ...list, totalResults: Resources.length, itemsPerPage: Resources.length, Resources });
    },
  },
  {
    id: 'F-ADDR-09',
    title: 'Attributes without parts have subAttributes of null in the schemas',
    breaks: ['ENTRA-22'],
    ...changingBody({ method: 'GET', path: /v2\/Schemas$/, status: 200 }, (body) => {
      for (const { attributes } of resourcesOf(body)) {
        for (const attribute of Array.isArray(attributes) ? (attributes as Json[]) : []) {
          attribute.subAttributes ??= null;
        }
      }
    }),
  },
  {
    id: 'F-ADDR-10',
    title: 'Resources of a list is null when nothing is found',
    breaks: ['OKTA-01', 'OKTA-02', 'OKTA-13', 'ENTRA-01', 'RFC7644-3.4.2-07'],
    ...changingBody({ method: 'GET', path: SCIM_RESOURCES, status: 200 }, (body) => {
      if (Array.isArray(body.Resources) && body.Resources.length === 0) body.Resources = null;
    }),
  },
];

/** The path of a read is brought into another form before the resource is looked up. */
function reading(asOther: (path: string) => string): Pick<Fault, 'request'> {
  return {
    request: (request: FaultRequest) => {
      const path = pathOf(request);
      return request.method === 'GET' ? { ...request, url: asOther(path) + request.url.slice(path.length) } : request;
    },
  };
}
