import { tokenIn } from '../callers.ts';
import { COLLECTION, EMPTY_LIST, GROUP, GROUPS, jsonOf, matches, metaOf, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { changingMatches, choosing, filterMatch, filterOf, reading, refusingFilter } from '../filter-edits.ts';
import { doingMore } from '../further-acts.ts';
import { lastSegmentOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const LONGEST = 64;

/** Defects of an index that is not kept with every write, and of the reading of a filter. */
export const findingFaults: Fault[] = [
  {
    id: 'F-FIND-02',
    title: 'A user whose userName was changed in its letter case only is not found by it any more',
    breaks: ['VAULT-FILTER-08'],
    ...afterReplace(USER, 'userName', (before, after) => before !== after && same(before, after)),
  },
  {
    id: 'F-FIND-03',
    title: 'A group that was given back a displayName that it had before is not found by it',
    breaks: ['VAULT-FILTER-21'],
    ...afterReplace(GROUP, 'displayName', (before, after, former) => !same(before, after) && former.includes(after)),
  },
  {
    id: 'F-FIND-04',
    title: 'A filter of groups on displayName with the URN of the schema is refused',
    breaks: ['RFC7644-3.4.2.2-39'],
    ...refusingFilter(GROUPS, /^urn:ietf:params:scim:schemas:core:2\.0:Group:/i),
  },
  {
    id: 'F-FIND-06',
    title: 'A displayName that was looked for in vain is not found when there is a group of that name',
    breaks: ['VAULT-FILTER-19'],
    ...rememberingNothing(GROUPS, /^displayName eq /i),
  },
  {
    id: 'F-FIND-07',
    title: 'An externalId that was looked for in vain is not found when there is a user with it',
    breaks: ['VAULT-FILTER-03'],
    ...rememberingNothing(USERS, /^externalId eq /i),
  },
  {
    id: 'F-FIND-08',
    title: 'A filter on userName compares the first 64 characters only',
    breaks: ['VAULT-FILTER-02', 'RFC7644-3.4.2.2-10'],
    ...comparingTheBegin(USERS, 'userName'),
  },
  {
    id: 'F-FIND-09',
    title: 'A filter on displayName compares the first 64 characters only',
    breaks: ['VAULT-FILTER-20'],
    ...comparingTheBegin(GROUPS, 'displayName'),
  },
  {
    id: 'F-FIND-10',
    title: 'What follows the value in a filter is overlooked, unless it is and or or',
    breaks: ['RFC7644-3.4.2.2-37'],
    ...reading(COLLECTION, /^(\w+ eq "(?:[^"\\]|\\.)*")(?!\s*(?:and|or)\b)\s*\S.*$/i, ([, first = '']) => first),
  },
  {
    id: 'F-FIND-13',
    title: 'A filter for groups changed since an instant overlooks what a patch changed',
    breaks: ['VAULT-FILTER-22', 'VAULT-FILTER-23'],
    ...overlookingPatches(),
  },
];

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** `note` marks the resources that the filter does not find: `lost <id>`. */
function leavingOut(
  path: RegExp,
  filter: RegExp,
  note: (response: FaultResponse, request: FaultRequest, context: FaultContext) => void,
): Pick<Fault, 'response'> {
  const finding = changingMatches(path, filter, (resources, _request, { memory }) =>
    resources.filter(({ id }) => !memory.has(`lost ${id}`)),
  );
  return {
    response: (response, request, context) => {
      if (response.status < 300) note(response, request, context);
      return finding.response(response, request, context);
    },
  };
}

/** After a replace that gives such a name the resource is not found by it, until it gets another. */
function afterReplace(
  path: RegExp,
  attribute: 'userName' | 'displayName',
  isLost: (before: string, after: string, former: string[]) => boolean,
): Hooks {
  const noting = doingMore({ method: 'PUT', path }, ({ request, before, context: { memory } }) => {
    const names = [...((memory.get(`names ${before.id}`) as string[]) ?? []), String(before[attribute])];
    const after = String(jsonOf(request)?.[attribute]);
    memory.set(`names ${before.id}`, names);
    if (isLost(String(before[attribute]), after, names)) memory.set(`lost ${before.id}`, true);
    else if (!same(String(before[attribute]), after)) memory.delete(`lost ${before.id}`);
  });
  const finding = leavingOut(COLLECTION, new RegExp(`^${attribute} eq `, 'i'), () => undefined);
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      return (await finding.response?.(answer, request, context)) ?? answer;
    },
  };
}

function rememberingNothing(path: RegExp, filter: RegExp): Pick<Fault, 'response'> {
  return {
    response: (response, request, { memory }) => {
      const list = response.status === 200 && filterMatch(request, path, filter) ? jsonOf(response) : null;
      if (!list) return response;
      const asked = `${tokenIn(request)} ${filterOf(request)}`;
      if (list.totalResults === 0) memory.set(asked, true);
      return memory.has(asked) ? withJson(response, EMPTY_LIST) : response;
    },
  };
}

function comparingTheBegin(path: RegExp, attribute: string): Pick<Fault, 'request'> {
  const begin = (text: unknown) => String(text).slice(0, LONGEST);
  return choosing(path, new RegExp(`^${attribute} eq "(.{${LONGEST},})"$`, 'i'), (resource, [, value]) =>
    same(begin(resource[attribute]), begin(value)),
  );
}

/** The index holds the lastModified of the create or of the last replace. */
function overlookingPatches(): Pick<Fault, 'response'> {
  const finding = changingMatches(GROUPS, /^meta\.lastModified (gt|ge) "(.+)"$/i, (resources, request, { memory }) => {
    const instant = /"(.+)"/.exec(filterOf(request) ?? '')?.[1] ?? '';
    return resources.filter(({ id }) => !isBefore(memory.get(`indexed ${id}`) as string | undefined, instant));
  });
  return {
    response: (response, request, context) => {
      const written: Json | null = response.status < 300 ? jsonOf(response) : null;
      const isIndexed =
        matches({ method: 'POST', path: GROUPS }, request) || matches({ method: 'PUT', path: GROUP }, request);
      if (isIndexed && written?.meta) context.memory.set(`indexed ${written.id}`, metaOf(written).lastModified);
      else if (isIndexed) context.memory.delete(`indexed ${lastSegmentOf(request)}`);
      return finding.response(response, request, context);
    },
  };
}

/** Compares to the millisecond, and where that is equal and both have the same form, by what follows. */
function isBefore(indexed: string | undefined, instant: string): boolean {
  if (indexed === undefined) return false;
  const difference = Date.parse(indexed) - Date.parse(instant);
  return difference < 0 || (difference === 0 && indexed < instant);
}
