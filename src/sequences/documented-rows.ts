import type { Call } from './call.ts';
import { type Difference, jsonOf, missingOf, surplusOf } from './difference.ts';
import type { Operation } from './operation.ts';
import { filteredBy, isFilter, LISTED_GROUPS, LISTED_USERS, rowsOfFollowing, rowsOfIds } from './rows-of-lists.ts';
import type { ModelState } from './state.ts';

/** What a difference was seen after. */
export interface Seen {
  call: Call;
  /** The model before the call. */
  before: ModelState;
  /** What the sequence had done until then, the call included. */
  done: ReadonlySet<Kind>;
}

type Kind = Operation['kind'];

/** Rows on what must not be had: of another client, and of what was deleted. */
const REFUSED: Partial<Record<Kind, { foreign: string; deleted: string }>> = {
  'read user': { foreign: 'VAULT-ISOL-04', deleted: 'VAULT-USER-20' },
  'replace user': { foreign: 'VAULT-ISOL-05', deleted: 'VAULT-USER-19' },
  'set active': { foreign: 'VAULT-ISOL-06', deleted: 'VAULT-UPATCH-04' },
  'delete user': { foreign: 'VAULT-ISOL-07', deleted: 'VAULT-USER-20' },
  'read group': { foreign: 'VAULT-ISOL-08', deleted: 'VAULT-GROUP-22' },
  'replace group': { foreign: 'VAULT-ISOL-09', deleted: 'VAULT-GROUP-21' },
  'add members': { foreign: 'VAULT-ISOL-10', deleted: 'VAULT-GPATCH-18' },
  'remove member': { foreign: 'VAULT-ISOL-10', deleted: 'VAULT-GPATCH-18' },
  'remove all members': { foreign: 'VAULT-ISOL-10', deleted: 'VAULT-GPATCH-18' },
  'delete group': { foreign: 'VAULT-ISOL-11', deleted: 'VAULT-GROUP-22' },
};

/** Rows on members that must not become members: of another client, and deleted ones. */
const REFUSED_MEMBERS: Partial<Record<Kind, { foreign: string; deleted: string }>> = {
  'create group': { foreign: 'VAULT-ISOL-18', deleted: 'VAULT-GROUP-05' },
  'replace group': { foreign: 'VAULT-ISOL-19', deleted: 'VAULT-GROUP-12' },
  'add members': { foreign: 'VAULT-ISOL-20', deleted: 'VAULT-GPATCH-14' },
};

/** The rows of single operations that a status contradicts. Empty where it may have several causes. */
export function rowsOfStatus(expected: 'accepted' | 'refused', { call, before, done }: Seen): string[] {
  return expected === 'accepted'
    ? [rowOfAcceptance(call.operation), ...rowsOfNames(call.operation.kind, done)]
    : rowsOfRefusal(call, before);
}

/**
 * The rows of single operations that a content contradicts, so that it is not only the sequence that is blamed. Empty
 * where the difference may have several causes.
 */
export function documentedRows(difference: Difference, { call, before, done }: Seen): string[] {
  switch (difference.what) {
    case 'id, userName, externalId and active of a user':
      return rowsOfUser(call.operation, difference);
    case 'the metadata of a user':
      return rowsOfMetadata(call.operation.kind);
    case 'the groups of a user':
      return missingOf(difference).length > 0 ? ['VAULT-USER-22'] : ['VAULT-USER-23'];
    case 'id and displayName of a group':
      return rowsOfGroupName(call.operation.kind, difference);
    case 'the members of a group':
      return rowsOfMembers(call, difference);
    case 'the ids in a list of Users':
      return rowsOfIds(difference, call, before, LISTED_USERS);
    case 'the ids in a list of Groups':
      return rowsOfIds(difference, call, before, LISTED_GROUPS);
    case 'totalResults of a list of Users':
      return ['VAULT-ISOL-03'];
    case 'the ids in a filtered list':
      if (!isFilter(call.operation)) return [];
      return [
        ...rowsOfIds(difference, call, before, filteredBy(call.operation)),
        ...rowsOfFollowing(call.operation, done),
      ];
    default:
      return [];
  }
}

function rowOfAcceptance(operation: Operation): string {
  switch (operation.kind) {
    case 'create user':
      return 'VAULT-USER-01';
    case 'replace user':
      return 'VAULT-USER-18';
    case 'set active':
      return operation.active ? 'VAULT-UPATCH-02' : 'VAULT-UPATCH-01';
    case 'delete user':
      return 'VAULT-USER-20';
    case 'read user':
      return 'VAULT-USER-11';
    case 'create group':
      return operation.members.length > 0 ? 'VAULT-GROUP-03' : 'VAULT-GROUP-01';
    case 'replace group':
      return 'VAULT-GROUP-16';
    case 'add members':
      return operation.members.length > 1 ? 'VAULT-GPATCH-02' : 'VAULT-GPATCH-01';
    case 'remove member':
      return 'VAULT-GPATCH-06';
    case 'remove all members':
      return 'VAULT-GPATCH-04';
    case 'delete group':
      return 'VAULT-GROUP-22';
    case 'read group':
      return 'VAULT-GROUP-14';
    case 'list':
      return operation.type === 'Users' ? LISTED_USERS.missing : LISTED_GROUPS.missing;
    case 'find user':
    case 'find users':
    case 'find group':
      return filteredBy(operation).missing;
  }
}

function rowsOfRefusal({ operation, target, members }: Call, before: ModelState): string[] {
  const found = before.users.get(target) ?? before.groups.get(target);
  const kinds = REFUSED[operation.kind];
  if (target !== '' && kinds && found === undefined) return [kinds.deleted];
  if (found !== undefined && found.owner !== operation.by) return kinds ? [kinds.foreign] : [];
  const ofMembers = REFUSED_MEMBERS[operation.kind];
  if (!ofMembers) return [];
  const strangers = members.filter((id) => before.users.get(id)?.owner !== operation.by);
  return [...new Set(strangers.map((id) => (before.users.has(id) ? ofMembers.foreign : ofMembers.deleted)))];
}

const CREATED = {
  id: 'VAULT-USER-01',
  userName: 'VAULT-USER-02',
  externalId: 'VAULT-USER-03',
  active: 'VAULT-USER-04',
};
const REPLACED = { id: 'VAULT-USER-16', userName: 'VAULT-USER-13', externalId: 'VAULT-USER-17' };

function rowsOfUser(operation: Operation, difference: Difference): string[] {
  const names = changedNames(difference);
  switch (operation.kind) {
    case 'create user':
      return names.map((name) => CREATED[name as keyof typeof CREATED]);
    case 'replace user':
      return names.map((name) =>
        name === 'active' ? `VAULT-USER-${operation.active ? '15' : '14'}` : REPLACED[name as keyof typeof REPLACED],
      );
    case 'set active':
      return names.map((name) =>
        name === 'active' ? `VAULT-UPATCH-${operation.active ? '02' : '01'}` : 'VAULT-UPATCH-03',
      );
    case 'read user':
      return ['VAULT-USER-11'];
    default:
      return rowsOfBystanders(operation.kind);
  }
}

/** A user that a change of a group changed. */
function rowsOfBystanders(kind: Kind): string[] {
  if (kind === 'replace group') return ['VAULT-GROUP-29'];
  if (kind === 'delete group') return ['VAULT-GROUP-30'];
  return kind.includes('member') ? ['VAULT-GPATCH-24'] : [];
}

function rowsOfMetadata(kind: Kind): string[] {
  if (kind === 'create user') return ['VAULT-MAP-06'];
  if (kind === 'replace user') return ['VAULT-MAP-22'];
  return kind === 'set active' ? ['VAULT-UPATCH-03'] : rowsOfBystanders(kind);
}

/** A name that was given up, by a deletion or a rename, is free. */
function rowsOfNames(kind: Kind, done: ReadonlySet<Kind>): string[] {
  const rows: [wanted: Kind, by: Kind, row: string][] = [
    ['create user', 'delete user', 'VAULT-USER-43'],
    ['create user', 'replace user', 'VAULT-USER-13'],
    ['replace user', 'replace user', 'VAULT-USER-13'],
    ['create group', 'delete group', 'VAULT-GROUP-28'],
    ['create group', 'replace group', 'VAULT-GROUP-16'],
  ];
  return rows.flatMap(([wanted, by, row]) => (wanted === kind && done.has(by) ? [row] : []));
}

function rowsOfGroupName(kind: Kind, difference: Difference): string[] {
  if (kind === 'create group') return ['VAULT-GROUP-02'];
  if (kind === 'replace group')
    return changedNames(difference).map((name) => (name === 'id' ? 'VAULT-GROUP-20' : 'VAULT-GROUP-16'));
  return kind === 'read group' ? ['VAULT-GROUP-14'] : kind.includes('member') ? ['VAULT-GPATCH-08'] : [];
}

function rowsOfMembers({ operation, members }: Call, difference: Difference): string[] {
  const missing = missingOf(difference);
  const isSurplus = surplusOf(difference).length > 0;
  switch (operation.kind) {
    case 'create group':
      return ['VAULT-GROUP-03'];
    case 'replace group':
      return [
        ...(missing.length > 0 ? ['VAULT-GROUP-17'] : []),
        ...(isSurplus ? [members.length === 0 ? 'VAULT-GROUP-19' : 'VAULT-GROUP-18'] : []),
      ];
    case 'add members':
      return [
        ...(missing.some((id) => members.includes(id)) ? [rowOfAcceptance(operation)] : []),
        ...(missing.some((id) => !members.includes(id)) ? ['VAULT-GPATCH-03'] : []),
      ];
    case 'remove member':
      return [...(missing.length > 0 ? ['VAULT-GPATCH-07'] : []), ...(isSurplus ? ['VAULT-GPATCH-06'] : [])];
    case 'remove all members':
      return ['VAULT-GPATCH-04'];
    case 'read group':
      return ['VAULT-GROUP-14'];
    case 'set active':
      return ['VAULT-MAP-44'];
    case 'replace user':
      return ['VAULT-MAP-43'];
    case 'delete user':
      return ['VAULT-USER-44'];
    default:
      return [];
  }
}

function changedNames({ expected, actual }: Difference): string[] {
  const shown = jsonOf(actual);
  return Object.entries(jsonOf(expected)).flatMap(([name, value]) => (shown[name] === value ? [] : [name]));
}
