import {
  changingRequest,
  GROUP,
  jsonOf,
  matches,
  queryOf,
  resourcesOf,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
  withJson,
} from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { filterMatch, withFilter } from '../filter-edits.ts';
import { asking, isSingle, lastSegmentOf, operationsOf, resourceAt, silent } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';
import { executing, isComplex } from './user-patches.ts';

type Json = Record<string, unknown>;

/** The extension of the independent server with an immutable, an integer, a dateTime and an asked-for attribute. */
export const BADGE = 'urn:ietf:params:scim:schemas:extension:badge:2.0:User';

/** Defects of kinds of attributes that the schemas of RFC 7643 hardly have (its sections 2.3 and 7). */
export const badgeFaults: Fault[] = [
  {
    id: 'F-REST-01',
    title: 'PUT overlooks another value of an immutable attribute and answers 200',
    breaks: ['RFC7644-3.5.1-07'],
    request: async (request, context) => {
      const serial = isPut(request) ? await storedSerial(request, context) : undefined;
      return serial === undefined ? request : withJson(request, withSerial(jsonOf(request) ?? {}, serial));
    },
  },
  {
    id: 'F-REST-02',
    title: 'PUT changes an immutable attribute',
    breaks: ['RFC7644-3.5.1-07', 'RFC7643-7-19'],
    request: async (request, context) => {
      const serial = isPut(request) ? await storedSerial(request, context) : undefined;
      if (serial === undefined) return request;
      context.memory.set(lastSegmentOf(request), serialOf(jsonOf(request) ?? {}));
      return withJson(request, withSerial(jsonOf(request) ?? {}, serial));
    },
    response: showingSerials,
  },
  {
    id: 'F-REST-03',
    title: 'A patch changes an immutable attribute',
    breaks: ['RFC7644-3.5.2-18', 'RFC7643-7-19'],
    request: async (request, context) => {
      const serial = matches({ method: 'PATCH', path: USER }, request)
        ? await storedSerial(request, context)
        : undefined;
      const operation = operationsOf(request).find(({ path }) => path === `${BADGE}:serial`);
      if (serial === undefined || operation === undefined) return request;
      context.memory.set(lastSegmentOf(request), operation.value);
      return asking(request, 'GET');
    },
    response: showingSerials,
  },
  {
    id: 'F-REST-04',
    title: 'A patch of an immutable attribute answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2-18'],
    ...executing(({ path }, user) => (path === `${BADGE}:serial` && serialOf(user) !== undefined ? [] : null)),
  },
  {
    id: 'F-REST-05',
    title: 'A refused change of an immutable attribute is called invalidValue',
    breaks: ['RFC7644-3.5.1-07', 'RFC7644-3.5.2-18'],
    ...called('invalidValue', (request) => request.body.includes('"second"')),
  },
  {
    id: 'F-REST-06',
    title: 'A refused removal of an id is called noTarget',
    breaks: ['RFC7644-3.12-25', 'RFC7644-3.5.2.2-09'],
    ...called('noTarget', (request) => operationsOf(request).some(({ path }) => path === 'id')),
  },
  {
    id: 'F-REST-07',
    title: 'An immutable attribute without a value refuses its first one in a PUT',
    breaks: ['RFC7644-3.5.1-08'],
    request: async (request, context) =>
      isPut(request) && serialOf(jsonOf(request) ?? {}) !== undefined && !(await storedSerial(request, context))
        ? scimError(400, 'the serial is immutable', 'mutability')
        : request,
  },
  {
    id: 'F-REST-08',
    title: 'An immutable attribute is stored at creation only, and a PUT with its first value answers 200',
    breaks: ['RFC7644-3.5.1-08'],
    ...changingRequest({ method: 'PUT', path: USER }, (body) => withSerial(body, undefined)),
  },
  {
    id: 'F-REST-09',
    title: 'A patch that gives an immutable attribute its first value answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2-19'],
    ...executing(({ path }, user) => (path === `${BADGE}:serial` && serialOf(user) === undefined ? [] : null)),
  },
  {
    id: 'F-REST-10',
    title: 'What is returned on request is shown to everybody',
    breaks: ['RFC7644-3.9-11', 'RFC7643-7-25'],
    response: (response, request, { memory }) => {
      const sent = remarkOf(jsonOf(request) ?? {});
      if (sent !== undefined) memory.set(String(jsonOf(response)?.id), sent);
      return withUsers(response, request, (user) => {
        if (memory.has(String(user.id))) user[BADGE] = { ...badgeOf(user), remark: memory.get(String(user.id)) };
      });
    },
  },
  {
    id: 'F-REST-11',
    title: 'What is returned on request is shown to nobody',
    breaks: ['RFC7644-3.9-11', 'RFC7643-7-25'],
    response: (response, request) => withUsers(response, request, loseRemark),
  },
  {
    id: 'F-REST-12',
    title: 'The answer to a create lacks what is returned on request',
    breaks: ['RFC7643-7-25'],
    response: (response, request) =>
      matches({ method: 'POST', path: USERS }, request) ? withUsers(response, request, loseRemark) : response,
  },
  {
    id: 'F-REST-13',
    title: 'A replace gives the password back to who asks for it',
    breaks: ['RFC7643-7-21', 'RFC7643-7-23', 'RFC7643-4.1.1-15'],
    response: (response, request) => {
      const password = isPut(request) ? jsonOf(request)?.password : undefined;
      if (password === undefined || !queryOf(request).has('attributes')) return response;
      return withUsers(response, request, (user) => {
        user.password = password;
      });
    },
  },
  {
    id: 'F-REST-14',
    title: 'A text that is no time is taken as the first of all times',
    breaks: ['RFC7643-2.3.5-02'],
    ...changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body) => {
      const badge = badgeOf(body);
      if (badge.issued !== undefined && Number.isNaN(Date.parse(String(badge.issued))))
        body[BADGE] = { ...badge, issued: '1970-01-01T00:00:00Z' };
    }),
  },
  {
    id: 'F-REST-15',
    title: 'Filters compare integers as texts',
    breaks: ['RFC7644-3.4.2.2-22'],
    request: async (request, { send }) => {
      const [, others = '', operator, number = ''] =
        filterMatch(request, USERS, /^(.*) and urn:\S+:level ([gl][te]) (\d+)$/) ?? [];
      if (operator === undefined) return request;
      const answer = await send(withFilter(request, others));
      const list = jsonOf(answer) ?? {};
      const Resources = resourcesOf(list).filter((user) => {
        const level = String(badgeOf(user).level);
        if (level === number) return operator.endsWith('e');
        return operator.startsWith('g') ? level > number : level < number;
      });
      return withJson(answer, { ...list, Resources, totalResults: Resources.length, itemsPerPage: Resources.length });
    },
  },
  {
    id: 'F-REST-80',
    title: 'A patch of the value of a member answers 204 and does nothing',
    breaks: ['RFC7643-4.2-08'],
    ...silent({ method: 'PATCH', path: GROUP }, (request) => isSingle(request, 'replace', /^members\[.*\]\.value$/)),
  },
];

function isPut(request: FaultRequest): boolean {
  return matches({ method: 'PUT', path: USER }, request);
}

function badgeOf(user: Json): Json {
  return isComplex(user[BADGE]) ? user[BADGE] : {};
}

function serialOf(user: Json): unknown {
  return badgeOf(user).serial;
}

function remarkOf(user: Json): unknown {
  return badgeOf(user).remark;
}

function loseRemark(user: Json): void {
  delete badgeOf(user).remark;
}

function withSerial(user: Json, serial: unknown): Json {
  return isComplex(user[BADGE]) ? { ...user, [BADGE]: { ...user[BADGE], serial } } : user;
}

async function storedSerial(request: FaultRequest, context: FaultContext): Promise<unknown> {
  return serialOf(await resourceAt(request, context));
}

/** Shows the serials that the server behind refused. */
function showingSerials(response: FaultResponse, request: FaultRequest, { memory }: FaultContext): FaultResponse {
  return withUsers(response, request, (user) => {
    if (memory.has(String(user.id))) user[BADGE] = { ...badgeOf(user), serial: memory.get(String(user.id)) };
  });
}

/** Defect that names refusals of some requests by another keyword. */
function called(scimType: string, applies: (request: FaultRequest) => boolean): Pick<Fault, 'response'> {
  return {
    response: (response, request) => {
      const error = response.status === 400 && applies(request) ? jsonOf(response) : null;
      return error === null ? response : withJson(response, { ...error, scimType });
    },
  };
}
