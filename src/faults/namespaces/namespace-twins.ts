import { knowingCallers, tokenIn, withToken } from '../callers.ts';
import { CLIENT, jsonOf, matches, pathOf, SCIM, USER, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { askScim, doingMore } from '../further-acts.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { operationsOf } from '../scim-requests.ts';
import { dataOf, lastSegment } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

/** A user of another namespace: where it is, and who asked for it. */
interface Twin {
  id: string;
  by: FaultRequest;
}

/** Defects of what has the same name in two namespaces. */
export const namespaceTwinFaults: Fault[] = [
  {
    id: 'F-NS-15',
    title: "The deletion of a SCIM client deletes a child's client of the same name",
    breaks: ['VAULT-NS-11'],
    ...onTwinClients('DELETE', (twin, context) => context.send({ ...twin, method: 'DELETE', body: Buffer.alloc(0) })),
  },
  {
    id: 'F-NS-16',
    title: "An update of a SCIM client writes its switches to a child's client of the same name",
    breaks: ['VAULT-NS-11'],
    since: '2.2.0',
    ...onTwinClients('POST', async (twin, context, request) => {
      const stored = dataOf(await context.send({ ...twin, method: 'GET', body: Buffer.alloc(0) }));
      const { allow_user_adoption } = jsonOf(request) ?? {};
      if (allow_user_adoption === undefined) return;
      const fields = { access_grant_principal: stored.access_grant_principal, allow_user_adoption };
      await context.send({ ...twin, method: 'POST', body: Buffer.from(JSON.stringify(fields)) });
    }),
  },
  {
    id: 'F-NS-17',
    title: "A deactivation deactivates another namespace's user of the same userName",
    breaks: ['VAULT-NS-12'],
    ...onTwinUsers('PATCH'),
  },
  {
    id: 'F-NS-18',
    title: "A deletion deletes another namespace's user of the same userName",
    breaks: ['VAULT-NS-12'],
    ...onTwinUsers('DELETE'),
  },
  {
    id: 'F-NS-19',
    title: "A child's principal is served reads in the parent",
    breaks: ['VAULT-NS-10'],
    ...knowingCallers({
      request: (request, { memory }) => {
        if (!matches({ method: 'GET', path: USERS }, request) || namespaceOf(request) !== '') return request;
        const served = memory.get('served in the root') as string | undefined;
        return memory.has(`child ${tokenIn(request)}`) && served !== undefined ? withToken(request, served) : request;
      },
      response: (response, request, { memory }) => {
        if (response.status >= 300 || !SCIM.test(pathOf(request))) return response;
        if (namespaceOf(request) !== '') memory.set(`child ${tokenIn(request)}`, true);
        else if (!memory.has(`child ${tokenIn(request)}`)) memory.set('served in the root', tokenIn(request));
        return response;
      },
    }),
  },
];

/** After a request on a client of the root the client of the same name in a child gets something too. */
function onTwinClients(
  method: string,
  act: (twin: FaultRequest, context: FaultContext, request: FaultRequest) => Promise<unknown>,
): Hooks {
  return {
    response: async (response, request, context): Promise<FaultResponse> => {
      if (response.status >= 300 || !matches({ method: ['POST', 'PUT', 'DELETE'], path: CLIENT }, request)) {
        return response;
      }
      const key = `child client ${lastSegment(request)}`;
      if (namespaceOf(request) !== '') {
        if (request.method !== 'DELETE') context.memory.set(key, request);
        return response;
      }
      const twin = context.memory.get(key) as FaultRequest | undefined;
      if (twin && request.method === method) await act(twin, context, request);
      return response;
    },
  };
}

function onTwinUsers(method: 'PATCH' | 'DELETE'): Hooks {
  const acting = doingMore({ method, path: USER }, async ({ request, before, context }) => {
    if (method === 'PATCH' && operationsOf(request).every(({ value }) => value !== false)) return;
    for (const { id, by } of (context.memory.get(`named ${String(before.userName)}`) ?? []) as Twin[]) {
      if (id === before.id || namespaceOf(by) === namespaceOf(request)) continue;
      await askScim({ request: by, context }, method, `Users/${id}`, jsonOf(request) ?? undefined);
    }
  });
  return {
    ...acting,
    response: async (response, request, context) => {
      if (matches({ method: 'POST', path: USERS, status: 201 }, request, response)) {
        const made: Json = jsonOf(response) ?? {};
        const key = `named ${String(made.userName)}`;
        const known = (context.memory.get(key) ?? []) as Twin[];
        context.memory.set(key, [...known, { id: String(made.id), by: request }]);
      }
      return (await acting.response?.(response, request, context)) ?? response;
    },
  };
}
