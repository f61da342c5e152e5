import { asAdmin, knowingCallers } from '../callers.ts';
import { changingResources, GROUP, jsonOf, matches, pathOf, queryOf, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { doingMore, groupIdsOf, leave } from '../further-acts.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { namespaceOf, prefixOf } from '../namespace-requests.ts';
import { aliasesIn, ENTITY, ENTITY_BY_NAME } from '../scim-objects.ts';
import { lastSegmentOf } from '../scim-requests.ts';
import { dataOf, lastSegment, nestedIn } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const GROUP_NAMES = /\/identity\/group\/name\/?$/;
const ENTITY_LOOKUP = /\/identity\/lookup\/entity$/;
const CACHED_MS = 1000;

/** Defects of what a SCIM write leaves behind in users, entities, aliases, groups and policies. */
export const provisionedIdentityFaults: Fault[] = [
  {
    id: 'F-STRG-17',
    title: 'A replace of a user that names no groups takes the user out of its groups',
    breaks: ['VAULT-MAP-43', 'SAIL-11', 'RFC7643-4.1.2-07', 'RFC7644-3.5.1-09'],
    since: '2.0.4',
    ...doingMore({ method: 'PUT', path: USER }, async (done) => {
      if (jsonOf(done.request)?.groups !== undefined) return;
      for (const group of groupIdsOf(done.before)) await leave(done, group, [String(done.before.id)]);
    }),
  },
  {
    id: 'F-STRG-18',
    title: 'A list of users shows the first group of each user only',
    breaks: ['SAIL-05', 'VAULT-USER-22', 'RFC7644-3.4.2-09'],
    since: '2.0.4',
    ...changingResources({ method: 'GET', path: USERS }, (user) => {
      if (Array.isArray(user.groups)) user.groups = user.groups.slice(0, 1);
    }),
  },
  {
    id: 'F-STRG-19',
    title: 'The groups of a user are those of a read up to a second before',
    breaks: ['VAULT-USER-22', 'VAULT-USER-23', 'VAULT-GROUP-24', 'RFC7643-4.1.2-10', 'SAIL-05'],
    since: '2.0.4',
    response: (response, request, { memory }) => {
      const user = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!user || user.groups === undefined) return response;
      const cached = memory.get(`groups ${user.id}`) as { at: number; groups: unknown } | undefined;
      if (cached && Date.now() - cached.at < CACHED_MS) return withJson(response, { ...user, groups: cached.groups });
      memory.set(`groups ${user.id}`, { at: Date.now(), groups: user.groups });
      return response;
    },
  },
  {
    id: 'F-STRG-20',
    title: 'An entity does not name the groups that a patch added it to',
    breaks: ['VAULT-MAP-41'],
    ...hidingPatchedGroups(),
  },
  {
    id: 'F-STRG-21',
    title: 'The list of group names of the identity API keeps the name that a SCIM group had before a rename',
    breaks: ['VAULT-MAP-34'],
    ...keepingFormerNames(),
  },
  {
    id: 'F-STRG-22',
    title: 'A look-up by alias finds the entity of a deleted user',
    breaks: ['VAULT-MAP-26'],
    ...findingDeleted(),
  },
  {
    id: 'F-STRG-24',
    title: 'The deletion of a group deletes the ACL policies that it had',
    breaks: ['VAULT-ACCESS-39'],
    ...deletingPolicies(),
  },
];

function isEntityRead(request: FaultRequest): boolean {
  return matches({ method: 'GET', path: ENTITY }, request) || matches({ method: 'GET', path: ENTITY_BY_NAME }, request);
}

/** The index from an entity to its groups is written by POST and PUT alone. */
function hidingPatchedGroups(): Hooks {
  return {
    response: (response, request, { memory }) => {
      if (matches({ method: 'PATCH', path: GROUP, status: (status) => status < 300 }, request, response)) {
        for (const id of addedIn(request)) memory.set(`added ${lastSegmentOf(request)} ${id}`, true);
      }
      const body = isEntityRead(request) && response.status === 200 ? jsonOf(response) : null;
      if (!body) return response;
      const data = nestedIn(body, 'data');
      for (const list of ['group_ids', 'direct_group_ids']) {
        const ids = Array.isArray(data[list]) ? (data[list] as string[]) : [];
        data[list] = ids.filter((group) => !memory.has(`added ${group} ${data.id}`));
      }
      return withJson(response, body);
    },
  };
}

function keepingFormerNames(): Hooks {
  const noting = doingMore({ method: 'PUT', path: GROUP }, ({ request, before, context: { memory } }) => {
    const { displayName } = jsonOf(request) ?? {};
    const key = `former ${namespaceOf(request)}`;
    const names = (memory.get(key) as string[] | undefined) ?? [];
    if (displayName !== before.displayName) memory.set(key, [...names, String(before.displayName)]);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const isList = request.method === 'LIST' || queryOf(request).get('list') === 'true';
      const body = isList && answer.status === 200 && GROUP_NAMES.test(pathOf(request)) ? jsonOf(answer) : null;
      const data = nestedIn(body, 'data');
      if (!body || !Array.isArray(data.keys)) return answer;
      const names = (context.memory.get(`former ${namespaceOf(request)}`) as string[] | undefined) ?? [];
      data.keys = [...new Set([...(data.keys as string[]), ...names])];
      return withJson(answer, body);
    },
  };
}

/** The index from alias to entity is not told of a deletion. */
function findingDeleted(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: USER }, request)) return request;
      const entity = dataOf(
        await asAdmin(context, 'GET', `${prefixOf(request)}identity/entity/id/${lastSegment(request)}`),
      );
      for (const alias of aliasesIn(entity)) {
        context.memory.set(`alias ${alias.mount_accessor} ${alias.name}`, entity);
      }
      return request;
    },
    response: (response, request, { memory }) => {
      if (!ENTITY_LOOKUP.test(pathOf(request)) || response.status !== 204) return response;
      const asked = jsonOf(request) ?? {};
      const entity = memory.get(`alias ${asked.alias_mount_accessor} ${asked.alias_name}`);
      if (entity === undefined) return response;
      const found = { ...response, status: 200, headers: [['Content-Type', 'application/json'] as [string, string]] };
      return withJson(found, { data: entity });
    },
  });
}

/** The clean-up of a group takes along what it refers to. */
function deletingPolicies(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: GROUP }, request)) return request;
      const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
      context.memory.set(`policies ${lastSegment(request)}`, group.policies);
      return request;
    },
    response: async (response, request, context) => {
      const isDone = matches({ method: 'DELETE', path: GROUP, status: 204 }, request, response);
      const policies = isDone ? context.memory.get(`policies ${lastSegment(request)}`) : [];
      for (const name of Array.isArray(policies) ? policies : []) {
        await asAdmin(context, 'DELETE', `sys/policies/acl/${name}`);
      }
      return response;
    },
  });
}
