import { asAdmin, callerOf, knowingCallers } from '../callers.ts';
import { CLIENT, storedClient } from '../client-requests.ts';
import { matches, pathOf, queryOf, SCIM } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { dataOf, lastSegment, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const DELETES = 'delete-linked-resources';
const UNLINKS = 'unlink-resources';

/** Defects of the deletion of SCIM clients that depend on the value of a flag, or on the state of what they own. */
export const clientDeletionWayFaults: Fault[] = [
  {
    id: 'F-CLDEL-26',
    title: 'delete-linked-resources=false deletes the linked resources',
    breaks: ['VAULT-CLDEL-08'],
    since: '2.2.0',
    ...takingFalseForTrue(DELETES),
  },
  {
    id: 'F-CLDEL-27',
    title: 'unlink-resources=false unlinks the resources',
    breaks: ['VAULT-CLDEL-08'],
    since: '2.2.0',
    ...takingFalseForTrue(UNLINKS),
  },
  {
    id: 'F-CLDEL-28',
    title: 'After a refused deletion the requests of the SCIM client are refused',
    breaks: ['VAULT-CLDEL-08'],
    since: '2.2.0',
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ path: SCIM }, request)) return request;
        const caller = await callerOf(context, request);
        return context.memory.has(`deleting ${caller?.entityId}`) ? vaultError(403, 'the client is deleting') : request;
      },
      response: async (response, request, context) => {
        if (!matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response)) return response;
        const stored = await storedClient(request, context);
        context.memory.set(`deleting ${String(stored?.access_grant_principal)}`, true);
        return response;
      },
    }),
  },
  {
    id: 'F-CLDEL-29',
    title: 'unlink-resources enables the entities of inactive users',
    breaks: ['VAULT-CLDEL-16'],
    since: '2.2.0',
    ...afterUnlinking('entity', (entity) => (entity.disabled === true ? { disabled: false } : null)),
  },
  {
    id: 'F-CLDEL-30',
    title: 'unlink-resources wipes the metadata of the entities',
    breaks: ['VAULT-CLDEL-16'],
    since: '2.2.0',
    ...afterUnlinking('entity', () => ({ metadata: {} })),
  },
  {
    id: 'F-CLDEL-31',
    title: 'unlink-resources wipes the policies of the groups',
    breaks: ['VAULT-CLDEL-18'],
    since: '2.2.0',
    ...afterUnlinking('group', () => ({ policies: [] })),
  },
  {
    id: 'F-CLDEL-32',
    title: 'delete-linked-resources leaves the entities of inactive users behind',
    breaks: ['VAULT-CLDEL-11'],
    since: '2.2.0',
    ...sparing((entities) => entities.filter(({ disabled }) => disabled === true)),
  },
  {
    id: 'F-CLDEL-33',
    title: 'delete-linked-resources removes ten entities at most',
    breaks: ['VAULT-CLDEL-11'],
    since: '2.2.0',
    ...sparing((entities) => entities.slice(10)),
  },
];

function takingFalseForTrue(flag: string): Hooks {
  return {
    request: (request) =>
      matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).get(flag) === 'false'
        ? { ...request, url: `${pathOf(request)}?${flag}=true` }
        : request,
  };
}

/** What the client owns that a request is about. */
export async function ownedBy(request: FaultRequest, context: FaultContext, kind: 'entity' | 'group'): Promise<Json[]> {
  const stored = await storedClient(request, context);
  const { keys } = dataOf(await asAdmin(context, 'GET', `identity/${kind}/id?list=true`));
  const owned: Json[] = [];
  for (const id of Array.isArray(keys) ? keys.map(String) : []) {
    const object = dataOf(await asAdmin(context, 'GET', `identity/${kind}/id/${id}`));
    if (stored && object.scim_client_id === stored.client_id) owned.push(object);
  }
  return owned;
}

/** `change` gives the fields that an object that was unlinked with its client gets then; null for none. */
function afterUnlinking(kind: 'entity' | 'group', change: (object: Json) => Json | null): Hooks {
  const key = (request: FaultRequest) => `unlinked with ${lastSegment(request)}`;
  return knowingCallers({
    request: async (request, context) => {
      const isUnlinking = matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).has(UNLINKS);
      if (isUnlinking) context.memory.set(key(request), await ownedBy(request, context, kind));
      return request;
    },
    response: async (response, request, context) => {
      if (!matches({ method: 'DELETE', path: CLIENT }, request) || response.status >= 300) return response;
      for (const object of (context.memory.get(key(request)) ?? []) as Json[]) {
        const fields = change(object);
        if (fields !== null) await asAdmin(context, 'POST', `identity/${kind}/id/${String(object.id)}`, fields);
      }
      context.memory.delete(key(request));
      return response;
    },
  });
}

/** Some entities become unmanaged before the deletion of the others. */
function sparing(choose: (entities: Json[]) => Json[]): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const isDeleting =
        matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).get(DELETES) === 'true';
      if (!isDeleting || queryOf(request).has(UNLINKS)) return request;
      for (const { id } of choose(await ownedBy(request, context, 'entity'))) {
        await unlinkEntity(context, lastSegment(request), id);
      }
      return request;
    },
  });
}
