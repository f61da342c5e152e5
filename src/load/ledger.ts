import type { Answer } from '../scim/answer.ts';

/** What is known of a fact after everything that was sent: `unknown` after a request whose outcome nobody told. */
export type Known<Value> = Value | 'unknown';

/** How the server ended a change. Without an answer, or after a 5xx, both is possible. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown' | 'not sent';

export function outcomeOf(step: { answer: Pick<Answer, 'status'> } | null): Outcome {
  if (step === null) return 'not sent';
  const { status } = step.answer;
  if (status >= 200 && status < 300) return 'acknowledged';
  return status >= 400 && status < 500 ? 'refused' : 'unknown';
}

export interface UserState {
  id: string;
  userName: string;
  present: Known<boolean>;
  active: Known<boolean>;
}

export interface GroupState {
  id: string;
  displayName: string;
  /** By id of the user; who was never in it has no entry. */
  members: Map<string, Known<boolean>>;
}

/**
 * What the server has acknowledged, as the state that it must now hold. Changes of one person follow one another,
 * those of different people do not touch the same fact: so the order in which answers came does not matter.
 */
export class Ledger {
  readonly users = new Map<string, UserState>();
  readonly groups = new Map<string, GroupState>();

  userMade(id: string, userName: string): void {
    this.users.set(id, { id, userName, present: true, active: true });
  }

  groupMade(id: string, displayName: string): void {
    this.groups.set(id, { id, displayName, members: new Map() });
  }

  member(groupId: string, userId: string, isMember: boolean, outcome: Outcome): void {
    const members = this.groups.get(groupId)?.members;
    if (!members) return;
    members.set(userId, after(members.get(userId) ?? false, isMember, outcome));
  }

  active(userId: string, active: boolean, outcome: Outcome): void {
    const user = this.users.get(userId);
    if (user) user.active = after(user.active, active, outcome);
  }

  /** A deleted user is in no group any more (RFC 7643 section 4.2 has members that are resources). */
  deleted(userId: string, outcome: Outcome): void {
    const user = this.users.get(userId);
    if (!user) return;
    user.present = after(user.present, false, outcome);
    for (const { members } of this.groups.values()) {
      const before = members.get(userId);
      if (before !== undefined) members.set(userId, after(before, false, outcome));
    }
  }
}

function after<Value>(before: Known<Value>, wanted: Value, outcome: Outcome): Known<Value> {
  if (outcome === 'acknowledged') return wanted;
  return outcome === 'unknown' && before !== wanted ? 'unknown' : before;
}
