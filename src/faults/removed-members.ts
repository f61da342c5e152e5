import type { FaultRequest } from './fault.ts';
import { operationsOf } from './scim-requests.ts';

/** A path that names one member. */
export const FILTERED = /^members\[value eq "(.+)"\]$/;

/** Ids of the members that a patch removes by a list of values. */
export function removedByList(request: FaultRequest): string[] {
  return operationsOf(request).flatMap(({ op, value }) =>
    op === 'remove' && Array.isArray(value)
      ? (value as { value?: unknown }[]).map((member) => String(member.value))
      : [],
  );
}

/** Ids of the members that a patch removes by a filter in the path. */
export function filteredIn(request: FaultRequest): string[] {
  return operationsOf(request).flatMap(({ op, path }) =>
    op === 'remove' ? (FILTERED.exec(String(path))?.[1] ?? []) : [],
  );
}

/** Ids of the members that a patch removes in either form. */
export function removedIn(request: FaultRequest): string[] {
  return [...removedByList(request), ...filteredIn(request)];
}
