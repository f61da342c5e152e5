import { isAdopted, knowingAdopted } from '../adoption/adopted-objects.ts';
import { asAdmin, knowingCallers } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, queryOf, resourcesOf, withJson } from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';
import { withOperations } from '../further-acts.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { filteredIn } from '../removed-members.ts';
import { everySeen, seenAt, seenIn, throughScim, VAULT_GROUP, VAULT_GROUP_BY_NAME, watching } from '../scim-objects.ts';
import { lastSegmentOf, NOTHING_DONE } from '../scim-requests.ts';
import { unmanagedAt } from '../unmanaged.ts';
import { dataOf, lastSegment, nestedIn } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects of groups at the borders: to other namespaces and clients, to administrators, to the end of their client. */
export const groupBorderFaults: Fault[] = [
  {
    id: 'F-B6-43',
    title: 'The rename of a group of a child namespace renames the group of that name in the parent',
    breaks: ['VAULT-NS-15', 'VAULT-NS-18'],
    ...watching({
      response: async (response, request, { memory, send }) => {
        const seen = response.status < 300 ? seenAt({ method: 'PUT', path: GROUP }, request, memory) : undefined;
        const [former, name] = seen?.names.slice(-2) ?? [];
        for (const twin of everySeen(memory)) {
          const isParent = seen && twin.kind === 'group' && isAbove(twin.namespace, seen.namespace);
          if (!isParent || twin.deleted || name === undefined || twin.names.at(-1) !== former) continue;
          const { members = [] } = jsonOf(await send({ ...throughScim(twin, 'DELETE'), method: 'GET' })) ?? {};
          await send(throughScim(twin, 'PUT', { displayName: name, members }));
          twin.names.push(name);
        }
        return response;
      },
    }),
  },
  {
    id: 'F-B6-45',
    title: 'In a child namespace a removal by filter path removes every member',
    breaks: ['VAULT-NS-18', 'VAULT-GPATCH-07'],
    since: '2.0.1',
    request: (request) =>
      matches({ method: 'PATCH', path: GROUP }, request) &&
      namespaceOf(request) !== '' &&
      filteredIn(request).length > 0
        ? withOperations(request, [{ op: 'remove', path: 'members' }])
        : request,
  },
  {
    id: 'F-B6-46',
    title: 'In a child namespace the Vault group of a deleted group stays',
    breaks: ['VAULT-NS-18', 'VAULT-MAP-40'],
    ...stayingInChild(),
  },
  {
    id: 'F-B6-47',
    title: 'Groups carry the mark of the SCIM client that made the oldest group of the namespace',
    breaks: ['VAULT-MAP-31', 'VAULT-MAP-32'],
    ...knowingCallers(
      watching({
        response: async (response, request, context) => {
          const body = matches({ method: 'GET', path: VAULT_GROUP, status: 200 }, request, response)
            ? jsonOf(response)
            : null;
          const seen = seenIn(context.memory, nestedIn(body, 'data').id);
          const oldest = everySeen(context.memory).find(
            ({ kind, deleted, namespace }) => kind === 'group' && !deleted && namespace === seen?.namespace,
          );
          if (!body || !oldest) return response;
          const path = `${oldest.namespace}/identity/group/id/${oldest.id}`.replace(/^\//, '');
          const { scim_client_id: mark } = dataOf(await asAdmin(context, 'GET', path));
          if (mark !== undefined) nestedIn(body, 'data').scim_client_id = mark;
          return withJson(response, body);
        },
      }),
    ),
  },
  {
    id: 'F-B6-48',
    title: 'A replace that adopts a group adds its members to those that the Vault group has',
    breaks: ['VAULT-MAP-35', 'VAULT-ADOPT-12'],
    since: SINCE,
    ...keepingFormerMembers(),
  },
  {
    id: 'F-B6-49',
    title: 'Adopted groups are missing in the list of groups',
    breaks: ['VAULT-ADOPT-12', 'VAULT-GROUP-13'],
    since: SINCE,
    ...knowingAdopted({
      response: (response, request, context) => {
        const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || queryOf(request).has('filter')) return response;
        const Resources = resourcesOf(body).filter(({ id }) => !isAdopted(context, id));
        const missing = resourcesOf(body).length - Resources.length;
        const totalResults = Number(body.totalResults) - missing;
        return withJson(response, { ...body, totalResults, itemsPerPage: Resources.length, Resources });
      },
    }),
  },
  {
    id: 'F-B6-52',
    title: 'A SCIM-managed group without members can be deleted by an administrator',
    breaks: ['VAULT-ADMIN-13'],
    ...watching({
      request: async (request, { memory, send }) => {
        const seen = seenAt({ method: 'DELETE', path: VAULT_GROUP }, request, memory);
        const group = seen ? dataOf(await send({ ...request, method: 'GET' })) : {};
        const { member_entity_ids: ids } = group;
        if (!seen || group.id === undefined || (Array.isArray(ids) && ids.length > 0)) return request;
        await send(throughScim(seen, 'DELETE'));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-B6-53',
    title: 'An administrator who is refused the deletion of a SCIM-managed group has emptied it',
    breaks: ['VAULT-ADMIN-13', 'VAULT-ADMIN-14'],
    ...watching({
      response: async (response, request, { memory, send }) => {
        const isDeletion = request.method === 'DELETE' && response.status >= 400;
        const name = matches({ path: VAULT_GROUP_BY_NAME }, request) ? lastSegment(request) : undefined;
        const seen = everySeen(memory).find(
          (one) => one.kind === 'group' && (one.id === lastSegment(request) || one.names.at(-1) === name),
        );
        const isVault = name !== undefined || VAULT_GROUP.test(request.url);
        if (!isDeletion || !isVault || !seen) return response;
        await send(throughScim(seen, 'PUT', { displayName: seen.names.at(-1), members: [] }));
        return response;
      },
    }),
  },
];

function isAbove(parent: string, child: string): boolean {
  return child !== parent && (parent === '' || child.startsWith(`${parent}/`));
}

function stayingInChild(): Hooks {
  const paths = (request: FaultRequest, id: string, name: string) =>
    [`id/${id}`, `name/${name}`].map((end) => `${namespaceOf(request)}/identity/group/${end}`);
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: GROUP }, request) || namespaceOf(request) === '') return request;
      const [byId = ''] = paths(request, lastSegmentOf(request), '');
      const kept = await asAdmin(context, 'GET', byId);
      for (const path of paths(request, lastSegmentOf(request), String(dataOf(kept).name))) {
        if (kept.status === 200) context.memory.set(`kept ${path}`, kept);
      }
      return request;
    },
    response: (response, request, { memory }) => {
      const isMissing = matches({ method: 'GET', path: /\/identity\/group\//, status: 404 }, request, response);
      if (!isMissing) return response;
      const end = request.url.replace(/^.*\/identity\/group\//, '');
      const kept = memory.get(`kept ${namespaceOf(request)}/identity/group/${end}`);
      return (kept as FaultResponse | undefined) ?? response;
    },
  });
}

function keepingFormerMembers(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: 'PUT', path: GROUP }, request)) return request;
      const group = await unmanagedAt('group', request, context);
      if (group) context.memory.set(`former ${group.id}`, group.member_entity_ids);
      else context.memory.delete(`former ${lastSegmentOf(request)}`);
      return request;
    },
    response: (response, request, { memory }) => {
      const body = matches({ method: 'GET', path: VAULT_GROUP, status: 200 }, request, response)
        ? jsonOf(response)
        : null;
      const data = nestedIn(body, 'data');
      const former = memory.get(`former ${data.id}`);
      if (!body || !data.scim_client_id || !Array.isArray(former)) return response;
      data.member_entity_ids = [...new Set([...((data.member_entity_ids as unknown[]) ?? []), ...former])];
      return withJson(response, body);
    },
  });
}
