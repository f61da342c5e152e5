import { asAdmin } from '../callers.ts';
import { GROUP, matches, queryOf } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { askScim, doingMore, withOperations } from '../further-acts.ts';
import {
  asking,
  isSingle,
  lastSegmentOf,
  memberIds,
  NOTHING_DONE,
  operationsOf,
  resourceAt,
  silent,
} from '../scim-requests.ts';
import { dataOf } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const PATCH = { method: 'PATCH', path: GROUP };
const AT_ONCE = 10;

/** Defects of groups as identity providers push them: create, rename, change members, delete. */
export const pushedGroupFaults: Fault[] = [
  {
    id: 'F-STRG-02',
    title: 'An add of more than ten members takes the first ten of them',
    breaks: ['VAULT-GPATCH-02', 'VAULT-MAP-36', 'RFC7643-4.2-15'],
    request: (request) => {
      const [operation = {}] = operationsOf(request);
      const value = operation.value;
      const isLong = Array.isArray(value) && value.length > AT_ONCE;
      if (!matches(PATCH, request) || !isSingle(request, 'add', 'members') || !isLong) return request;
      return withOperations(request, [{ ...operation, value: value.slice(0, AT_ONCE) }]);
    },
  },
  {
    id: 'F-STRG-04',
    title: 'The deletion of a group with members empties it only',
    breaks: [
      'VAULT-GROUP-22',
      'VAULT-GROUP-23',
      'VAULT-MAP-40',
      'RFC7644-3.6-03',
      'RFC7644-3.6-07',
      'OKTA-21',
      'ENTRA-14',
    ],
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: GROUP }, request)) return request;
      const group = await resourceAt(request, context);
      if (memberIds(group).length === 0) return request;
      await replaceGroup(request, context, { displayName: group.displayName, members: [] });
      return NOTHING_DONE;
    },
  },
  {
    id: 'F-STRG-10',
    title: 'A group whose last member a patch removes is deleted',
    breaks: ['VAULT-GPATCH-04', 'VAULT-GPATCH-06', 'VAULT-GPATCH-08', 'RFC7644-3.5.2.2-12', 'RFC7643-4.2-07'],
    ...doingMore(PATCH, async ({ request, context, before }) => {
      const now = await resourceAt(request, context);
      if (memberIds(before).length > 0 && memberIds(now).length === 0) await context.send(asking(request, 'DELETE'));
    }),
  },
  {
    id: 'F-STRG-14',
    title: 'A member patch leaves a group the first of its policies only',
    breaks: ['VAULT-MAP-39'],
    ...doingMore(PATCH, async ({ context, before }) => {
      const path = `identity/group/id/${before.id}`;
      const { policies } = dataOf(await asAdmin(context, 'GET', path));
      if (Array.isArray(policies) && policies.length > 1) {
        await asAdmin(context, 'POST', path, { policies: policies.slice(0, 1) });
      }
    }),
  },
  {
    id: 'F-STRG-15',
    title: 'A member patch with the query flag of Entra ID is answered as done',
    breaks: ['VAULT-ERR-07', 'ENTRA-11', 'ENTRA-12'],
    since: '2.2.0',
    ...silent(PATCH, (request) => queryOf(request).has('aadOptscim062020')),
  },
];

async function replaceGroup(request: FaultRequest, context: FaultContext, changes: Json): Promise<void> {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  await askScim({ request, context }, 'PUT', `Groups/${lastSegmentOf(request)}`, { schemas, ...changes });
}
