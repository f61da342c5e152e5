import { SCIM_BASE_PATH } from '../protocol/vault.ts';

const BASE = SCIM_BASE_PATH.replace('/v1/', '');
const ALL = ['create', 'read', 'update', 'patch', 'delete', 'list'];
const RESOURCES = ['Users', 'Users/*', 'Groups', 'Groups/*'];
const DISCOVERY = ['ResourceTypes', 'ResourceTypes/*', 'Schemas', 'Schemas/*', 'ServiceProviderConfig'];

/** HCL of one path stanza. */
export function pathStanza(path: string, capabilities: readonly string[]): string {
  return `path "${path}" {\n  capabilities = [${capabilities.map((one) => `"${one}"`).join(', ')}]\n}\n`;
}

/**
 * The ACL policy of a SCIM client in the documented per-path form, the one that grants `patch`
 * (Vault documentation, SCIM, newest revision); the older wildcard form lacks it, so that every
 * SCIM PATCH is refused. The last stanza lets `/Me`, `/Bulk` and unknown endpoints through to
 * the SCIM handler, whose answer is what the suites want to see.
 */
export function scimClientPolicy(): string {
  return [
    ...RESOURCES.map((path) => pathStanza(`${BASE}/${path}`, ALL)),
    ...DISCOVERY.map((path) => pathStanza(`${BASE}/${path}`, ['read'])),
    pathStanza(`${BASE}/*`, ALL),
  ].join('');
}
