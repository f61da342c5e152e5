import type { JsonObject } from '../models/json.ts';
import { type Finding, FindingList } from './finding.ts';
import { shownIds } from './member-ids.ts';

/** Compares the groups that a user shows with the members that groups of the same SCIM client show, of one state. */
export function judgeMemberships(user: JsonObject, groups: readonly JsonObject[]): Finding[] {
  const findings = new FindingList('GET /Users/{id}', true);
  const shown = shownIds(user.groups);
  for (const group of groups) {
    const members = shownIds(group.members);
    if (shown === null || members === null) continue;
    const isMember = members.includes(String(user.id));
    const isShown = shown.includes(String(group.id));
    const detail = { expected: isMember, actual: isShown };
    findings.judge(isMember ? 'groups-of-member' : 'groups-of-others', isShown === isMember, detail);
  }
  return findings.toArray();
}
