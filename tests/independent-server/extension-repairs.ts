import {
  answerWith,
  changingRequest,
  GROUP,
  jsonOf,
  matches,
  queryOf,
  resourcesOf,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
} from '../../src/faults/edits.ts';
import { filterMatch, withFilter } from '../../src/faults/filter-edits.ts';
import { BADGE } from '../../src/faults/full-server/badge.ts';
import { isComplex } from '../../src/faults/full-server/user-patches.ts';
import { asking, memberIds, operationsOf, resourceAt } from '../../src/faults/scim-requests.ts';
import { SchemaUrn } from '../../src/protocol/scim.ts';
import type { Repair } from './repairs.ts';

type Json = Record<string, unknown>;

const ENTERPRISE = SchemaUrn.enterpriseUser;

const COMPARISONS: Record<string, (one: number, other: number) => boolean> = {
  gt: (one, other) => one > other,
  ge: (one, other) => one >= other,
  lt: (one, other) => one < other,
  le: (one, other) => one <= other,
};

/** Mends what scimmy cannot do with attributes of extensions and with members. */
export const EXTENSION_REPAIRS: Repair[] = [
  {
    id: 'projection-of-badge',
    mends: ['RFC7644-3.9-11', 'RFC7643-7-25'],
    request: async (request, { send }) => {
      const asked = matches({ method: 'GET', path: USER }, request) ? (queryOf(request).get('attributes') ?? '') : '';
      if (!asked.startsWith(`${BADGE}:`)) return request;
      const answer = await send(asking(request, 'GET', `${request.url.split('?')[0]}?remark`));
      const { schemas, id, [BADGE]: badge } = jsonOf(answer) ?? {};
      const name = asked.slice(BADGE.length + 1);
      return answer.status === 200
        ? answerWith(200, { schemas, id, [BADGE]: { [name]: (badge as Json | undefined)?.[name] } })
        : answer;
    },
  },
  {
    id: 'numbers-of-badge',
    mends: ['RFC7644-3.4.2.2-22'],
    request: async (request, { send }) => {
      const match = filterMatch(request, USERS, new RegExp(`^(.*) and ${BADGE}:(\\w+) ([gl][te]) (\\d+)$`));
      if (match === null) return request;
      const [, others = '', name = '', operator = '', number] = match;
      const answer = await send(withFilter(request, others));
      const list = jsonOf(answer);
      if (answer.status !== 200 || list === null) return answer;
      const Resources = resourcesOf(list).filter(({ [BADGE]: badge }) => {
        const value = (badge as Json | undefined)?.[name];
        return typeof value === 'number' && COMPARISONS[operator]?.(value, Number(number)) === true;
      });
      return answerWith(200, { ...list, Resources, totalResults: Resources.length, itemsPerPage: Resources.length });
    },
  },
  {
    id: 'name-of-the-manager-is-not-written',
    mends: ['RFC7643-4.3-04'],
    ...changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body) => {
      const { manager } = isComplex(body[ENTERPRISE]) ? body[ENTERPRISE] : {};
      if (isComplex(manager)) delete manager.displayName;
    }),
  },
  {
    id: 'members-are-immutable',
    mends: ['RFC7643-4.2-08'],
    request: async (request, context) => {
      const isPatch = matches({ method: 'PATCH', path: GROUP }, request);
      const group = isPatch ? await resourceAt(request, context) : {};
      const isChange = operationsOf(request).some(({ op, path }) => {
        const [, id] = /^members\[value eq "([^"]*)"\]\.\w+$/.exec(String(path)) ?? [];
        return op === 'replace' && id !== undefined && memberIds(group).includes(id);
      });
      return isChange ? scimError(400, 'parts of a member are immutable', 'mutability') : request;
    },
  },
];
