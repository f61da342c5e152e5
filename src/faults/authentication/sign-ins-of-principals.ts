import {
  asAdmin,
  callerOf,
  fullTokenFor,
  knowingCallers,
  scimClients,
  servedWhileDisabled,
  tokenIn,
  withToken,
} from '../callers.ts';
import { isClientWrite, storedClient } from '../client-requests.ts';
import { jsonOf, matches, pathOf, SCIM } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const WRITE = ['POST', 'PUT'];
const LOGIN = /\/auth\/[^/]+\/login\/[^/]+$/;
const REFUSED = { path: SCIM, status: 403 };

/** Defects of principals that sign in twice or with limited uses, and of each kind of token of a lost principal. */
export const signInOfPrincipalFaults: Fault[] = [
  {
    id: 'F-CPA-70',
    title: 'The second sign-in of a principal at a userpass mount is not resolved to its SCIM client',
    breaks: ['VAULT-AUTH-02'],
    ...refusingTokens('later'),
  },
  {
    id: 'F-CPA-71',
    title: 'A further sign-in of a principal ends the token of the one before',
    breaks: ['VAULT-AUTH-02'],
    ...refusingTokens('ended'),
  },
  {
    id: 'F-CPA-72',
    title: 'The uses that a userpass user is limited to are not counted on SCIM paths',
    breaks: ['VAULT-AUTH-33'],
    ...knowingCallers({
      request: async (request, context) => {
        const looked = SCIM.test(request.url) ? await lookedUp(request, context) : {};
        const isLimited = Number(looked.num_uses) > 0 && LOGIN.test(`/${String(looked.path)}`);
        return isLimited ? withToken(request, await fullTokenFor(context, String(looked.entity_id))) : request;
      },
    }),
  },
  {
    id: 'F-CPA-73',
    title: 'A batch token of a disabled principal goes on serving',
    breaks: ['VAULT-AUTH-17'],
    ...servedWhileDisabled({ path: SCIM }, ({ type }) => type === 'batch'),
  },
  {
    id: 'F-CPA-74',
    title: 'A token of an AppRole or JWT sign-in of a disabled principal goes on serving',
    breaks: ['VAULT-AUTH-17'],
    ...servedWhileDisabled({ path: SCIM }, ({ path }) => /^auth\/[^/]+\/login$/.test(path)),
  },
  {
    id: 'F-CPA-75',
    title: 'A child token of a former principal goes on serving the SCIM client',
    breaks: ['VAULT-CLIENT-20'],
    ...knowingCallers({
      request: async (request, context) => {
        const stored = isClientWrite(request) ? await storedClient(request, context) : null;
        if (stored) context.memory.set(`client of ${String(stored.access_grant_principal)}`, lastSegment(request));
        return request;
      },
      response: async (response, request, context) => {
        const caller = matches(REFUSED, request, response) ? await callerOf(context, request) : null;
        const name = context.memory.get(`client of ${caller?.entityId}`);
        if (caller?.path !== 'auth/token/create' || name === undefined) return response;
        const principal = (await scimClients(context)).find((one) => one.name === name)?.access_grant_principal;
        if (principal === undefined || principal === caller.entityId) return response;
        const token = await fullTokenFor(context, String(principal));
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
];

async function lookedUp(request: FaultRequest, context: FaultContext): Promise<Record<string, unknown>> {
  return dataOf(await asAdmin(context, 'POST', 'auth/token/lookup', { token: tokenIn(request) }));
}

/** On SCIM paths the tokens of a second sign-in at one place are refused, or those of the one before it. */
function refusingTokens(which: 'later' | 'ended'): Hooks {
  return {
    request: (request, { memory }) =>
      SCIM.test(request.url) && memory.has(`${which} ${tokenIn(request)}`)
        ? vaultError(403, 'permission denied')
        : request,
    response: (response, request, { memory }) => {
      if (!matches({ method: WRITE, path: LOGIN, status: 200 }, request, response)) return response;
      const token = nestedIn(jsonOf(response), 'auth').client_token;
      const former = memory.get(`token of ${pathOf(request)}`);
      if (former !== undefined) memory.set(`later ${String(token)}`, true).set(`ended ${String(former)}`, true);
      memory.set(`token of ${pathOf(request)}`, token);
      return response;
    },
  };
}
