import { GROUP, GROUPS, jsonOf, matches, USER, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches, choosing, filterOf, findingNothing, reading, wholeList } from '../filter-edits.ts';
import { lastSegmentOf, resourceAt } from '../scim-requests.ts';

const BY_NAME = /^userName eq "([^"]*)"$/;
const BY_EXTERNAL_ID = /^externalId eq "([^"]*)"$/;
const BY_DISPLAY_NAME = /^displayName eq "([^"]*)"$/;
const ACTIVE = /^active eq true$/;
const INACTIVE = /^active eq false$/;
const changedAs = (operator: string) => new RegExp(`^meta\\.lastModified ${operator} (".*")$`);

/** Wrong answers to filters that are served. */
export const filterFaults: Fault[] = [
  {
    id: 'F-FILTER-01',
    title: 'A filter on userName finds nobody',
    breaks: ['VAULT-FILTER-01', 'VAULT-FILTER-08'],
    ...findingNothing(USERS, BY_NAME),
  },
  {
    id: 'F-FILTER-02',
    title: 'A filter on userName also finds longer names',
    breaks: ['VAULT-FILTER-02', 'VAULT-FILTER-01'],
    ...choosing(USERS, BY_NAME, ({ userName }, [, name = '']) => String(userName).startsWith(name)),
  },
  {
    id: 'F-FILTER-03',
    title: 'A filter on userName without a match gives the whole list',
    breaks: ['VAULT-FILTER-02', 'VAULT-FILTER-08', 'VAULT-FILTER-10'],
    ...changingMatches(USERS, BY_NAME, (users, request, context) =>
      users.length === 0 ? wholeList(request, context) : users,
    ),
  },
  {
    id: 'F-FILTER-04',
    title: 'A filter on externalId finds nobody',
    breaks: ['VAULT-FILTER-03'],
    ...findingNothing(USERS, BY_EXTERNAL_ID),
  },
  {
    id: 'F-FILTER-05',
    title: 'A filter on externalId is ignored',
    breaks: ['VAULT-FILTER-03', 'VAULT-FILTER-04'],
    ...reading(USERS, BY_EXTERNAL_ID, () => null),
  },
  {
    id: 'F-FILTER-06',
    title: 'A filter on active users finds nobody',
    breaks: ['VAULT-FILTER-05'],
    ...findingNothing(USERS, ACTIVE),
  },
  {
    id: 'F-FILTER-07',
    title: 'A filter on active users is ignored',
    breaks: ['VAULT-FILTER-06'],
    ...reading(USERS, ACTIVE, () => null),
  },
  {
    id: 'F-FILTER-08',
    title: 'A filter on inactive users gives the active ones',
    breaks: ['VAULT-FILTER-07', 'VAULT-FILTER-09'],
    ...reading(USERS, INACTIVE, () => 'active eq true'),
  },
  {
    id: 'F-FILTER-09',
    title: 'After a rename a filter still finds the user by the old userName',
    breaks: ['VAULT-FILTER-08'],
    state: 'state-filter-finds-old-name',
  },
  {
    id: 'F-FILTER-10',
    title: 'A filter on active is answered as it was the first time',
    breaks: ['VAULT-FILTER-09'],
    ...remembered(/^active eq/),
  },
  {
    id: 'F-FILTER-11',
    title: 'A filter on userName still finds deleted users',
    breaks: ['VAULT-FILTER-10'],
    ...findingDeleted(),
  },
  {
    id: 'F-FILTER-12',
    title: 'meta.lastModified gt finds no user',
    breaks: ['VAULT-FILTER-11'],
    ...findingNothing(USERS, changedAs('gt')),
  },
  {
    id: 'F-FILTER-13',
    title: 'meta.lastModified gt of users includes the instant itself',
    breaks: ['VAULT-FILTER-12'],
    ...reading(USERS, changedAs('gt'), ([, at]) => `meta.lastModified ge ${at}`),
  },
  {
    id: 'F-FILTER-14',
    title: 'meta.lastModified ge of users leaves out the instant itself',
    breaks: ['VAULT-FILTER-13'],
    ...reading(USERS, changedAs('ge'), ([, at]) => `meta.lastModified gt ${at}`),
  },
  {
    id: 'F-FILTER-15',
    title: 'meta.lastModified ge of users is ignored',
    breaks: ['VAULT-FILTER-14'],
    ...reading(USERS, changedAs('ge'), () => null),
  },
  {
    id: 'F-FILTER-16',
    title: 'meta.lastModified lt of users gives those changed after',
    breaks: ['VAULT-FILTER-15'],
    ...reading(USERS, changedAs('lt'), ([, at]) => `meta.lastModified gt ${at}`),
  },
  {
    id: 'F-FILTER-17',
    title: 'meta.lastModified lt of users includes the instant itself',
    breaks: ['VAULT-FILTER-16'],
    ...reading(USERS, changedAs('lt'), ([, at]) => `meta.lastModified le ${at}`),
  },
  {
    id: 'F-FILTER-18',
    title: 'meta.lastModified le of users leaves out the instant itself',
    breaks: ['VAULT-FILTER-17'],
    ...reading(USERS, changedAs('le'), ([, at]) => `meta.lastModified lt ${at}`),
  },
  {
    id: 'F-FILTER-19',
    title: 'meta.lastModified le of users is ignored',
    breaks: ['VAULT-FILTER-18'],
    ...reading(USERS, changedAs('le'), () => null),
  },
  {
    id: 'F-FILTER-20',
    title: 'A filter on displayName finds no group',
    breaks: ['VAULT-FILTER-19', 'VAULT-FILTER-21'],
    ...findingNothing(GROUPS, BY_DISPLAY_NAME),
  },
  {
    id: 'F-FILTER-21',
    title: 'A filter on displayName also finds longer names',
    breaks: ['VAULT-FILTER-20', 'VAULT-FILTER-19'],
    ...choosing(GROUPS, BY_DISPLAY_NAME, ({ displayName }, [, name = '']) => String(displayName).startsWith(name)),
  },
  {
    id: 'F-FILTER-22',
    title: 'After a rename a filter still finds the group by the old displayName',
    breaks: ['VAULT-FILTER-21'],
    ...findingOldGroups(),
  },
  {
    id: 'F-FILTER-23',
    title: 'meta.lastModified gt of groups is ignored',
    breaks: ['VAULT-FILTER-22'],
    ...reading(GROUPS, changedAs('gt'), () => null),
  },
  {
    id: 'F-FILTER-24',
    title: 'meta.lastModified ge of groups leaves out the instant itself',
    breaks: ['VAULT-FILTER-23'],
    ...reading(GROUPS, changedAs('ge'), ([, at]) => `meta.lastModified gt ${at}`),
  },
  {
    id: 'F-FILTER-25',
    title: 'meta.lastModified lt of groups is ignored',
    breaks: ['VAULT-FILTER-24'],
    ...reading(GROUPS, changedAs('lt'), () => null),
  },
  {
    id: 'F-FILTER-26',
    title: 'meta.lastModified le of groups leaves out the instant itself',
    breaks: ['VAULT-FILTER-25'],
    ...reading(GROUPS, changedAs('le'), ([, at]) => `meta.lastModified lt ${at}`),
  },
  {
    id: 'F-FILTER-27',
    title: 'A filter on userName is answered as it was the first time',
    breaks: ['VAULT-FILTER-08', 'VAULT-FILTER-10'],
    ...remembered(BY_NAME),
  },
  {
    id: 'F-FILTER-28',
    title: 'A filter on userName looks at the first hundred users only',
    breaks: ['VAULT-FILTER-01'],
    ...changingMatches(USERS, BY_NAME, async (users, request, context) => {
      const first = (await wholeList(request, context)).slice(0, 100).map(({ id }) => id);
      return users.filter(({ id }) => first.includes(id));
    }),
  },
  {
    id: 'F-FILTER-29',
    title: 'A filter on active gives a hundred users at most, and counts no more',
    breaks: ['VAULT-FILTER-05'],
    ...changingMatches(USERS, ACTIVE, (users) => users.slice(0, 100)),
  },
  {
    id: 'F-FILTER-30',
    title: 'A filter on displayName looks at the first hundred groups only',
    breaks: ['VAULT-FILTER-19'],
    ...changingMatches(GROUPS, BY_DISPLAY_NAME, async (groups, request, context) => {
      const first = (await wholeList(request, context)).slice(0, 100).map(({ id }) => id);
      return groups.filter(({ id }) => first.includes(id));
    }),
  },
  {
    id: 'F-FILTER-31',
    title: 'Every fiftieth filter on userName finds nobody',
    breaks: ['VAULT-FILTER-01'],
    ...changingMatches(USERS, BY_NAME, (users, _request, { memory }) => {
      const count = Number(memory.get('count') ?? 0) + 1;
      memory.set('count', count);
      return count % 50 === 0 ? [] : users;
    }),
  },
];

function remembered(pattern: RegExp): Pick<Fault, 'response'> {
  return {
    response: (response, request, { memory }) => {
      if (response.status !== 200 || !pattern.test(filterOf(request) ?? '')) return response;
      const caller = request.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
      const key = `${request.url} ${caller}`;
      if (!memory.has(key)) memory.set(key, response.body);
      return { ...response, body: memory.get(key) as Buffer };
    },
  };
}

function findingDeleted(): Pick<Fault, 'response'> {
  const { response: withDeleted } = changingMatches(USERS, BY_NAME, (users, request, { memory }) => {
    const [user] = users;
    if (user) memory.set(filterOf(request) ?? '', user);
    const known = memory.get(filterOf(request) ?? '') as { id: string } | undefined;
    return !user && known && memory.has(`deleted ${known.id}`) ? [known] : users;
  });
  return {
    response: (response, request, context) => {
      if (matches({ method: 'DELETE', path: USER }, request))
        context.memory.set(`deleted ${lastSegmentOf(request)}`, true);
      return withDeleted(response, request, context);
    },
  };
}

function findingOldGroups(): Pick<Fault, 'request' | 'response'> {
  return {
    request: async (request, context) => {
      if (!matches({ method: 'PUT', path: GROUP }, request)) return request;
      const group = await resourceAt(request, context);
      const isRenamed = jsonOf(request)?.displayName !== group.displayName;
      if (isRenamed && group.id) context.memory.set(`displayName eq "${group.displayName}"`, group);
      return request;
    },
    ...changingMatches(GROUPS, BY_DISPLAY_NAME, (groups, request, { memory }) => {
      const old = memory.get(filterOf(request) ?? '') as Record<string, unknown> | undefined;
      return old ? [old] : groups;
    }),
  };
}
