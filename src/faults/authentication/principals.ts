import {
  adminToken,
  callerOf,
  fullTokenFor,
  isPrincipal,
  knowingCallers,
  scimClients,
  servedWhen,
  tokenIn,
  withToken,
} from '../callers.ts';
import { answerWith, jsonOf, matches, pathOf, queryOf, SCIM, USER, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { lastSegment, vaultError } from '../vault-requests.ts';

const ENTITY = /\/identity\/entity\/id\/[^/]+$/;

/** Defects of how the entity of a token selects the SCIM client. */
export const principalFaults: Fault[] = [
  {
    id: 'F-AUTH-14',
    title: 'The token of an entity without a SCIM client is served by some client',
    breaks: ['VAULT-AUTH-14'],
    ...servedWhen({ method: 'POST', path: USERS }, async (request, context) => {
      const caller = await callerOf(context, request);
      return caller !== null && caller.entityId !== '' && !(await isPrincipal(context, caller.entityId));
    }),
  },
  {
    id: 'F-AUTH-15',
    title: 'A token without an entity is served by some client',
    breaks: ['VAULT-AUTH-15'],
    ...servedWhen({ method: 'POST', path: USERS }, async (request, context) => {
      const caller = await callerOf(context, request);
      return caller !== null && caller.entityId === '' && !caller.policies.includes('root');
    }),
  },
  {
    id: 'F-AUTH-16',
    title: 'A root token is served by some client',
    breaks: ['VAULT-AUTH-16'],
    ...servedWhen({ method: 'POST', path: USERS }, (request, context) => {
      const token = tokenIn(request);
      return token !== '' && token === adminToken(context);
    }),
  },
  {
    id: 'F-AUTH-17',
    title: 'Disabling the entity of a principal is acknowledged, but not carried out',
    breaks: ['VAULT-AUTH-17'],
    ...knowingCallers({
      request: async (request, context) =>
        (await disablesPrincipal(request, context)) ? answerWith(204, null) : request,
    }),
  },
  {
    id: 'F-AUTH-18',
    title: 'Disabling a principal loses its tokens for good',
    breaks: ['VAULT-AUTH-18'],
    ...knowingCallers({
      request: async (request, context) => {
        const { memory } = context;
        if (await disablesPrincipal(request, context)) memory.set(`lost ${lastSegment(request)}`, true);
        if (!matches({ path: SCIM }, request)) return request;
        const caller = await callerOf(context, request);
        return memory.has(`lost ${caller?.entityId}`) ? vaultError(403, 'permission denied') : request;
      },
    }),
  },
  {
    id: 'F-AUTH-19',
    title: 'The tokens of a principal outlive its entity',
    breaks: ['VAULT-AUTH-19'],
    ...knowingCallers({
      request: async (request, context) =>
        matches({ method: 'DELETE', path: ENTITY }, request) && (await isPrincipal(context, lastSegment(request)))
          ? answerWith(204, null)
          : request,
    }),
  },
  {
    id: 'F-AUTH-20',
    title: 'The list of users shows those of the client that created users first',
    breaks: ['VAULT-AUTH-20', 'VAULT-ISOL-01', 'VAULT-ISOL-03'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'GET', path: USERS }, request) || queryOf(request).size > 0) return request;
        const [first, ...later] = await creators(context, request);
        return first && later.includes(tokenIn(request)) ? withToken(request, first) : request;
      },
      response: (response, request, { memory }) => {
        const created = matches({ method: 'POST', path: USERS, status: 201 }, request, response);
        if (created) memory.set(`creator ${tokenIn(request)}`, pathOf(request));
        if (matches({ method: 'DELETE', path: USER }, request)) memory.delete(`creator ${tokenIn(request)}`);
        return response;
      },
    }),
  },
  {
    id: 'F-AUTH-21',
    title: 'A parameter client_name selects the SCIM client',
    breaks: ['VAULT-AUTH-21'],
    ...knowingCallers({
      request: async (request, context) => {
        const name = queryOf(request).get('client_name');
        if (name === null || !matches({ path: SCIM }, request)) return request;
        const client = (await scimClients(context)).find((one) => one.name === name);
        const token = await fullTokenFor(context, String(client?.access_grant_principal ?? ''));
        return token === '' ? request : withToken(request, token);
      },
    }),
  },
];

async function disablesPrincipal(request: FaultRequest, context: FaultContext): Promise<boolean> {
  if (!matches({ method: 'POST', path: ENTITY }, request) || jsonOf(request)?.disabled !== true) return false;
  return isPrincipal(context, lastSegment(request));
}

/** The live tokens that created users in the same namespace which are still there, in the order in which they began. */
async function creators(context: FaultContext, request: FaultRequest): Promise<string[]> {
  const tokens = [...context.memory]
    .filter(([key, path]) => key.startsWith('creator ') && path === pathOf(request))
    .map(([key]) => key.slice('creator '.length));
  const callers = await Promise.all(tokens.map((token) => callerOf(context, withToken(request, token))));
  return tokens.filter((_, i) => callers[i] !== null);
}
