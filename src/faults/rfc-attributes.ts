import {
  changingBody,
  changingRequest,
  changingResources,
  jsonOf,
  matches,
  pathOf,
  scimError,
  USER,
  USERS,
  withJson,
} from './edits.ts';
import type { Fault, FaultRequest } from './fault.ts';

type Json = Record<string, unknown>;

const READ = { method: 'GET', path: USER, status: 200 };
const USERS_AND_USER = /identity\/scim\/v2\/Users(\/[^/]+)?$/;
const shown = (change: (user: Json) => unknown): Pick<Fault, 'response'> => changingBody(READ, (body) => change(body));
const meta = (user: Json): Json => (user.meta ?? {}) as Json;
const created = (change: (body: Json) => unknown): Pick<Fault, 'request'> =>
  changingRequest({ method: 'POST', path: USERS }, change);
/** Refuses a create or a PUT of a user whose body meets a condition. */
const refusing = (holds: (body: Json, request: FaultRequest) => boolean): Pick<Fault, 'request'> => ({
  request: (request) => {
    const body =
      ['POST', 'PUT'].includes(request.method) && USERS_AND_USER.test(pathOf(request)) ? jsonOf(request) : null;
    return body && holds(body, request) ? scimError(400, 'refused', 'mutability') : request;
  },
});
/** What a create or a PUT was sent is shown from then on, in place of what the server holds. */
const forging = (pick: (sent: Json) => Json): Pick<Fault, 'response'> => ({
  response: (response, request, { memory }) => {
    const body = USERS_AND_USER.test(pathOf(request)) && response.status < 300 ? jsonOf(response) : null;
    if (!body || typeof body.id !== 'string') return response;
    if (['POST', 'PUT'].includes(request.method)) memory.set(body.id, pick(jsonOf(request) ?? {}));
    const forged = memory.get(body.id) as Json | undefined;
    return forged ? withJson(response, merged(body, forged)) : response;
  },
});
const merged = (body: Json, forged: Json): Json => ({
  ...body,
  ...forged,
  ...(forged.meta ? { meta: { ...meta(body), ...(forged.meta as Json) } } : {}),
});

/** Defects of the common attributes, of mutability and of values (RFC 7643 sections 2, 3 and 7). */
export const rfcAttributeFaults: Fault[] = [
  {
    id: 'F-RFC-ATTR-01',
    title: 'Users have no schemas',
    breaks: [
      'RFC7643-2.1-02',
      'RFC7643-3-01',
      'RFC7643-3-04',
      'RFC7643-3.3-01',
      'RFC7643-4.1-01',
      'RFC7643-6-09',
      'RFC7644-3.9-13',
      'RFC7643-3-08',
      'RFC7643-7-03',
    ],
    ...shown((user) => {
      delete user.schemas;
    }),
  },
  {
    id: 'F-RFC-ATTR-02',
    title: 'An undeclared URN stays in schemas',
    breaks: ['RFC7643-3-03', 'RFC7643-3.3-01'],
    ...changingResources({ method: 'GET', path: USERS }, (user) => {
      user.schemas = [...((user.schemas ?? []) as string[]), 'urn:example:undeclared'];
    }),
  },
  {
    id: 'F-RFC-ATTR-03',
    title: 'schemas names the core schema twice',
    breaks: ['RFC7643-3-04', 'RFC7643-6-09', 'RFC7643-3-08', 'RFC7644-3.9-13'],
    ...shown((user) => {
      user.schemas = [...((user.schemas ?? []) as string[]), ...((user.schemas ?? []) as string[])];
    }),
  },
  {
    id: 'F-RFC-ATTR-04',
    title: 'A user without schemas is created',
    breaks: ['RFC7643-3-02'],
    ...created((body) => {
      body.schemas ??= ['urn:ietf:params:scim:schemas:core:2.0:User'];
    }),
  },
  {
    id: 'F-RFC-ATTR-05',
    title: 'An unknown attribute comes back in lists',
    breaks: ['RFC7643-3-10', 'RFC7643-7-12'],
    ...changingResources({ method: 'GET', path: USERS }, (user) => {
      user.unknownAttr = 'x';
    }),
  },
  {
    id: 'F-RFC-ATTR-06',
    title: 'Listed users have no id',
    breaks: ['RFC7643-3.1-03', 'RFC7644-3.4.2-09'],
    ...changingResources({ method: 'GET', path: USERS }, (user) => {
      delete user.id;
    }),
  },
  {
    id: 'F-RFC-ATTR-07',
    title: 'Ids begin with bulkId',
    breaks: [
      'RFC7643-3.1-08',
      'RFC7643-3.1-05',
      'RFC7643-3.1-03',
      'RFC7643-3.1-01',
      'RFC7644-3.5.1-10',
      'RFC7644-3.5.1-13',
      'RFC7643-3.1-23',
    ],
    ...shown((user) => {
      user.id = `bulkId:${user.id}`;
    }),
  },
  {
    id: 'F-RFC-ATTR-08',
    title: 'externalId is stored in lower case',
    breaks: ['RFC7643-3.1-10', 'RFC7643-7-16', 'RFC7644-3.4.2.2-50'],
    ...created((body) => {
      if (typeof body.externalId === 'string') body.externalId = body.externalId.toLowerCase();
    }),
  },
  {
    id: 'F-RFC-ATTR-09',
    title: 'A missing externalId is made up',
    breaks: ['RFC7643-3.1-11'],
    ...created((body) => {
      body.externalId ??= `made-up-${Math.random()}`;
    }),
  },
  {
    id: 'F-RFC-ATTR-10',
    title: 'meta.created is hours away',
    breaks: ['RFC7643-3.1-17', 'RFC7643-3.1-19'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      if (user.meta) user.meta = { ...meta(user), created: '2024-01-01T00:00:00Z' };
    }),
  },
  {
    id: 'F-RFC-ATTR-11',
    title: 'lastModified is a moment after created',
    breaks: ['RFC7643-3.1-19'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      if (meta(user).created === meta(user).lastModified && user.meta) {
        user.meta = {
          ...meta(user),
          lastModified: String(meta(user).lastModified).replace(/(\.\d+)?Z$/, '.999999999Z'),
        };
      }
    }),
  },
  {
    id: 'F-RFC-ATTR-12',
    title: 'Times are written without a T',
    breaks: ['RFC7643-2.3.5-01', 'RFC7643-3.1-17', 'RFC7643-3.1-19'],
    ...shown((user) => {
      if (user.meta) user.meta = { ...meta(user), created: String(meta(user).created).replace('T', ' ') };
    }),
  },
  {
    id: 'F-RFC-ATTR-13',
    title: 'active is the text "true"',
    breaks: ['RFC7643-2.3.2-01', 'RFC7643-2.3-02'],
    ...shown((user) => {
      if (typeof user.active === 'boolean') user.active = String(user.active);
    }),
  },
  {
    id: 'F-RFC-ATTR-14',
    title: 'A text is taken for a boolean',
    breaks: ['RFC7643-2.3.2-02', 'RFC7644-3.12-21'],
    ...created((body) => {
      if (typeof body.active === 'string') body.active = body.active === 'true';
    }),
  },
  {
    id: 'F-RFC-ATTR-15',
    title: 'Numbers of a list have a fraction',
    breaks: ['RFC7643-2.3.4-01'],
    response: (response, request) =>
      matches({ method: 'GET', path: USERS, status: 200 }, request, response)
        ? {
            ...response,
            body: Buffer.from(response.body.toString().replace(/"totalResults":(\d+)/, '"totalResults":$1.0')),
          }
        : response,
  },
  {
    id: 'F-RFC-ATTR-16',
    title: 'userName is a list',
    breaks: ['RFC7643-2.3-02', 'RFC7644-3.8-13', 'RFC7643-2.3.1-01'],
    ...shown((user) => {
      user.userName = [user.userName];
    }),
  },
  {
    id: 'F-RFC-ATTR-17',
    title: 'A user with null for an attribute is shown with an empty text',
    breaks: ['RFC7643-2.5-01', 'RFC7644-3.3-03', 'RFC7643-7-12'],
    response: (response, request, { memory }) => {
      const body = USERS_AND_USER.test(pathOf(request)) && response.status < 300 ? jsonOf(response) : null;
      if (!body || typeof body.id !== 'string') return response;
      if (request.method === 'POST' && jsonOf(request)?.displayName === null) memory.set(body.id, true);
      return memory.has(body.id) ? withJson(response, { ...body, displayName: '', title: '' }) : response;
    },
  },
  {
    id: 'F-RFC-ATTR-18',
    title: 'A userName of null keeps the old name',
    breaks: ['RFC7643-2.5-04', 'RFC7643-4.1.1-01'],
    request: async (request, { send }) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (!body || (body.userName !== null && body.userName !== '')) return request;
      const before = jsonOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
      return withJson(request, { ...body, userName: before?.userName });
    },
  },
  {
    id: 'F-RFC-ATTR-19',
    title: 'A user without userName is created',
    breaks: ['RFC7643-4.1.1-01', 'RFC7644-3.12-20'],
    ...created((body) => {
      if (!body.userName) body.userName = `nobody-${Math.random()}`;
    }),
  },
  {
    id: 'F-RFC-ATTR-20',
    title: 'userName is stored cut to 20 characters and in lower case',
    breaks: [
      'RFC7643-7-17',
      'RFC7644-3.3-05',
      'RFC7643-4.1.1-09',
      'RFC7643-7-13',
      'RFC7643-2.3.1-01',
      'RFC7643-4.1.1-05',
    ],
    ...shown((user) => {
      user.userName = String(user.userName).slice(0, 20).toLowerCase();
    }),
  },
  {
    id: 'F-RFC-ATTR-21',
    title: 'members is an object when there is one member',
    breaks: ['RFC7643-2.4-01', 'RFC7644-3.8-12'],
    ...changingResources({ method: 'GET', path: /Groups\/[^/]+$/ }, (group) => {
      const members = group.members as unknown[] | undefined;
      if (members?.length === 1) group.members = members[0];
    }),
  },
  {
    id: 'F-RFC-ATTR-22',
    title: 'meta is a list',
    breaks: ['RFC7644-3.8-13', 'RFC7643-3-06'],
    ...shown((user) => {
      user.meta = [user.meta];
    }),
  },
  {
    id: 'F-RFC-ATTR-23',
    title: 'References are sentences',
    breaks: ['RFC7643-2.3.7-01', 'RFC7643-4.2-06', 'RFC7643-2.3.7-03', 'RFC7644-1.2-02'],
    ...changingResources({ method: 'GET', path: /Groups\/[^/]+$/ }, (group) => {
      for (const one of (group.members ?? []) as Json[]) one.$ref = 'http://[the user';
    }),
  },
  {
    id: 'F-RFC-ATTR-24',
    title: 'Unicode forms of one name are two names',
    breaks: ['RFC7644-5-01'],
    ...created((body) => {
      const name = String(body.userName);
      if (name !== name.normalize('NFC')) body.userName = `${name}-2`;
    }),
  },
  {
    id: 'F-RFC-ATTR-25',
    title: 'readOnly attributes in a create are refused',
    breaks: [
      'RFC7644-3.3-01',
      'RFC7643-3.1-07',
      'RFC7644-3.3.1-02',
      'RFC7643-3.1-15',
      'RFC7643-4.1.2-07',
      'RFC7644-3.1-03',
      'ENTRA-03',
    ],
    ...refusing(
      (body, request) =>
        request.method === 'POST' &&
        ['id', 'meta', 'groups'].some(
          (name) =>
            (name === 'groups' ? (body[name] as unknown[] | undefined)?.length : body[name]) !== undefined &&
            body[name] !== null &&
            String(body[name]) !== '',
        ),
    ),
  },
  {
    id: 'F-RFC-ATTR-26',
    title: 'meta of a request is shown from then on',
    breaks: [
      ...(['RFC7644-3.3-01', 'RFC7644-3.3.1-02', 'RFC7643-3.1-15', 'RFC7644-3.5.1-09', 'RFC7643-7-18'] as const),
      'RFC7643-3.1-23',
      'RFC7643-6-03',
      'RFC7644-3.3-07',
      'RFC7644-3.3.1-01',
    ],
    ...forging((sent) => (sent.meta ? { meta: sent.meta } : {})),
  },
  {
    id: 'F-RFC-ATTR-27',
    title: 'groups of a request are shown from then on',
    breaks: ['RFC7644-3.3-01', 'RFC7644-3.5.1-09', 'RFC7643-4.1.2-07', 'RFC7643-7-18', 'RFC7644-3.1-03'],
    ...forging((sent) => (Array.isArray(sent.groups) && sent.groups.length > 0 ? { groups: sent.groups } : {})),
  },
  {
    id: 'F-RFC-ATTR-28',
    title: 'The id of a request is shown from then on',
    breaks: ['RFC7643-3.1-07', 'RFC7644-3.3-01', 'RFC7644-3.5.1-10', 'RFC7643-3.1-23'],
    response: (response, request, { memory }) => {
      const body = USERS_AND_USER.test(pathOf(request)) && response.status < 300 ? jsonOf(response) : null;
      if (!body || typeof body.id !== 'string') return response;
      const sent = ['POST', 'PUT'].includes(request.method) ? jsonOf(request)?.id : undefined;
      if (typeof sent === 'string' && sent !== body.id) memory.set(body.id, sent);
      const wrong = request.method === 'GET' ? memory.get(body.id) : undefined;
      return wrong ? withJson(response, { ...body, id: wrong }) : response;
    },
  },
  {
    id: 'F-RFC-ATTR-29',
    title: 'A renamed user gets another id',
    breaks: ['RFC7643-3.1-05', 'RFC7643-4.1.1-05', 'RFC7643-3.1-23'],
    response: (response, request, { memory }) => {
      const body = USER.test(pathOf(request)) && response.status === 200 ? jsonOf(response) : null;
      if (!body) return response;
      if (request.method === 'PUT' && /renamed/.test(String(body.userName))) memory.set(pathOf(request), true);
      return memory.has(pathOf(request)) ? withJson(response, { ...body, id: `${body.id}-2` }) : response;
    },
  },
  {
    id: 'F-RFC-ATTR-30',
    title: 'A change of externalId breaks the server',
    breaks: ['RFC7643-3.1-12', 'RFC7644-3.12-17'],
    response: (response, request) =>
      matches({ method: 'PUT', path: USER, status: 400 }, request, response) &&
      jsonOf(response)?.scimType === 'mutability'
        ? scimError(500, 'externalId')
        : response,
  },
  {
    id: 'F-RFC-ATTR-31',
    title: 'A new user of a taken name in another case is created',
    breaks: ['RFC7643-4.1.1-03'],
    ...created((body) => {
      const name = String(body.userName);
      if (name === name.toUpperCase() && name !== name.toLowerCase()) body.userName = `${name}-2`;
    }),
  },
  {
    id: 'F-RFC-ATTR-32',
    title: 'A user cannot change the case of its name',
    breaks: ['RFC7643-4.1.1-04'],
    ...refusing(
      (body, request) =>
        request.method === 'PUT' &&
        String(body.userName) === String(body.userName).toUpperCase() &&
        Boolean(body.userName),
    ),
  },
  {
    id: 'F-RFC-ATTR-33',
    title: 'Users of one server share an id',
    breaks: ['RFC7643-3.1-04', 'RFC7643-3.1-23'],
    ...shown((user) => {
      user.id = '22222222-2222-4222-8222-222222222222';
    }),
  },
  {
    id: 'F-RFC-ATTR-34',
    title: 'The extension of a user is not named in its schemas',
    breaks: ['RFC7643-3-08'],
    ...shown((user) => {
      user.schemas = ((user.schemas ?? []) as string[]).slice(0, 1);
    }),
  },
  {
    id: 'F-RFC-ATTR-40',
    title: 'The extension of a user is shown as a text',
    breaks: ['RFC7643-3.3-02'],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body) => {
      for (const urn of extensionsOf(body)) body[urn] = JSON.stringify(body[urn]);
    }),
  },
  {
    id: 'F-RFC-ATTR-41',
    title: 'Attributes of the extension stand at the top level of a user',
    breaks: ['RFC7643-3-07', 'RFC7643-3.3-02'],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body) => {
      for (const urn of extensionsOf(body)) {
        Object.assign(body, body[urn]);
        delete body[urn];
      }
    }),
  },
];

function extensionsOf(body: Json): string[] {
  return Object.keys(body).filter((name) => name.startsWith('urn:'));
}
