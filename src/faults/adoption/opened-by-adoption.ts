import { asAdmin, knowingCallers } from '../callers.ts';
import { GROUPS, jsonOf, matches, resourcesOf, shownIn, USERS_AND_USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { changedAnyway, reaching, shownAsUser } from '../unmanaged.ts';
import { dataOf } from '../vault-requests.ts';
import { clientOf } from './adoption.ts';

type Json = Record<string, unknown>;

const SINCE = '2.2.0';

/** Defects of views and writes that the switches of adoption open too far. */
export const openedByAdoptionFaults: Fault[] = [
  {
    id: 'F-CPB-56',
    title: 'In lists an unmanaged group shows all of its members to whoever may adopt it',
    breaks: ['VAULT-ADOPT-06', 'RFC7644-3.4.2-09'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body) return response;
        for (const group of resourcesOf(body)) {
          const stored = dataOf(await asAdmin(context, 'GET', `identity/group/id/${String(group.id)}`));
          if (stored.scim_client_id || !Array.isArray(stored.member_entity_ids)) continue;
          group.members = stored.member_entity_ids.map((value) => ({ value }));
        }
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-CPB-57',
    title: 'With the switch for groups a user shows the unmanaged groups that it is in',
    breaks: ['VAULT-USER-24'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const isMeant = matches({ method: 'GET', path: USERS_AND_USER, status: 200 }, request, response);
        const body = isMeant ? jsonOf(response) : null;
        if (!body || !(await adopts(request, context, 'allow_group_adoption'))) return response;
        for (const user of shownIn(body)) {
          const { direct_group_ids: ids } = dataOf(
            await asAdmin(context, 'GET', `identity/entity/id/${String(user.id)}`),
          );
          if (Array.isArray(ids)) user.groups = ids.map((value) => ({ value }));
        }
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-CPB-58',
    title: 'With the switch for users an unmanaged entity is read as a user',
    breaks: ['VAULT-ADOPT-30'],
    since: SINCE,
    ...reaching('entity', 'GET', async (entity, request, context) =>
      (await adopts(request, context, 'allow_user_adoption')) && hasAliases(entity)
        ? shownAsUser(entity)
        : context.send(request),
    ),
  },
  {
    id: 'F-CPB-59',
    title: 'With the switch for users an unmanaged entity is deactivated and deleted as a user',
    breaks: ['VAULT-ADOPT-30'],
    since: SINCE,
    ...reaching('entity', ['PATCH', 'DELETE'], async (entity, request, context) => {
      const isOpen = (await adopts(request, context, 'allow_user_adoption')) && hasAliases(entity);
      if (!isOpen) return context.send(request);
      return request.method === 'DELETE'
        ? changedAnyway(context, 'DELETE', 'entity', entity)
        : changedAnyway(context, 'POST', 'entity', entity, { disabled: true });
    }),
  },
];

async function adopts(request: FaultRequest, context: FaultContext, field: string): Promise<boolean> {
  return (await clientOf(request, context))?.[field] === true;
}

function hasAliases({ aliases }: Json): boolean {
  return Array.isArray(aliases) && aliases.length > 0;
}
