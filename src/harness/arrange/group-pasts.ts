import { SchemaUrn } from '../../protocol/scim.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import { removeMember } from './memberships.ts';
import { type ArrangedGroup, type ArrangedUser, createGroup, groupBody } from './scim-resources.ts';

/** A group that has something behind it, with the name and the members that it has now. */
export interface GroupOfPast extends ArrangedGroup {
  members: ArrangedUser[];
}

interface GroupPast {
  /** Ends the words `a group …`. */
  past: string;
  /** @throws ArrangeError */
  make: (arrange: Arrange, tenant: Tenant) => Promise<GroupOfPast>;
}

/** What may have happened to a group before it is changed or deleted: none of it makes a difference. */
export const GROUP_PASTS: readonly GroupPast[] = [
  {
    past: 'of an active, an inactive and a renamed member',
    make: async (arrange, tenant) => {
      const [active, renamedLater] = [await arrange.user(tenant), await arrange.user(tenant)];
      const members = [active, await arrange.user(tenant, { active: false }), renamedLater];
      const group = await arrange.group(tenant, members);
      const body = { ...renamedLater.sent, userName: arrange.unique('renamed') };
      await arrange.during(() => tenant.scim.put(renamedLater.path, body));
      return { ...group, members };
    },
  },
  {
    past: 'that was renamed',
    make: async (arrange, tenant) => renamed(arrange, tenant, await madeOf(arrange, tenant, 2)),
  },
  {
    past: 'that was renamed, and whose first name another group has now',
    make: async (arrange, tenant) => {
      const group = await madeOf(arrange, tenant, 2);
      const other = await renamed(arrange, tenant, group);
      await arrange.group(tenant, group.members, group.displayName);
      return other;
    },
  },
  {
    past: 'that has its first name and a removed member again',
    make: async (arrange, tenant) => {
      const { members, ...group } = await madeOf(arrange, tenant, 2);
      const [returned] = members;
      if (returned) await arrange.during(() => removeMember(tenant, group, returned));
      await renamed(arrange, tenant, { ...group, members: members.slice(1) });
      await arrange.during(() => tenant.scim.put(group.path, groupBody(group.displayName, idsOf(members))));
      return { ...group, members };
    },
  },
  {
    past: 'that has the name which another group gave up',
    make: async (arrange, tenant) => {
      const { members, ...former } = await madeOf(arrange, tenant, 2);
      await renamed(arrange, tenant, { ...former, members });
      return { ...(await arrange.group(tenant, members, former.displayName)), members };
    },
  },
  {
    past: 'of which a member was deleted',
    make: async (arrange, tenant) => {
      const { members, ...group } = await madeOf(arrange, tenant, 3);
      const [deleted, ...others] = members;
      if (deleted) await arrange.during(() => tenant.scim.delete(deleted.path));
      return { ...group, members: others };
    },
  },
  {
    past: 'that has the name and the members of a deleted one',
    make: async (arrange, tenant) => {
      const { members, ...former } = await madeOf(arrange, tenant, 2);
      await arrange.during(() => tenant.scim.delete(former.path));
      return { ...(await arrange.group(tenant, members, former.displayName)), members };
    },
  },
  {
    past: 'that lost a member by a patch, and whose members are in two other groups',
    make: async (arrange, tenant) => {
      const { members, ...group } = await madeOf(arrange, tenant, 3);
      await arrange.group(tenant, members);
      await arrange.group(tenant, members);
      const [removed, ...others] = members;
      if (removed) await arrange.during(() => removeMember(tenant, group, removed));
      return { ...group, members: others };
    },
  },
];

/** A group whose create said nothing of members. @throws ArrangeError */
export function groupWithoutMembers(arrange: Arrange, tenant: Tenant): Promise<ArrangedGroup> {
  return arrange.during(() =>
    createGroup(tenant, { schemas: [SchemaUrn.group], displayName: arrange.unique('group') }),
  );
}

/** Names of groups that have a meaning elsewhere: in paths, in filters, in patterns, in storage. */
export const UNUSUAL_NAMES: Record<string, (unique: string) => string> = {
  'a slash': (unique) => `${unique}/admins`,
  'letters outside of ASCII': (unique) => `${unique}-Größe-管理者`,
  'quotes and a backslash': (unique) => `${unique} "the\\ best"`,
  'two spaces in a row': (unique) => `${unique} the  best`,
  'a percent sign, a plus and a star': (unique) => `${unique}%2F+*`,
};

async function madeOf(arrange: Arrange, tenant: Tenant, count: number): Promise<GroupOfPast> {
  const members = await arrange.users(tenant, count);
  return { ...(await arrange.group(tenant, members)), members };
}

async function renamed(arrange: Arrange, tenant: Tenant, group: GroupOfPast): Promise<GroupOfPast> {
  const displayName = arrange.unique('renamed');
  await arrange.during(() => tenant.scim.put(group.path, groupBody(displayName, idsOf(group.members))));
  return { ...group, displayName };
}

function idsOf(users: readonly { id: string }[]): string[] {
  return users.map(({ id }) => id);
}
