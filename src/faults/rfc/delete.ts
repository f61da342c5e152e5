import {
  answering,
  answerWith,
  changingAnswer,
  GROUP,
  jsonOf,
  matches,
  pathOf,
  RESOURCE,
  scimError,
  USER,
  USERS,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { NOTHING_DONE } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** Defects of deletion, and of what comes after it under the same name (RFC 7644 section 3.6). */
export const rfcDeleteFaults: Fault[] = [
  {
    id: 'F-RFC-LIFE-32',
    title: 'A DELETE answers 200',
    breaks: ['RFC7644-3.6-01'],
    ...changingAnswer({ method: 'DELETE', path: RESOURCE, status: 204 }, (response) => ({ ...response, status: 200 })),
  },
  {
    id: 'F-RFC-LIFE-33',
    title: 'A DELETE answers with the deleted id',
    breaks: ['RFC7644-3.6-02', 'RFC7644-3.6-01', 'OKTA-21', 'ENTRA-06'],
    ...changingAnswer({ method: 'DELETE', path: RESOURCE, status: 204 }, (_response, request) =>
      answerWith(200, { id: request.url.split('/').at(-1) }),
    ),
  },
  {
    id: 'F-RFC-LIFE-34',
    title: 'A DELETE answers 204 and does nothing',
    breaks: [
      ...([
        'RFC7644-3.6-01',
        'RFC7644-3.6-02',
        'RFC7644-3.6-03',
        'RFC7644-3.6-04',
        'RFC7644-3.6-05',
        'VAULT-NS-24',
      ] as const),
      ...(['RFC7644-3.6-06', 'RFC7644-3.6-07', 'RFC7644-3.6-08', 'RFC7643-3.1-06', 'RFC9110-9.2.2-02'] as const),
      ...(['RFC7642-2.4.3-01', 'RFC7644-3.6-11', 'RFC7644-3.6-09', 'RFC7644-3.12-10'] as const),
      'VAULT-USER-43',
      'VAULT-GROUP-28',
    ],
    ...answering({ method: 'DELETE', path: RESOURCE }, () => NOTHING_DONE),
  },
  {
    id: 'F-RFC-LIFE-35',
    title: 'A second DELETE answers 204',
    breaks: ['RFC7644-3.6-06', 'RFC7644-3.6-09', 'RFC7644-3.12-10', 'RFC7644-6.1-01', 'RFC7644-2-03'],
    ...changingAnswer({ method: 'DELETE', path: RESOURCE, status: 404 }, () => NOTHING_DONE),
  },
  {
    id: 'F-RFC-LIFE-36',
    title: 'DELETE on the collection answers 204',
    breaks: ['RFC7644-3.6-10'],
    ...answering({ method: 'DELETE', path: USERS }, () => NOTHING_DONE),
  },
  {
    id: 'F-RFC-LIFE-37',
    title: 'Deleting a group deletes its members',
    breaks: ['RFC7644-3.6-11', 'VAULT-GROUP-30', 'VAULT-MAP-47', 'VAULT-ACCESS-39'],
    request: async (request, { send }) => {
      if (request.method !== 'DELETE' || !GROUP.test(pathOf(request))) return request;
      const group = jsonOf(await send({ ...request, method: 'GET' }));
      for (const { value } of (group?.members ?? []) as Json[]) {
        await send({ ...request, url: request.url.replace(/Groups\/.*$/, `Users/${value}`) });
      }
      return request;
    },
  },
  {
    id: 'F-RFC-LIFE-38',
    title: 'Lists are one behind a deletion',
    breaks: ['RFC7644-3.6-07'],
    request: async (request, { send, memory }) => {
      if (request.method !== 'DELETE' || !USER.test(pathOf(request))) return request;
      memory.set('gone', (await send({ ...request, method: 'GET' })).body);
      return request;
    },
    response: (response, request, { memory }) => {
      const gone = memory.get('gone') as Buffer | undefined;
      const list = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!gone || !list || !request.url.includes('count=1000')) return response;
      const Resources = [...((list.Resources ?? []) as Json[]), JSON.parse(gone.toString()) as Json];
      return withJson(response, {
        ...list,
        Resources,
        totalResults: Number(list.totalResults) + 1,
        itemsPerPage: Resources.length,
      });
    },
  },
  {
    id: 'F-RFC-LIFE-39',
    title: 'A deleted name stays taken',
    breaks: ['RFC7644-3.6-08', 'RFC7642-2.4.3-01', 'RFC7643-3.1-06', 'VAULT-USER-43'],
    response: (response, request, { memory }) => {
      const name = request.method === 'POST' ? String(jsonOf(request)?.userName) : '';
      if (name === '' || !USERS.test(pathOf(request))) return response;
      const taken = memory.has(name) && response.status === 201;
      memory.set(name, true);
      return taken ? scimError(409, 'userName is in use', 'uniqueness') : response;
    },
  },
  {
    id: 'F-RFC-LIFE-40',
    title: 'An id is given again to a user of the same name',
    breaks: ['RFC7643-3.1-06', 'RFC7644-3.6-08', 'RFC7643-3.1-23'],
    response: (response, request, { memory }) => {
      const body = matches({ method: 'POST', path: USERS, status: 201 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const first = memory.get(String(body.userName)) ?? body.id;
      memory.set(String(body.userName), first);
      return withJson(response, { ...body, id: first });
    },
  },
];
