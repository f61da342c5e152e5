import { knowingCallers, tokenIn, withToken } from './callers.ts';
import { GROUPS, isScimForm, jsonOf, matches, USERS, type Where, withJson } from './edits.ts';
import type { Fault, FaultContext, FaultRequest } from './fault.ts';
import { filterOf } from './filter-edits.ts';
import { lastSegmentOf } from './scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

/** A defect that knows which token created a user or group, from the creates that it saw. */
export function knowingOwners(hooks: Hooks): ReturnType<typeof knowingCallers> {
  return knowingCallers({
    ...hooks,
    response: async (response, request, context) => {
      const created = [USERS, GROUPS].some((path) => matches({ method: 'POST', path, status: 201 }, request, response));
      const id = created ? jsonOf(response)?.id : undefined;
      if (id !== undefined) context.memory.set(`owner ${id}`, tokenIn(request));
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}

/** The token that created a resource; '' when no create was seen. */
export function ownerOf({ memory }: FaultContext, id: string): string {
  return String(memory.get(`owner ${id}`) ?? '');
}

/** Whether the caller is refused a read of a user that another one has created. */
export async function isForeignUser(request: FaultRequest, context: FaultContext, id: string): Promise<boolean> {
  const owner = ownerOf(context, id);
  if (owner === '' || owner === tokenIn(request)) return false;
  const url = request.url.replace(/\/(Users|Groups)(\/.*)?$/, `/Users/${id}`);
  const read = await context.send({ ...request, method: 'GET', url, body: Buffer.alloc(0) });
  return read.status !== 200;
}

/** Defect of scope: what a SCIM client is refused for being another one's is done as if its owner had asked. */
export function unscoped(
  where: Where,
  applies: (request: FaultRequest, context: FaultContext) => Promise<boolean> | boolean = () => true,
): Hooks {
  return knowingOwners({
    response: async (response, request, context) => {
      if (!matches({ ...where, status: isScope }, request, response) || !isScimForm(response)) return response;
      const owner = ownerOf(context, lastSegmentOf(request));
      if (owner === '' || owner === tokenIn(request) || !(await applies(request, context))) return response;
      return context.send(withToken(request, owner));
    },
  });
}

/**
 * Defect of lists: they hold what the same request gives to the other clients too.
 *
 * @param filter which filter is meant; null: a list without one
 */
export function unscopedList(path: RegExp, filter: RegExp | null): Hooks {
  return addingForeign(path, filter, (body, foreign) => {
    const Resources = [...resourcesIn(body), ...foreign];
    return {
      ...body,
      totalResults: Number(body.totalResults) + foreign.length,
      itemsPerPage: Resources.length,
      Resources,
    };
  });
}

/** Defect of lists: `change` gives the body from the right one and what other clients have. */
export function addingForeign(
  path: RegExp,
  filter: RegExp | null,
  change: (body: Json, foreign: Json[]) => Json,
): Hooks {
  return knowingOwners({
    response: async (response, request, context) => {
      const asked = filterOf(request);
      const meant = filter === null ? asked === null : filter.test(asked ?? '');
      if (!meant || !matches({ method: 'GET', path, status: 200 }, request, response)) return response;
      const body = jsonOf(response);
      const foreign = body ? await foreignResources(request, context, body) : [];
      return body && foreign.length > 0 ? withJson(response, change(body, foreign)) : response;
    },
  });
}

async function foreignResources(request: FaultRequest, context: FaultContext, body: Json): Promise<Json[]> {
  const seen = new Set(resourcesIn(body).map(({ id }) => id));
  const found: Json[] = [];
  for (const owner of ownersIn(context)) {
    if (owner === tokenIn(request)) continue;
    const other = jsonOf(await context.send(withToken(request, owner)));
    for (const resource of resourcesIn(other)) {
      // A second token of the same client lists the same resources.
      if (resource.id !== undefined && !seen.has(resource.id)) found.push(resource);
      seen.add(resource.id);
    }
  }
  return found;
}

function ownersIn({ memory }: FaultContext): string[] {
  const owners = [...memory].filter(([key]) => key.startsWith('owner ')).map(([, token]) => String(token));
  return [...new Set(owners)];
}

function resourcesIn(body: Json | null): Json[] {
  return Array.isArray(body?.Resources) ? (body.Resources as Json[]) : [];
}

function isScope(status: number): boolean {
  return status === 403 || status === 404;
}
