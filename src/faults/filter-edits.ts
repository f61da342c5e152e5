import { answerWith, jsonOf, matches, queryOf, scimError, withQuery } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';
import { asking } from './scim-requests.ts';

type Json = Record<string, unknown>;

/** The filter of a list request, or null. */
export function filterOf(request: FaultRequest): string | null {
  return request.method === 'GET' ? queryOf(request).get('filter') : null;
}

/** The same list request with another filter, or with none. */
export function withFilter(request: FaultRequest, filter: string | null): FaultRequest {
  const query = queryOf(request);
  if (filter === null) query.delete('filter');
  else query.set('filter', filter);
  return withQuery(request, query);
}

/** Defect that reads a filter as another one; null stands for none at all. */
export function reading(
  path: RegExp,
  pattern: RegExp,
  as: (match: RegExpExecArray) => string | null,
): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const match = filterMatch(request, path, pattern);
      return match ? withFilter(request, as(match)) : request;
    },
  };
}

/** Defect that gives no resource where some match. */
export function findingNothing(path: RegExp, pattern: RegExp): Pick<Fault, 'request'> {
  return { request: (request) => (filterMatch(request, path, pattern) ? listResponse([]) : request) };
}

/** Defect that refuses a filter that is served. */
export function refusingFilter(path: RegExp, pattern: RegExp): Pick<Fault, 'request'> {
  return {
    request: (request) =>
      filterMatch(request, path, pattern) ? scimError(400, 'the filter is not supported', 'invalidFilter') : request,
  };
}

/** Defect that chooses from the whole list by a rule of its own. */
export function choosing(
  path: RegExp,
  pattern: RegExp,
  keep: (resource: Json, match: RegExpExecArray) => boolean,
): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const match = filterMatch(request, path, pattern);
      if (!match) return request;
      return listResponse((await wholeList(request, context)).filter((resource) => keep(resource, match)));
    },
  };
}

/** Defect that changes which resources a filtered list holds. */
export function changingMatches(
  path: RegExp,
  pattern: RegExp,
  change: (resources: Json[], request: FaultRequest, context: FaultContext) => Promise<Json[]> | Json[],
): Required<Pick<Fault, 'response'>> {
  return {
    response: async (response, request, context) => {
      if (response.status !== 200 || !filterMatch(request, path, pattern)) return response;
      return listResponse(await change(resourcesIn(response), request, context));
    },
  };
}

/** Every resource of the collection, as the server behind lists them. */
export async function wholeList(request: FaultRequest, { send }: FaultContext): Promise<Json[]> {
  return resourcesIn(await send(asking(request, 'GET')));
}

export function filterMatch(request: FaultRequest, path: RegExp, pattern: RegExp): RegExpExecArray | null {
  return matches({ method: 'GET', path }, request) ? pattern.exec(filterOf(request) ?? '') : null;
}

function resourcesIn(response: FaultResponse): Json[] {
  const resources = jsonOf(response)?.Resources;
  return Array.isArray(resources) ? (resources as Json[]) : [];
}

function listResponse(resources: Json[]): FaultResponse {
  return answerWith(200, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  });
}
