import { asAdmin, callerOf, fullTokenFor, knowingCallers, scimClients, tokenIn, withToken } from '../callers.ts';
import { linkCallIn } from '../client-requests.ts';
import { changingResources, GROUP, jsonOf, matches, RESOURCE, USER, USERS_AND_USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { knowingLinks } from '../link-states.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { knowingOwners, ownerOf } from '../owners.ts';
import { BATCH_DELETE, ENTITY } from '../scim-objects.ts';
import { memberIds, NOTHING_DONE, resourceAt } from '../scim-requests.ts';
import { dataOf, lastSegment, listIn, nestedIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;
type LinkCall = NonNullable<ReturnType<typeof linkCallIn>>;

const SINCE = '2.2.0';

/** Defects of links and adoption that show in later steps, or in one half of what a link is about. */
export const turnOfLinkFaults: Fault[] = [
  {
    id: 'F-N9B-02',
    title: 'Unlinking a group empties its policies',
    breaks: ['VAULT-LINK-18'],
    since: SINCE,
    ...after('unlink', 'group', ({ id }, context) =>
      asAdmin(context, 'POST', `identity/group/id/${id}`, { policies: [] }),
    ),
  },
  {
    id: 'F-N9B-03',
    title: 'Unlinking an inactive user enables its entity',
    breaks: ['VAULT-LINK-18', 'VAULT-MAP-47'],
    since: SINCE,
    ...after('unlink', 'entity', ({ id }, context) =>
      asAdmin(context, 'POST', `identity/entity/id/${id}`, { disabled: false }),
    ),
  },
  {
    id: 'F-N9B-05',
    title: 'A group that is linked again is shown with the members that it had when it was unlinked',
    breaks: ['VAULT-MAP-30', 'VAULT-LINK-02'],
    since: SINCE,
    ...servingFromBefore('group', (resource, { member_entity_ids: ids }) => {
      resource.members = (Array.isArray(ids) ? ids : []).map((value) => ({ value }));
    }),
  },
  {
    id: 'F-N9B-06',
    title: 'A user that is linked again is shown under the userName that it had when it was unlinked',
    breaks: ['VAULT-MAP-02', 'VAULT-LINK-01'],
    since: SINCE,
    ...servingFromBefore('entity', (resource, { name }) => {
      resource.userName = name;
    }),
  },
  {
    id: 'F-N9B-07',
    title: 'A batch delete passes over entities that were unlinked',
    breaks: ['VAULT-LINK-15'],
    since: SINCE,
    ...knowingUnlinked({
      request: (request, { memory }) => {
        const body = matches({ path: BATCH_DELETE }, request) ? jsonOf(request) : null;
        const ids = listIn(body, 'entity_ids');
        const rest = ids.filter((id) => !memory.has(`unlinked ${id}`));
        if (!body || rest.length === ids.length) return request;
        return rest.length === 0 ? NOTHING_DONE : withJson(request, { ...body, entity_ids: rest });
      },
    }),
  },
  {
    id: 'F-N9B-09',
    title: 'A replace that takes a group over stores members that are no users of the SCIM client',
    breaks: ['VAULT-ADOPT-31'],
    since: SINCE,
    ...afterRefusedAdoption(async (request, context, group, client) => {
      const path = `identity/group/id/${group.id}`;
      const set = await asAdmin(context, 'POST', path, { member_entity_ids: memberIds(jsonOf(request) ?? {}) });
      if (set.status > 299) return undefined;
      await asAdmin(context, 'POST', `identity/scim/client/${client.name}/link-group`, { group_id: group.id });
      return context.send({ ...request, method: 'GET', body: Buffer.alloc(0) });
    }),
  },
  {
    id: 'F-N9B-10',
    title: 'A replace that is refused for its members has taken the group over',
    breaks: ['VAULT-ADOPT-31'],
    since: SINCE,
    ...afterRefusedAdoption(async (_, context, group, client) => {
      await asAdmin(context, 'POST', `identity/scim/client/${client.name}/link-group`, { group_id: group.id });
      return undefined;
    }),
  },
  {
    id: 'F-N9B-11',
    title: 'The entities of the members do not list a group that was linked',
    breaks: ['VAULT-MAP-41'],
    since: SINCE,
    ...knowingLinks({
      response: (response, request, { memory }) => {
        const body = matches({ method: 'GET', path: ENTITY, status: 200 }, request, response) ? jsonOf(response) : null;
        const data = nestedIn(body, 'data');
        if (!body || !Array.isArray(data.direct_group_ids)) return response;
        for (const member of ['direct_group_ids', 'group_ids']) {
          data[member] = listIn(data, member).filter((id) => !memory.has(`linked ${id}`));
        }
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-N9B-13',
    title: 'The groups of a user leave out a group that was linked',
    breaks: ['VAULT-USER-22'],
    since: SINCE,
    ...knowingLinks({
      response: (response, request, context) =>
        changingResources({ method: 'GET', path: USERS_AND_USER }, (user) => {
          if (!Array.isArray(user.groups)) return;
          user.groups = (user.groups as Json[]).filter(({ value }) => !context.memory.has(`linked ${value}`));
        }).response?.(response, request, context) ?? response,
    }),
  },
  {
    id: 'F-N9B-14',
    title: 'In a child namespace the link calls are acknowledged and not done',
    breaks: ['VAULT-NS-26', 'VAULT-LINK-01', 'VAULT-LINK-02'],
    since: SINCE,
    request: (request) =>
      linkCallIn(request)?.action === 'link' && namespaceOf(request) !== '' ? NOTHING_DONE : request,
  },
  {
    id: 'F-N9B-15',
    title: 'A user or group that was unlinked and linked to another SCIM client is still changed by the first one',
    breaks: ['VAULT-LINK-13', 'VAULT-LINK-14'],
    since: SINCE,
    ...knowingOwners({
      response: async (response, request, context) => {
        if (response.status < 400 || !matches({ method: ['PUT', 'PATCH', 'DELETE'], path: RESOURCE }, request)) {
          return response;
        }
        const id = lastSegment(request);
        if (ownerOf(context, id) !== tokenIn(request)) return response;
        const kind = USER.test(request.url) ? 'entity' : 'group';
        const { scim_client_id: owner } = dataOf(await asAdmin(context, 'GET', `identity/${kind}/id/${id}`));
        const client = (await scimClients(context)).find(({ client_id: clientId }) => clientId === owner);
        const caller = await callerOf(context, request);
        if (!owner || !client || client.access_grant_principal === caller?.entityId) return response;
        const token = await fullTokenFor(context, String(client.access_grant_principal));
        return context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-N9B-16',
    title: 'The deletion of a linked group through SCIM only unlinks it',
    breaks: ['VAULT-LINK-04', 'VAULT-MAP-40'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) => {
        const id = lastSegment(request);
        const client = context.memory.get(`linked ${id}`);
        if (!matches({ method: 'DELETE', path: GROUP }, request) || client === undefined) return request;
        if ((await resourceAt(request, context)).id === undefined) return request;
        const unlinked = await asAdmin(context, 'POST', `identity/scim/client/${client}/unlink-group`, {
          group_id: id,
        });
        return unlinked.status < 300 ? NOTHING_DONE : request;
      },
    }),
  },
];

/** Acts after a link call that succeeded. */
function after(
  action: LinkCall['action'],
  kind: LinkCall['kind'],
  act: (call: LinkCall, context: FaultContext) => Promise<unknown>,
): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      const call = response.status < 300 ? linkCallIn(request) : null;
      if (call?.action === action && call.kind === kind) await act(call, context);
      return response;
    },
  });
}

/** Keeps what was unlinked in the defect's memory, as it was then. */
function knowingUnlinked(hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    response: async (response, request, context) => {
      const call = response.status < 300 ? linkCallIn(request) : null;
      if (call?.action === 'unlink') {
        const data = dataOf(await asAdmin(context, 'GET', `identity/${call.kind}/id/${call.id}`));
        context.memory.set(`unlinked ${call.id}`, data);
      }
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}

/** What is linked again is shown as it was when it was unlinked, until SCIM writes it. */
function servingFromBefore(kind: LinkCall['kind'], change: (resource: Json, before: Json) => void): Hooks {
  return knowingUnlinked({
    response: (response, request, context) => {
      const { memory } = context;
      if (request.method !== 'GET') {
        const isWrite = response.status < 300 && matches({ path: RESOURCE }, request);
        if (isWrite) memory.delete(`unlinked ${lastSegment(request)}`);
        return response;
      }
      const shown = changingResources({ method: 'GET', path: RESOURCE, status: 200 }, (resource) => {
        const before = memory.get(`unlinked ${resource.id}`) as Json | undefined;
        if (before && ('member_entity_ids' in before ? 'group' : 'entity') === kind) change(resource, before);
      });
      return shown.response?.(response, request, context) ?? response;
    },
  });
}

/** `act` may give another answer to a replace of an unmanaged group of the right name that is refused. */
function afterRefusedAdoption(
  act: (request: FaultRequest, context: FaultContext, group: Json, client: Json) => Promise<FaultResponse | undefined>,
): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (response.status < 400 || !matches({ method: 'PUT', path: GROUP }, request)) return response;
      const body = jsonOf(request) ?? {};
      const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
      if (group.scim_client_id !== '' || body.displayName !== group.name || memberIds(body).length === 0) {
        return response;
      }
      const caller = await callerOf(context, request);
      const client = (await scimClients(context)).find((one) => one.access_grant_principal === caller?.entityId);
      if (client?.allow_group_adoption !== true) return response;
      return (await act(request, context, group, client)) ?? response;
    },
  });
}
