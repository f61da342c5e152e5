import { changingAnswer, changingRequest, GROUP, GROUPS, jsonOf, matches, scimError } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { isSingle, memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const ADSCIM = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const PATCH = { method: 'PATCH', path: GROUP };

/** Defects of groups that only a client meets that asks as Entra does. */
export const entraGroupFaults: Fault[] = [
  {
    id: 'F-ENTRA-05',
    title: 'Members that are left out of a single group come as an empty list',
    breaks: ['ENTRA-05', 'RFC7644-3.9-04'],
    response: (response, request) => {
      const isAsked = /excludedAttributes=members/.test(request.url) && !request.url.includes('filter=');
      const body = isAsked && matches({ method: 'GET', path: GROUP, status: 200 }, request) ? jsonOf(response) : null;
      return body === null ? response : { ...response, body: Buffer.from(JSON.stringify({ ...body, members: [] })) };
    },
  },
  {
    id: 'F-ENTRA-10',
    title: 'A group with a schema of the vendor is refused',
    breaks: ['ENTRA-10', 'ENTRA-24'],
    request: (request) => {
      const schemas = matches({ method: 'POST', path: GROUPS }, request) ? jsonOf(request)?.schemas : undefined;
      return Array.isArray(schemas) && schemas.includes(ADSCIM)
        ? scimError(400, 'unknown schema', 'invalidSyntax')
        : request;
    },
  },
  {
    id: 'F-ENTRA-11',
    title: 'An addition of who is a member already is refused when $ref comes along',
    breaks: ['ENTRA-11'],
    request: async (request, context) => {
      const value = isAddition(request) ? operationsOf(request)[0]?.value : null;
      const sent = Array.isArray(value) ? (value as Json[]).filter((one) => '$ref' in one) : [];
      if (sent.length === 0) return request;
      const present = memberIds(await resourceAt(request, context));
      return sent.some((one) => present.includes(String(one.value)))
        ? scimError(409, 'it is a member', 'uniqueness')
        : request;
    },
  },
  {
    id: 'F-ENTRA-12',
    title: 'The removal of who is no member is refused',
    breaks: ['ENTRA-12'],
    since: '2.0.1',
    request: async (request, context) => {
      const [operation] =
        matches(PATCH, request) && isSingle(request, 'remove', /^members\[/) ? operationsOf(request) : [];
      const uid = /"([^"]+)"/.exec(String(operation?.path))?.[1];
      if (uid === undefined) return request;
      return memberIds(await resourceAt(request, context)).includes(uid)
        ? request
        : scimError(400, 'it is no member', 'noTarget');
    },
  },
  {
    id: 'F-ENTRA-13',
    title: 'A removal whose members have a $ref clears the group',
    breaks: ['ENTRA-13', 'X-05'],
    ...changingRequest(PATCH, (body) => {
      const [operation] = Array.isArray(body.Operations) ? (body.Operations as Json[]) : [];
      const value = operation?.value;
      const isListed = Array.isArray(value) && (value as Json[]).some((one) => '$ref' in one);
      if (operation && /^remove$/i.test(String(operation.op)) && isListed) delete operation.value;
    }),
  },
  {
    id: 'F-ENTRA-16',
    title: 'A Replace of displayName succeeds and does nothing',
    breaks: ['ENTRA-16'],
    request: (request) =>
      matches(PATCH, request) && isSingle(request, 'Replace', 'displayName') ? NOTHING_DONE : request,
  },
  {
    id: 'F-ENTRA-24',
    title: 'A taken name of a group that brings meta along is a bad request',
    breaks: ['ENTRA-24'],
    ...changingAnswer({ method: 'POST', path: GROUPS, status: 409 }, (response, request) =>
      jsonOf(request)?.meta === undefined ? response : scimError(400, 'the name is taken', 'uniqueness'),
    ),
  },
];

function isAddition(request: FaultRequest): boolean {
  return matches(PATCH, request) && /^add$/i.test(String(operationsOf(request)[0]?.op));
}
