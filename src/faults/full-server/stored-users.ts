import { SchemaUrn } from '../../protocol/scim.ts';
import { changingRequest, GROUP, jsonOf, matches, pathOf, scimError, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { wholeList } from '../filter-edits.ts';
import { asking, operationsOf, patchOf, resourceAt } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';
import { executing, isComplex, isSimple, type Operation, selectedBy, valuePathOf, valuesOf } from './user-patches.ts';

type Json = Record<string, unknown>;

const EXTENSION = SchemaUrn.enterpriseUser;

/** Defects of what is stored of a user beside what a write is about (RFC 7644 sections 3.3 and 3.5). */
export const storedUserFaults: Fault[] = [
  {
    id: 'F-N9D-01',
    title: 'PUT keeps of an e-mail what it does not mention, when there was one of the same type',
    breaks: ['RFC7644-3.5.1-04'],
    ...replacing((body, stored) => ({
      ...body,
      ...(Array.isArray(body.emails) && {
        emails: valuesOf(body, 'emails').map((email) => ({
          ...valuesOf(stored, 'emails').find(({ type }) => type === email.type),
          ...email,
        })),
      }),
    })),
  },
  {
    id: 'F-N9D-02',
    title: 'Of a value path with two conditions only the first counts',
    breaks: ['RFC7644-3.5.2.2-04'],
    ...executing((operation) => {
      const [, head, tail] = /^(\w+\[\w+ eq "[^"]*") and [^\]]*(\].*)$/.exec(operation.path ?? '') ?? [];
      return head === undefined || operation.op !== 'remove' ? null : [{ ...operation, path: `${head}${tail}` }];
    }),
  },
  {
    id: 'F-N9D-03',
    title: 'A value path with another operator than eq selects nothing to remove',
    breaks: ['RFC7644-3.5.2.2-04'],
    ...executing((operation) => {
      const filter = valuePathOf(operation)?.filter;
      return operation.op === 'remove' && filter !== undefined && !/^\w+ eq /.test(filter) ? [] : null;
    }),
  },
  {
    id: 'F-N9D-04',
    title: 'A value path selects among the values that were there before the request',
    breaks: ['RFC7644-3.5.2-23'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: USER }, request)) return request;
      const user = await resourceAt(request, context);
      const isUnmet = operationsOf(request).some((operation) => {
        const path = valuePathOf(operation as unknown as Operation);
        return (
          operation.op === 'replace' &&
          path &&
          /^\w+ eq "[^"]*"$/.test(path.filter) &&
          selectedBy(path, user).length === 0
        );
      });
      return isUnmet ? scimError(400, 'the path selects nothing', 'noTarget') : request;
    },
  },
  {
    id: 'F-N9D-05',
    title: 'An added phone number replaces those that were there',
    breaks: ['RFC7644-3.5.2.1-08'],
    ...executing((operation) =>
      operation.op === 'add' && operation.path === 'phoneNumbers' ? [{ ...operation, op: 'replace' }] : null,
    ),
  },
  {
    id: 'F-N9D-06',
    title: 'PUT with null for an attribute of the extension leaves its value',
    breaks: ['RFC7644-3.5.1-06'],
    ...replacing((body, stored) => {
      const [sent, old] = [body[EXTENSION], stored[EXTENSION]];
      if (!isComplex(sent) || !isComplex(old)) return body;
      const kept = Object.entries(sent).map(([name, value]) => [name, value ?? old[name]]);
      return { ...body, [EXTENSION]: Object.fromEntries(kept) };
    }),
  },
  {
    id: 'F-N9D-07',
    title: 'A patch of one attribute of the extension loses the others',
    breaks: ['RFC7644-3.5.2-16'],
    ...executing((operation, { [EXTENSION]: stored }) => {
      const name = partOfExtension(operation);
      if (operation.op === 'remove' || name === null || !isComplex(stored)) return null;
      const others = Object.keys(stored).filter((other) => other !== name.split('.')[0]);
      return [...others.map((other) => ({ op: 'remove', path: `${EXTENSION}:${other}` })), operation];
    }),
  },
  {
    id: 'F-N9D-08',
    title: 'A patch of nothing but the extension leaves lastModified as it was',
    breaks: ['RFC7643-3.1-20', 'RFC7644-3.5.2-32'],
    ...unmarked((operations) => operations.every((operation) => partOfExtension(operation) !== null)),
  },
  {
    id: 'F-N9D-09',
    title: 'A patch whose last operation changes nothing leaves lastModified as it was',
    breaks: ['RFC7644-3.5.2.1-15'],
    ...unmarked((operations, user) => {
      const last = operations.at(-1);
      return last !== undefined && isSimple(last.path) && user[last.path] === last.value;
    }),
  },
  {
    id: 'F-N9D-10',
    title: 'PUT of a user without groups takes the user out of its groups',
    breaks: ['RFC7643-4.1.2-07'],
    response: async (response, request, context) => {
      const user = matches({ method: 'PUT', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      if (user === null || jsonOf(request)?.groups !== undefined) return response;
      for (const { value } of valuesOf(user, 'groups')) {
        const path = `members[value eq "${user.id}"]`;
        await context.send(asking(request, 'PATCH', groupAt(request, value), patchOf({ op: 'remove', path })));
      }
      const { groups: _left, ...rest } = user;
      return withJson(response, rest);
    },
  },
  {
    id: 'F-N9D-11',
    title: 'A user created with groups becomes a member of them',
    breaks: ['RFC7644-3.3-01', 'RFC7643-4.1.2-07'],
    response: async (response, request, context) => {
      const user = matches({ method: 'POST', path: USERS, status: 201 }, request, response) ? jsonOf(response) : null;
      const groups = valuesOf(jsonOf(request) ?? {}, 'groups');
      if (user === null || groups.length === 0) return response;
      for (const { value } of groups) {
        const adding = { op: 'add', path: 'members', value: [{ value: user.id }] };
        await context.send(asking(request, 'PATCH', groupAt(request, value), patchOf(adding)));
      }
      return { ...(await context.send(asking(request, 'GET', `${pathOf(request)}/${user.id}`))), status: 201 };
    },
  },
  {
    id: 'F-N9D-14',
    title: 'A refused patch keeps what its earlier operations changed in the extension',
    breaks: ['RFC7644-3.5.2-25', 'RFC7644-3.5.2-26'],
    response: async (response, request, context) => {
      if (!matches({ method: 'PATCH', path: USER, status: 400 }, request, response)) return response;
      const earlier = operationsOf(request)
        .slice(0, -1)
        .filter((operation) => partOfExtension(operation as unknown as Operation) !== null);
      if (earlier.length > 0) await context.send(withJson(request, patchOf(...earlier)));
      return response;
    },
  },
  {
    id: 'F-N9D-16',
    title: 'To remove one attribute of the extension removes the whole extension',
    breaks: ['RFC7644-3.5.2-16'],
    ...executing((operation, { [EXTENSION]: stored }) =>
      operation.op === 'remove' && partOfExtension(operation) !== null && isComplex(stored)
        ? Object.keys(stored).map((name) => ({ op: 'remove', path: `${EXTENSION}:${name}` }))
        : null,
    ),
  },
  {
    id: 'F-N9D-17',
    title: 'Of several members that one patch removes only the last one goes',
    breaks: ['RFC7644-3.5.2-23'],
    ...changingRequest({ method: 'PATCH', path: GROUP }, (body) => {
      const operations = (body.Operations ?? []) as Json[];
      const isRemoval = ({ op, path }: Json) => op === 'remove' && String(path).startsWith('members[');
      if (operations.every(isRemoval)) body.Operations = operations.slice(-1);
    }),
  },
  {
    id: 'F-N9D-18',
    title: 'A second user with the same e-mail is refused',
    breaks: ['RFC7644-3.3-13'],
    request: async (request, context) => {
      const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
      const sent = body === null ? [] : valuesOf(body, 'emails').map(({ value }) => value);
      if (sent.length === 0) return request;
      const others = await wholeList(request, context);
      const isTaken = others.some((other) => valuesOf(other, 'emails').some(({ value }) => sent.includes(value)));
      return isTaken ? scimError(409, 'an e-mail is in use', 'uniqueness') : request;
    },
  },
];

/** Name behind the URN of the extension, in a path to one of its attributes; null for other paths. */
function partOfExtension({ path }: Operation): string | null {
  return path?.startsWith(`${EXTENSION}:`) ? path.slice(EXTENSION.length + 1) : null;
}

/** Path of a group beside the users that the request is about. */
function groupAt(request: FaultRequest, id: unknown): string {
  return `${pathOf(request).replace(/\/Users.*$/, '/Groups')}/${id}`;
}

/** Defect that stores another user than the one that a PUT gives. */
function replacing(as: (body: Json, stored: Json) => Json): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (body === null || Array.isArray(body)) return request;
      const stored = await resourceAt(request, context);
      return stored.id === undefined ? request : withJson(request, as(body, stored));
    },
  };
}

/** Defect that shows a user as not modified by some of its patches. */
function unmarked(applies: (operations: Operation[], user: Json) => boolean): Pick<Fault, 'request' | 'response'> {
  return {
    request: async (request, context) => {
      context.memory.delete('before');
      if (!matches({ method: 'PATCH', path: USER }, request)) return request;
      const user = await resourceAt(request, context);
      const operations = operationsOf(request) as unknown as Operation[];
      if (user.id !== undefined && applies(operations, user)) context.memory.set('before', modifiedOf(user));
      return request;
    },
    response: async (response, request, context) => {
      const { memory } = context;
      const before = memory.get('before');
      memory.delete('before');
      if (before !== undefined && response.status < 300) {
        memory.set(String(modifiedOf(await resourceAt(request, context))), memory.get(String(before)) ?? before);
      }
      return withUsers(response, request, (user) => {
        const shown = memory.get(String(modifiedOf(user)));
        if (shown !== undefined) user.meta = { ...(user.meta as Json), lastModified: shown };
      });
    },
  };
}

function modifiedOf(user: Json): unknown {
  return ((user.meta ?? {}) as Json).lastModified;
}
