import { objectOf } from '../../scim/models/json.ts';
import { idOf, type Json, kindOf, listedIn, type Seen } from '../seen.ts';
import { type Judged, searchedIn } from '../traffic.ts';
import { both, failed, judged, type Match, passed, type Rule, when } from './rule.ts';

/** A list of everything, without a filter. */
export const isPlainList: Match = ({ target, answer }) =>
  answer.request.method === 'GET' && target.kind === 'collection' && !target.query.has('filter');

/** A search by one name. */
export const isSearch: Match = (seen, traffic) =>
  seen.answer.request.method === 'GET' && searchedIn(seen, traffic) !== null;

/** The answer is 200 and a ListResponse with `Resources` and all three numbers as JSON numbers. */
export function completeList(match: Match): Rule {
  return when(match, ({ answer }) => {
    const { schemas, totalResults, startIndex, itemsPerPage, Resources } = objectOf(answer.body);
    const found = {
      status: answer.status,
      schemas: Array.isArray(schemas) && schemas.some((urn) => String(urn).endsWith(':ListResponse')),
      numbers: [totalResults, startIndex, itemsPerPage].every((one) => typeof one === 'number'),
      Resources: Array.isArray(Resources),
    };
    const wanted = { status: 200, schemas: true, numbers: true, Resources: true };
    return [judged('the list is complete', JSON.stringify(found) === JSON.stringify(wanted), wanted, found)];
  });
}

/** The numbers of a page are right: what is on it, and a total that covers it. */
export function rightTotals(match: Match): Rule {
  return when(
    both(match, ({ answer }) => answer.status === 200),
    (seen) => {
      const { totalResults, itemsPerPage, startIndex } = objectOf(seen.answer.body);
      const size = listedIn(seen).length;
      const asked = Math.max(1, Number(seen.target.query.get('startIndex') ?? 1));
      const count = seen.target.query.get('count');
      const rest = Math.max(0, Number(totalResults) - asked + 1);
      const due = count === null ? size : Math.min(Number(count), rest);
      const found = { numeric: typeof totalResults === 'number', itemsPerPage, startIndex, resources: size };
      const isRight =
        typeof totalResults === 'number' &&
        itemsPerPage === size &&
        (size === 0 || startIndex === asked) &&
        // A server may give less than was asked for, but not nothing.
        (size === due || (size > 0 && size < due));
      return [
        judged(
          'the numbers of a page',
          isRight,
          { numeric: true, itemsPerPage: size, startIndex: asked, resources: due },
          found,
        ),
      ];
    },
  );
}

interface Walk {
  ids: string[];
  next: number;
}

/**
 * Over a walk through all pages no resource comes twice and none is missing, and the next walk gives the same order
 * when nothing was written between.
 */
export function stableOrder(match: Match): Rule {
  const walks = new Map<string, Walk>();
  const before = new Map<string, string[]>();
  return (seen, traffic) => {
    const { request, status } = seen.answer;
    if (request.method !== 'GET') {
      walks.clear();
      before.clear();
      return [];
    }
    return status === 200 && match(seen, traffic) ? pageOf(seen, walks, before) : [];
  };
}

function pageOf(seen: Seen, walks: Map<string, Walk>, before: Map<string, string[]>): Judged[] {
  const { target, answer } = seen;
  const key = `${target.endpoint}?${target.query.get('attributes') ?? ''}`;
  const start = Math.max(1, Number(target.query.get('startIndex') ?? 1));
  const ids = listedIn(seen).flatMap((one) => idOf(one) ?? []);
  const walk = start === 1 ? { ids: [], next: 1 } : walks.get(key);
  if (!walk || walk.next !== start) return [];
  walk.ids.push(...ids);
  walk.next += ids.length;
  walks.set(key, walk);
  const { totalResults } = objectOf(answer.body);
  const isLast = typeof totalResults === 'number' && (walk.ids.length >= totalResults || ids.length === 0);
  if (new Set(walk.ids).size < walk.ids.length)
    return [failed('a walk over all pages gives each resource once', 'each once', 'one came twice')];
  if (!isLast) return [];
  walks.delete(key);
  const last = before.get(key);
  before.set(key, walk.ids);
  if (walk.ids.length !== totalResults) {
    return [failed('a walk over all pages finds all', totalResults, walk.ids.length)];
  }
  if (last === undefined) return [];
  const isSame = last.join() === walk.ids.join();
  return [judged('two walks without a write between give the same order', isSame, 'the same order', 'another order')];
}

/** A search by name finds exactly those that are known to have it; whom the traffic never showed may be there too. */
export function findsByName(match: Match): Rule {
  return when(both(isSearch, match), (seen, traffic) => {
    const search = searchedIn(seen, traffic);
    if (search === null) return [];
    const { attribute, value, ids } = search;
    const what = `${kindOf(seen)} is found by ${attribute}`;
    if (seen.answer.status !== 200) return [failed(`${what}: the status`, 200, seen.answer.status)];
    const resources = listedIn(seen);
    const others = resources.filter((one) => !isNamed(one, attribute, value));
    if (others.length > 0) return [failed(`${what}: every result has that name`, 0, others.length)];
    const found = resources.flatMap((one) => idOf(one) ?? []);
    // Who is inactive is another row's concern.
    const missing = ids.filter((id) => !found.includes(id) && traffic.known(id)?.state.active !== false);
    if (missing.length > 0) return [failed(`${what}: who is there is found`, ids.length, ids.length - missing.length)];
    const { totalResults } = objectOf(seen.answer.body);
    if (Number(totalResults) !== found.length) return [failed(`${what}: the total`, found.length, totalResults)];
    return [passed(found.length === 0 ? `${what}: none` : `${what}: one`)];
  });
}

function isNamed(resource: Json, attribute: string, value: string): boolean {
  const name = resource[attribute];
  return typeof name === 'string' && name.toLowerCase() === value.toLowerCase();
}
