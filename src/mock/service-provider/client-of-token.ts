import { VaultError } from '../answer.ts';
import type { Behaviour } from '../behaviour.ts';
import type { RequestContext } from '../request.ts';
import { type ScimClient, scimClientsOf } from './client-registry.ts';
import { ScimError } from './scim-error.ts';

/**
 * The SCIM client whose principal is the token's entity: it both authorises the call and selects the client (Vault API
 * documentation, SCIM, "Authentication"). Only clients of the request's namespace count.
 *
 * @throws ScimError or VaultError, by assumption, when there is none or it is being deleted
 */
export function findClient(ctx: RequestContext, behaviour: Behaviour): ScimClient {
  const { assume } = behaviour;
  const client = clientOf(ctx);
  if (!client) {
    const status = Number(assume['unmapped-token-status']);
    const detail = 'the token does not belong to the principal of a SCIM client';
    throw assume['unmapped-token-form'] === 'scim' ? new ScimError(status, detail) : new VaultError(status, detail);
  }
  if (client.deleting && !ctx.state.stateFaults.has('state-deleting-client-serves')) {
    throw new ScimError(Number(assume['deleting-client-status']), 'the SCIM client is being deleted');
  }
  return client;
}

function clientOf(ctx: RequestContext): ScimClient | undefined {
  const { entity, namespace, state } = ctx;
  if (!entity) return undefined;
  const client = scimClientsOf(namespace).byPrincipal(entity.id);
  if (client || !state.stateFaults.has('state-any-namespace-principal')) return client;
  for (const other of state.namespaces()) {
    const elsewhere = scimClientsOf(other).byPrincipal(entity.id);
    if (elsewhere) return elsewhere;
  }
  return undefined;
}
