import { GROUP, GROUPS, jsonOf, METADATA, matches, queryOf, resourcesOf, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { aliasesIn, ENTITY, everySeen, seenIn, showing, watching } from '../scim-objects.ts';
import {
  asking,
  collectionOf,
  lastSegmentOf,
  memberIds,
  NOTHING_DONE,
  operationsOf,
  patchOf,
  resourceAt,
} from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Memory = FaultContext['memory'];

/** Defects of the protocol that show only after several steps of provisioning. */
export const provisioningCycleFaults: Fault[] = [
  {
    id: 'F-N9C-02',
    title: 'A filter on a userName that somebody else had before finds the former holder',
    breaks: ['VAULT-FILTER-01', 'VAULT-FILTER-08', 'OKTA-05'],
    ...watching({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        const [found] = body ? resourcesOf(body) : [];
        if (!body || !found || !/^userName eq /i.test(queryOf(request).get('filter') ?? '')) return response;
        const former = everySeen(context.memory).find(
          ({ id, names, deleted }) => id !== found.id && names.includes(String(found.userName)) && !deleted,
        );
        if (!former) return response;
        const shown = await context.send(asking(request, 'GET', `${request.url.split('?')[0]}/${former.id}`));
        return shown.status === 200 ? withJson(response, { ...body, Resources: [jsonOf(shown)] }) : response;
      },
    }),
  },
  {
    id: 'F-N9C-06',
    title: 'An entity that was removed from a group and added again does not list the group any more',
    breaks: ['VAULT-MAP-41'],
    ...both(
      notingReturns(),
      showing(ENTITY, (data, seen, memory) => {
        for (const field of ['direct_group_ids', 'group_ids']) {
          const ids = Array.isArray(data[field]) ? (data[field] as unknown[]) : [];
          data[field] = ids.filter((id) => !memory.has(`returned ${id} ${seen.id}`));
        }
      }),
    ),
  },
  {
    id: 'F-N9C-08',
    title: 'After a replace that was refused for a taken userName the next one does not change active',
    breaks: ['VAULT-USER-14', 'VAULT-USER-15', 'OKTA-12', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (!body || !context.memory.delete(`refused ${lastSegmentOf(request)}`)) return request;
      const { active } = await resourceAt(request, context);
      return withJson(request, { ...body, active });
    },
    response: (response, request, { memory }) => {
      if (matches({ method: 'PUT', path: USER, status: 409 }, request, response))
        memory.set(`refused ${lastSegmentOf(request)}`, true);
      return response;
    },
  },
  {
    id: 'F-N9C-10',
    title: 'A rename that changes nothing but letter case does not reach the alias',
    breaks: ['VAULT-MAP-17'],
    ...showing(ENTITY, (data, seen) => {
      const before = seen.names.at(-2);
      const isSameButCase = before !== seen.names.at(-1) && before?.toLowerCase() === seen.names.at(-1)?.toLowerCase();
      if (!isSameButCase) return;
      for (const alias of aliasesIn(data)) if (alias.name === seen.names.at(-1)) alias.name = before;
    }),
  },
  {
    id: 'F-N9C-12',
    title: 'A group whose displayName begins the name of another group is not found by it',
    breaks: ['VAULT-FILTER-19', 'OKTA-14'],
    response: async (response, request, { send }) => {
      const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
      const name = body && nameIn(request, 'displayName');
      if (!body || !name) return response;
      const all = jsonOf(await send(asking(request, 'GET', request.url.split('?')[0]))) ?? {};
      const isHidden = resourcesOf(all).some(
        ({ displayName: other }) => String(other) !== name && String(other).startsWith(name),
      );
      return isHidden ? withJson(response, { ...body, totalResults: 0, itemsPerPage: 0, Resources: [] }) : response;
    },
  },
  {
    id: 'F-N9C-13',
    title: 'A user that was created inactive is not among the active ones after its activation',
    breaks: ['VAULT-FILTER-05'],
    ...watching({
      response: (response, request, { memory }) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || !/^active eq true$/i.test(queryOf(request).get('filter') ?? '')) return response;
        const shown = resourcesOf(body).filter(({ id }) => seenIn(memory, id)?.sent.active !== false);
        const lost = resourcesOf(body).length - shown.length;
        const total = Number(body.totalResults) - lost;
        return withJson(response, { ...body, totalResults: total, itemsPerPage: shown.length, Resources: shown });
      },
    }),
  },
  {
    id: 'F-N9C-16',
    title: 'A member that was added twice is a member still after one removal',
    breaks: ['VAULT-GPATCH-04', 'VAULT-GPATCH-06', 'ENTRA-12', 'SAIL-10', 'OKTA-17'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request)) return request;
      const id = lastSegmentOf(request);
      const stored = memberIds(await resourceAt(request, context));
      for (const member of touched(request, 'add'))
        if (stored.includes(member)) context.memory.set(`twice ${id} ${member}`, true);
      const removed = touched(request, 'remove');
      const twice = removed.filter((member) => context.memory.delete(`twice ${id} ${member}`));
      return removed.length === 1 && twice.length === 1 ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-N9C-17',
    title: 'An addition of several members whose first one is a member already adds none',
    breaks: ['ENTRA-11', 'VAULT-GPATCH-02', 'RFC7644-3.5.2.1-09'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request)) return request;
      const added = touched(request, 'add');
      const isMember = added.length > 1 && memberIds(await resourceAt(request, context)).includes(String(added[0]));
      return isMember ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-N9C-18',
    title: 'A group that was read without its members is shown without them at the next read too',
    breaks: ['ENTRA-05', 'VAULT-GROUP-03', 'RFC7644-3.3-05'],
    response: (response, request, { memory }) => {
      const body = matches({ method: 'GET', path: GROUP, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const key = `bare ${String(body.id)}`;
      if (queryOf(request).has('excludedAttributes')) memory.set(key, true);
      else if (memory.delete(key)) delete body.members;
      return withJson(response, body);
    },
  },
  {
    id: 'F-N9C-20',
    title: 'The list of users does not show the group that a user was removed from and added to again',
    breaks: ['SAIL-05', 'VAULT-USER-22', 'RFC7644-3.4.2-09'],
    ...both(notingReturns(), {
      response: (response, request, { memory }) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body) return response;
        for (const user of resourcesOf(body)) {
          if (!Array.isArray(user.groups)) continue;
          user.groups = (user.groups as Json[]).filter(({ value }) => !memory.has(`returned ${value} ${user.id}`));
        }
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-N9C-21',
    title: 'A search by time does not find the users that were reactivated since',
    breaks: ['VAULT-FILTER-11'],
    ...hiddenFromTimes(USERS, (request, stored) => {
      const wanted = request.method === 'PUT' ? jsonOf(request)?.active : operationsOf(request).at(0)?.value;
      return stored.active === false && wanted === true;
    }),
  },
  {
    id: 'F-N9C-22',
    title: 'totalResults goes on counting deleted groups',
    breaks: ['PING-02'],
    response: (response, request, { memory }) => {
      const collection = collectionKey(request);
      if (matches({ method: 'DELETE', path: GROUP }, request) && response.status < 300)
        memory.set(collection, Number(memory.get(collection) ?? 0) + 1);
      const isList = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response);
      const body = isList && !queryOf(request).has('filter') ? jsonOf(response) : null;
      if (!body) return response;
      return withJson(response, {
        ...body,
        totalResults: Number(body.totalResults) + Number(memory.get(collection) ?? 0),
      });
    },
  },
  {
    id: 'F-N9C-23',
    title: 'Of a group patch that is refused for its last of three operations the first one stays',
    breaks: ['OKTA-18'],
    response: async (response, request, { send }) => {
      if (!matches({ method: 'PATCH', path: GROUP, status: 400 }, request, response)) return response;
      const [first, ...more] = operationsOf(request);
      if (more.length === 2) await send(withJson(request, { ...jsonOf(request), Operations: [first] }));
      return response;
    },
  },
  {
    id: 'F-N9C-24',
    title: 'The repeated deletion of a user takes the new user of the same userName',
    breaks: ['SAIL-12'],
    ...watching({
      request: (request, { memory }) => {
        const gone = matches({ method: 'DELETE', path: USER }, request)
          ? seenIn(memory, lastSegmentOf(request))
          : undefined;
        if (!gone?.deleted) return request;
        const heir = everySeen(memory).find(({ names, deleted }) => !deleted && names.at(-1) === gone.names.at(-1));
        return heir ? asking(request, 'DELETE', `${collectionOf(request)}/${heir.id}`) : request;
      },
    }),
  },
  {
    id: 'F-N9C-25',
    title: 'A replace of a user with the body of its create is taken as done',
    breaks: ['VAULT-USER-15', 'OKTA-12', 'RFC7644-3.5.1-02'],
    ...watching({
      request: (request, { memory }) => {
        const seen = matches({ method: 'PUT', path: USER }, request)
          ? seenIn(memory, lastSegmentOf(request))
          : undefined;
        const { id, meta, groups, schemas, ...wanted } = jsonOf(request) ?? {};
        const isSame =
          seen && Object.keys(wanted).every((name) => JSON.stringify(wanted[name]) === JSON.stringify(seen.sent[name]));
        return isSame ? asking(request, 'GET') : request;
      },
    }),
  },
  {
    id: 'F-N9C-26',
    title: 'A replace that changes nothing of a user takes it out of the groups of its SCIM client',
    breaks: ['OKTA-10', 'VAULT-MAP-43'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (!body) return request;
      const stored = await resourceAt(request, context);
      const isSame = stored.id && ['userName', 'active', 'externalId'].every((name) => body[name] === stored[name]);
      if (!isSame || JSON.stringify(itemsOf(body)) !== JSON.stringify(itemsOf(stored))) return request;
      for (const { value } of Array.isArray(stored.groups) ? (stored.groups as Json[]) : []) {
        const url = request.url.replace(/Users\/.*/, `Groups/${value}`);
        const operation = { op: 'remove', path: `members[value eq "${stored.id}"]` };
        await context.send(asking(request, 'PATCH', url, patchOf(operation)));
      }
      return request;
    },
  },
  {
    id: 'F-N9C-27',
    title: 'The addition of an inactive user to a group is acknowledged and not made',
    breaks: ['VAULT-GPATCH-01', 'ENTRA-11', 'SAIL-09', 'RFC7644-3.5.2.1-16'],
    request: async (request, { send }) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request)) return request;
      const [added, ...more] = touched(request, 'add');
      if (!added || more.length > 0) return request;
      const user = await send(asking(request, 'GET', request.url.replace(/Groups\/.*/, `Users/${added}`)));
      return jsonOf(user)?.active === false ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-N9C-30',
    title: 'A search by time does not find the groups that only lost a member since',
    breaks: ['VAULT-FILTER-22'],
    ...hiddenFromTimes(GROUPS, (request) => touched(request, 'remove').length > 0),
  },
];

function itemsOf(user: Json): Json[] {
  const { items } = (user[METADATA] ?? {}) as Json;
  return Array.isArray(items) ? (items as Json[]) : [];
}

/** Ids of the members that the operations of this kind name. */
function touched(request: FaultRequest, op: 'add' | 'remove'): string[] {
  return operationsOf(request)
    .filter((operation) => String(operation.op).toLowerCase() === op)
    .flatMap(({ path, value }) => {
      const filtered = /^members\[value eq "([^"]+)"\]$/i.exec(String(path))?.[1];
      if (filtered) return [filtered];
      return (path === 'members' ? [value].flat() : []).map((one) => String((one as Json | undefined)?.value));
    });
}

/** Remembers who was removed from a group by a patch and added to it again by one. */
function notingReturns(): Pick<Fault, 'response'> {
  return {
    response: (response, request, { memory }) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request) || response.status > 299) return response;
      const group = lastSegmentOf(request);
      for (const user of touched(request, 'add'))
        if (memory.has(`removed ${group} ${user}`)) memory.set(`returned ${group} ${user}`, true);
      for (const user of touched(request, 'remove')) {
        memory.set(`removed ${group} ${user}`, true);
        memory.delete(`returned ${group} ${user}`);
      }
      return response;
    },
  };
}

/** One defect of answers after another. */
function both(
  first: Pick<Fault, 'response'>,
  second: Pick<Fault, 'request' | 'response'>,
): Pick<Fault, 'request' | 'response'> {
  return {
    ...second,
    response: async (response, request, context) => {
      const between = (await first.response?.(response, request, context)) ?? response;
      return (await second.response?.(between, request, context)) ?? between;
    },
  };
}

/** The value of a filter with `eq` on this attribute; undefined for every other request. */
function nameIn(request: FaultRequest, attribute: string): string | undefined {
  const literal = new RegExp(`^${attribute} eq "(.*)"$`, 'i').exec(queryOf(request).get('filter') ?? '')?.[1];
  return literal?.replaceAll('\\"', '"');
}

function collectionKey(request: FaultRequest): string {
  const namespace = request.headers.find(([name]) => name.toLowerCase() === 'x-vault-namespace')?.[1] ?? '';
  const caller = request.headers.find(([name]) => /^(authorization|x-vault-token)$/i.test(name))?.[1] ?? '';
  return `deleted ${namespace} ${caller}`;
}

/** Defect of searches by `meta.lastModified`: they miss what was last changed in a certain way. */
function hiddenFromTimes(
  list: RegExp,
  isMissed: (request: FaultRequest, stored: Json) => boolean,
): Pick<Fault, 'request' | 'response'> {
  return {
    request: async (request, context) => {
      const path = list === USERS ? USER : GROUP;
      if (!matches({ method: ['PUT', 'PATCH'], path }, request)) return request;
      const stored = await resourceAt(request, context);
      mark(context.memory, `missed ${lastSegmentOf(request)}`, isMissed(request, stored));
      return request;
    },
    response: (response: FaultResponse, request, { memory }) => {
      const isList = matches({ method: 'GET', path: list, status: 200 }, request, response);
      const body =
        isList && /^meta\.lastModified g/i.test(queryOf(request).get('filter') ?? '') ? jsonOf(response) : null;
      if (!body) return response;
      const shown = resourcesOf(body).filter(({ id }) => !memory.has(`missed ${id}`));
      const lost = resourcesOf(body).length - shown.length;
      const total = Number(body.totalResults) - lost;
      return withJson(response, { ...body, totalResults: total, itemsPerPage: shown.length, Resources: shown });
    },
  };
}

function mark(memory: Memory, key: string, isSet: boolean): void {
  if (isSet) memory.set(key, true);
  else memory.delete(key);
}
