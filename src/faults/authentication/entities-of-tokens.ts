import {
  asAdmin,
  callerOf,
  fullTokenFor,
  knowingCallers,
  scimClients,
  sentWhileEnabled,
  tokenIn,
  withToken,
} from '../callers.ts';
import { isClientWrite, storedClient } from '../client-requests.ts';
import { changingRequest, jsonOf, matches, SCIM } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { aliasesIn, ENTITY } from '../scim-objects.ts';
import { dataOf, lastSegment, nestedIn } from '../vault-requests.ts';
import { servedAfterIssue } from './uses-and-parents.ts';

type Json = Record<string, unknown>;

const WRITE = ['POST', 'PUT'];
const ROLE = /\/auth\/token\/roles\/[^/]+$/;
const CREATE = /\/auth\/token\/create\/[^/]+$/;
const REFUSED = { path: SCIM, status: 403 };

/** Defects of whom a token stands for: by who ordered it, by its parents and uses, and by what its principal went through. */
export const entityOfTokenFaults: Fault[] = [
  {
    id: 'F-CPA-30',
    title: 'A token that somebody with an entity orders is for that entity, whatever alias the order names',
    breaks: ['VAULT-AUTH-22'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isIssue = matches({ method: WRITE, path: CREATE, status: 200 }, request, response);
        const caller = isIssue ? await callerOf(context, request) : null;
        if (!caller?.entityId) return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const alias = aliasesIn(entity).find(({ mount_path: path }) => String(path).startsWith('auth/token'))?.name;
        const fields = { ...jsonOf(request), entity_alias: alias };
        await asAdmin(context, 'POST', 'auth/token/roles/own-entity', { allowed_entity_aliases: ['*'], orphan: true });
        return alias ? asAdmin(context, 'POST', 'auth/token/create/own-entity', fields) : response;
      },
    }),
  },
  {
    id: 'F-CPA-31',
    title: 'token_num_uses of a token role is kept and does not count',
    breaks: ['VAULT-AUTH-33'],
    ...changingRequest({ method: WRITE, path: ROLE }, ({ token_num_uses: _, ...fields }) => fields),
  },
  {
    id: 'F-CPA-32',
    title: 'Of a token with a number of uses only reads count',
    breaks: ['VAULT-AUTH-33'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!SCIM.test(request.url) || request.method === 'GET') return request;
        const looked = dataOf(await asAdmin(context, 'POST', 'auth/token/lookup', { token: tokenIn(request) }));
        const isCounted = Number(looked.num_uses) > 0 && looked.entity_id;
        return isCounted ? withToken(request, await fullTokenFor(context, String(looked.entity_id))) : request;
      },
    }),
  },
  {
    id: 'F-CPA-33',
    title: 'A child of a child goes on serving when the first token is revoked',
    breaks: ['VAULT-AUTH-32'],
    ...servedAfterIssue((auth, request, memory) => {
      if (!request.url.endsWith('/auth/token/create')) return undefined;
      memory.set(`child ${String(auth.client_token)}`, true);
      return memory.has(`child ${tokenIn(request)}`) ? auth.entity_id : undefined;
    }),
  },
  {
    id: 'F-CPA-34',
    title: 'A batch token goes on serving when the token that it was made with is revoked',
    breaks: ['VAULT-AUTH-32'],
    ...servedAfterIssue((auth, request) =>
      request.url.endsWith('/auth/token/create') && auth.token_type === 'batch' ? auth.entity_id : undefined,
    ),
  },
  {
    id: 'F-CPA-35',
    title: 'A token that is issued while its principal is disabled serves',
    breaks: ['VAULT-AUTH-17'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const { entity_id: id, client_token: token } = nestedIn(jsonOf(response), 'auth');
        const key = (issued: string) => `issued while disabled ${issued}`;
        const isIssue = matches({ method: WRITE, path: CREATE, status: 200 }, request, response);
        const entity = isIssue ? dataOf(await asAdmin(context, 'GET', `identity/entity/id/${String(id)}`)) : {};
        if (entity.disabled === true) context.memory.set(key(String(token)), id);
        const issuedFor = context.memory.get(key(tokenIn(request)));
        return issuedFor !== undefined && matches(REFUSED, request, response)
          ? sentWhileEnabled(response, request, context, String(issuedFor))
          : response;
      },
    }),
  },
  {
    id: 'F-CPA-36',
    title: 'The tokens of a deleted principal serve again when an entity of its name is the principal',
    breaks: ['VAULT-AUTH-19'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'DELETE', path: ENTITY }, request)) return request;
        const { name } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${lastSegment(request)}`));
        context.memory.set(`name of ${lastSegment(request)}`, name);
        return request;
      },
      response: async (response, request, context) => {
        const caller = matches(REFUSED, request, response) ? await callerOf(context, request) : null;
        const name = context.memory.get(`name of ${caller?.entityId}`);
        if (name === undefined) return response;
        const { id } = dataOf(await asAdmin(context, 'GET', `identity/entity/name/${String(name)}`));
        if (!id) return response;
        const accessor = nestedIn(dataOf(await asAdmin(context, 'GET', 'sys/auth')), 'token/').accessor;
        const alias = { name, canonical_id: id, mount_accessor: accessor };
        await asAdmin(context, 'POST', 'identity/entity-alias', alias);
        return context.send(withToken(request, await fullTokenFor(context, String(id))));
      },
    }),
  },
  {
    id: 'F-CPA-37',
    title: 'The principal that a SCIM client has between its first and its third goes on being served',
    breaks: ['VAULT-CLIENT-20'],
    ...knowingCallers({
      request: async (request, context) => {
        const stored = isClientWrite(request) ? await storedClient(request, context) : null;
        const wanted = jsonOf(request)?.access_grant_principal;
        if (stored && wanted && wanted !== stored.access_grant_principal) notePrincipal(request, stored, context);
        return request;
      },
      response: async (response, request, context) => {
        const caller = matches(REFUSED, request, response) ? await callerOf(context, request) : null;
        const name = context.memory.get(`between ${caller?.entityId}`);
        if (name === undefined) return response;
        const client = (await scimClients(context)).find((one) => one.name === name);
        if (!client || client.access_grant_principal === caller?.entityId) return response;
        const token = await fullTokenFor(context, String(client.access_grant_principal));
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-CPA-38',
    title: 'An allowed entity alias of a token role that is written in capitals allows nothing',
    breaks: ['VAULT-AUTH-31'],
    ...changingRequest({ method: WRITE, path: ROLE }, (role) => {
      const aliases = [role.allowed_entity_aliases ?? []].flat().map(String);
      if (aliases.length > 0) role.allowed_entity_aliases = aliases.filter((alias) => alias === alias.toLowerCase());
    }),
  },
];

/** Keeps a principal that had one before it, by the name of its client. */
function notePrincipal(request: FaultRequest, stored: Json, { memory }: FaultContext): void {
  const name = lastSegment(request);
  if (memory.has(`changed ${name}`)) memory.set(`between ${String(stored.access_grant_principal)}`, name);
  memory.set(`changed ${name}`, true);
}
