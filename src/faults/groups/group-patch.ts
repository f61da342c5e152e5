import { counting, kindOf } from '../census.ts';
import { changingRequest, GROUP, matches } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { tolerating } from '../members.ts';
import { asking, isSingle, lastSegmentOf, NOTHING_DONE, operationsOf, resourceAt, silent } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const PATCH = { method: 'PATCH', path: GROUP };
const FILTERED = /^members\[/;

/** Defects of PATCH on groups. */
export const groupPatchFaults: Fault[] = [
  {
    id: 'F-GPATCH-01',
    title: 'An add of one member is ignored',
    breaks: ['VAULT-GPATCH-01', 'VAULT-MAP-36', 'VAULT-ACCESS-04'],
    ...counting({
      request: async (request, context) => {
        const [member, ...others] = isSingle(request, 'add', 'members') ? valuesOf(request) : [];
        const single = matches(PATCH, request) && member !== undefined && others.length === 0;
        if (!single || kindOf(context.memory, member.value) !== 'user') return request;
        const { id } = await resourceAt(request, context);
        return id === undefined ? request : NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-GPATCH-02',
    title: 'Of several members only the first is added',
    breaks: ['VAULT-GPATCH-02'],
    ...changingOperations((operation) => {
      if (operation.op === 'add' && Array.isArray(operation.value)) operation.value = operation.value.slice(0, 1);
    }),
  },
  {
    id: 'F-GPATCH-03',
    title: 'An add replaces the members',
    breaks: ['VAULT-GPATCH-03'],
    request: async (request, context) => {
      if (!matches(PATCH, request) || !isSingle(request, 'add', 'members')) return request;
      const members = valuesOf(request);
      const { members: before, ...group } = await resourceAt(request, context);
      if (!Array.isArray(before) || before.length === 0) return request;
      return asking(request, 'PUT', undefined, { ...group, members });
    },
  },
  {
    id: 'F-GPATCH-04',
    title: 'A remove with a value list is ignored',
    breaks: ['VAULT-GPATCH-04', 'VAULT-MAP-37', 'VAULT-ACCESS-06'],
    ...silent(PATCH, (request) => isSingle(request, 'remove', 'members') && valuesOf(request).length > 0),
  },
  {
    id: 'F-GPATCH-06',
    title: 'A remove with a value filter is ignored',
    breaks: ['VAULT-GPATCH-06', 'VAULT-ACCESS-07', 'OKTA-17', 'VAULT-GPATCH-25'],
    ...silent(PATCH, (request) => isSingle(request, 'remove', FILTERED)),
  },
  {
    id: 'F-GPATCH-07',
    title: 'A remove with a value filter removes every member',
    breaks: ['VAULT-GPATCH-07', 'OKTA-17', 'VAULT-GPATCH-25', 'VAULT-ACCESS-39'],
    ...changingOperations((operation) => {
      if (operation.op === 'remove' && FILTERED.test(String(operation.path))) operation.path = 'members';
    }),
  },
  {
    id: 'F-GPATCH-08',
    title: 'A member patch renames the group',
    breaks: ['VAULT-GPATCH-08', 'VAULT-GPATCH-25'],
    response: async (response, request, context) => {
      if (!matches({ ...PATCH, status: (status) => status < 300 }, request, response)) return response;
      const group = await resourceAt(request, context);
      await context.send(asking(request, 'PUT', undefined, { ...group, displayName: `${group.displayName}-x` }));
      return response;
    },
  },
  silentPatch('09', 'A replace of members succeeds and does nothing', (request) =>
    isSingle(request, 'replace', 'members'),
  ),
  silentPatch('10', 'A replace of displayName succeeds and does nothing', (request) =>
    isSingle(request, 'replace', 'displayName'),
  ),
  silentPatch('11', 'An add of displayName succeeds and does nothing', (request) =>
    isSingle(request, 'add', 'displayName'),
  ),
  silentPatch('12', 'A remove of displayName succeeds and does nothing', (request) =>
    isSingle(request, 'remove', 'displayName'),
  ),
  silentPatch('13', 'An unknown operation succeeds and does nothing', (request) =>
    operationsOf(request).some(({ op }) => !/^(add|remove|replace)$/i.test(String(op))),
  ),
  {
    id: 'F-GPATCH-14',
    title: 'An add leaves out unknown ids in silence',
    breaks: ['VAULT-GPATCH-14'],
    ...tolerating(PATCH, 'unknown'),
  },
  {
    id: 'F-GPATCH-15',
    title: 'An add leaves out groups in silence',
    breaks: ['VAULT-GPATCH-15'],
    ...tolerating(PATCH, 'group'),
  },
  {
    id: 'F-GPATCH-16',
    title: 'An add leaves out unmanaged entities in silence',
    breaks: ['VAULT-GPATCH-16'],
    ...tolerating(PATCH, 'entity'),
  },
  {
    id: 'F-GPATCH-17',
    title: 'An add resolves a userName to its user',
    breaks: ['VAULT-GPATCH-17'],
    ...tolerating(PATCH, 'userName'),
  },
  {
    id: 'F-GPATCH-18',
    title: 'A patch of an unknown group succeeds',
    breaks: ['VAULT-GPATCH-18'],
    ...counting({
      response: (response, request, { memory }) => {
        const unknown = matches({ ...PATCH, status: 404 }, request, response);
        return unknown && kindOf(memory, lastSegmentOf(request)) === undefined ? NOTHING_DONE : response;
      },
    }),
  },
];

type Request = Parameters<NonNullable<Fault['request']>>[0];

/** The value list of a patch's first operation. */
function valuesOf(request: Request): Json[] {
  const value = operationsOf(request)[0]?.value;
  return Array.isArray(value) ? (value as Json[]) : [];
}

function silentPatch(number: string, title: string, applies: (request: Request) => boolean): Fault {
  return { id: `F-GPATCH-${number}`, title, breaks: [`VAULT-GPATCH-${number}`], ...silent(PATCH, applies) };
}

function changingOperations(change: (operation: Json) => void): Pick<Fault, 'request'> {
  return changingRequest(PATCH, (body) => {
    if (Array.isArray(body.Operations)) for (const operation of body.Operations as Json[]) change(operation);
  });
}
