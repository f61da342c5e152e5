import { isObject } from '../../scim/models/json.ts';
import { idOf, isOutside, isSuccess, type Json, kindOf, operationsIn, referencesIn, type Seen } from '../seen.ts';
import type { Effect, Followed } from '../state.ts';
import { type Claim, type Judged, readsAs, type Traffic } from '../traffic.ts';

/** A claim without what the judge adds to it. */
export type Promised = Omit<Claim, 'row' | 'exchanges' | 'madeAt'>;

/** What a rule says of an exchange: a judgement, or a claim that a later read has to show. */
export type Said = Judged | { claim: Promised };

/** Looks at one exchange before it is taken into what is known of the traffic. */
export type Rule = (seen: Seen, traffic: Traffic) => Said[];

/** How a row of a vendor's catalogue is decided from exchanges alone. */
export interface PassiveRow {
  /** What has to come by for the row to be decided, in words that complete "not seen in this traffic: …". */
  needs: string;
  judge: Rule;
  /** Why a pass cannot be seen, for a row of which only a failure can. */
  onlyFailures?: string;
}

/** Every row of a vendor that exchanges can decide; the others are not observable passively. */
export type PassiveRows = Readonly<Record<string, PassiveRow>>;

export type Match = (seen: Seen, traffic: Traffic) => boolean;

export const failed = (what: string, expected: unknown, actual: unknown): Judged => ({
  outcome: 'failed',
  what,
  expected,
  actual,
});
export const passed = (what: string): Judged => ({ outcome: 'passed', what });

/** A judgement by whether something holds. */
export function judged(what: string, holds: boolean, expected: unknown, actual: unknown): Judged {
  return holds ? passed(what) : failed(what, expected, actual);
}

/** The rule for those exchanges that match and that the SCIM service itself answered. */
export function when(match: Match, judge: Rule): Rule {
  return (seen, traffic) => (!isOutside(seen) && match(seen, traffic) ? judge(seen, traffic) : []);
}

export function all(...rules: Rule[]): Rule {
  return (seen, traffic) => rules.flatMap((rule) => rule(seen, traffic));
}

/** `POST /Users`: method and place in the words of the oracles. */
export function asks(operation: string): Match {
  return (seen) => seen.target.operation === operation;
}

/** A rule that passes when so many kinds of its judgements were passed; its failures are said as they come. */
export function onceAllKinds(rule: Rule, kinds: number, kindOf: (what: string) => string, what: string): Rule {
  const seenKinds = new Set<string>();
  return (seen, traffic) =>
    rule(seen, traffic).flatMap((said) => {
      if ('claim' in said || said.outcome !== 'passed') return [said];
      seenKinds.add(kindOf(said.what));
      return seenKinds.size === kinds ? [passed(what)] : [];
    });
}

export const isMembersPath = (path: string | null): boolean => path?.toLowerCase() === 'members';

/** `members[…]` */
export const isMemberSelection = (path: string | null): boolean => /^members\[/i.test(path ?? '');

export function both(...matches: Match[]): Match {
  return (seen, traffic) => matches.every((match) => match(seen, traffic));
}

/** A PATCH whose operations are all as described. */
export function patches(
  endpoint: '/Users' | '/Groups',
  fits: (operation: ReturnType<typeof operationsIn>[number]) => boolean,
): Match {
  return ({ target, sent, answer }) => {
    const operations = operationsIn(sent);
    const isPatch = answer.request.method === 'PATCH' && target.kind === 'resource' && target.endpoint === endpoint;
    return isPatch && operations.length > 0 && operations.every(fits);
  };
}

export interface WriteRule {
  what: string;
  statuses: readonly number[];
  /** Attributes that the next read has to show as the write makes them; all that it is about when left out. */
  shows?: Followed[];
}

/**
 * The rule for a write: it has to be accepted, and the next read has to show its effect. A refusal is held against
 * the server only when the request was fair: the resource and all members are known to be there.
 */
export function writes(match: Match, { what, statuses, shows }: WriteRule): Rule {
  return when(match, (seen, traffic) => {
    const { status } = seen.answer;
    if (!statuses.includes(status)) {
      return isSuccess(seen) || isFair(seen, traffic) ? [failed(`${what}: the status`, statuses, status)] : [];
    }
    const id = seen.answer.request.method === 'POST' ? idOf(seen.answer.body) : (seen.target.id ?? null);
    const effect = traffic.effectOf(seen);
    return id === null || effect === null ? [] : [{ claim: shown(id, what, effect, shows ?? effect.touched) }];
  });
}

/** A claim that a read shows the effect. Members that were not known before are held to those that the write names. */
export function shown(id: string, what: string, effect: Effect, attributes: Followed[]): Promised {
  const { after, has, hasNot } = effect;
  const rest = readsAs(after, attributes);
  return {
    id,
    what: `${what}: what is read afterwards`,
    attributes,
    differs: (read) => {
      const difference = rest(read);
      if (difference !== null || read === null || after.members || !attributes.includes('members')) return difference;
      const members = read.state.members ?? [];
      const isRight = has.every((one) => members.includes(one)) && !hasNot.some((one) => members.includes(one));
      return isRight ? null : { expected: { members: { with: has, without: hasNot } }, actual: { members } };
    },
  };
}

/** Whether the server has every reason to accept a write: nothing that it names is missing, and no name is taken. */
export function isFair(seen: Seen, traffic: Traffic): boolean {
  const { target, sent, answer } = seen;
  if (answer.status === 409) return false;
  if (target.kind === 'resource' && traffic.known(target.id)?.isGone !== false) return false;
  const members = [
    ...referencesIn(sent.members),
    ...operationsIn(sent).flatMap(({ path, value }) =>
      /^members/i.test(path ?? '') ? referencesIn(value) : isObject(value) ? referencesIn(value.members) : [],
    ),
  ];
  return members.every((id) => traffic.known(id)?.isGone === false);
}

/** Whether an answer is an error with that status as SCIM writes it (RFC 7644 section 3.12). */
export function isScimError({ answer }: Seen, status: number): boolean {
  const body = (isObject(answer.body) ? answer.body : {}) as Json;
  const { schemas, detail } = body;
  const hasUrn = Array.isArray(schemas) && schemas.some((urn) => String(urn).endsWith(':Error'));
  return answer.status === status && hasUrn && String(body.status) === String(status) && String(detail ?? '') !== '';
}

/** Status and form of an answer in stable words, for the actual value of a refusal. */
export function formOf({ answer }: Seen): string {
  const form = answer.layer === 'scim' ? '' : answer.layer === 'vault' ? " in Vault's form" : ' in no known form';
  return `${answer.status}${answer.status < 400 ? '' : form}`;
}

/** Whether the exchange is about a resource of that kind. */
export function about(kind: 'User' | 'Group'): Match {
  return (seen) => kindOf(seen) === kind;
}
