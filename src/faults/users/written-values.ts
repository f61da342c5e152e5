import {
  answerWith,
  changingRequest,
  GROUPS,
  jsonOf,
  METADATA,
  matches,
  metaOf,
  pathOf,
  scimError,
  shownIn,
  USERS,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { asking } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const WRITES = { method: ['POST', 'PUT'], path: /identity\/scim\/v2\/(Users|Groups)(\/[^/]+)?$/ };
const CREATE_USER = { method: 'POST', path: USERS };
const LONGEST = 512;

/** Defects of the body of a create, and of a replace where both are read alike. */
export const writtenValueFaults: Fault[] = [
  {
    id: 'F-WRITE-01',
    title: 'A number as externalId is taken as text',
    breaks: ['RFC7644-3.12-21'],
    ...reading('externalId', (value) => (typeof value === 'number' ? String(value) : value)),
  },
  {
    id: 'F-WRITE-02',
    title: 'A number as displayName is taken as text',
    breaks: ['RFC7644-3.12-21'],
    ...reading('displayName', (value) => (typeof value === 'number' ? String(value) : value)),
  },
  {
    id: 'F-WRITE-03',
    title: 'A number as active is taken for a boolean in a create and a replace: 0 is false',
    breaks: ['RFC7644-3.12-21'],
    ...reading('active', (value) => (typeof value === 'number' ? value !== 0 : value)),
  },
  {
    id: 'F-WRITE-04',
    title: 'Members that are no list are passed over',
    breaks: ['RFC7644-3.12-21'],
    ...reading('members', (value) => (Array.isArray(value) ? value : undefined)),
  },
  {
    id: 'F-WRITE-05',
    title: 'Members that are given as plain texts are taken for ids',
    breaks: ['RFC7644-3.12-21'],
    ...readingMembers((members) => members.map((one) => (typeof one === 'string' ? { value: one } : one))),
  },
  {
    id: 'F-WRITE-07',
    title: 'A member that is null breaks the server',
    breaks: ['RFC7644-3.12-17'],
    ...breakingOn((body) => Array.isArray(body.members) && body.members.includes(null)),
  },
  {
    id: 'F-WRITE-08',
    title: 'A userName of more than 512 characters breaks the server',
    breaks: ['RFC7644-3.12-17'],
    ...breakingOn((body) => String(body.userName).length > LONGEST),
  },
  {
    id: 'F-WRITE-09',
    title: 'null as externalId is stored as the text <nil>',
    breaks: ['VAULT-USER-08'],
    ...changingRequest(CREATE_USER, (body) => {
      if (body.externalId === null) body.externalId = '<nil>';
    }),
  },
  {
    id: 'F-WRITE-10',
    title: 'Metadata are dropped when their URN comes first in schemas',
    breaks: ['RFC7643-3-05', 'VAULT-MAP-06'],
    ...changingRequest(CREATE_USER, (body) => {
      if (Array.isArray(body.schemas) && body.schemas[0] === METADATA) delete body[METADATA];
    }),
  },
  {
    id: 'F-WRITE-11',
    title: 'A create that brings the id of a user replaces that user',
    breaks: ['RFC7644-3.3-01', 'RFC7643-3.1-07'],
    request: async (request, { send }) => {
      const body = matches(CREATE_USER, request) ? jsonOf(request) : null;
      if (!body || typeof body.id !== 'string') return request;
      const url = `${pathOf(request)}/${encodeURIComponent(body.id)}`;
      const before = jsonOf(await send(asking(request, 'GET', url)));
      if (before?.id !== body.id) return request;
      const replaced = await send(asking(request, 'PUT', url, { ...body, externalId: before.externalId }));
      const user = replaced.status === 200 ? jsonOf(replaced) : null;
      return user ? withHeader(answerWith(201, user), 'Location', String(metaOf(user).location)) : replaced;
    },
  },
  {
    id: 'F-WRITE-12',
    title: 'A group that was created with members has a lastModified after created',
    breaks: ['RFC7643-3.1-19'],
    response: (response, request, { memory }) => {
      const body = response.status < 300 && /v2\/Groups/.test(pathOf(request)) ? jsonOf(response) : null;
      if (!body) return response;
      const members = jsonOf(request)?.members;
      if (request.method === 'POST' && Array.isArray(members) && members.length > 0) memory.set(String(body.id), true);
      for (const group of shownIn(body)) {
        const meta = metaOf(group);
        if (memory.has(String(group.id)) && meta.lastModified === meta.created) {
          meta.lastModified = later(meta.created);
        }
      }
      return withJson(response, body);
    },
  },
  {
    id: 'F-WRITE-13',
    title: 'A create of a group that brings an id is refused',
    breaks: ['RFC7644-3.3-01'],
    request: (request) =>
      matches({ method: 'POST', path: GROUPS }, request) && jsonOf(request)?.id !== undefined
        ? scimError(400, 'id is read-only', 'mutability')
        : request,
  },
];

function reading(attribute: string, read: (value: unknown) => unknown): Pick<Fault, 'request'> {
  return changingRequest(WRITES, (body) => {
    if (body[attribute] !== undefined && body[attribute] !== null) body[attribute] = read(body[attribute]);
  });
}

function readingMembers(read: (members: unknown[]) => unknown[]): Pick<Fault, 'request'> {
  return reading('members', (value) => (Array.isArray(value) ? read(value) : value));
}

function breakingOn(breaks: (body: Json) => boolean): Pick<Fault, 'request'> {
  return {
    request: (request: FaultRequest) => {
      const body = matches(WRITES, request) ? jsonOf(request) : null;
      return body && breaks(body) ? scimError(500, 'internal error') : request;
    },
  };
}

function later(instant: unknown): string {
  const milliseconds = 2;
  return new Date(Date.parse(String(instant)) + milliseconds).toISOString();
}
