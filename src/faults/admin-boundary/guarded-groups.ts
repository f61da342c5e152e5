import { jsonOf, matches } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import {
  deletingThroughScim,
  type Seen,
  seenByName,
  seenIn,
  throughScim,
  VAULT_GROUP,
  VAULT_GROUP_BY_NAME,
  watching,
} from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { lastSegment } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Find = (memory: FaultContext['memory'], segment: string) => Seen | undefined;

const byId: Find = (memory, id) => seenIn(memory, id);

/** Defects of the guards of SCIM-managed groups: each lets one way through. */
export const guardedGroupFaults: Fault[] = [
  {
    id: 'F-ADMIN-09',
    title: 'The name of a SCIM-managed group is not guarded',
    breaks: ['VAULT-ADMIN-09'],
    ...changing(VAULT_GROUP, byId, ({ name }) => (name === undefined ? null : { displayName: name })),
  },
  {
    id: 'F-ADMIN-10',
    title: 'The addition of members to a SCIM-managed group is not guarded',
    breaks: ['VAULT-ADMIN-10'],
    ...changing(VAULT_GROUP, byId, ({ member_entity_ids: ids }) => (isFilled(ids) ? { members: valued(ids) } : null)),
  },
  {
    id: 'F-ADMIN-11',
    title: 'An empty member list passes the guard of a SCIM-managed group',
    breaks: ['VAULT-ADMIN-11'],
    ...changing(VAULT_GROUP, byId, ({ member_entity_ids: ids }) =>
      Array.isArray(ids) && !isFilled(ids) ? { members: [] } : null,
    ),
  },
  {
    id: 'F-ADMIN-12',
    title: 'The members of a SCIM-managed group are guarded by id only',
    breaks: ['VAULT-ADMIN-12'],
    ...changing(VAULT_GROUP_BY_NAME, seenByName, ({ member_entity_ids: ids }) =>
      isFilled(ids) ? { members: valued(ids) } : null,
    ),
  },
  {
    id: 'F-ADMIN-13',
    title: 'The deletion of a SCIM-managed group by id is not guarded',
    breaks: ['VAULT-ADMIN-13'],
    ...deletingThroughScim(VAULT_GROUP, byId),
  },
  {
    id: 'F-ADMIN-14',
    title: 'The deletion of a SCIM-managed group by name is not guarded',
    breaks: ['VAULT-ADMIN-14'],
    ...deletingThroughScim(VAULT_GROUP_BY_NAME, seenByName),
  },
  {
    id: 'F-ADMIN-31',
    title: 'Groups are not guarded at all',
    breaks: [
      'VAULT-ADMIN-09',
      'VAULT-ADMIN-10',
      'VAULT-ADMIN-11',
      'VAULT-ADMIN-12',
      'VAULT-ADMIN-13',
      'VAULT-ADMIN-14',
    ],
    state: 'state-group-guard-off',
  },
];

/** An administrator's change that is made through SCIM, past the guard; null lets the request on. */
function changing(
  path: RegExp,
  find: Find,
  changesOf: (body: Json) => Json | null,
): Pick<Fault, 'request' | 'response'> {
  return watching({
    request: async (request, { memory, send }) => {
      const seen = matches({ method: 'POST', path }, request) ? find(memory, lastSegment(request)) : undefined;
      const changes = seen ? changesOf(jsonOf(request) ?? {}) : null;
      if (!seen || changes === null) return request;
      await send(throughScim(seen, 'PUT', changes));
      return NOTHING_DONE;
    },
  });
}

function isFilled(ids: unknown): ids is unknown[] {
  return Array.isArray(ids) && ids.length > 0;
}

function valued(ids: unknown[]): Json[] {
  return ids.map((value) => ({ value }));
}
