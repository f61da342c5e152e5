import { objectOf } from '../../scim/models/json.ts';
import { isSuccess, listedIn, operationsIn } from '../seen.ts';
import { stateIn } from '../state.ts';
import { formerToken, takesMediaTypes } from './errors.ts';
import { creates, deletes, listsInactive, secondDeletion } from './lifecycle.ts';
import { isPlainList, rightTotals, stableOrder } from './lists.ts';
import { groupsFollow, refused } from './memberships.ts';
import {
  about,
  all,
  asks,
  both,
  failed,
  isFair,
  isMembersPath,
  judged,
  type Match,
  type PassiveRows,
  passed,
  patches,
  type Rule,
  when,
  writes,
} from './rule.ts';

const isList: Match = ({ answer, target }) => answer.request.method === 'GET' && target.kind === 'collection';
const addsActive = patches(
  '/Users',
  ({ op, path, value }) => op === 'add' && path === null && 'active' in objectOf(value),
);
const addsMembers = patches('/Groups', ({ op, path }) => op === 'add' && isMembersPath(path));
const removesMembers = patches('/Groups', ({ op, path }) => op === 'remove' && /^members\b/i.test(path ?? ''));
const patchesGroups = patches('/Users', ({ path }) => /^groups\b/i.test(path ?? ''));
const startsWith: Match = ({ target }) => /^\s*\w+\s+sw\s/i.test(target.query.get('filter') ?? '');
const changedSince = /^\s*meta\.lastModified\s+g[te]\s+"([^"]+)"\s*$/i;

/** How each row of SailPoint's catalogue shows in exchanges, for one judge: the rules remember. */
export function sailpointRows(): PassiveRows {
  return {
    'SAIL-01': { needs: 'all three discovery documents', judge: discovers() },
    'SAIL-03': { needs: 'whole aggregations', judge: all(rightTotals(isPlainList), stableOrder(isPlainList)) },
    'SAIL-04': { needs: 'a list with chosen attributes', judge: honoursAttributes },
    'SAIL-05': { needs: 'a change of a group, and a read of the user', judge: groupsFollow() },
    'SAIL-06': {
      needs: 'a list of users with one that is disabled',
      judge: listsInactive(both(isList, about('User'))),
    },
    'SAIL-07': {
      needs: 'a create, and a read of the user',
      judge: creates(asks('POST /Users'), 'an account is created'),
    },
    'SAIL-08': {
      needs: 'an add of active without a path, and a read of the user',
      judge: writes(addsActive, { what: 'active is added without a path', statuses: [200, 204], shows: ['active'] }),
    },
    'SAIL-09': {
      needs: 'an addition of a member, and a read of the group',
      judge: writes(addsMembers, { what: 'a member is added', statuses: [200, 204], shows: ['members'] }),
    },
    'SAIL-10': {
      needs: 'a removal of a member, and a read of the group',
      judge: writes(removesMembers, { what: 'a member is removed', statuses: [200, 204], shows: ['members'] }),
      onlyFailures: 'the two forms of removal and the access that went with it are not all in the traffic',
    },
    'SAIL-11': {
      needs: 'a replace of a user or a group, and a read of it',
      judge: all(
        writes(asks('PUT /Users/{id}'), {
          what: 'a user is replaced',
          statuses: [200],
          shows: ['userName', 'externalId', 'active'],
        }),
        writes(asks('PUT /Groups/{id}'), {
          what: 'a group is replaced',
          statuses: [200],
          shows: ['displayName', 'members'],
        }),
      ),
    },
    'SAIL-12': {
      needs: 'a deletion of a user, and a read or a second deletion',
      judge: all(deletes('User'), secondDeletion),
    },
    'SAIL-13': { needs: 'a patch of a group, and a read of it', judge: answersPatch() },
    'SAIL-14': {
      needs: 'a search for who was changed',
      judge: findsChanged,
      onlyFailures: 'whether somebody who was changed is missing is not in the traffic',
    },
    'SAIL-15': {
      needs: 'a filter that the server does not serve',
      judge: refused(both(isList, startsWith), 'a filter that is not served is refused', 'invalidFilter'),
    },
    'SAIL-16': {
      needs: 'a create in each of the two media types',
      judge: takesMediaTypes(asks('POST /Users'), [/^application\/scim\+json/i, /^application\/json/i]),
    },
    'SAIL-17': { needs: 'an answer to an expired token', judge: formerToken },
    'SAIL-18': {
      needs: 'a patch of the groups of a user, and a read of the user',
      judge: refused(patchesGroups, 'the groups of a user cannot be written', 'mutability'),
    },
    'SAIL-20': { needs: 'any exchange', judge: ratesNamed },
  };
}

const DOCUMENTS = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'];

function discovers(): Rule {
  const found = new Set<string>();
  return when(
    ({ answer, target }) => answer.request.method === 'GET' && DOCUMENTS.includes(target.endpoint),
    ({ answer, target }) => {
      const what = 'a discovery document is served';
      if (answer.status !== 200 || answer.body === undefined) return [failed(what, 200, answer.status)];
      found.add(target.endpoint);
      return found.size === DOCUMENTS.length ? [passed('all discovery documents are served')] : [];
    },
  );
}

const honoursAttributes: Rule = when(
  both(isList, ({ target, answer }) => target.query.has('attributes') && answer.status === 200),
  (seen) => {
    const wanted = (seen.target.query.get('attributes') ?? '')
      .split(',')
      .map((name) => name.trim().split('.')[0]?.toLowerCase());
    const always = ['id', 'schemas'];
    const resources = listedIn(seen);
    if (resources.length === 0) return [];
    const lacking = resources.filter((one) => always.some((name) => !(name in one)));
    const extra = resources
      .flatMap((one) => Object.keys(one))
      .filter((name) => !always.includes(name) && !wanted.includes(name.toLowerCase()));
    return [
      judged('chosen attributes come with id and schemas', lacking.length === 0, always, 'not on each'),
      judged('only chosen attributes come', extra.length === 0, [], [...new Set(extra)]),
    ];
  },
);

/** What a patch is answered, and that the resource in the answer is the patched one. Others decide on the effect. */
function answersPatch(): Rule {
  const what = 'a patch is answered with 200 and the resource, or 204';
  const isOfMembers = patches('/Groups', ({ path }) => /^members\b/i.test(path ?? ''));
  return when(isOfMembers, (seen, traffic) => {
    const { status, text, body } = seen.answer;
    if (!isSuccess(seen)) return isFair(seen, traffic) ? [failed(`${what}: the status`, [200, 204], status)] : [];
    if ((text === '') !== (status === 204)) return [failed(what, '200 with a body, or 204', status)];
    const due = traffic.effectOf(seen)?.after.members;
    const shown = stateIn(body, 'Group').members ?? [];
    const isAddition = operationsIn(seen.sent).every(({ op }) => op === 'add');
    if (status === 200 && isAddition && due !== undefined && due.join() !== shown.join()) {
      return [failed(`${what}: the members in the answer`, { members: due }, { members: shown })];
    }
    const { id } = seen.target;
    return id === undefined ? [] : [{ claim: { id, what, attributes: ['members'], differs: () => null } }];
  });
}

const findsChanged: Rule = when(
  both(isList, about('User'), ({ target }) => changedSince.test(target.query.get('filter') ?? '')),
  (seen, traffic) => {
    const instant = Date.parse(changedSince.exec(seen.target.query.get('filter') ?? '')?.[1] ?? '');
    if (seen.answer.status !== 200)
      return isFair(seen, traffic) ? [failed('a search for who was changed: the status', 200, seen.answer.status)] : [];
    const early = listedIn(seen).filter(({ meta }) => Date.parse(String(objectOf(meta).lastModified)) < instant);
    return early.length === 0
      ? [passed('only who was changed is found')]
      : [failed('only who was changed is found', 0, early.length)];
  },
);

const ratesNamed: Rule = ({ answer }) => {
  const names = answer.headers
    .map(([name]) => name.toLowerCase())
    .filter((name) => /^(?:x-)?rate-?limit|^retry-after$/.test(name));
  return [
    {
      outcome: 'observed',
      what:
        names.length === 0 ? 'no header speaks of a rate limit' : `headers: ${[...new Set(names)].sort().join(', ')}`,
    },
  ];
};
