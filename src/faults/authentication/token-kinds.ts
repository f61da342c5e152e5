import {
  asAdmin,
  callerOf,
  fullTokenFor,
  isPrincipal,
  knowingCallers,
  scimClients,
  servedWhileDisabled,
  tokenIn,
  withToken,
} from '../callers.ts';
import { CLIENT, isClientWrite, storedClient } from '../client-requests.ts';
import { answering, answerWith, EMPTY_LIST, GROUP, GROUPS, jsonOf, matches, SCIM, USER, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { dataOf, nestedIn, vaultError } from '../vault-requests.ts';
import { servedAsOwner } from './refused-callers.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const CREATE = /\/auth\/token\/create\/[^/]+$/;

/** Defects of callers that one kind of token or one path shows, where the others are served or refused rightly. */
export const tokenKindFaults: Fault[] = [
  {
    id: 'F-AUTH-35',
    title: 'A revocation that names the token instead of its accessor is acknowledged, but not carried out',
    breaks: ['VAULT-AUTH-12'],
    ...answering({ method: ['POST', 'PUT'], path: /\/auth\/token\/revoke$/ }, () => NOTHING_DONE),
  },
  {
    id: 'F-AUTH-36',
    title: 'A token of a sign-in goes on serving when its principal is disabled',
    breaks: ['VAULT-AUTH-17'],
    ...servedWhileDisabled({ path: SCIM }, ({ path }) => /\/login(\/|$)/.test(path)),
  },
  {
    id: 'F-AUTH-38',
    title: 'A token of a disabled principal can still patch users',
    breaks: ['VAULT-AUTH-17'],
    ...servedWhileDisabled({ method: 'PATCH', path: USER }),
  },
  {
    id: 'F-AUTH-39',
    title: 'A token of a disabled principal can still list groups',
    breaks: ['VAULT-AUTH-17'],
    ...servedWhileDisabled({ method: 'GET', path: GROUPS }),
  },
  {
    id: 'F-AUTH-40',
    title: 'A token whose entity is no principal can replace groups',
    breaks: ['VAULT-AUTH-14'],
    ...servedAsOwner({ method: 'PUT', path: GROUP }, async (request, context) => {
      const caller = await callerOf(context, request);
      return caller !== null && caller.entityId !== '' && !(await isPrincipal(context, caller.entityId));
    }),
  },
  {
    id: 'F-AUTH-41',
    title: 'Without a token a group can be deleted by its id',
    breaks: ['VAULT-AUTH-30'],
    ...servedAsOwner({ method: 'DELETE', path: GROUP }, (request) => tokenIn(request) === ''),
  },
  {
    id: 'F-AUTH-42',
    title: 'Without a token a user can be replaced',
    breaks: ['VAULT-AUTH-30'],
    ...servedAsOwner({ method: 'PUT', path: USER }, (request) => tokenIn(request) === ''),
  },
  {
    id: 'F-AUTH-44',
    title: 'The token of the former principal goes on listing groups',
    breaks: ['VAULT-CLIENT-20'],
    ...knowingCallers({
      request: async (request, context) => {
        const stored = isClientWrite(request) ? await storedClient(request, context) : null;
        const principal = jsonOf(request)?.access_grant_principal;
        if (stored && principal !== undefined && principal !== stored.access_grant_principal) {
          context.memory.set(`former ${String(stored.access_grant_principal)}`, stored.client_id);
        }
        return request;
      },
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: GROUPS, status: (s) => s >= 400 }, request, response)) return response;
        const former = context.memory.get(`former ${(await callerOf(context, request))?.entityId}`);
        const client = (await scimClients(context)).find(({ client_id: id }) => id !== undefined && id === former);
        const token = client ? await fullTokenFor(context, String(client.access_grant_principal)) : '';
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-AUTH-37',
    title: 'A SCIM token outlives the entity of its principal',
    breaks: ['VAULT-STOK-18'],
    since: SINCE,
    ...servedScimToken(async (context, entityId) => {
      return (await asAdmin(context, 'GET', `identity/entity/id/${entityId}`)).status === 404;
    }),
  },
  {
    id: 'F-STOK-22',
    title: "A deleted client's SCIM token is answered with an empty list",
    breaks: ['VAULT-STOK-19'],
    since: SINCE,
    ...servedScimToken(({ memory }, entityId) => memory.has(`deleted with ${entityId}`)),
  },
  {
    id: 'F-STOK-23',
    title: 'A SCIM token that was refused for a disabled principal stays refused when it is enabled again',
    breaks: ['VAULT-STOK-20'],
    since: SINCE,
    ...knowingCallers({
      request: (request, { memory }) =>
        SCIM.test(request.url) && memory.has(`dead ${tokenIn(request)}`)
          ? vaultError(403, 'permission denied')
          : request,
      response: async (response, request, context) => {
        if (response.status !== 403 || !SCIM.test(request.url) || !tokenIn(request).startsWith('scm.')) return response;
        const caller = await callerOf(context, request);
        const { disabled } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller?.entityId}`));
        if (disabled === true) context.memory.set(`dead ${tokenIn(request)}`, true);
        return response;
      },
    }),
  },
  {
    id: 'F-STOK-24',
    title: 'A SCIM token that is revoked by its value keeps its place under the limit',
    breaks: ['VAULT-STOK-05'],
    since: SINCE,
    request: (request, { memory }) => {
      const { type, entity_alias: alias } = matches({ method: 'POST', path: CREATE }, request)
        ? (jsonOf(request) ?? {})
        : {};
      const isFull = type === 'scim' && memory.has(`left ${alias}`) && Number(memory.get(`issued ${alias}`)) >= 2;
      return isFull ? vaultError(400, 'the SCIM client has its maximum of active tokens') : request;
    },
    response: (response, request, { memory }) => {
      if (response.status >= 300) return response;
      const token = String(nestedIn(jsonOf(response), 'auth').client_token ?? '');
      const alias = jsonOf(request)?.entity_alias;
      if (token.startsWith('scm.')) {
        memory.set(`alias of ${token}`, alias);
        memory.set(`issued ${alias}`, Number(memory.get(`issued ${alias}`) ?? 0) + 1);
      }
      const left = memory.get(`alias of ${jsonOf(request)?.token}`);
      if (left !== undefined && /\/auth\/token\/revoke$/.test(request.url)) memory.set(`left ${left}`, true);
      return response;
    },
  },
  {
    id: 'F-STOK-21',
    title: 'max_token_ttl does not bind a SCIM token that is asked for without a ttl',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const asked = matches({ method: 'POST', path: CREATE }, request) ? jsonOf(request) : null;
        if (asked?.type !== 'scim' || asked.ttl !== undefined) return request;
        const bound = (await scimClients(context)).filter(({ max_token_ttl: ttl }) => Number(ttl) > 0);
        for (const client of bound) await setTtl(context, client, 0);
        const issued = await context.send(request);
        for (const client of bound) await setTtl(context, client, Number(client.max_token_ttl));
        return issued;
      },
    }),
  },
];

async function setTtl(context: FaultContext, client: Json, ttl: number): Promise<void> {
  const { name, access_grant_principal, alias_mount_accessor } = client;
  const mount = alias_mount_accessor ? { alias_mount_accessor } : {};
  const path = `identity/scim/client/${String(name)}`;
  await asAdmin(context, 'POST', path, { access_grant_principal, ...mount, max_token_ttl: ttl });
}

/** Some SCIM tokens that the server refuses are answered with an empty list of users. */
function servedScimToken(applies: (context: FaultContext, entityId: string) => Promise<boolean> | boolean): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const isDeletion = matches({ method: 'DELETE', path: CLIENT }, request);
      const stored = isDeletion ? await storedClient(request, context) : null;
      if (stored) context.memory.set(`deleted with ${String(stored.access_grant_principal)}`, true);
      return request;
    },
    response: async (response, request, context) => {
      noteScimToken(response, context, request);
      if (!matches({ method: 'GET', path: USERS, status: (s) => s >= 400 }, request, response)) return response;
      const entityId = context.memory.get(`scim token ${tokenIn(request)}`);
      const isServed = typeof entityId === 'string' && (await applies(context, entityId));
      return isServed ? answerWith(200, EMPTY_LIST) : response;
    },
  });
}

function noteScimToken(
  response: { body: Buffer; status: number },
  { memory }: FaultContext,
  request: FaultRequest,
): void {
  if (response.status >= 300 || !CREATE.test(request.url)) return;
  const { client_token: token, entity_id: entityId } = nestedIn(jsonOf(response), 'auth');
  if (String(token).startsWith('scm.')) memory.set(`scim token ${token}`, entityId);
}
