import {
  answering,
  changingAnswer,
  changingBody,
  changingResources,
  metaOf,
  pathOf,
  queryOf,
  resourcesOf,
  scimError,
} from '../edits.ts';
import type { Fault } from '../fault.ts';

type Json = Record<string, unknown>;

const CONFIG = { method: 'GET', path: /scim\/v2\/ServiceProviderConfig$/ };
const TYPES = { method: 'GET', path: /scim\/v2\/ResourceTypes$/ };
const TYPE = { method: 'GET', path: /scim\/v2\/ResourceTypes\/[^/]+$/ };

const eachType = (change: (type: Json) => void) =>
  changingBody(TYPES, (body) => {
    resourcesOf(body).forEach(change);
  });
const config = (change: (body: Json) => unknown) => changingBody(CONFIG, change);
const feature = (id: string, name: string, breaks: [string, ...string[]]): Fault => ({
  id,
  title: `${name}.supported is the text "true" in the configuration`,
  breaks,
  ...config((body) => {
    body[name] = { ...(body[name] as Json), supported: 'true' };
  }),
});
const scheme = (change: (schemes: Json[]) => void) =>
  config((body) => {
    change(body.authenticationSchemes as Json[]);
  });

/** Defects of the configuration and of the resource types (RFC 7643 sections 5 and 6, RFC 7644 section 4). */
export const rfcDiscoveryFaults: Fault[] = [
  {
    id: 'F-RFC-DISC-01',
    title: 'The configuration names the schema of SCIM 1.1',
    breaks: ['RFC7644-4-01'],
    ...config((body) => {
      body.schemas = ['urn:scim:schemas:core:1.0'];
    }),
  },
  {
    id: 'F-RFC-DISC-02',
    title: 'The configuration is wrapped into a list',
    breaks: [
      ...(['RFC7644-4-02', 'RFC7644-4-01', 'RFC7643-5-01', 'RFC7643-5-02', 'RFC7643-5-03', 'RFC7643-5-04'] as const),
      ...([
        'RFC7643-5-05',
        'RFC7643-5-06',
        'RFC7643-5-07',
        'RFC7644-3.7.4-01',
        'RFC7643-5-08',
        'RFC7643-5-10',
      ] as const),
      ...(['RFC7643-5-11', 'RFC7643-5-14', 'RFC7644-3.5-02', 'RFC7643-2.1-02'] as const),
    ],
    ...config((body) => ({ totalResults: 1, Resources: [body] })),
  },
  {
    id: 'F-RFC-DISC-03',
    title: 'The configuration is served under the plural name only',
    breaks: [
      ...(['RFC7644-3.2-07', 'RFC7644-4-01', 'RFC7644-4-02', 'RFC7643-5-01', 'RFC7643-5-02', 'RFC7643-5-03'] as const),
      ...([
        'RFC7643-5-04',
        'RFC7643-5-05',
        'RFC7643-5-06',
        'RFC7643-5-07',
        'RFC7644-3.7.4-01',
        'RFC7643-5-08',
      ] as const),
      ...(['RFC7643-5-10', 'RFC7643-5-14', 'RFC7644-3.5-02'] as const),
    ],
    ...answering(CONFIG, () => scimError(404, 'no such endpoint')),
  },
  feature('F-RFC-DISC-04', 'patch', ['RFC7643-5-01', 'RFC7644-3.5-02', 'RFC7644-3.5-03']),
  feature('F-RFC-DISC-05', 'bulk', ['RFC7643-5-02']),
  feature('F-RFC-DISC-06', 'filter', ['RFC7643-5-03']),
  feature('F-RFC-DISC-07', 'changePassword', ['RFC7643-5-04']),
  feature('F-RFC-DISC-08', 'sort', ['RFC7643-5-05']),
  feature('F-RFC-DISC-09', 'etag', ['RFC7643-5-06']),
  {
    id: 'F-RFC-DISC-10',
    title: 'The limits of bulk are left out because bulk is not offered',
    breaks: ['RFC7643-5-07', 'RFC7644-3.7.4-01'],
    ...config((body) => {
      body.bulk = { supported: false };
    }),
  },
  {
    id: 'F-RFC-DISC-11',
    title: 'filter.maxResults is a text',
    breaks: ['RFC7643-5-08'],
    ...config((body) => {
      body.filter = { ...(body.filter as Json), maxResults: '1000' };
    }),
  },
  {
    id: 'F-RFC-DISC-12',
    title: 'The configuration calls itself a user in meta',
    breaks: ['RFC7643-5-16'],
    ...config((body) => {
      body.meta = { ...(body.meta as Json), resourceType: 'User' };
    }),
  },
  {
    id: 'F-RFC-DISC-13',
    title: 'documentationUri is a path of the file system',
    breaks: ['RFC7643-5-15'],
    ...config((body) => {
      body.documentationUri = '/usr/share/doc/scim';
    }),
  },
  {
    id: 'F-RFC-DISC-14',
    title: 'A PUT on a discovery endpoint answers 200',
    breaks: ['RFC7643-5-17', 'RFC7644-3.2-04', 'RFC7643-7-11'],
    ...answering({ method: 'PUT', path: /scim\/v2\/(ServiceProviderConfig|ResourceTypes|Schemas)/ }, (request) => ({
      status: 200,
      headers: [['Content-Type', 'application/scim+json']],
      body: request.body,
    })),
  },
  {
    id: 'F-RFC-DISC-15',
    title: 'No authentication scheme is announced',
    breaks: ['RFC7643-5-10'],
    ...config((body) => {
      body.authenticationSchemes = [];
    }),
  },
  {
    id: 'F-RFC-DISC-16',
    title: 'Authentication schemes have no description',
    breaks: ['RFC7643-5-11'],
    ...scheme((schemes) => {
      for (const one of schemes) delete one.description;
    }),
  },
  {
    id: 'F-RFC-DISC-17',
    title: 'The authentication scheme has a type of its own',
    breaks: ['RFC7643-5-12'],
    ...scheme((schemes) => {
      for (const one of schemes) one.type = 'vaulttoken';
    }),
  },
  {
    id: 'F-RFC-DISC-18',
    title: 'Two authentication schemes are primary',
    breaks: ['RFC7643-5-13'],
    ...scheme((schemes) => {
      schemes.push({ ...schemes[0], name: 'another', primary: true });
      for (const one of schemes) one.primary = true;
    }),
  },
  {
    id: 'F-RFC-DISC-19',
    title: 'The configuration asks for a credential',
    breaks: ['RFC7643-5-14'],
    request: (request) =>
      CONFIG.path.test(pathOf(request)) &&
      !request.headers.some(([name]) => /^(authorization|x-vault-token)$/i.test(name))
        ? scimError(401, 'a token is needed')
        : request,
  },
  {
    id: 'F-RFC-DISC-20',
    title: '/ResourceTypes forgets the groups',
    breaks: ['RFC7644-4-05', 'RFC7644-3.2-02', 'RFC7644-3.4.2.4-08'],
    ...changingBody(TYPES, (body) => {
      body.Resources = resourcesOf(body).filter(({ name }) => name !== 'Group');
      body.totalResults = resourcesOf(body).length;
    }),
  },
  {
    id: 'F-RFC-DISC-21',
    title: 'A single resource type cannot be read',
    breaks: ['RFC7644-4-06', 'RFC7643-6-11'],
    ...answering(TYPE, () => scimError(404, 'no such resource type')),
  },
  {
    id: 'F-RFC-DISC-22',
    title: 'Resource types name no schema of their own',
    breaks: ['RFC7643-6-01'],
    ...eachType((type) => {
      type.schemas = [type.schema];
    }),
  },
  {
    id: 'F-RFC-DISC-23',
    title: 'Both resource types have one name',
    breaks: ['RFC7643-6-02', 'RFC7644-4-05', 'RFC7644-3.2-02'],
    ...eachType((type) => {
      type.name = 'User';
    }),
  },
  {
    id: 'F-RFC-DISC-24',
    title: 'Endpoints are absolute URIs',
    breaks: ['RFC7643-6-04', 'RFC7644-3.2-01', 'RFC7644-3.2-02', 'RFC7644-4-09', 'RFC7644-4-06'],
    ...eachType((type) => {
      type.endpoint = `https://scim.example.com${type.endpoint}`;
    }),
  },
  {
    id: 'F-RFC-DISC-25',
    title: 'A resource type names a schema that is not listed',
    breaks: ['RFC7643-6-05', 'RFC7644-4-03', 'RFC7644-4-06', 'RFC7643-6-11'],
    ...eachType((type) => {
      type.schema = `${type.schema}:old`;
    }),
  },
  {
    id: 'F-RFC-DISC-26',
    title: 'An extension names a schema that is not listed',
    breaks: ['RFC7643-6-06', 'RFC7644-4-03', 'RFC7644-4-06'],
    ...eachType((type) => {
      for (const one of type.schemaExtensions as Json[]) one.schema = `${one.schema}:old`;
    }),
  },
  {
    id: 'F-RFC-DISC-27',
    title: 'Extensions do not say whether they are required',
    breaks: ['RFC7643-6-07'],
    ...eachType((type) => {
      for (const one of type.schemaExtensions as Json[]) delete one.required;
    }),
  },
  {
    id: 'F-RFC-DISC-28',
    title: 'A user without the optional extension is refused',
    breaks: ['RFC7643-6-09'],
    request: (request) =>
      request.method === 'POST' &&
      /Users$/.test(pathOf(request)) &&
      !request.body.includes('schemas:extension') &&
      !request.body.includes('"active"')
        ? scimError(400, 'the extension is required', 'invalidValue')
        : request,
  },
  {
    id: 'F-RFC-DISC-29',
    title: 'The endpoint of groups answers no queries',
    breaks: ['RFC7644-4-09', 'RFC7644-3.2-02'],
    ...answering({ method: 'GET', path: /scim\/v2\/Groups$/ }, () => scimError(501, 'groups cannot be listed')),
  },
  {
    id: 'F-RFC-DISC-30',
    title: 'The endpoint of users answers no queries',
    breaks: ['RFC7644-3.2-01', 'RFC7644-4-09'],
    ...answering({ method: 'GET', path: /scim\/v2\/Users$/ }, () => scimError(501, 'users cannot be listed')),
  },
  {
    id: 'F-RFC-DISC-31',
    title: 'An unknown resource type answers 400',
    breaks: ['RFC7644-4-10'],
    ...changingAnswer({ ...TYPE, status: 404 }, () => scimError(400, 'no such resource type')),
  },
  {
    id: 'F-RFC-DISC-32',
    title: 'Paging applies to the discovery lists',
    breaks: ['RFC7644-4-07', 'RFC7644-3.4.2.4-08'],
    ...changingBody({ method: 'GET', path: /scim\/v2\/(Schemas|ResourceTypes)$/ }, (body, request) => {
      const count = queryOf(request).get('count');
      if (count !== null) body.Resources = resourcesOf(body).slice(0, Number(count));
    }),
  },
  {
    id: 'F-RFC-DISC-33',
    title: 'A filter on a discovery endpoint is refused as a bad one',
    breaks: ['RFC7644-4-08'],
    ...changingAnswer({ method: 'GET', path: /scim\/v2\/Schemas$/, status: 403 }, () =>
      scimError(400, 'no filters here', 'invalidFilter'),
    ),
  },
  {
    id: 'F-RFC-DISC-34',
    title: 'Message schemas can be read below /Schemas',
    breaks: ['RFC7644-3.1-02'],
    request: (request) =>
      request.method === 'GET' && /Schemas\/urn:ietf:params:scim:api:messages/.test(pathOf(request))
        ? {
            status: 200,
            headers: [['Content-Type', 'application/scim+json']],
            body: Buffer.from(JSON.stringify({ id: 'urn:ietf:params:scim:api:messages:2.0:ListResponse' })),
          }
        : request,
  },
  {
    id: 'F-RFC-DISC-35',
    title: 'PATCH is announced as unsupported',
    breaks: ['RFC7644-3.5-02', 'RFC7644-3.5-03'],
    ...config((body) => {
      body.patch = { supported: false };
    }),
  },
  {
    id: 'F-RFC-DISC-36',
    title: 'Users carry their type in lower case',
    breaks: ['RFC7643-6-03', 'RFC7644-3.3.1-01', 'RFC7644-3.4.2-11', 'RFC7644-3.3.1-02', 'RFC7644-3.5.1-09'],
    ...changingResources({ path: /scim\/v2\/Users/ }, (one) => {
      if (one.meta) one.meta = { ...metaOf(one), resourceType: 'user' };
    }),
  },
  {
    id: 'F-RFC-DISC-37',
    title: 'Entries of /Schemas say that they are resource types',
    breaks: ['RFC7644-4-12'],
    ...changingResources({ method: 'GET', path: /scim\/v2\/Schemas/, status: 200 }, (one) => {
      one.meta = { ...metaOf(one), resourceType: 'ResourceType' };
    }),
  },
];
