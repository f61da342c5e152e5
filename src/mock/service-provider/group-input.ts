import { SchemaUrn } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';
import { checkSchemas, checkUnknown, readAttributes, readName, readString } from './attributes.ts';
import { invalidValue } from './scim-error.ts';

/** What a POST or PUT of a group says; undefined members: not said. */
export interface GroupInput {
  readonly displayName: string;
  readonly memberIds: readonly string[] | undefined;
}

const MEMBER_ATTRIBUTES = ['value', '$ref', 'display', 'type'];

/** @throws ScimError 400 for a body that Vault's group schema does not allow */
export function readGroup(body: unknown, behaviour: Behaviour): GroupInput {
  const known = ['schemas', 'displayName', 'members', 'id', 'meta'];
  const { values, unknown } = readAttributes(body, known, behaviour);
  checkSchemas(values.get('schemas'), SchemaUrn.group, [], behaviour);
  checkUnknown(unknown, behaviour);
  const members = values.get('members');
  return {
    displayName: readName(values.get('displayName'), 'displayName', behaviour),
    memberIds: values.has('members') ? readMemberIds(members ?? [], behaviour) : undefined,
  };
}

/** The entity ids of a list of `{value}`. @throws ScimError 400 `invalidValue` */
export function readMemberIds(members: unknown, behaviour: Behaviour): string[] {
  if (!Array.isArray(members)) throw invalidValue('members has to be a list');
  const ids = new Set<string>();
  for (const member of members) ids.add(readMemberId(member, behaviour));
  return [...ids];
}

/** @throws ScimError 400 `invalidValue` */
function readMemberId(member: unknown, behaviour: Behaviour): string {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) {
    throw invalidValue('each member has to be an object with a value');
  }
  const { values, unknown } = readAttributes(member, MEMBER_ATTRIBUTES, behaviour);
  checkUnknown(unknown, behaviour);
  const type = values.get('type');
  if (typeof type === 'string' && type.toLowerCase() === 'group') {
    throw invalidValue('groups cannot be members of a group');
  }
  return readString(values.get('value'), 'members.value');
}
