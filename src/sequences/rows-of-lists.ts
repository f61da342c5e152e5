import type { Call } from './call.ts';
import { type Difference, missingOf, surplusOf } from './difference.ts';
import type { Operation } from './operation.ts';
import type { ModelState } from './state.ts';

/** What a list breaks by the ids that it lacks, or has too many of. */
export interface RowsOfIds {
  missing: string;
  foreign: string;
  deleted: string;
  /** One of the client's own that does not belong there. */
  other?: string;
}

export const LISTED_USERS: RowsOfIds = { missing: 'VAULT-USER-10', foreign: 'VAULT-ISOL-01', deleted: 'VAULT-USER-21' };
export const LISTED_GROUPS: RowsOfIds = {
  missing: 'VAULT-GROUP-13',
  foreign: 'VAULT-ISOL-02',
  deleted: 'VAULT-GROUP-23',
};

export type Filter = Extract<Operation, { kind: 'find user' | 'find users' | 'find group' }>;

export function isFilter(operation: Operation): operation is Filter {
  return operation.kind.startsWith('find ');
}

export function filteredBy(operation: Filter): RowsOfIds {
  const deleted = 'VAULT-FILTER-10';
  switch (operation.kind) {
    case 'find user':
      return operation.attribute === 'userName'
        ? { missing: 'VAULT-FILTER-01', foreign: 'VAULT-ISOL-12', deleted, other: 'VAULT-FILTER-02' }
        : { missing: 'VAULT-FILTER-03', foreign: 'VAULT-ISOL-13', deleted, other: 'VAULT-FILTER-04' };
    case 'find users':
      return operation.active
        ? { missing: 'VAULT-FILTER-05', foreign: 'VAULT-ISOL-14', deleted, other: 'VAULT-FILTER-06' }
        : { missing: 'VAULT-FILTER-07', foreign: 'VAULT-ISOL-14', deleted, other: 'VAULT-FILTER-07' };
    case 'find group':
      return {
        missing: 'VAULT-FILTER-19',
        foreign: 'VAULT-ISOL-16',
        deleted: 'VAULT-GROUP-23',
        other: 'VAULT-FILTER-20',
      };
  }
}

export function rowsOfIds(difference: Difference, { operation }: Call, before: ModelState, rows: RowsOfIds): string[] {
  const surplus = surplusOf(difference).flatMap((id) => {
    if (before.deletedUsers.has(id) || before.deletedGroups.has(id)) return rows.deleted;
    const owner = (before.users.get(id) ?? before.groups.get(id))?.owner;
    if (owner === undefined) return [];
    return owner === operation.by ? (rows.other ?? []) : rows.foreign;
  });
  return [...new Set([...(missingOf(difference).length > 0 ? [rows.missing] : []), ...surplus])];
}

/** A filter goes with what was changed before. */
export function rowsOfFollowing(operation: Filter, done: ReadonlySet<Operation['kind']>): string[] {
  if (operation.kind === 'find group') return done.has('replace group') ? ['VAULT-FILTER-21'] : [];
  if (operation.kind === 'find users')
    return done.has('set active') || done.has('replace user') ? ['VAULT-FILTER-09'] : [];
  return operation.attribute === 'userName' && done.has('replace user') ? ['VAULT-FILTER-08'] : [];
}
