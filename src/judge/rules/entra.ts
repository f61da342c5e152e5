import { objectOf } from '../../scim/models/json.ts';
import { listedIn, operationsIn, type Seen } from '../seen.ts';
import { searchedIn } from '../traffic.ts';
import { secondCreate } from './errors.ts';
import { creates, deletes, findsInactive } from './lifecycle.ts';
import { findsByName, isSearch } from './lists.ts';
import { wholeOrRefused } from './memberships.ts';
import {
  about,
  all,
  asks,
  both,
  isMemberSelection,
  isMembersPath,
  judged,
  type Match,
  onceAllKinds,
  type PassiveRows,
  passed,
  patches,
  type Rule,
  when,
  writes,
} from './rule.ts';

const setsActive = (fits: (value: unknown) => boolean) =>
  patches('/Users', ({ op, path, value }) => op === 'replace' && path?.toLowerCase() === 'active' && fits(value));
const addsMembers = patches('/Groups', ({ op, path }) => op === 'add' && isMembersPath(path));
const selectsMember = patches('/Groups', ({ op, path }) => op === 'remove' && isMemberSelection(path));
const removesByValue = patches(
  '/Groups',
  ({ op, path, value }) => op === 'remove' && isMembersPath(path) && value !== undefined,
);
const capitalised: Match = ({ sent, answer }) =>
  answer.request.method === 'PATCH' &&
  operationsIn(sent).length > 0 &&
  operationsIn(sent).every(({ written, op }) => written !== op);
const renamesGroup = patches(
  '/Groups',
  ({ op, path, value }) =>
    op === 'replace' && (path?.toLowerCase() === 'displayname' || (path === null && 'displayName' in objectOf(value))),
);
const renamesUser = patches('/Users', ({ op, path }) => op === 'replace' && path?.toLowerCase() === 'username');
const isEmptyPatch: Match = ({ sent, answer }) =>
  answer.request.method === 'PATCH' && Array.isArray(sent.Operations) && sent.Operations.length === 0;

/** How each row of Entra's catalogue shows in exchanges, for one judge: the rules remember. */
export function entraRows(): PassiveRows {
  return {
    'ENTRA-01': { needs: 'searches for a user and for a group whom nobody knows', judge: findsNobody() },
    'ENTRA-02': { needs: 'an answer of the SCIM service with a body', judge: mediaType },
    'ENTRA-03': { needs: 'reads and writes without a User-Agent', judge: bareHeaders() },
    'ENTRA-04': { needs: 'a search by name and one by two comparisons', judge: filters() },
    'ENTRA-05': { needs: 'a read of a group without its members', judge: leavesOutMembers },
    'ENTRA-06': { needs: 'a search for a disabled user', judge: findsInactive(both(isSearch, about('User'))) },
    'ENTRA-07': { needs: 'a create, and a read of the user', judge: creates(asks('POST /Users'), 'a user is created') },
    'ENTRA-08': {
      needs: 'a second create of a userName between two searches for it',
      judge: secondCreate('User', false),
    },
    'ENTRA-09': {
      needs: 'a replace of active with a path, and a read of the user',
      judge: writes(
        setsActive((value) => typeof value === 'boolean'),
        {
          what: 'active is replaced with a path',
          statuses: [200, 204],
          shows: ['active'],
        },
      ),
    },
    'ENTRA-10': {
      needs: 'a create of a group, and a read of it',
      judge: creates(asks('POST /Groups'), 'a group is created'),
    },
    'ENTRA-11': {
      needs: 'an addition of members, and a read of the group',
      judge: writes(addsMembers, { what: 'members are added', statuses: [200, 204], shows: ['members'] }),
    },
    'ENTRA-12': {
      needs: 'a removal of a member by a filter path, and a read of the group',
      judge: writes(selectsMember, {
        what: 'a filter path removes one member',
        statuses: [200, 204],
        shows: ['members'],
      }),
    },
    'ENTRA-13': {
      needs: 'a removal with a value list, and a read of the group',
      judge: wholeOrRefused(removesByValue, 'only the listed members are removed'),
    },
    'ENTRA-14': { needs: 'a deletion, and a read', judge: all(deletes('User'), deletes('Group')) },
    'ENTRA-15': {
      needs: 'a patch with capitalised names of operations, and a read',
      // Other rows decide whether renames, removals by value and texts for booleans are taken at all.
      judge: writes(both(capitalised, isPlainChange), {
        what: 'capitalised names of operations are read',
        statuses: [200, 204],
      }),
    },
    'ENTRA-16': {
      needs: 'a patch of the name of a group, and a read of the group',
      judge: writes(renamesGroup, { what: 'a group is renamed', statuses: [200, 204], shows: ['displayName'] }),
    },
    'ENTRA-17': {
      needs: 'a patch of userName, and a read of the user',
      judge: writes(renamesUser, { what: 'a user is renamed', statuses: [200, 204], shows: ['userName'] }),
    },
    'ENTRA-18': {
      needs: 'a boolean as a text in a patch, and a read of the user',
      judge: wholeOrRefused(
        setsActive((value) => typeof value === 'string'),
        'a boolean as a text',
      ),
    },
    'ENTRA-22': { needs: 'a read of /Schemas', judge: schemasAreCamelCase },
    'ENTRA-23': {
      needs: 'a patch without operations, and a read',
      judge: wholeOrRefused(isEmptyPatch, 'a patch without operations'),
    },
    'ENTRA-24': {
      needs: 'a second create of a displayName between two searches for it',
      judge: secondCreate('Group', false),
    },
  };
}

/** Passes when a search by name and one by two comparisons were seen to work. */
function filters(): Rule {
  const byName = findsByName(() => true);
  const joined = when(
    ({ answer, target }) => answer.request.method === 'GET' && /\sand\s/i.test(target.query.get('filter') ?? ''),
    ({ answer }) => [
      judged('two comparisons are joined by and: the status', answer.status === 200, 200, answer.status),
    ],
  );
  return onceAllKinds(
    all(byName, joined),
    2,
    (what) => (/\band\b/.test(what) ? 'two' : 'one'),
    'users and groups are found by name and by two comparisons',
  );
}

function isPlainChange({ sent }: Seen): boolean {
  return operationsIn(sent).every(({ op, path, value }) => {
    if (path?.toLowerCase() === 'active') return typeof value === 'boolean';
    return isMembersPath(path) && op === 'add';
  });
}

function findsNobody(): Rule {
  const found = new Set<string>();
  return when(isSearch, (seen, traffic) => {
    const search = searchedIn(seen, traffic);
    if (search === null || search.ids.length > 0 || listedIn(seen).length > 0) return [];
    const what = 'a search for nobody gives an empty list';
    const { totalResults, Resources } = objectOf(seen.answer.body);
    const isRight = seen.answer.status === 200 && totalResults === 0 && Array.isArray(Resources);
    if (!isRight) return [judged(what, false, '200, totalResults 0, Resources []', seen.answer.status)];
    found.add(seen.target.endpoint);
    return found.size === 2 ? [passed(what)] : [];
  });
}

const mediaType: Rule = when(
  ({ answer }) => answer.text !== '' && answer.layer === 'scim',
  ({ answer }) => [
    judged(
      'the media type of every answer',
      answer.mediaType === 'application/scim+json',
      'application/scim+json',
      answer.mediaType,
    ),
  ],
);

function bareHeaders(): Rule {
  const done = new Set<string>();
  return when(
    ({ answer }) => answer.request.header('user-agent') === undefined,
    ({ answer }) => {
      const { method } = answer.request;
      if (answer.status === 415 || answer.status === 406)
        return [judged('the headers that Entra sends are enough', false, 'accepted', answer.status)];
      if (answer.status < 300) done.add(method === 'GET' ? 'read' : 'write');
      return done.size === 2 ? [passed('the headers that Entra sends are enough')] : [];
    },
  );
}

const leavesOutMembers: Rule = when(
  ({ target, answer }) =>
    answer.status === 200 &&
    target.endpoint === '/Groups' &&
    (target.query.get('excludedAttributes') ?? '').toLowerCase().split(',').includes('members'),
  (seen) => {
    const groups = seen.target.kind === 'collection' ? listedIn(seen) : [objectOf(seen.answer.body)];
    if (groups.length === 0) return [];
    const wrong = groups.filter((one) => 'members' in one || !('id' in one) || !('displayName' in one));
    return [judged('members are left out, id and name are there', wrong.length === 0, 0, wrong.length)];
  },
);

const schemasAreCamelCase: Rule = when(asks('GET /Schemas'), ({ answer }) => {
  const what = 'the schemas are a list, in camel case and without null';
  const { Resources } = objectOf(answer.body);
  const isClean =
    answer.status === 200 &&
    Array.isArray(Resources) &&
    !hasNull(Resources) &&
    namesIn(Resources).every((name) => /^\$?[a-z]\w*$/.test(name));
  return [judged(what, isClean, 'a clean list', 'another form')];
});

function hasNull(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some(hasNull));
}

/** Names of attributes, at every depth. */
function namesIn(documents: unknown): string[] {
  if (typeof documents !== 'object' || documents === null) return [];
  return Object.entries(documents).flatMap(([key, value]) =>
    key === 'attributes' || key === 'subAttributes'
      ? [...(Array.isArray(value) ? value.map((one) => String(objectOf(one).name)) : []), ...namesIn(value)]
      : namesIn(value),
  );
}
