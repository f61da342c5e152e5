import { GROUP, GROUPS, jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { withOperations } from '../further-acts.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { FILTERED, removedByList, removedIn } from '../removed-members.ts';
import { memberIds, NOTHING_DONE, operationsOf, resourceAt, silent } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const PATCH_USER = { method: 'PATCH', path: USER };
const PATCH_GROUP = { method: 'PATCH', path: GROUP };

/** Defects of requests of a particular shape. */
export const patchShapeFaults: Fault[] = [
  {
    id: 'F-GPATCH-26',
    title: 'A value list with one user that is no member removes nobody',
    breaks: ['VAULT-GPATCH-04'],
    request: async (request, context) => {
      const listed = matches(PATCH_GROUP, request) ? removedByList(request) : [];
      if (listed.length < 2) return request;
      const members = memberIds(await resourceAt(request, context));
      return listed.some((id) => !members.includes(id)) ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-GPATCH-27',
    title: 'An add with one user that is a member already adds nobody',
    breaks: ['VAULT-GPATCH-02'],
    request: async (request, context) => {
      const added = matches(PATCH_GROUP, request) ? addedIn(request) : [];
      if (added.length < 2) return request;
      const members = memberIds(await resourceAt(request, context));
      return added.some((id) => members.includes(id)) ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-GPATCH-28',
    title: 'Of the operations of a group patch only the first two are executed',
    breaks: ['RFC7644-3.5.2.2-13'],
    ...operations((all) => all.slice(0, 2)),
  },
  {
    id: 'F-GPATCH-29',
    title: 'Additions of a group patch are executed before its removals',
    breaks: ['RFC7644-3.5.2.2-13'],
    ...operations((all) => [...all.filter(({ op }) => op === 'add'), ...all.filter(({ op }) => op !== 'add')]),
  },
  {
    id: 'F-GPATCH-30',
    title: 'Removals of a group patch are executed before its additions',
    breaks: ['RFC7644-3.5.2.2-13'],
    ...operations((all) => [...all.filter(({ op }) => op !== 'add'), ...all.filter(({ op }) => op === 'add')]),
  },
  {
    id: 'F-GPATCH-31',
    title: 'A filter path with EQ in capitals removes nobody and is answered as done',
    breaks: ['VAULT-GPATCH-25'],
    ...silent(PATCH_GROUP, (request) => hasPath(request, /\sEQ\s/)),
  },
  {
    id: 'F-GPATCH-32',
    title: 'A path with the URN of the group schema changes nothing and is answered as done',
    breaks: ['VAULT-GPATCH-25'],
    ...silent(PATCH_GROUP, (request) => hasPath(request, /^urn:/i)),
  },
  {
    id: 'F-GPATCH-33',
    title: 'A path with Members in another letter case changes nothing and is answered as done',
    breaks: ['VAULT-GPATCH-25'],
    ...silent(PATCH_GROUP, (request) => hasPath(request, /^Members/)),
  },
  {
    id: 'F-GPATCH-34',
    title: 'A value list removes ten users at most',
    breaks: ['VAULT-GPATCH-04'],
    ...operations((all) =>
      all.map((one) =>
        one.op === 'remove' && Array.isArray(one.value) ? { ...one, value: one.value.slice(0, 10) } : one,
      ),
    ),
  },
  {
    id: 'F-GPATCH-35',
    title: 'An add takes a hundred users at most',
    breaks: ['VAULT-GPATCH-02'],
    ...operations((all) =>
      all.map((one) =>
        one.op === 'add' && Array.isArray(one.value) ? { ...one, value: one.value.slice(0, 100) } : one,
      ),
    ),
  },
  {
    id: 'F-GROUP-34',
    title: 'A create takes a hundred members at most',
    breaks: ['VAULT-GROUP-03'],
    ...atMost({ method: 'POST', path: GROUPS }, 100),
  },
  {
    id: 'F-GROUP-35',
    title: 'A replace takes a hundred members at most',
    breaks: ['VAULT-GROUP-17'],
    ...atMost({ method: 'PUT', path: GROUP }, 100),
  },
  {
    id: 'F-GROUP-36',
    title: 'A group is shown with a hundred members at most',
    breaks: ['VAULT-GROUP-03', 'VAULT-GROUP-17', 'VAULT-GPATCH-02'],
    response: (response, request) => {
      const body = matches({ method: 'GET', path: GROUP, status: 200 }, request, response) ? jsonOf(response) : null;
      return body && Array.isArray(body.members)
        ? withJson(response, { ...body, members: body.members.slice(0, 100) })
        : response;
    },
  },
  {
    id: 'F-USER-39',
    title: 'A user is shown with ten groups at most',
    breaks: ['VAULT-USER-22'],
    response: (response, request) => {
      const body = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      return body && Array.isArray(body.groups)
        ? withJson(response, { ...body, groups: body.groups.slice(0, 10) })
        : response;
    },
  },
  {
    id: 'F-GPATCH-36',
    title: 'Of several removals by filter path in one patch only the first is executed',
    breaks: ['RFC7644-3.5.2.2-13', 'VAULT-GPATCH-06'],
    ...operations((all) => {
      const first = all.findIndex(({ path }) => FILTERED.test(String(path)));
      return all.filter(({ path }, i) => i === first || !FILTERED.test(String(path)));
    }),
  },
  {
    id: 'F-GPATCH-37',
    title: 'The last member of a group stays, and the removal is answered as done',
    breaks: ['VAULT-GPATCH-06', 'VAULT-GPATCH-04'],
    request: async (request, context) => {
      if (!matches(PATCH_GROUP, request) || removedIn(request).length === 0) return request;
      return memberIds(await resourceAt(request, context)).length === 1 ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-GPATCH-40',
    title: 'Remove in another letter case removes nobody and is answered as done',
    breaks: ['VAULT-GPATCH-25', 'ENTRA-15'],
    ...silent(PATCH_GROUP, (request) => operationsOf(request).some(({ op }) => isOtherCase(op, 'remove'))),
  },
  {
    id: 'F-UPATCH-15',
    title: 'Replace in another letter case changes nothing and is answered as done',
    breaks: ['VAULT-UPATCH-18', 'ENTRA-15'],
    ...silent(PATCH_USER, (request) => operationsOf(request).some(({ op }) => isOtherCase(op, 'replace'))),
  },
];

function operations(change: (all: Json[]) => Json[]): Pick<Fault, 'request'> {
  return {
    request: (request) =>
      matches(PATCH_GROUP, request) && operationsOf(request).length > 0
        ? withOperations(request, change(operationsOf(request)))
        : request,
  };
}

function atMost(where: { method: string; path: RegExp }, number: number): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const body = matches(where, request) ? jsonOf(request) : null;
      return body && Array.isArray(body.members)
        ? withJson(request, { ...body, members: body.members.slice(0, number) })
        : request;
    },
  };
}

function hasPath(request: FaultRequest, pattern: RegExp): boolean {
  return operationsOf(request).some(({ path }) => pattern.test(String(path)));
}

/** Whether an operation has a name in another letter case than the RFC gives it. */
function isOtherCase(op: unknown, name: string): boolean {
  return op !== name && String(op).toLowerCase() === name;
}
