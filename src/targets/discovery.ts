import type { Recorder } from '../evidence/recorder.ts';
import { Secret } from '../evidence/secret.ts';
import { ScimClient } from '../scim/scim-client.ts';
import type { RunContext, TenantFacts, TlsOptions } from './run-context.ts';

/**
 * The discovery documents as the tenant sees them (RFC 7644 section 4); null for each that the
 * server does not give.
 */
export async function readDiscovery(
  tenant: TenantFacts | undefined,
  recorder: Recorder,
  tls: TlsOptions,
): Promise<RunContext['facts']['discovery']> {
  if (tenant === undefined) return { serviceProviderConfig: null, resourceTypes: null, schemas: null };
  const scim = new ScimClient({
    baseUrl: tenant.scimBaseUrl,
    actor: 'tenant',
    token: new Secret(tenant.token),
    recorder,
    tls,
  });
  const read = async (path: string) => {
    const answer = await scim.get(path);
    return answer.status === 200 ? (answer.body ?? null) : null;
  };
  const [serviceProviderConfig, resourceTypes, schemas] = await Promise.all([
    read('/ServiceProviderConfig'),
    read('/ResourceTypes'),
    read('/Schemas'),
  ]);
  return { serviceProviderConfig, resourceTypes, schemas };
}
