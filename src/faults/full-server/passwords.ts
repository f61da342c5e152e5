import { jsonOf, matches, scimError, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { asking, lastSegmentOf, operationsOf } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';

/** Defects of writes of a password (RFC 7643 section 4.1.1, RFC 7644 section 3.5). */
export const passwordFaults: Fault[] = [
  {
    id: 'F-REST-55',
    title: 'The answer to a replace shows the new password',
    breaks: ['RFC7644-3.5.1-03', 'RFC7643-4.1.1-15', 'RFC7643-7-21', 'RFC7643-7-23', 'RFC7644-3.9-12'],
    response: (response, request) => {
      const password = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request)?.password : undefined;
      return password === undefined
        ? response
        : withUsers(response, request, (user) => {
            user.password = password;
          });
    },
  },
  {
    id: 'F-REST-56',
    title: 'A replace of a user with a password needs the password',
    breaks: ['RFC7644-3.5.1-18'],
    request: (request, { memory }) => {
      const isPut = matches({ method: 'PUT', path: USER }, request);
      return isPut && memory.has(lastSegmentOf(request)) && jsonOf(request)?.password === undefined
        ? scimError(400, 'the password is missing', 'invalidValue')
        : request;
    },
    response: (response, request, { memory }) => {
      const isCreate = matches({ method: 'POST', path: USERS, status: 201 }, request, response);
      if (isCreate && jsonOf(request)?.password !== undefined) memory.set(String(jsonOf(response)?.id), true);
      return response;
    },
  },
  {
    id: 'F-REST-57',
    title: 'The answer to a patch of a password shows it',
    breaks: [
      'RFC7643-4.1.1-17',
      'RFC7642-2.3.6-01',
      'RFC7643-4.1.1-15',
      'RFC7643-7-21',
      'RFC7643-7-23',
      'RFC7644-3.9-12',
    ],
    response: async (response, request, { send }) => {
      const password = newPassword(request);
      if (password === undefined || response.status >= 300) return response;
      const user = await send(asking(request, 'GET'));
      return withJson(user, { ...jsonOf(user), password });
    },
  },
  {
    id: 'F-REST-58',
    title: 'A patch of a password is refused as a change of a readOnly attribute',
    breaks: ['RFC7643-4.1.1-17', 'RFC7642-2.3.6-01'],
    request: (request) =>
      newPassword(request) === undefined ? request : scimError(400, 'the password is readOnly', 'mutability'),
  },
];

/** The password that a patch sets; undefined for other requests. */
function newPassword(request: FaultRequest): unknown {
  return matches({ method: 'PATCH', path: USER }, request)
    ? operationsOf(request).find(({ path }) => path === 'password')?.value
    : undefined;
}
