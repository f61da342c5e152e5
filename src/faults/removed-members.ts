import { GROUP, matches } from './edits.ts';
import type { Fault, FaultRequest } from './fault.ts';
import { withOperations } from './further-acts.ts';
import { memberIds, NOTHING_DONE, operationsOf, resourceAt } from './scim-requests.ts';

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

/** Takes removals of members out of a group patch, which is answered as done when nothing is left. */
export function droppingRemovals(
  isDropped: (id: string, request: FaultRequest, members: string[]) => boolean,
): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request)) return request;
      const group = await resourceAt(request, context);
      const drop = (id: unknown) => isDropped(String(id), request, memberIds(group));
      const Operations = operationsOf(request).flatMap((operation): Record<string, unknown>[] => {
        if (operation.op !== 'remove') return [operation];
        const filtered = FILTERED.exec(String(operation.path))?.[1];
        if (filtered !== undefined) return drop(filtered) ? [] : [operation];
        if (!Array.isArray(operation.value)) return [operation];
        const value = (operation.value as { value?: unknown }[]).filter((member) => !drop(member?.value));
        return value.length === 0 ? [] : [{ ...operation, value }];
      });
      if (group.id === undefined) return request;
      return Operations.length === 0 ? NOTHING_DONE : withOperations(request, Operations);
    },
  };
}
