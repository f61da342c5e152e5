import { MessageUrn, type PatchOperation, SchemaUrn } from '../protocol/scim.ts';
import type { Limits } from './limits.ts';
import type { Operation } from './operation.ts';
import type { ModelState } from './state.ts';

/** An operation with the ids and names of this very run, ready to be sent. */
export interface Call {
  operation: Operation;
  method: string;
  path: string;
  body?: unknown;
  /** Id of the user or group that it is about; '' where there is none yet. */
  target: string;
  /** userName or displayName that is sent or looked for. */
  name: string;
  /** externalId that is sent or looked for. */
  externalId: string;
  department: string;
  members: string[];
}

/** Which numbers of a sequence stand for which resources, alive or deleted. */
export class Numbers {
  readonly #prefix: string;
  readonly #users = new Map<number, { id: string; externalId: string }>();
  readonly #groups = new Map<number, string>();
  #created = 0;

  /** @param prefix Start of every name that the sequence gives. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  userName(number: number): string {
    return `${this.#prefix}-user-${number}`;
  }

  groupName(number: number): string {
    return `${this.#prefix}-group-${number}`;
  }

  user(number: number): { id: string; externalId: string } | undefined {
    return this.#users.get(number);
  }

  group(number: number): string | undefined {
    return this.#groups.get(number);
  }

  /** No two users of a sequence have the same: what a second one with it would get is not documented. */
  nextExternalId(): string {
    this.#created += 1;
    return `ext-${this.#prefix}-${this.#created}`;
  }

  created(call: Call, id: string): void {
    const { operation, externalId } = call;
    if (operation.kind === 'create user') this.#users.set(operation.user, { id, externalId });
    if (operation.kind === 'create group') this.#groups.set(operation.group, id);
  }
}

/**
 * The request of an operation, as the documented samples write it (Vault API documentation, SCIM), or null where the
 * operation means nothing here: its user or group was never made, or what the request would mean is not documented.
 */
export function callOf(operation: Operation, numbers: Numbers, state: ModelState, limits: Limits): Call | null {
  const call = { operation, target: '', name: '', externalId: '', department: '', members: [] };
  switch (operation.kind) {
    case 'create user': {
      const { active } = operation;
      const name = numbers.userName(operation.user);
      const externalId = numbers.nextExternalId();
      const department = departmentOf(operation.department);
      const body = userBody(name, externalId, active, department);
      return { ...call, method: 'POST', path: '/Users', body, name, externalId, department };
    }
    case 'replace user':
    case 'set active':
    case 'delete user':
    case 'read user': {
      const user = numbers.user(operation.user);
      return user === undefined ? null : callOnUser(call, operation, user, numbers);
    }
    case 'create group': {
      const name = numbers.groupName(operation.group);
      const members = memberIds(operation.members, numbers);
      return { ...call, method: 'POST', path: '/Groups', body: groupBody(name, members), name, members };
    }
    case 'replace group':
    case 'add members':
    case 'remove member':
    case 'remove all members':
    case 'delete group':
    case 'read group': {
      const id = numbers.group(operation.group);
      return id === undefined ? null : callOnGroup(call, operation, id, numbers, state, limits);
    }
    case 'list':
      return { ...call, method: 'GET', path: `/${operation.type}` };
    case 'find user': {
      const name = numbers.userName(operation.user);
      const { externalId = 'ext-nobody' } = numbers.user(operation.user) ?? {};
      const value = operation.attribute === 'userName' ? name : externalId;
      return {
        ...call,
        method: 'GET',
        path: filtered('/Users', `${operation.attribute} eq "${value}"`),
        name,
        externalId,
      };
    }
    case 'find users':
      return { ...call, method: 'GET', path: filtered('/Users', `active eq ${operation.active}`) };
    case 'find group': {
      const name = numbers.groupName(operation.name);
      return { ...call, method: 'GET', path: filtered('/Groups', `displayName eq "${name}"`), name };
    }
  }
}

type OnUser = Extract<Operation, { kind: 'replace user' | 'set active' | 'delete user' | 'read user' }>;
type OnGroup = Extract<
  Operation,
  { kind: 'replace group' | 'add members' | 'remove member' | 'remove all members' | 'delete group' | 'read group' }
>;
type Begun = Omit<Call, 'method' | 'path'>;

function callOnUser(begun: Begun, operation: OnUser, user: { id: string; externalId: string }, numbers: Numbers): Call {
  const { id, externalId } = user;
  const call = { ...begun, path: `/Users/${id}`, target: id, externalId };
  switch (operation.kind) {
    case 'replace user': {
      const name = numbers.userName(operation.name);
      const department = departmentOf(operation.department);
      const body = userBody(name, externalId, operation.active, department);
      return { ...call, method: 'PUT', body, name, department };
    }
    case 'set active':
      return { ...call, method: 'PATCH', body: patch({ op: 'replace', path: 'active', value: operation.active }) };
    case 'delete user':
      return { ...call, method: 'DELETE' };
    case 'read user':
      return { ...call, method: 'GET' };
  }
}

function callOnGroup(
  begun: Begun,
  operation: OnGroup,
  id: string,
  numbers: Numbers,
  state: ModelState,
  limits: Limits,
): Call | null {
  const call = { ...begun, path: `/Groups/${id}`, target: id };
  switch (operation.kind) {
    case 'replace group': {
      const name = numbers.groupName(operation.name);
      const members = memberIds(operation.members, numbers);
      return { ...call, method: 'PUT', body: groupBody(name, members), name, members };
    }
    case 'add members': {
      const members = memberIds(operation.members, numbers);
      if (members.length === 0) return null;
      return {
        ...call,
        method: 'PATCH',
        body: patch({ op: 'add', path: 'members', value: valuesOf(members) }),
        members,
      };
    }
    case 'remove member': {
      const member = numbers.user(operation.member)?.id;
      if (member === undefined || !limits.memberFilter) return null;
      const body = patch({ op: 'remove', path: `members[value eq "${member}"]` });
      return { ...call, method: 'PATCH', body, members: [member] };
    }
    case 'remove all members': {
      // What a removal by value does to members that it does not name is an open question: it names all of them.
      const members = [...(state.groups.get(id)?.members ?? [])].sort();
      if (members.length === 0) return null;
      const body = patch({ op: 'remove', path: 'members', value: valuesOf(members) });
      return { ...call, method: 'PATCH', body, members };
    }
    case 'delete group':
      return { ...call, method: 'DELETE' };
    case 'read group':
      return { ...call, method: 'GET' };
  }
}

function userBody(userName: string, externalId: string, active: boolean, department: string): unknown {
  return {
    schemas: [SchemaUrn.user, SchemaUrn.vaultMetadata],
    userName,
    externalId,
    active,
    [SchemaUrn.vaultMetadata]: { items: [{ key: 'department', value: department }] },
  };
}

function groupBody(displayName: string, members: string[]): unknown {
  return { schemas: [SchemaUrn.group], displayName, members: valuesOf(members) };
}

function patch(operation: PatchOperation): unknown {
  return { schemas: [MessageUrn.patchOp], Operations: [operation] };
}

function memberIds(numbersOfUsers: number[], numbers: Numbers): string[] {
  return [...new Set(numbersOfUsers.flatMap((number) => numbers.user(number)?.id ?? []))];
}

function valuesOf(ids: string[]): { value: string }[] {
  return ids.map((value) => ({ value }));
}

function departmentOf(number: number): string {
  return `department-${number}`;
}

function filtered(path: string, filter: string): string {
  return `${path}?filter=${encodeURIComponent(filter)}`;
}
