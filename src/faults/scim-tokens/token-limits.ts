import { asAdmin, knowingCallers, scimClients } from '../callers.ts';
import { jsonOf, matches } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const SINCE = '2.2.0';
const CREATE = /\/auth\/token\/create\/[^/]+$/;

/** Defects of the limits of SCIM tokens at their edge, for the second token, and after one has expired. */
export const tokenLimitFaults: Fault[] = [
  {
    id: 'F-STOK-25',
    title: 'A max_active_tokens of one lets two be issued',
    breaks: ['VAULT-STOK-03'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!isIssue(request) || response.status < 400) return response;
        const narrow = (await scimClients(context)).filter(({ max_active_tokens: limit }) => limit === 1);
        for (const client of narrow) await updateClient(context, client, { max_active_tokens: 2 });
        const issued = narrow.length > 0 ? await context.send(request) : response;
        for (const client of narrow) await updateClient(context, client, { max_active_tokens: 1 });
        return issued;
      },
    }),
  },
  {
    id: 'F-STOK-26',
    title: 'max_token_ttl binds the first SCIM token of a client only',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!isIssue(request)) return request;
        const key = `issued ${String(jsonOf(request)?.entity_alias)}`;
        const isFirst = !context.memory.has(key);
        context.memory.set(key, true);
        if (isFirst) return request;
        const bound = (await scimClients(context)).filter(({ max_token_ttl: ttl }) => Number(ttl) > 0);
        for (const client of bound) await updateClient(context, client, { max_token_ttl: 0 });
        const issued = await context.send(request);
        for (const client of bound) await updateClient(context, client, { max_token_ttl: client.max_token_ttl });
        return issued;
      },
    }),
  },
  {
    id: 'F-STOK-28',
    title: 'An expired SCIM token keeps its place under the limit',
    breaks: ['VAULT-STOK-21'],
    since: SINCE,
    request: (request, { memory }) => {
      if (!isIssue(request)) return request;
      const ends = (memory.get(`ends ${String(jsonOf(request)?.entity_alias)}`) ?? []) as number[];
      const isFull = ends.length >= 2 && ends.some((end) => end <= Date.now());
      return isFull ? vaultError(400, 'the SCIM client has its maximum of active tokens') : request;
    },
    response: (response, request, { memory }) => {
      if (!isIssue(request) || response.status >= 300) return response;
      const seconds = Number(nestedIn(jsonOf(response), 'auth').lease_duration);
      const key = `ends ${String(jsonOf(request)?.entity_alias)}`;
      memory.set(key, [...((memory.get(key) ?? []) as number[]), Date.now() + seconds * 1000]);
      return response;
    },
  },
];

function isIssue(request: FaultRequest): boolean {
  return matches({ method: ['POST', 'PUT'], path: CREATE }, request) && jsonOf(request)?.type === 'scim';
}

/** Writes some fields of a SCIM client as the administrator. @param client as `scimClients` gives it */
export async function updateClient(context: FaultContext, client: Json, fields: Json): Promise<void> {
  const { name, access_grant_principal, alias_mount_accessor: accessor } = client;
  const mount = accessor ? { alias_mount_accessor: accessor } : {};
  await asAdmin(context, 'POST', `identity/scim/client/${String(name)}`, {
    access_grant_principal,
    ...mount,
    ...fields,
  });
}
