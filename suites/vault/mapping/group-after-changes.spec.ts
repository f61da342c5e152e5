import {
  type Arrange,
  expect,
  groupBody,
  memberIdsOf,
  row,
  scimClientPath,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

type Group = { id: string; path: string; displayName: string };
type Scene = { tenant: Tenant; group: Group; people: string[] };
type Step = {
  after: string;
  name: (first: string) => string;
  members: number[];
  send: (scene: Scene) => Promise<unknown>;
};

const replace = ({ tenant, group, people }: Scene, name: string, members: number[]) =>
  tenant.scim.put(group.path, groupBody(name, chosen(people, members)));
const patch = ({ tenant, group, people }: Scene, op: 'add' | 'remove', members: number[]) =>
  tenant.scim.patch(group.path, [{ op, path: 'members', value: chosen(people, members).map((value) => ({ value })) }]);

const itself = (first: string) => first;
const second = (first: string) => `${first}-second`;
const inCapitals = (first: string) => `${first}-SECOND`;

/** What an identity provider does to one group of three people, one of them inactive, in the course of time. */
const HISTORY: Step[] = [
  { after: 'an add of two', name: itself, members: [0, 1], send: (scene) => patch(scene, 'add', [0, 1]) },
  {
    after: 'a rename',
    name: second,
    members: [0, 1],
    send: (scene) => replace(scene, second(scene.group.displayName), [0, 1]),
  },
  {
    after: 'a rename in letter case only, with others as members',
    name: inCapitals,
    members: [0, 2],
    send: (scene) => replace(scene, inCapitals(scene.group.displayName), [0, 2]),
  },
  {
    after: 'a replace that empties it',
    name: inCapitals,
    members: [],
    send: (scene) => replace(scene, inCapitals(scene.group.displayName), []),
  },
  {
    after: 'the first name and all members again',
    name: itself,
    members: [0, 1, 2],
    send: (scene) => replace(scene, scene.group.displayName, [0, 1, 2]),
  },
];
const REPLACES = HISTORY.slice(1);

async function sceneOf(arrange: Arrange, tenant: Tenant): Promise<Scene> {
  const users = [await arrange.user(tenant), await arrange.user(tenant, { active: false }), await arrange.user(tenant)];
  return { tenant, group: await arrange.group(tenant), people: users.map(({ id }) => id) };
}

function chosen(people: string[], members: number[]): string[] {
  return members.map((member) => people[member] ?? '');
}

test(
  'a Vault group has the name of its group after each change',
  row('VAULT-MAP-34'),
  async ({ tenant, vault, arrange }) => {
    const scene = await sceneOf(arrange, tenant);

    for (const { after, name, send } of REPLACES) {
      await send(scene);

      const stored = await vault.read(`identity/group/id/${scene.group.id}`);
      expect(stored.data?.name, `name of the Vault group after ${after}`).toBe(name(scene.group.displayName));
    }
  },
);

test(
  'a Vault group has the members of its group after each replace',
  row('VAULT-MAP-35'),
  async ({ tenant, vault, arrange }) => {
    const scene = await sceneOf(arrange, tenant);

    for (const { after, members, send } of REPLACES) {
      await send(scene);

      const stored = await vault.read(`identity/group/id/${scene.group.id}`);
      const wanted = chosen(scene.people, members).sort();
      expect(memberIdsOf(stored), `members of the Vault group after ${after}`).toEqual(wanted);
    }
  },
);

test(
  'a Vault group keeps the mark of its SCIM client through each change',
  row('VAULT-MAP-32'),
  async ({ tenant, vault, arrange }) => {
    const scene = await sceneOf(arrange, tenant);
    const client = await vault.read(scimClientPath(tenant.clientName));

    for (const { after, send } of HISTORY) {
      await send(scene);

      const stored = await vault.read(`identity/group/id/${scene.group.id}`);
      expect(stored.data?.scim_client_id, `mark on the group after ${after}`).toBe(client.data?.client_id);
    }
  },
);

test('a Vault group stays internal through each change', row('VAULT-MAP-29'), async ({ tenant, vault, arrange }) => {
  const scene = await sceneOf(arrange, tenant);

  for (const { after, send } of HISTORY) {
    await send(scene);

    const stored = await vault.read(`identity/group/id/${scene.group.id}`);
    expect(stored.data?.type, `type of the Vault group after ${after}`).toBe('internal');
  }
});
