import { jsonOf, matches } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { namespaceOf } from '../namespace-requests.ts';
import {
  BATCH_DELETE,
  deletingThroughScim,
  ENTITY,
  ENTITY_BY_NAME,
  MERGE,
  seenByName,
  seenIn,
  throughScim,
  watching,
} from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { lastSegment, withoutHeader } from '../vault-requests.ts';

/** Defects of the guards of SCIM-managed entities: each lets one way through. */
export const guardedEntityFaults: Fault[] = [
  {
    id: 'F-ADMIN-06',
    title: 'The name of a SCIM-managed entity is not guarded',
    breaks: ['VAULT-ADMIN-06'],
    ...watching({
      request: async (request, { memory, send }) => {
        const name = matches({ method: 'POST', path: ENTITY }, request) ? jsonOf(request)?.name : undefined;
        const seen = seenIn(memory, lastSegment(request));
        if (!seen || name === undefined) return request;
        await send(throughScim(seen, 'PUT', { userName: name }));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-ADMIN-07',
    title: 'The deletion of a SCIM-managed entity by id is not guarded',
    breaks: ['VAULT-ADMIN-07'],
    ...deletingThroughScim(ENTITY, (memory, id) => seenIn(memory, id)),
  },
  {
    id: 'F-ADMIN-08',
    title: 'The deletion of a SCIM-managed entity by name is not guarded',
    breaks: ['VAULT-ADMIN-08'],
    ...deletingThroughScim(ENTITY_BY_NAME, seenByName),
  },
  {
    id: 'F-ADMIN-15',
    title: 'A SCIM-managed entity can be merged into another',
    breaks: ['VAULT-ADMIN-15'],
    ...merging(({ force }, isManaged) => force !== true && isManaged('from')),
  },
  {
    id: 'F-ADMIN-16',
    title: 'Another entity can be merged into a SCIM-managed one',
    breaks: ['VAULT-ADMIN-16'],
    ...merging((_body, isManaged) => isManaged('to')),
  },
  {
    id: 'F-ADMIN-17',
    title: 'A forced merge goes past the guard',
    breaks: ['VAULT-ADMIN-17'],
    ...merging(({ force }, isManaged) => force === true && isManaged('from')),
  },
  {
    id: 'F-ADMIN-18',
    title: 'A batch delete in a child namespace reaches the parent',
    breaks: ['VAULT-ADMIN-18'],
    request: async (request, { send }) => {
      if (!matches({ path: BATCH_DELETE }, request) || namespaceOf(request) === '') return request;
      for (const id of entityIdsIn(request)) await send(deletion(withoutHeader(request, 'X-Vault-Namespace'), id));
      return request;
    },
  },
  {
    id: 'F-ADMIN-19',
    title: 'A batch delete in a namespace reaches its children',
    breaks: ['VAULT-ADMIN-19'],
    request: async (request, { send, memory }) => {
      const namespace = namespaceOf(request);
      if (namespace !== '') memory.set(namespace, true);
      if (!matches({ path: BATCH_DELETE }, request) || namespace !== '') return request;
      for (const child of memory.keys()) {
        const headers: FaultRequest['headers'] = [...request.headers, ['X-Vault-Namespace', child]];
        for (const id of entityIdsIn(request)) await send(deletion({ ...request, headers }, id));
      }
      return request;
    },
  },
  {
    id: 'F-ADMIN-20',
    title: 'A batch delete goes past the guard',
    breaks: ['VAULT-ADMIN-20'],
    ...watching({
      request: async (request, { send, memory }) => {
        if (!matches({ path: BATCH_DELETE }, request)) return request;
        for (const id of entityIdsIn(request)) {
          const seen = seenIn(memory, id);
          if (seen) await send(throughScim(seen, 'DELETE'));
        }
        return request;
      },
    }),
  },
  {
    id: 'F-ADMIN-30',
    title: 'Entities are not guarded at all',
    breaks: ['VAULT-ADMIN-06', 'VAULT-ADMIN-07', 'VAULT-ADMIN-08', 'VAULT-ADMIN-20', 'VAULT-LINK-12'],
    state: 'state-entity-guard-off',
  },
  {
    id: 'F-ADMIN-32',
    title: 'Merges are not guarded at all',
    breaks: ['VAULT-ADMIN-15', 'VAULT-ADMIN-16', 'VAULT-ADMIN-17'],
    state: 'state-merge-guard-off',
  },
];

/** Some merges that are let through: of a SCIM-managed source nothing is left. */
function merging(
  applies: (body: Record<string, unknown>, isManaged: (side: 'from' | 'to') => boolean) => boolean,
): Pick<Fault, 'request' | 'response'> {
  return watching({
    request: async (request, { memory, send }) => {
      const body = matches({ path: MERGE }, request) ? jsonOf(request) : null;
      if (!body) return request;
      const from = [body.from_entity_ids ?? []].flat().map((id) => seenIn(memory, id));
      const isManaged = (side: 'from' | 'to') =>
        side === 'to' ? seenIn(memory, body.to_entity_id) !== undefined : from.some((seen) => seen !== undefined);
      if (!applies(body, isManaged)) return request;
      for (const seen of from) if (seen) await send(throughScim(seen, 'DELETE'));
      return NOTHING_DONE;
    },
  });
}

function entityIdsIn(request: FaultRequest): unknown[] {
  return [jsonOf(request)?.entity_ids ?? []].flat();
}

function deletion(asker: FaultRequest, id: unknown): FaultRequest {
  return { ...asker, method: 'DELETE', url: `/v1/identity/entity/id/${id}`, body: Buffer.alloc(0) };
}
