import {
  changingAnswer,
  changingBody,
  changingRequest,
  changingResources,
  GROUP,
  GROUPS,
  isScimForm,
  jsonOf,
  matches,
  metaOf,
  pathOf,
  queryOf,
  resourcesOf,
  scimError,
  USER,
  USERS,
  type Where,
  withHeader,
  withJson,
  withoutParameter,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { answeringFromBefore } from '../further-acts.ts';
import { lastSegmentOf, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';
import { vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

/** Defects that hit groups where users are served rightly, or one verb of several. */
export const groupPlaceFaults: Fault[] = [
  {
    id: 'F-RFC-LIST-26',
    title: 'A list of groups shows one member of each',
    breaks: ['RFC7644-3.4.2-09'],
    ...changingBody({ method: 'GET', path: GROUPS, status: 200 }, (body) => {
      for (const group of resourcesOf(body))
        if (Array.isArray(group.members)) group.members = group.members.slice(0, 1);
    }),
  },
  {
    id: 'F-RFC-LIST-28',
    title: 'A startIndex of 0 is refused in a list of groups',
    breaks: ['RFC7644-3.4.2.4-01'],
    ...refusingQuery((query) => Number(query.get('startIndex') ?? 1) < 1),
  },
  {
    id: 'F-RFC-LIST-30',
    title: 'A count of 0 gives every group',
    breaks: ['RFC7644-3.4.2.4-06', 'RFC7644-3.4.2.4-03'],
    request: (request) => {
      const isMeant = matches({ method: 'GET', path: GROUPS }, request) && queryOf(request).get('count') === '0';
      return isMeant ? { ...request, url: request.url.replace(/count=0/, 'count=1000') } : request;
    },
  },
  {
    id: 'F-RFC-LIST-31',
    title: 'A negative count is refused in a list of groups',
    breaks: ['RFC7644-3.4.2.4-05'],
    ...refusingQuery((query) => Number(query.get('count') ?? 1) < 0),
  },
  {
    id: 'F-RFC-ERR-31',
    title: 'An unknown id of a group is a bad request to a read',
    breaks: ['RFC7644-3.12-10'],
    ...unknownGroup('GET', () => scimError(400, 'the id is not valid', 'invalidValue')),
  },
  {
    id: 'F-RFC-ERR-32',
    title: 'An unknown id of a group is a bad request to a replace',
    breaks: ['RFC7644-3.12-10', 'RFC7644-3.5.1-01'],
    ...unknownGroup('PUT', () => scimError(400, 'the id is not valid', 'invalidValue')),
  },
  {
    id: 'F-RFC-ERR-33',
    title: 'The deletion of an unknown group answers 204',
    breaks: ['RFC7644-3.12-10', 'RFC7644-3.6-09'],
    ...unknownGroup('DELETE', () => NOTHING_DONE),
  },
  {
    id: 'F-RFC-ERR-34',
    title: "A refused patch of a group is answered in Vault's form",
    breaks: ['RFC7644-3.5.2-27'],
    ...changingAnswer({ method: 'PATCH', path: GROUP, status: 400 }, () => vaultError(400, 'the patch is not valid')),
  },
  {
    id: 'F-RFC-PROJ-20',
    title: 'attributes is overlooked in a read of a group',
    breaks: ['RFC7644-3.4.2.5-01'],
    ...losingParameter({ method: 'GET', path: GROUP }, 'attributes'),
  },
  {
    id: 'F-RFC-PROJ-21',
    title: 'excludedAttributes is overlooked in a list of users',
    breaks: ['RFC7644-3.4.2.5-02'],
    ...losingParameter({ method: 'GET', path: USERS }, 'excludedAttributes'),
  },
  {
    id: 'F-RFC-PROJ-22',
    title: 'excludedAttributes is overlooked in the answer to a create',
    breaks: ['RFC7644-3.9-10'],
    ...losingParameter({ method: 'POST', path: USERS }, 'excludedAttributes'),
  },
  {
    id: 'F-RFC-PROJ-23',
    title: 'excludedAttributes is overlooked in the answer to a replace',
    breaks: ['RFC7644-3.5.1-17'],
    ...losingParameter({ method: 'PUT', path: USER }, 'excludedAttributes'),
  },
  {
    id: 'F-RFC-PROJ-24',
    title: 'A create with attributes stores active only when it is among them',
    breaks: ['RFC7644-3.9-10', 'RFC7644-3.3-05', 'VAULT-USER-04'],
    ...changingRequest({ method: 'POST', path: USERS }, (body, request) => {
      const names = queryOf(request).get('attributes');
      if (names !== null && !names.split(',').includes('active')) delete body.active;
    }),
  },
  {
    id: 'F-RFC-PROJ-25',
    title: 'A replace with attributes changes nothing',
    breaks: ['RFC7644-3.5.1-17', 'RFC7644-3.5.1-02'],
    request: (request) =>
      matches({ method: 'PUT', path: USER }, request) && queryOf(request).has('attributes')
        ? { ...request, method: 'GET', body: Buffer.alloc(0) }
        : request,
  },
  {
    id: 'F-RFC-LIFE-43',
    title: 'A replace whose body has the id of another user replaces that one',
    breaks: ['RFC7644-3.5.1-10'],
    ...followingId(USER),
  },
  {
    id: 'F-RFC-GROUP-29',
    title: 'A replace whose body has the id of another group replaces that one',
    breaks: ['RFC7644-3.5.1-10'],
    ...followingId(GROUP),
  },
  {
    id: 'F-RFC-LIFE-44',
    title: 'A create of a group answers without its members',
    breaks: ['RFC7644-3.3-05'],
    ...changingBody({ method: 'POST', path: GROUPS, status: 201 }, (body) => {
      if (Array.isArray(body.members)) body.members = [];
    }),
  },
  {
    id: 'F-RFC-LIFE-45',
    title: 'The Location of a created group is that of a user',
    breaks: ['RFC7644-3.3-06', 'RFC7644-3.3-07'],
    ...changingAnswer({ method: 'POST', path: GROUPS, status: 201 }, (response) => {
      const location = response.headers.find(([name]) => /^location$/i.test(name))?.[1];
      return location === undefined
        ? response
        : withHeader(response, 'Location', location.replace('/Groups/', '/Users/'));
    }),
  },
  {
    id: 'F-RFC-LIFE-46',
    title: 'Members in another letter case are overlooked in a create of a group',
    breaks: ['RFC7643-2.1-01', 'RFC7644-3.3-05', 'VAULT-GROUP-03'],
    ...overlookingCase({ method: 'POST', path: GROUPS }, 'members'),
  },
  {
    id: 'F-RFC-LIFE-47',
    title: 'active in another letter case is overlooked in a replace',
    breaks: ['RFC7643-2.1-01'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      const names = Object.keys(body ?? {}).filter((name) => name !== 'active' && /^active$/i.test(name));
      if (!body || names.length === 0) return request;
      const { active } = await resourceAt(request, context);
      return withJson(request, { ...without(body, names), active });
    },
  },
  {
    id: 'F-RFC-ATTR-51',
    title: 'meta.location of a group leads to the users',
    breaks: ['RFC7643-3.1-23'],
    ...changingResources({ method: 'GET', path: /v2\/Groups(\/[^/]+)?$/ }, (resource) => {
      const meta = metaOf(resource);
      if (typeof meta.location === 'string') meta.location = meta.location.replace('/Groups/', '/Users/');
    }),
  },
  {
    id: 'F-RFC-PATCH-36',
    title: 'A patch that removes a member answers with the group as it was before',
    breaks: ['RFC7644-3.5.2-28'],
    ...answeringFromBefore(
      { method: 'PATCH', path: GROUP },
      (body, before) => {
        body.members = before.members;
      },
      (request) => operationsOf(request).some(({ op }) => op === 'remove'),
    ),
  },
  {
    id: 'F-RFC-DISC-46',
    title: 'The resource type Group has another endpoint when it is read alone',
    breaks: ['RFC7644-4-06'],
    ...changingBody({ method: 'GET', path: /v2\/ResourceTypes\/Group$/, status: 200 }, (body) => {
      body.endpoint = '/Users';
    }),
  },
  {
    id: 'F-RFC-DISC-47',
    title: 'The schema of groups lacks an attribute when it is read alone',
    breaks: ['RFC7644-4-04'],
    ...changingBody({ method: 'GET', path: /v2\/Schemas\/[^/]*Group$/, status: 200 }, (body) => {
      if (Array.isArray(body.attributes)) body.attributes = body.attributes.slice(0, -1);
    }),
  },
  {
    id: 'F-ENTRA-25',
    title: 'A query for a group that leaves out the members finds none',
    breaks: ['ENTRA-05'],
    ...changingBody({ method: 'GET', path: GROUPS, status: 200 }, (body, request) => {
      const query = queryOf(request);
      if (!query.has('filter') || !query.has('excludedAttributes')) return body;
      return { ...body, totalResults: 0, itemsPerPage: 0, Resources: [] };
    }),
  },
  {
    id: 'F-ENTRA-26',
    title: 'A query for a group shows the members that it leaves out',
    breaks: ['ENTRA-05'],
    request: (request) => {
      const isMeant = matches({ method: 'GET', path: GROUPS }, request) && queryOf(request).has('filter');
      return isMeant ? withoutParameter(request, 'excludedAttributes') : request;
    },
  },
];

function refusingQuery(applies: (query: URLSearchParams) => boolean): Hooks {
  return {
    request: (request) =>
      matches({ method: 'GET', path: GROUPS }, request) && applies(queryOf(request))
        ? scimError(400, 'the page is not valid', 'invalidValue')
        : request,
  };
}

function unknownGroup(method: string, answer: () => ReturnType<typeof scimError>): Hooks {
  return changingAnswer({ method, path: GROUP, status: 404 }, (response) =>
    isScimForm(response) ? answer() : response,
  );
}

function losingParameter(where: Where, name: string): Hooks {
  return { request: (request) => (matches(where, request) ? withoutParameter(request, name) : request) };
}

/** A replace goes to the resource that its body names, when there is one. */
function followingId(path: RegExp): Hooks {
  return {
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path }, request) ? jsonOf(request) : null;
      if (typeof body?.id !== 'string' || body.id === lastSegmentOf(request)) return request;
      const other = { ...request, url: pathOf(request).replace(/[^/]+$/, body.id) };
      return (await resourceAt(other, context)).id === body.id ? other : request;
    },
  };
}

function without(body: Json, names: string[]): Json {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

function overlookingCase(where: { method: string; path: RegExp }, attribute: string): Hooks {
  return changingRequest(where, (body) =>
    without(
      body,
      Object.keys(body).filter((name) => name !== attribute && name.toLowerCase() === attribute),
    ),
  );
}
