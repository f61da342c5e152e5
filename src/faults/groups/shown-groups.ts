import {
  changingBody,
  changingResources,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  metaOf,
  queryOf,
  resourcesOf,
  USER,
  USERS,
  withJson,
  withQuery,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches, choosing, filterOf, wholeList, withFilter } from '../filter-edits.ts';
import { doingMore } from '../further-acts.ts';
import { asking, lastSegmentOf, memberIds } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const LIST = { method: 'GET', path: GROUPS, status: 200 };
const SHOWN = /v2\/Groups(\/[^/]+)?$/;

/** Defects of what is shown: in lists, by filters, and of parts of a resource. */
export const shownGroupFaults: Fault[] = [
  {
    id: 'F-SHOW-01',
    title: 'In a list of groups each has the members of the first that has any',
    breaks: ['VAULT-GROUP-04', 'RFC7644-3.4.2-09'],
    ...changingBody(LIST, (body) => {
      const first = resourcesOf(body).find((group) => memberIds(group).length > 0)?.members;
      for (const group of resourcesOf(body)) if (memberIds(group).length > 0) group.members = first;
    }),
  },
  {
    id: 'F-SHOW-02',
    title: '$ref of every member leads to the first',
    breaks: ['RFC7643-4.2-06'],
    ...changingResources({ path: SHOWN }, (group) => {
      const members = Array.isArray(group.members) ? (group.members as Json[]) : [];
      for (const member of members) if (member.$ref !== undefined) member.$ref = members[0]?.$ref;
    }),
  },
  {
    id: 'F-SHOW-03',
    title: 'In a list of groups meta.location of each is that of the last',
    breaks: ['RFC7643-3.1-23'],
    ...changingBody(LIST, (body) => {
      const last = resourcesOf(body).at(-1);
      for (const group of resourcesOf(body)) {
        if (metaOf(group).location !== undefined) metaOf(group).location = metaOf(last ?? {}).location;
      }
    }),
  },
  {
    id: 'F-SHOW-04',
    title: 'itemsPerPage of a list of groups is the count that was asked for',
    breaks: ['RFC7644-3.4.2.4-08'],
    ...changingBody(LIST, (body, request) => {
      const count = Number(queryOf(request).get('count') ?? 0);
      if (count > 0) body.itemsPerPage = count;
    }),
  },
  {
    id: 'F-SHOW-05',
    title: 'The total of a filtered list of groups counts every group',
    breaks: ['RFC7644-3.4.2-08', 'VAULT-FILTER-19', 'VAULT-FILTER-20', 'VAULT-FILTER-21'],
    since: '2.0.4',
    response: async (response, request, context) => {
      const body = matches(LIST, request, response) && filterOf(request) !== null ? jsonOf(response) : null;
      if (!body) return response;
      return withJson(response, { ...body, totalResults: (await wholeList(request, context)).length });
    },
  },
  {
    id: 'F-SHOW-06',
    title: 'A filter of groups with a count looks at the first page only',
    breaks: ['RFC7644-3.4.2.2-53'],
    since: '2.0.4',
    response: async (response, request, context) => {
      const count = queryOf(request).get('count');
      const isMeant = matches(LIST, request, response) && filterOf(request) !== null && Number(count) > 0;
      const body = isMeant ? jsonOf(response) : null;
      if (!body) return response;
      const first = resourcesOf(jsonOf(await context.send(withFilter(request, null))) ?? {});
      const kept = resourcesOf(body).filter(({ id }) => first.some((group) => group.id === id));
      return withJson(response, { ...body, totalResults: kept.length, itemsPerPage: kept.length, Resources: kept });
    },
  },
  {
    id: 'F-SHOW-07',
    title: 'A filter on inactive users overlooks those whom a replace deactivated',
    breaks: ['VAULT-FILTER-07', 'VAULT-FILTER-09'],
    ...overlooking((request) => request.method === 'PUT' && jsonOf(request)?.active === false),
  },
  {
    id: 'F-SHOW-08',
    title: 'A filter on externalId also finds longer ones',
    breaks: ['VAULT-FILTER-04'],
    ...choosing(USERS, /^externalId eq "(.+)"$/, (user, [, value = '']) => String(user.externalId).startsWith(value)),
  },
  {
    id: 'F-SHOW-09',
    title: 'meta.lastModified lt of groups includes the instant itself',
    breaks: ['VAULT-FILTER-24'],
    since: '2.0.4',
    request: (request) =>
      matches(LIST, request) ? withFilter(request, filterOf(request)?.replace(/ lt /, ' le ') ?? null) : request,
  },
  {
    id: 'F-SHOW-10',
    title: 'Filters on meta.lastModified overlook groups without members',
    breaks: ['VAULT-FILTER-22', 'VAULT-FILTER-23', 'VAULT-FILTER-24', 'VAULT-FILTER-25'],
    since: '2.0.4',
    ...changingMatches(GROUPS, /^meta\.lastModified /, (groups) =>
      groups.filter((group) => memberIds(group).length > 0),
    ),
  },
  {
    id: 'F-SHOW-11',
    title: 'The exclusion of one part of the members excludes the members',
    breaks: ['RFC7644-3.9-16'],
    request: (request) => {
      const names = matches({ path: SHOWN }, request) ? queryOf(request).get('excludedAttributes') : null;
      if (!names?.includes('members.')) return request;
      const query = queryOf(request);
      query.set('excludedAttributes', names.replace(/members\.\w+/, 'members'));
      return withQuery(request, query);
    },
  },
  {
    id: 'F-SHOW-12',
    title: 'Of several names in excludedAttributes the first counts only',
    breaks: ['RFC7644-3.9-04'],
    request: (request) => {
      const names = queryOf(request).get('excludedAttributes')?.split(',') ?? [];
      if (names.length < 2) return request;
      const query = queryOf(request);
      query.set('excludedAttributes', names[0] ?? '');
      return withQuery(request, query);
    },
  },
  {
    id: 'F-SHOW-13',
    title: 'A projected group has no schemas',
    breaks: ['RFC7644-3.9-13', 'RFC7643-3-01', 'RFC7643-2.1-02'],
    ...changingResources({ method: 'GET', path: GROUP }, (group, request) => {
      if (queryOf(request).has('attributes')) delete group.schemas;
    }),
  },
  {
    id: 'F-SHOW-14',
    title: 'A filter on active users overlooks those who were created without active',
    breaks: ['VAULT-FILTER-05'],
    ...overlookingUnsaid(),
  },
  {
    id: 'F-SHOW-15',
    title: 'A group can be read by its displayName too',
    breaks: ['RFC7644-3.4.1-02'],
    response: async (response, request, context) => {
      if (!matches({ method: 'GET', path: GROUP, status: 404 }, request, response)) return response;
      const name = decodeURIComponent(lastSegmentOf(request));
      const url = request.url.replace(/\/[^/]+$/, '');
      const found = (await wholeList(asking(request, 'GET', url), context)).find((group) => group.displayName === name);
      return found ? context.send(asking(request, 'GET', `${url}/${found.id}`)) : response;
    },
  },
];

function overlooking(isDeactivation: (request: Parameters<typeof filterOf>[0]) => boolean): Hooks {
  const noting = doingMore({ method: ['PUT', 'PATCH'], path: USER }, ({ request, before, context }) => {
    if (isDeactivation(request) && before.active === true) context.memory.set(`unseen ${before.id}`, true);
    else if (!isDeactivation(request)) context.memory.delete(`unseen ${before.id}`);
  });
  const finding = changingMatches(USERS, /^active eq false$/, (users, _request, { memory }) =>
    users.filter(({ id }) => !memory.has(`unseen ${id}`)),
  );
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      return finding.response(answer, request, context);
    },
  };
}

/** The index of active users has those who were created with `active`, and those who were changed since. */
function overlookingUnsaid(): Hooks {
  const finding = changingMatches(USERS, /^active eq true$/, (users, _request, { memory }) =>
    users.filter(({ id }) => !memory.has(`unsaid ${id}`)),
  );
  return {
    response: (response, request, context) => {
      if (matches({ method: 'POST', path: USERS, status: 201 }, request, response)) {
        if (jsonOf(request)?.active === undefined) context.memory.set(`unsaid ${jsonOf(response)?.id}`, true);
      } else if (matches({ method: ['PUT', 'PATCH'], path: USER }, request)) {
        context.memory.delete(`unsaid ${lastSegmentOf(request)}`);
      }
      return finding.response(response, request, context);
    },
  };
}
