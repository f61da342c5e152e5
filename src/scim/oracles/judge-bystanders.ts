import { equivalent } from '../models/equivalence.ts';
import type { JsonObject } from '../models/json.ts';
import { type Finding, FindingList } from './finding.ts';
import { shownIds } from './member-ids.ts';
import type { OracleName } from './rows.ts';

/** An accepted write to another resource than the one that is looked at. */
export type OtherWrite = `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${'user' | 'group'}`;

const OF_USERS: Partial<Record<OtherWrite, OracleName>> = {
  'PUT group': 'others-of-group-replace',
  'DELETE group': 'others-of-group-delete',
  'PATCH group': 'others-of-group-patch',
};
const OF_GROUPS: Partial<Record<OtherWrite, OracleName>> = {
  ...OF_USERS,
  'PUT user': 'groups-of-replaced-user',
  'PATCH user': 'groups-of-patched-user',
  'DELETE user': 'groups-of-deleted-user',
};
const OPERATION = { user: 'GET /Users/{id}', group: 'GET /Groups/{id}' };

export interface Bystander {
  type: 'user' | 'group';
  /** As it was shown before the writes to others. */
  before: JsonObject;
  /** As it is shown after them; null when it is gone. */
  after: JsonObject | null;
  writes: ReadonlySet<OtherWrite>;
  /** Ids of what was created meanwhile without counting as a write: who of them is a member was not told by the writes. */
  created: { has(id: string): boolean };
  /** Ids of what was deleted meanwhile: no member any more. */
  deleted: { has(id: string): boolean };
}

/** Judges that writes to other resources left this one alone. Writes of several kinds are not told apart. */
export function judgeBystander({ type, before, after, writes, created, deleted }: Bystander): Finding[] {
  const findings = new FindingList(OPERATION[type], true);
  const [only, ...more] = writes;
  if (type === 'user' && after !== null && only !== undefined) {
    findings.judge('activity-of-others', before.active === after.active, {
      expected: { active: before.active },
      actual: { active: after.active },
    });
  }
  const oracle = only === undefined || more.length > 0 ? undefined : (type === 'user' ? OF_USERS : OF_GROUPS)[only];
  if (oracle === undefined) return findings.toArray();
  const differences = type === 'user' ? ofUser(before, after) : ofGroup(before, after, { created, deleted });
  findings.judge(oracle, differences.length === 0, { expected: 'what was shown before', actual: differences });
  return findings.toArray();
}

/** Judges that what was deleted stays away, whatever was written since. @param status of a read by id */
export function judgeStillDeleted(type: Bystander['type'], status: number): Finding[] {
  const findings = new FindingList(OPERATION[type], true);
  const oracle = type === 'user' ? 'deleted-user-read' : 'deleted-group-read';
  findings.judge(oracle, status !== 200, { expected: 404, actual: status });
  return findings.toArray();
}

function ofUser(before: JsonObject, after: JsonObject | null): unknown[] {
  if (after === null) return ['it is gone'];
  return equivalent(before, after, { ignore: ['meta', 'groups', 'active'] });
}

function ofGroup(
  before: JsonObject,
  after: JsonObject | null,
  { created, deleted }: Pick<Bystander, 'created' | 'deleted'>,
): unknown[] {
  if (after === null) return ['it is gone'];
  const expected = shownIds(before.members)
    ?.filter((id) => !deleted.has(id))
    .sort();
  const actual = shownIds(after.members)
    ?.filter((id) => !created.has(id))
    .sort();
  const names = equivalent(before.displayName, after.displayName);
  const isComparable = expected !== undefined && actual !== undefined;
  return [...names, ...(isComparable && expected.join() !== actual.join() ? [{ expected, actual }] : [])];
}
