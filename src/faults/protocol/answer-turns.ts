import { asAdmin, tokenIn } from '../callers.ts';
import {
  COLLECTION,
  changingBody,
  GROUP,
  GROUPS,
  isScimForm,
  jsonOf,
  matches,
  queryOf,
  RESOURCE,
  resourcesOf,
  SCIM,
  scimError,
  shownIn,
  USER,
  USERS,
  withHeader,
  withJson,
  withQuery,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { wholeList } from '../filter-edits.ts';
import { askScim, doingMore, setActiveOf, withOperations } from '../further-acts.ts';
import { FILTERED } from '../removed-members.ts';
import { lastSegmentOf, memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';
import { dataOf, headerOf, nestedIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;

/** Defects of lists, refusals and media types, and of what vendors' requests meet. */
export const answerTurnFaults: Fault[] = [
  {
    id: 'F-U9-27',
    title: 'A replace of a user writes back the policies that its entity had at its first replace',
    breaks: ['VAULT-MAP-23', 'VAULT-ADMIN-04'],
    ...doingMore({ method: 'PUT', path: USER }, async ({ before: { id }, context }) => {
      const path = `identity/entity/id/${id}`;
      const { policies } = dataOf(await asAdmin(context, 'GET', path));
      const first = context.memory.get(`policies ${id}`);
      if (first !== undefined) await asAdmin(context, 'POST', path, { policies: first });
      else if (policies !== undefined) context.memory.set(`policies ${id}`, policies ?? []);
    }),
  },
  {
    id: 'F-U9-28',
    title: 'A list of groups shows no more members of each than count says',
    breaks: ['VAULT-GROUP-04', 'VAULT-MAP-30', 'RFC7644-3.4.2-09'],
    ...changingBody({ method: 'GET', path: GROUPS, status: 200 }, (body, request) => {
      const count = Number(queryOf(request).get('count') ?? 0);
      for (const group of resourcesOf(body)) {
        if (count > 0 && Array.isArray(group.members)) group.members = group.members.slice(0, count);
      }
    }),
  },
  {
    id: 'F-U9-29',
    title: 'A startIndex that comes with a count is read as the number of the page',
    breaks: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-10', 'SAIL-03', 'OKTA-03'],
    request: (request) => {
      const query = queryOf(request);
      const [start, count] = [Number(query.get('startIndex')), Number(query.get('count'))];
      if (!matches({ method: 'GET', path: COLLECTION }, request) || !(start > 1 && count > 0)) return request;
      query.set('startIndex', String((start - 1) * count + 1));
      return withQuery(request, query);
    },
    response: (response, request) => {
      const query = queryOf(request);
      const [first, count] = [Number(query.get('startIndex')), Number(query.get('count'))];
      const isPage = matches({ method: 'GET', path: COLLECTION, status: 200 }, request, response);
      const body = isPage && first > 1 && count > 0 ? jsonOf(response) : null;
      return body ? withJson(response, { ...body, startIndex: (first - 1) / count + 1 }) : response;
    },
  },
  {
    id: 'F-U9-30',
    title: 'A list of groups without their members has each group once for every member',
    breaks: ['ENTRA-05', 'RFC7644-3.4.2.4-12', 'RFC7644-3.4.2-08', 'RFC7644-3.4.2.4-03'],
    response: async (response, request, context) => {
      const excluded = queryOf(request).get('excludedAttributes')?.split(',') ?? [];
      const isList = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response);
      const body = isList && excluded.includes('members') ? jsonOf(response) : null;
      if (!body) return response;
      const groups = await wholeList(request, context);
      const Resources = resourcesOf(body).flatMap((group): Json[] => {
        const whole = groups.find(({ id }) => id === group.id) ?? {};
        return Array(Math.max(1, memberIds(whole).length)).fill(group);
      });
      const more = Resources.length - resourcesOf(body).length;
      const totalResults = Number(body.totalResults) + more;
      return withJson(response, { ...body, totalResults, itemsPerPage: Resources.length, Resources });
    },
  },
  {
    id: 'F-U9-31',
    title: 'The externalId of a deleted user stays taken',
    breaks: ['RFC7644-3.6-08', 'SAIL-21'],
    ...refusingSpent(),
  },
  {
    id: 'F-U9-32',
    title: 'A user that is created without active is as active as the one that was created before it',
    breaks: ['SAIL-07'],
    request: (request, { memory }) => {
      const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
      if (!body) return request;
      const key = `active of ${tokenIn(request)}`;
      if (body.active !== undefined) memory.set(key, body.active);
      return body.active === undefined && memory.get(key) === false
        ? withJson(request, { ...body, active: false })
        : request;
    },
  },
  {
    id: 'F-U9-33',
    title: 'A user or group that was deleted is answered with 410',
    breaks: [
      ...(['RFC7644-3.6-03', 'RFC7644-3.6-04', 'RFC7644-3.6-05', 'RFC7644-3.6-06'] as const),
      ...(['SAIL-12', 'ENTRA-14'] as const),
    ],
    response: (response, request, { memory }) => {
      if (!matches({ path: RESOURCE }, request)) return response;
      const key = `deleted ${lastSegmentOf(request)}`;
      if (request.method === 'DELETE' && response.status < 300) memory.set(key, true);
      return response.status === 404 && memory.has(key) ? scimError(410, 'the resource was deleted') : response;
    },
  },
  {
    id: 'F-U9-34',
    title: 'A refusal has the scimType of the refusal before it',
    breaks: [
      ...(['RFC7644-3.12-19', 'RFC7644-3.12-20', 'RFC7644-3.12-21', 'RFC7644-3.12-22', 'RFC7644-3.12-23'] as const),
      ...(['RFC7644-3.12-24', 'RFC7644-3.12-25', 'RFC7644-3.12-26', 'RFC7644-3.3-08', 'RFC7644-3.5.2.2-01'] as const),
      ...(['RFC7644-3.4.2.2-37', 'RFC7644-3.4.2.2-47', 'RFC7644-3.5.2.2-08', 'RFC7644-3.5.2.2-09'] as const),
    ],
    response: (response, request, { memory }) => {
      const isRefusal = matches({ path: SCIM }, request) && response.status >= 400 && isScimForm(response);
      const body = isRefusal ? jsonOf(response) : null;
      if (!body?.scimType) return response;
      const scimType = memory.get('scimType') ?? body.scimType;
      memory.set('scimType', body.scimType);
      return withJson(response, { ...body, scimType });
    },
  },
  {
    id: 'F-U9-35',
    title: 'What is written as application/json is answered as application/json',
    breaks: ['RFC7644-3.1-04', 'RFC7644-3.8-06', 'VAULT-MEDIA-11', 'ENTRA-02'],
    response: (response, request) => {
      const isWritten = matches({ path: SCIM }, request) && request.body.length > 0 && response.body.length > 0;
      const isJson = /^application\/json/i.test(headerOf(request, 'Content-Type') ?? '');
      return isWritten && isJson ? withHeader(response, 'Content-Type', 'application/json') : response;
    },
  },
  {
    id: 'F-U9-36',
    title: 'A list with letters outside of ASCII ends as many bytes too early as they are longer than one',
    breaks: ['RFC7644-3.8-02', 'RFC7643-2.3.1-01'],
    response: (response, request) => {
      if (!matches({ method: 'GET', path: COLLECTION, status: 200 }, request, response)) return response;
      return { ...response, body: response.body.subarray(0, [...response.body.toString('utf8')].length) };
    },
  },
  {
    id: 'F-U9-37',
    title: 'The resource type of users calls the extension required',
    breaks: ['RFC7643-6-08'],
    ...changingBody({ method: 'GET', path: /v2\/ResourceTypes(\/[^/]+)?$/, status: 200 }, (body) => {
      for (const { schemaExtensions } of shownIn(body)) {
        for (const extension of Array.isArray(schemaExtensions) ? schemaExtensions : []) extension.required = true;
      }
    }),
  },
  {
    id: 'F-U9-38',
    title: 'A patch that adds a member that is there already and then removes it leaves it in the group',
    breaks: ['RFC7644-3.5.2-23'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request)) return request;
      const group = await resourceAt(request, context);
      const again = new Set<string>();
      const Operations = operationsOf(request).flatMap((operation): Json[] => {
        const listed = Array.isArray(operation.value) ? (operation.value as Json[]) : [];
        const ids = listed.map((member) => String(member?.value));
        if (operation.op === 'add') for (const id of ids) if (memberIds(group).includes(id)) again.add(id);
        if (operation.op !== 'remove') return [operation];
        if (again.has(FILTERED.exec(String(operation.path))?.[1] ?? '')) return [];
        const value = listed.filter((member) => !again.has(String(member?.value)));
        if (listed.length === 0 || value.length === listed.length) return [operation];
        return value.length === 0 ? [] : [{ ...operation, value }];
      });
      if (group.id === undefined) return request;
      return Operations.length === 0 ? NOTHING_DONE : withOperations(request, Operations);
    },
  },
  {
    id: 'F-U9-39',
    title: 'A patch of active with a text is refused and has deactivated the user',
    breaks: ['RFC7644-3.12-27', 'ENTRA-18'],
    response: async (response, request, context) => {
      if (!matches({ method: 'PATCH', path: USER, status: 400 }, request, response)) return response;
      const isText = operationsOf(request).some(({ path, value }) => {
        const active = path === 'active' ? value : nestedIn({ value }, 'value').active;
        return typeof active === 'string' && /^false$/i.test(active);
      });
      if (isText) await setActiveOf({ request, context }, lastSegmentOf(request), false);
      return response;
    },
  },
  {
    id: 'F-U9-40',
    title: 'A replace that repeats the groups of a user gives them the displayNames that stand there',
    breaks: ['OKTA-10', 'RFC7644-3.5.1-09'],
    ...doingMore({ method: 'PUT', path: USER }, async (done) => {
      const { groups } = jsonOf(done.request) ?? {};
      for (const { value, display } of Array.isArray(groups) ? (groups as Json[]) : []) {
        const { schemas, displayName, members } = jsonOf(await askScim(done, 'GET', `Groups/${value}`)) ?? {};
        if (typeof display !== 'string' || displayName === undefined || displayName === display) continue;
        const kept = memberIds({ members }).map((id) => ({ value: id }));
        await askScim(done, 'PUT', `Groups/${value}`, { schemas, displayName: display, members: kept });
      }
    }),
  },
];

/** An index of externalIds that a deletion does not clear. */
function refusingSpent(): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'DELETE', path: USER }, ({ request, before, context }) => {
    context.memory.set(`spent ${tokenIn(request)} ${before.externalId}`, true);
  });
  return {
    ...noting,
    request: (request, context) => {
      const sent = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
      const isSpent = sent !== null && context.memory.has(`spent ${tokenIn(request)} ${sent.externalId}`);
      if (isSpent) return scimError(409, 'externalId is already in use', 'uniqueness');
      return noting.request?.(request, context) ?? request;
    },
  };
}
