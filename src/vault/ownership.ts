import type { JournalEntry, RunRecord } from './journal.ts';
import type { Found } from './removable.ts';

/** Vault's clock is read in whole seconds, so the offset between the clocks is that coarse. */
const CLOCK_TOLERANCE_MS = 2_000;

/**
 * Whether what stands under an entry's id or name is what the run made. A known id and
 * creation time decide; without an id the name must carry the run's prefix, and what has no
 * known creation time must not be older than the intent to create it.
 *
 * @param principals Ids of the entities that the run made, which tell its SCIM clients where
 *   the version returns no `client_id`.
 */
export function isOurs(entry: JournalEntry, found: Found, run: RunRecord, principals: ReadonlySet<string>): boolean {
  // Who journals a named object by its path knows no other id than the name.
  if (entry.id !== null && entry.id !== entry.name && found.id !== null) {
    if (entry.id !== found.id) return false;
    return entry.createdAt === null || found.createdAt === null
      ? isNotOlder(found, entry, run)
      : sameTime(entry.createdAt, found.createdAt);
  }
  if (!entry.name.startsWith(run.prefix)) return false;
  if (entry.type === 'scim-client') {
    const principal = found.data.access_grant_principal;
    return principal === entry.details?.principal || (typeof principal === 'string' && principals.has(principal));
  }
  return isNotOlder(found, entry, run);
}

function isNotOlder(found: Found, entry: JournalEntry, run: RunRecord): boolean {
  return found.createdAt === null || isNewer(found.createdAt, entry.at, run);
}

/**
 * Whether the server made something after a moment of this machine's clock.
 *
 * @param createdAt Time as the server says it.
 * @param moment ISO 8601 by the clock of this machine.
 */
export function isNewer(createdAt: string, moment: string, run: RunRecord): boolean {
  return Date.parse(createdAt) >= Date.parse(moment) + run.clockOffsetMs - CLOCK_TOLERANCE_MS;
}

function sameTime(left: string, right: string): boolean {
  return left === right || Date.parse(left) === Date.parse(right);
}
