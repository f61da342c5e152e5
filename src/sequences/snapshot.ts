import type { Answer } from '../scim/answer.ts';
import type { ScimClient } from '../scim/scim-client.ts';
import type { VaultClient } from '../vault/vault-client.ts';
import { compare, type Difference, jsonOf, objectsIn, stringsIn } from './difference.ts';
import type { Limits } from './limits.ts';
import type { Party } from './operation.ts';
import { living, resourceDifferences } from './scim-content.ts';
import { groupsOf, type ModelState, type ModelUser, usersOf } from './state.ts';

/** A SCIM client that a sequence acts as. */
export interface Actor {
  scim: ScimClient;
  /** `client_id`, where the version gives one. */
  clientId: string | null;
  /** Accessor of the auth mount that the client names aliases on, if it has one. */
  aliasAccessor: string | null;
}

/** What a sequence runs against: two SCIM clients without users and groups, and the administrator of their namespace. */
export interface Scene {
  actors: Record<Party, Actor>;
  /** Null: only the SCIM side is looked at. */
  vault: VaultClient | null;
}

const PARTIES: readonly Party[] = ['tenant', 'other'];

/** Everything that is left on the server, read once. */
export interface Snapshot {
  lists: Record<Party, { users: Answer; groups: Answer }>;
  /** Answers to GET by id through the owner's client. */
  resources: Map<string, Answer>;
  /** Answers of the identity API by id; empty without an administrator. */
  entities: Map<string, Answer>;
  groups: Map<string, Answer>;
}

/** Reads the lists of both clients, every resource of the sequence, and what Vault has for it. */
export async function takeSnapshot(scene: Scene, state: ModelState): Promise<Snapshot> {
  const lists = {
    tenant: await listsOf(scene.actors.tenant),
    other: await listsOf(scene.actors.other),
  };
  const snapshot: Snapshot = { lists, resources: new Map(), entities: new Map(), groups: new Map() };
  for (const { id, owner } of state.users.values()) {
    snapshot.resources.set(id, await scene.actors[owner].scim.get(`/Users/${id}`));
  }
  for (const { id, owner } of state.groups.values()) {
    snapshot.resources.set(id, await scene.actors[owner].scim.get(`/Groups/${id}`));
  }
  if (scene.vault === null) return snapshot;
  for (const id of [...state.users.keys(), ...state.deletedUsers]) {
    snapshot.entities.set(id, await scene.vault.read(`identity/entity/id/${id}`));
  }
  for (const id of [...state.groups.keys(), ...state.deletedGroups]) {
    snapshot.groups.set(id, await scene.vault.read(`identity/group/id/${id}`));
  }
  return snapshot;
}

async function listsOf({ scim }: Actor): Promise<Snapshot['lists'][Party]> {
  return { users: await scim.get('/Users'), groups: await scim.get('/Groups') };
}

/** What of the snapshot the state does not explain. The snapshot must hold every id of the state. */
export function snapshotDifferences(scene: Scene, snapshot: Snapshot, state: ModelState, limits: Limits): Difference[] {
  return [...scimDifferences(snapshot, state, limits), ...vaultDifferences(scene, snapshot, state)];
}

function scimDifferences(snapshot: Snapshot, state: ModelState, limits: Limits): Difference[] {
  const found: Difference[] = [];
  for (const party of PARTIES) {
    const { users, groups } = snapshot.lists[party];
    found.push(...listed('Users', users, usersOf(state, party), state, limits));
    found.push(...listed('Groups', groups, groupsOf(state, party), state, limits));
  }
  for (const id of [...state.users.keys(), ...state.groups.keys()]) {
    const answer = snapshot.resources.get(id);
    found.push(...compare('the status of a GET by id at the end', 200, answer?.status));
    if (answer?.status === 200) found.push(...resourceDifferences(state, id, jsonOf(answer.body), limits));
  }
  return found;
}

function listed(type: string, answer: Answer, expected: { id: string }[], state: ModelState, limits: Limits) {
  const shown = objectsIn(jsonOf(answer.body).Resources);
  return [
    ...compare(`the ids in the list of ${type} at the end`, ids(expected), ids(shown)),
    ...shown.flatMap((resource) => resourceDifferences(state, String(resource.id), resource, limits)),
  ];
}

function vaultDifferences(scene: Scene, snapshot: Snapshot, state: ModelState): Difference[] {
  if (scene.vault === null) return [];
  const found: Difference[] = [];
  for (const user of state.users.values()) {
    found.push(...entityDifferences(scene, snapshot.entities.get(user.id), user, state));
  }
  for (const group of state.groups.values()) {
    const data = dataOf(snapshot.groups.get(group.id));
    found.push(
      ...compare(
        'name, type and members of the group in Vault',
        { name: group.displayName, type: 'internal', members: [...group.members].sort() },
        { name: data.name, type: data.type, members: living(state, stringsIn(data.member_entity_ids)) },
      ),
    );
  }
  for (const id of state.deletedUsers) found.push(...gone('the entity of a deleted user', snapshot.entities.get(id)));
  for (const id of state.deletedGroups) found.push(...gone('the group of a deleted group', snapshot.groups.get(id)));
  return found;
}

/** How a user is stored (Vault API documentation, SCIM, mapping; identity, entity). */
function entityDifferences(
  { actors }: Scene,
  answer: Answer | undefined,
  user: ModelUser,
  state: ModelState,
): Difference[] {
  const data = dataOf(answer);
  const { clientId, aliasAccessor } = actors[user.owner];
  const groups = groupsOf(state, user.owner).filter(({ members }) => members.has(user.id));
  const aliases = objectsIn(data.aliases).map(({ name, mount_accessor }) => ({ name, mount_accessor }));
  return [
    ...compare(
      'name, disabled and metadata of the entity of a user',
      { name: user.userName, disabled: !user.active, metadata: { department: user.department } },
      { name: data.name, disabled: data.disabled, metadata: { ...jsonOf(data.metadata) } },
    ),
    ...compare(
      'the aliases of the entity of a user',
      aliasAccessor === null ? [] : [{ name: user.userName, mount_accessor: aliasAccessor }],
      aliases,
    ),
    ...compare('the groups of the entity of a user', ids(groups), stringsIn(data.direct_group_ids)),
    ...(clientId === null ? [] : compare('the SCIM client of the entity of a user', clientId, data.scim_client_id)),
  ];
}

function gone(what: string, answer: Answer | undefined): Difference[] {
  return compare(`the status of ${what} in Vault`, 404, answer?.status);
}

function dataOf(answer: Answer | undefined) {
  return jsonOf(jsonOf(answer?.body).data);
}

function ids(resources: { id?: unknown }[]): string[] {
  return resources.map(({ id }) => String(id)).sort();
}
