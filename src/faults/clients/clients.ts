import {
  CLIENT,
  CLIENTS,
  changingCreate,
  changingShown,
  changingUpdate,
  isClientWrite,
  rememberPrincipal,
  storedClient,
} from '../client-requests.ts';
import { answering, changingBody, jsonOf, matches, queryOf, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { askVault, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';
import { clientRefusalFaults } from './client-refusals.ts';
import { clientSettingFaults } from './client-settings.ts';

/** Defects of what the configuration of a SCIM client keeps and shows. */
const storedFaults: Fault[] = [
  {
    id: 'F-CLIENT-01',
    title: 'A create with just the principal is refused',
    breaks: ['VAULT-CLIENT-01'],
    request: async (request, context) =>
      matches({ method: 'POST', path: CLIENT }, request) &&
      Object.keys(jsonOf(request) ?? {}).join() === 'access_grant_principal' &&
      !(await storedClient(request, context))
        ? vaultError(400, 'missing alias_mount_accessor')
        : request,
  },
  {
    id: 'F-CLIENT-02',
    title: 'The alias mount given at the creation is not kept',
    breaks: ['VAULT-CLIENT-02', 'VAULT-CLIENT-27'],
    ...changingShown((data) => {
      data.alias_mount_accessor = '';
    }),
  },
  {
    id: 'F-CLIENT-03',
    title: 'A SCIM client shows its name in place of its principal',
    breaks: ['VAULT-CLIENT-03', 'VAULT-CLIENT-09', 'VAULT-CLIENT-10', 'VAULT-CLIENT-18', 'VAULT-CLIENT-45'],
    ...changingShown((data, request) => {
      data.access_grant_principal = lastSegment(request);
    }),
  },
  {
    id: 'F-CLIENT-04',
    title: 'A SCIM client in use does not show deleting',
    breaks: ['VAULT-CLIENT-04'],
    ...changingShown((data) => {
      delete data.deleting;
    }),
  },
  {
    id: 'F-CLIENT-05',
    title: 'Of several SCIM clients whose names differ by a number the list holds the first only',
    breaks: ['VAULT-CLIENT-05'],
    ...changingKeys((keys) => [...new Map(keys.toReversed().map((key) => [key.replace(/\d+$/, ''), key])).values()]),
  },
  {
    id: 'F-CLIENT-06',
    title: 'The list of SCIM clients is served to the verb LIST only',
    breaks: ['VAULT-CLIENT-06'],
    request: (request) =>
      matches({ method: 'GET', path: CLIENTS }, request) && queryOf(request).has('list')
        ? vaultError(405, 'unsupported operation')
        : request,
  },
  {
    id: 'F-CLIENT-07',
    title: 'A SCIM client that was never written is shown as an empty one',
    breaks: ['VAULT-CLIENT-07'],
    response: (response, request, { memory }) => {
      if (isClientWrite(request)) memory.set(lastSegment(request), true);
      const isUnknown = matches({ method: 'GET', path: CLIENT, status: 404 }, request, response);
      return isUnknown && !memory.has(lastSegment(request))
        ? withJson({ ...response, status: 200 }, { data: {} })
        : response;
    },
  },
  {
    id: 'F-CLIENT-08',
    title: 'An empty list of SCIM clients is a success',
    breaks: ['VAULT-CLIENT-08'],
    response: (response, request) =>
      matches({ method: 'LIST', path: CLIENTS, status: 404 }, request, response)
        ? withJson({ ...response, status: 200 }, { data: { keys: [] } })
        : response,
  },
  {
    id: 'F-CLIENT-09',
    title: 'PUT does not create a SCIM client',
    breaks: ['VAULT-CLIENT-09'],
    ...answering({ method: 'PUT', path: CLIENT }, () => vaultError(405, 'unsupported operation')),
  },
  {
    id: 'F-CLIENT-10',
    title: 'An update lists the SCIM client a second time',
    breaks: ['VAULT-CLIENT-10'],
    ...changingUpdate((_fields, _stored, request, { memory }) => memory.set(lastSegment(request), true)),
    ...changingKeys((keys, updated) => keys.flatMap((key) => (updated.has(key) ? [key, key] : [key]))),
  },
  {
    id: 'F-CLIENT-18',
    title: 'A change of the principal is accepted and not made',
    breaks: ['VAULT-CLIENT-10', 'VAULT-CLIENT-18', 'VAULT-CLIENT-19', 'VAULT-CLIENT-20', 'VAULT-CLIENT-45'],
    ...changingUpdate((fields, stored, _request, { memory }) => {
      const wanted = fields.access_grant_principal;
      const isFree = wanted !== undefined && !memory.has(String(wanted));
      if (isFree) fields.access_grant_principal = stored.access_grant_principal;
    }),
    response: rememberPrincipal,
  },
  {
    id: 'F-CLIENT-19',
    title: 'A change of the principal makes a new client without the resources',
    breaks: ['VAULT-CLIENT-19', 'VAULT-CLIENT-31', 'VAULT-CLIENT-45'],
    state: 'state-principal-change-new-id',
  },
  {
    id: 'F-CLIENT-20',
    title: 'The token of the former principal keeps serving the SCIM client',
    breaks: ['VAULT-CLIENT-20'],
    state: 'state-old-principal-accepted',
  },
  {
    id: 'F-CLIENT-28',
    title: 'client_id is the name of the SCIM client',
    breaks: ['VAULT-CLIENT-28', 'VAULT-CLIENT-32'],
    ...changingBody({ path: CLIENT, status: 200 }, (body, request) => {
      nestedIn(body, 'data').client_id = lastSegment(request);
    }),
  },
  {
    id: 'F-CLIENT-29',
    title: 'The answer to a create has no body',
    breaks: ['VAULT-CLIENT-29'],
    response: (response, request) =>
      isClientWrite(request) && response.status === 200
        ? { status: 204, headers: [], body: Buffer.alloc(0) }
        : response,
  },
  {
    id: 'F-CLIENT-30',
    title: 'An update is answered with the whole object',
    breaks: ['VAULT-CLIENT-30'],
    response: async (response, request, context) =>
      isClientWrite(request) && response.status === 204
        ? askVault(context, request, 'GET', `identity/scim/client/${lastSegment(request)}`)
        : response,
  },
  {
    id: 'F-CLIENT-31',
    title: 'client_id is shown anew after each update',
    breaks: ['VAULT-CLIENT-31', 'VAULT-CLIENT-45'],
    response: async (response, request, context) => {
      const isUpdate = isClientWrite(request) && response.status === 204;
      const stored = isUpdate ? await storedClient(request, context) : null;
      if (stored) context.memory.set(lastSegment(request), String(stored.client_id).replace(/^.{8}/, '00000000'));
      return rememberedAs('client_id')(response, request, context);
    },
  },
  {
    id: 'F-CLIENT-32',
    title: 'A SCIM client created again has the client_id of the former one',
    breaks: ['VAULT-CLIENT-32'],
    request: async (request, context) => {
      const stored = matches({ method: 'DELETE', path: CLIENT }, request) && (await storedClient(request, context));
      if (stored) context.memory.set(lastSegment(request), stored.client_id);
      return request;
    },
    response: rememberedAs('client_id'),
  },
  {
    id: 'F-CLIENT-52',
    title: 'SCIM clients are listed in the case of their creation',
    breaks: ['VAULT-CLIENT-52'],
    ...changingCreate((_fields, request, { memory }) => {
      memory.set(lastSegment(request).toLowerCase(), lastSegment(request));
    }),
    ...changingKeys((keys, created) => keys.map((key) => String(created.get(key) ?? key))),
  },
  {
    id: 'F-CLIENT-53',
    title: 'A SCIM client shows when it was created',
    breaks: ['VAULT-CLIENT-53'],
    ...changingShown((data) => {
      data.creation_time = '2026-01-01T00:00:00Z';
    }),
  },
];

/** Defects of the configuration of SCIM clients. */
export const clientFaults: Fault[] = [...storedFaults, ...clientSettingFaults, ...clientRefusalFaults];

function changingKeys(change: (keys: string[], memory: Map<string, unknown>) => string[]): Pick<Fault, 'response'> {
  return {
    response: (response, request, { memory }) => {
      const body = matches({ method: ['LIST', 'GET'], path: CLIENTS, status: 200 }, request, response)
        ? jsonOf(response)
        : null;
      if (!body) return response;
      const data = nestedIn(body, 'data');
      data.keys = change(Array.isArray(data.keys) ? data.keys.map(String) : [], memory);
      return withJson(response, body);
    },
  };
}

/** Shows what the defect remembers under the client's name. */
function rememberedAs(member: string): NonNullable<Fault['response']> {
  return (response, request, { memory }) => {
    const name = lastSegment(request);
    const known = memory.has(name) && matches({ method: 'GET', path: CLIENT, status: 200 }, request, response);
    const body = known ? jsonOf(response) : null;
    if (!body) return response;
    nestedIn(body, 'data')[member] = memory.get(name);
    return withJson(response, body);
  };
}
