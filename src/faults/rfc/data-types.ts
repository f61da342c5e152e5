import { changingResources, jsonOf, matches, metaOf, pathOf, USER, USERS, USERS_AND_USER, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { newUser, shownUser } from '../user-edits.ts';

type Json = Record<string, unknown>;

/** Defects of values: their types, their absence, their text (RFC 7643 sections 2.3 to 2.5 and 4.1.1). */
export const rfcDataTypeFaults: Fault[] = [
  {
    id: 'F-RFC-ATTR-12',
    title: 'Times are written without a T',
    breaks: ['RFC7643-2.3.5-01', 'RFC7643-3.1-17', 'RFC7643-3.1-19'],
    ...shownUser((user) => {
      if (user.meta) user.meta = { ...metaOf(user), created: String(metaOf(user).created).replace('T', ' ') };
    }),
  },
  {
    id: 'F-RFC-ATTR-13',
    title: 'active is the text "true"',
    breaks: ['RFC7643-2.3.2-01', 'RFC7643-2.3-02'],
    ...shownUser((user) => {
      if (typeof user.active === 'boolean') user.active = String(user.active);
    }),
  },
  {
    id: 'F-RFC-ATTR-14',
    title: 'A text is taken for a boolean',
    breaks: ['RFC7643-2.3.2-02', 'RFC7644-3.12-21'],
    ...newUser((body) => {
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
    ...shownUser((user) => {
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
    ...newUser((body) => {
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
      'RFC7644-3.5.1-02',
    ],
    ...shownUser((user) => {
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
    ...shownUser((user) => {
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
    ...newUser((body) => {
      const name = String(body.userName);
      if (name !== name.normalize('NFC')) body.userName = `${name}-2`;
    }),
  },
  {
    id: 'F-RFC-ATTR-31',
    title: 'A new user of a taken name in another case is created',
    breaks: ['RFC7643-4.1.1-03'],
    ...newUser((body) => {
      const name = String(body.userName);
      if (name === name.toUpperCase() && name !== name.toLowerCase()) body.userName = `${name}-2`;
    }),
  },
];
