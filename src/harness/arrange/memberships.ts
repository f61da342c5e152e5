import type { Answer } from '../../scim/answer.ts';
import { ArrangeError } from '../../vault/arrange-error.ts';
import { bodyOf, valuesOf } from '../answers.ts';
import type { Tenant } from '../tenant.ts';
import type { ArrangedGroup } from './scim-resources.ts';

/** Puts a user into a group, or takes it out. */
export type Removal = (tenant: Tenant, group: ArrangedGroup, user: { id: string }) => Promise<Answer>;

/** The form in which every vendor adds a member (RFC 7644 section 3.5.2.1). */
export const addMember: Removal = (tenant, group, user) =>
  tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

/** The form in which SailPoint, Entra and others remove a member. */
export const removeByValueList: Removal = (tenant, group, user) =>
  tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]);

/** The form of RFC 7644 section 3.5.2.2, in which Okta removes a member. */
export const removeByFilter: Removal = (tenant, group, user) =>
  tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${user.id}"]` }]);

/** Takes a user out of a group, by a value list unless told, and looks whether it is out. @throws ArrangeError when it is not */
export async function removeMember(
  tenant: Tenant,
  group: ArrangedGroup,
  user: { id: string },
  removal: Removal = removeByValueList,
): Promise<void> {
  const answer = await removal(tenant, group, user);
  const read = await tenant.scim.get(group.path);
  if (read.status !== 200 || valuesOf(bodyOf(read).members).includes(user.id)) {
    throw new ArrangeError('take a user out of a group', answer.exchange);
  }
}
