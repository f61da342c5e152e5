import { ArrangeError } from '../../vault/arrange-error.ts';
import { bodyOf } from '../answers.ts';
import type { Tenant } from '../tenant.ts';

/** Deactivates or activates a user, and looks whether it is so. @throws ArrangeError when it is not */
export async function setActive(tenant: Tenant, user: { path: string }, active: boolean): Promise<void> {
  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]);
  if (bodyOf(await tenant.scim.get(user.path)).active !== active) {
    throw new ArrangeError(active ? 'activate a user' : 'deactivate a user', answer.exchange);
  }
}
