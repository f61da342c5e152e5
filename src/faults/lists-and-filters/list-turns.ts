import { tokenIn } from '../callers.ts';
import {
  answerWith,
  changingBody,
  EMPTY_LIST,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  metaOf,
  queryOf,
  resourcesOf,
  scimError,
  USERS,
  withJson,
  withoutParameter,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches, filterMatch, reading, wholeList } from '../filter-edits.ts';
import { doingMore } from '../further-acts.ts';
import { headerOf } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const LIST = { method: 'GET', path: GROUPS, status: 200 };
const BY_NAME = /^displayName eq "(.*)"$/i;

/** Defects of lists, filters, projection and discovery documents. */
export const listTurnFaults: Fault[] = [
  {
    id: 'F-B9-18',
    title: 'In a list of groups meta.created of each is that of the first',
    breaks: ['RFC7643-3.1-18', 'RFC7644-3.4.2-09'],
    ...changingBody(LIST, (body) => {
      const [first, ...others] = resourcesOf(body);
      for (const one of others) if (first?.meta && one.meta) metaOf(one).created = metaOf(first).created;
    }),
  },
  {
    id: 'F-B9-19',
    title: 'The answer to a replace calls a group a user in its meta',
    breaks: ['RFC7643-6-03', 'RFC7644-3.5.1-12', 'RFC7644-3.3.1-01'],
    ...changingBody({ method: 'PUT', path: GROUP, status: 200 }, (body) => {
      if (body.meta) metaOf(body).resourceType = 'User';
    }),
  },
  {
    id: 'F-B9-20',
    title: 'Groups on a later page have no members',
    breaks: ['RFC7644-3.4.2-09', 'PING-02', 'VAULT-GROUP-04'],
    ...changingBody(LIST, (body, request) => {
      if (Number(queryOf(request).get('startIndex') ?? 1) < 2) return;
      for (const one of resourcesOf(body)) delete one.members;
    }),
  },
  {
    id: 'F-B9-21',
    title: 'The total of a list of groups is the place of the last one on the page',
    breaks: ['RFC7644-3.4.2.4-09', 'RFC7644-3.4.2-08', 'OKTA-03', 'SAIL-03', 'PING-02'],
    ...changingBody(LIST, (body) => {
      const shown = resourcesOf(body).length;
      if (shown > 0) body.totalResults = Number(body.startIndex ?? 1) + shown - 1;
    }),
  },
  {
    id: 'F-B9-22',
    title: 'A filter on displayName looks at the four oldest groups only',
    breaks: ['VAULT-FILTER-19', 'RFC7644-3.4.2.2-04', 'OKTA-14'],
    since: '2.0.4',
    ...changingMatches(GROUPS, BY_NAME, async (found, request, context) => {
      const all = await wholeList(request, context);
      const oldest = all.sort((a, b) => (String(metaOf(a).created) < String(metaOf(b).created) ? -1 : 1)).slice(0, 4);
      return found.filter(({ id }) => oldest.some((one) => one.id === id));
    }),
  },
  {
    id: 'F-B9-23',
    title: 'Two spaces in the value of a filter are read as one',
    breaks: ['VAULT-FILTER-19', 'RFC7644-3.4.2.2-10', 'RFC7644-3.4.2.2-38'],
    since: '2.0.4',
    ...reading(GROUPS, /^(.*"[^"]*) {2}(.*)$/, ([, before, after]) => `${before} ${after}`),
  },
  {
    id: 'F-B9-24',
    title: 'A filter of groups on an empty displayName lists every group',
    breaks: ['VAULT-FILTER-20', 'RFC7644-3.4.2.2-03', 'RFC7644-3.4.2.2-10'],
    since: '2.0.4',
    ...reading(GROUPS, /^displayName eq ""$/i, () => null),
  },
  {
    id: 'F-B9-25',
    title: 'With excludedAttributes a list of groups begins at its first group whatever startIndex says',
    breaks: ['RFC7644-3.4.2.4-10', 'RFC7644-3.4.2.4-12', 'SAIL-03'],
    request: (request) =>
      matches({ method: 'GET', path: GROUPS }, request) && queryOf(request).has('excludedAttributes')
        ? withoutParameter(request, 'startIndex')
        : request,
  },
  {
    id: 'F-B9-26',
    title: 'In a projected list of groups the first shows its members only',
    breaks: ['RFC7644-3.9-01', 'SAIL-04'],
    ...changingBody(LIST, (body, request) => {
      if (!/members/i.test(queryOf(request).get('attributes') ?? '')) return;
      for (const one of resourcesOf(body).slice(1)) delete one.members;
    }),
  },
  {
    id: 'F-B9-27',
    title: 'A filter on externalId overlooks inactive users',
    breaks: ['VAULT-FILTER-03', 'ENTRA-06', 'RFC7644-3.4.2.2-04'],
    ...changingMatches(USERS, /^externalId eq/i, (found) => found.filter(({ active }) => active !== false)),
  },
  {
    id: 'F-B9-28',
    title: 'A user that was created under the name of a deleted one is not found by that name',
    breaks: ['VAULT-FILTER-01', 'SAIL-21', 'RFC7644-3.4.2.2-04'],
    ...notFindingAgain(),
  },
  {
    id: 'F-B9-29',
    title: "A user's groups go on showing the displayName of before a rename",
    breaks: ['VAULT-USER-22', 'SAIL-05', 'RFC7643-4.1.2-10'],
    since: '2.0.4',
    response: (response, request, { memory }) => {
      const made = matches({ method: 'POST', path: GROUPS, status: 201 }, request, response) ? jsonOf(response) : null;
      if (made) memory.set(`first name ${made.id}`, made.displayName);
      const body = matches({ method: 'GET', path: /scim\/v2\/Users/, status: 200 }, request, response)
        ? jsonOf(response)
        : null;
      if (!body) return response;
      for (const user of Array.isArray(body.Resources) ? resourcesOf(body) : [body]) {
        for (const group of (Array.isArray(user.groups) ? user.groups : []) as Json[]) {
          const first = memory.get(`first name ${group.value}`);
          if (first !== undefined && group.display !== undefined) group.display = first;
        }
      }
      return withJson(response, body);
    },
  },
  {
    id: 'F-B9-30',
    title: 'The second read of the schemas lacks that of groups',
    breaks: ['VAULT-DISC-11', 'RFC7644-4-03', 'RFC7643-7-03', 'SAIL-02'],
    response: (response, request, { memory }) => {
      if (!matches({ method: 'GET', path: /scim\/v2\/Schemas$/, status: 200 }, request, response)) return response;
      const key = `schemas ${tokenIn(request)}`;
      const body = jsonOf(response);
      if (!memory.has(key) || !body) {
        memory.set(key, true);
        return response;
      }
      const Resources = resourcesOf(body).filter(({ id }) => !String(id).endsWith(':Group'));
      return withJson(response, { ...body, Resources, totalResults: Resources.length, itemsPerPage: Resources.length });
    },
  },
  {
    id: 'F-B9-31',
    title: 'After a refused filter the configuration says that filters are not supported',
    breaks: ['VAULT-DISC-03', 'VAULT-DISC-19', 'RFC7644-4-11', 'VAULT-DISC-15'],
    since: '2.0.4',
    response: (response, request, { memory }) => {
      if (response.status === 400 && queryOf(request).has('filter')) memory.set('refused', true);
      const body = /ServiceProviderConfig$/.test(request.url) && memory.has('refused') ? jsonOf(response) : null;
      return body?.filter
        ? withJson(response, { ...body, filter: { ...(body.filter as Json), supported: false } })
        : response;
    },
  },
  {
    id: 'F-B9-32',
    title: 'Only the first media type of Accept is looked at for groups',
    breaks: ['RFC9110-12.5.1-01'],
    request: (request) => {
      const first = (headerOf(request, 'Accept') ?? '*/*').split(',')[0] ?? '';
      const isServed = /json|\*\/\*|application\/\*/i.test(first);
      return /scim\/v2\/Groups/.test(request.url) && !isServed ? scimError(406, 'not acceptable') : request;
    },
  },
  {
    id: 'F-B9-33',
    title: 'The refusal of a member that is no user says 500 in its body',
    breaks: ['RFC7644-3.2-06', 'VAULT-GROUP-05'],
    ...changingBody({ method: ['POST', 'PUT', 'PATCH'], path: /scim\/v2\/Groups/, status: 400 }, (body) => {
      if (/member/i.test(String(body.detail))) body.status = '500';
    }),
  },
  {
    id: 'F-B9-34',
    title: 'A list of groups that a filter leaves empty has no totalResults',
    breaks: ['RFC7644-3.4.2-03', 'RFC7644-3.4.2-07', 'ENTRA-01'],
    since: '2.0.4',
    ...changingBody(LIST, (body) => {
      if (body.totalResults === 0) delete body.totalResults;
    }),
  },
];

function notFindingAgain(): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'DELETE', path: /scim\/v2\/Users\/[^/]+$/ }, ({ before, context }) => {
    context.memory.set(`lost ${before.userName}`, true);
  });
  return {
    ...noting,
    request: async (request, context) => {
      const name = filterMatch(request, USERS, /^userName eq "(.*)"$/i)?.[1];
      if (name !== undefined && context.memory.has(`lost ${name}`)) return answerWith(200, EMPTY_LIST);
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}
