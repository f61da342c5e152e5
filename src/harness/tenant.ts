import type { ScimClient } from '../scim/scim-client.ts';
import type { TenantFacts } from '../targets/run-context.ts';

/** A SCIM client of the target, ready to use: what an identity provider would hold. */
export interface Tenant extends Omit<TenantFacts, 'token'> {
  /** The SCIM protocol with the tenant's token. */
  scim: ScimClient;
}
