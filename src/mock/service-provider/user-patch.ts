import { SchemaUrn } from '../../protocol/scim.ts';
import { type Behaviour, sameName } from '../behaviour.ts';
import type { Entity } from '../identity/records.ts';
import { isObject, readBoolean, readName } from './attributes.ts';
import { acceptedExtensionUrns } from './extension.ts';
import { withoutUrn } from './filter.ts';
import type { PatchStep } from './patch-message.ts';
import { invalidPath, invalidValue, mutability, noTarget, type ScimError } from './scim-error.ts';
import type { ScimRequest } from './scim-request.ts';
import { readItems, readMetadata } from './user-input.ts';
import type { UserChange } from './user-writes.ts';

const READ_ONLY = ['id', 'meta', 'groups', 'schemas'];
const WRITABLE = ['active', 'userName'];

/**
 * The change that a user PATCH asks for. Documented for all versions is a single `replace` of `active` (S1, S3), with
 * the path or in a value object; a changelog digest names more (S16), which is the assumption `user-patch-breadth`.
 *
 * @throws ScimError 400 for everything else, before anything is changed
 */
export function readUserPatch(request: ScimRequest, entity: Entity, steps: readonly PatchStep[]): UserChange {
  const { behaviour } = request;
  for (const step of steps) {
    if (step.op === 'remove' && step.path === undefined) throw noTarget('remove needs a path');
  }
  if (behaviour.assume['user-patch-breadth'] === 'several') return readSeveral(request, entity, steps);
  const [step] = steps;
  if (step === undefined || steps.length > 1) throw invalidValue('only a single replace of active is supported');
  const assignments = assignmentsOf(step, behaviour);
  for (const [name] of assignments) if (name !== 'active') throw refusal(name, step);
  if (step.op !== 'replace') throw invalidValue(`only replace is supported for active, not ${step.op}`);
  return { active: readBoolean(assignments.get('active'), 'active') };
}

function readSeveral(request: ScimRequest, entity: Entity, steps: readonly PatchStep[]): UserChange {
  const { behaviour, client } = request;
  const urns = acceptedExtensionUrns(client, behaviour);
  const change: UserChange = {};
  for (const step of steps) {
    for (const [name, value] of assignmentsOf(step, behaviour)) {
      const metadata = change.metadata ?? entity.metadata ?? {};
      const urn = urns.find((known) => sameName(known, name, behaviour) || sameName(`${known}:items`, name, behaviour));
      if (urn !== undefined) change.metadata = changeMetadata(metadata, step, name, value, behaviour);
      else if (step.op === 'remove') throw refusal(name, step);
      else if (name === 'active') change.active = readBoolean(value, 'active');
      else if (name === 'userName') change.userName = readName(value, 'userName', behaviour);
      else throw refusal(name, step);
    }
  }
  return change;
}

/** The attributes that a step names, by their proper names, with the values it gives them. */
function assignmentsOf(step: PatchStep, behaviour: Behaviour): Map<string, unknown> {
  if (step.path !== undefined) return new Map([[properName(step.path, behaviour), step.value]]);
  if (!isObject(step.value)) throw invalidValue('an operation without path needs an object as its value');
  const entries = Object.entries(step.value).map(([name, value]): [string, unknown] => [
    properName(name, behaviour),
    value,
  ]);
  if (entries.length === 0) throw invalidValue('the value names no attribute');
  return new Map(entries);
}

function properName(path: string, behaviour: Behaviour): string {
  const bare = withoutUrn(path.trim(), SchemaUrn.user);
  return [...WRITABLE, 'externalId', ...READ_ONLY].find((known) => sameName(known, bare, behaviour)) ?? bare;
}

function refusal(name: string, step: PatchStep): ScimError {
  const root = name.split(/[.[]/)[0] ?? name;
  if (READ_ONLY.includes(root)) return mutability(`${root} is read-only`);
  if (name === 'externalId') return mutability('externalId cannot be changed');
  if (name === 'userName' && step.op === 'remove') return mutability('userName is required');
  return invalidPath(`PATCH of ${name} is not supported; only a replace of active is`);
}

function changeMetadata(
  before: Record<string, string>,
  step: PatchStep,
  name: string,
  value: unknown,
  behaviour: Behaviour,
): Record<string, string> {
  if (step.op === 'remove') return {};
  const items = name.toLowerCase().endsWith(':items') ? readItems(value, behaviour) : readMetadata(value, behaviour);
  return step.op === 'add' ? { ...before, ...items } : items;
}
