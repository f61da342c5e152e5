import { knowingCallers } from './callers.ts';
import { jsonOf, matches, pathOf, RESOURCE, type Where, withJson } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';
import { changingMatches } from './filter-edits.ts';
import { asking, patchOf, resourceAt } from './scim-requests.ts';

type Json = Record<string, unknown>;

/** A request that succeeded, and the resource as it was before; empty for a create. */
export interface Done {
  request: FaultRequest;
  response: FaultResponse;
  context: FaultContext;
  before: Json;
}

/** Defect that does something more to the server after a request that succeeded; the answer does not show it. */
export function doingMore(
  where: Where,
  act: (done: Done) => Promise<unknown> | unknown,
): Pick<Fault, 'request' | 'response'> {
  const known = new WeakMap<FaultRequest, Json>();
  return knowingCallers({
    request: async (request, context) => {
      if (matches(where, request) && RESOURCE.test(pathOf(request))) {
        known.set(request, await resourceAt(request, context));
      }
      return request;
    },
    response: async (response, request, context) => {
      if (response.status < 300 && matches(where, request, response)) {
        await act({ request, response, context, before: known.get(request) ?? {} });
      }
      return response;
    },
  });
}

/** Both defects at once: what the first makes of a request or an answer goes to the second. */
export function chained(
  first: Pick<Fault, 'request' | 'response'>,
  second: Pick<Fault, 'request' | 'response'>,
): Pick<Fault, 'request' | 'response'> {
  return {
    request: async (request, context) => {
      const changed = (await first.request?.(request, context)) ?? request;
      return 'status' in changed ? changed : ((await second.request?.(changed, context)) ?? changed);
    },
    response: async (response, request, context) => {
      const changed = (await first.response?.(response, request, context)) ?? response;
      return (await second.response?.(changed, request, context)) ?? changed;
    },
  };
}

/** A defect of answers that watches every one and shows in those for which `applies` holds. */
export function shownOnly(
  applies: (response: FaultResponse, request: FaultRequest) => boolean,
  hooks: Pick<Fault, 'request' | 'response'>,
): Pick<Fault, 'request' | 'response'> {
  return {
    ...hooks,
    response: async (response, request, context) => {
      const changed = (await hooks.response?.(response, request, context)) ?? response;
      return applies(response, request) ? changed : response;
    },
  };
}

/** Defect whose answers to a change show something of the resource as it was before; those without content stay so. */
export function answeringFromBefore(
  where: Where,
  change: (body: Json, before: Json) => void,
  applies: (request: FaultRequest) => boolean = () => true,
): Pick<Fault, 'request' | 'response'> {
  const befores = new WeakMap<FaultRequest, Json>();
  return {
    request: async (request, context) => {
      if (matches(where, request) && applies(request)) befores.set(request, await resourceAt(request, context));
      return request;
    },
    response: (response, request) => {
      const before = befores.get(request);
      const body = response.status === 200 && before?.meta !== undefined ? jsonOf(response) : null;
      if (!body || !before || body.meta === undefined) return response;
      change(body, before);
      return withJson(response, body);
    },
  };
}

/** Another SCIM request of the same client. @param path below the base, e.g. `Groups/<id>` */
export function askScim(
  { request, context }: Pick<Done, 'request' | 'context'>,
  method: string,
  path: string,
  body?: Json,
): Promise<FaultResponse> {
  const url = pathOf(request).replace(/(identity\/scim\/v2\/).*$/, `$1${path}`);
  const asked = asking(request, method, url, body);
  const others = asked.headers.filter(([name]) => name.toLowerCase() !== 'content-type');
  return context.send({ ...asked, headers: [...others, ['Content-Type', 'application/scim+json']] });
}

/** Puts users into a group. */
export function join(done: Pick<Done, 'request' | 'context'>, group: string, users: string[]): Promise<FaultResponse> {
  const value = users.map((id) => ({ value: id }));
  return askScim(done, 'PATCH', `Groups/${group}`, patchOf({ op: 'add', path: 'members', value }));
}

/** Puts users into a group, one by one: whoever is none stays out. */
export async function joinEach(done: Pick<Done, 'request' | 'context'>, group: string, users: string[]): Promise<void> {
  for (const user of users) await join(done, group, [user]);
}

/** Takes users out of a group, one by one. */
export async function leave(done: Pick<Done, 'request' | 'context'>, group: string, users: string[]): Promise<void> {
  for (const id of users) {
    const path = `members[value eq "${id}"]`;
    await askScim(done, 'PATCH', `Groups/${group}`, patchOf({ op: 'remove', path }));
  }
}

export function setActiveOf(
  done: Pick<Done, 'request' | 'context'>,
  user: string,
  value: boolean,
): Promise<FaultResponse> {
  return askScim(done, 'PATCH', `Users/${user}`, patchOf({ op: 'replace', path: 'active', value }));
}

/** The user of an id as the server behind shows it; empty when there is none. */
export async function userOf(done: Pick<Done, 'request' | 'context'>, id: string): Promise<Json> {
  const response = await askScim(done, 'GET', `Users/${id}`);
  return response.status === 200 ? (jsonOf(response) ?? {}) : {};
}

/** The ids of the groups that a user shows. */
export function groupIdsOf(user: Json): string[] {
  return Array.isArray(user.groups) ? (user.groups as Json[]).map(({ value }) => String(value)) : [];
}

/** The same PATCH with other operations. */
export function withOperations(request: FaultRequest, Operations: Json[]): FaultRequest {
  return withJson(request, { ...(jsonOf(request) ?? {}), Operations });
}

/** After some changes a filter of this form does not find what `act` names, or what `isLost`. */
export function losing(
  path: RegExp,
  filter: RegExp,
  where: Where,
  act: (done: Done) => unknown[],
  isLost: (resource: Json, context: FaultContext) => boolean = ({ id }, { memory }) => memory.has(`lost ${id}`),
): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore(where, (done) => {
    done.context.memory.delete(`lost ${done.before.id}`);
    for (const id of act(done)) done.context.memory.set(`lost ${id}`, true);
  });
  const finding = changingMatches(path, filter, (resources, _, context) =>
    resources.filter((resource) => !isLost(resource, context)),
  );
  return chained(noting, finding);
}
