import {
  COLLECTION,
  changingBody,
  changingResources,
  GROUP,
  GROUPS,
  isScimForm,
  jsonOf,
  matches,
  metaOf,
  pathOf,
  queryOf,
  RESOURCE,
  scimError,
  shownIn,
  USER,
  USERS,
  withJson,
  withoutParameter,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { answeringFromBefore, askScim, doingMore } from '../further-acts.ts';
import { lastSegmentOf, operationsOf, patchOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** Defects of meta, lists, discovery and refusals that show in one place of several. */
export const onePlaceFaults: Fault[] = [
  {
    id: 'F-RFC-ATTR-50',
    title: 'A removal of members does not count as a change of the group',
    breaks: ['RFC7643-3.1-21'],
    ...holdingTime(GROUP, (request) => operationsOf(request).some(({ op }) => op === 'remove')),
  },
  {
    id: 'F-RFC-ATTR-43',
    title: 'A replace of a user does not advance lastModified',
    breaks: ['RFC7644-3.5.1-13'],
    ...holdingTime(USER, (request) => request.method === 'PUT'),
  },
  {
    id: 'F-RFC-ATTR-44',
    title: 'lastModified in a list is the time of the creation',
    breaks: ['RFC7644-3.4.2-09'],
    ...changingResources({ method: 'GET', path: COLLECTION }, (resource) => {
      const meta = metaOf(resource);
      meta.lastModified = meta.created;
    }),
  },
  {
    id: 'F-RFC-ATTR-45',
    title: 'created of a group is the time of its last change',
    breaks: ['RFC7643-3.1-18'],
    ...changingResources({ path: /v2\/Groups(\/[^/]+)?$/ }, (resource) => {
      const meta = metaOf(resource);
      meta.created = meta.lastModified;
    }),
  },
  {
    id: 'F-RFC-ATTR-48',
    title: 'The answer to a replace has the lastModified of before',
    breaks: ['RFC7644-3.1-03'],
    ...staleAnswer('PUT'),
  },
  {
    id: 'F-RFC-ATTR-49',
    title: 'The answer to a patch has the lastModified of before',
    breaks: ['RFC7644-3.5.2-28'],
    ...staleAnswer('PATCH'),
  },
  {
    id: 'F-RFC-LIST-24',
    title: 'Lists of groups begin at the first group whatever startIndex says',
    breaks: ['SAIL-03', 'PING-02', 'RFC7644-3.4.2.4-10'],
    request: (request) =>
      matches({ method: 'GET', path: GROUPS }, request) ? withoutParameter(request, 'startIndex') : request,
  },
  {
    id: 'F-RFC-LIST-25',
    title: 'Lists of groups overlook count',
    breaks: ['RFC7644-3.4.2.4-03', 'PING-02'],
    request: (request) =>
      matches({ method: 'GET', path: GROUPS }, request) ? withoutParameter(request, 'count') : request,
  },
  {
    id: 'F-RFC-DISC-38',
    title: 'A schema that is read by its id lacks the last attribute that the list has',
    breaks: ['RFC7644-4-04'],
    ...changingBody({ method: 'GET', path: /v2\/Schemas\/[^/]+$/, status: 200 }, (body) => {
      if (Array.isArray(body.attributes)) body.attributes = body.attributes.slice(0, -1);
    }),
  },
  {
    id: 'F-RFC-DISC-39',
    title: 'A resource type that is read by its id names no extension',
    breaks: ['RFC7644-4-06'],
    ...changingBody({ method: 'GET', path: /v2\/ResourceTypes\/User$/, status: 200 }, (body) => {
      body.schemaExtensions = [];
    }),
  },
  {
    id: 'F-RFC-DISC-41',
    title: 'The schemas call the members of a group read-only',
    breaks: ['RFC7643-7-18'],
    ...declaring('members', { mutability: 'readOnly' }),
  },
  {
    id: 'F-RFC-DISC-42',
    title: 'The schemas call active read-only',
    breaks: ['RFC7643-7-18'],
    ...declaring('active', { mutability: 'readOnly' }),
  },
  {
    id: 'F-RFC-DISC-43',
    title: 'The schemas call userName case-exact',
    breaks: ['RFC7643-7-15'],
    ...declaring('userName', { caseExact: true }),
  },
  {
    id: 'F-RFC-DISC-44',
    title: 'The schemas call groups of a user writable',
    breaks: ['RFC7643-4.1.2-07'],
    ...declaring('groups', { mutability: 'readWrite' }),
  },
  {
    id: 'F-GROUP-43',
    title: 'A replace that is refused for a taken displayName has replaced the members',
    breaks: ['RFC7644-3.12-27'],
    ...halfApplied({ method: 'PUT', path: GROUP }, 'displayName'),
  },
  {
    id: 'F-GROUP-44',
    title: 'A replace that is refused for a bad member has changed the displayName',
    breaks: ['VAULT-GROUP-12'],
    ...halfApplied({ method: 'PUT', path: GROUP }, 'members'),
  },
  {
    id: 'F-USER-56',
    title: 'A replace that is refused for a taken userName has replaced the metadata',
    breaks: ['RFC7644-3.12-27'],
    ...halfApplied({ method: 'PUT', path: USER }, 'userName'),
  },
  {
    id: 'F-USER-57',
    title: 'A replace that is refused for another externalId has changed active',
    breaks: ['VAULT-USER-17'],
    ...halfApplied({ method: 'PUT', path: USER }, 'externalId'),
  },
  {
    id: 'F-GROUP-45',
    title: 'A create that is refused for a bad member leaves a group without members',
    breaks: ['VAULT-GROUP-05', 'VAULT-GROUP-06'],
    response: async (response, request, context) => {
      const body = matches(
        { method: 'POST', path: GROUPS, status: (s) => s === 400 || s === 403 || s === 404 },
        request,
        response,
      )
        ? jsonOf(request)
        : null;
      if (body && Array.isArray(body.members) && body.members.length > 0 && typeof body.displayName === 'string') {
        await context.send(withJson(request, { ...body, members: [] }));
      }
      return response;
    },
  },
  {
    id: 'F-GPATCH-42',
    title: 'An add with one bad id is refused and has added the others',
    breaks: ['VAULT-GPATCH-14'],
    response: async (response, request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP, status: (s) => s >= 400 && s < 500 }, request, response))
        return response;
      for (const { op, path, value } of operationsOf(request)) {
        if (op !== 'add' || path !== 'members' || !Array.isArray(value) || value.length < 2) continue;
        for (const one of value as Json[]) {
          const single = patchOf({ op, path, value: [one] });
          await askScim({ request, context }, 'PATCH', `Groups/${lastSegmentOf(request)}`, single);
        }
      }
      return response;
    },
  },
  {
    id: 'F-USER-58',
    title: 'A deleted user is found once more by a filter on its externalId',
    breaks: ['VAULT-FILTER-10'],
    ...findingDeleted(),
  },
  {
    id: 'F-RFC-ERR-30',
    title: 'A patch of an unknown group is refused with 400',
    breaks: ['RFC7644-3.5.2-31'],
    response: (response, request) =>
      matches({ method: 'PATCH', path: GROUP, status: 404 }, request, response) && isScimForm(response)
        ? scimError(400, 'there is no such group', 'noTarget')
        : response,
  },
];

/** The last lastModified before requests of a kind is shown, and stays until another kind changes the resource. */
function holdingTime(path: RegExp, applies: (request: FaultRequest) => boolean): Pick<Fault, 'request' | 'response'> {
  const method = ['PUT', 'PATCH'];
  const noting = doingMore({ method, path }, ({ request, before, context }) => {
    const key = `time of ${String(before.id)}`;
    if (applies(request)) context.memory.set(key, context.memory.get(key) ?? metaOf(before).lastModified);
    else context.memory.delete(key);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const body = answer.status < 300 && /v2\/(Users|Groups)/.test(pathOf(request)) ? jsonOf(answer) : null;
      if (!body) return answer;
      for (const resource of shownIn(body)) {
        const held = context.memory.get(`time of ${String(resource.id)}`);
        if (held !== undefined && resource.meta !== undefined) metaOf(resource).lastModified = held;
      }
      return withJson(answer, body);
    },
  };
}

function staleAnswer(method: string): Pick<Fault, 'request' | 'response'> {
  return answeringFromBefore({ method, path: RESOURCE }, (body, before) => {
    metaOf(body).lastModified = metaOf(before).lastModified;
  });
}

function declaring(name: string, characteristics: Json): Pick<Fault, 'response'> {
  return changingBody({ method: 'GET', path: /v2\/Schemas(\/[^/]+)?$/, status: 200 }, (body) => {
    for (const schema of shownIn(body)) {
      const attributes = Array.isArray(schema.attributes) ? (schema.attributes as Json[]) : [];
      for (const attribute of attributes) if (attribute.name === name) Object.assign(attribute, characteristics);
    }
  });
}

/** A refused replace is carried out without the attribute for which it may have been refused. */
function halfApplied(where: { method: string; path: RegExp }, culprit: string): Pick<Fault, 'response'> {
  return {
    response: async (response, request, context) => {
      if (!matches({ ...where, status: (status) => status >= 400 && status < 500 }, request, response)) return response;
      const body = jsonOf(request);
      const before = await resourceAt(request, context);
      if (!body || before.id === undefined || JSON.stringify(body[culprit]) === JSON.stringify(before[culprit])) {
        return response;
      }
      await context.send(withJson(request, { ...body, [culprit]: before[culprit] ?? [] }));
      return response;
    },
  };
}

function findingDeleted(): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'DELETE', path: USER }, ({ before, context }) => {
    context.memory.set(`deleted ${String(before.externalId)}`, before);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const found = /^externalId eq "(.*)"$/i.exec(queryOf(request).get('filter') ?? '')?.[1];
      const deleted = context.memory.get(`deleted ${found}`) as Json | undefined;
      const body = matches({ method: 'GET', path: USERS, status: 200 }, request, answer) ? jsonOf(answer) : null;
      if (!deleted || !body || body.totalResults !== 0) return answer;
      return withJson(answer, { ...body, totalResults: 1, itemsPerPage: 1, Resources: [deleted] });
    },
  };
}
