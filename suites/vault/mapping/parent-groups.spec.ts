import {
  type Arrange,
  createVaultGroup,
  expect,
  groupBody,
  removeByFilter,
  removeByValueList,
  row,
  type Tenant,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

interface Scene {
  tenant: Tenant;
  group: Awaited<ReturnType<Arrange['group']>>;
  users: { id: string }[];
}
type Change = (scene: Scene) => Promise<unknown>;

const membersOf = (users: { id: string }[]) => users.map(({ id }) => id);
const replaceWith =
  (name: string, count: number): Change =>
  ({ tenant, group, users }) =>
    tenant.scim.put(group.path, groupBody(`${group.displayName}${name}`, membersOf(users.slice(0, count))));
const nobody = { id: '' };

/** What a connector makes of a group of two, one after the other. */
const REPLACES: Record<string, Change> = {
  'a rename': replaceWith('-renamed', 2),
  'a replace with fewer members': replaceWith('-renamed', 1),
  'a replace that empties it': replaceWith('-renamed', 0),
  'a replace that fills it again': replaceWith('', 2),
  'a rename that empties it': replaceWith('-again', 0),
};
const PATCHES: Record<string, Change> = {
  'a removal by value list': ({ tenant, group, users: [first] }) => removeByValueList(tenant, group, first ?? nobody),
  'a removal of the last member by filter path': ({ tenant, group, users }) =>
    removeByFilter(tenant, group, users[1] ?? nobody),
  'an add': ({ tenant, group, users }) =>
    tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: users.map(({ id }) => ({ value: id })) }]),
};

for (const [how, changes] of Object.entries({ replaced: REPLACES, patched: PATCHES })) {
  test(
    `a group that is ${how} stays in the administrator's group that holds it`,
    row('VAULT-MAP-45'),
    async ({ tenant, vault, arrange }) => {
      const users = await arrange.users(tenant, 2);
      const group = await arrange.group(tenant, users);
      const held = [group.id, (await arrange.group(tenant)).id].sort();
      const fields = { member_group_ids: held };
      const parent = await arrange.during(() => createVaultGroup(vault, arrange.unique('parent'), fields));

      for (const [what, change] of Object.entries(changes)) {
        await change({ tenant, group, users });

        expect(await heldBy(vault, parent), `groups in the administrator's group after ${what}`).toEqual(held);
      }
    },
  );
}

async function heldBy(vault: VaultClient, group: string): Promise<string[]> {
  const { data } = await vault.read(`identity/group/id/${group}`);
  return [data?.member_group_ids ?? []].flat().map(String).sort();
}
