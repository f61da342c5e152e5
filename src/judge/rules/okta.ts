import { objectOf } from '../../scim/models/json.ts';
import { idOf, isSuccess, operationsIn, type Seen } from '../seen.ts';
import { readsAs } from '../traffic.ts';
import { alwaysJson, badToken, missing, secondCreate, takesMediaTypes, throttled } from './errors.ts';
import {
  creates,
  deletes,
  findsInactive,
  keepsId,
  keepsNoPassword,
  showsWholeUser,
  switchesActive,
} from './lifecycle.ts';
import { completeList, findsByName, isPlainList, isSearch, rightTotals, stableOrder } from './lists.ts';
import {
  about,
  all,
  asks,
  both,
  failed,
  isFair,
  isMemberSelection,
  isMembersPath,
  judged,
  type Match,
  onceAllKinds,
  type PassiveRows,
  patches,
  type Rule,
  when,
  writes,
} from './rule.ts';

/** SPEC test, step 10, and the time after which Okta closes the connection, in milliseconds. */
const GROUP_LIST_MS = 600;
const ANY_ANSWER_MS = 60_000;

/** Every create of Okta names its own id of the person. */
const createsUser = both(asks('POST /Users'), ({ sent }) => typeof sent.externalId === 'string');
const putsUser = asks('PUT /Users/{id}');
const putsGroup = asks('PUT /Groups/{id}');
/** Okta sends back what it has read: with the id. */
const isEcho: Match = ({ sent, target }) => sent.id === target.id;

const patchesActive = patches(
  '/Users',
  ({ op, path, value }) => op === 'replace' && path === null && 'active' in objectOf(value),
);
const patchesName = patches('/Groups', ({ op, path, value }) => {
  const { id, displayName } = objectOf(value);
  return op === 'replace' && path === null && typeof displayName === 'string' && id !== undefined;
});
const removesMember = patches('/Groups', ({ op, path }) => op === 'remove' && isMemberSelection(path));
const changesMembers: Match = (seen, traffic) => {
  const isOfMembers = patches('/Groups', ({ path }) => isMembersPath(path) || isMemberSelection(path))(seen, traffic);
  const kinds = new Set(operationsIn(seen.sent).map(({ op }) => op));
  return isOfMembers && kinds.has('remove') && kinds.has('add');
};
const replacesMembers = patches('/Groups', ({ op, path }) => op === 'replace' && isMembersPath(path));

/** How each row of Okta's catalogue shows in exchanges, for one judge: the rules remember. */
export function oktaRows(): PassiveRows {
  return {
    'OKTA-01': {
      needs: 'a page of users on an empty tenant',
      judge: completeList(both(isPlainList, about('User'), isEmptyList)),
    },
    'OKTA-02': { needs: 'a page of groups', judge: completeList(both(isPlainList, about('Group'))) },
    'OKTA-03': { needs: 'a page of a list', judge: rightTotals(isPlainList) },
    'OKTA-04': { needs: 'two whole imports without a write between', judge: stableOrder(isPlainList) },
    'OKTA-05': { needs: 'a search by userName', judge: findsByName(about('User')) },
    'OKTA-06': { needs: 'a search for an inactive user', judge: findsInactive(both(isSearch, about('User'))) },
    'OKTA-07': {
      needs: 'a create with a password, and a read of the user',
      judge: all(creates(createsUser, 'a user is created'), keepsNoPassword(asks('POST /Users'))),
    },
    'OKTA-08': {
      needs: 'a create, and a read of the user',
      judge: creates(createsUser, 'a user is created', showsWholeUser),
    },
    'OKTA-09': {
      needs: 'a second create of a userName between two searches for it',
      judge: secondCreate('User', true),
    },
    'OKTA-10': {
      needs: 'a replace by the representation that was read, and a read of the user',
      judge: when(
        both(putsUser, isEcho, ({ sent }) => !hasEmptyText(sent)),
        (seen, traffic) => echoed(seen, traffic),
      ),
    },
    'OKTA-11': {
      needs: 'a replace of active without a path, and a read of the user',
      judge: writes(patchesActive, {
        what: 'active is replaced without a path',
        statuses: [200, 204],
        shows: ['active'],
      }),
    },
    'OKTA-12': {
      needs: 'a replace of a user with another active, and a read of the user',
      judge: writes(both(putsUser, isEcho, switchesActive), {
        what: 'active is replaced with the user',
        statuses: [200],
        shows: ['active'],
      }),
    },
    'OKTA-13': { needs: 'a user that is found while inactive and read when active again', judge: keepsId() },
    'OKTA-14': { needs: 'a search by displayName', judge: findsByName(about('Group')) },
    'OKTA-15': {
      needs: 'a create of a group, and a read of it',
      judge: creates(asks('POST /Groups'), 'a group is created'),
    },
    'OKTA-16': {
      needs: 'a name of a group in a replace without a path, and a read of the group',
      judge: writes(patchesName, {
        what: 'the name of a group is replaced without a path',
        statuses: [200, 204],
        shows: ['displayName', 'members'],
      }),
    },
    'OKTA-17': {
      needs: 'a removal of a member by a filter path, and a read of the group',
      judge: writes(removesMember, {
        what: 'a filter path removes one member',
        statuses: [200, 204],
        shows: ['members'],
      }),
      onlyFailures: 'whether the access of the group went too is not in the traffic',
    },
    'OKTA-18': {
      needs: 'a patch that removes and adds members, and a read of the group',
      judge: writes(changesMembers, { what: 'one patch removes and adds', statuses: [200, 204], shows: ['members'] }),
    },
    'OKTA-19': {
      needs: 'a replace of all members, and a read of the group',
      judge: writes(replacesMembers, { what: 'the members are replaced', statuses: [200, 204], shows: ['members'] }),
    },
    'OKTA-20': {
      needs: 'a replace of a group without an id, and a read of the group',
      judge: writes(
        both(putsGroup, ({ sent }) => sent.id === undefined),
        {
          what: 'a group is replaced',
          statuses: [200],
          shows: ['displayName', 'members'],
        },
      ),
    },
    'OKTA-21': { needs: 'a deletion of a group, and a read of it', judge: deletes('Group') },
    'OKTA-22': { needs: 'an answer to a bad token and one to an unknown id', judge: refusals() },
    'OKTA-23': { needs: 'any exchange', judge: inTime },
    'OKTA-24': { needs: 'an answer 429', judge: throttled },
    'OKTA-25': { needs: 'any answer with a body', judge: alwaysJson },
    'OKTA-26': {
      needs: 'a create in each of the two media types',
      judge: takesMediaTypes(asks('POST /Users'), [/^application\/scim\+json\s*;/i, /^application\/json/i]),
    },
    'OKTA-28': {
      needs: 'a replace of a user with empty texts, and a read of the user',
      judge: writes(
        both(putsUser, ({ sent }) => hasEmptyText(sent)),
        {
          what: 'empty texts are taken',
          statuses: [200],
          shows: ['userName', 'externalId', 'active'],
        },
      ),
    },
    'OKTA-30': { needs: 'any exchange', judge: neverDiscovers() },
  };
}

const isEmptyList: Match = ({ answer }) => {
  const { Resources, totalResults } = objectOf(answer.body);
  return totalResults === 0 || (Array.isArray(Resources) && Resources.length === 0);
};

/** The whole user comes back, and keeps what Okta does not manage. */
function echoed(seen: Seen, traffic: Parameters<Rule>[1]): ReturnType<Rule> {
  const what = 'the representation that was read is taken as a replace';
  const { answer, target } = seen;
  if (answer.status !== 200) {
    return isSuccess(seen) || isFair(seen, traffic) ? [failed(`${what}: the status`, 200, answer.status)] : [];
  }
  if (idOf(answer.body) !== target.id) return [failed(`${what}: the id in the answer`, 'the same', 'another or none')];
  const effect = traffic.effectOf(seen);
  if (effect === null || target.id === undefined) return [];
  const attributes = ['externalId', 'userName', 'groups'] as const;
  return [
    {
      claim: {
        id: target.id,
        what: `${what}: what is read afterwards`,
        attributes: [...attributes],
        differs: readsAs(effect.after, [...attributes]),
      },
    },
  ];
}

/** Passes when both refusals were seen in their form. */
const refusals = (): Rule =>
  onceAllKinds(all(badToken, missing), 2, (what) => what, 'a bad token and an unknown id are answered as SCIM errors');

const inTime: Rule = ({ answer, target }) => {
  const { status, exchange } = answer;
  if (status === 0) return [];
  const isGroupList = target.operation === 'GET /Groups';
  const limit = isGroupList ? GROUP_LIST_MS : ANY_ANSWER_MS;
  const what = isGroupList ? 'the group list comes in time' : 'every answer comes in time';
  return [judged(what, exchange.durationMs <= limit, `${limit} ms`, `${exchange.durationMs} ms`)];
};

function hasEmptyText(value: unknown): boolean {
  if (value === '') return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasEmptyText);
}

const DISCOVERY = new Set(['configuration', 'discovery-list', 'discovery-entry']);

function neverDiscovers(): Rule {
  let hasAsked = false;
  return ({ target }) => {
    hasAsked ||= DISCOVERY.has(target.kind);
    return [
      {
        outcome: 'observed',
        what: hasAsked ? 'the client asks for discovery documents' : 'the client works without discovery documents',
      },
    ];
  };
}
