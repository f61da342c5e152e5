import { CLIENT, storedClient } from './client-requests.ts';
import { answerWith, matches, SCIM } from './edits.ts';
import type { Fault, FaultContext, FaultRequest } from './fault.ts';
import { dataOf, headerOf } from './vault-requests.ts';

const ADMIN = 'administrator';

/** The tokens of deleted SCIM clients are answered with an empty list of users. */
export const deletedTokens: Pick<Fault, 'request' | 'response'> = {
  request: async (request, context) => {
    if (!matches({ method: 'DELETE', path: CLIENT }, request)) return request;
    const stored = await storedClient(request, context);
    if (stored) context.memory.set(String(stored.access_grant_principal), true);
    context.memory.set(ADMIN, headerOf(request, 'X-Vault-Token'));
    return request;
  },
  response: async (response, request, context) => {
    if (!matches({ method: 'GET', path: SCIM, status: 403 }, request, response)) return response;
    if (!context.memory.has(await entityOf(request, context))) return response;
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
    return answerWith(200, { schemas, totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
  },
};

/** The entity of the token that the request carries, as an administrator can look it up. */
async function entityOf(request: FaultRequest, { memory, send }: FaultContext): Promise<string> {
  const token = headerOf(request, 'Authorization')?.replace(/^Bearer /, '');
  const lookup = await send({
    method: 'POST',
    url: '/v1/auth/token/lookup',
    headers: [
      ['X-Vault-Token', String(memory.get(ADMIN))],
      ['Content-Type', 'application/json'],
    ],
    body: Buffer.from(JSON.stringify({ token })),
  });
  return String(dataOf(lookup).entity_id);
}
