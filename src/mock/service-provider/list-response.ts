import { MessageUrn } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';
import { invalidValue } from './scim-error.ts';

/** A page of a list: `startIndex` counts from 1. */
export interface PageRequest {
  readonly startIndex: number;
  readonly count: number;
}

/** The most resources that one answer holds; also `filter.maxResults`. */
export function pageLimit(behaviour: Behaviour): number {
  const limit = behaviour.assume['page-limit'];
  return limit === 'none' ? 2_147_483_647 : Number(limit);
}

/**
 * `startIndex` below 1 means 1, `count` below 0 means 0 (RFC 7644 section 3.4.2.4).
 *
 * @throws ScimError 400 `invalidValue` for a parameter that is no integer, by assumption
 */
export function readPage(query: URLSearchParams, behaviour: Behaviour): PageRequest {
  if (behaviour.assume.pagination === 'ignore') return { startIndex: 1, count: Number.POSITIVE_INFINITY };
  const limit = pageLimit(behaviour);
  const startIndex = readInteger(query.get('startIndex'), 'startIndex', behaviour) ?? 1;
  const count = readInteger(query.get('count'), 'count', behaviour) ?? limit;
  return { startIndex: Math.max(1, startIndex), count: Math.min(limit, Math.max(0, count)) };
}

function readInteger(text: string | null, name: string, behaviour: Behaviour): number | null {
  if (text === null) return null;
  if (/^[+-]?\d+$/.test(text.trim())) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  if (behaviour.assume['malformed-page'] === 'ignore') return null;
  throw invalidValue(`${name} has to be an integer`);
}

/** The records of a page and the number of all of them. */
export function takePage<T>(records: Iterable<T>, page: PageRequest): { taken: T[]; total: number } {
  const taken: T[] = [];
  let position = 0;
  for (const record of records) {
    position += 1;
    if (position >= page.startIndex && taken.length < page.count) taken.push(record);
  }
  return { taken, total: position };
}

/** A ListResponse (RFC 7644 section 3.4.2). */
export function listResponse(resources: readonly object[], total: number, startIndex: number): object {
  return {
    schemas: [MessageUrn.listResponse],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
