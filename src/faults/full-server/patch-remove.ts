import { jsonOf, matches, USER } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches } from '../filter-edits.ts';
import { asking, collectionOf, lastSegmentOf, operationsOf } from '../scim-requests.ts';
import { executing, isSimple, selectedBy, valuePathOf, valuesOf } from './user-patches.ts';

type Json = Record<string, unknown>;

const USERS_BY_PRESENCE = /(\w+) pr\b/;

/** Defects of `remove` in a patch (RFC 7644 section 3.5.2.2). */
export const patchRemoveFaults: Fault[] = [
  {
    id: 'F-FULL-REMOVE-01',
    title: 'remove of a text leaves the empty text',
    breaks: ['RFC7644-3.5.2.2-02', 'RFC7644-3.5.2.2-16'],
    ...executing(({ op, path }, user) =>
      op === 'remove' && isSimple(path) && typeof user[path] === 'string' && path !== 'userName'
        ? [{ op: 'replace', path, value: '' }]
        : null,
    ),
  },
  {
    id: 'F-FULL-REMOVE-02',
    title: 'remove of a list removes its first value',
    breaks: ['RFC7644-3.5.2.2-03'],
    ...executing(({ op, path }, user) => {
      const [first, ...more] = op === 'remove' && isSimple(path) ? valuesOf(user, path) : [];
      return more.length > 0 ? [{ op, path: `${path}[value eq ${JSON.stringify(first?.value)}]` }] : null;
    }),
  },
  {
    id: 'F-FULL-REMOVE-03',
    title: 'remove with a filter removes all values',
    breaks: ['RFC7644-3.5.2.2-04'],
    ...executing((operation) => {
      const path = valuePathOf(operation);
      return operation.op === 'remove' && path?.part === undefined && path !== null
        ? [{ op: 'remove', path: path.attribute }]
        : null;
    }),
  },
  {
    id: 'F-FULL-REMOVE-04',
    title: 'remove with a filter keeps the matching values and removes the others',
    breaks: ['RFC7644-3.5.2.2-04', 'RFC7644-3.5.2.2-05'],
    ...executing((operation, user) => {
      const path = valuePathOf(operation);
      if (operation.op !== 'remove' || path === null || path.part !== undefined) return null;
      const kept = selectedBy(path, user);
      return [{ op: 'replace', path: path.attribute, value: kept }];
    }),
  },
  {
    id: 'F-FULL-REMOVE-05',
    title: 'The last value of a list cannot be removed by a filter',
    breaks: ['RFC7644-3.5.2.2-05'],
    ...executing((operation, user) => {
      const path = operation.op === 'remove' ? valuePathOf(operation) : null;
      const isLast = path !== null && path.part === undefined && valuesOf(user, path.attribute).length === 1;
      return isLast ? [] : null;
    }),
  },
  {
    id: 'F-FULL-REMOVE-06',
    title: 'remove of a part of a value removes the whole value',
    breaks: ['RFC7644-3.5.2.2-07'],
    ...executing((operation) => {
      const path = valuePathOf(operation);
      return operation.op === 'remove' && path?.part !== undefined
        ? [{ op: 'remove', path: `${path.attribute}[${path.filter}]` }]
        : null;
    }),
  },
  {
    id: 'F-FULL-REMOVE-07',
    title: 'remove of a part of a value removes it from all values',
    breaks: ['RFC7644-3.5.2.2-07'],
    ...executing((operation, user) => {
      const path = valuePathOf(operation);
      if (operation.op !== 'remove' || path?.part === undefined) return null;
      const { attribute, part } = path;
      const value = valuesOf(user, attribute).map(({ [part]: _removed, ...rest }) => rest);
      return [{ op: 'replace', path: attribute, value }];
    }),
  },
  {
    id: 'F-FULL-REMOVE-08',
    title: 'A filter by presence still finds what was removed',
    breaks: ['RFC7644-3.5.2.2-16'],
    request: (request, { memory }) => {
      if (!matches({ method: 'PATCH', path: USER }, request)) return request;
      for (const { op, path } of operationsOf(request)) {
        if (op === 'remove') memory.set(`${lastSegmentOf(request)} ${path}`, true);
      }
      return request;
    },
    ...changingMatches(/\/Users$/, USERS_BY_PRESENCE, async (resources, request, { memory, send }) => {
      const attribute = USERS_BY_PRESENCE.exec(decodeURIComponent(request.url))?.[1];
      const ids = [...memory.keys()].map((key) => key.split(' ')).filter(([, path]) => path === attribute);
      const known = new Set(resources.map(({ id }) => id));
      const missed: Json[] = [];
      for (const [id] of ids) {
        const read = await send(asking(request, 'GET', `${collectionOf(request)}/Users/${id}`));
        if (read.status === 200 && !known.has(id)) missed.push(jsonOf(read) ?? {});
      }
      return [...resources, ...missed];
    }),
  },
];
