import type { Tenant } from '../tenant.ts';
import { setActive } from './activity.ts';
import type { Arrange } from './arrange.ts';
import { type ArrangedUser, metadataOf } from './scim-resources.ts';

/** A user that has something behind it, with the name that it has now. */
export interface UserOfPast extends ArrangedUser {
  /** Ends the words `a user …`. */
  past: string;
}

type Make = (arrange: Arrange, tenant: Tenant) => Promise<ArrangedUser>;

/** What may have happened to a user before it is looked for: none of it makes a difference. */
const USER_PASTS: Record<string, Make> = {
  'that was created inactive': (arrange, tenant) => arrange.user(tenant, { active: false }),
  'that was deactivated': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    await arrange.during(() => setActive(tenant, user, false));
    return user;
  },
  'that was deactivated and activated again': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    for (const active of [false, true]) await arrange.during(() => setActive(tenant, user, active));
    return user;
  },
  'that was deactivated for the second time': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    for (const active of [false, true, false]) await arrange.during(() => setActive(tenant, user, active));
    return user;
  },
  'whose replace changed nothing': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.put(user.path, user.sent));
    return user;
  },
  'that was renamed': async (arrange, tenant) => renamed(arrange, tenant, await arrange.user(tenant)),
  'that was deactivated and renamed': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    await arrange.during(() => setActive(tenant, user, false));
    return renamed(arrange, tenant, { ...user, sent: { ...user.sent, active: false } });
  },
  'that was renamed and has its first name again': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    return renamed(arrange, tenant, await renamed(arrange, tenant, user), user.userName);
  },
  'that was renamed, and whose first name another user has now': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    const other = await renamed(arrange, tenant, user);
    await arrange.user(tenant, { userName: user.userName, externalId: arrange.unique('ext') });
    return other;
  },
  'that has the name which another user gave up': async (arrange, tenant) => {
    const former = await arrange.user(tenant);
    await renamed(arrange, tenant, former);
    return arrange.user(tenant, { userName: former.userName, externalId: arrange.unique('ext') });
  },
  'that has the externalId of a deleted one': async (arrange, tenant) => {
    const former = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.delete(former.path));
    return arrange.user(tenant, { externalId: former.externalId });
  },
  'that has the name of a deleted one': async (arrange, tenant) => {
    const former = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.delete(former.path));
    return arrange.user(tenant, { userName: former.userName, externalId: arrange.unique('ext') });
  },
  'whose rename to a taken name was refused': async (arrange, tenant) => {
    const [user, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName: other.userName }));
    return user;
  },
  'whose name was refused to another one': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    const externalId = arrange.unique('ext');
    await arrange.during(() => tenant.scim.post('/Users', { ...user.sent, externalId }));
    return user;
  },
  'whose patch was refused': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: 'abc' }]));
    return user;
  },
  'whose metadata were replaced': async (arrange, tenant) => {
    const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
    await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, ...metadataOf({ department: 'sales' }) }));
    return user;
  },
  'that was in a group which is deleted': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    await arrange.during(() => tenant.scim.delete(group.path));
    return user;
  },
  'that is in a group': async (arrange, tenant) => {
    const user = await arrange.user(tenant);
    await arrange.group(tenant, [user]);
    return user;
  },
};

/** The pasts that take the fewest requests, each of another kind. */
const SHORT_PASTS: readonly string[] = [
  'that was created inactive',
  'that was deactivated and activated again',
  'that was renamed',
  'that has the name of a deleted one',
  'whose patch was refused',
];

/** One user of each past, one after the other. @throws ArrangeError */
export function usersOfEachPast(arrange: Arrange, tenant: Tenant): Promise<UserOfPast[]> {
  return usersOf(arrange, tenant, Object.keys(USER_PASTS));
}

/**
 * Users that were changed after their creation: deactivated, activated again, renamed, and replaced under their name.
 *
 * @throws ArrangeError
 */
export function changedUsers(arrange: Arrange, tenant: Tenant): Promise<UserOfPast[]> {
  const pasts = [
    'that was deactivated',
    'that was deactivated and activated again',
    'that was renamed',
    'whose metadata were replaced',
  ];
  return usersOf(arrange, tenant, pasts);
}

/** As `usersOfEachPast`, for checks in which no further past makes the difference. @throws ArrangeError */
export function usersOfShortPasts(arrange: Arrange, tenant: Tenant): Promise<UserOfPast[]> {
  return usersOf(arrange, tenant, SHORT_PASTS);
}

async function usersOf(arrange: Arrange, tenant: Tenant, pasts: readonly string[]): Promise<UserOfPast[]> {
  const users: UserOfPast[] = [];
  for (const [past, make] of Object.entries(USER_PASTS)) {
    if (pasts.includes(past)) users.push({ ...(await make(arrange, tenant)), past });
  }
  return users;
}

async function renamed(
  arrange: Arrange,
  tenant: Tenant,
  user: ArrangedUser,
  userName = arrange.unique('renamed'),
): Promise<ArrangedUser> {
  await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, userName }));
  return { ...user, userName, sent: { ...user.sent, userName } };
}
