import { isDeepStrictEqual } from 'node:util';

/** Where the server and the model disagree. */
export interface Difference {
  /** Stable words without names or ids: the reason that reports give. */
  what: string;
  expected: unknown;
  actual: unknown;
}

/** Nothing when both are equal. */
export function compare(what: string, expected: unknown, actual: unknown): Difference[] {
  return isDeepStrictEqual(expected, actual) ? [] : [{ what, expected, actual }];
}

export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function jsonOf(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The objects of a list; empty when there is none (RFC 7643 section 2.5: absent, null and [] are one state). */
export function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

export function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}

/** Of two lists of ids: what the second lacks. */
export function missingOf({ expected, actual }: Difference): string[] {
  const shown = stringsIn(actual);
  return stringsIn(expected).filter((id) => !shown.includes(id));
}

/** Of two lists of ids: what the second has besides. */
export function surplusOf({ expected, actual }: Difference): string[] {
  const wanted = stringsIn(expected);
  return stringsIn(actual).filter((id) => !wanted.includes(id));
}
