import { SchemaUrn } from '../../protocol/scim.ts';
import { type Behaviour, sameName } from '../behaviour.ts';
import type { Group } from '../identity/records.ts';
import { isObject } from './attributes.ts';
import { withoutUrn } from './filter.ts';
import { readMemberIds } from './group-input.ts';
import { checkMembers } from './ownership.ts';
import type { PatchStep } from './patch-message.ts';
import { invalidFilter, invalidPath, invalidValue, mutability, noTarget, ScimError } from './scim-error.ts';
import type { ScimRequest } from './scim-request.ts';

/** Members to add and to remove, each step having seen the result of the one before. */
export interface MemberChange {
  readonly add: Set<string>;
  readonly remove: Set<string>;
}

const FILTER_PATH = /^members\s*\[([\s\S]*)\](.*)$/i;
const VALUE_EQ = /^\s*value\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i;
const READ_ONLY = ['id', 'meta', 'schemas'];

/**
 * Collects what a group PATCH asks for: adding and removing members, and nothing else (Vault API documentation, SCIM).
 * `members[value eq "…"]` is understood from 2.0.1 on (known issue of 2.0.0, S14).
 *
 * @throws ScimError 400 for everything else, before anything is changed
 */
export function readGroupPatch(request: ScimRequest, group: Group, steps: readonly PatchStep[]): MemberChange {
  const { behaviour } = request;
  if (steps.length > 1 && behaviour.assume['group-patch-several'] === 'reject') {
    throw invalidValue('only a single operation is supported');
  }
  const change: MemberChange = { add: new Set(), remove: new Set() };
  for (const step of steps) collect(request, group, step, change);
  return change;
}

/** Applies one step to the change. @throws ScimError */
export function collect(request: ScimRequest, group: Group, step: PatchStep, change: MemberChange): void {
  if (step.op === 'replace') throw refusedReplace(step, request.behaviour);
  if (step.op === 'add') collectAdd(request, group, step, change);
  else collectRemove(request, group, step, change);
}

function collectAdd(request: ScimRequest, group: Group, step: PatchStep, change: MemberChange): void {
  const { behaviour } = request;
  const value = step.path === undefined ? pathlessMembers(step.value, behaviour) : step.value;
  if (step.path !== undefined) requireMembers(step.path, behaviour);
  const ids = readMemberIds(isObject(value) ? [value] : value, behaviour);
  checkMembers(request, ids);
  for (const id of ids) {
    change.remove.delete(id);
    if (!group.memberEntityIds.has(id)) change.add.add(id);
  }
}

function collectRemove(request: ScimRequest, group: Group, step: PatchStep, change: MemberChange): void {
  const { behaviour } = request;
  const { assume } = behaviour;
  if (step.path === undefined) throw noTarget('remove needs a path');
  const path = withoutUrn(step.path.trim(), SchemaUrn.group);
  const filter = FILTER_PATH.exec(path);
  if (filter && sameName('members', path.slice(0, 'members'.length), behaviour)) {
    if (!behaviour.memberFilterPath) {
      if (assume['member-removal-2.0.0'] === 'silent') return;
      throw invalidPath(`the path ${step.path} is not supported`);
    }
    if (filter[2] !== '') throw invalidPath('a sub-attribute of a member cannot be removed');
    drop(request, group, [filteredId(filter[1] ?? '')], change);
    return;
  }
  requireMembers(step.path, behaviour);
  drop(request, group, unfilteredIds(request, group, step, change), change);
}

/** Whom a remove of plain `members` means: the users that its value lists, or all. */
function unfilteredIds(request: ScimRequest, group: Group, step: PatchStep, change: MemberChange): string[] {
  const { behaviour } = request;
  const everybody = [...group.memberEntityIds, ...change.add];
  if (step.value === undefined || step.value === null) {
    if (behaviour.assume['remove-all-members'] === 'accept') return everybody;
    throw invalidValue('remove of members needs a value');
  }
  const listed = readMemberIds(isObject(step.value) ? [step.value] : step.value, behaviour);
  return behaviour.assume['remove-by-value'] === 'all' ? everybody : listed;
}

/** Removing who is no member changes nothing, or is 400 `noTarget`, by assumption. */
function drop(request: ScimRequest, group: Group, ids: readonly string[], change: MemberChange): void {
  for (const id of ids) {
    const present = (group.memberEntityIds.has(id) && !change.remove.has(id)) || change.add.has(id);
    if (!present && request.behaviour.assume['remove-non-member'] === 'reject') {
      throw noTarget(`${id} is not a member of the group`);
    }
    change.add.delete(id);
    if (group.memberEntityIds.has(id)) change.remove.add(id);
  }
}

function filteredId(filter: string): string {
  const match = VALUE_EQ.exec(filter);
  if (!match) throw invalidFilter('members can only be selected by value eq');
  try {
    return String(JSON.parse(match[1] ?? ''));
  } catch {
    throw invalidFilter('the value of the member filter is not a JSON string');
  }
}

function pathlessMembers(value: unknown, behaviour: Behaviour): unknown {
  if (behaviour.assume['group-patch-pathless-add'] === 'reject') throw invalidPath('add needs the path members');
  if (!isObject(value)) throw invalidValue('an operation without path needs an object as its value');
  const names = Object.keys(value);
  for (const name of names) requireMembers(name, behaviour);
  if (names[0] === undefined || names.length > 1) throw invalidValue('the value has to name members, once');
  return value[names[0]];
}

function requireMembers(path: string, behaviour: Behaviour): void {
  const bare = withoutUrn(path.trim(), SchemaUrn.group);
  if (sameName('members', bare, behaviour)) return;
  if (READ_ONLY.some((name) => sameName(name, bare.split('.')[0] ?? '', behaviour))) {
    throw mutability(`${bare} is read-only`);
  }
  throw invalidPath(`PATCH of ${bare} is not supported; only members can be added and removed`);
}

function refusedReplace(step: PatchStep, behaviour: Behaviour): ScimError {
  if (behaviour.assume['group-replace-status'] === '501') {
    return new ScimError(501, 'replace is not supported for groups; only members can be added and removed');
  }
  const first = step.path?.split(/[.[]/)[0]?.toLowerCase() ?? '';
  if (READ_ONLY.includes(first)) return mutability(`${first} is read-only`);
  return invalidValue('replace is not supported for groups; only members can be added and removed');
}
