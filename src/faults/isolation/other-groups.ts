import { asAdmin, knowingCallers, tokenIn, withToken } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT } from '../client-requests.ts';
import { GROUP, GROUPS, jsonOf, matches, queryOf, resourcesOf, scimError, withJson } from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';
import { changingMatches, filterOf, wholeList } from '../filter-edits.ts';
import { doingMore, joinEach } from '../further-acts.ts';
import { namespaceOf, prefixOf } from '../namespace-requests.ts';
import { removedIn } from '../removed-members.ts';
import { asking, collectionOf, lastSegmentOf, memberIds } from '../scim-requests.ts';
import { reaching, shownAsGroup } from '../unmanaged.ts';
import { dataOf, lastSegment } from '../vault-requests.ts';
import { addedIn } from './foreign-members.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const CREATE = { method: 'POST', path: GROUPS };
const PATCH = { method: 'PATCH', path: GROUP };
const LINK_GROUP = /\/identity\/scim\/client\/[^/]+\/link-group$/;

/** Defects that show on other groups than the one written, on those of others, and on linked and unlinked ones. */
export const otherGroupFaults: Fault[] = [
  {
    id: 'F-B6-02',
    title: 'The members of a create also join the group that the client created before',
    breaks: ['RFC7643-3.1-19', 'VAULT-SEQ-01'],
    ...doingMore(CREATE, async (done) => {
      const key = `last of ${tokenIn(done.request)}`;
      const last = done.context.memory.get(key);
      done.context.memory.set(key, jsonOf(done.response)?.id);
      if (last !== undefined) await joinEach(done, String(last), memberIds(jsonOf(done.request) ?? {}));
    }),
  },
  {
    id: 'F-B6-13',
    title: 'Whom a patch adds also joins the group that the client patched before',
    breaks: ['VAULT-GPATCH-24', 'VAULT-SEQ-01'],
    ...doingMore(PATCH, async (done) => {
      const key = `last of ${tokenIn(done.request)}`;
      const last = done.context.memory.get(key);
      const id = lastSegmentOf(done.request);
      done.context.memory.set(key, id);
      if (last === undefined || last === id) return;
      await joinEach(done, String(last), addedIn(done.request));
    }),
  },
  {
    id: 'F-B6-19',
    title: 'A member patch moves meta.lastModified of every group of the client',
    breaks: ['VAULT-GPATCH-24', 'VAULT-FILTER-22', 'VAULT-FILTER-24', 'RFC7643-3.1-19'],
    ...doingMore(PATCH, async ({ request, context }) => {
      for (const { id } of await wholeList({ ...request, url: collectionOf(request) }, context)) {
        const path = `${prefixOf(request)}identity/group/id/${String(id)}`;
        const { policies } = dataOf(await asAdmin(context, 'GET', path));
        if (id !== lastSegmentOf(request)) await asAdmin(context, 'POST', path, { policies: policies ?? [] });
      }
    }),
  },
  {
    id: 'F-B6-24',
    title: 'Who is removed from a SCIM group is taken out of the groups of administrators as well',
    breaks: ['VAULT-GPATCH-24'],
    ...doingMore(PATCH, async ({ request, context }) => {
      for (const user of removedIn(request)) {
        const { direct_group_ids: ids } = dataOf(
          await asAdmin(context, 'GET', `${prefixOf(request)}identity/entity/id/${user}`),
        );
        for (const id of Array.isArray(ids) ? ids : []) {
          const path = `${prefixOf(request)}identity/group/id/${id}`;
          const { member_entity_ids: members } = dataOf(await asAdmin(context, 'GET', path));
          const rest = Array.isArray(members) ? members.filter((member) => member !== user) : [];
          await asAdmin(context, 'POST', path, { member_entity_ids: rest });
        }
      }
    }),
  },
  {
    id: 'F-B6-35',
    title: "A page behind the end of the groups holds other clients' groups",
    breaks: ['VAULT-ISOL-02', 'RFC7644-3.4.2.4-11', 'RFC7644-3.4.2-08'],
    ...goingOnWithForeign(),
  },
  {
    id: 'F-B6-50',
    title: 'Linked groups are not found by their displayName',
    breaks: ['VAULT-LINK-04', 'VAULT-FILTER-19'],
    since: SINCE,
    response: (response, request, context) => {
      if (isLink(request) && response.status < 300) context.memory.set(`linked ${jsonOf(request)?.group_id}`, true);
      return changingMatches(GROUPS, /^displayName eq /i, (groups, _request, { memory }) =>
        groups.filter(({ id }) => !memory.has(`linked ${id}`)),
      ).response(response, request, context);
    },
  },
  {
    id: 'F-B6-51',
    title: 'A link of a group links its members as users as well',
    breaks: ['VAULT-ISOL-21', 'VAULT-ISOL-22', 'VAULT-ISOL-23'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!isLink(request) || response.status >= 300) return response;
        const path = `identity/group/id/${String(jsonOf(request)?.group_id)}`;
        const { member_entity_ids: ids } = dataOf(await asAdmin(context, 'GET', path));
        const url = request.url.replace('link-group', 'link-entity');
        for (const id of Array.isArray(ids) ? ids : []) {
          await context.send({ ...withJson(request, { entity_id: id }), url });
        }
        return response;
      },
    }),
  },
  {
    id: 'F-B6-54',
    title: 'delete-linked-resources leaves the groups behind that have policies',
    breaks: ['VAULT-CLDEL-13'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!isDeletion(request, 'delete-linked-resources')) return request;
        const path = `identity/scim/client/${lastSegment(request)}/unlink-group`;
        for (const { id, policies } of await ownedBy(request, context, 'group')) {
          if (Array.isArray(policies) && policies.length > 0) await asAdmin(context, 'POST', path, { group_id: id });
        }
        return request;
      },
    }),
  },
  {
    id: 'F-B6-55',
    title: 'Groups that were unlinked with their SCIM client can be read by the other clients',
    breaks: ['VAULT-ISOL-24', 'VAULT-CLDEL-18'],
    since: SINCE,
    ...openingUnlinked(),
  },
];

function isLink(request: FaultRequest): boolean {
  return matches({ method: ['POST', 'PUT'], path: LINK_GROUP }, request);
}

function isDeletion(request: FaultRequest, flag: string): boolean {
  return matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).get(flag) === 'true';
}

function goingOnWithForeign(): Hooks {
  return {
    response: async (response, request, { memory, send }): Promise<FaultResponse> => {
      const key = `clients of ${namespaceOf(request)}`;
      const tokens = (memory.get(key) as string[] | undefined) ?? [];
      if (matches({ method: 'POST', path: GROUPS, status: 201 }, request, response)) {
        memory.set(key, [...new Set([...tokens, tokenIn(request)])]);
      }
      const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
      const isBehind = Number(queryOf(request).get('startIndex') ?? 1) > Number(body?.totalResults);
      if (!body || !isBehind || filterOf(request) !== null) return response;
      const own = resourcesOf(jsonOf(await send(asking(request, 'GET'))) ?? {}).map(({ id }) => id);
      const others = tokens.filter((token) => token !== tokenIn(request));
      const lists = await Promise.all(others.map((token) => send(withToken(asking(request, 'GET'), token))));
      const all = lists.flatMap((list) => resourcesOf(jsonOf(list) ?? {}));
      const Resources = all.filter(({ id }) => !own.includes(id));
      return withJson(response, { ...body, Resources, itemsPerPage: Resources.length });
    },
  };
}

function openingUnlinked(): Hooks {
  const opening = reaching('group', 'GET', (group, _request, { memory }) =>
    memory.has(`unlinked ${group.id}`) ? shownAsGroup(group) : scimError(404, 'not found'),
  );
  return {
    request: async (request, context) => {
      if (!isDeletion(request, 'unlink-resources')) return request;
      for (const { id } of await ownedBy(request, context, 'group')) context.memory.set(`unlinked ${id}`, true);
      return request;
    },
    response: (response, request, context) => opening.response?.(response, request, context) ?? response,
  };
}
