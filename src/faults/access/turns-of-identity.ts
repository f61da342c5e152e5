import { serving, watchingAccess } from '../access-watch.ts';
import { asAdmin, callerOf, knowingCallers } from '../callers.ts';
import { GROUP, jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { ENTITY, everySeen, seenByName, seenIn, VAULT_GROUP, VAULT_GROUP_BY_NAME, watching } from '../scim-objects.ts';
import { memberIds, NOTHING_DONE, operationsOf } from '../scim-requests.ts';
import { dataOf, lastSegment, listIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SECRET = /\/data\/.+/;
const WRITE = ['POST', 'PUT'];

/** Defects of records and reads that need some steps before: by SCIM, by an administrator, by the user. */
export const turnOfIdentityFaults: Fault[] = [
  {
    id: 'F-N9B-20',
    title: 'A write of a managed entity that is refused for its name stores the policies that come along',
    breaks: ['VAULT-ADMIN-06'],
    ...storingPolicies(ENTITY, 'entity', 'name'),
  },
  {
    id: 'F-N9B-21',
    title: 'A write of a managed group by name that is refused for its members stores the policies that come along',
    breaks: ['VAULT-ADMIN-12'],
    ...storingPolicies(VAULT_GROUP_BY_NAME, 'group', 'member_entity_ids'),
  },
  {
    id: 'F-N9B-22',
    title: 'An entity that an administrator makes under the name of a deleted user is guarded like a managed one',
    breaks: ['VAULT-ADMIN-23'],
    ...guardingFormerNames(ENTITY, 'user', 'entity'),
  },
  {
    id: 'F-N9B-23',
    title: 'A group that an administrator makes under the name of a deleted group is guarded like a managed one',
    breaks: ['VAULT-ADMIN-24'],
    ...guardingFormerNames(VAULT_GROUP, 'group', 'group'),
  },
  {
    id: 'F-N9B-24',
    title: 'A group of an administrator that has the name of a user cannot be changed or deleted by its name',
    breaks: ['VAULT-ADMIN-24'],
    ...watching({
      request: async (request, { memory, send }) => {
        if (!matches({ method: [...WRITE, 'DELETE'], path: VAULT_GROUP_BY_NAME }, request)) return request;
        if (seenByName(memory, lastSegment(request))?.kind !== 'user') return request;
        const stored = await send({ ...request, method: 'GET', body: Buffer.alloc(0) });
        return stored.status === 200 && dataOf(stored).scim_client_id === ''
          ? vaultError(403, 'SCIM-managed resources must be modified through SCIM')
          : request;
      },
    }),
  },
  {
    id: 'F-N9B-25',
    title: 'A user cannot be taken out of a group of an administrator by the identity API',
    breaks: ['VAULT-ADMIN-24'],
    ...watching({
      request: async (request, { memory, send }) => {
        const wanted = matches({ method: WRITE, path: VAULT_GROUP }, request)
          ? jsonOf(request)?.member_entity_ids
          : undefined;
        if (!Array.isArray(wanted)) return request;
        const stored = dataOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
        const gone = listIn(stored, 'member_entity_ids').filter((id) => !wanted.includes(id));
        return stored.scim_client_id === '' && gone.some((id) => seenIn(memory, id)?.deleted === false)
          ? vaultError(400, 'cannot modify SCIM-managed member')
          : request;
      },
    }),
  },
  {
    id: 'F-N9B-26',
    title: 'An empty list of policies leaves those of a managed entity as they are',
    breaks: ['VAULT-ADMIN-04'],
    ...watching({
      request: (request, { memory }) => {
        const body = matches({ method: WRITE, path: ENTITY }, request) ? jsonOf(request) : null;
        const policies = body?.policies;
        const isEmpty = policies === '' || (Array.isArray(policies) && policies.length === 0);
        return isEmpty && seenIn(memory, lastSegment(request))?.deleted === false ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-N9B-27',
    title: 'Policies that are written to a managed group by the id in the body are acknowledged and not stored',
    breaks: ['VAULT-ADMIN-05'],
    ...watching({
      request: (request, { memory }) => {
        const body = matches({ method: WRITE, path: /\/identity\/group$/ }, request) ? jsonOf(request) : null;
        const isMeant = body?.policies !== undefined && body.name === undefined && seenIn(memory, body.id);
        return isMeant ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-N9B-28',
    title: 'A child token of a user that was deactivated by a replace goes on reading',
    breaks: ['VAULT-ACCESS-12'],
    ...serving(({ token, user }) => {
      const last = user?.changes.at(-1);
      return token === 'child' && last?.method === 'PUT' && jsonOf(last)?.active === false;
    }),
  },
  {
    id: 'F-N9B-29',
    title: 'Activation gives an entity the policies back that it had when it was deactivated',
    breaks: ['VAULT-MAP-24'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const active = activeIn(request);
        if (active === undefined || response.status > 299) return response;
        const path = `identity/entity/id/${lastSegment(request)}`;
        const key = `policies ${path}`;
        if (active === false) context.memory.set(key, dataOf(await asAdmin(context, 'GET', path)).policies);
        else if (context.memory.has(key)) {
          await asAdmin(context, 'POST', path, { policies: context.memory.get(key) });
          context.memory.delete(key);
        }
        return response;
      },
    }),
  },
  {
    id: 'F-N9B-30',
    title: 'A replace of a group does not take inactive members out',
    breaks: ['VAULT-MAP-35', 'VAULT-ACCESS-34'],
    ...knowingCallers({
      request: async (request, context) => {
        const body = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
        if (!body || !Array.isArray(body.members)) return request;
        const stored = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        if (!stored.scim_client_id) return request;
        const kept: unknown[] = [];
        for (const id of listIn(stored, 'member_entity_ids')) {
          if (memberIds(body).includes(String(id))) continue;
          const { disabled } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
          if (disabled === true) kept.push({ value: id });
        }
        return kept.length === 0 ? request : withJson(request, { ...body, members: [...body.members, ...kept] });
      },
    }),
  },
  {
    id: 'F-N9B-31',
    title: 'A policy of a group reaches the members of its member groups, and nobody further below',
    breaks: ['VAULT-ACCESS-24'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: SECRET, status: 200 }, request, response)) return response;
        const caller = await callerOf(context, request);
        if (!caller?.entityId) return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const near = new Set<unknown>();
        for (const id of listIn(entity, 'direct_group_ids')) {
          const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
          for (const parent of listIn(group, 'parent_group_ids')) near.add(parent);
        }
        const far = listIn(entity, 'inherited_group_ids').filter((id) => !near.has(id));
        return far.length === 0 ? response : sentWith(context, request, far, () => []);
      },
    }),
  },
  {
    id: 'F-N9B-32',
    title: 'A policy of a managed group that is replaced by another one goes on counting',
    breaks: ['VAULT-ACCESS-37'],
    ...watching(
      knowingCallers({
        request: async (request, context) => {
          const wanted = matches({ method: WRITE, path: VAULT_GROUP }, request) ? jsonOf(request)?.policies : undefined;
          if (!Array.isArray(wanted) || wanted.length === 0 || !seenIn(context.memory, lastSegment(request))) {
            return request;
          }
          const stored = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
          const lost = listIn(stored, 'policies').filter((policy) => !wanted.includes(policy));
          if (lost.length > 0) context.memory.set(`lost ${lastSegment(request)}`, lost);
          return request;
        },
        response: async (response, request, context) => {
          if (!matches({ method: 'GET', path: SECRET, status: 403 }, request, response)) return response;
          const lost = new Map(
            [...context.memory]
              .filter(([key]) => key.startsWith('lost '))
              .map(([key, policies]) => [key.slice(5), policies as unknown[]]),
          );
          return lost.size === 0
            ? response
            : sentWith(context, request, [...lost.keys()], (now, id) => [...now, ...(lost.get(id) ?? [])]);
        },
      }),
    ),
  },
  {
    id: 'F-N9B-33',
    title: 'A policy that is given to a group after it was renamed does not count',
    breaks: ['VAULT-ACCESS-37'],
    ...watching(
      knowingCallers({
        response: async (response, request, context) => {
          if (matches({ method: WRITE, path: VAULT_GROUP }, request) && response.status < 300) {
            const seen = seenIn(context.memory, lastSegment(request));
            const isRenamed = seen && seen.names.at(-1) !== seen.names[0];
            if (isRenamed && listIn(jsonOf(request), 'policies').length > 0) {
              context.memory.set(`late ${seen.id}`, true);
            }
            return response;
          }
          if (!matches({ method: 'GET', path: SECRET, status: 200 }, request, response)) return response;
          const late = [...context.memory.keys()].filter((key) => key.startsWith('late ')).map((key) => key.slice(5));
          return late.length === 0 ? response : sentWith(context, request, late, () => []);
        },
      }),
    ),
  },
  {
    id: 'F-N9B-34',
    title: 'Who was added to a group while inactive cannot read its secret when active again',
    breaks: ['VAULT-ACCESS-03', 'VAULT-ACCESS-04'],
    ...watchingAccess({
      response: async (response, request, context) => {
        if (matches({ method: 'PATCH', path: GROUP }, request) && response.status < 300) {
          for (const { op, value } of operationsOf(request)) {
            for (const id of op === 'add' ? memberIds({ members: value }) : []) {
              const { disabled } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
              if (disabled === true) context.memory.set(`late ${lastSegment(request)}`, id);
            }
          }
        }
        if (!matches({ method: 'GET', path: SECRET, status: 200 }, request, response)) return response;
        const caller = await callerOf(context, request);
        const late = [...context.memory]
          .filter(([key, id]) => key.startsWith('late ') && id === caller?.entityId)
          .map(([key]) => key.slice(5));
        return late.length === 0 ? response : sentWith(context, request, late, () => []);
      },
    }),
  },
  {
    id: 'F-N9B-35',
    title: 'The deletion of a group empties the groups of administrators that held it of their other member groups',
    breaks: ['VAULT-ACCESS-39', 'VAULT-GROUP-30'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'DELETE', path: GROUP }, request)) return request;
        const id = lastSegment(request);
        const { parent_group_ids: parents } = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
        context.memory.set(`parents ${id}`, parents);
        return request;
      },
      response: async (response, request, context) => {
        if (!matches({ method: 'DELETE', path: GROUP }, request) || response.status > 299) return response;
        const parents = context.memory.get(`parents ${lastSegment(request)}`);
        for (const id of Array.isArray(parents) ? parents : []) {
          await asAdmin(context, 'POST', `identity/group/id/${id}`, { member_group_ids: [] });
        }
        return response;
      },
    }),
  },
];

/** What a refused write of something managed says of policies is stored nevertheless, when it also names `field`. */
function storingPolicies(path: RegExp, kind: 'entity' | 'group', field: string): Hooks {
  return {
    response: async (response, request, context) => {
      const body = matches({ method: WRITE, path, status: 400 }, request, response) ? jsonOf(request) : null;
      if (body?.policies === undefined || body[field] === undefined) return response;
      const stored = dataOf(await context.send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
      if (!stored.scim_client_id) return response;
      const url = request.url.replace(new RegExp(`identity/${kind}/.*$`), `identity/${kind}/id/${String(stored.id)}`);
      await context.send(withJson({ ...request, url }, { policies: body.policies }));
      return response;
    },
  };
}

function guardingFormerNames(path: RegExp, kind: 'user' | 'group', stored: 'entity' | 'group'): Hooks {
  return watching(
    knowingCallers({
      request: async (request, context) => {
        const isChange =
          matches({ method: 'DELETE', path }, request) ||
          (matches({ method: WRITE, path }, request) && jsonOf(request)?.name !== undefined);
        if (!isChange) return request;
        const data = dataOf(await asAdmin(context, 'GET', `identity/${stored}/id/${lastSegment(request)}`));
        const isFormer = everySeen(context.memory).some(
          (seen) => seen.kind === kind && seen.deleted && seen.id !== data.id && seen.names.at(-1) === data.name,
        );
        return isFormer && data.scim_client_id === ''
          ? vaultError(403, 'SCIM-managed resources must be modified through SCIM')
          : request;
      },
    }),
  );
}

/** `active` that a patch of a user sets; undefined for every other request. */
function activeIn(request: FaultRequest): unknown {
  if (!matches({ method: 'PATCH', path: USER }, request)) return undefined;
  return operationsOf(request).find(({ path }) => path === 'active')?.value;
}

/** The answer while some groups have other policies, which are theirs again afterwards. */
async function sentWith(
  context: FaultContext,
  request: FaultRequest,
  groups: unknown[],
  policiesOf: (now: unknown[], id: string) => unknown[],
): Promise<FaultResponse> {
  const before = new Map<string, unknown[]>();
  for (const id of groups.map(String)) {
    const group = await asAdmin(context, 'GET', `identity/group/id/${id}`);
    if (group.status !== 200) continue;
    const now = listIn(dataOf(group) as Json, 'policies');
    before.set(id, now);
    await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies: policiesOf(now, id) });
  }
  const response = await context.send(request);
  for (const [id, policies] of before) await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies });
  return response;
}
