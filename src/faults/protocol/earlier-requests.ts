import { tokenIn } from '../callers.ts';
import {
  COLLECTION,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  metaOf,
  scimError,
  shownIn,
  USER,
  USERS,
  USERS_AND_USER,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { changingMatches, filterMatch, filterOf, wholeList, withFilter } from '../filter-edits.ts';
import { askScim, doingMore, setActiveOf } from '../further-acts.ts';
import { namedIn } from '../isolation/foreign-members.ts';
import { isRenamed } from '../mapping/former-names.ts';
import { droppingRemovals, filteredIn, removedByList } from '../removed-members.ts';
import { aliasesIn, ENTITY, showing } from '../scim-objects.ts';
import { lastSegmentOf, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const PATCH_USER = { method: 'PATCH', path: USER };
const EXTERNAL_ID = /^externalId eq "(.+)"$/i;

const numbered = (area: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, place) => `VAULT-${area}-${String(from + place).padStart(2, '0')}`);

/** Defects of users, members and filters that depend on what was asked before, or on a place. */
export const earlierRequestFaults: Fault[] = [
  {
    id: 'F-U9-14',
    title: 'A filter on userName activates the inactive user that it finds',
    breaks: [
      ...(['VAULT-MAP-47', 'VAULT-USER-04', 'RFC7644-3.4.1-05', 'RFC9110-9.2.1-01'] as const),
      ...(['VAULT-USER-14', 'ENTRA-06', 'RFC7644-3.3-05', 'RFC7644-3.4.2-09'] as const),
      ...(['RFC7644-3.5.1-02', 'RFC7644-3.5.1-12'] as const),
    ],
    response: async (response, request, context) => {
      const found = response.status === 200 && filterMatch(request, USERS, /^userName eq /i) && jsonOf(response);
      for (const user of found ? shownIn(found) : []) {
        if (user.active === false) await setActiveOf({ request, context }, String(user.id), true);
      }
      return response;
    },
  },
  {
    id: 'F-U9-15',
    title: 'A patch of userName is refused and has renamed the alias',
    breaks: ['VAULT-UPATCH-05', 'VAULT-MAP-11'],
    ...afterwards(
      (response, request, memory) => {
        if (matches({ method: 'PUT', path: USER, status: 200 }, request, response)) {
          memory.delete(`alias of ${lastSegmentOf(request)}`);
        }
        if (!matches({ ...PATCH_USER, status: 400 }, request, response)) return;
        for (const { path, value } of operationsOf(request)) {
          const name = path === undefined ? (value as Json | undefined)?.userName : path === 'userName' && value;
          if (typeof name === 'string') memory.set(`alias of ${lastSegmentOf(request)}`, name);
        }
      },
      showing(ENTITY, (data, { id }, memory) => {
        const name = memory.get(`alias of ${id}`);
        for (const alias of name === undefined ? [] : aliasesIn(data)) alias.name = name;
      }),
    ),
  },
  {
    id: 'F-U9-16',
    title: 'A user that was renamed is refused as a member of a group',
    breaks: ['VAULT-GROUP-03', 'VAULT-GROUP-17', 'VAULT-GPATCH-01'],
    ...before(
      (request, memory) => {
        const isWrite = [GROUPS, GROUP].some((path) => matches({ method: ['POST', 'PUT', 'PATCH'], path }, request));
        const id = isWrite ? namedIn(request).find((one) => memory.has(`renamed ${one}`)) : undefined;
        return id === undefined ? request : scimError(400, `${id} is no user of this client`, 'invalidValue');
      },
      doingMore({ method: 'PUT', path: USER }, (done) => {
        if (isRenamed(done, 'userName')) done.context.memory.set(`renamed ${done.before.id}`, true);
      }),
    ),
  },
  {
    id: 'F-U9-17',
    title: 'The groups that an entity is in through others stand among those that it is directly in',
    breaks: ['VAULT-MAP-41'],
    ...showing(ENTITY, (data) => {
      if (Array.isArray(data.group_ids)) data.direct_group_ids = [...(data.group_ids as string[])];
    }),
  },
  {
    id: 'F-U9-18',
    title: 'The entity of a renamed user has the former userName as external id',
    breaks: ['VAULT-MAP-03'],
    ...showing(ENTITY, (data, { names }) => {
      const [former, current] = names.slice(-2);
      if (current !== undefined && former !== current) data.external_id = former;
    }),
  },
  {
    id: 'F-U9-19',
    title: 'The groups of a user lack those that are older than the user',
    breaks: ['VAULT-USER-22', 'RFC7643-4.1.2-10', 'SAIL-05'],
    since: '2.0.4',
    response: async (response, request, context) => {
      const body = matches({ method: 'GET', path: USERS_AND_USER, status: 200 }, request, response)
        ? jsonOf(response)
        : null;
      if (!body) return response;
      for (const user of shownIn(body)) {
        const younger: Json[] = [];
        for (const group of Array.isArray(user.groups) ? (user.groups as Json[]) : []) {
          const shown = jsonOf(await askScim({ request, context }, 'GET', `Groups/${group.value}`)) ?? {};
          if (String(metaOf(shown).created) >= String(metaOf(user).created)) younger.push(group);
        }
        if (Array.isArray(user.groups)) user.groups = younger;
      }
      return withJson(response, body);
    },
  },
  {
    id: 'F-U9-20',
    title: 'A patch of a user with the body of the write before it is taken for that one and answered as done',
    breaks: ['VAULT-UPATCH-01', 'VAULT-UPATCH-02', 'VAULT-MAP-19', 'VAULT-MAP-21', 'RFC7644-3.5.2.3-04'],
    request: async (request, context) => {
      if (request.method === 'GET' || !/scim\/v2\//.test(request.url)) return request;
      const key = `write of ${tokenIn(request)}`;
      const text = request.body.toString();
      const isRepeated = matches(PATCH_USER, request) && context.memory.get(key) === text;
      context.memory.set(key, text);
      if (!isRepeated) return request;
      return (await resourceAt(request, context)).id === undefined ? request : NOTHING_DONE;
    },
  },
  {
    id: 'F-U9-21',
    title: 'A member that a value list names twice is not removed',
    breaks: ['VAULT-GPATCH-04', 'VAULT-MAP-37'],
    ...droppingRemovals((id, request) => removedByList(request).filter((one) => one === id).length > 1),
  },
  {
    id: 'F-U9-22',
    title: 'A removal by filter path looks at the first eight members only',
    breaks: ['VAULT-GPATCH-06', 'RFC7644-3.5.2.2-11', 'OKTA-17', 'SAIL-10'],
    since: '2.0.1',
    ...droppingRemovals((id, request, members) => filteredIn(request).includes(id) && members.indexOf(id) >= 8),
  },
  {
    id: 'F-U9-23',
    title: 'A filter on inactive users finds those that were deleted while inactive',
    breaks: ['VAULT-FILTER-10', 'VAULT-FILTER-07', 'RFC7644-3.6-07'],
    ...afterwards(
      () => undefined,
      doingMore({ method: 'DELETE', path: USER }, ({ request, before: user, context: { memory } }) => {
        if (user.active === false) memory.set(`deleted ${user.id}`, [tokenIn(request), user]);
      }),
      changingMatches(USERS, /^active eq false/i, (users, request, { memory }) => {
        const deleted = [...memory].filter(([key]) => key.startsWith('deleted ')) as [string, [string, Json]][];
        return [...users, ...deleted.filter(([, [by]]) => by === tokenIn(request)).map(([, [, user]]) => user)];
      }),
    ),
  },
  {
    id: 'F-U9-24',
    title: 'A filter that is not served is answered with what the filter before it gives',
    breaks: ['SAIL-15', 'RFC7644-3.4.2.2-37', ...numbered('FILTER', 28, 48)],
    response: async (response, request, context) => {
      const filter = matches({ path: COLLECTION }, request) ? filterOf(request) : null;
      const kind = `filter of ${USERS_AND_USER.test(request.url.split('?')[0] ?? '') ? 'users' : 'groups'}`;
      const last = context.memory.get(kind);
      if (filter !== null && response.status === 200) context.memory.set(kind, filter);
      if (filter === null || response.status !== 400 || last === undefined) return response;
      return context.send(withFilter(request, String(last)));
    },
  },
  {
    id: 'F-U9-25',
    title: 'Of the users that were changed in one second a filter on meta.lastModified gives the last only',
    breaks: ['VAULT-FILTER-11', 'VAULT-FILTER-13', 'VAULT-FILTER-15', 'VAULT-FILTER-17', 'RFC7644-3.4.2.2-04'],
    since: '2.0.4',
    ...changingMatches(USERS, /^meta\.lastModified /i, (users) => [
      ...new Map(users.map((user) => [String(metaOf(user).lastModified).slice(0, 19), user])).values(),
    ]),
  },
  {
    id: 'F-U9-26',
    title: 'After a replace that was refused for another externalId the user is found by that one',
    breaks: ['VAULT-FILTER-04', 'RFC7644-3.12-27'],
    ...afterwards(
      (response, request, memory) => {
        const sent = matches({ method: 'PUT', path: USER, status: 400 }, request, response) && jsonOf(request);
        if (sent) memory.set(`external ${sent.externalId}`, lastSegmentOf(request));
      },
      changingMatches(USERS, EXTERNAL_ID, async (users, request, context) => {
        const id = context.memory.get(`external ${EXTERNAL_ID.exec(filterOf(request) ?? '')?.[1]}`);
        if (users.length > 0 || id === undefined) return users;
        return (await wholeList(request, context)).filter((user) => user.id === id);
      }),
    ),
  },
];

/** Hooks behind a note of each answer: the requests of the first that has one, the answers of all. */
function afterwards(
  note: (
    response: Parameters<NonNullable<Fault['response']>>[0],
    request: FaultRequest,
    memory: Map<string, unknown>,
  ) => void,
  ...hooks: Hooks[]
): Hooks {
  const request = hooks.find((one) => one.request)?.request;
  return {
    ...(request ? { request } : {}),
    response: async (response, asked, context) => {
      note(response, asked, context.memory);
      let answer = response;
      for (const hook of hooks) answer = (await hook.response?.(answer, asked, context)) ?? answer;
      return answer;
    },
  };
}

/** Hooks behind a check of each request. */
function before(
  check: (request: FaultRequest, memory: Map<string, unknown>) => ReturnType<NonNullable<Fault['request']>>,
  hooks: Hooks,
): Hooks {
  return {
    ...hooks,
    request: async (request, context) => {
      const checked = await check(request, context.memory);
      return 'status' in checked || !hooks.request ? checked : hooks.request(checked, context);
    },
  };
}
