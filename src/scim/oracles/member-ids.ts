import { isObject } from '../models/json.ts';

/** Ids in a value of `members`, or null when it is not a list of objects with an id each. */
export function idsIn(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const ids = value.map((entry) => (isObject(entry) ? entry.value : undefined));
  return ids.every((id) => typeof id === 'string') ? ids : null;
}
