import { MessageUrn, SchemaUrn } from '../../protocol/scim.ts';
import { membersOf } from '../connector/answer-members.ts';
import { type AccountSchema, writable } from './account-schema.ts';
import { listIn } from './documents.ts';

type Json = Record<string, unknown>;

/** Somebody for whom a create policy makes an account. */
export interface Identity {
  userName: string;
  /** Id of the identity in SailPoint. */
  ext: string;
  givenName: string;
  familyName: string;
  email: string;
  displayName: string;
}

/** SP-B03 with any attributes: one `add` without a path. */
export function changeText(values: Json): string {
  return JSON.stringify({ schemas: [MessageUrn.patchOp], Operations: [{ op: 'add', value: values }] });
}

/** SP-V01: what was just read, without what is read-only, and with the changes. */
export function accountText(uid: string, representation: unknown, changes: Json, schema: AccountSchema): string {
  const { schemas: _schemas, ...read } = membersOf(representation) ?? {};
  const { userName, externalId, active, ...others } = writable({ ...read, ...changes }, schema);
  return JSON.stringify({ schemas: [SchemaUrn.user], id: uid, userName, externalId, active, ...others });
}

/** SP-V02: the group that was just read, with its new members. */
export function groupText(gid: string, representation: unknown, memberIds: readonly string[]): string {
  const { displayName } = membersOf(representation) ?? {};
  const members = memberIds.map((value) => ({ value }));
  return JSON.stringify({ schemas: [SchemaUrn.group], id: gid, displayName, members });
}

/** Ids of the members that a group shows, in its order. */
export function memberIdsIn(group: unknown): string[] {
  return listIn(membersOf(group) ?? {}, 'members').map(({ value }) => String(value));
}
