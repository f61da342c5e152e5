import { CLIENT, jsonOf, matches, queryOf } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { namespaceOf } from '../namespace-requests.ts';
import {
  BATCH_DELETE,
  ENTITY_BY_NAME,
  everySeen,
  MERGE,
  type Seen,
  seenIn,
  throughScim,
  VAULT_GROUP_BY_NAME,
  watching,
} from '../scim-objects.ts';
import { asking, NOTHING_DONE } from '../scim-requests.ts';
import { lastSegment, listIn } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const BY_ID = /\/identity\/(entity|group)\/id\/[^/]+$/;
const WRITE = ['POST', 'PUT'];

/** Defects of guards that were made for the root namespace: what goes past them in a child of it. */
export const childAdministratorFaults: Fault[] = [
  {
    id: 'F-CPB-11',
    title: 'In a child namespace a batch delete deletes SCIM-managed entities',
    breaks: ['VAULT-NS-19', 'VAULT-ADMIN-20'],
    ...deletingManaged(BATCH_DELETE, 'entity_ids'),
  },
  {
    id: 'F-CPB-12',
    title: 'In a child namespace a SCIM-managed entity can be merged into another',
    breaks: ['VAULT-ADMIN-15'],
    ...deletingManaged(MERGE, 'from_entity_ids'),
  },
  {
    id: 'F-CPB-13',
    title: 'In a child namespace another entity can be merged into a SCIM-managed one',
    breaks: ['VAULT-ADMIN-16'],
    ...inChild(MERGE, WRITE, async (request, { memory, send }) => {
      const body = jsonOf(request) ?? {};
      if (!seenIn(memory, body.to_entity_id)) return request;
      for (const id of listIn(body, 'from_entity_ids')) {
        const url = request.url.replace(MERGE, `/identity/entity/id/${id}`);
        await send(asking(request, 'DELETE', url));
      }
      return NOTHING_DONE;
    }),
  },
  {
    id: 'F-CPB-14',
    title: 'In a child namespace a SCIM-managed group can be deleted by its name',
    breaks: ['VAULT-NS-19'],
    ...inChild(VAULT_GROUP_BY_NAME, ['DELETE'], deletedByName('group')),
  },
  {
    id: 'F-CPB-15',
    title: 'In a child namespace a SCIM-managed entity can be deleted by its name',
    breaks: ['VAULT-NS-19'],
    ...inChild(ENTITY_BY_NAME, ['DELETE'], deletedByName('user')),
  },
  {
    id: 'F-CPB-16',
    title: 'In a child namespace the members of a SCIM-managed group can be changed by its name',
    breaks: ['VAULT-NS-19'],
    ...inChild(VAULT_GROUP_BY_NAME, WRITE, async (request, { memory, send }) => {
      const ids = jsonOf(request)?.member_entity_ids;
      const seen = byName(request, memory, 'group');
      if (!seen || !Array.isArray(ids)) return request;
      await send(throughScim(seen, 'PUT', { members: ids.map((value) => ({ value })) }));
      return NOTHING_DONE;
    }),
  },
  {
    id: 'F-CPB-17',
    title: 'In a child namespace the id in the body of an update by name wins',
    breaks: ['VAULT-ADMIN-21'],
    ...inChild(ENTITY_BY_NAME, WRITE, (request) => {
      const { id, ...fields } = jsonOf(request) ?? {};
      if (typeof id !== 'string') return request;
      const url = request.url.replace(ENTITY_BY_NAME, `/identity/entity/id/${id}`);
      return asking(request, 'POST', url, fields);
    }),
  },
  {
    id: 'F-CPB-60',
    title: 'In a nested namespace an administrator can delete SCIM-managed entities and groups by their ids',
    breaks: ['VAULT-NS-19'],
    ...watching({
      request: async (request, { memory, send }) => {
        const isMeant = matches({ method: 'DELETE', path: BY_ID }, request) && namespaceOf(request).includes('/');
        const seen = isMeant ? seenIn(memory, lastSegment(request)) : undefined;
        if (!seen) return request;
        await send(throughScim(seen, 'DELETE'));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-CPB-61',
    title: 'In a nested namespace a plain deletion gives up what the SCIM client owns',
    breaks: ['VAULT-NS-20'],
    since: '2.2.0',
    response: (response, request, { send }) => {
      const isPlain = matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response);
      return isPlain && queryOf(request).size === 0 && namespaceOf(request).includes('/')
        ? send({ ...request, url: `${request.url}?unlink-resources=true` })
        : response;
    },
  },
];

function inChild(path: RegExp, method: string[], act: NonNullable<Fault['request']>): Hooks {
  return watching({
    request: (request, context) =>
      matches({ method, path }, request) && namespaceOf(request) !== '' ? act(request, context) : request,
  });
}

/** What SCIM manages of the ids that a request lists is deleted, and the rest left to the server. */
function deletingManaged(path: RegExp, member: string): Hooks {
  return inChild(path, WRITE, async (request, { memory, send }) => {
    const body = jsonOf(request) ?? {};
    const ids = listIn(body, member);
    const managed = ids.flatMap((id) => seenIn(memory, id) ?? []);
    if (managed.length === 0) return request;
    for (const seen of managed) await send(throughScim(seen, 'DELETE'));
    const rest = ids.filter((id) => !seenIn(memory, id));
    return rest.length === 0 ? NOTHING_DONE : asking(request, request.method, request.url, { ...body, [member]: rest });
  });
}

function deletedByName(kind: Seen['kind']): NonNullable<Fault['request']> {
  return async (request, { memory, send }) => {
    const seen = byName(request, memory, kind);
    if (!seen) return request;
    await send(throughScim(seen, 'DELETE'));
    return NOTHING_DONE;
  };
}

/** What SCIM created in the namespace of a request that has the name in its path now. */
function byName(request: FaultRequest, memory: FaultContext['memory'], kind: Seen['kind']): Seen | undefined {
  return everySeen(memory).find(
    (seen) =>
      seen.kind === kind &&
      !seen.deleted &&
      seen.namespace === namespaceOf(request) &&
      seen.names.at(-1) === lastSegment(request),
  );
}
