import {
  answerWith,
  COLLECTION,
  jsonOf,
  matches,
  queryOf,
  resourcesOf,
  USER,
  USERS,
  withJson,
  withoutParameter,
  withQuery,
} from '../../src/faults/edits.ts';
import type { FaultContext, FaultRequest, FaultResponse } from '../../src/faults/fault.ts';
import { choosing } from '../../src/faults/filter-edits.ts';
import {
  executing,
  isComplex,
  isSimple,
  type Operation,
  selectedBy,
  valuePathOf,
  valuesOf,
} from '../../src/faults/full-server/user-patches.ts';
import type { PassingChange } from '../../src/faults/layer.ts';
import { asking, operationsOf, resourceAt } from '../../src/faults/scim-requests.ts';
import { SchemaUrn } from '../../src/protocol/scim.ts';
import { ANNOUNCED_REPAIRS } from './announced-repairs.ts';
import { bulkRepairs } from './bulk.ts';
import { pagingByCursors } from './cursors.ts';
import { EXTENSION_REPAIRS } from './extension-repairs.ts';
import { FILTER_REPAIRS } from './filter-repairs.ts';
import { searchRepairs } from './search.ts';
import { preconditions, versions } from './versions.ts';

type Json = Record<string, unknown>;

/** What stands in front of the independent server so that it does as the RFCs say. */
export interface Repair extends PassingChange {
  /** Rows that the server alone fails. */
  mends: string[];
}

const ENTERPRISE = SchemaUrn.enterpriseUser;

/**
 * A row that the server fails anyway cannot show that a defect turns it red. These mend the rows that speak of what
 * only a full server has, below the defects; the rulings on the server itself stay as they are.
 */
export const REPAIRS: Repair[] = [
  preconditions,
  // A search becomes a query, for the repairs behind it.
  ...searchRepairs,
  ...bulkRepairs,
  pagingByCursors(),
  {
    id: 'one-primary',
    mends: ['RFC7644-3.5.2-24', 'RFC7643-2.4-03', 'RFC7643-2.4-04'],
    request: (request) => {
      const body = matches({ method: ['POST', 'PUT'] }, request) ? jsonOf(request) : null;
      const primary = body === null ? undefined : valuesOf(body, 'emails').find(isPrimary);
      return body === null || primary === undefined ? request : withJson(request, withPrimary(body, primary));
    },
    response: async (response, request, context) => {
      const sent = operationsOf(request).flatMap((operation) => valuesOf(operation as Json, 'value'));
      const paths = operationsOf(request).map((operation) => valuePathOf(operation as unknown as Operation));
      const path = paths.findLast((one) => one?.part === 'primary');
      if (response.status >= 300 || (path === undefined && !sent.some(isPrimary))) return response;
      return storing(request, context, (user) => {
        const newest = path ? selectedBy(path, user).at(-1) : sent.findLast(isPrimary);
        return newest === undefined ? user : withPrimary(user, newest);
      });
    },
  },
  {
    id: 'members-of-null',
    mends: ['RFC7643-2.5-02', 'RFC7644-3.5.1-06'],
    request: (request) => {
      const body = matches({ method: 'PUT' }, request) ? jsonOf(request) : null;
      return body?.members === null ? withJson(request, { ...body, members: [] }) : request;
    },
  },
  {
    id: 'part-of-extension',
    mends: ['RFC7644-3.5.2-16'],
    ...executing(({ path, value }) =>
      path === `${ENTERPRISE}:manager.value` ? [{ op: 'add', value: { [ENTERPRISE]: { manager: { value } } } }] : null,
    ),
  },
  {
    id: 'complex-attributes-merge',
    mends: ['RFC7644-3.5.2.3-07'],
    ...executing(({ op, path, value }) =>
      op === 'replace' && isSimple(path) && path !== 'active' && isComplex(value)
        ? Object.entries(value).map(([part, one]) => ({ op: 'add', path: `${path}.${part}`, value: one }))
        : null,
    ),
  },
  {
    id: 'lists-are-replaced',
    mends: ['RFC7644-3.5.2.3-02'],
    ...executing(({ op, path, value }) =>
      op === 'replace' && path === undefined && isComplex(value)
        ? Object.entries(value).map(([name, one]) =>
            Array.isArray(one) ? { op, path: name, value: one } : { op, value: { [name]: one } },
          )
        : null,
    ),
  },
  {
    id: 'value-of-wrong-type',
    mends: ['RFC7644-3.5.2.1-05'],
    response: (response, request) => {
      const error = matches({ method: 'PATCH', path: USER, status: 400 }, request, response) ? jsonOf(response) : null;
      const isText = operationsOf(request).some(({ path, value }) => path === 'name' && typeof value === 'string');
      return error !== null && isText ? withJson(response, { ...error, scimType: 'invalidValue' }) : response;
    },
  },
  {
    id: 'sorted-before-projected',
    mends: ['RFC7644-3.4.2.3-03'],
    request: async (request, context) => {
      const query = queryOf(request);
      const isProjected = query.has('attributes') || query.has('excludedAttributes');
      if (!matches({ method: 'GET', path: COLLECTION }, request) || !query.has('sortBy') || !isProjected)
        return request;
      const whole = jsonOf(await context.send(['attributes', 'excludedAttributes'].reduce(withoutParameter, request)));
      const shown = jsonOf(await context.send(['sortBy', 'startIndex', 'count'].reduce(withoutParameter, request)));
      const shownBy = new Map(resourcesOf(shown ?? {}).map((resource) => [resource.id, resource]));
      return answerWith(200, { ...whole, Resources: resourcesOf(whole ?? {}).map(({ id }) => shownBy.get(id)) });
    },
  },
  {
    id: 'sorted-by-primary-value',
    mends: ['RFC7644-3.4.2.3-09'],
    request: async (request, context) => {
      if (!matches({ method: 'GET', path: USERS }, request) || queryOf(request).get('sortBy') !== 'emails.value')
        return request;
      const whole = jsonOf(await context.send(withoutParameter(request, 'sortBy'))) ?? {};
      return answerWith(200, { ...whole, Resources: resourcesOf(whole).toSorted(byPrimaryEmail) });
    },
  },
  {
    id: 'sorted-by-any-spelling',
    mends: ['RFC7644-3.4.2.3-14'],
    request: (request) => {
      const query = queryOf(request);
      if (!/(?:^|:)username$/i.test(query.get('sortBy') ?? '')) return request;
      query.set('sortBy', 'userName');
      return withQuery(request, query);
    },
  },
  {
    id: 'filter-by-extension',
    mends: ['RFC7644-3.4.2.2-40'],
    ...choosing(USERS, /^urn:\S+:User:(\w+) eq "([^"]*)"$/, (user, [, name = '', text]) => {
      const extension = user[ENTERPRISE];
      return isComplex(extension) && extension[name] === text;
    }),
  },
  {
    id: 'conditions-without-brackets',
    mends: ['RFC7644-3.4.2.2-42'],
    ...choosing(
      USERS,
      /^userName eq "([^"]*)" and emails\.(\w+) eq "([^"]*)" and emails\.(\w+) eq "([^"]*)"$/,
      (user, [, userName, one = '', first, other = '', second]) => {
        const has = (part: string, text: string | undefined) =>
          valuesOf(user, 'emails').some((email) => email[part] === text);
        return user.userName === userName && has(one, first) && has(other, second);
      },
    ),
  },
  {
    id: 'projection-of-extension',
    mends: ['RFC7644-3.9-08'],
    request: async (request, context) => {
      const asked = matches({ method: 'GET', path: USER }, request) ? (queryOf(request).get('attributes') ?? '') : '';
      if (!asked.startsWith(`${ENTERPRISE}:`)) return request;
      const { schemas, id, [ENTERPRISE]: extension } = await resourceAt(request, context);
      const name = asked.slice(ENTERPRISE.length + 1);
      const value = isComplex(extension) ? extension[name] : undefined;
      return answerWith(200, { schemas, id, [ENTERPRISE]: { [name]: value } });
    },
  },
  ...EXTENSION_REPAIRS,
  ...FILTER_REPAIRS,
  ...ANNOUNCED_REPAIRS,
  versions,
];

function isPrimary({ primary }: Json): boolean {
  return primary === true;
}

/** The resource with this e-mail as the only primary one. */
function withPrimary(resource: Json, email: Json): Json {
  const emails = valuesOf(resource, 'emails');
  const chosen = emails.findIndex(({ value, type }) => value === email.value && type === email.type);
  return {
    ...resource,
    emails: emails.map(({ primary: _old, ...one }, index) => (index === chosen ? { ...one, primary: true } : one)),
  };
}

/** Stores the user otherwise than the server did by itself. */
async function storing(
  request: FaultRequest,
  context: FaultContext,
  change: (user: Json) => Json,
): Promise<FaultResponse> {
  const user = await resourceAt(request, context);
  return context.send(asking(request, 'PUT', undefined, change(user)));
}

function byPrimaryEmail(one: Record<string, unknown>, other: Record<string, unknown>): number {
  const emailOf = ({ emails = [] }: { emails?: { value?: string; primary?: boolean }[] }) =>
    (emails.find(({ primary }) => primary) ?? emails[0])?.value ?? '';
  return emailOf(one).localeCompare(emailOf(other), 'en');
}
