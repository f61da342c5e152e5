import { ArrangeError } from '../../vault/arrange-error.ts';
import { bodyOf } from '../answers.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';

/** A tenant of which a test knows what its lists hold. */
export interface FreshTenant {
  tenant: Tenant;
  /** Users and groups that were there at the beginning. */
  users: number;
  groups: number;
}

/**
 * A tenant of the test alone, with an alias mount to sign in at. Where no SCIM client can be made (a server without
 * Vault's API) it is the given one, and what it holds is counted.
 */
export async function freshTenant(arrange: Arrange, tenant: Tenant): Promise<FreshTenant> {
  const isVault = tenant.clientName !== '';
  if (isVault) return { tenant: await arrange.tenant({ aliasMount: 'userpass' }), users: 0, groups: 0 };
  return arrange.during(async () => ({
    tenant,
    users: await totalOf(tenant, '/Users'),
    groups: await totalOf(tenant, '/Groups'),
  }));
}

async function totalOf(tenant: Tenant, path: string): Promise<number> {
  const answer = await tenant.scim.list(path, { count: 1 });
  const { totalResults } = bodyOf(answer);
  if (typeof totalResults !== 'number') throw new ArrangeError('count what a list holds', answer.exchange);
  return totalResults;
}
