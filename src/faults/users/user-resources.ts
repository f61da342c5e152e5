import { changingRequest, jsonOf, matches, scimError, USER, USERS, USERS_AND_USER, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { lastSegmentOf, resourceAt, silent } from '../scim-requests.ts';
import { nestedIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const PUT = { method: 'PUT', path: USER };

const ACTIVATION_IGNORED = silent({ method: 'PATCH', path: USER }, (request) => {
  const operations = (jsonOf(request)?.Operations ?? []) as Json[];
  return operations.some(
    ({ path, value }) => (path === 'active' ? value : nestedIn({ value }, 'value').active) === true,
  );
});

/** Defects of how a user is created, replaced, patched and deleted. */
export const userResourceFaults: Fault[] = [
  {
    id: 'F-STRU-02',
    title: 'A patch that activates a user that was created inactive is answered and does nothing',
    breaks: ['VAULT-UPATCH-02', 'VAULT-MAP-21', 'RFC7644-3.5.2.3-03', 'RFC7644-3.5.2.3-04'],
    request: (request, context) => {
      if (context.memory.get(lastSegmentOf(request)) !== 'created inactive') return request;
      return ACTIVATION_IGNORED.request?.(request, context) ?? request;
    },
    response: (response, request, { memory }) => {
      const user = matches({ method: 'POST', path: USERS, status: 201 }, request, response) ? jsonOf(response) : null;
      if (user?.active === false) memory.set(String(user.id), 'created inactive');
      return response;
    },
  },
  {
    id: 'F-STRU-03',
    title: 'A replace takes a string for `active`, and every string for true',
    breaks: ['VAULT-USER-09', 'RFC7643-2.3.2-02', 'RFC7644-3.12-21'],
    ...changingRequest(PUT, (user) => {
      if (typeof user.active === 'string') user.active = true;
    }),
  },
  {
    id: 'F-STRU-05',
    title: 'A user cannot change the letter case of its own userName: it collides with itself',
    breaks: ['RFC7643-4.1.1-04', 'RFC7644-3.5.1-15', 'VAULT-USER-13', 'VAULT-MAP-16'],
    request: async (request, context) => {
      const wanted = matches(PUT, request) ? jsonOf(request)?.userName : undefined;
      if (typeof wanted !== 'string') return request;
      const { userName } = await resourceAt(request, context);
      const collides = userName !== wanted && String(userName).toLowerCase() === wanted.toLowerCase();
      return collides ? scimError(409, `userName ${wanted} is already in use`, 'uniqueness') : request;
    },
  },
  {
    id: 'F-STRU-06',
    title: 'A replace that renames an inactive user activates it, although it says that the user is inactive',
    breaks: ['VAULT-MAP-47', 'VAULT-USER-04', 'RFC7644-3.5.1-02', 'RFC7643-4.1.1-14'],
    request: async (request, context) => {
      const wanted = matches(PUT, request) ? jsonOf(request) : null;
      if (wanted?.active !== false) return request;
      const { userName, active } = await resourceAt(request, context);
      const renames = active === false && userName !== wanted.userName;
      return renames ? withJson(request, { ...wanted, active: true }) : request;
    },
  },
  {
    id: 'F-STRU-08',
    title: 'A character outside of the basic plane becomes a question mark in a userName',
    breaks: ['VAULT-USER-02', 'VAULT-USER-13', 'VAULT-MAP-02', 'RFC7643-2.3.1-01', 'RFC7644-3.8-01'],
    ...changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (user) => {
      if (typeof user.userName === 'string') user.userName = user.userName.replace(/[\u{10000}-\u{10ffff}]/gu, '?');
    }),
  },
];
