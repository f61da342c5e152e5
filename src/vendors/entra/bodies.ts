import { MessageUrn } from '../../protocol/scim.ts';
import type { EntraMode } from './states.ts';

/** E-V11 (default) and E-V07 (flag) with any number of members in one operation. */
export function additionText(mode: EntraMode, uids: readonly string[]): string {
  const op = mode === 'default' ? 'Add' : 'add';
  return patchText([{ op, path: 'members', value: uids.map(entryOf) }]);
}

/** E-B20 (default: one operation with a value list) and E-B21 (flag: a filter path each) with any number of members. */
export function removalText(mode: EntraMode, uids: readonly string[]): string {
  return patchText(
    mode === 'default'
      ? [{ op: 'Remove', path: 'members', value: uids.map(entryOf) }]
      : uids.map((uid) => ({ op: 'remove', path: `members[value eq "${uid}"]` })),
  );
}

/** Members have a `$ref` that is null (Microsoft: Develop and plan provisioning for a SCIM endpoint). */
function entryOf(uid: string): Record<string, unknown> {
  return { $ref: null, value: uid };
}

function patchText(operations: Record<string, unknown>[]): string {
  return JSON.stringify({ schemas: [MessageUrn.patchOp], Operations: operations });
}
