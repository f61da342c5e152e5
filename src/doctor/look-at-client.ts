import type { ClientLookFile, Look } from '../run/client-look.ts';
import { copiedSettings } from '../vault/copied-settings.ts';
import { textIn } from '../vault/vault-client.ts';
import type { ClientFacts } from './client-facts.ts';
import { lookAtAliasMount } from './look-at-alias-mount.ts';
import { lookAtQuotas } from './look-at-quotas.ts';
import { lookAtRights } from './look-at-rights.ts';
import { lookAtSettings } from './look-at-settings.ts';
import { lookAtPrincipal, lookAtToken } from './look-at-token.ts';
import { lookAtUrl } from './look-at-url.ts';
import { VENDOR_NEEDS } from './vendor-needs.ts';

export interface LookOptions {
  /** Profile of the vendor that will be connected; null looks for each vendor that is known. */
  vendor: string | null;
  /** What the identity provider sends as `userName`, as the name of its OIDC claim or SAML attribute. */
  userNameClaim: string | null;
}

/** Judges what was read of a SCIM client; a pure function. */
export function lookAtClient(facts: ClientFacts, { vendor, userNameClaim }: LookOptions): ClientLookFile {
  const needs = VENDOR_NEEDS.filter((one) => vendor === null || one.vendor === vendor);
  const looks: Look[] = [
    ...lookAtSettings(facts),
    ...lookAtPrincipal(facts),
    ...lookAtToken(facts),
    ...lookAtRights(facts),
    ...lookAtAliasMount(facts, needs, userNameClaim),
    ...lookAtUrl(facts, needs),
    ...lookAtQuotas(facts, needs),
  ];
  return {
    schemaVersion: 1,
    kind: 'client-look',
    lookedAt: facts.now.toISOString(),
    client: facts.name,
    clientId: textIn(facts.client, 'client_id'),
    address: facts.address,
    namespace: facts.namespace,
    vaultVersion: facts.health.reportedVersion,
    clusterId: facts.health.clusterId,
    double: facts.health.double,
    settings: copiedSettings(facts.client),
    looks,
  };
}
