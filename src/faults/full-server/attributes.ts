import { changingRequest, jsonOf, matches, queryOf, USERS, USERS_AND_USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { withUsers } from './shown-users.ts';
import { isComplex, valuesOf } from './user-patches.ts';

/** Defects of the attributes of a user (RFC 7643 section 4.1.1). */
export const attributeFaults: Fault[] = [
  {
    id: 'F-FULL-ATTR-01',
    title: 'The middle name is not stored',
    breaks: ['RFC7643-4.1.1-06'],
    ...changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body) => {
      if (isComplex(body.name)) delete body.name.middleName;
    }),
  },
  {
    id: 'F-FULL-ATTR-02',
    title: 'A name is stored as one text',
    breaks: ['RFC7643-4.1.1-06', 'RFC7643-7-13'],
    ...changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body) => {
      if (isComplex(body.name)) body.name = { formatted: Object.values(body.name).join(' ') };
    }),
  },
  {
    id: 'F-FULL-ATTR-03',
    title: 'An error about a user repeats the request with its password',
    breaks: ['RFC7643-4.1.1-16'],
    response: (response, request) => {
      const refused = matches({ method: 'POST', path: USERS, status: (status) => status >= 400 }, request, response);
      const error = refused ? jsonOf(response) : null;
      return error === null || jsonOf(request)?.password === undefined
        ? response
        : withJson(response, { ...error, detail: `cannot create ${request.body.toString('utf8')}` });
    },
  },
  {
    id: 'F-FULL-ATTR-04',
    title: 'A user is shown with the password',
    breaks: ['RFC7643-4.1.1-15', 'RFC7643-7-21', 'RFC7643-7-23'],
    response: (response, request, { memory }) => {
      notePassword(memory, request, response);
      return withPassword(response, request, memory);
    },
  },
  {
    id: 'F-FULL-ATTR-05',
    title: 'A user who asks for the password gets it',
    breaks: ['RFC7643-4.1.1-15', 'RFC7643-7-21', 'RFC7643-7-23'],
    response: (response, request, { memory }) => {
      notePassword(memory, request, response);
      const isAsked = queryOf(request).get('attributes')?.includes('password') === true;
      return isAsked ? withPassword(response, request, memory) : response;
    },
  },
  {
    id: 'F-FULL-ATTR-06',
    title: 'A certificate is shown as PEM',
    breaks: ['RFC7643-2.3.6-01', 'RFC7643-4.1.2-13'],
    response: (response, request) =>
      withUsers(response, request, (user) => {
        for (const certificate of valuesOf(user, 'x509Certificates'))
          certificate.value = `-----BEGIN CERTIFICATE-----\n${certificate.value}\n-----END CERTIFICATE-----`;
      }),
  },
];

type Memory = FaultContext['memory'];

function notePassword(memory: Memory, request: FaultRequest, response: FaultResponse): void {
  const password = matches({ method: ['POST', 'PUT'] }, request) ? jsonOf(request)?.password : undefined;
  const id = jsonOf(response)?.id;
  if (password !== undefined && id !== undefined) memory.set(String(id), password);
}

function withPassword(response: FaultResponse, request: FaultRequest, memory: Memory): FaultResponse {
  return withUsers(response, request, (user) => {
    if (memory.has(String(user.id))) user.password = memory.get(String(user.id));
  });
}
