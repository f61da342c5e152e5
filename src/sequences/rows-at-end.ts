import { type Difference, jsonOf, missingOf, objectsIn, stringsIn, surplusOf } from './difference.ts';
import { documentedRows, type Seen } from './documented-rows.ts';
import type { Operation } from './operation.ts';
import { LISTED_GROUPS, LISTED_USERS, type RowsOfIds } from './rows-of-lists.ts';

type Happened = (kind: Operation['kind']) => boolean;

/**
 * The rows on what Vault has of users and groups that the state after a sequence contradicts. A sequence that was made
 * as short as it gets ends with the operation that is to blame.
 *
 * @param last the last operation of the sequence
 */
export function rowsAtEnd(difference: Difference, last: Seen): string[] {
  const { what, expected, actual } = difference;
  const happened: Happened = (kind) => last.done.has(kind);
  switch (what) {
    case 'the ids in the list of Users at the end':
      return rowsOfList(difference, last, LISTED_USERS);
    case 'the ids in the list of Groups at the end':
      return rowsOfList(difference, last, LISTED_GROUPS);
    case 'name, disabled and metadata of the entity of a user':
      return rowsOfEntity(jsonOf(expected), jsonOf(actual), happened);
    case 'the aliases of the entity of a user':
      return rowsOfAliases(objectsIn(expected), objectsIn(actual), happened);
    case 'the groups of the entity of a user':
      return ['VAULT-MAP-41'];
    case 'the SCIM client of the entity of a user':
      return ['VAULT-MAP-08'];
    case 'name, type and members of the group in Vault':
      return rowsOfGroup(jsonOf(expected), jsonOf(actual), happened);
    case 'the status of the entity of a deleted user in Vault':
      return ['VAULT-MAP-25'];
    case 'the status of the group of a deleted group in Vault':
      return ['VAULT-MAP-40'];
    default:
      return documentedRows(difference, last);
  }
}

/** The list is that of either client. */
function rowsOfList(difference: Difference, { before, call }: Seen, rows: RowsOfIds): string[] {
  const isDeleted = (id: string) => before.deletedUsers.has(id) || before.deletedGroups.has(id) || call.target === id;
  return [
    ...(missingOf(difference).length > 0 ? [rows.missing] : []),
    ...new Set(surplusOf(difference).map((id) => (isDeleted(id) ? rows.deleted : rows.foreign))),
  ];
}

function rowsOfAliases(expected: Shown[], actual: Shown[], happened: Happened): string[] {
  if (expected.length !== actual.length) return [expected.length === 0 ? 'VAULT-MAP-15' : 'VAULT-MAP-10'];
  const isRenamed = happened('replace user');
  if (expected[0]?.name !== actual[0]?.name) return [isRenamed ? 'VAULT-MAP-17' : 'VAULT-MAP-11'];
  return [isRenamed ? 'VAULT-MAP-18' : 'VAULT-MAP-12'];
}

type Shown = Record<string, unknown>;

function rowsOfEntity(expected: Shown, actual: Shown, happened: Happened): string[] {
  const department = (shown: Shown) => JSON.stringify(shown.metadata);
  return [
    ...(expected.name === actual.name ? [] : [happened('replace user') ? 'VAULT-MAP-16' : 'VAULT-MAP-02']),
    ...(expected.disabled === actual.disabled ? [] : [rowOfActivity(expected.disabled === true, happened)]),
    ...(department(expected) === department(actual)
      ? []
      : [happened('replace user') ? 'VAULT-MAP-22' : 'VAULT-MAP-06']),
  ];
}

function rowOfActivity(disabled: boolean, happened: Happened): string {
  if (happened('set active')) return disabled ? 'VAULT-MAP-19' : 'VAULT-MAP-21';
  if (happened('replace user')) return disabled ? 'VAULT-MAP-20' : 'VAULT-MAP-21';
  return disabled ? 'VAULT-MAP-05' : 'VAULT-MAP-04';
}

function rowsOfGroup(expected: Shown, actual: Shown, happened: Happened): string[] {
  const isSameMembers = stringsIn(expected.members).join() === stringsIn(actual.members).join();
  return [
    ...(expected.name === actual.name ? [] : [happened('replace group') ? 'VAULT-MAP-34' : 'VAULT-MAP-28']),
    ...(expected.type === actual.type ? [] : ['VAULT-MAP-29']),
    ...(isSameMembers ? [] : [rowOfMembers(happened)]),
  ];
}

function rowOfMembers(happened: Happened): string {
  if (happened('replace group')) return 'VAULT-MAP-35';
  if (happened('remove all members')) return 'VAULT-MAP-37';
  return happened('add members') ? 'VAULT-MAP-36' : 'VAULT-MAP-30';
}
