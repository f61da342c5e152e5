import type { Caller } from '../callers.ts';
import {
  asAdmin,
  callerOf,
  fullTokenFor,
  knowingCallers,
  policyTextOf,
  refusedTo,
  tokenIn,
  withToken,
} from '../callers.ts';
import { isClientWrite, storedClient } from '../client-requests.ts';
import { GROUP, jsonOf, matches, pathOf, SCIM, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { ENTITY, ENTITY_BY_NAME } from '../scim-objects.ts';
import { resourceAt } from '../scim-requests.ts';
import { dataOf, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const ISSUE = /\/auth\/token\/create\/[^/]+$/;
const RENEW = /\/auth\/token\/renew(-self)?$/;
const REVOKE = /\/auth\/token\/revoke(-accessor)?$/;
const ROLE = /\/auth\/token\/roles\/[^/]+$/;
const DENIED_ONE = /path "identity\/scim\/v2\/(Users|Groups)\/([0-9a-f]{8}-[0-9a-f-]{27})"[^}]*"deny"/;

/** Defects of tokens and policies after a renewal, a refusal, a second write, or what befell another token. */
export const tokenTurnFaults: Fault[] = [
  {
    id: 'F-AUTH-60',
    title: 'A token of a principal that was renewed is refused on SCIM paths',
    breaks: ['VAULT-AUTH-01', 'VAULT-AUTH-20'],
    ...denying(({ token }, { memory }) => memory.has(`renewed ${token}`), {
      response: (response, request, { memory }) => {
        const isRenewal = matches({ method: WRITE, path: RENEW }, request) && response.status < 300;
        const named = pathOf(request).endsWith('-self') ? tokenIn(request) : jsonOf(request)?.token;
        if (isRenewal) memory.set(`renewed ${String(named)}`, true);
        return response;
      },
    }),
  },
  {
    id: 'F-AUTH-61',
    title: 'A principal whose entity an administrator renamed is refused',
    breaks: ['VAULT-AUTH-20', 'VAULT-AUTH-01'],
    ...denying(({ entityId }, { memory }) => memory.has(`renamed ${entityId}`), {
      request: async (request, context) => {
        const name = matches({ method: WRITE, path: ENTITY }, request) ? jsonOf(request)?.name : undefined;
        const entity = name === undefined ? {} : nestedIn(await resourceAt(request, context), 'data');
        const isRename = entity.id !== undefined && !entity.scim_client_id && entity.name !== name;
        if (isRename) context.memory.set(`renamed ${String(entity.id)}`, true);
        return request;
      },
    }),
  },
  {
    id: 'F-AUTH-62',
    title: 'Of a principal with several aliases only sign-ins by the first are served',
    breaks: ['VAULT-AUTH-01', 'VAULT-AUTH-02', 'VAULT-AUTH-03', 'VAULT-AUTH-04', 'VAULT-AUTH-18', 'VAULT-AUTH-20'],
    ...denying(async ({ entityId, path }, context) => {
      const { aliases } = await entityOf(context, entityId);
      const mounts = (Array.isArray(aliases) ? (aliases as Json[]) : []).map(({ mount_path: mount }) => String(mount));
      return mounts.length > 1 && !path.startsWith(mounts[0] ?? '');
    }),
  },
  {
    id: 'F-AUTH-63',
    title: 'Policies that an administrator sets on the entity of a disabled principal enable it',
    breaks: ['VAULT-AUTH-17', 'VAULT-STOK-16'],
    response: async (response, request, context) => {
      const isWrite = [ENTITY, ENTITY_BY_NAME].some((path) => matches({ method: WRITE, path }, request));
      const fields = isWrite && response.status < 300 ? jsonOf(request) : null;
      if (!fields || fields.policies === undefined || fields.disabled !== undefined) return response;
      const entity = nestedIn(await resourceAt(request, context), 'data');
      if (entity.disabled === true && !entity.scim_client_id)
        await context.send(withJson(request, { disabled: false }));
      return response;
    },
  },
  {
    id: 'F-STOK-40',
    title: 'An update of a SCIM client revokes its SCIM tokens',
    breaks: ['VAULT-STOK-02', 'VAULT-STOK-10'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const { accessor, entity_id: entityId } = nestedIn(jsonOf(response), 'auth');
        if (isScimIssue(request) && accessor) context.memory.set(`accessor ${String(accessor)}`, entityId);
        const stored = isClientWrite(request) && response.status === 204 ? await storedClient(request, context) : null;
        for (const [key, holder] of stored ? [...context.memory] : []) {
          if (holder !== stored?.access_grant_principal || !key.startsWith('accessor ')) continue;
          await asAdmin(context, 'POST', 'auth/token/revoke-accessor', { accessor: key.split(' ')[1] });
        }
        return response;
      },
    }),
  },
  {
    id: 'F-STOK-41',
    title: 'A SCIM token that was refused for the limit takes a place under it all the same',
    breaks: ['VAULT-STOK-05'],
    since: SINCE,
    request: (request, { memory }) =>
      isScimIssue(request) && memory.get(`place of ${aliasIn(request)}`) === 'freed'
        ? vaultError(400, 'the SCIM client has reached max_active_tokens')
        : request,
    response: (response, request, { memory }) => {
      const place = `place of ${aliasIn(request)}`;
      if (isScimIssue(request) && response.status < 300) {
        memory.set(`alias of ${String(nestedIn(jsonOf(response), 'auth').accessor)}`, aliasIn(request));
        if (!memory.has(place)) memory.set(place, 'held');
      } else if (isScimIssue(request) && memory.get(place) === 'held') memory.set(place, 'refused');
      const alias = memory.get(`alias of ${String(jsonOf(request)?.accessor)}`);
      if (!matches({ method: WRITE, path: REVOKE }, request) || response.status >= 300) return response;
      // The first revocation gives back the place of the refused token only.
      const now = memory.get(`place of ${String(alias)}`);
      if (alias) memory.set(`place of ${String(alias)}`, now === 'refused' ? 'freed' : 'held');
      return response;
    },
  },
  {
    id: 'F-STOK-42',
    title: 'A SCIM token cannot replace groups',
    breaks: ['VAULT-STOK-02', 'VAULT-ACL-17'],
    since: SINCE,
    ...refusedTo({ method: 'PUT', path: GROUP }, (_, { type }) => type === 'scim'),
  },
  {
    id: 'F-ACL-50',
    title: 'A request that was refused to a token stays refused to it, whatever its policies become',
    breaks: ['VAULT-ACL-25', 'VAULT-ACL-27', 'VAULT-SETUP-03'],
    ...denying(({ token }, { memory }, request) => memory.has(`denied ${keyOf(request)} ${token}`), {
      response: (response, request, { memory }) => {
        if (SCIM.test(request.url) && response.status === 403) {
          memory.set(`denied ${keyOf(request)} ${tokenIn(request)}`, true);
        }
        return response;
      },
    }),
  },
  {
    id: 'F-ACL-51',
    title: 'What was granted to one principal is granted to the next one that asks for the same path',
    breaks: ['VAULT-ACL-01', 'VAULT-ACL-02', 'VAULT-ACL-08', 'VAULT-ACL-23', 'VAULT-ACL-24'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const key = `granted ${keyOf(request)}`;
        if (!SCIM.test(request.url)) return response;
        const caller = response.status === 403 && context.memory.has(key) ? await callerOf(context, request) : null;
        if (response.status < 300) context.memory.set(key, true);
        const token = caller?.entityId ? await fullTokenFor(context, caller.entityId) : '';
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-ACL-52',
    title: 'Of the policies of a token the first two count only',
    breaks: ['VAULT-ACL-10', 'VAULT-ACL-14'],
    ...denying(async (caller, context) => {
      const first = await policyTextOf(context, { ...caller, policies: caller.policies.slice(0, 2) });
      return !grants(first) && grants(await policyTextOf(context, caller));
    }),
  },
  {
    id: 'F-ACL-53',
    title: 'A deny of one user or group by its id refuses the others as well',
    breaks: ['VAULT-ACL-13', 'VAULT-ACL-10'],
    ...denying(async (caller, context, request) => {
      const [, collection, id] = DENIED_ONE.exec(await policyTextOf(context, caller)) ?? [];
      const path = pathOf(request);
      return id !== undefined && path.includes(`/${collection}/`) && !path.endsWith(id);
    }),
  },
  {
    id: 'F-ACL-54',
    title: 'Policies that the parent of its group gives to a principal do not count',
    breaks: ['VAULT-ACL-27'],
    ...denying(async (caller, context) => {
      const entity = await entityOf(context, caller.entityId);
      const inherited = Array.isArray(entity.inherited_group_ids) ? entity.inherited_group_ids : [];
      if (inherited.length === 0) return false;
      const policies = [...caller.policies, ...listOf(entity.policies)];
      for (const id of listOf(entity.direct_group_ids)) {
        policies.push(...listOf(dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`)).policies));
      }
      return !grants(await policyTextOf(context, { ...caller, policies }));
    }),
  },
  {
    id: 'F-SETUP-20',
    title: 'The second write of a token role leaves its allowed entity aliases as they were',
    breaks: ['VAULT-SETUP-07', 'VAULT-AUTH-23'],
    request: async (request, context) => {
      const fields = matches({ method: WRITE, path: ROLE }, request) ? jsonOf(request) : null;
      if (!fields || fields.allowed_entity_aliases === undefined) return request;
      const { allowed_entity_aliases: stored } = nestedIn(await resourceAt(request, context), 'data');
      return Array.isArray(stored) ? withJson(request, { ...fields, allowed_entity_aliases: stored }) : request;
    },
  },
];

/** Refuses SCIM requests of some callers, after what `watching` saw. */
function denying(
  applies: (caller: Caller, context: FaultContext, request: FaultRequest) => boolean | Promise<boolean>,
  watching: Hooks = {},
): Hooks {
  return knowingCallers({
    ...watching,
    request: async (request, context) => {
      await watching.request?.(request, context);
      const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
      if (caller === null || caller.entityId === '' || !(await applies(caller, context, request))) return request;
      return vaultError(403, '1 error occurred:\n\t* permission denied\n\n');
    },
  });
}

async function entityOf(context: FaultContext, id: string): Promise<Json> {
  return dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
}

function grants(policies: string): boolean {
  return policies.includes('identity/scim');
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function keyOf(request: FaultRequest): string {
  return `${request.method} ${pathOf(request)}`;
}

function isScimIssue(request: FaultRequest): boolean {
  return matches({ method: WRITE, path: ISSUE }, request) && jsonOf(request)?.type === 'scim';
}

function aliasIn(request: FaultRequest): string {
  return String(jsonOf(request)?.entity_alias);
}
