import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import type { Person } from './people.ts';
import type { ArrangedGroup, ArrangedUser } from './scim-resources.ts';

/** Somebody whom SCIM provisioned into a group that gives a secret. */
export interface Member {
  user: ArrangedUser;
  person: Person;
  group: ArrangedGroup;
  /** Path of the secret that only the group gives. */
  secret: string;
}

/** @param policies of the sign-in itself. @throws ArrangeError */
export async function provisionedMember(arrange: Arrange, tenant: Tenant, policies: string[] = []): Promise<Member> {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const secret = await arrange.secretOf(group);
  return { user, group, secret, person: await arrange.person(tenant, user.userName, policies) };
}
