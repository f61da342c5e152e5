import { setTimeout as after } from 'node:timers/promises';
import type { Group } from '../identity/records.ts';
import { adoptableGroup, adoptGroup } from './adoption.ts';
import type { GroupInput } from './group-input.ts';
import { collect, type MemberChange, readGroupPatch } from './group-patch.ts';
import { checkMembers, ownedGroup } from './ownership.ts';
import type { PatchStep } from './patch-message.ts';
import { groupResource } from './representation.ts';
import { uniqueness } from './scim-error.ts';
import type { ScimRequest } from './scim-request.ts';
import { addTo, shadowOf } from './shadow.ts';

/** Creates an internal group (Vault API documentation, SCIM, "Create group"). @throws ScimError 400, 409 */
export function createGroup(request: ScimRequest, input: GroupInput): Group {
  const { store, client } = request;
  checkMembers(request, input.memberIds ?? []);
  if (store.groupByName(input.displayName)) throw uniqueness(`displayName ${input.displayName} is already in use`);
  return store.createGroup({
    name: input.displayName,
    memberEntityIds: input.memberIds ?? [],
    scimClientId: client.clientId,
  });
}

/** Replaces name and members, or adopts an unmanaged group. @throws ScimError; nothing is changed then */
export function replaceGroup(request: ScimRequest, id: string, input: GroupInput): Group {
  const { store, behaviour, faults } = request;
  const adoptable = adoptableGroup(request, id);
  if (adoptable) return adoptGroup(request, adoptable, input);
  const group = ownedGroup(request, id, 'write');
  const clears = behaviour.assume['put-without-members'] === 'clear';
  const memberIds = input.memberIds ?? (clears ? [] : undefined);
  checkMembers(request, memberIds ?? []);
  const holder = store.groupByName(input.displayName);
  if (holder && holder !== group) throw uniqueness(`displayName ${input.displayName} is already in use`);
  const wanted = memberIds && new Set(memberIds);
  const sameMembers = wanted === undefined || isSameSet(wanted, group.memberEntityIds);
  if (sameMembers && input.displayName === group.name) return group;
  return store.updateGroup(group.id, {
    name: input.displayName,
    ...(wanted === undefined ? {} : { memberEntityIds: wanted }),
    ...(faults.has('state-update-clears-policies') ? { policies: [] } : {}),
  });
}

/** Applies a group PATCH, all of it or nothing. @throws ScimError */
export async function patchGroup(request: ScimRequest, group: Group, steps: readonly PatchStep[]): Promise<void> {
  const { faults } = request;
  if (faults.has('state-patch-not-atomic')) {
    patchStepwise(request, group, steps);
    return;
  }
  const change = readGroupPatch(request, group, steps);
  if (faults.has('state-concurrent-patch-lost-update')) await overwriteMembers(request, group, change);
  else applyMembers(request, group, change);
}

/** Deletes the group; its users stay. */
export function deleteGroup(request: ScimRequest, group: Group): void {
  const { store, faults, namespace, client } = request;
  if (faults.has('state-group-list-stale')) {
    const deleted = shadowOf(namespace).deletedGroups;
    deleted.set(client.clientId, [...(deleted.get(client.clientId) ?? []), groupResource(request, group)]);
  }
  if (faults.has('state-group-delete-takes-users')) {
    for (const id of [...group.memberEntityIds]) store.deleteEntity(id);
  }
  if (faults.has('state-group-delete-keeps-group')) {
    store.updateGroup(group.id, { scimClientId: '' });
    return;
  }
  store.deleteGroup(group.id);
}

function applyMembers(request: ScimRequest, group: Group, change: MemberChange): void {
  const { store, faults, namespace } = request;
  let { add, remove } = change;
  if (faults.has('state-member-removal-shows-only')) {
    addTo(shadowOf(namespace).hiddenMembers, group.id, remove);
    remove = new Set();
  }
  const hidden = shadowOf(namespace).hiddenMembers.get(group.id);
  for (const id of add) hidden?.delete(id);
  if (faults.has('state-member-add-shows-only')) {
    addTo(shadowOf(namespace).claimedMembers, group.id, add);
    add = new Set();
  }
  for (const id of remove) shadowOf(namespace).claimedMembers.get(group.id)?.delete(id);
  if (add.size > 0 || remove.size > 0) store.changeMembers(group.id, { add, remove });
}

/** Seeded defect: read, wait, write back the whole list. */
async function overwriteMembers(request: ScimRequest, group: Group, change: MemberChange): Promise<void> {
  const members = new Set(group.memberEntityIds);
  for (const id of change.remove) members.delete(id);
  for (const id of change.add) members.add(id);
  await after(25);
  const present = [...members].filter((id) => request.store.entity(id) !== undefined);
  if (request.store.group(group.id)) request.store.updateGroup(group.id, { memberEntityIds: present });
}

/** Seeded defect: each step takes effect although a later one is refused. */
function patchStepwise(request: ScimRequest, group: Group, steps: readonly PatchStep[]): void {
  for (const step of steps) {
    const change: MemberChange = { add: new Set(), remove: new Set() };
    collect(request, group, step, change);
    applyMembers(request, group, change);
  }
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((value) => b.has(value));
}
