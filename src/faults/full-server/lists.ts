import { changingRequest, jsonOf, matches, USER, USERS, USERS_AND_USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { lastSegmentOf, operationsOf, resourceAt } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';
import { valuesOf } from './user-patches.ts';

type Json = Record<string, unknown>;
type Memory = FaultContext['memory'];

/** Defects of multi-valued attributes (RFC 7643 sections 2.4 and 2.5, RFC 7644 section 3.5.1). */
export const listFaults: Fault[] = [
  {
    id: 'F-FULL-LIST-01',
    title: 'Every value that was ever sent as primary stays primary',
    breaks: ['RFC7643-2.4-03', 'RFC7643-2.4-04', 'RFC7644-3.5.2-24'],
    response: (response, request, { memory }) => {
      notePrimaries(memory, request, jsonOf(response));
      return withEveryPrimary(response, request, memory);
    },
  },
  {
    id: 'F-FULL-LIST-10',
    title: 'A replace stores every value that it sends as primary as such',
    breaks: ['RFC7643-2.4-03', 'RFC7643-2.4-04'],
    response: (response, request, { memory }) => {
      if (request.method === 'PUT') notePrimaries(memory, request, null);
      return withEveryPrimary(response, request, memory);
    },
  },
  {
    id: 'F-FULL-LIST-11',
    title: 'A value that a path makes primary does not reset the old one',
    breaks: ['RFC7644-3.5.2-24', 'RFC7643-2.4-03'],
    request: async (request, context) => {
      const operations = matches({ method: 'PATCH', path: USER }, request) ? operationsOf(request) : [];
      if (operations.some(({ path, value }) => /\]\.primary$/.test(String(path)) && value === true)) {
        const { id, ...user } = await resourceAt(request, context);
        for (const { value, primary } of valuesOf(user, 'emails'))
          if (primary === true) context.memory.set(`${id} ${value}`, true);
      }
      return request;
    },
    response: (response, request, { memory }) => withEveryPrimary(response, request, memory),
  },
  {
    id: 'F-FULL-LIST-02',
    title: 'A new primary value is stored without primary when there is one already',
    breaks: ['RFC7644-3.5.2-24'],
    request: async (request, context) => {
      const operations = matches({ method: 'PATCH', path: USER }, request) ? operationsOf(request) : [];
      if (operations.length === 0) return request;
      const user = await resourceAt(request, context);
      if (!valuesOf(user, 'emails').some(({ primary }) => primary === true)) return request;
      const Operations = operations.map((one) =>
        one.op === 'add' && one.path === 'emails'
          ? { ...one, value: valuesOf(one, 'value').map(({ primary: _lost, ...email }) => email) }
          : one,
      );
      return withJson(request, { ...jsonOf(request), Operations });
    },
  },
  {
    id: 'F-FULL-LIST-03',
    title: 'A single e-mail becomes the primary one by itself',
    breaks: ['RFC7643-2.4-05'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      const [email, ...more] = valuesOf(body, 'emails');
      if (email && more.length === 0) email.primary ??= true;
    }),
  },
  {
    id: 'F-FULL-LIST-04',
    title: 'A replace keeps the values of a list that it does not name',
    breaks: ['RFC7644-3.5.1-04', 'RFC7643-2.5-02', 'RFC7644-3.5.1-06'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (body === null || !Array.isArray(body.emails)) return request;
      const sent = valuesOf(body, 'emails');
      const kept = valuesOf(await resourceAt(request, context), 'emails').filter(
        (old) => !sent.some(({ value }) => value === old.value),
      );
      return withJson(request, { ...body, emails: [...sent, ...kept] });
    },
  },
  {
    id: 'F-FULL-LIST-05',
    title: 'Of a list that a replace sends only the first value is stored',
    breaks: ['RFC7644-3.5.1-04'],
    ...changingRequest({ method: 'PUT', path: USER }, (body) => {
      for (const [name, value] of Object.entries(body))
        if (name !== 'schemas' && Array.isArray(value)) body[name] = value.slice(0, 1);
    }),
  },
  {
    id: 'F-FULL-LIST-06',
    title: 'A replace takes [] for unchanged',
    breaks: ['RFC7643-2.5-02', 'RFC7644-3.5.1-06'],
    ...takingForUnchanged((value) => Array.isArray(value) && value.length === 0),
  },
  {
    id: 'F-FULL-LIST-07',
    title: 'A replace takes null for unchanged',
    breaks: ['RFC7644-3.5.1-06', 'RFC7643-2.5-02'],
    ...takingForUnchanged((value) => value === null),
  },
  {
    id: 'F-FULL-LIST-08',
    title: 'Phone numbers are not stored',
    breaks: ['RFC7643-4.1.2-01', 'RFC7643-7-13'],
    ...changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body) => {
      delete body.phoneNumbers;
    }),
  },
  {
    id: 'F-FULL-LIST-09',
    title: 'Of every list only the first value is stored',
    breaks: ['RFC7643-4.1.2-01', 'RFC7643-7-13'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      for (const name of ['emails', 'phoneNumbers', 'addresses']) {
        if (Array.isArray(body[name])) body[name] = valuesOf(body, name).slice(0, 1);
      }
    }),
  },
];

/** Which values a request names as primary, by the user that it is about. A replace says them anew. */
function notePrimaries(memory: Memory, request: FaultRequest, answered: Json | null): void {
  const isCreate = matches({ method: 'POST', path: USERS }, request);
  if (!isCreate && !matches({ method: ['PUT', 'PATCH'], path: USER }, request)) return;
  const id = isCreate ? answered?.id : lastSegmentOf(request);
  const sent = jsonOf(request) ?? {};
  const emails = [sent, ...operationsOf(request).map(({ value }) => ({ emails: value }))].flatMap((one) =>
    valuesOf(one, 'emails'),
  );
  for (const { value, primary } of emails) if (primary === true) memory.set(`${id} ${value}`, true);
}

/** Shows every value as primary that was noted. */
function withEveryPrimary(response: FaultResponse, request: FaultRequest, memory: Memory): FaultResponse {
  return withUsers(response, request, (user) => {
    for (const email of valuesOf(user, 'emails')) if (memory.has(`${user.id} ${email.value}`)) email.primary = true;
  });
}

/** Defect that stores what was there before where a replace sends such a value. */
function takingForUnchanged(isEmpty: (value: unknown) => boolean): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (body === null || !Object.values(body).some(isEmpty)) return request;
      const before = await resourceAt(request, context);
      return withJson(
        request,
        Object.fromEntries(Object.entries(body).map(([name, value]) => [name, isEmpty(value) ? before[name] : value])),
      );
    },
  };
}
