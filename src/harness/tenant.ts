import type { ScimClient } from '../scim/scim-client.ts';
import type { TenantFacts } from '../targets/run-context.ts';

/** A SCIM client of the target, ready to use: what an identity provider would hold. */
export interface Tenant extends Omit<TenantFacts, 'token'> {
  /** The SCIM protocol with the tenant's token. */
  scim: ScimClient;
}

/** The ACL policies of the tenant's token: what another credential needs to act like it. */
export function policiesOf({ policy }: Pick<Tenant, 'policy'>): string[] {
  return policy === null ? [] : [policy];
}

/** What the resources of a tenant go with after the test: a tenant that may delete them, or the SCIM client, whose deletion takes them along. */
export type RemovedBy = Tenant | 'deletion of the client';
