import {
  answerWith,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  resourcesOf,
  SEARCH,
  scimError,
  withQuery,
} from '../../src/faults/edits.ts';
import type { FaultContext, FaultRequest, FaultResponse } from '../../src/faults/fault.ts';
import { asking } from '../../src/faults/scim-requests.ts';
import { MessageUrn } from '../../src/protocol/scim.ts';
import type { Repair } from './repairs.ts';

type Json = Record<string, unknown>;

const ROOT = /scim\/v2\/?$/;
const ROOT_SEARCH = /scim\/v2\/\.search$/;
const SEARCH_REQUEST = MessageUrn.searchRequest;
const COLLECTIONS = ['Users', 'Groups'];
/** More than any test holds. */
const WHOLE = { count: '1000' };

/** Where scimmy does not query as RFC 7644 sections 3.4.2.1 and 3.4.3 say. */
export const searchRepairs: Repair[] = [
  {
    id: 'search-is-a-query',
    mends: ['RFC7644-3.4.3-07'],
    request: (request) => (matches({ method: 'POST', path: SEARCH }, request) ? asQuery(request) : request),
  },
  {
    id: 'root-holds-all-types',
    mends: [],
    request: async (request, context) => {
      const isSearch = matches({ method: 'POST', path: ROOT_SEARCH }, request);
      if (!isSearch && !matches({ method: 'GET', path: ROOT }, request)) return request;
      const query = isSearch ? asQuery(request) : request;
      return 'status' in query ? query : allTypes(query, context);
    },
  },
];

/** The query that a SearchRequest message says in other words; a refusal of a message that is none. */
function asQuery(request: FaultRequest): FaultRequest | FaultResponse {
  const { schemas, ...members } = jsonOf(request) ?? {};
  if (!Array.isArray(schemas) || schemas.length !== 1 || schemas[0] !== SEARCH_REQUEST) {
    return scimError(400, `a search has the schemas ["${SEARCH_REQUEST}"]`, 'invalidSyntax');
  }
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) {
    const isList = name === 'attributes' || name === 'excludedAttributes';
    if (isList !== Array.isArray(value)) return scimError(400, `${name} has another form`, 'invalidValue');
    query.set(name, String(value));
  }
  const url = pathOf(request).replace(/\/\.search$/, '');
  return withQuery(asking(request, 'GET', url), query);
}

/** A list over the resources of all types (RFC 7644 section 3.4.2.1). */
async function allTypes(request: FaultRequest, context: FaultContext): Promise<FaultResponse> {
  const query = queryOf(request);
  const { attributes, excludedAttributes, filter, sortBy, sortOrder, startIndex, count } = Object.fromEntries(query);
  const conditions = filter === undefined ? [] : conditionsOf(filter);
  if (conditions === null) return scimError(400, 'the filter is not valid', 'invalidFilter');
  const all = await listed(request, context, {});
  const found =
    filter === undefined ? all : all.filter((one) => conditions.some((each) => each.every((is) => is(one))));
  if (sortBy !== undefined) found.sort(by(sortBy, sortOrder === 'descending' ? -1 : 1));
  const projection = { ...(attributes && { attributes }), ...(excludedAttributes && { excludedAttributes }) };
  const shown = new Map((await listed(request, context, projection)).map((one) => [one.id, one]));
  const start = Math.max(Number(startIndex ?? 1), 1);
  const page = found.slice(start - 1, start - 1 + Math.max(Number(count ?? found.length), 0));
  return answerWith(200, {
    schemas: [MessageUrn.listResponse],
    totalResults: found.length,
    startIndex: start,
    itemsPerPage: page.length,
    Resources: page.map(({ id }) => shown.get(id)),
  });
}

async function listed(request: FaultRequest, { send }: FaultContext, projection: Record<string, string>) {
  const base = pathOf(request).replace(/\/$/, '');
  const query = new URLSearchParams({ ...WHOLE, ...projection });
  const lists: Json[][] = [];
  for (const collection of COLLECTIONS) {
    const answer = await send(withQuery(asking(request, 'GET', `${base}/${collection}`), query));
    lists.push(resourcesOf(jsonOf(answer) ?? {}));
  }
  return lists.flat();
}

type Condition = (resource: Json) => boolean;

/** A filter as alternatives of conditions that hold together; null when it is none, or has brackets. */
function conditionsOf(filter: string): Condition[][] | null {
  const alternatives = filter.split(/ or /i).map((part) => part.split(/ and /i).map(conditionOf));
  return alternatives.flat().includes(null) ? null : (alternatives as Condition[][]);
}

const COMPARISONS: Record<string, (value: string, text: string) => boolean> = {
  eq: (value, text) => value === text,
  ne: (value, text) => value !== text,
  co: (value, text) => value.includes(text),
  sw: (value, text) => value.startsWith(text),
  ew: (value, text) => value.endsWith(text),
};

function conditionOf(expression: string): Condition | null {
  const [, path = '', operator = '', operand] = /^([\w.:$-]+) (\w+)(?: ("[^"]*"|\w+))?$/.exec(expression.trim()) ?? [];
  if (operator.toLowerCase() === 'pr' && operand === undefined)
    return (resource) => valuesAt(resource, path).length > 0;
  const compare = COMPARISONS[operator.toLowerCase()];
  if (compare === undefined || operand === undefined) return null;
  const text = operand.replaceAll('"', '').toLowerCase();
  return (resource) => valuesAt(resource, path).some((value) => compare(String(value).toLowerCase(), text));
}

/** What an attribute has: nothing where the type lacks it. */
function valuesAt(resource: Json, path: string): unknown[] {
  let values: unknown[] = [resource];
  for (const name of path.split('.')) {
    values = values.flatMap((one) => ((one ?? {}) as Json)[name] ?? []);
  }
  return values;
}

function by(path: string, sign: number) {
  const keyOf = (resource: Json) => String(valuesAt(resource, path)[0] ?? '\u{10FFFF}');
  return (one: Json, other: Json) => sign * keyOf(one).localeCompare(keyOf(other), 'en');
}
