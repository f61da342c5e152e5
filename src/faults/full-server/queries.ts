import {
  COLLECTION,
  changingBody,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  shownIn,
  USER,
  USERS,
  withoutParameter,
  withQuery,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches, filterOf, wholeList, withFilter } from '../filter-edits.ts';
import { operationsOf, resourceAt } from '../scim-requests.ts';
import { type Operation, selectedBy, valuePathOf, valuesOf } from './user-patches.ts';

type Json = Record<string, unknown>;

const BY_EMAIL = /^(.+) and emails\.value eq "([^"]*)"$/;

/** Defects of queries in which two of their parts, or a write before them, meet (RFC 7644 section 3.4). */
export const meetingQueryFaults: Fault[] = [
  {
    id: 'F-N9D-19',
    title: 'A filter goes on finding an e-mail that a value path removed',
    breaks: ['RFC7644-3.4.2.2-03'],
    request: async (request, context) => {
      const [operation] = matches({ method: 'PATCH', path: USER }, request) ? operationsOf(request) : [];
      if (operation?.op !== 'remove') return request;
      const user = await resourceAt(request, context);
      const path = valuePathOf(operation as unknown as Operation);
      const removed = path ? selectedBy(path, user) : [];
      for (const { value } of removed) context.memory.set(String(value), user.id);
      return request;
    },
    response: (response, request, context) =>
      changingMatches(USERS, BY_EMAIL, async (users, asked) => {
        const [, others = '', email = ''] = BY_EMAIL.exec(filterOf(asked) ?? '') ?? [];
        const all = shownIn(jsonOf(await context.send(withFilter(asked, others))) ?? {});
        return all.filter(({ id }) => users.some((user) => user.id === id) || context.memory.get(email) === id);
      }).response(response, request, context),
  },
  {
    id: 'F-N9D-20',
    title: 'Of two parts of one attribute that are asked for only the last is given',
    breaks: ['RFC7644-3.9-01'],
    request: (request) => {
      const query = queryOf(request);
      const names = query.get('attributes')?.split(',') ?? [];
      if (request.method !== 'GET' || names.some((name) => name.startsWith('urn:'))) return request;
      const headOf = (name: string) => (name.includes('.') ? name.split('.')[0] : name);
      const left = names.filter(
        (name, at) => !name.includes('.') || names.findLastIndex((other) => headOf(other) === headOf(name)) === at,
      );
      if (left.length === names.length) return request;
      query.set('attributes', left.join(','));
      return withQuery(request, query);
    },
  },
  {
    id: 'F-N9D-21',
    title: 'A create that asks for the password gets it',
    breaks: ['RFC7644-3.9-12', 'RFC7643-4.1.1-15'],
    ...changingBody({ method: 'POST', path: USERS, status: 201 }, (user, request) => {
      const { password } = jsonOf(request) ?? {};
      if (queryOf(request).get('attributes')?.split(',').includes('password')) user.password = password;
    }),
  },
  {
    id: 'F-N9D-24',
    title: 'A filter by e-mail sees the primary e-mail only',
    breaks: ['RFC7644-3.4.2.2-41'],
    ...changingMatches(USERS, /emails(\.value)? eq "/, async (users, request, context) => {
      const [, , text] = /emails(\.value)? eq "([^"]*)"/.exec(queryOf(request).get('filter') ?? '') ?? [];
      const all = await wholeList(request, context);
      const emailsOf = ({ id }: Json) => valuesOf(all.find((one) => one.id === id) ?? {}, 'emails');
      const primaryOf = (user: Json) => emailsOf(user).find(({ primary }) => primary === true) ?? emailsOf(user)[0];
      return users.filter((user) => primaryOf(user)?.value === text);
    }),
  },
  {
    id: 'F-N9D-26',
    title: 'A list is not sorted by an attribute that its projection leaves out',
    breaks: ['RFC7644-3.4.2.3-03'],
    request: (request) => {
      const query = queryOf(request);
      const [sortBy, asked] = [query.get('sortBy'), query.get('attributes')];
      const isLeftOut = sortBy !== null && asked !== null && !asked.split(',').includes(sortBy);
      return matches({ method: 'GET', path: COLLECTION }, request) && isLeftOut
        ? withoutParameter(request, 'sortBy')
        : request;
    },
  },
  {
    id: 'F-N9D-28',
    title: 'The resources that a search gives have their location below the search',
    breaks: ['RFC7643-3.1-23'],
    ...changingBody({ method: 'POST', path: /\.search$/, status: 200 }, (body, request) => {
      for (const resource of shownIn(body)) {
        const { location, ...meta } = (resource.meta ?? {}) as Json;
        if (location === undefined) continue;
        const origin = new URL(String(location)).origin;
        resource.meta = { ...meta, location: `${origin}${pathOf(request)}/${resource.id}` };
      }
    }),
  },
];
