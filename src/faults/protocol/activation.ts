import { answering, answerWith, changingBody, jsonOf, matches, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { askVault, dataOf, headerOf, nestedIn, vaultError, withoutHeader } from '../vault-requests.ts';

const FLAGS = /^\/v1\/sys\/activation-flags$/;
const ACTIVATE = /\/sys\/activation-flags\/enable-scim\/activate$/;
const CLIENT = /^\/v1\/identity\/scim\/client\/[^/]+$/;
const CLIENTS = /^\/v1\/identity\/scim\/client$/;
const FLAG = 'enable-scim';
const TOKEN = 'X-Vault-Token';

type Lists = { activated?: string[]; unactivated?: string[] };

/** Defects of the activation flag and of the gate that it opens. */
export const activationFaults: Fault[] = [
  {
    id: 'F-ACT-01',
    title: 'The activation flags lack the list of those not activated',
    breaks: ['VAULT-ACT-01', 'VAULT-ACT-11'],
    ...changingFlags((lists) => {
      delete lists.unactivated;
    }),
  },
  {
    id: 'F-ACT-02',
    title: 'The activation flags cannot be read without a token',
    breaks: ['VAULT-ACT-02'],
    request: (request) =>
      matches({ method: 'GET', path: FLAGS }, request) && headerOf(request, TOKEN) === undefined
        ? vaultError(403, 'permission denied')
        : request,
  },
  {
    id: 'F-ACT-03',
    title: 'An activated flag is not listed',
    breaks: ['VAULT-ACT-03', 'VAULT-ACT-08', 'VAULT-ACT-09', 'VAULT-ACT-10'],
    ...changingFlags((lists) => {
      lists.activated = lists.activated?.filter((flag) => flag !== FLAG) ?? [];
    }),
  },
  {
    id: 'F-ACT-04',
    title: 'A flag stays in the list of those not activated',
    breaks: ['VAULT-ACT-04'],
    ...changingFlags((lists) => {
      lists.unactivated = [...new Set([...(lists.unactivated ?? []), FLAG])];
    }),
  },
  {
    id: 'F-ACT-05',
    title: 'The activation flags are served in every namespace',
    breaks: ['VAULT-ACT-05'],
    request: (request) =>
      matches({ method: 'GET', path: FLAGS }, request) ? withoutHeader(request, 'X-Vault-Namespace') : request,
  },
  {
    id: 'F-ACT-06',
    title: 'A child namespace may activate SCIM',
    breaks: ['VAULT-ACT-06'],
    request: (request) =>
      matches({ method: 'PUT', path: ACTIVATE }, request) ? withoutHeader(request, 'X-Vault-Namespace') : request,
  },
  {
    id: 'F-ACT-07',
    title: 'Activation needs no token',
    breaks: ['VAULT-ACT-07'],
    request: (request, { memory }) => {
      const token = headerOf(request, TOKEN);
      if (token !== undefined) memory.set(TOKEN, token);
      const known = memory.get(TOKEN);
      const bare = token === undefined && matches({ method: 'PUT', path: ACTIVATE }, request);
      return bare && typeof known === 'string'
        ? { ...request, headers: [...request.headers, [TOKEN, known]] }
        : request;
    },
  },
  {
    id: 'F-ACT-08',
    title: 'Activation sets the flag and leaves the feature off',
    breaks: ['VAULT-ACT-08'],
    ...answering({ method: ['POST', 'PUT'], path: CLIENT }, () => vaultError(400, 'feature flag is not activated')),
  },
  {
    id: 'F-ACT-09',
    title: 'Activation answers with the lists of before',
    breaks: ['VAULT-ACT-09'],
    ...changingBody({ method: 'PUT', path: ACTIVATE, status: 200 }, (body) => takeBack(nestedIn(body, 'data'))),
  },
  {
    id: 'F-ACT-10',
    title: 'DELETE of the activation switches SCIM off again',
    breaks: ['VAULT-ACT-10'],
    request: (request, { memory }) => {
      if (!matches({ method: 'DELETE', path: ACTIVATE }, request)) return request;
      memory.set('off', true);
      return answerWith(204, null);
    },
    response: (response, request, { memory }) => {
      const body = memory.has('off') && matches({ method: 'GET', path: FLAGS }, request) ? jsonOf(response) : null;
      if (!body) return response;
      takeBack(nestedIn(body, 'data'));
      return withJson(response, body);
    },
  },
  {
    id: 'F-ACT-11',
    title: 'A flag not activated yet is in neither list',
    breaks: ['VAULT-ACT-11'],
    ...changingFlags((lists) => {
      lists.unactivated = lists.unactivated?.filter((flag) => flag !== FLAG) ?? [];
    }),
  },
  {
    id: 'F-ACT-12',
    title: 'SCIM clients can be stored before activation',
    breaks: ['VAULT-ACT-12'],
    ...whileDormant({ method: ['POST', 'PUT'], path: CLIENT }, (request, { memory }) => {
      memory.set('stored', request);
      return answerWith(204, null);
    }),
    response: async (response, request, { memory, send }) => {
      const stored = memory.get('stored');
      if (stored && matches({ method: ['POST', 'PUT'], path: ACTIVATE, status: 200 }, request, response)) {
        memory.clear();
        await send(stored as FaultRequest);
      }
      return response;
    },
  },
  {
    id: 'F-ACT-13',
    title: 'The list of SCIM clients is served before activation',
    breaks: ['VAULT-ACT-13'],
    ...whileDormant({ method: 'LIST', path: CLIENTS }, () => vaultError(404)),
  },
  {
    id: 'F-ACT-14',
    title: 'A SCIM user can be created before activation',
    breaks: ['VAULT-ACT-14'],
    ...storing(/\/Users$/, 'userName', 'identity/entity'),
  },
  {
    id: 'F-ACT-15',
    title: 'A SCIM group can be created before activation',
    breaks: ['VAULT-ACT-15'],
    ...storing(/\/Groups$/, 'displayName', 'identity/group'),
  },
  {
    id: 'F-ACT-16',
    title: 'The SCIM users are served before activation',
    breaks: ['VAULT-ACT-16'],
    ...whileDormant({ method: 'GET', path: /\/scim\/v2\/Users$/ }, () =>
      answerWith(200, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: 0,
        startIndex: 1,
        itemsPerPage: 0,
        Resources: [],
      }),
    ),
  },
];

function changingFlags(change: (lists: Lists) => void): Pick<Fault, 'response'> {
  const everyView = { path: /\/sys\/activation-flags(\/enable-scim\/activate)?$/, status: 200 };
  return changingBody(everyView, (body) => change(nestedIn(body, 'data')));
}

function takeBack(lists: Lists): void {
  lists.activated = lists.activated?.filter((flag) => flag !== FLAG) ?? [];
  lists.unactivated = [...(lists.unactivated ?? []), FLAG];
}

async function isDormant(request: FaultRequest, context: FaultContext): Promise<boolean> {
  const { activated } = dataOf(await askVault(context, request, 'GET', 'sys/activation-flags')) as Lists;
  return !activated?.includes(FLAG);
}

/** Answers in place of a server on which SCIM is not active yet. */
function whileDormant(
  where: Parameters<typeof matches>[0],
  make: (request: FaultRequest, context: FaultContext) => FaultResponse | Promise<FaultResponse>,
): Pick<Fault, 'request'> {
  return {
    request: async (request, context) =>
      matches(where, request) && (await isDormant(request, context)) ? make(request, context) : request,
  };
}

/** A SCIM create that is not gated: the object is there, as an unmanaged one. */
function storing(path: RegExp, nameMember: string, store: string): Pick<Fault, 'request'> {
  return whileDormant({ method: 'POST', path }, async (request, context) => {
    const resource = jsonOf(request) ?? {};
    const stored = await askVault(context, request, 'POST', store, { name: resource[nameMember] });
    return answerWith(201, { ...resource, id: dataOf(stored).id });
  });
}
