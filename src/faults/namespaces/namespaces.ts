import {
  answerWith,
  CLIENT,
  GROUPS,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  SCIM,
  scimError,
  USER,
  USERS,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';
import { movedTo, namespaceInPath, namespaceOf } from '../namespace-requests.ts';
import { aliasesIn, ENTITY, everySeen, seenIn, showing, watching } from '../scim-objects.ts';
import { memberIds } from '../scim-requests.ts';
import { headerOf, lastSegment, nestedIn, vaultError, withoutHeader } from '../vault-requests.ts';

const CLIENTS = /\/identity\/scim\/client$/;

/** Defects of how requests find their namespace. A child is every namespace but the root of the server. */
const routingFaults: Fault[] = [
  {
    id: 'F-NS-01',
    title: 'PATCH is not served in child namespaces',
    breaks: ['VAULT-NS-01'],
    request: (request) =>
      matches({ method: 'PATCH', path: SCIM }, request) && isInChild(request) ? vaultError(404) : request,
  },
  {
    id: 'F-NS-02',
    title: 'A user cannot be read with the namespace in the path',
    breaks: ['VAULT-NS-02'],
    request: (request) =>
      matches({ method: 'GET', path: USER }, request) && namespaceInPath(request) !== '' ? vaultError(404) : request,
  },
  {
    id: 'F-NS-03',
    title: 'The namespace header is not read when users are listed',
    breaks: ['VAULT-NS-03'],
    request: (request) =>
      matches({ method: 'GET', path: USERS }, request) && namespaceInPath(request) === ''
        ? withoutHeader(request, 'X-Vault-Namespace')
        : request,
  },
  {
    id: 'F-NS-04',
    title: 'A namespace in the path replaces the header',
    breaks: ['VAULT-NS-04'],
    request: (request) =>
      matches({ path: SCIM }, request) && namespaceInPath(request) !== ''
        ? withoutHeader(request, 'X-Vault-Namespace')
        : request,
  },
];

/** Defects of the border between a namespace and its children. */
const borderFaults: Fault[] = [
  {
    id: 'F-NS-05',
    title: 'The entity of a user of a child namespace is in the parent too',
    breaks: ['VAULT-NS-05'],
    ...watching({
      response: (response, request, { memory }) => {
        const isMissing = matches({ method: 'GET', path: ENTITY, status: 404 }, request, response);
        const seen = isMissing && !isInChild(request) ? seenIn(memory, lastSegment(request)) : undefined;
        return seen && seen.namespace !== ''
          ? answerWith(200, { data: { id: seen.id } }, 'application/json')
          : response;
      },
    }),
  },
  {
    id: 'F-NS-06',
    title: 'The alias of a user of a child namespace is on a mount of the parent',
    breaks: ['VAULT-NS-06'],
    ...showing(ENTITY, (entity, { namespace }) => {
      for (const alias of aliasesIn(entity)) if (namespace !== '') alias.mount_accessor = 'auth_userpass_00000000';
    }),
  },
  {
    id: 'F-NS-07',
    title: "A parent's SCIM client can read users of a child namespace",
    breaks: ['VAULT-NS-07', 'VAULT-NS-24'],
    ...readingAcross((request) => !isInChild(request)),
  },
  {
    id: 'F-NS-08',
    title: "A child's SCIM client can read users of the parent",
    breaks: ['VAULT-NS-08', 'VAULT-NS-24'],
    ...readingAcross(isInChild),
  },
  {
    id: 'F-NS-09',
    title: 'A principal is matched across namespaces',
    breaks: ['VAULT-NS-09'],
    state: 'state-any-namespace-principal',
  },
  {
    id: 'F-NS-10',
    title: "A child's principal is served in the parent",
    breaks: ['VAULT-NS-10'],
    request: async (request, { memory }) => {
      const namespace = isInChild(request) ? undefined : memory.get(credentialOf(request));
      return matches({ method: 'POST', path: USERS }, request) && namespace !== undefined
        ? movedTo(request, String(namespace))
        : request;
    },
    response: (response, request, { memory }) => {
      const isServed = matches({ path: SCIM, status: (status) => status < 300 }, request, response);
      if (isServed && isInChild(request)) memory.set(credentialOf(request), namespaceOf(request));
      return response;
    },
  },
  {
    id: 'F-NS-11',
    title: 'The names of SCIM clients are unique across namespaces',
    breaks: ['VAULT-NS-11'],
    request: (request, { memory }) => {
      const known = matches({ method: 'POST', path: CLIENT }, request) ? memory.get(lastSegment(request)) : undefined;
      return known !== undefined && known !== namespaceOf(request) ? vaultError(400, 'name is in use') : request;
    },
    response: (response, request, { memory }) => {
      if (matches({ path: CLIENT, status: (status) => status < 300 }, request, response)) {
        if (request.method === 'POST') memory.set(lastSegment(request), namespaceOf(request));
        if (request.method === 'DELETE') memory.delete(lastSegment(request));
      }
      return response;
    },
  },
  {
    id: 'F-NS-12',
    title: 'A userName is unique across namespaces',
    breaks: ['VAULT-NS-12'],
    ...watching({
      request: (request, { memory }) => {
        const name = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request)?.userName : undefined;
        const isTaken = everySeen(memory).some(
          (seen) => !seen.deleted && seen.names.at(-1) === name && seen.namespace !== namespaceOf(request),
        );
        return isTaken ? scimError(409, 'userName is already in use', 'uniqueness') : request;
      },
    }),
  },
  {
    id: 'F-NS-13',
    title: 'Members of other namespaces are left out in silence',
    breaks: ['VAULT-NS-13'],
    ...watching({
      request: (request, { memory }) => {
        const body = matches({ method: 'POST', path: GROUPS }, request) ? jsonOf(request) : null;
        if (!body) return request;
        const isForeign = (id: string) => {
          const seen = seenIn(memory, id);
          return seen !== undefined && seen.namespace !== namespaceOf(request);
        };
        const members = memberIds(body).filter((id) => !isForeign(id));
        return withJson(request, { ...body, members: members.map((value) => ({ value })) });
      },
    }),
  },
  {
    id: 'F-NS-14',
    title: 'The list of SCIM clients holds those of child namespaces',
    breaks: ['VAULT-NS-14'],
    response: (response, request, { memory }) => {
      const isWritten = matches({ method: 'POST', path: CLIENT, status: (status) => status < 300 }, request, response);
      if (isWritten && isInChild(request)) memory.set(lastSegment(request), true);
      const isList = request.method === 'LIST' || queryOf(request).has('list');
      const body = isList && matches({ path: CLIENTS, status: 200 }, request, response) ? jsonOf(response) : null;
      const data = nestedIn(body, 'data');
      if (!body || isInChild(request) || !Array.isArray(data.keys)) return response;
      data.keys = [...data.keys, ...memory.keys()];
      return withJson(response, body);
    },
  },
];

/** Defects of SCIM in namespaces. */
export const namespaceFaults: Fault[] = [...routingFaults, ...borderFaults];

function isInChild(request: FaultRequest): boolean {
  return namespaceOf(request) !== '';
}

function credentialOf(request: FaultRequest): string {
  const bearer = headerOf(request, 'Authorization')?.replace(/^Bearer\s+/i, '');
  return headerOf(request, 'X-Vault-Token') ?? bearer ?? '';
}

/** Some reads of a user by id are answered with the user of another namespace, as its own client would see it. */
function readingAcross(applies: (request: FaultRequest) => boolean): Pick<Fault, 'request' | 'response'> {
  return watching({
    response: (response, request, { memory }) => {
      const isRefused = matches({ method: 'GET', path: USER, status: (status) => status >= 400 }, request, response);
      const seen = isRefused && applies(request) ? seenIn(memory, lastSegment(request)) : undefined;
      if (!seen || seen.deleted || seen.namespace === namespaceOf(request)) return response;
      return found(seen.made, request);
    },
  });
}

function found(made: Record<string, unknown>, request: FaultRequest): FaultResponse {
  const location = `http://${headerOf(request, 'host')}${pathOf(request)}`;
  return answerWith(200, { ...made, meta: { ...nestedIn(made, 'meta'), location } });
}
