import {
  COLLECTION,
  CONFIGURATION,
  changingBody,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  SEARCH,
  withJson,
  withQuery,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';

type Json = Record<string, unknown>;

/** The cursor that a list asks with, '' for the first page; undefined for any other request. */
export function cursorIn(request: FaultRequest): string | undefined {
  return matches({ method: 'GET', path: COLLECTION }, request)
    ? (queryOf(request).get('cursor') ?? undefined)
    : undefined;
}

/** Whether a list asks for a page that is not the first. */
export function isLaterPage(request: FaultRequest): boolean {
  return (cursorIn(request) ?? '') !== '';
}

/** The same list with another cursor. */
export function withCursor(request: FaultRequest, cursor: string): FaultRequest {
  const query = queryOf(request);
  query.set('cursor', cursor);
  return withQuery(request, query);
}

/** Defect that reads the query of a list with a cursor as another one. */
export function asking(change: (query: URLSearchParams) => void): Pick<Fault, 'request'> {
  return {
    request: (request): FaultRequest => {
      if (cursorIn(request) === undefined) return request;
      const query = queryOf(request);
      change(query);
      return withQuery(request, query);
    },
  };
}

/** Defect that reads a search with a cursor as another one. */
export function searching(change: (search: Json) => void): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const search = matches({ method: 'POST', path: SEARCH }, request) ? jsonOf(request) : null;
      if (search?.cursor === undefined) return request;
      change(search);
      return withJson(request, search);
    },
  };
}

/** Defect of the pages that lists with a cursor get; `change` edits the body in place. */
export function paging(change: (page: Json, request: FaultRequest) => void): Required<Pick<Fault, 'response'>> {
  const { response: edited } = changingBody({ status: 200 }, change);
  return {
    response: (response, request, context) =>
      cursorIn(request) === undefined || edited === undefined ? response : edited(response, request, context),
  };
}

/** Defect of what the configuration says of paging; `change` edits it in place. */
export function announcing(change: (pagination: Json) => void): Pick<Fault, 'response'> {
  return changingBody({ method: 'GET', path: CONFIGURATION, status: 200 }, ({ pagination }) => {
    change(pagination as Json);
  });
}

/** Whether the path is that of groups. */
export function isOfGroups(request: FaultRequest): boolean {
  return pathOf(request).endsWith('/Groups');
}
