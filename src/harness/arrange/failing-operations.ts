import type { BulkOperation } from '../bulk.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import { type ArrangedUser, userBody } from './scim-resources.ts';

/** Operations of a bulk request that fail as single requests do: the name that they want is taken (RFC 7644 section 3.3). */
export interface FailingOperations {
  create: BulkOperation & { path: string };
  replace: BulkOperation & { path: string };
  /** Whom the replace is about. */
  user: ArrangedUser;
}

/** @throws ArrangeError */
export async function failingOperations(arrange: Arrange, tenant: Tenant): Promise<FailingOperations> {
  const taken = await arrange.user(tenant);
  const user = await arrange.user(tenant);
  return {
    create: { method: 'POST', path: '/Users', bulkId: 'taken', data: userBody(taken.userName, { externalId: 'none' }) },
    replace: { method: 'PUT', path: user.path, data: { ...user.sent, userName: taken.userName } },
    user,
  };
}
