import type { Recorder } from '../evidence/recorder.ts';
import type { Secret } from '../evidence/secret.ts';
import { DOUBLE_HEADER } from '../protocol/vault.ts';
import type { Answer } from '../scim/answer.ts';
import { ScimClient } from '../scim/scim-client.ts';
import { Journal } from '../vault/journal.ts';
import type { ScimTarget } from './configuration.ts';
import { expectedSideEffects, requireConsent } from './consent.ts';
import { readDiscovery } from './discovery.ts';
import { commonFacts, type Opening, type OpenTarget } from './opening.ts';
import { requireAnswer } from './reachability.ts';
import { roundTripOf } from './round-trip.ts';
import type { RunContext, TenantFacts, TlsOptions } from './run-context.ts';
import { cleanUpScim } from './scim-clean-up.ts';
import { SetupError } from './setup-error.ts';

/** Clients by actor, for the tokens that the user gave. */
export function scimClients(target: ScimTarget, recorder: Recorder, tls: TlsOptions): Record<string, ScimClient> {
  const client = (actor: string, token: Secret) =>
    new ScimClient({ baseUrl: target.baseUrl, actor, token, recorder, tls });
  return {
    tenant: client('tenant', target.token),
    ...(target.otherToken === null ? {} : { other: client('other', target.otherToken) }),
  };
}

/**
 * Any SCIM server, by its base URL and token. Changes nothing on it.
 *
 * @throws SetupError
 */
export async function openScimServer(opening: Opening, target: ScimTarget): Promise<OpenTarget> {
  const { configuration, recorder, prefix, journalPath, options } = opening;
  recorder.redaction.register(target.token, 'token');
  if (target.otherToken !== null) recorder.redaction.register(target.otherToken, 'token');
  const clients = scimClients(target, recorder, configuration.tls);
  const first = await requireScimServer(clients, target.baseUrl);
  const where = `the tenant of SCIM_TOKEN${target.otherToken === null ? '' : ' and that of SCIM_TOKEN_OTHER'}`;
  const effects = options.sideEffects ?? expectedSideEffects(0, 0);
  requireConsent(configuration.consent, target.baseUrl, where, { ...effects, logins: 0 });
  const journal = Journal.start(journalPath, {
    runId: options.runId,
    prefix,
    kind: 'scim',
    address: target.baseUrl,
    namespace: '',
    startedAt: new Date().toISOString(),
    clockOffsetMs: 0,
  });
  const tenant = tenantOf(target, target.token);
  const other = target.otherToken === null ? null : tenantOf(target, target.otherToken);
  const origin = new URL(target.baseUrl).origin;
  const double = first.header(DOUBLE_HEADER) ?? null;
  const context: RunContext = {
    ...commonFacts(opening),
    target: {
      kind: 'scim',
      address: target.baseUrl,
      vaultVersion: null,
      edition: null,
      namespace: null,
      contract: configuration.contract,
      double,
    },
    address: origin,
    namespace: '',
    facts: {
      controlPlane: false,
      version: null,
      rootNamespace: false,
      childNamespaces: false,
      ownServer: false,
      beyondKnown: false,
      eventuallyConsistent: false,
      discovery: await readDiscovery(tenant, recorder, configuration.tls),
    },
    storageIndex: null,
    tokenIssue: null,
    adminToken: null,
    slots: Array.from({ length: options.slots }, () => ({ tenant, other, unaliased: null })),
    journal: journalPath,
    roundTripMs: roundTripOf(recorder.exchanges),
  };
  const notes = double === null ? [] : [`The server is a double, not a Vault: it says "${double}".`];
  return {
    context,
    contract: null,
    notes,
    close: () => recorder.during('clean-up', () => cleanUpScim(clients, journal)),
  };
}

/** Reachable, SCIM, and every token accepted: asked with a list of one user (RFC 7644 section 3.4.2). */
export async function requireScimServer(clients: Record<string, ScimClient>, baseUrl: string): Promise<Answer> {
  let first: Answer | null = null;
  for (const [actor, client] of Object.entries(clients)) {
    const variable = actor === 'other' ? 'SCIM_TOKEN_OTHER' : 'SCIM_TOKEN';
    const answer = await client.list('/Users', { count: 1 });
    requireAnswer(answer, 'SCIM_BASE_URL', baseUrl);
    if (answer.status === 401 || answer.status === 403) {
      throw new SetupError(
        `The server at ${baseUrl} does not accept ${variable} (status ${answer.status} for /Users): set a valid token.`,
      );
    }
    if (answer.status !== 200 || typeof answer.body !== 'object' || answer.body === null) {
      throw new SetupError(
        `No SCIM server at ${baseUrl} (status ${answer.status} for /Users, without a list of users): correct SCIM_BASE_URL, it is the part before /Users.`,
      );
    }
    first ??= answer;
  }
  if (first === null) throw new RangeError('no client to probe with');
  return first;
}

function tenantOf(target: ScimTarget, token: Secret): TenantFacts {
  return {
    clientName: '',
    clientId: null,
    principalId: null,
    aliasMount: null,
    aliasAccessor: null,
    scimBaseUrl: target.baseUrl,
    policy: null,
    token: token.reveal(),
  };
}
