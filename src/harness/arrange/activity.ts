import { ArrangeError } from '../../vault/arrange-error.ts';
import { bodyOf } from '../answers.ts';
import type { Tenant } from '../tenant.ts';
import type { ArrangedUser } from './scim-resources.ts';

/** Deactivates or activates a user, and looks whether it is so. @throws ArrangeError when it is not */
export async function setActive(tenant: Tenant, user: { path: string }, active: boolean): Promise<void> {
  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]);
  if (bodyOf(await tenant.scim.get(user.path)).active !== active) {
    throw new ArrangeError(active ? 'activate a user' : 'deactivate a user', answer.exchange);
  }
}

/** The ways in which identity providers take a user out of use and bring it back, with the words for them. */
export const ACTIVITY_FORMS = [
  {
    form: 'a patch with a path',
    send: (tenant: Tenant, user: ArrangedUser, active: boolean) =>
      tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]),
  },
  {
    form: 'a patch without a path',
    send: (tenant: Tenant, user: ArrangedUser, active: boolean) =>
      tenant.scim.patch(user.path, [{ op: 'replace', value: { active } }]),
  },
  {
    form: 'a replace',
    send: (tenant: Tenant, user: ArrangedUser, active: boolean) => tenant.scim.put(user.path, { ...user.sent, active }),
  },
];
