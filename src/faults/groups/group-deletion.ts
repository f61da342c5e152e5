import { GROUP, jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { lastSegmentOf, memberIds, resourceAt, showingDeleted } from '../scim-requests.ts';

/** Defects of the deletion of groups. */
export const groupDeletionFaults: Fault[] = [
  {
    id: 'F-GROUP-22',
    title: 'A deleted group can still be read',
    breaks: ['VAULT-GROUP-22'],
    ...showingDeleted({ path: GROUP }),
  },
  {
    id: 'F-GROUP-23',
    title: 'A deleted group stays in the list',
    breaks: ['VAULT-GROUP-23', 'VAULT-SEQ-01'],
    state: 'state-group-list-stale',
  },
  {
    id: 'F-GROUP-24',
    title: "A deleted group stays in its members' groups",
    breaks: ['VAULT-GROUP-24'],
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: GROUP }, request)) return request;
      for (const id of memberIds(await resourceAt(request, context))) context.memory.set(id, lastSegmentOf(request));
      return request;
    },
    response: (response, request, { memory }) => {
      const read = matches({ method: 'GET', path: USER, status: 200 }, request, response);
      const group = read ? memory.get(lastSegmentOf(request)) : undefined;
      if (group === undefined) return response;
      const body = jsonOf(response);
      const groups = Array.isArray(body?.groups) ? body.groups : [];
      return withJson(response, { ...body, groups: [...groups, { value: group }] });
    },
  },
];
