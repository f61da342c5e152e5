import { randomUUID } from 'node:crypto';
import {
  answerWith,
  COLLECTION,
  CONFIGURATION,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  resourcesOf,
  SEARCH,
  scimError,
  withJson,
  withQuery,
} from '../../src/faults/edits.ts';
import type { FaultContext, FaultRequest, FaultResponse } from '../../src/faults/fault.ts';
import { MessageUrn } from '../../src/protocol/scim.ts';
import type { Repair } from './repairs.ts';

/** What RFC 9865 leaves to a server. */
export interface CursorChoices {
  /** Method for requests that name none (section 2.4). */
  defaultMethod: 'index' | 'cursor';
  /** Whether paging by index is offered too. */
  index: boolean;
  /** Whether the method, and the limits, stand in the configuration (section 4). */
  announced: boolean;
  previousCursor: boolean;
  totalResults: boolean;
  /** Whether the first page is empty, and every other one holds one resource less than it could. */
  sparse: boolean;
  maxPageSize: number;
  /** Whether a count below 0 or above the maximum is refused (section 2.1), not understood (section 2). */
  strict: boolean;
}

/** What a client asked for, carried past the other repairs. */
interface Asked {
  cursor: string;
  count: string | null;
  /** The path and everything else of the query, in a fixed order. */
  query: string;
}

/** Where a cursor leads, and for whom. */
interface Place {
  start: number;
  count: string | null;
  query: string;
  actor: string;
}

const LIST = MessageUrn.listResponse;
const ASKED = 'x-asked-page';
/** As many as scimmy lists by itself. */
const DEFAULT_PAGE_SIZE = 20;
const EVERYTHING = '1000000';

const USUAL: CursorChoices = {
  defaultMethod: 'index',
  index: true,
  announced: true,
  previousCursor: true,
  totalResults: true,
  sparse: false,
  maxPageSize: 1_000,
  strict: false,
};

/**
 * Paging by cursors (RFC 9865) of users and groups, which scimmy does not offer: the server behind gives the whole list, filtered,
 * sorted and projected, and a page is cut out of it. A cursor is a random name for a place in the list of one query of
 * one actor, so that nobody can make one up or use that of another.
 */
export function pagingByCursors(choices: Partial<CursorChoices> = {}): Repair {
  const chosen = { ...USUAL, ...choices };
  return {
    id: 'paging-by-cursors',
    mends: [],
    request: (request) => {
      const parameters = parametersOf(request);
      if (parameters === null) return request;
      return isForCursors(parameters, chosen) ? wholeList(request, parameters) : withinMaximum(request, chosen);
    },
    response: (response, request, { memory }) => {
      if (response.status !== 200) return response;
      if (matches({ method: 'GET', path: CONFIGURATION }, request)) return announcing(response, chosen);
      const asked = askedIn(request);
      return asked === null ? response : pageOf(response, asked, chosen, { memory, actor: actorOf(request) });
    },
  };
}

/** The parameters of a list or of a search for resources of one type; null for any other request. */
function parametersOf(request: FaultRequest): URLSearchParams | null {
  if (matches({ method: 'GET', path: COLLECTION }, request)) return queryOf(request);
  const search = matches({ method: 'POST', path: SEARCH }, request) ? jsonOf(request) : null;
  if (search === null) return null;
  const given = Object.entries(search).filter(([name, value]) => name !== 'schemas' && value !== null);
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, [value].flat().join(',')]));
}

function isForCursors(parameters: URLSearchParams, { index, defaultMethod }: CursorChoices): boolean {
  if (parameters.has('cursor') || !index) return true;
  return defaultMethod === 'cursor' && !parameters.has('startIndex');
}

/** The same query for everything there is: a search becomes the list that it stands for (RFC 7644 section 3.4.3). */
function wholeList(request: FaultRequest, parameters: URLSearchParams): FaultRequest {
  const path = pathOf(request).replace(/\/\.search$/, '');
  const [cursor, count] = [parameters.get('cursor') ?? '', parameters.get('count')];
  for (const name of ['cursor', 'count', 'startIndex']) parameters.delete(name);
  parameters.sort();
  const asked: Asked = { cursor, count, query: `${path}?${parameters}` };
  parameters.set('count', EVERYTHING);
  const mark = Buffer.from(JSON.stringify(asked)).toString('base64url');
  const headers: FaultRequest['headers'] = [...request.headers, [ASKED, mark]];
  return withQuery({ method: 'GET', url: path, headers, body: Buffer.alloc(0) }, parameters);
}

/** A query by index, with a count that does not pass the announced maximum. */
function withinMaximum(request: FaultRequest, { maxPageSize }: CursorChoices): FaultRequest {
  const query = queryOf(request);
  const search = jsonOf(request);
  if (Number(search?.count) > maxPageSize) return withJson(request, { ...search, count: maxPageSize });
  if (!(Number(query.get('count')) > maxPageSize)) return request;
  query.set('count', String(maxPageSize));
  return withQuery(request, query);
}

function askedIn({ headers }: FaultRequest): Asked | null {
  const [, mark] = headers.find(([name]) => name === ASKED) ?? [];
  return mark === undefined ? null : (JSON.parse(Buffer.from(mark, 'base64url').toString('utf8')) as Asked);
}

function actorOf({ headers }: FaultRequest): string {
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}

/** The page of a whole list that was asked for, or why there is none (RFC 9865 section 2.1). */
function pageOf(
  response: FaultResponse,
  { cursor, count, query }: Asked,
  choices: CursorChoices,
  { memory, actor }: Pick<FaultContext, 'memory'> & { actor: string },
): FaultResponse {
  if (count !== null && !/^-?\d+$/.test(count)) return scimError(400, 'count is no number', 'invalidCount');
  const place = cursor === '' ? { start: 0, count, query, actor } : (memory.get(cursor) as Place | undefined);
  // One message for all, whether the cursor never was or is another's (section 5.2).
  if (place?.query !== query || place.actor !== actor) return scimError(400, 'no such cursor', 'invalidCursor');
  if (place.count !== count) return scimError(400, 'count differs from that of the first page', 'invalidCount');
  const isOutside = Number(count) < 0 || Number(count) > choices.maxPageSize;
  if (choices.strict && isOutside) return scimError(400, 'count is out of range', 'invalidCount');
  const all = resourcesOf(jsonOf(response) ?? {});
  const asked = count === null ? DEFAULT_PAGE_SIZE : Math.max(Number(count), 0);
  const most = Math.min(asked, choices.maxPageSize);
  const size = choices.sparse && most > 1 ? most - 1 : most;
  const { start } = place;
  const shown = choices.sparse && cursor === '' ? [] : all.slice(start, start + size);
  const end = start + shown.length;
  const cursorTo = (next: number) => {
    const name = randomUUID();
    memory.set(name, { ...place, start: next } satisfies Place);
    return name;
  };
  return answerWith(200, {
    schemas: [LIST],
    ...(choices.totalResults && { totalResults: all.length }),
    itemsPerPage: shown.length,
    ...(choices.previousCursor && size > 0 && start > 0 && { previousCursor: cursorTo(Math.max(start - size, 0)) }),
    ...(size > 0 && end < all.length && { nextCursor: cursorTo(end) }),
    Resources: shown,
  });
}

/** The configuration with what it says of paging (RFC 9865 section 4). */
function announcing(response: FaultResponse, { index, announced, defaultMethod, maxPageSize }: CursorChoices) {
  const limits = { defaultPaginationMethod: defaultMethod, defaultPageSize: DEFAULT_PAGE_SIZE, maxPageSize };
  return withJson(response, { ...jsonOf(response), pagination: { cursor: true, index, ...(announced && limits) } });
}
