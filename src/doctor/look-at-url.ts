import type { Look } from '../run/client-look.ts';
import { scimBaseUrl } from '../vault/provisioning.ts';
import type { ClientFacts } from './client-facts.ts';
import { problem, warning, well } from './look.ts';
import type { VendorNeeds } from './vendor-needs.ts';

const TOPIC = 'URL';
const LOCAL = /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[)/;

/**
 * Looks at the URL that stands in the vendor's form: namespace in the path, since no identity provider sends Vault's
 * namespace header, and what the vendor demands of it.
 */
export function lookAtUrl(facts: ClientFacts, needs: readonly VendorNeeds[]): Look[] {
  const looks: Look[] = [];
  const url = URL.parse(facts.baseUrl);
  const wanted = new URL(scimBaseUrl('http://vault', facts.namespace)).pathname;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return [problem(TOPIC, `${facts.baseUrl} is no http or https URL`, `end it with ${wanted}`)];
  }
  if (!url.pathname.endsWith(wanted) || (facts.namespace === '' && url.pathname !== wanted)) {
    looks.push(problem(TOPIC, `${facts.baseUrl} does not lead to the client's namespace`, `end it with ${wanted}`));
  }
  const below = `ServiceProviderConfig below ${facts.baseUrl}`;
  if (facts.discoveryStatus === 0) {
    const advice = 'make sure that the identity provider reaches it';
    looks.push(warning(TOPIC, `${below} gives no answer from here`, advice));
  } else if (facts.discoveryStatus !== 200) {
    const advice = 'correct the URL, or the proxy before Vault';
    looks.push(problem(TOPIC, `${below} gives ${facts.discoveryStatus} instead of 200`, advice));
  }
  return [...looks, ...needs.flatMap((one) => ofVendor(facts, url, one))];
}

function ofVendor(facts: ClientFacts, url: URL, needs: VendorNeeds): Look[] {
  const { vendor, name } = needs;
  const looks: Look[] = [];
  const host = url.hostname;
  if (url.protocol !== 'https:') {
    looks.push(problem(TOPIC, `${name} takes no http URL`, 'give Vault TLS', vendor));
  } else if (facts.insecure) {
    const advice = 'look again with VAULT_CACERT instead of VAULT_SKIP_VERIFY';
    looks.push(problem(TOPIC, 'nobody checked the certificate', advice, vendor));
  } else if (facts.privateAuthority && needs.fromCloud) {
    const found = `the certificate is of a private authority, which ${name} does not trust`;
    looks.push(warning(TOPIC, found, `let ${name} reach Vault by a certificate of a public authority`, vendor));
  }
  if (needs.fromCloud && LOCAL.test(host)) {
    const advice = 'name the address that the cloud reaches with --url';
    looks.push(warning(TOPIC, `${name}'s cloud cannot reach ${host}`, advice, vendor));
  }
  if (!needs.underscoreAllowed && facts.baseUrl.includes('_')) {
    const advice = 'rename the namespace or the host';
    looks.push(problem(TOPIC, `${name} takes no URL with an underscore`, advice, vendor));
  }
  return [...looks, well(TOPIC, `${name}, "${needs.urlField}": ${needs.urlOf(facts.baseUrl)}`, vendor)];
}
