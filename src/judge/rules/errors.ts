import { idOf, kindOf, listedIn, type Seen } from '../seen.ts';
import { type Judged, searchedIn, type Traffic } from '../traffic.ts';
import { isSearch } from './lists.ts';
import type { Rule } from './rule.ts';
import { failed, formOf, isScimError, judged, type Match, passed, when } from './rule.ts';

function asScimError(who: string, status: number, seen: Seen): Judged {
  const wanted = `${status} as a SCIM error`;
  return judged(`${who} is answered ${wanted}`, isScimError(seen, status), wanted, formOf(seen));
}

/** What a token that the server never took is answered. A refusal before the first success cannot be told from it. */
export const badToken: Rule = (seen) => {
  const { status } = seen.answer;
  if (seen.standing === 'accepted before' || (status !== 401 && status !== 403)) return [];
  return [asScimError('a bad token', 401, seen)];
};

/** A token that was taken before and no longer is. */
export const formerToken: Rule = (seen) => {
  if (seen.standing !== 'accepted before' || seen.answer.status !== 401) return [];
  return [asScimError('an expired token', 401, seen)];
};

/** Who is not there is answered 404 in SCIM's form. */
export const missing: Rule = when(
  ({ answer, target }, traffic) =>
    target.kind === 'resource' &&
    (answer.status === 404 || (answer.request.method === 'GET' && answer.status === 400 && !traffic.known(target.id))),
  (seen) => [asScimError('an unknown id', 404, seen)],
);

/** Every answer with a body is JSON, also one that came from a layer in front of the SCIM service. */
export const alwaysJson: Rule = ({ answer }) => {
  if (answer.status === 0 || answer.text === '') return [];
  const isJson = ['application/scim+json', 'application/json'].includes(answer.mediaType) && answer.body !== undefined;
  return [judged('every answer is JSON', isJson, 'JSON', `${answer.status} as ${answer.mediaType || 'nothing named'}`)];
};

/** 429 names the seconds to wait as an integer. */
export const throttled: Rule = ({ answer }) => {
  if (answer.status !== 429) return [];
  const after = answer.header('retry-after') ?? null;
  return [judged('429 has an integer Retry-After', /^\d+$/.test(after ?? ''), 'an integer', after)];
};

/**
 * A second create of a name is refused with 409 and changes nothing. The refusal is shown by the same search before
 * and after it.
 */
export function secondCreate(kind: 'User' | 'Group', needsForm: boolean): Rule {
  const attribute = kind === 'User' ? 'userName' : 'displayName';
  const searches = new Map<string, string>();
  const refused = new Map<string, string>();
  const what = `a second create of a ${attribute} is refused with 409`;
  return (seen, traffic) => {
    if (kindOf(seen) !== kind) return [];
    const search = isSearch(seen, traffic) ? searchedIn(seen, traffic) : null;
    if (search !== null) return judgeSearch(seen, search.value.toLowerCase());
    const { method } = seen.answer.request;
    if (method === 'GET') return [];
    const name = String(seen.sent[attribute] ?? '').toLowerCase();
    if (method !== 'POST' || seen.target.kind !== 'collection' || name === '') {
      if (method !== 'POST') searches.clear();
      return [];
    }
    return judgeCreate(seen, name, traffic);
  };

  function judgeSearch(seen: Seen, name: string) {
    if (seen.answer.status !== 200) return [];
    const ids = listedIn(seen).map(idOf).join();
    const before = refused.get(name);
    refused.delete(name);
    if (searches.size > 1_000) searches.clear();
    searches.set(name, ids);
    if (before === undefined) return [];
    return [judged(`${what} and changes nothing`, before === ids, 'the same result', 'another result')];
  }

  function judgeCreate(seen: Seen, name: string, traffic: Traffic) {
    const taken = traffic.find(kind, (state) => state[attribute]?.toLowerCase() === name).length > 0;
    const before = searches.get(name);
    searches.delete(name);
    if (!taken || seen.standing !== 'accepted before') return [];
    const isRight = needsForm ? isScimError(seen, 409) : seen.answer.status === 409;
    if (!isRight) return [failed(what, needsForm ? '409 as a SCIM error' : 409, formOf(seen))];
    if (before !== undefined) refused.set(name, before);
    return [];
  }
}

/** Media types in which creates came; passes when each of them was taken. */
export function takesMediaTypes(match: Match, wanted: readonly RegExp[]): Rule {
  const taken = new Set<number>();
  return when(match, (seen) => {
    const type = seen.answer.request.header('content-type') ?? '';
    const index = wanted.findIndex((one) => one.test(type));
    if (index < 0) return [];
    if (seen.answer.status === 415 || seen.answer.status === 406)
      return [failed('both media types are taken', 'accepted', seen.answer.status)];
    if (seen.answer.status >= 400) return [];
    taken.add(index);
    return taken.size === wanted.length ? [passed('both media types are taken')] : [];
  });
}
