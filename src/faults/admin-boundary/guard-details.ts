import { jsonOf, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import {
  deletingThroughScim,
  ENTITY,
  ENTITY_BY_NAME,
  seenAt,
  seenByName,
  seenIn,
  throughScim,
  VAULT_GROUP,
  watching,
} from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { askVault, dataOf } from '../vault-requests.ts';

const WRITE = ['POST', 'PUT'];

/** Defects of guards that compare too little, or look at the object as it was when it was created. */
export const guardDetailFaults: Fault[] = [
  {
    id: 'F-ADMIN-55',
    title: 'Policies that an administrator sets on a SCIM group are added to those that it has',
    breaks: ['VAULT-ADMIN-05'],
    ...watching({
      request: async (request, context) => {
        const seen = seenAt({ method: WRITE, path: VAULT_GROUP }, request, context.memory);
        const body = seen ? jsonOf(request) : null;
        if (!seen || !Array.isArray(body?.policies)) return request;
        const group = dataOf(await askVault(context, request, 'GET', `identity/group/id/${seen.id}`));
        const known = Array.isArray(group.policies) ? group.policies : [];
        return withJson(request, { ...body, policies: [...new Set([...known, ...body.policies])] });
      },
    }),
  },
  {
    id: 'F-ADMIN-56',
    title: 'A SCIM-managed entity that was renamed can be deleted by its new name',
    breaks: ['VAULT-ADMIN-08'],
    ...deletingThroughScim(ENTITY_BY_NAME, (memory, name) => {
      const seen = seenByName(memory, name);
      return seen && seen.names[0] !== name ? seen : undefined;
    }),
  },
  {
    id: 'F-ADMIN-57',
    title: 'Members of a SCIM-managed group that are exchanged for as many others pass the guard',
    breaks: ['VAULT-ADMIN-10'],
    ...watching({
      request: async (request, context) => {
        const seen = seenAt({ method: WRITE, path: VAULT_GROUP }, request, context.memory);
        const wanted = seen ? jsonOf(request)?.member_entity_ids : undefined;
        if (!seen || !Array.isArray(wanted) || wanted.length === 0) return request;
        const group = dataOf(await askVault(context, request, 'GET', `identity/group/id/${seen.id}`));
        const known = Array.isArray(group.member_entity_ids) ? group.member_entity_ids : [];
        if (known.length !== wanted.length || wanted.every((id) => known.includes(id))) return request;
        await context.send(throughScim(seen, 'PUT', { members: wanted.map((value) => ({ value })) }));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-ADMIN-58',
    title: 'An administrator can change the name of a SCIM-managed entity in its letter case',
    breaks: ['VAULT-ADMIN-06'],
    ...watching({
      request: async (request, { memory, send }) => {
        const seen = seenAt({ method: WRITE, path: ENTITY }, request, memory);
        const name = seen ? jsonOf(request)?.name : undefined;
        const known = seen?.names.at(-1) ?? '';
        if (!seen || typeof name !== 'string' || name === known) return request;
        if (name.toLowerCase() !== known.toLowerCase()) return request;
        await send(throughScim(seen, 'PUT', { userName: name }));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-ADMIN-59',
    title: 'The SCIM-managed entity of an inactive user can be deleted',
    breaks: ['VAULT-ADMIN-07'],
    ...watching({
      request: async (request, context) => {
        const seen = seenAt({ method: 'DELETE', path: ENTITY }, request, context.memory);
        if (!seen) return request;
        const entity = dataOf(await askVault(context, request, 'GET', `identity/entity/id/${seen.id}`));
        if (entity.disabled !== true) return request;
        await context.send(throughScim(seen, 'DELETE'));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-ADMIN-60',
    title: 'A SCIM-managed group that was renamed can be deleted by its id',
    breaks: ['VAULT-ADMIN-13'],
    ...deletingThroughScim(VAULT_GROUP, (memory, id) => {
      const seen = seenIn(memory, id);
      return seen && seen.names.length > 1 && seen.names[0] !== seen.names.at(-1) ? seen : undefined;
    }),
  },
];
