import { type Answer, badRequest, VaultError } from '../answer.ts';
import type { Parameters } from '../http/parameters.ts';
import type { RequestContext } from '../request.ts';
import type { DoubleState } from '../state.ts';
import { authAnswer, issueToken, policyWarnings, SYSTEM_TTL } from '../tokens/issue.ts';
import type { Token } from '../tokens/token.ts';
import { isScimProtocolPath } from './access.ts';
import { scimClientsOf } from './client-registry.ts';

export interface ScimTokenOrder {
  readonly parameters: Parameters;
  readonly policies: readonly string[];
  /** The entity of `entity_alias`; empty when none is named. */
  readonly entityId: string;
  /** The token role; empty when none is used. */
  readonly role: string;
}

/**
 * Issues a SCIM token (2.2): through a token role, for the principal of a SCIM client, within that client's
 * `max_active_tokens` and `max_token_ttl` (Vault documentation, Set up a Vault SCIM server; S6, S8).
 *
 * @throws VaultError 400, or for a token too many by assumption 403
 */
export function issueScimToken(ctx: RequestContext, order: ScimTokenOrder): Answer {
  const { state, namespace } = ctx;
  const { behaviour, stateFaults: faults } = state;
  if (!behaviour.clientSettings) throw badRequest('invalid \'token_type\' value "scim"');
  if (order.role === '') throw badRequest('a SCIM token needs a token role');
  const client = scimClientsOf(namespace).byPrincipal(order.entityId);
  if (!client) throw badRequest("'entity_alias' does not belong to the principal of a SCIM client");
  if (client.deleting) throw badRequest('the SCIM client is being deleted');
  const limit = client.maxTokenTtl > 0 ? Math.min(client.maxTokenTtl, SYSTEM_TTL) : SYSTEM_TTL;
  const asked = order.parameters.duration('ttl') ?? 0;
  if (asked < 0) throw badRequest('ttl must be positive');
  if (asked > limit && behaviour.assume['scim-token-ttl'] === 'reject') {
    throw badRequest(`ttl exceeds the max_token_ttl of the SCIM client, ${limit} seconds`);
  }
  if (countActive(state, client.clientId) >= client.maxActiveTokens && !faults.has('state-scim-token-quota-ignored')) {
    const status = Number(behaviour.assume['scim-token-excess']);
    throw new VaultError(status, `the SCIM client has reached max_active_tokens (${client.maxActiveTokens})`);
  }
  const unlimited = faults.has('state-scim-token-ttl-ignored');
  const token = issueToken(state, namespace, {
    type: 'scim',
    parentId: null,
    policies: order.policies,
    meta: order.parameters.stringMap('meta') ?? null,
    displayName: 'token',
    entityId: order.entityId,
    path: ctx.fullPath,
    role: order.role,
    renewable: false,
    ttl: unlimited ? asked || SYSTEM_TTL : Math.min(asked || limit, limit),
    scimClientId: client.clientId,
  });
  return { auth: authAnswer(token, namespace), warnings: policyWarnings(namespace, order.policies) };
}

/** Whether a token may be used on a path at all: a SCIM token is confined to the SCIM protocol (S13). */
export function tokenFitsPath(token: Token, fullPath: string, state: DoubleState): boolean {
  if (token.type !== 'scim' || state.stateFaults.has('state-scim-token-unconfined')) return true;
  return isScimProtocolPath(fullPath);
}

function countActive(state: DoubleState, clientId: string): number {
  let active = 0;
  for (const token of state.tokens.all()) if (token.scimClientId === clientId) active += 1;
  return active;
}
