import { objectOf } from '../../scim/models/json.ts';
import { idOf, isSuccess, type Json, kindOf, listedIn, type Seen } from '../seen.ts';
import type { Followed, State } from '../state.ts';
import { type Claim, readsAs, searchedIn } from '../traffic.ts';
import { failed, formOf, isFair, isScimError, judged, type Match, passed, type Rule, shown, when } from './rule.ts';

/** A create is answered 201 with the id, and the next read shows what was sent. */
export function creates(
  match: Match,
  what: string,
  check?: (seen: Seen) => { expected: unknown; actual: unknown } | null,
): Rule {
  return when(match, (seen, traffic) => {
    const { status, body } = seen.answer;
    // A name that is taken is nobody's fault, and other rows look at media types.
    if (status === 409 || status === 406 || status === 415 || isTaken(seen, traffic)) return [];
    if (status !== 201) return isFair(seen, traffic) ? [failed(`${what}: the status`, 201, status)] : [];
    const id = idOf(body);
    if (id === null) return [failed(`${what}: the id in the answer`, 'an id', null)];
    const wrong = check?.(seen) ?? null;
    if (wrong !== null) return [{ outcome: 'failed', what: `${what}: the answer`, ...wrong }];
    const effect = traffic.effectOf(seen);
    if (effect === null) return [];
    // Vault keeps no externalId of a group; that is another source's concern.
    const followed: readonly string[] =
      kindOf(seen) === 'Group' ? ['displayName', 'members'] : ['userName', 'externalId', 'active'];
    const attributes = effect.touched.filter((name) => followed.includes(name));
    return [{ claim: shown(id, what, effect, attributes) }];
  });
}

function isTaken(seen: Seen, traffic: Parameters<Rule>[1]): boolean {
  const kind = kindOf(seen);
  const attribute = kind === 'User' ? 'userName' : 'displayName';
  const name = String(seen.sent[attribute] ?? '').toLowerCase();
  return kind !== null && traffic.find(kind, (state) => state[attribute]?.toLowerCase() === name).length > 0;
}

/** The answer to a create shows the whole user, active as it was sent. */
export function showsWholeUser({ answer, sent }: Seen): { expected: unknown; actual: unknown } | null {
  const { schemas, userName, active } = objectOf(answer.body);
  const actual = { schemas: Array.isArray(schemas), userName: typeof userName === 'string', active };
  const expected = { schemas: true, userName: true, active: typeof sent.active === 'boolean' ? sent.active : active };
  return JSON.stringify(actual) === JSON.stringify(expected) ? null : { expected, actual };
}

/** The password of a create is neither answered nor read. The claim holds the password in memory until the read. */
export function keepsNoPassword(match: Match): Rule {
  const what = 'the password of a create is not shown';
  return when(match, ({ answer, sent }) => {
    const { password } = sent;
    if (typeof password !== 'string' || password === '') return [];
    if (answer.status !== 201)
      return answer.status === 400 ? [failed('a create with a password: the status', 201, 400)] : [];
    const shows = (body: Json) =>
      'password' in body || JSON.stringify(body).includes(JSON.stringify(password).slice(1, -1));
    const id = idOf(answer.body);
    if (shows(objectOf(answer.body))) return [failed(what, 'no password', 'the password')];
    const differs: Claim['differs'] = (read) =>
      read !== null && shows(read.resource) ? { expected: 'no password', actual: 'the password' } : null;
    return id === null ? [] : [{ claim: { id, what, attributes: [], differs } }];
  });
}

/** A deletion is answered 204 without a body, and afterwards a read gives 404. */
export function deletes(kind: 'User' | 'Group'): Rule {
  const what = `a ${kind.toLowerCase()} is deleted`;
  const match: Match = (seen) =>
    kindOf(seen) === kind && seen.answer.request.method === 'DELETE' && seen.target.kind === 'resource';
  return when(match, (seen, traffic) => {
    const { status, text } = seen.answer;
    const { id } = seen.target;
    if (traffic.known(id)?.isGone === true || status === 404) return [];
    if (status !== 204 || text !== '') {
      return isSuccess(seen) || isFair(seen, traffic)
        ? [failed(`${what}: the status and the body`, '204, empty', formOf(seen))]
        : [];
    }
    const differs: Claim['differs'] = (read) => (read === null ? null : { expected: 404, actual: 'still there' });
    return id === undefined ? [] : [{ claim: { id, what: `${what}: gone when it is read`, attributes: [], differs } }];
  });
}

/** A second deletion finds nobody, in SCIM's form. */
export const secondDeletion: Rule = when(
  ({ answer, target }, traffic) =>
    answer.request.method === 'DELETE' && target.kind === 'resource' && traffic.known(target.id)?.isGone === true,
  (seen) => [
    judged(
      'a second deletion is answered 404 as a SCIM error',
      isScimError(seen, 404),
      '404 as a SCIM error',
      formOf(seen),
    ),
  ],
);

/** Whether a write turns `active` to something else than what is known. */
export function switchesActive(seen: Seen, traffic: Parameters<Rule>[1]): boolean {
  const before = traffic.known(seen.target.id)?.state.active;
  const after = traffic.effectOf(seen)?.after.active;
  return after !== undefined && before !== undefined && after !== before;
}

/** A search finds an inactive user, inactive. */
export function findsInactive(match: Match): Rule {
  return when(match, (seen, traffic) => {
    const search = searchedIn(seen, traffic);
    if (search === null || seen.answer.status !== 200) return [];
    const inactive = search.ids.filter((id) => traffic.known(id)?.state.active === false);
    if (inactive.length === 0) return [];
    const found = listedIn(seen).filter(({ id }) => inactive.includes(String(id)));
    const what = 'an inactive user is found, with active false';
    if (found.length < inactive.length) return [failed(what, 'found', 'not found')];
    // Whether the deactivation itself worked is another row's concern.
    return found.every(({ active }) => active === false) ? [passed(what)] : [];
  });
}

/** Whole lists show inactive users, inactive. @param match the list */
export function listsInactive(match: Match): Rule {
  return when(match, (seen, traffic) => {
    const shownThere = listedIn(seen).filter(({ id }) => {
      const known = traffic.known(String(id));
      return known?.state.active === false && known.writtenAt <= seen.startedAt;
    });
    if (shownThere.length === 0) return [];
    const wrong = shownThere.filter((one) => 'active' in one && one.active !== false);
    return [judged('a disabled user is listed with active false', wrong.length === 0, false, true)];
  });
}

/** The id stays over a deactivation and the activation after it. */
export function keepsId(): Rule {
  const ids = new Map<string, { id: string; wasInactive: boolean }>();
  return (seen) => {
    if (kindOf(seen) !== 'User' || seen.answer.request.method !== 'GET' || seen.answer.status !== 200) return [];
    const shownUsers = seen.target.kind === 'collection' ? listedIn(seen) : [objectOf(seen.answer.body)];
    if (ids.size > 20_000) ids.clear();
    return shownUsers.flatMap((user) => {
      const { userName, active } = user as State;
      const id = idOf(user);
      if (userName === undefined || id === null || active === undefined) return [];
      const key = userName.toLowerCase();
      const known = ids.get(key);
      ids.set(key, { id, wasInactive: active === false || (known?.wasInactive === true && known.id === id) });
      if (known?.wasInactive !== true) return [];
      if (known.id !== id) return [failed('the id of a user that was inactive', 'the same', 'another')];
      if (active === false) return [];
      ids.set(key, { id, wasInactive: false });
      return [passed('the id over deactivation and reactivation is the same')];
    });
  };
}

/** A refused write leaves the resource as it was known. @param attributes that the write would have changed */
export function unchanged(seen: Seen, traffic: Parameters<Rule>[1], what: string): ReturnType<Rule> {
  const { id } = seen.target;
  const known = traffic.known(id);
  if (id === undefined || known === undefined) return [];
  const touched = traffic.effectOf(seen)?.touched ?? [];
  const followed = touched.length > 0 ? touched : (Object.keys(known.state) as Followed[]);
  const attributes = followed.filter((name) => known.state[name] !== undefined);
  if (attributes.length === 0) return [];
  return [
    { claim: { id, what: `${what}: nothing has changed`, attributes, differs: readsAs(known.state, attributes) } },
  ];
}
