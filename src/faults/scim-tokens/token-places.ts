import {
  asAdmin,
  type Caller,
  callerOf,
  fullTokenFor,
  isPrincipal,
  knowingCallers,
  policyTextOf,
  scimClients,
  sentWhileEnabled,
  tokenIn,
  withToken,
} from '../callers.ts';
import { jsonOf, matches, pathOf, SCIM } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { movedTo, namespaceInPath, prefixOf } from '../namespace-requests.ts';
import { ENTITY_BY_NAME } from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { dataOf, LOGIN, lastSegment, listIn, nestedIn, vaultError } from '../vault-requests.ts';
import { isAlive, isScimIssue, issuedIn, issuing, sentWith } from './issued-tokens.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const FLAGS = /sys\/activation-flags$/;
const WRITE = ['POST', 'PUT'];

/** Defects of the places that SCIM tokens take, of tokens after their end, and of what policies let them do. */
export const tokenPlaceFaults: Fault[] = [
  {
    id: 'F-CTA-25',
    title: 'A SCIM token that was refused for the limit takes a place when another one is revoked',
    breaks: ['VAULT-STOK-05'],
    since: SINCE,
    ...issuingWith(
      async (client, _, { memory }) => {
        const refused = Number(memory.get(`refused ${client.client_id}`) ?? 0);
        return refused > 0 ? { max_active_tokens: Number(client.max_active_tokens) - refused } : {};
      },
      async (response, request, context) => {
        const client =
          isScimIssue(request) && response.status >= 400 ? await clientBehind(request, context) : undefined;
        if (!client) return;
        const alive = await aliveOf(context, String(client.access_grant_principal));
        if (alive >= Number(client.max_active_tokens)) add(context, `refused ${client.client_id}`);
      },
    ),
  },
  {
    id: 'F-CTA-26',
    title: 'The sign-ins of a principal at an auth mount count as SCIM tokens',
    breaks: ['VAULT-STOK-08'],
    since: SINCE,
    ...issuingWith(
      async (client, _, { memory }) => {
        const number = Number(memory.get(`signed in ${client.access_grant_principal}`) ?? 0);
        return number > 0 ? { max_active_tokens: Number(client.max_active_tokens) - number } : {};
      },
      async (response, request, context) => {
        if (!matches({ method: WRITE, path: LOGIN, status: 200 }, request, response)) return;
        add(context, `signed in ${nestedIn(jsonOf(response), 'auth').entity_id}`);
      },
    ),
  },
  {
    id: 'F-CTA-29',
    title: 'A token that was revoked by its accessor goes on being served on SCIM paths',
    breaks: ['VAULT-AUTH-12', 'VAULT-STOK-09'],
    ...servingEnded((request, memory) => {
      const isMeant = matches({ method: WRITE, path: /\/auth\/token\/revoke-accessor$/ }, request);
      const accessor = jsonOf(request)?.accessor;
      return isMeant ? heldIn(memory).filter((held) => held.accessor === accessor) : [];
    }),
  },
  {
    id: 'F-CTA-30',
    title: 'A principal that is deleted by its name is gone, and its tokens are served',
    breaks: ['VAULT-AUTH-19', 'VAULT-STOK-18'],
    ...deletingByName(),
  },
  {
    id: 'F-CTA-31',
    title: 'A principal that is disabled by its name goes on being served',
    breaks: ['VAULT-AUTH-17', 'VAULT-STOK-16'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (matches({ method: WRITE, path: ENTITY_BY_NAME }, request) && jsonOf(request)?.disabled === true) {
          const { id } = dataOf(await asAdmin(context, 'GET', request.url.replace('/v1/', '')));
          context.memory.set(`disabled ${id}`, true);
        }
        if (!matches({ path: SCIM, status: 403 }, request, response)) return response;
        const caller = await callerOf(context, request);
        return caller && context.memory.has(`disabled ${caller.entityId}`)
          ? sentWhileEnabled(response, request, context, caller.entityId)
          : response;
      },
    }),
  },
  {
    id: 'F-CTA-32',
    title: 'The revocation of a token ends its children and leaves the children of these',
    breaks: ['VAULT-AUTH-32'],
    ...servingEnded((request, memory) => {
      const isMeant = matches({ method: WRITE, path: /\/auth\/token\/revoke$/ }, request);
      const revoked = jsonOf(request)?.token;
      const children = heldIn(memory).filter(({ parent }) => isMeant && parent === revoked);
      return heldIn(memory).filter(({ parent }) => children.some(({ token }) => token === parent));
    }),
  },
  {
    id: 'F-CTA-33',
    title: 'The policies that a principal has from the parent of its group do not count on SCIM paths',
    breaks: ['VAULT-ACL-27'],
    ...refusingInherited(),
  },
  {
    id: 'F-CTA-35',
    title: 'A policy of the token hides that of its entity on the same pattern',
    breaks: ['VAULT-ACL-14'],
    ...hidingPolicies(),
  },
  {
    id: 'F-CTA-38',
    title: 'The activation flags are served below a child namespace that stands in the path',
    breaks: ['VAULT-ACT-05'],
    request: (request) =>
      matches({ method: 'GET', path: FLAGS }, request) && namespaceInPath(request) !== ''
        ? movedTo(request, '')
        : request,
  },
  {
    id: 'F-CTA-71',
    title: 'A principal that is enabled by its name goes on being refused',
    breaks: ['VAULT-AUTH-18'],
    ...knowingCallers({
      request: async (request, context) => {
        const { memory } = context;
        const disabled = jsonOf(request)?.disabled;
        if (matches({ method: WRITE, path: ENTITY_BY_NAME }, request) && disabled !== undefined) {
          const { id } = dataOf(await asAdmin(context, 'GET', request.url.replace('/v1/', '')));
          if (id) memory.set(`enabled by name ${id}`, disabled === false);
        }
        const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
        return caller && memory.get(`enabled by name ${caller.entityId}`) === true
          ? vaultError(403, 'permission denied')
          : request;
      },
    }),
  },
  {
    id: 'F-CTA-72',
    title: 'A policy that is written after a token was issued with its name does not count for the token',
    breaks: ['VAULT-ACL-25'],
    ...countingAtIssue(),
  },
  {
    id: 'F-CTA-73',
    title: 'A policy that a group of the principal gets later does not count for its tokens',
    breaks: ['VAULT-ACL-27'],
    ...refusingLater('policies'),
  },
  {
    id: 'F-CTA-74',
    title: 'The policies of a group that a principal enters later do not count for its tokens',
    breaks: ['VAULT-ACL-27'],
    ...refusingLater('member_entity_ids'),
  },
  {
    id: 'F-CTA-75',
    title: 'Policies that a principal gets by its name do not count for its tokens',
    breaks: ['VAULT-ACL-16'],
    ...knowingCallers({
      request: async (request, context) => {
        const { memory } = context;
        if (matches({ method: WRITE, path: ENTITY_BY_NAME }, request) && jsonOf(request)?.policies) {
          const { id } = dataOf(await asAdmin(context, 'GET', request.url.replace('/v1/', '')));
          if (id) memory.set(`given by name ${id}`, true);
        }
        const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
        if (!caller || !memory.has(`given by name ${caller.entityId}`)) return request;
        const own = await policyTextOf(context, caller);
        return own.includes('identity/scim') ? request : vaultError(403, 'permission denied');
      },
    }),
  },
];

interface Held {
  token: string;
  accessor: unknown;
  entityId: string;
  parent: string;
}

function heldIn(memory: FaultContext['memory']): Held[] {
  return (memory.get('held') ?? []) as Held[];
}

function add({ memory }: FaultContext, key: string): void {
  memory.set(key, Number(memory.get(key) ?? 0) + 1);
}

async function aliveOf(context: FaultContext, entityId: string): Promise<number> {
  let alive = 0;
  for (const issued of issuedIn(context))
    if (issued.entityId === entityId && (await isAlive(context, issued.token))) alive += 1;
  return alive;
}

/** The SCIM client for which a SCIM token is asked for; undefined for one that never had any and for other requests. */
async function clientBehind(request: FaultRequest, context: FaultContext): Promise<Json | undefined> {
  const { keys, key_info: info } = dataOf(
    await asAdmin(context, 'GET', `${prefixOf(request)}identity/entity-alias/id?list=true`),
  );
  const wanted = String(jsonOf(request)?.entity_alias).toLowerCase();
  const ids = (Array.isArray(keys) ? keys : []) as string[];
  const aliases = ids.map((id) => nestedIn(info as Json, id));
  const owners = aliases.filter(({ name }) => String(name).toLowerCase() === wanted).map((one) => one.canonical_id);
  return (await scimClients(context, prefixOf(request))).find((client) =>
    owners.includes(client.access_grant_principal),
  );
}

/** SCIM tokens are issued as if their client had other settings. */
function issuingWith(
  settings: (client: Json, request: FaultRequest, context: FaultContext) => Promise<Json>,
  note?: (response: FaultResponse, request: FaultRequest, context: FaultContext) => Promise<unknown>,
): Hooks {
  return issuing({
    request: async (request, context) => {
      const client = isScimIssue(request) ? await clientBehind(request, context) : undefined;
      if (!client) return request;
      const changed = await settings(client, request, context);
      if (Object.keys(changed).length === 0) return request;
      if (Number(changed.max_active_tokens ?? 1) < 1)
        return vaultError(400, 'the SCIM client has reached max_active_tokens');
      return sentWith(changed, client, request, context);
    },
    response: async (response, request, context) => {
      await note?.(response, request, context);
      return response;
    },
  });
}

/** Tokens that a request of this kind ends are served on SCIM paths all the same. */
function servingEnded(ends: (request: FaultRequest, memory: FaultContext['memory']) => Held[]): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      const { memory } = context;
      const auth = response.status < 300 ? nestedIn(jsonOf(response), 'auth') : {};
      if (auth.client_token !== undefined) {
        const held = {
          token: String(auth.client_token),
          accessor: auth.accessor,
          entityId: String(auth.entity_id ?? ''),
          parent: tokenIn(request),
        };
        memory.set('held', [...heldIn(memory), held]);
      }
      if (response.status < 300) {
        for (const { token, entityId } of ends(request, memory)) memory.set(`ended ${token}`, entityId);
      }
      const entityId = memory.get(`ended ${tokenIn(request)}`);
      if (!entityId || !matches({ path: SCIM, status: 403 }, request, response)) return response;
      const token = await fullTokenFor(context, String(entityId));
      return token === '' ? response : context.send(withToken(request, token));
    },
  });
}

function deletingByName(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const { memory } = context;
      if (matches({ method: 'DELETE', path: ENTITY_BY_NAME }, request)) {
        const { id } = dataOf(await asAdmin(context, 'GET', request.url.replace('/v1/', '')));
        if (id === undefined || !(await isPrincipal(context, String(id)))) return request;
        memory.set(`gone ${id}`, true);
        memory.set(`gone ${lastSegment(request)}`, true);
        return NOTHING_DONE;
      }
      const isRead = matches({ method: 'GET', path: /\/identity\/entity\/(id|name)\/[^/]+$/ }, request);
      return isRead && memory.has(`gone ${lastSegment(request)}`) ? vaultError(404) : request;
    },
  });
}

/** As if the caller had no other policies than these. */
async function servedUnder(
  policies: string[],
  caller: Caller,
  request: FaultRequest,
  context: FaultContext,
): Promise<FaultRequest | FaultResponse> {
  const text = await policyTextOf(context, { ...caller, policies });
  return text.includes('identity/scim') ? request : vaultError(403, 'permission denied');
}

function refusingInherited(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
      if (!caller || caller.entityId === '') return request;
      const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
      if (listIn(entity, 'inherited_group_ids').length === 0) return request;
      const policies = [...caller.policies, ...listIn(entity, 'policies').map(String)];
      for (const id of listIn(entity, 'direct_group_ids')) {
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
        policies.push(...listIn(group, 'policies').map(String));
      }
      return servedUnder(policies, caller, request, context);
    },
  });
}

const CAPABILITIES: Record<string, string> = {
  GET: 'read',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

function hidingPolicies(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const caller = SCIM.test(pathOf(request)) ? await callerOf(context, request) : null;
      if (!caller || caller.entityId === '') return request;
      const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
      const policies = listIn(entity, 'policies').map(String);
      if (policies.length === 0) return request;
      const own = rulesIn(await policyTextOf(context, caller));
      const others = rulesIn(await policyTextOf(context, { ...caller, policies }));
      const wanted = CAPABILITIES[request.method] ?? '';
      const isHidden = [...others].some(
        ([pattern, capabilities]) =>
          capabilities.includes(wanted) && own.has(pattern) && !own.get(pattern)?.includes(wanted),
      );
      return isHidden ? vaultError(403, 'permission denied') : request;
    },
  });
}

function rulesIn(text: string): Map<string, string> {
  const rules = text.matchAll(/path\s+"([^"]*scim[^"]*)"\s*\{([^}]*)\}/g);
  return new Map([...rules].map(([, pattern = '', capabilities = '']) => [pattern, capabilities]));
}

/** A policy that did not exist when a token was issued with its name counts for nothing. */
function countingAtIssue(): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const missing = context.memory.get(`missing ${tokenIn(request)}`) as string[] | undefined;
      const caller = missing && SCIM.test(request.url) ? await callerOf(context, request) : null;
      if (!caller || !missing) return request;
      const policies = caller.policies.filter((name) => !missing.includes(name));
      return servedUnder(policies, caller, request, context);
    },
    response: async (response, _request, context) => {
      const auth = response.status < 300 ? nestedIn(jsonOf(response), 'auth') : {};
      const missing: string[] = [];
      for (const name of listIn(auth, 'policies').map(String)) {
        const policy = await asAdmin(context, 'GET', `sys/policies/acl/${name}`);
        if (policy.status === 404) missing.push(name);
      }
      if (missing.length > 0) context.memory.set(`missing ${auth.client_token}`, missing);
      return response;
    },
  });
}

/** What an update of a Vault group sets does not count on SCIM paths for the principals in the group. */
function refusingLater(field: 'policies' | 'member_entity_ids'): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const { memory } = context;
      const fields = matches({ method: WRITE, path: /\/identity\/group\/id\/[^/]+$/ }, request)
        ? jsonOf(request)
        : null;
      if (fields && listIn(fields, field).length > 0) memory.set(`later ${lastSegment(request)}`, true);
      const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
      if (!caller || caller.entityId === '') return request;
      const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
      const groups = listIn(entity, 'direct_group_ids');
      if (!groups.some((id) => memory.has(`later ${id}`))) return request;
      const policies = [...caller.policies, ...listIn(entity, 'policies').map(String)];
      return servedUnder(policies, caller, request, context);
    },
  });
}
