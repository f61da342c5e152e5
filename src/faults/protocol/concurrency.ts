import { setTimeout as after } from 'node:timers/promises';
import { GROUP, GROUPS, jsonOf, matches, pathOf, scimError, USER, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { NOTHING_DONE, resourceAt } from '../scim-requests.ts';

/** How long a PATCH waits in the queue of the defect that has one, so that others find it full. */
const QUEUED_MS = 20;

/** Defects that no request shows by itself: they need others before it or at the same time. */
export const concurrencyFaults: Fault[] = [
  {
    id: 'F-SEQ-01',
    title: 'The name of a deleted group is never free again',
    breaks: ['VAULT-SEQ-01', 'VAULT-SEQ-02', 'VAULT-GROUP-28'],
    request: async (request, context) => {
      if (matches({ method: 'DELETE', path: GROUP }, request)) {
        const { displayName } = await resourceAt(request, context);
        context.memory.set(`name of ${pathOf(request)}`, displayName);
      }
      const isWrite =
        matches({ method: 'POST', path: GROUPS }, request) || matches({ method: 'PUT', path: GROUP }, request);
      const isBurnt = isWrite && context.memory.get(`burnt ${String(jsonOf(request)?.displayName)}`) === true;
      return isBurnt ? scimError(409, 'the displayName is in use', 'uniqueness') : request;
    },
    response: (response, request, { memory }) => {
      if (matches({ method: 'DELETE', path: GROUP, status: 204 }, request, response)) {
        memory.set(`burnt ${String(memory.get(`name of ${pathOf(request)}`))}`, true);
      }
      return response;
    },
  },
  {
    id: 'F-SEQ-03',
    title: 'Of many PATCHes of one group at the same time the later ones are answered and dropped',
    breaks: ['VAULT-SEQ-03'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request)) return request;
      if (begin(pathOf(request), request, context) > 8) return NOTHING_DONE;
      await after(QUEUED_MS);
      return request;
    },
    response: (response, request, context) => {
      end(pathOf(request), request, context);
      return response;
    },
  },
  {
    id: 'F-SEQ-04',
    title: 'A create that meets another of the same userName is answered with the user of that one',
    breaks: ['VAULT-SEQ-04', 'VAULT-SEQ-02'],
    request: (request, context) => {
      if (matches({ method: 'POST', path: USERS }, request)) begin(nameIn(request), request, context);
      return request;
    },
    response: (response, request, context) => {
      if (!matches({ method: 'POST', path: USERS }, request)) return response;
      const name = nameIn(request);
      const met = end(name, request, context);
      if (response.status === 201) context.memory.set(`made ${name}`, response);
      const made = context.memory.get(`made ${name}`) as FaultResponse | undefined;
      return met && response.status === 409 && made !== undefined ? made : response;
    },
  },
  {
    id: 'F-SEQ-05',
    title: 'A DELETE that arrives while a PATCH of the same user or group runs is answered and dropped',
    breaks: ['VAULT-SEQ-05', 'VAULT-SEQ-02'],
    request: (request, context) => {
      const isResource = USER.test(pathOf(request)) || GROUP.test(pathOf(request));
      if (!isResource) return request;
      if (request.method === 'PATCH') begin(pathOf(request), request, context);
      return request.method === 'DELETE' && running(pathOf(request), context).size > 0 ? NOTHING_DONE : request;
    },
    response: (response, request, context) => {
      end(pathOf(request), request, context);
      return response;
    },
  },
];

function nameIn(request: FaultRequest): string {
  return String(jsonOf(request)?.userName).toLowerCase();
}

/** Requests that were begun and not ended under this key, and whether each met another one. */
function running(key: string, { memory }: FaultContext): Map<FaultRequest, { met: boolean }> {
  const found = memory.get(`running ${key}`) as Map<FaultRequest, { met: boolean }> | undefined;
  if (found) return found;
  const none = new Map<FaultRequest, { met: boolean }>();
  memory.set(`running ${key}`, none);
  return none;
}

/** @returns how many run now, this one among them */
function begin(key: string, request: FaultRequest, context: FaultContext): number {
  const others = running(key, context);
  others.set(request, { met: others.size > 0 });
  return others.size;
}

/** @returns whether the request met another one */
function end(key: string, request: FaultRequest, context: FaultContext): boolean {
  const others = running(key, context);
  const { met = false } = others.get(request) ?? {};
  others.delete(request);
  return met;
}
