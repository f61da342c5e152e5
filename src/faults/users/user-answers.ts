import { SchemaUrn } from '../../protocol/scim.ts';
import { tokenIn } from '../callers.ts';
import {
  changingAnswer,
  changingBody,
  changingRequest,
  changingResources,
  jsonOf,
  matches,
  metaOf,
  resourcesOf,
  SCIM,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { askScim, doingMore } from '../further-acts.ts';
import { seenIn, watching } from '../scim-objects.ts';
import { asking, lastSegmentOf, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';
import { newUser } from '../user-edits.ts';
import { headerOf } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const PATCH = { method: 'PATCH', path: USER };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Defects of what users are answered as, of their names and ids, and of what one request does to another user. */
export const userAnswerFaults: Fault[] = [
  {
    id: 'F-USER-71',
    title: 'A rename to a userName that begins with the old one changes nothing',
    breaks: ['VAULT-USER-13', 'VAULT-MAP-16', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      const { userName } = body ? await resourceAt(request, context) : {};
      if (userName === undefined || !String(body?.userName).startsWith(String(userName))) return request;
      return withJson(request, { ...body, userName });
    },
  },
  {
    id: 'F-USER-72',
    title: 'The deletion of a user deletes those whose userName begins with its own',
    breaks: ['VAULT-USER-10', 'VAULT-USER-11'],
    ...doingMore({ method: 'DELETE', path: USER }, async (done) => {
      const users = resourcesOf(jsonOf(await askScim(done, 'GET', 'Users')) ?? {});
      for (const { id, userName } of users) {
        if (String(userName).startsWith(String(done.before.userName))) await askScim(done, 'DELETE', `Users/${id}`);
      }
    }),
  },
  {
    id: 'F-USER-73',
    title: 'The part of a userName behind the @ is stored in lower case',
    breaks: ['VAULT-USER-02', 'VAULT-MAP-02', 'VAULT-MAP-11'],
    ...newUser((body) => {
      body.userName = String(body.userName).replace(/@.*$/, (domain) => domain.toLowerCase());
    }),
  },
  {
    id: 'F-USER-74',
    title: 'An externalId of digits only is answered as a number',
    breaks: ['VAULT-USER-03', 'RFC7643-2.3-02', 'RFC7643-3.1-10'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      if (/^[1-9]\d{0,14}$/.test(String(user.externalId))) user.externalId = Number(user.externalId);
    }),
  },
  {
    id: 'F-USER-76',
    title: 'Percent signs with two digits behind them in a userName are decoded',
    breaks: ['VAULT-USER-02', 'VAULT-MAP-02', 'VAULT-MAP-11'],
    ...newUser((body) => {
      body.userName = String(body.userName).replaceAll(/%[2-7][0-9A-F]/gi, (code) => decodeURIComponent(code));
    }),
  },
  {
    id: 'F-USER-77',
    title: 'In a list every user has the groups of the first one',
    breaks: ['VAULT-USER-22', 'VAULT-USER-24'],
    since: '2.0.4',
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (list) => {
      const [first, ...others] = resourcesOf(list);
      for (const user of others) user.groups = first?.groups ?? [];
    }),
  },
  {
    id: 'F-USER-78',
    title: 'The list of users leaves out renamed ones',
    breaks: ['VAULT-USER-10'],
    ...watching({
      response: (response, request, { memory }) => {
        const isList = matches({ method: 'GET', path: USERS, status: 200 }, request, response);
        const list = isList && filterOf(request) === null ? jsonOf(response) : null;
        if (!list) return response;
        const all = resourcesOf(list);
        const Resources = all.filter(({ id }) => new Set(seenIn(memory, id)?.names ?? []).size < 2);
        const totalResults = Number(list.totalResults) - (all.length - Resources.length);
        return withJson(response, { ...list, totalResults, itemsPerPage: Resources.length, Resources });
      },
    }),
  },
  {
    id: 'F-USER-79',
    title: 'The answer to a replace that deactivates shows active true',
    breaks: ['VAULT-USER-14', 'RFC7644-3.1-03', 'RFC7644-3.5.1-12'],
    ...changingBody({ method: 'PUT', path: USER, status: 200 }, (user) => {
      user.active = true;
    }),
  },
  {
    id: 'F-USER-80',
    title: 'The answer to a create repeats the groups that were sent',
    breaks: ['VAULT-USER-26', 'RFC7644-3.1-03', 'RFC7644-3.3-01'],
    ...changingBody({ method: 'POST', path: USERS, status: 201 }, (user, request) => {
      const groups = jsonOf(request)?.groups;
      if (groups !== undefined) user.groups = groups;
    }),
  },
  {
    id: 'F-UPATCH-71',
    title: 'A patch that activates wipes the metadata',
    breaks: ['VAULT-UPATCH-03'],
    ...doingMore(PATCH, async (done) => {
      const {
        id,
        userName,
        externalId,
        active,
        meta: _,
      } = jsonOf(await askScim(done, 'GET', `Users/${done.before.id}`)) ?? {};
      if (active !== true || !operationsOf(done.request).some(({ path }) => path === 'active')) return;
      const metadata = { [SchemaUrn.vaultMetadata]: { items: [] } };
      const schemas = [SchemaUrn.user, SchemaUrn.vaultMetadata];
      await askScim(done, 'PUT', `Users/${id}`, { schemas, userName, externalId, active, ...metadata });
    }),
  },
  {
    id: 'F-UPATCH-72',
    title: 'A patch of active by its path with the URN of the schema is answered and dropped',
    breaks: ['RFC7644-3.5.2-15'],
    request: (request) =>
      matches(PATCH, request) && operationsOf(request).some(({ path }) => /^urn:.*:User:active$/i.test(String(path)))
        ? NOTHING_DONE
        : request,
  },
  {
    id: 'F-UPATCH-73',
    title: 'A patch does not activate a user that a replace deactivated',
    breaks: ['VAULT-UPATCH-02', 'RFC7644-3.5.2.3-04'],
    request: (request, { memory }) => {
      const key = `replaced ${lastSegmentOf(request)}`;
      if (matches({ method: 'PUT', path: USER }, request)) memory.set(key, jsonOf(request)?.active === false);
      const activates = matches(PATCH, request) && operationsOf(request).some(({ value }) => value === true);
      return activates && memory.get(key) === true ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-RFC-LIFE-61',
    title: 'A user that was inactive can still be read after its deletion',
    breaks: ['RFC7644-3.6-03', 'VAULT-USER-20'],
    request: async (request, context) => {
      const key = `deleted ${lastSegmentOf(request)}`;
      if (matches({ method: 'DELETE', path: USER }, request)) {
        const last = await context.send(asking(request, 'GET'));
        if (jsonOf(last)?.active === false) context.memory.set(key, last);
      }
      const kept = matches({ method: 'GET', path: USER }, request) ? context.memory.get(key) : undefined;
      return (kept as FaultRequest | undefined) ?? request;
    },
  },
  {
    id: 'F-RFC-LIFE-62',
    title: 'A replace whose body is a list takes its first element',
    breaks: ['RFC7644-3.5.1-16', 'RFC7644-3.12-19'],
    ...changingRequest({ method: 'PUT', path: USER }, (body) => (Array.isArray(body) ? (body[0] ?? {}) : body)),
  },
  {
    id: 'F-RFC-ATTR-61',
    title: 'meta.location of a renamed user ends in its userName',
    breaks: ['RFC7643-3.1-23', 'RFC7644-3.4.2-09', 'RFC7644-3.5.1-13'],
    ...watching({
      response: (response, request, { memory }) => {
        const body = matches({ path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
        const names = new Set([...(seenIn(memory, body?.id)?.names ?? []), body?.userName]);
        if (!body || names.size < 2 || names.has(undefined)) return response;
        const location = String(metaOf(body).location).replace(/[^/]+$/, encodeURIComponent(String(body.userName)));
        return withJson(response, { ...body, meta: { ...metaOf(body), location } });
      },
    }),
  },
  {
    id: 'F-RFC-ATTR-62',
    title: 'meta.location in a filtered list is the address of the request with the id behind it',
    breaks: ['RFC7643-3.1-23', 'RFC7644-3.4-01', 'RFC7644-3.4.2-09'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (list, request) => {
      const query = request.url.split('?')[1];
      for (const user of filterOf(request) === null ? [] : resourcesOf(list)) {
        const meta = metaOf(user);
        meta.location = String(meta.location).replace(/\/Users\//, `/Users?${query}/`);
      }
    }),
  },
  {
    id: 'F-RFC-ATTR-63',
    title: 'An activation by patch makes a user a new one by meta.created',
    breaks: ['RFC7643-3.1-18', 'RFC7644-3.5.2-32'],
    ...notingActivation((meta, at) => {
      meta.created = at;
    }),
  },
  {
    id: 'F-RFC-ATTR-64',
    title: 'An activation by patch does not advance lastModified',
    breaks: ['RFC7643-3.1-20', 'RFC7644-3.5.2-32'],
    ...notingActivation((meta, _at, former) => {
      meta.lastModified = former;
    }),
  },
  {
    id: 'F-RFC-ATTR-65',
    title: 'A user that is created with the externalId of a deleted one gets the id of that one',
    breaks: ['RFC7643-3.1-06'],
    ...reusingIds(),
  },
  {
    id: 'F-MEDIA-21',
    title: 'The answer to a replace of a user is application/json',
    breaks: ['VAULT-MEDIA-01', 'RFC7644-3.1-04', 'RFC7644-8.1-01'],
    ...changingAnswer({ method: 'PUT', path: USER, status: 200 }, (response) =>
      withHeader(response, 'Content-Type', 'application/json'),
    ),
  },
  {
    id: 'F-MEDIA-22',
    title: 'The refusal of a taken name is application/json',
    breaks: ['VAULT-MEDIA-06', 'RFC7644-3.12-06', 'RFC7644-3.1-04', 'RFC7644-8.1-01'],
    ...changingAnswer({ path: SCIM, status: 409 }, (response) =>
      withHeader(response, 'Content-Type', 'application/json'),
    ),
  },
  {
    id: 'F-MEDIA-23',
    title: 'A media type in another letter case is refused',
    breaks: ['RFC9110-12.5.1-02'],
    request: (request) => {
      const type = headerOf(request, 'Content-Type') ?? '';
      const isWrite = matches({ method: ['POST', 'PUT', 'PATCH'], path: SCIM }, request);
      return isWrite && /^application\/scim\+json/i.test(type) && !type.startsWith('application/scim+json')
        ? scimError(415, 'the media type is not supported')
        : request;
    },
  },
  {
    id: 'F-ERR-21',
    title: 'A patch of a user whose body is not JSON is answered as done',
    breaks: ['VAULT-ERR-06', 'RFC7644-3.12-07'],
    request: (request) =>
      matches(PATCH, request) && request.body.length > 0 && jsonOf(request) === null ? NOTHING_DONE : request,
  },
  {
    id: 'F-ERR-22',
    title: 'An id of a user that is not in the form of a UUID breaks the server',
    breaks: ['RFC7644-3.12-17', 'RFC7644-3.12-10'],
    request: (request) =>
      matches({ path: USER }, request) && !UUID.test(lastSegmentOf(request))
        ? scimError(500, 'internal error')
        : request,
  },
  {
    id: 'F-RFC-ERR-41',
    title: 'The refusal of a taken name has the status 400 in its body',
    breaks: ['RFC7644-3.2-06'],
    ...changingBody({ path: SCIM, status: 409 }, (error) => {
      error.status = '400';
    }),
  },
];

/** `change` gets `meta` of a user after its activation, the time of the latter, and lastModified before it. */
function notingActivation(change: (meta: Json, at: unknown, former: unknown) => void): Hooks {
  const noting = doingMore(PATCH, ({ request, before, response, context }) => {
    if (before.active !== false || !operationsOf(request).some(({ value }) => value === true)) return;
    const at = metaOf(jsonOf(response) ?? {}).lastModified ?? new Date().toISOString();
    context.memory.set(`activated ${before.id}`, { at, former: metaOf(before).lastModified });
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const body = matches({ path: USER, status: 200 }, request, response) ? jsonOf(answer) : null;
      const noted = context.memory.get(`activated ${body?.id}`) as { at: unknown; former: unknown } | undefined;
      if (!body?.meta || !noted) return answer;
      change(metaOf(body), noted.at, noted.former);
      return withJson(answer, body);
    },
  };
}

/** The server behind goes on with the new id; the world sees the old one. */
function reusingIds(): Hooks {
  const swapped = (text: string, memory: Map<string, unknown>, isAnswer: boolean) => {
    let result = text;
    for (const [key, own] of memory) {
      if (!key.startsWith('reused ')) continue;
      const former = key.slice('reused '.length);
      result = isAnswer ? result.replaceAll(String(own), former) : result.replaceAll(former, String(own));
    }
    return result;
  };
  return {
    request: async (request, context) => {
      const { memory } = context;
      const url = swapped(request.url, memory, false);
      const body = Buffer.from(swapped(request.body.toString('latin1'), memory, false), 'latin1');
      const passed = { ...request, url, body };
      if (matches({ method: 'DELETE', path: USER }, request)) {
        const { externalId, id } = await resourceAt(passed, context);
        if (externalId !== undefined)
          memory.set(`left ${tokenIn(request)} ${externalId}`, lastSegmentOf(request) || id);
      }
      return passed;
    },
    response: (response, request, { memory }) => {
      if (matches({ method: 'POST', path: USERS, status: 201 }, request, response)) {
        const made = jsonOf(response) ?? {};
        const former = memory.get(`left ${tokenIn(request)} ${made.externalId}`);
        if (former !== undefined) memory.set(`reused ${former}`, made.id);
      }
      const headers = response.headers.map(([name, value]): [string, string] => [name, swapped(value, memory, true)]);
      const body = Buffer.from(swapped(response.body.toString('latin1'), memory, true), 'latin1');
      return { ...response, headers, body };
    },
  };
}
