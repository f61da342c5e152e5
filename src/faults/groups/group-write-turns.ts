import { tokenIn } from '../callers.ts';
import { changingRequest, GROUP, GROUPS, jsonOf, matches, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { doingMore, join, leave, withOperations } from '../further-acts.ts';
import { lastSegmentOf, memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const CREATE = { method: 'POST', path: GROUPS };
const REPLACE = { method: 'PUT', path: GROUP };
const PATCH = { method: 'PATCH', path: GROUP };

const valuesOf = (operation: Json): Json[] => (Array.isArray(operation.value) ? (operation.value as Json[]) : []);

/** Defects of writes of groups: what is written, after what, and in which number. */
export const groupWriteTurnFaults: Fault[] = [
  {
    id: 'F-B9-01',
    title: 'A group that is created without members gets those of the group that its client created before',
    breaks: ['RFC7643-4.2-04', 'RFC7644-3.3-05', 'VAULT-GROUP-01', 'VAULT-MAP-30', 'OKTA-15'],
    request: (request, { memory }) => {
      const body = matches(CREATE, request) ? jsonOf(request) : null;
      if (!body) return request;
      const key = `created by ${tokenIn(request)}`;
      const former = memory.get(key);
      memory.set(key, body.members);
      return body.members === undefined && former !== undefined
        ? withJson(request, { ...body, members: former })
        : request;
    },
  },
  {
    id: 'F-B9-02',
    title: 'A replace that adds members and leaves others out removes none',
    breaks: ['VAULT-GROUP-18', 'VAULT-MAP-35', 'RFC7644-3.5.1-04', 'OKTA-20', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches(REPLACE, request) ? jsonOf(request) : null;
      if (!body || !Array.isArray(body.members)) return request;
      const former = memberIds(await resourceAt(request, context));
      const now = memberIds(body);
      if (now.every((id) => former.includes(id))) return request;
      const kept = former.filter((id) => !now.includes(id)).map((value) => ({ value }));
      return withJson(request, { ...body, members: [...(body.members as Json[]), ...kept] });
    },
  },
  {
    id: 'F-B9-03',
    title: 'Of several members that a replace leaves out, the last one stays',
    breaks: ['VAULT-GROUP-18', 'VAULT-MAP-35', 'RFC7644-3.5.1-04', 'OKTA-20', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches(REPLACE, request) ? jsonOf(request) : null;
      if (!body || !Array.isArray(body.members) || body.members.length === 0) return request;
      const now = memberIds(body);
      const left = memberIds(await resourceAt(request, context)).filter((id) => !now.includes(id));
      if (left.length < 2) return request;
      return withJson(request, { ...body, members: [...(body.members as Json[]), { value: left.at(-1) }] });
    },
  },
  {
    id: 'F-B9-04',
    title: 'The same replace of a group sent twice takes its members out',
    breaks: ['RFC9110-9.2.2-01', 'VAULT-GROUP-17', 'OKTA-10', 'RFC7644-3.5.1-02'],
    ...doingMore(REPLACE, async (done) => {
      const key = `body of ${done.before.id}`;
      const body = done.request.body.toString('utf8');
      if (done.context.memory.get(key) === body) {
        await leave(done, String(done.before.id), memberIds(done.before));
      }
      done.context.memory.set(key, body);
    }),
  },
  {
    id: 'F-B9-05',
    title: 'A replace keeps the members that a patch has added',
    breaks: ['VAULT-GROUP-18', 'VAULT-MAP-35', 'VAULT-GROUP-19', 'RFC7644-3.5.1-04', 'RFC7644-3.5.1-02'],
    ...doingMore({ method: ['PATCH', 'PUT'], path: GROUP }, async (done) => {
      const id = lastSegmentOf(done.request);
      const key = `patched into ${id}`;
      const added = (done.context.memory.get(key) as string[] | undefined) ?? [];
      if (done.request.method === 'PUT') {
        const kept = memberIds(done.before).filter((user) => added.includes(user));
        const sent = memberIds(jsonOf(done.request) ?? {});
        const back = kept.filter((user) => !sent.includes(user));
        if (back.length > 0) await join(done, id, back);
        return;
      }
      const adds = operationsOf(done.request).filter(({ op, path }) => op === 'add' && path === 'members');
      done.context.memory.set(key, [...added, ...adds.flatMap(valuesOf).map(({ value }) => String(value))]);
    }),
  },
  {
    id: 'F-B9-06',
    title: 'Of three or more users in a value list the last one is not removed',
    breaks: ['VAULT-GPATCH-04', 'VAULT-MAP-37'],
    ...changingRequest(PATCH, (body) => {
      for (const operation of (Array.isArray(body.Operations) ? body.Operations : []) as Json[]) {
        const values = valuesOf(operation);
        if (String(operation.op).toLowerCase() === 'remove' && values.length > 2) operation.value = values.slice(0, -1);
      }
    }),
  },
  {
    id: 'F-B9-07',
    title: 'An add of several members of which one is in the group already adds none',
    breaks: ['VAULT-GPATCH-02', 'VAULT-MAP-36', 'ENTRA-11', 'RFC7644-3.5.2.1-09', 'RFC7644-3.5.2.1-12'],
    request: async (request, context) => {
      if (!matches(PATCH, request)) return request;
      const former = memberIds(await resourceAt(request, context));
      const isStale = ({ op, value }: Json) =>
        op === 'add' &&
        Array.isArray(value) &&
        value.length > 1 &&
        memberIds({ members: value }).some((id) => former.includes(id));
      const operations = operationsOf(request);
      if (!operations.some(isStale)) return request;
      const others = operations.filter((one) => !isStale(one));
      return others.length === 0 ? NOTHING_DONE : withOperations(request, others);
    },
  },
  {
    id: 'F-B9-08',
    title: 'Of several removals by filter path in one patch the first is executed only',
    breaks: ['RFC7644-3.5.2-23', 'KEYC-01', 'VAULT-GPATCH-06', 'RFC7644-3.5.2.2-13', 'VAULT-GPATCH-20'],
    since: '2.0.1',
    request: (request) => {
      const operations = matches(PATCH, request) ? operationsOf(request) : [];
      const isRemoval = ({ op, path }: Json) => op === 'remove' && String(path).startsWith('members[');
      const first = operations.find(isRemoval);
      if (operations.filter(isRemoval).length < 2) return request;
      return withOperations(
        request,
        operations.filter((one) => one === first || !isRemoval(one)),
      );
    },
  },
];
