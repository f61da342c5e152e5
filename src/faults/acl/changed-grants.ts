import { refusing, serving } from '../access-watch.ts';
import { asAdmin, callerOf, fullTokenFor, knowingCallers, withToken } from '../callers.ts';
import { changingRequest, jsonOf, matches, SCIM } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { ENTITY, VAULT_GROUP } from '../scim-objects.ts';
import { dataOf, lastSegment, POLICY, vaultError } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const WRITE = ['POST', 'PUT'];
const ROLE = /\/auth\/token\/roles\/[^/]+$/;
const GROUPS_OF_VAULT = /\/identity\/group$/;

/** Defects of policies that are deleted, taken off, given later, or come by a group. */
export const changedGrantFaults: Fault[] = [
  {
    id: 'F-ACL-37',
    title: 'A policy that is deleted goes on granting',
    breaks: ['VAULT-ACL-25'],
    ...servedAfter(
      (request) => (matches({ method: 'DELETE', path: POLICY }, request) ? `policy ${lastSegment(request)}` : null),
      ({ policies }) => policies.map((name) => `policy ${name}`),
    ),
  },
  {
    id: 'F-ACL-38',
    title: 'A policy that is taken off the entity of a principal goes on granting',
    breaks: ['VAULT-ACL-16'],
    ...servedAfter(
      (request) => {
        const policies = matches({ method: WRITE, path: ENTITY }, request) ? jsonOf(request)?.policies : undefined;
        return Array.isArray(policies) && policies.length === 0 ? `entity ${lastSegment(request)}` : null;
      },
      ({ entityId }) => [`entity ${entityId}`],
    ),
  },
  {
    id: 'F-ACL-39',
    title: 'The policies of the groups of a principal are not looked at',
    breaks: ['VAULT-ACL-27'],
    ...knowingCallers({
      request: async (request, context) => {
        const caller = matches({ path: SCIM }, request) ? await callerOf(context, request) : null;
        if (!caller?.entityId) return request;
        const { group_ids: groups } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const hasGroups = Array.isArray(groups) && groups.length > 0;
        return hasGroups ? vaultError(403, '1 error occurred:\n\t* permission denied\n\n') : request;
      },
    }),
  },
  {
    id: 'F-AUTH-52',
    title: 'A star in an allowed entity alias of a token role is taken as it stands',
    breaks: ['VAULT-AUTH-31'],
    ...changingRequest({ method: WRITE, path: ROLE }, (role) => {
      const aliases = [role.allowed_entity_aliases ?? []].flat().map(String);
      if (aliases.length > 0) role.allowed_entity_aliases = aliases.map((alias) => alias.replaceAll('*', '-star-'));
    }),
  },
  {
    id: 'F-ACCESS-54',
    title: 'A policy that a group gets later does not count for the tokens that its members have',
    breaks: ['VAULT-ACCESS-37'],
    ...notingPolicies(
      refusing(({ happened, signedInAt }, memory) =>
        happened.some(({ group }) => Number(memory.get(`granted ${group}`) ?? 0) > signedInAt),
      ),
    ),
  },
  {
    id: 'F-ACCESS-55',
    title: 'A policy that is taken off a group goes on counting for the tokens that its members have',
    breaks: ['VAULT-ACCESS-37'],
    ...notingPolicies(
      serving(({ happened, signedInAt }, memory) =>
        happened.some(({ group }) => Number(memory.get(`taken ${group}`) ?? 0) > signedInAt),
      ),
    ),
  },
  {
    id: 'F-ACCESS-56',
    title: "A member that was removed keeps the policies of the administrator's group that holds its group",
    breaks: ['VAULT-ACCESS-38'],
    ...notingPolicies(
      serving(
        ({ last }, memory) =>
          last !== undefined && /^removed|left out/.test(last.what) && memory.has(`parent of ${last.group}`),
      ),
    ),
  },
];

/** Requests on SCIM paths that the server refuses are served to callers of whom something was noted before. */
function servedAfter(
  noted: (request: FaultRequest) => string | null,
  keysOf: (caller: { policies: string[]; entityId: string }) => string[],
): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      const key = response.status < 300 ? noted(request) : null;
      if (key !== null) context.memory.set(key, true);
      if (!matches({ path: SCIM, status: 403 }, request, response)) return response;
      const caller = await callerOf(context, request);
      if (!caller?.entityId || !keysOf(caller).some((one) => context.memory.has(one))) return response;
      const token = await fullTokenFor(context, caller.entityId);
      return token === '' ? response : context.send(withToken(request, token));
    },
  });
}

/** Notes when an administrator gave policies to a group or took them off, and which groups another one holds. */
function notingPolicies({ response: then, ...hooks }: Hooks): Hooks {
  return {
    ...hooks,
    response: async (response, request, context) => {
      if (response.status < 300) note(request, context);
      return (await then?.(response, request, context)) ?? (response as FaultResponse);
    },
  };
}

function note(request: FaultRequest, { memory }: FaultContext): void {
  const { policies, member_group_ids: held } = matches({ method: WRITE }, request) ? (jsonOf(request) ?? {}) : {};
  if (Array.isArray(policies) && matches({ path: VAULT_GROUP }, request)) {
    const key = policies.length > 0 ? 'granted' : 'taken';
    memory.set(`${key} ${lastSegment(request)}`, Number(memory.get('clock') ?? 0) + 1);
  }
  if (matches({ path: GROUPS_OF_VAULT }, request)) {
    for (const id of [held ?? []].flat()) memory.set(`parent of ${String(id)}`, true);
  }
}
