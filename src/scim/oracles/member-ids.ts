import { isObject, isUnassigned } from '../models/json.ts';

/** Ids in a value of `members` or `groups`, or null when it is not a list of objects with an id each. */
export function idsIn(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const ids = value.map((entry) => (isObject(entry) ? entry.value : undefined));
  return ids.every((id) => typeof id === 'string') ? ids : null;
}

/** The same of a value as a resource shows it: one that is left out is an empty list (RFC 7643 section 2.5). */
export function shownIds(value: unknown): string[] | null {
  return isUnassigned(value) ? [] : idsIn(value);
}
