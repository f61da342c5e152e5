import { GROUP, jsonOf, matches, USER, withJson } from './edits.ts';
import type { Fault, FaultResponse } from './fault.ts';
import { asking, lastSegmentOf, memberIds, resourceAt } from './scim-requests.ts';

/** Defects of the deletion of groups. */
export const groupDeletionFaults: Fault[] = [
  {
    id: 'F-GROUP-22',
    title: 'A deleted group can still be read',
    breaks: ['VAULT-GROUP-22'],
    request: async (request, { send, memory }) => {
      if (!matches({ path: GROUP }, request)) return request;
      const id = lastSegmentOf(request);
      if (request.method === 'DELETE') memory.set(id, await send(asking(request, 'GET')));
      const kept = request.method === 'GET' ? memory.get(id) : undefined;
      return kept === undefined ? request : (kept as FaultResponse);
    },
  },
  {
    id: 'F-GROUP-23',
    title: 'A deleted group stays in the list',
    breaks: ['VAULT-GROUP-23'],
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
