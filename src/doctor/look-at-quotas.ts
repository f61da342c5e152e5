import type { Look } from '../run/client-look.ts';
import { type Fields, textIn } from '../vault/vault-client.ts';
import type { ClientFacts } from './client-facts.ts';
import { problem, warning, well } from './look.ts';
import type { VendorNeeds } from './vendor-needs.ts';

const TOPIC = 'quotas';
const SCIM = 'identity/scim/v2/Users';

/**
 * Looks whether a rate-limit quota would answer 429 at the vendor's rate. The quota with the most specific path is the
 * one that counts (Vault API documentation, /sys/quotas/rate-limit).
 */
export function lookAtQuotas({ quotas, namespace }: ClientFacts, needs: readonly VendorNeeds[]): Look[] {
  if (!quotas.known) {
    const advice = `ask who runs the root namespace; VAULT_TOKEN needs ${quotas.needs} there`;
    return [warning(TOPIC, `not looked at: ${quotas.why}`, advice)];
  }
  const quota = mostSpecific(quotas.value, namespace === '' ? SCIM : `${namespace}/${SCIM}`);
  if (quota === undefined) return [well(TOPIC, 'none covers the SCIM paths')];
  return needs.map((one) => ofVendor(quota, one));
}

function mostSpecific(quotas: readonly Fields[], path: string): Fields | undefined {
  const prefix = (quota: Fields) => (textIn(quota, 'path') ?? '').replace(/^\//, '');
  return quotas
    .filter((quota) => path.startsWith(prefix(quota)))
    .sort((a, b) => prefix(b).length - prefix(a).length)[0];
}

function ofVendor(quota: Fields, { vendor, name, rate, rateSource }: VendorNeeds): Look {
  const interval = Number(quota.interval) || 1;
  const allowed = Number(quota.rate) / interval;
  const found = `${quota.name} allows ${shown(allowed)} requests a second, ${name} may send ${rate} (${rateSource})`;
  if (allowed < rate) return problem(TOPIC, found, 'raise it, or exempt the SCIM paths', vendor);
  const blocked = Number(quota.block_interval) || 0;
  if (blocked === 0) return well(TOPIC, found, vendor);
  return warning(TOPIC, `${found}; above it blocks for ${blocked} s`, 'set block_interval=0 on the SCIM paths', vendor);
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
