import { isSuccess, kindOf, type Seen } from '../seen.ts';
import type { Followed } from '../state.ts';
import type { Traffic } from '../traffic.ts';
import { unchanged } from './lifecycle.ts';
import { failed, formOf, isFair, isScimError, judged, type Match, type Rule, type Said, shown, when } from './rule.ts';

/** The groups of each user follow every change of a group: shown by the next read of the user. */
export function groupsFollow(): Rule {
  const memberships = new Map<string, boolean>();
  const what = 'the groups of a user follow the groups';
  return (seen, traffic) => {
    const effect = kindOf(seen) === 'Group' && isSuccess(seen) ? traffic.effectOf(seen) : null;
    const gid = seen.target.id;
    if (effect === null || gid === undefined) return [];
    const before = traffic.known(gid)?.state.members ?? [];
    const after = effect.after.members;
    const joined = after?.filter((id) => !before.includes(id)) ?? effect.has;
    const left = after ? before.filter((id) => !after.includes(id)) : effect.hasNot;
    if (memberships.size > 50_000) memberships.clear();
    return [...joined.map((id) => ({ id, isMember: true })), ...left.map((id) => ({ id, isMember: false }))].map(
      ({ id, isMember }): Said => {
        memberships.set(`${id} ${gid}`, isMember);
        return {
          claim: {
            id,
            what,
            // No later write makes it void: what is due is looked up when the user is read.
            attributes: [],
            differs: (read) => {
              // The group as it was last read or written counts, whichever claim this is.
              const due = traffic.known(gid)?.state.members?.includes(id) ?? memberships.get(`${id} ${gid}`);
              if (read === null || due === undefined) return null;
              const has = read.state.groups?.includes(gid) === true;
              return has === due
                ? null
                : {
                    expected: due ? 'in the group' : 'not in the group',
                    actual: has ? 'in the group' : 'not in the group',
                  };
            },
          },
        };
      },
    );
  };
}

/** What may be executed as a whole, or refused with 400 as a SCIM error without any effect. */
export function wholeOrRefused(match: Match, what: string): Rule {
  return when(match, (seen, traffic) => {
    const { id } = seen.target;
    if (isSuccess(seen)) {
      const effect = traffic.effectOf(seen);
      if (effect === null || id === undefined) return [];
      // Also what the write does not name has to stay.
      const followed = Object.keys(effect.after) as Followed[];
      return [{ claim: shown(id, what, effect, followed.length > 0 ? followed : effect.touched) }];
    }
    if (!isFair(seen, traffic)) return [];
    return isScimError(seen, 400)
      ? unchanged(seen, traffic, what)
      : [failed(`${what}: done, or refused as a SCIM error`, '2xx, or 400 as a SCIM error', formOf(seen))];
  });
}

/** What has to be refused with 400 and a keyword, without any effect. */
export function refused(match: Match, what: string, scimType: string): Rule {
  return when(match, (seen, traffic) => {
    const type = (seen.answer.body as { scimType?: unknown } | undefined)?.scimType;
    const isRefused = isScimError(seen, 400) && type === scimType;
    if (!isRefused) return [failed(what, `400 ${scimType}`, `${formOf(seen)} ${String(type ?? '')}`.trim())];
    return seen.answer.request.method === 'GET' ? [judged(what, true, null, null)] : readBack(seen, traffic, what);
  });
}

function readBack(seen: Seen, traffic: Traffic, what: string): Said[] {
  const { id } = seen.target;
  const known = traffic.known(id);
  const groups = known?.state.groups;
  if (id === undefined || groups === undefined) return [];
  return [
    {
      claim: {
        id,
        what: `${what}: nothing has changed`,
        attributes: ['groups'],
        differs: (read) =>
          read?.state.groups?.join() === groups.join()
            ? null
            : { expected: groups, actual: read?.state.groups ?? 'gone' },
      },
    },
  ];
}
