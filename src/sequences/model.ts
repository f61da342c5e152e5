import type { Call } from './call.ts';
import type { Limits } from './limits.ts';
import type { Party } from './operation.ts';
import {
  type ModelGroup,
  type ModelState,
  type ModelUser,
  withGroup,
  withoutGroup,
  withoutUser,
  withUser,
} from './state.ts';

/** What a client learns from a status: whether the request was accepted, and the id of what it made. */
export interface Outcome {
  accepted: boolean;
  /** `id` in the body of an accepted create; '' when there is none. */
  newId: string;
}

/**
 * The reference model: the state after a call with this outcome, or null when the documentation leaves no room for
 * the outcome in this state. Where it is silent both outcomes have a state (Vault API documentation, SCIM: users,
 * groups, filtering; names are unique in a namespace: Identity, entity and group).
 */
export function stateAfter(state: ModelState, call: Call, outcome: Outcome, limits: Limits): ModelState | null {
  const { accepted } = outcome;
  const next = acceptedState(state, call, outcome, limits);
  if (accepted) return next.accepted;
  return next.accepted === null || next.mayRefuse ? state : null;
}

interface Next {
  /** State after acceptance; null where the call has to be refused. */
  accepted: ModelState | null;
  /** The documentation leaves open whether the call is refused. */
  mayRefuse?: boolean;
}

const REFUSED: Next = { accepted: null };

function acceptedState(state: ModelState, call: Call, { accepted, newId }: Outcome, limits: Limits): Next {
  const { operation, target } = call;
  switch (operation.kind) {
    case 'create user':
      if (isUserNameTaken(state, call.name, '')) return REFUSED;
      if (accepted && !isNew(state, newId)) return REFUSED;
      return { accepted: withUser(state, createdUser(call, newId, operation.by, operation.active)) };
    case 'create group':
      if (isGroupNameTaken(state, call.name, '') || !areOwnUsers(state, call.members, operation.by)) return REFUSED;
      if (accepted && !isNew(state, newId)) return REFUSED;
      return { accepted: withGroup(state, createdGroup(call, newId, operation.by)) };
    case 'replace user':
    case 'set active':
    case 'delete user':
    case 'read user': {
      const user = state.users.get(target);
      return user === undefined || user.owner !== operation.by ? REFUSED : afterUserCall(state, call, user);
    }
    case 'replace group':
    case 'add members':
    case 'remove member':
    case 'remove all members':
    case 'delete group':
    case 'read group': {
      const group = state.groups.get(target);
      return group === undefined || group.owner !== operation.by ? REFUSED : afterGroupCall(state, call, group);
    }
    case 'find group':
      return limits.groupFilter ? { accepted: state } : REFUSED;
    case 'list':
    case 'find user':
    case 'find users':
      return { accepted: state };
  }
}

function afterUserCall(state: ModelState, call: Call, user: ModelUser): Next {
  const { operation, name, department } = call;
  switch (operation.kind) {
    case 'replace user':
      if (isUserNameTaken(state, name, user.id)) return REFUSED;
      return { accepted: withUser(state, { ...user, userName: name, active: operation.active, department }) };
    case 'set active':
      return { accepted: withUser(state, { ...user, active: operation.active }) };
    case 'delete user':
      return { accepted: withoutUser(state, user.id) };
    default:
      return { accepted: state };
  }
}

function afterGroupCall(state: ModelState, call: Call, group: ModelGroup): Next {
  const { operation, name } = call;
  const { by } = operation;
  switch (operation.kind) {
    case 'replace group':
      if (isGroupNameTaken(state, name, group.id) || !areOwnUsers(state, call.members, by)) return REFUSED;
      return { accepted: withGroup(state, { ...group, displayName: name, members: new Set(call.members) }) };
    case 'add members': {
      if (!areOwnUsers(state, call.members, by)) return REFUSED;
      const members = new Set([...group.members, ...call.members]);
      // Whether a member may be added again is an open question.
      const mayRefuse = call.members.some((id) => group.members.has(id));
      return { accepted: withGroup(state, { ...group, members }), mayRefuse };
    }
    case 'remove member':
    case 'remove all members': {
      const members = new Set([...group.members].filter((id) => !call.members.includes(id)));
      // And so is the removal of a user that is no member.
      const mayRefuse = call.members.some((id) => !group.members.has(id));
      return { accepted: withGroup(state, { ...group, members }), mayRefuse };
    }
    case 'delete group':
      return { accepted: withoutGroup(state, group.id) };
    default:
      return { accepted: state };
  }
}

function createdUser(call: Call, id: string, owner: Party, active: boolean): ModelUser {
  const { name, externalId, department } = call;
  return { id, owner, userName: name, externalId, active, department };
}

function createdGroup({ name, members }: Call, id: string, owner: Party): ModelGroup {
  return { id, owner, displayName: name, members: new Set(members) };
}

/** An id is there and was never given before. */
function isNew(state: ModelState, id: string): boolean {
  const { users, groups, deletedUsers, deletedGroups } = state;
  return id !== '' && !users.has(id) && !groups.has(id) && !deletedUsers.has(id) && !deletedGroups.has(id);
}

function isUserNameTaken(state: ModelState, name: string, except: string): boolean {
  return [...state.users.values()].some((user) => user.userName === name && user.id !== except);
}

function isGroupNameTaken(state: ModelState, name: string, except: string): boolean {
  return [...state.groups.values()].some((group) => group.displayName === name && group.id !== except);
}

/** Members of a group are users of the same SCIM client. */
function areOwnUsers(state: ModelState, ids: readonly string[], owner: Party): boolean {
  return ids.every((id) => state.users.get(id)?.owner === owner);
}
