import { asAdmin, callerOf, knowingCallers, scimClients } from '../callers.ts';
import { CLIENT, GROUP, jsonOf, matches, pathOf, scimError, USER, USERS, withHeader, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { unscoped } from '../owners.ts';
import { asking, NOTHING_DONE } from '../scim-requests.ts';
import { reaching, shownAsGroup, shownAsUser, unlinkEntity, unmanagedAt } from '../unmanaged.ts';
import { dataOf, lastSegment, nestedIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const SINCE = '2.2.0';

/** Defects of the switches of adoption. */
const switchFaults: Fault[] = [
  {
    id: 'F-ADOPT-02',
    since: SINCE,
    title: 'Entities are adopted whatever the switch says',
    breaks: ['VAULT-ADOPT-02'],
    state: 'state-adoption-ignores-switch',
  },
  {
    id: 'F-ADOPT-03',
    since: SINCE,
    title: 'A replace adopts a group whatever the switch says',
    breaks: ['VAULT-ADOPT-03', 'VAULT-ISOL-31'],
    ...linkingWhen(({ allow_user_adoption: users }) => users !== true),
  },
  {
    id: 'F-ADOPT-10',
    since: SINCE,
    title: 'The switch for users opens groups too',
    breaks: ['VAULT-ADOPT-10'],
    ...linkingWhen(({ allow_user_adoption: users }) => users === true),
  },
  {
    id: 'F-ADOPT-09',
    since: SINCE,
    title: 'The switch for groups opens entities too',
    breaks: ['VAULT-ADOPT-09'],
    ...reaching('entity', 'GET', async (entity, request, context) =>
      (await clientOf(request, context))?.allow_group_adoption === true
        ? shownAsUser(entity)
        : scimError(404, 'not found'),
    ),
  },
  {
    id: 'F-ADOPT-16',
    since: SINCE,
    title: 'The switch for groups cannot be switched off again',
    breaks: ['VAULT-ADOPT-16'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (matches({ method: 'POST', path: CLIENT }, request) && jsonOf(request)?.allow_group_adoption === true) {
          context.memory.set(`open ${lastSegment(request)}`, true);
        }
        if (!matches({ method: 'GET', path: GROUP, status: 404 }, request, response)) return response;
        const group = await unmanagedAt('group', request, context);
        const client = await clientOf(request, context);
        return group && context.memory.has(`open ${client?.name}`) ? shownAsGroup(group) : response;
      },
    }),
  },
];

/** Defects of unmanaged groups that a client may read. */
const openGroupFaults: Fault[] = [
  {
    id: 'F-ADOPT-05',
    since: SINCE,
    title: 'Unmanaged groups without members are hidden in spite of group adoption',
    breaks: ['VAULT-ADOPT-05'],
    ...changingOpenGroups((group) => {
      const ids = group.member_entity_ids;
      return Array.isArray(ids) && ids.length > 0 ? null : scimError(404, 'not found');
    }),
  },
  {
    id: 'F-ADOPT-06',
    since: SINCE,
    title: 'An unmanaged group shows all of its members',
    breaks: ['VAULT-ADOPT-06', 'RFC7644-3.4.2-09'],
    ...changingOpenGroups((group, response) => {
      const ids = Array.isArray(group.member_entity_ids) ? group.member_entity_ids : [];
      return withJson(response, { ...jsonOf(response), members: ids.map((value) => ({ value })) });
    }),
  },
  {
    id: 'F-ADOPT-07',
    since: SINCE,
    title: 'A read of an unmanaged group takes it over',
    breaks: ['VAULT-ADOPT-07'],
    ...changingOpenGroups(async (group, response, request, context) => {
      await link(request, context, group);
      return response;
    }),
  },
  {
    id: 'F-ADOPT-08',
    since: SINCE,
    title: "Group adoption opens another client's groups",
    breaks: ['VAULT-ADOPT-08'],
    ...unscoped(
      { method: ['GET', 'PUT'], path: GROUP },
      async (request, context) => (await clientOf(request, context))?.allow_group_adoption === true,
    ),
  },
];

/** Defects of what was adopted. */
const adoptedFaults: Fault[] = [
  {
    id: 'F-ADOPT-11',
    since: SINCE,
    title: 'Adopted users cannot be patched',
    breaks: ['VAULT-ADOPT-11'],
    ...ignoringPatches(USER),
  },
  {
    id: 'F-ADOPT-12',
    since: SINCE,
    title: 'Adopted groups cannot be patched',
    breaks: ['VAULT-ADOPT-12'],
    ...ignoringPatches(GROUP),
  },
  {
    id: 'F-ADOPT-13',
    since: SINCE,
    title: 'An entity that a client has adopted is adopted by the next client',
    breaks: ['VAULT-ADOPT-13'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: 'POST', path: USERS, status: 409 }, request, response)) return response;
        const adopter = await clientOf(request, context);
        const entity = await entityNamed(String(jsonOf(request)?.userName), context);
        if (!adopter?.allow_user_adoption || !entity.scim_client_id || entity.scim_client_id === adopter.client_id) {
          return response;
        }
        const owner = (await scimClients(context)).find((client) => client.client_id === entity.scim_client_id);
        await unlinkEntity(context, owner?.name, entity.id);
        await asAdmin(context, 'POST', `identity/scim/client/${adopter.name}/link-entity`, { entity_id: entity.id });
        const made = await context.send(asking(request, 'GET', `${pathOf(request)}/${entity.id}`));
        return withHeader({ ...made, status: 201 }, 'Location', String(nestedIn(jsonOf(made), 'meta').location));
      },
    }),
  },
  {
    id: 'F-ADOPT-14',
    since: SINCE,
    title: 'Adoption resets the policies of the entity',
    breaks: ['VAULT-ADOPT-14'],
    state: 'state-adoption-clears-policies',
  },
  {
    id: 'F-ADOPT-15',
    since: SINCE,
    title: 'Adoption resets the policies of the group',
    breaks: ['VAULT-ADOPT-15'],
    ...adoptingGroups(async (id, context) => {
      await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies: [] });
    }),
  },
];

/** Defects of adoption: its switches, what it opens, and what it does to the adopted. */
export const adoptionFaults: Fault[] = [...switchFaults, ...openGroupFaults, ...adoptedFaults];

/** Fields of the SCIM client that makes a request. */
export async function clientOf(request: FaultRequest, context: FaultContext): Promise<Json | undefined> {
  const caller = await callerOf(context, request);
  return (await scimClients(context)).find((client) => client.access_grant_principal === caller?.entityId);
}

async function entityNamed(name: string, context: FaultContext): Promise<Json> {
  return dataOf(await asAdmin(context, 'GET', `identity/entity/name/${name}`));
}

async function link(request: FaultRequest, context: FaultContext, group: Json): Promise<void> {
  const client = await clientOf(request, context);
  await asAdmin(context, 'POST', `identity/scim/client/${client?.name}/link-group`, { group_id: group.id });
}

/** Defect of replaces of unmanaged groups: they are carried out for some clients that may not adopt groups. */
function linkingWhen(applies: (client: Json) => boolean): Pick<Fault, 'request' | 'response'> {
  return reaching('group', 'PUT', async (group, request, context) => {
    const client = await clientOf(request, context);
    if (!client || client.allow_group_adoption === true || !applies(client)) return scimError(404, 'not found');
    await link(request, context, group);
    return context.send(request);
  });
}

/** Defect of reads of unmanaged groups that are served; null leaves the answer. */
function changingOpenGroups(
  change: (
    group: Json,
    response: FaultResponse,
    request: FaultRequest,
    context: FaultContext,
  ) => Promise<FaultResponse> | FaultResponse | null,
): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches({ method: 'GET', path: GROUP, status: 200 }, request, response)) return response;
      const group = await unmanagedAt('group', request, context);
      return (group && (await change(group, response, request, context))) ?? response;
    },
  });
}

/** Defect of the adoption of groups: `then` is done when one has taken place. */
function adoptingGroups(
  then: (id: string, context: FaultContext) => Promise<void>,
): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: 'PUT', path: GROUP }, request)) return request;
      const group = await unmanagedAt('group', request, context);
      if (group !== null) context.memory.set(`unmanaged ${group.id}`, true);
      return request;
    },
    response: async (response, request, context) => {
      const id = lastSegment(request);
      if (response.status < 300 && context.memory.delete(`unmanaged ${id}`)) await then(id, context);
      return response;
    },
  });
}

/** Defect of patches of adopted users and groups: they are acknowledged, but not carried out. */
function ignoringPatches(path: RegExp): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    request: async (request, context) => {
      const id = lastSegment(request);
      if (context.memory.has(`adopted ${id}`) && matches({ method: 'PATCH', path }, request)) return NOTHING_DONE;
      const isReplace = matches({ method: 'PUT', path: GROUP }, request);
      if (isReplace && (await unmanagedAt('group', request, context))) context.memory.set(`unmanaged ${id}`, true);
      return request;
    },
    response: (response, request, { memory }) => {
      const made = /identity\/entity$/.test(request.url) ? dataOf(response).id : undefined;
      if (made) memory.set(`unmanaged ${made}`, true);
      const isCreate = matches({ method: 'POST', path: USERS, status: 201 }, request, response);
      const id = isCreate ? jsonOf(response)?.id : lastSegment(request);
      const isReplace = matches({ method: 'PUT', path: GROUP, status: 200 }, request, response);
      if ((isCreate || isReplace) && memory.has(`unmanaged ${id}`)) memory.set(`adopted ${id}`, true);
      return response;
    },
  });
}
