import type { Tenant } from '../tenant.ts';
import { ACTIVITY_FORMS } from './activity.ts';
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

/** One member of the same group for each form in which users are taken out of use and brought back. */
export interface MemberByForm extends Pick<Member, 'user' | 'person'> {
  form: string;
  send: (typeof ACTIVITY_FORMS)[number]['send'];
}

/**
 * @param options.policies of the sign-in itself
 * @param options.attributes of the users
 * @throws ArrangeError
 */
export async function memberForEachForm(
  arrange: Arrange,
  tenant: Tenant,
  { policies = [], attributes = {} }: { policies?: string[]; attributes?: Record<string, unknown> } = {},
): Promise<{ members: MemberByForm[]; secret: string }> {
  const members: MemberByForm[] = [];
  for (const { form, send } of ACTIVITY_FORMS) {
    const user = await arrange.user(tenant, attributes);
    members.push({ form, send, user, person: await arrange.person(tenant, user.userName, policies) });
  }
  const users = members.map(({ user }) => user);
  return { members, secret: await arrange.secretOf(await arrange.group(tenant, users)) };
}
