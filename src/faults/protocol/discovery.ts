import {
  answering,
  answerWith,
  CONFIGURATION,
  changingAnswer,
  changingBody,
  jsonOf,
  matches,
  scimError,
  USERS,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { reading } from '../filter-edits.ts';
import { asking } from '../scim-requests.ts';

const TYPES = /\/ResourceTypes$/;
const SCHEMAS = /\/Schemas$/;
const SCHEMA = /\/Schemas\/[^/]+$/;
const UNKNOWN_SCHEMA = /\/Schemas\/[^/]*:unknown:[^/]*$/;
const GET = { method: 'GET' };

/** Defects of the discovery documents and of what they promise. */
export const discoveryFaults: Fault[] = [
  {
    id: 'F-DISC-01',
    title: 'There is no service provider configuration',
    breaks: [
      'VAULT-DISC-01',
      'VAULT-DISC-04',
      'VAULT-DISC-05',
      'VAULT-DISC-06',
      'VAULT-DISC-07',
      'VAULT-DISC-08',
      'VAULT-DISC-19',
      'RFC7644-3.5-02',
    ],
    ...answering({ ...GET, path: CONFIGURATION }, () => scimError(404, 'not found')),
  },
  advertising('filter', true, 'F-DISC-02', ['VAULT-DISC-02']),
  advertising('bulk', true, 'F-DISC-04', ['VAULT-DISC-04']),
  advertising('sort', true, 'F-DISC-05', ['VAULT-DISC-05']),
  advertising('etag', true, 'F-DISC-06', ['VAULT-DISC-06']),
  advertising('changePassword', true, 'F-DISC-07', ['VAULT-DISC-07']),
  advertising('patch', false, 'F-DISC-08', ['VAULT-DISC-08', 'RFC7644-3.5-02']),
  {
    id: 'F-DISC-09',
    title: 'There are no resource types',
    breaks: ['VAULT-DISC-09', 'VAULT-DISC-10', 'RFC7644-3.2-01', 'RFC7644-3.2-02'],
    ...answering({ ...GET, path: TYPES }, () => scimError(404, 'not found')),
  },
  {
    id: 'F-DISC-10',
    title: 'Only the resource type User can be read by its id',
    breaks: ['VAULT-DISC-10'],
    ...answering({ ...GET, path: /\/ResourceTypes\/Group$/ }, () => scimError(404, 'not found')),
  },
  {
    id: 'F-DISC-11',
    title: 'There are no schemas',
    breaks: ['VAULT-DISC-11', 'VAULT-DISC-12'],
    ...answering({ ...GET, path: SCHEMAS }, () => scimError(404, 'not found')),
  },
  {
    id: 'F-DISC-12',
    title: 'A schema cannot be read by its id',
    breaks: ['VAULT-DISC-12'],
    ...answering({ ...GET, path: SCHEMA }, () => scimError(404, 'not found')),
  },
  {
    id: 'F-DISC-13',
    title: 'Each schema id gives the schema of users',
    breaks: ['VAULT-DISC-12'],
    ...changingBody({ ...GET, path: SCHEMA, status: 200 }, (schema) => {
      schema.id = 'urn:ietf:params:scim:schemas:core:2.0:User';
    }),
  },
  {
    id: 'F-DISC-14',
    title: 'An unknown schema is answered with an empty one',
    breaks: ['VAULT-DISC-13'],
    ...changingAnswer({ ...GET, path: UNKNOWN_SCHEMA, status: 404 }, (_response, request) =>
      answerWith(200, {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
        id: decodeURIComponent(request.url.split('/').at(-1) ?? ''),
        attributes: [],
      }),
    ),
  },
  {
    id: 'F-DISC-15',
    title: 'An unknown resource type is answered with that of users',
    breaks: ['VAULT-DISC-14'],
    response: (response, request, { send }) =>
      matches({ ...GET, path: /\/ResourceTypes\/[^/]+$/, status: 404 }, request, response)
        ? send(asking(request, 'GET', request.url.replace(/[^/]+$/, 'User')))
        : response,
  },
  {
    id: 'F-DISC-16',
    title: 'A replace of the configuration is answered as done',
    breaks: ['VAULT-DISC-15'],
    ...answering({ method: 'PUT', path: CONFIGURATION }, (request) => answerWith(200, jsonOf(request))),
  },
  {
    id: 'F-DISC-17',
    title: 'A delete of the schemas is answered as done',
    breaks: ['VAULT-DISC-15'],
    ...answering({ method: 'DELETE', path: SCHEMAS }, () => answerWith(204, null)),
  },
  {
    id: 'F-DISC-19',
    title: 'Filtering is advertised, and filters on userName are ignored',
    breaks: ['VAULT-DISC-19', 'VAULT-FILTER-01', 'VAULT-FILTER-02', 'VAULT-FILTER-08', 'VAULT-FILTER-10'],
    ...reading(USERS, /^userName eq "[^"]*"$/, () => null),
  },
];

function advertising(capability: string, supported: boolean, id: string, breaks: Fault['breaks']): Fault {
  return {
    id,
    title: `The configuration says that ${capability} is ${supported ? '' : 'not '}supported`,
    breaks,
    ...changingBody({ ...GET, path: CONFIGURATION, status: 200 }, (configuration) => {
      configuration[capability] = { ...(configuration[capability] as object | undefined), supported };
    }),
  };
}
