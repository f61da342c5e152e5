import {
  changingRequest,
  changingResources,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  pathOf,
  scimError,
  USER,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { NOTHING_DONE } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Operation = { op?: string; path?: string; value?: unknown };

const GROUPS_AND_GROUP = /identity\/scim\/v2\/Groups(\/[^/]+)?$/;
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const operationsOf = (request: FaultRequest): Operation[] =>
  request.method === 'PATCH' && GROUP.test(pathOf(request)) ? (listOf(jsonOf(request)?.Operations) as Operation[]) : [];
const shownMembers = (change: (members: Json[], group: Json) => unknown): Pick<Fault, 'response'> =>
  changingResources({ method: 'GET', path: GROUPS_AND_GROUP }, (group) => {
    if (Array.isArray(group.members)) group.members = change(group.members as Json[], group);
  });
const shownGroups = (change: (groups: Json[]) => unknown): Pick<Fault, 'response'> =>
  changingResources({ method: 'GET', path: USER }, (user) => {
    if (Array.isArray(user.groups)) user.groups = change(user.groups as Json[]);
  });
/** Refuses, or drops in silence, the patch of a group whose first operation looks like this. */
const patch = (
  holds: (operations: Operation[]) => boolean,
  how: 'refused' | 'silent' | 'broken',
): Pick<Fault, 'request'> => ({
  request: (request) => {
    const operations = operationsOf(request);
    if (operations.length === 0 || !holds(operations)) return request;
    if (how === 'refused') return scimError(400, 'not supported', 'invalidValue');
    return how === 'silent' ? NOTHING_DONE : scimError(500, 'patch');
  },
});
const isAdd = ({ op, path }: Operation): boolean => op === 'add' && path === 'members';

/** Defects of groups and of their members (RFC 7643 section 4.2, RFC 7644 section 3.5.2). */
export const rfcGroupFaults: Fault[] = [
  {
    id: 'F-RFC-GROUP-01',
    title: 'Groups carry the schema of users',
    breaks: ['RFC7643-4.2-01', 'RFC7643-3.3-01', 'RFC7643-3-03', 'RFC7643-7-03'],
    ...changingResources({ path: GROUPS_AND_GROUP }, (group) => {
      group.schemas = ['urn:example:team'];
    }),
  },
  {
    id: 'F-RFC-GROUP-02',
    title: 'A group without displayName gets one',
    breaks: ['RFC7643-4.2-02', 'RFC7644-3.12-20'],
    ...changingRequest({ method: 'POST', path: GROUPS }, (body) => {
      body.displayName ??= `unnamed ${Math.random()}`;
    }),
  },
  {
    id: 'F-RFC-GROUP-03',
    title: 'Members of a new group are dropped',
    breaks: ['RFC7643-4.2-04', 'RFC7643-4.1.2-08', 'RFC7643-4.2-15', 'RFC7644-3.3-05', 'VAULT-GROUP-03'],
    ...changingRequest({ method: 'POST', path: GROUPS }, (body) => {
      delete body.members;
    }),
  },
  {
    id: 'F-RFC-GROUP-04',
    title: 'members.value is the name of the user',
    breaks: [
      ...(['RFC7643-4.2-05', 'RFC7643-4.2-04', 'RFC7643-4.2-07', 'RFC7643-4.2-12', 'RFC7643-4.2-11'] as const),
      ...(['RFC7643-4.2-15', 'RFC7644-3.5.2.1-16', 'RFC7644-3.5.2.1-12', 'RFC7644-3.5.2.2-11'] as const),
      ...(['RFC7644-3.5.2.2-10', 'RFC7644-3.5.2.2-13'] as const),
      'RFC7643-4.2-06',
    ],
    ...shownMembers((members) => members.map((one) => ({ ...one, value: one.display ?? one.value }))),
  },
  {
    id: 'F-RFC-GROUP-05',
    title: 'members.$ref leads to a group',
    breaks: ['RFC7643-4.2-06', 'RFC7643-2.3.7-03'],
    ...shownMembers((members) =>
      members.map((one) => ({ ...one, $ref: String(one.$ref).replace('/Users/', '/Groups/') })),
    ),
  },
  {
    id: 'F-RFC-GROUP-06',
    title: 'Members are called groups by their type',
    breaks: ['RFC7643-4.2-14'],
    ...shownMembers((members) => members.map((one) => ({ ...one, type: 'Group' }))),
  },
  {
    id: 'F-RFC-GROUP-07',
    title: 'A PUT adds members and removes none',
    breaks: ['RFC7643-4.2-07', 'RFC7643-4.1.2-10', 'RFC7644-3.5.1-02'],
    request: async (request, { send }) => {
      const body = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
      if (!body) return request;
      const before = jsonOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
      const values = new Set([...listOf(before?.members), ...listOf(body.members)].map(({ value }) => value));
      return withJson(request, { ...body, members: [...values].map((value) => ({ value })) });
    },
  },
  {
    id: 'F-RFC-GROUP-08',
    title: 'Groups show their first member twice',
    breaks: [
      ...(['RFC7643-4.2-12', 'RFC7644-3.5.2.1-12', 'RFC7643-4.2-04', 'RFC7643-4.2-05', 'RFC7643-4.2-07'] as const),
      ...(['RFC7643-4.2-15', 'RFC7644-3.5.2.1-16', 'RFC7644-3.5.2.2-11', 'RFC7644-3.5.2.2-10'] as const),
      ...(['RFC7644-3.5.2.2-13', 'RFC7643-4.2-11'] as const),
      'RFC7643-2.4-07',
      'ENTRA-15',
    ],
    ...shownMembers((members) => [...members.slice(0, 1), ...members]),
  },
  {
    id: 'F-RFC-GROUP-09',
    title: 'A member with an unknown id breaks the server',
    breaks: ['RFC7643-4.2-11', 'RFC7644-3.12-17'],
    request: (request) =>
      request.method === 'PUT' && request.body.includes('00000000-0000-4000') && GROUP.test(pathOf(request))
        ? scimError(500, 'member')
        : request,
  },
  {
    id: 'F-RFC-GROUP-10',
    title: 'Users do not show their groups',
    breaks: ['RFC7643-4.1.2-10', 'RFC7643-4.1.2-08'],
    ...shownGroups(() => []),
  },
  {
    id: 'F-RFC-GROUP-11',
    title: 'groups.value is the name of the group',
    breaks: ['RFC7643-4.1.2-08', 'RFC7643-4.1.2-10', 'RFC7643-4.1.2-09'],
    ...shownGroups((groups) => groups.map((one) => ({ ...one, value: one.display }))),
  },
  {
    id: 'F-RFC-GROUP-12',
    title: 'groups.$ref leads to a user',
    breaks: ['RFC7643-4.1.2-09'],
    ...shownGroups((groups) =>
      groups.map((one) => ({ ...one, $ref: String(one.$ref).replace('/Groups/', '/Users/') })),
    ),
  },
  {
    id: 'F-RFC-GROUP-13',
    title: 'A nested group is accepted and dropped',
    breaks: ['RFC7643-4.2-09', 'RFC7644-3.3-05'],
    ...changingRequest({ method: 'POST', path: GROUPS }, (body) => {
      body.members = listOf(body.members).filter(({ type }) => type !== 'Group');
    }),
  },
  {
    id: 'F-RFC-GROUP-14',
    title: 'A group keeps its first 20 members',
    breaks: ['RFC7643-4.2-15', 'RFC7644-3.3-05', 'VAULT-GROUP-03'],
    ...changingRequest({ method: 'POST', path: GROUPS }, (body) => {
      body.members = listOf(body.members).slice(0, 20);
    }),
  },
  {
    id: 'F-RFC-GROUP-15',
    title: 'A PUT of a group answers with what was sent',
    breaks: ['RFC7644-3.1-03'],
    response: (response, request) =>
      matches({ method: 'PUT', path: GROUP, status: 200 }, request, response)
        ? withJson(response, { ...jsonOf(request), id: jsonOf(response)?.id })
        : response,
  },
  {
    id: 'F-RFC-GROUP-16',
    title: 'Group names need not be different',
    breaks: ['RFC7643-4.2-03'],
    response: (response, request) =>
      matches({ method: 'POST', path: GROUPS, status: 409 }, request, response)
        ? withJson({ ...response, status: 201 }, { ...jsonOf(request), id: '11111111-1111-4111-8111-111111111111' })
        : response,
  },
  {
    id: 'F-RFC-GROUP-17',
    title: 'add replaces the members',
    breaks: ['RFC7644-3.5.2.1-16'],
    request: async (request, { send }) => {
      const [first] = operationsOf(request);
      if (!first || !isAdd(first)) return request;
      const body = { ...jsonOf(request), Operations: [{ op: 'remove', path: 'members' }] };
      await send(withJson(request, body));
      return request;
    },
  },
  {
    id: 'F-RFC-GROUP-18',
    title: 'Adding a member again is a conflict',
    breaks: ['RFC7644-3.5.2.1-13', 'RFC7644-3.5.2.1-14'],
    request: async (request, { send }) => {
      const [first] = operationsOf(request);
      if (!first || !isAdd(first)) return request;
      const group = jsonOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
      const known = listOf(group?.members).map(({ value }) => value);
      const isKnown = listOf(first.value).every(({ value }) => known.includes(value));
      return isKnown ? scimError(409, 'a member already', 'uniqueness') : request;
    },
  },
  {
    id: 'F-RFC-GROUP-19',
    title: 'A change of members keeps lastModified',
    breaks: ['RFC7643-3.1-21'],
    response: (response, request, { memory }) => {
      const body = GROUP.test(pathOf(request)) || GROUPS.test(pathOf(request)) ? jsonOf(response) : null;
      if (!body?.meta) return response;
      const meta = body.meta as Json;
      const first = memory.get(String(body.id)) ?? meta.lastModified;
      memory.set(String(body.id), first);
      return withJson(response, { ...body, meta: { ...meta, lastModified: first } });
    },
  },
  {
    id: 'F-RFC-GROUP-20',
    title: 'Every patch moves lastModified',
    breaks: ['RFC7644-3.5.2.1-14', 'RFC7644-3.5.2-34', 'OKTA-26'],
    response: (response, request, { memory }) => {
      if (request.method === 'PATCH') memory.set(pathOf(request), true);
      const body = memory.has(pathOf(request)) && request.method === 'GET' ? jsonOf(response) : null;
      if (!body?.meta) return response;
      return withJson(response, {
        ...body,
        meta: { ...(body.meta as Json), lastModified: new Date(Date.now() + 1_000).toISOString() },
      });
    },
  },
  {
    id: 'F-RFC-GROUP-21',
    title: 'remove with a filter empties the group',
    breaks: ['RFC7644-3.5.2.2-11', 'RFC7644-3.5.2.2-10', 'VAULT-GPATCH-25'],
    request: (request) => {
      const [first, second] = operationsOf(request);
      if (first?.op !== 'remove' || second || !first.path?.includes('[')) return request;
      return withJson(request, { ...jsonOf(request), Operations: [{ op: 'remove', path: 'members' }] });
    },
  },
  {
    id: 'F-RFC-GROUP-22',
    title: 'remove of all members answers 204 and removes none',
    breaks: ['RFC7644-3.5.2.2-12'],
    ...patch(([first]) => first?.op === 'remove' && first.path === 'members' && first.value === undefined, 'silent'),
  },
  {
    id: 'F-RFC-GROUP-23',
    title: 'Of two operations only the first is done',
    breaks: ['RFC7644-3.5.2.2-13'],
    request: (request) => {
      const [first, second] = operationsOf(request);
      return first?.path && second ? withJson(request, { ...jsonOf(request), Operations: [first] }) : request;
    },
  },
  {
    id: 'F-RFC-GROUP-24',
    title: 'remove with a value breaks the server',
    breaks: ['RFC7644-3.5.2.2-14', 'RFC7644-3.12-17'],
    ...patch(([first]) => first?.op === 'remove' && first.value !== undefined, 'broken'),
  },
  {
    id: 'F-RFC-GROUP-25',
    title: 'replace in a group answers 204 and changes nothing',
    breaks: ['RFC7644-3.5.2.3-13', 'RFC7644-3.5.2.3-14', 'RFC7644-3.5.2.3-18', 'RFC7644-3.5.2.3-12', 'RFC7643-4.2-08'],
    ...patch(([first]) => first?.op === 'replace', 'silent'),
  },
  {
    id: 'F-RFC-GROUP-26',
    title: 'A failed patch of a group keeps the members it had added',
    breaks: ['RFC7644-3.5.2-26'],
    request: async (request, { send }) => {
      const operations = operationsOf(request);
      const adds = operations.filter(isAdd);
      if (adds.length > 0 && adds.length < operations.length) {
        await send(withJson(request, { ...jsonOf(request), Operations: adds }));
      }
      return request;
    },
  },
  {
    id: 'F-RFC-GROUP-27',
    title: 'A remove without path answers 204',
    breaks: ['RFC7644-3.5.2-11', 'RFC7644-3.5.2-26'],
    ...patch((operations) => operations.some(({ op, path }) => op === 'remove' && path === undefined), 'silent'),
  },
  {
    id: 'F-RFC-GROUP-28',
    title: 'Removing a stranger removes a member',
    breaks: ['RFC7644-3.5.2.2-10'],
    request: async (request, { send }) => {
      const [first, second] = operationsOf(request);
      if (first?.op !== 'remove' || second || !first.path?.includes('[')) return request;
      const group = jsonOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
      const [member] = listOf(group?.members);
      const path = `members[value eq "${member?.value}"]`;
      return member ? withJson(request, { ...jsonOf(request), Operations: [{ op: 'remove', path }] }) : request;
    },
  },
];
