import { asAdmin, callerOf, knowingCallers } from '../callers.ts';
import { GROUP, jsonOf, pathOf, USER } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { doingMore } from '../further-acts.ts';
import { memberIds, operationsOf } from '../scim-requests.ts';
import { dataOf } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const SECRET = /^\/v1\/(?!sys\/|auth\/|identity\/).*\/(data|metadata)\//;
const OWN_TOKEN = /\/auth\/token\/(renew-self|create|lookup-self)$/;

/** Defects of what leavers and movers keep in another way than by reading a secret. */
export const keptAccessFaults: Fault[] = [
  {
    id: 'F-ACCESS-36',
    title: "A deactivated user's token goes on writing secrets",
    breaks: ['VAULT-ACCESS-10'],
    ...servedToDisabled((request) => SECRET.test(pathOf(request)) && ['POST', 'PUT', 'PATCH'].includes(request.method)),
  },
  {
    id: 'F-ACCESS-37',
    title: "A deactivated user's token goes on listing secrets",
    breaks: ['VAULT-ACCESS-10'],
    ...servedToDisabled(
      (request) =>
        SECRET.test(`${pathOf(request)}/`) && (request.method === 'LIST' || request.url.includes('list=true')),
    ),
  },
  {
    id: 'F-ACCESS-41',
    title: "A deactivated user's token goes on deleting secrets",
    breaks: ['VAULT-ACCESS-10'],
    ...servedToDisabled((request) => SECRET.test(pathOf(request)) && request.method === 'DELETE'),
  },
  {
    id: 'F-ACCESS-38',
    title: "A deactivated user's token can be renewed and makes new tokens",
    breaks: ['VAULT-ACCESS-10'],
    ...servedToDisabled((request) => OWN_TOKEN.test(pathOf(request))),
  },
  {
    id: 'F-ACCESS-42',
    title: 'A user that a replace deactivates goes on reading secrets with its token',
    breaks: ['VAULT-ACCESS-10', 'VAULT-ACCESS-12', 'VAULT-ACCESS-13', 'VAULT-ACCESS-14'],
    ...remembering({ method: 'PUT', path: USER }, ({ request, before }) =>
      jsonOf(request)?.active === false ? [String(before.id)] : [],
    ),
  },
  {
    id: 'F-ACCESS-43',
    title: 'A user whose group was replaced by one without it keeps writing its secrets',
    breaks: ['VAULT-ACCESS-08'],
    ...keepingWrites({ method: 'PUT', path: GROUP }),
  },
  {
    id: 'F-ACCESS-39',
    title: 'A user that was removed from its group goes on writing secrets',
    breaks: ['VAULT-ACCESS-06'],
    ...keepingWrites({ method: 'PATCH', path: GROUP }),
  },
  {
    id: 'F-ACCESS-44',
    title: 'The token of a deleted user goes on writing secrets',
    breaks: ['VAULT-ACCESS-19'],
    ...keepingWrites({ method: 'DELETE', path: USER }),
  },
  {
    id: 'F-ACCESS-40',
    title: 'Who leaves one of two groups with the same policy loses the policy',
    breaks: ['VAULT-ACCESS-33'],
    ...doingMore({ method: 'PATCH', path: GROUP }, async ({ request, before, context }) => {
      if (!operationsOf(request).some(({ op }) => op === 'remove')) return;
      const left = dataOf(await asAdmin(context, 'GET', `identity/group/id/${String(before.id)}`));
      const gone = (Array.isArray(before.members) ? (before.members as Json[]) : []).map(({ value }) => value);
      const { keys } = dataOf(await asAdmin(context, 'GET', 'identity/group/id?list=true'));
      for (const id of Array.isArray(keys) ? keys : []) {
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
        const members = Array.isArray(group.member_entity_ids) ? group.member_entity_ids : [];
        const policies = Array.isArray(group.policies) ? group.policies : [];
        const shared = policies.filter((one) => Array.isArray(left.policies) && left.policies.includes(one));
        if (id === before.id || shared.length === 0 || !members.some((one) => gone.includes(one))) continue;
        const rest = policies.filter((one) => !shared.includes(one));
        await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies: rest });
      }
    }),
  },
];

/** Requests that are refused to a disabled entity are carried out as if it were not. */
function servedToDisabled(applies: (request: FaultRequest) => boolean): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    response: async (response, request, context) => {
      if (response.status !== 403 || !applies(request)) return response;
      const caller = await callerOf(context, request);
      if (caller === null || caller.entityId === '') return response;
      const { disabled } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
      return disabled === true ? asEnabled(request, context, caller.entityId) : response;
    },
  });
}

/** SCIM-managed entities cannot be enabled through the identity API: the administrator does the deed. */
async function asEnabled(request: FaultRequest, context: FaultContext, _entityId: string) {
  const body = jsonOf(request) ?? undefined;
  return asAdmin(context, request.method, request.url.replace(/^\/v1\//, ''), body);
}

/** Who is noted by a change goes on reading secrets. */
export function remembering(
  where: Parameters<typeof doingMore>[0],
  noted: (done: Parameters<Parameters<typeof doingMore>[1]>[0]) => string[],
): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore(where, (done) => {
    for (const id of noted(done)) done.context.memory.set(`kept ${id}`, true);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      if (answer.status !== 403 || request.method !== 'GET' || !SECRET.test(pathOf(request))) return answer;
      const caller = await callerOf(context, request);
      if (caller === null || !context.memory.has(`kept ${caller.entityId}`)) return answer;
      return asAdmin(context, 'GET', request.url.replace(/^\/v1\//, ''));
    },
  };
}

/** Who was a user or a member before a change of this kind goes on writing secrets that it has written. */
function keepingWrites(where: Parameters<typeof doingMore>[0]): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore(where, ({ before, context }) => {
    for (const id of [String(before.id), ...memberIds(before)]) context.memory.set(`changed ${id}`, true);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const isWrite = SECRET.test(pathOf(request)) && ['POST', 'PUT'].includes(request.method);
      if (!isWrite || answer.status !== 403) return answer;
      const caller = await callerOf(context, request);
      if (caller === null || !context.memory.has(`changed ${caller.entityId}`)) return answer;
      return asAdmin(context, request.method, request.url.replace(/^\/v1\//, ''), jsonOf(request) ?? undefined);
    },
  };
}
