import { asAdmin, fullTokenFor, knowingCallers, scimClients, tokenIn, unchecked, withToken } from '../callers.ts';
import { CLIENT, COLLECTION, jsonOf, matches, queryOf, SCIM } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { movedTo, namespaceOf, prefixOf } from '../namespace-requests.ts';
import { dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

/** A SCIM token as it was issued. */
export interface Issued {
  token: string;
  entityId: string;
  alias: string;
  role: string;
  namespace: string;
}

const SINCE = '2.2.0';
const ISSUE = /\/auth\/token\/create\/[^/]+$/;

/** Defects of tokens: how they are issued and counted, whom they outlive, and what they may do. */
export const issuedTokenFaults: Fault[] = [
  {
    id: 'F-STRC-12',
    title: 'The SCIM tokens of a deleted client serve the next client of its principal',
    since: SINCE,
    breaks: ['VAULT-STOK-19'],
    ...outlivingClients(() => true),
  },
  {
    id: 'F-STRC-14',
    title: 'max_active_tokens counts the SCIM tokens of each token role by themselves',
    since: SINCE,
    breaks: ['VAULT-STOK-03', 'VAULT-STOK-05'],
    ...countingByRole(),
  },
  {
    id: 'F-STRC-17',
    title: 'SCIM tokens are counted by the name of their client, over all namespaces',
    since: SINCE,
    breaks: ['VAULT-STOK-06', 'VAULT-NS-11', 'VAULT-NS-22'],
    ...countingByName(),
  },
  {
    id: 'F-STRC-18',
    title: 'A list with a filter needs no read capability',
    breaks: ['VAULT-ACL-08', 'VAULT-ACL-23', 'VAULT-STOK-22'],
    ...filteringUnchecked(),
  },
  {
    id: 'F-STRC-19',
    title: 'An entity alias that a token role allows also allows every one that begins with it',
    breaks: ['VAULT-AUTH-23'],
    ...allowingPrefixes(),
  },
];

export function issuedIn({ memory }: FaultContext): Issued[] {
  return (memory.get('issued') ?? []) as Issued[];
}

export function isScimIssue(request: FaultRequest): boolean {
  return matches({ method: ['POST', 'PUT'], path: ISSUE }, request) && jsonOf(request)?.type === 'scim';
}

/** A defect that knows the SCIM tokens that were issued, the newest at the end. */
export function issuing(hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    response: async (response, request, context) => {
      const answer = (await hooks.response?.(response, request, context)) ?? response;
      if (isScimIssue(request) && answer.status < 300) {
        const auth = nestedIn(jsonOf(answer), 'auth');
        const issued = {
          token: String(auth.client_token),
          entityId: String(auth.entity_id),
          alias: String(jsonOf(request)?.entity_alias).toLowerCase(),
          role: lastSegment(request),
          namespace: namespaceOf(request),
        };
        context.memory.set('issued', [...issuedIn(context), issued]);
      }
      return answer;
    },
  });
}

export async function isAlive(context: FaultContext, token: string): Promise<boolean> {
  return (await asAdmin(context, 'POST', 'auth/token/lookup', { token })).status === 200;
}

/** Sends a request while a client has other settings. */
export async function sentWith(
  settings: Json,
  client: Json,
  request: FaultRequest,
  context: FaultContext,
): Promise<FaultResponse> {
  const { name, client_id: _id, client_name: _name, deleting: _deleting, ...stored } = client;
  const path = `${prefixOf(request)}identity/scim/client/${name}`;
  await asAdmin(context, 'POST', path, { ...stored, ...settings });
  const answer = await context.send(request);
  await asAdmin(context, 'POST', path, stored);
  return answer;
}

/** SCIM tokens of a client that is deleted in some way serve the next client of its principal. */
export function outlivingClients(isMeant: (query: URLSearchParams) => boolean): Hooks {
  return issuing({
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: CLIENT }, request) || !isMeant(queryOf(request))) return request;
      const client = (await scimClients(context, prefixOf(request))).find(({ name }) => name === lastSegment(request));
      context.memory.set(`principal ${request.url}`, client?.access_grant_principal);
      for (const { token } of issuedIn(context)) {
        if (await isAlive(context, token)) context.memory.set(`alive ${token}`, true);
        else context.memory.delete(`alive ${token}`);
      }
      return request;
    },
    response: async (response, request, context) => {
      const { memory } = context;
      const isDeleted = matches(
        { method: 'DELETE', path: CLIENT, status: (status) => status < 300 },
        request,
        response,
      );
      if (isDeleted && isMeant(queryOf(request))) {
        const principal = memory.get(`principal ${request.url}`);
        const left = issuedIn(context).filter(({ entityId }) => entityId === principal);
        for (const { token } of left) if (memory.has(`alive ${token}`)) memory.set(`left ${token}`, principal);
      }
      const principal = memory.get(`left ${tokenIn(request)}`);
      if (!SCIM.test(request.url) || response.status !== 403 || principal === undefined) return response;
      const token = await fullTokenFor(context, String(principal));
      return token === '' ? response : context.send(withToken(request, token));
    },
  });
}

function countingByRole(): Hooks {
  return issuing({
    response: async (response, request, context) => {
      if (!isScimIssue(request) || !/max_active_tokens/.test(response.body.toString())) return response;
      const alias = String(jsonOf(request)?.entity_alias).toLowerCase();
      const ofAlias = issuedIn(context).filter((one) => one.alias === alias && one.namespace === namespaceOf(request));
      const principal = ofAlias.at(-1)?.entityId;
      const client = (await scimClients(context, prefixOf(request))).find(
        (one) => one.access_grant_principal === principal,
      );
      const ofRole = ofAlias.filter(({ role }) => role === lastSegment(request));
      const alive = await Promise.all(ofRole.map(({ token }) => isAlive(context, token)));
      if (!client || alive.filter(Boolean).length >= Number(client.max_active_tokens)) return response;
      return sentWith({ max_active_tokens: 1000 }, client, request, context);
    },
  });
}

function countingByName(): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!isScimIssue(request) || response.status >= 300) return response;
      const { entity_id: principal, client_token: token } = nestedIn(jsonOf(response), 'auth');
      const client = (await scimClients(context, prefixOf(request))).find(
        (one) => one.access_grant_principal === principal,
      );
      const key = `tokens ${client?.name}`;
      const others = (context.memory.get(key) ?? []) as string[];
      const alive = await Promise.all(others.map((other) => isAlive(context, other)));
      if (!client || alive.filter(Boolean).length < Number(client.max_active_tokens)) {
        context.memory.set(key, [...others, String(token)]);
        return response;
      }
      await asAdmin(context, 'POST', 'auth/token/revoke', { token });
      return vaultError(400, `the SCIM client has reached max_active_tokens (${client.max_active_tokens})`);
    },
  });
}

function filteringUnchecked(): Hooks {
  const open = unchecked({ method: 'GET', path: COLLECTION });
  return knowingCallers({
    response: (response, request, context) =>
      queryOf(request).has('filter') ? open.response(response, request, context) : response,
  });
}

function allowingPrefixes(): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches({ method: ['POST', 'PUT'], path: ISSUE, status: 400 }, request, response)) return response;
      const alias = String(jsonOf(request)?.entity_alias ?? '').toLowerCase();
      const role = movedTo(request, namespaceOf(request)).url.replace('/v1/', '').replace('/create/', '/roles/');
      const { allowed_entity_aliases: allowed } = dataOf(await asAdmin(context, 'GET', role));
      const names = Array.isArray(allowed) ? allowed.map(String) : [];
      if (alias === '' || !names.some((name) => name !== alias && alias.startsWith(name))) return response;
      await asAdmin(context, 'POST', role, { allowed_entity_aliases: [...names, alias] });
      const issued = await context.send(request);
      await asAdmin(context, 'POST', role, { allowed_entity_aliases: names });
      return issued;
    },
  });
}
