import {
  changingAnswer,
  GROUP,
  jsonOf,
  METADATA,
  matches,
  pathOf,
  scimError,
  shownIn,
  USER,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { memberIds, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Item = { key?: unknown; value?: unknown };

/** Defects of a replace that looks at what is stored to find out what has changed. */
export const replacedValueFaults: Fault[] = [
  {
    id: 'F-PUT-01',
    title: 'A replace that changes a displayName in its letter case only leaves it as it was',
    breaks: ['VAULT-GROUP-16'],
    ...knowingBefore(GROUP, (body, before) => {
      if (String(body.displayName).toLowerCase() !== String(before.displayName).toLowerCase()) return body;
      return { ...body, displayName: before.displayName };
    }),
  },
  {
    id: 'F-PUT-02',
    title: 'A replace takes members of null for absent',
    breaks: ['RFC7644-3.5.1-06', 'RFC7643-2.5-02'],
    ...knowingBefore(GROUP, (body, before) => (body.members === null ? withMembersOf(body, before) : body)),
  },
  {
    id: 'F-PUT-03',
    title: 'A replace with as many members as there are leaves them as they were',
    breaks: ['VAULT-GROUP-17', 'VAULT-GROUP-18', 'RFC7643-4.2-07', 'RFC7644-3.5.1-02'],
    ...knowingBefore(GROUP, (body, before) =>
      Array.isArray(body.members) && body.members.length === memberIds(before).length
        ? withMembersOf(body, before)
        : body,
    ),
  },
  {
    id: 'F-PUT-04',
    title: 'A replace with as many metadata items as there are leaves them as they were',
    breaks: ['VAULT-MAP-22'],
    ...replacingItems((sent, stored) => (sent.length === stored.length ? stored : sent)),
  },
  {
    id: 'F-PUT-05',
    title: 'A replace adds its metadata items to those that are there',
    breaks: ['VAULT-MAP-22', 'RFC7644-3.5.1-04'],
    ...replacingItems((sent, stored) => {
      if (sent.length === 0) return sent;
      const keys = sent.map(({ key }) => key);
      return [...stored.filter(({ key }) => !keys.includes(key)), ...sent];
    }),
  },
  {
    id: 'F-PUT-06',
    title: 'A replace leaves the value of a metadata item whose key is there already',
    breaks: ['VAULT-MAP-22'],
    ...replacingItems((sent, stored) => sent.map((item) => stored.find(({ key }) => key === item.key) ?? item)),
  },
  {
    id: 'F-PUT-07',
    title: 'A replace with the externalId in another letter case is accepted and changes it',
    breaks: ['VAULT-USER-17'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (!body || typeof body.externalId !== 'string') return request;
      const { id, externalId } = await resourceAt(request, context);
      if (id === undefined || body.externalId.toLowerCase() !== String(externalId).toLowerCase()) return request;
      context.memory.set(`externalId ${id}`, body.externalId);
      return withJson(request, { ...body, externalId });
    },
    response: (response, request, { memory }) => {
      const body = response.status < 300 && /v2\/Users/.test(pathOf(request)) ? jsonOf(response) : null;
      if (!body) return response;
      for (const user of shownIn(body)) {
        const written = memory.get(`externalId ${user.id}`);
        if (written !== undefined && user.externalId !== undefined) user.externalId = written;
      }
      return withJson(response, body);
    },
  },
  {
    id: 'F-PUT-08',
    title: 'A replace that gives a group a taken displayName is refused as a bad value',
    breaks: ['RFC7644-3.12-26', 'RFC7644-3.5.1-14'],
    ...changingAnswer({ method: 'PUT', path: GROUP, status: 409 }, () =>
      scimError(400, 'displayName cannot be set', 'invalidValue'),
    ),
  },
  {
    id: 'F-PUT-09',
    title: 'A replace with as many metadata items as there are changes none when one of them is there already',
    breaks: ['VAULT-MAP-22'],
    ...replacingItems((sent, stored) => {
      const isThere = ({ key, value }: Item) => stored.some((one) => one.key === key && one.value === value);
      return sent.length === stored.length && sent.some(isThere) ? stored : sent;
    }),
  },
];

function withMembersOf(body: Json, before: Json): Json {
  return { ...body, members: memberIds(before).map((value) => ({ value })) };
}

/** The body of a replace is read together with the resource that it is to replace. */
function knowingBefore(path: RegExp, read: (body: Json, before: Json) => Json): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path }, request) ? jsonOf(request) : null;
      if (!body) return request;
      const before = await resourceAt(request, context);
      const other = before.id === undefined ? body : read(body, before);
      return other === body ? request : withJson(request, other);
    },
  };
}

/** Applies to replaces that bring a list of metadata items. */
function replacingItems(read: (sent: Item[], stored: Item[]) => Item[]): Pick<Fault, 'request'> {
  return knowingBefore(USER, (body, before) => {
    const sent = itemsIn(body);
    return sent === null ? body : { ...body, [METADATA]: { items: read(sent, itemsIn(before) ?? []) } };
  });
}

function itemsIn(user: Json): Item[] | null {
  const items = (user[METADATA] as Json | null | undefined)?.items;
  return Array.isArray(items) ? (items as Item[]) : null;
}
