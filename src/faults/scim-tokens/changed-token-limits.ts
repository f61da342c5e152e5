import { scimClients } from '../callers.ts';
import { CLIENT, isClientWrite, storedClient } from '../client-requests.ts';
import { jsonOf, matches, queryOf } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { prefixOf } from '../namespace-requests.ts';
import { lastSegment, vaultError } from '../vault-requests.ts';
import { isAlive, isScimIssue, issuedIn, issuing, outlivingClients, sentWith } from './issued-tokens.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects of the limits of SCIM tokens after they were changed, and after the client was created again. */
export const changedTokenLimitFaults: Fault[] = [
  {
    id: 'F-CPA-16',
    title: 'A max_token_ttl that is changed after the first SCIM token of a client binds none of its tokens',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...limitingBy((client, history, isFirst) => {
      if (isFirst) history.set('first ttl', client.max_token_ttl);
      return client.max_token_ttl === history.get('first ttl') ? {} : { max_token_ttl: history.get('first ttl') };
    }),
  },
  {
    id: 'F-CPA-17',
    title: 'The second change of max_token_ttl is stored and does not bind SCIM tokens',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...limitingBy((_client, history) => {
      const [, first, ...later] = valuesOf(history, 'max_token_ttl');
      return later.length > 0 ? { max_token_ttl: first } : {};
    }),
  },
  {
    id: 'F-CPA-18',
    title: 'A max_token_ttl that was once raised binds no SCIM token any more',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...limitingBy((_client, history) => {
      const values = valuesOf(history, 'max_token_ttl');
      const isRaised = values.some(
        (value, place) => place > 0 && Number(values[place - 1]) > 0 && value > (values[place - 1] ?? 0),
      );
      return isRaised ? { max_token_ttl: 0 } : {};
    }),
  },
  {
    id: 'F-CPA-19',
    title: 'An update of max_active_tokens alone lifts max_token_ttl for the next SCIM tokens',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...limitingBy((_client, history) => (history.get('last') === 'max_active_tokens' ? { max_token_ttl: 0 } : {})),
  },
  {
    id: 'F-CPA-20',
    title: 'A SCIM client that has more SCIM tokens than a lowered max_active_tokens allows gets further ones',
    breaks: ['VAULT-STOK-03'],
    since: SINCE,
    ...issuing({
      response: async (response, request, context) => {
        if (!isScimIssue(request) || !/max_active_tokens/.test(response.body.toString())) return response;
        const client = await clientOf(request, context);
        if (!client || (await aliveFor(client, context)) <= Number(client.max_active_tokens)) return response;
        return sentWith({ max_active_tokens: 1000 }, client, request, context);
      },
    }),
  },
  {
    id: 'F-CPA-21',
    title: 'A SCIM client that once had more SCIM tokens than its max_active_tokens gets none any more',
    breaks: ['VAULT-STOK-05'],
    since: SINCE,
    ...issuing({
      request: async (request, context) => {
        const client = isScimIssue(request) ? await clientOf(request, context) : undefined;
        const isShut = client && context.memory.has(`beyond ${String(client.client_id)}`);
        return isShut ? vaultError(400, 'the SCIM client has reached max_active_tokens') : request;
      },
      response: async (response, request, context) => {
        const client = isClientWrite(request) && response.status < 300 ? await storedClient(request, context) : null;
        const isBeyond = client && (await aliveFor(client, context)) > Number(client.max_active_tokens);
        if (isBeyond) context.memory.set(`beyond ${String(client.client_id)}`, true);
        return response;
      },
    }),
  },
  {
    id: 'F-CPA-22',
    title: 'A max_active_tokens that is raised for the second time counts as it was raised first',
    breaks: ['VAULT-STOK-04'],
    since: SINCE,
    ...limitingBy((_client, history) => {
      const [, first, ...later] = valuesOf(history, 'max_active_tokens');
      return later.length > 0 && Number(later.at(-1)) > Number(first) ? { max_active_tokens: first } : {};
    }),
  },
  {
    id: 'F-CPA-23',
    title: 'The SCIM tokens of a client that was deleted with unlink-resources count for the next client of its name',
    breaks: ['VAULT-STOK-06'],
    since: SINCE,
    ...issuing({
      request: async (request, context) => {
        const isDeletion = matches({ method: 'DELETE', path: CLIENT }, request);
        if (isDeletion && queryOf(request).has('unlink-resources')) {
          const client = { ...(await storedClient(request, context)), name: lastSegment(request) };
          context.memory.set(`left by ${client.name}`, await aliveFor(client, context));
        }
        if (!isScimIssue(request)) return request;
        const client = await clientOf(request, context);
        const left = Number(context.memory.get(`left by ${String(client?.name)}`) ?? 0);
        const isFull =
          client && left > 0 && (await aliveFor(client, context)) + left >= Number(client.max_active_tokens);
        return isFull ? vaultError(400, 'the SCIM client has reached max_active_tokens') : request;
      },
    }),
  },
  {
    id: 'F-CPA-24',
    title: 'The SCIM tokens of a client that was deleted with a flag serve the next client of its principal',
    breaks: ['VAULT-STOK-19'],
    since: SINCE,
    ...outlivingClients((query) => query.size > 0),
  },
];

/** The values that a setting of a client had, one after the other. */
function valuesOf(history: Map<string, unknown>, field: string): number[] {
  return (history.get(field) ?? []) as number[];
}

function aliasIn(request: FaultRequest): string {
  return String(jsonOf(request)?.entity_alias).toLowerCase();
}

/** The client that a SCIM token is ordered for, when one was issued to the same alias before. */
async function clientOf(request: FaultRequest, context: FaultContext): Promise<Json | undefined> {
  const principal = issuedIn(context).findLast(({ alias }) => alias === aliasIn(request))?.entityId;
  return (await scimClients(context, prefixOf(request))).find((one) => one.access_grant_principal === principal);
}

/** How many SCIM tokens of a client's principal are neither revoked nor expired. */
async function aliveFor(client: Json, context: FaultContext): Promise<number> {
  const own = issuedIn(context).filter(({ entityId }) => entityId === client.access_grant_principal);
  return (await Promise.all(own.map(({ token }) => isAlive(context, token)))).filter(Boolean).length;
}

/** SCIM tokens are issued as if the client had other limits, by what its limits were before. */
function limitingBy(settings: (client: Json, history: Map<string, unknown>, isFirst: boolean) => Json): Hooks {
  const historyOf = (name: string, { memory }: FaultContext) => {
    const key = `history of ${name}`;
    if (!memory.has(key)) memory.set(key, new Map<string, unknown>());
    return memory.get(key) as Map<string, unknown>;
  };
  return issuing({
    request: async (request, context) => {
      if (!isScimIssue(request)) return request;
      const alias = aliasIn(request);
      const clients = await scimClients(context, prefixOf(request));
      // Principals are named after their clients in the suites, and their aliases too.
      const client = (await clientOf(request, context)) ?? clients.find(({ name }) => name === alias);
      if (!client) return request;
      const isFirst = !issuedIn(context).some((one) => one.alias === alias);
      const other = settings(client, historyOf(String(client.name), context), isFirst);
      return Object.keys(other).length > 0 ? sentWith(other, client, request, context) : request;
    },
    response: async (response, request, context) => {
      if (!isClientWrite(request) || response.status >= 300) return response;
      const history = historyOf(lastSegment(request), context);
      const sent = jsonOf(request) ?? {};
      const stored = (await storedClient(request, context)) ?? {};
      for (const field of ['max_token_ttl', 'max_active_tokens']) {
        const values = valuesOf(history, field);
        if (stored[field] !== values.at(-1)) history.set(field, [...values, stored[field]]);
      }
      if (sent.max_active_tokens !== undefined) history.set('last', 'max_active_tokens');
      if (sent.max_token_ttl !== undefined) history.set('last', 'max_token_ttl');
      return response;
    },
  });
}
