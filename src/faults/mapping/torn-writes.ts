import { asAdmin, knowingCallers } from '../callers.ts';
import { COLLECTION, GROUP, GROUPS, jsonOf, METADATA, matches, scimError, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { ENTITY, ENTITY_BY_NAME, everySeen, seenAt, seenIn, showing, watching } from '../scim-objects.ts';
import {
  asking,
  collectionOf,
  isSingle,
  lastSegmentOf,
  memberIds,
  NOTHING_DONE,
  operationsOf,
  resourceAt,
} from '../scim-requests.ts';
import { askVault, listIn } from '../vault-requests.ts';
import { afterWrite, changingPut, groupPath, itemsIn, leave, valuesIn } from './lost-writes.ts';

type Json = Record<string, unknown>;

/** Defects of writes whose effect depends on what was written, refused or deleted before, and on how much there is. */
export const tornWriteFaults: Fault[] = [
  {
    id: 'F-WRA-32',
    title: 'An add of a deleted user to a group is acknowledged',
    breaks: ['VAULT-GPATCH-14'],
    ...watching({
      request: (request, { memory }) => {
        if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'add', 'members')) return request;
        return valuesIn(operationsOf(request)[0]).some((id) => seenIn(memory, id)?.deleted) ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-WRA-34',
    title: 'A patch of a deleted user is acknowledged',
    breaks: ['VAULT-UPATCH-04'],
    ...watching({
      request: (request, { memory }) =>
        seenAt({ method: 'PATCH', path: USER }, request, memory)?.deleted ? NOTHING_DONE : request,
    }),
  },
  {
    id: 'F-WRA-36',
    title: 'A replace of a deleted group creates it again',
    breaks: ['VAULT-GROUP-21', 'VAULT-GROUP-22'],
    ...watching({
      request: (request, { memory }) =>
        seenAt({ method: 'PUT', path: GROUP }, request, memory)?.deleted
          ? { ...request, method: 'POST', url: collectionOf(request) }
          : request,
    }),
  },
  {
    id: 'F-WRA-37',
    title: 'Metadata items after the tenth are lost',
    breaks: ['VAULT-MAP-06', 'VAULT-MAP-22'],
    request: (request) => {
      const isWrite =
        matches({ method: 'POST', path: USERS }, request) || matches({ method: 'PUT', path: USER }, request);
      const body = isWrite ? jsonOf(request) : null;
      return body && itemsIn(body).length > 10
        ? withJson(request, { ...body, [METADATA]: { items: itemsIn(body).slice(0, 10) } })
        : request;
    },
  },
  {
    id: 'F-WRA-38',
    title: 'Metadata whose keys differ in letter case alone become one item',
    breaks: ['VAULT-MAP-06', 'VAULT-MAP-22'],
    request: (request) => {
      const isWrite =
        matches({ method: 'POST', path: USERS }, request) || matches({ method: 'PUT', path: USER }, request);
      const body = isWrite ? jsonOf(request) : null;
      if (!body?.[METADATA]) return request;
      const items = [...new Map(itemsIn(body).map((item) => [String(item.key).toLowerCase(), item])).values()];
      return withJson(request, { ...body, [METADATA]: { items } });
    },
  },
  {
    id: 'F-WRA-39',
    title: 'The groups of a user that was activated again are those of the time when it was deactivated',
    breaks: ['VAULT-USER-22', 'VAULT-USER-23'],
    since: '2.0.4',
    ...afterWrite(
      { method: ['PUT', 'PATCH'], path: USER },
      async (before, request, { memory, send }) => {
        const now = await resourceAt(request, { memory, send });
        if (before.active === true && now.active === false) memory.set(`groups of ${before.id}`, before.groups ?? []);
      },
      (response, request, { memory }) => {
        const body = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
        const groups = memory.get(`groups of ${body?.id}`);
        return body?.active === true && groups ? withJson(response, { ...body, groups }) : response;
      },
    ),
  },
  {
    id: 'F-WRA-40',
    title: 'The externalId of a user whose create was refused stays taken',
    breaks: ['VAULT-USER-01'],
    request: (request, { memory }) =>
      matches({ method: 'POST', path: USERS }, request) && memory.has(`refused ${jsonOf(request)?.externalId}`)
        ? scimError(409, 'externalId is already in use', 'uniqueness')
        : request,
    response: (response, request, { memory }) => {
      if (matches({ method: 'POST', path: USERS, status: 409 }, request, response) && !isTaken(memory, request))
        memory.set(`refused ${jsonOf(request)?.externalId}`, true);
      if (matches({ method: 'POST', path: USERS, status: 201 }, request, response))
        memory.set(`taken ${jsonOf(request)?.externalId}`, true);
      return response;
    },
  },
  {
    id: 'F-WRA-41',
    title: 'The replace of a user after a refused one is acknowledged and not made',
    breaks: ['VAULT-USER-13', 'VAULT-USER-14'],
    ...stuckAfterRefusal(USER),
  },
  {
    id: 'F-WRA-42',
    title: 'The replace of a group after a refused one is acknowledged and not made',
    breaks: ['VAULT-GROUP-16', 'VAULT-GROUP-17', 'VAULT-GROUP-18'],
    ...stuckAfterRefusal(GROUP),
  },
  {
    id: 'F-WRA-43',
    title: 'The displayName of a group whose create was refused for its members stays taken',
    breaks: ['VAULT-GROUP-01', 'VAULT-GROUP-05'],
    request: (request, { memory }) =>
      matches({ method: 'POST', path: GROUPS }, request) && memory.has(`half ${jsonOf(request)?.displayName}`)
        ? scimError(409, 'displayName is already in use', 'uniqueness')
        : request,
    response: (response, request, { memory }) => {
      const body = jsonOf(request);
      if (matches({ method: 'POST', path: GROUPS, status: 400 }, request, response) && memberIds(body ?? {}).length > 0)
        memory.set(`half ${body?.displayName}`, true);
      return response;
    },
  },
  {
    id: 'F-WRA-44',
    title: 'The deletion of a user deletes the groups of which it was the last member',
    breaks: ['VAULT-GROUP-13', 'VAULT-GROUP-14', 'VAULT-USER-20'],
    ...afterWrite({ method: 'DELETE', path: USER }, async (before, request, context) => {
      for (const group of ids(before.groups)) {
        const at = asking(request, 'GET', groupPath(request, group));
        if (memberIds(await resourceAt(at, context)).length === 0) await context.send({ ...at, method: 'DELETE' });
      }
    }),
  },
  {
    id: 'F-WRA-46',
    title: 'The entity of a renamed user lists no direct groups',
    breaks: ['VAULT-MAP-41'],
    ...showing(new RegExp(`${ENTITY.source}|${ENTITY_BY_NAME.source}`), (data, seen) => {
      if (new Set(seen.names).size > 1) data.direct_group_ids = [];
    }),
  },
  {
    id: 'F-WRA-47',
    title: 'The lookup of an entity by alias does not find a user that was renamed twice',
    breaks: ['VAULT-MAP-13', 'VAULT-MAP-17'],
    ...watching({
      request: (request, { memory }) => {
        const name = matches({ method: ['POST', 'PUT'], path: /identity\/lookup\/entity$/ }, request)
          ? jsonOf(request)?.alias_name
          : undefined;
        const isRenamed = everySeen(memory).some(
          ({ names, deleted }) => !deleted && names.at(-1) === name && new Set(names).size > 2,
        );
        return name && isRenamed ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-WRA-48',
    title: 'The entity of a user that was renamed twice is still found under its first name',
    breaks: ['VAULT-MAP-16'],
    ...watching({
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: ENTITY_BY_NAME, status: 404 }, request, response)) return response;
        const seen = everySeen(context.memory).find(
          ({ kind, names, deleted }) =>
            kind === 'user' && !deleted && names[0] === lastSegmentOf(request) && new Set(names).size > 2,
        );
        return seen ? askVault(context, request, 'GET', `identity/entity/id/${seen.id}`) : response;
      },
    }),
  },
  {
    id: 'F-WRA-49',
    title: 'A user that is created inactive gets none of its metadata',
    breaks: ['VAULT-MAP-06'],
    request: (request) => {
      const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
      return body?.active === false && body[METADATA]
        ? withJson(request, { ...body, [METADATA]: { items: [] } })
        : request;
    },
  },
  {
    id: 'F-WRA-50',
    title: 'The groups of a user leave out all after the fifth',
    breaks: ['VAULT-USER-22'],
    since: '2.0.4',
    ...watching({
      response: (response, request) => {
        const body = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
        return body && ids(body.groups).length > 5
          ? withJson(response, { ...body, groups: listIn(body, 'groups').slice(0, 5) })
          : response;
      },
    }),
  },
  {
    id: 'F-WRA-51',
    title: 'An add takes the user out of the first of its other groups when it has several',
    breaks: ['VAULT-GPATCH-24'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'add', 'members')) return request;
      for (const id of valuesIn(operationsOf(request)[0])) await leaveFirstOfSeveral(request, context, id);
      return request;
    },
  },
  {
    id: 'F-WRA-52',
    title:
      'A replace of a group takes the users that it adds out of the first of their other groups when they have several',
    breaks: ['VAULT-GROUP-29'],
    ...changingPut(GROUP, async (body, before, _, request, context) => {
      const added = memberIds(body).filter((id) => !memberIds(before).includes(id));
      for (const id of added) await leaveFirstOfSeveral(request, context, id);
    }),
  },
  {
    id: 'F-WRA-53',
    title: 'The create of a group takes its members out of their other groups',
    breaks: ['VAULT-MAP-30', 'VAULT-MAP-41', 'VAULT-USER-22'],
    request: async (request, context) => {
      const body = matches({ method: 'POST', path: GROUPS }, request) ? jsonOf(request) : null;
      for (const id of body ? memberIds(body) : []) {
        const at = asking(request, 'GET', `${usersPath(request)}/${id}`);
        for (const group of ids((await resourceAt(at, context)).groups)) await leave(at, context, group, id);
      }
      return request;
    },
  },
  {
    id: 'F-WRA-54',
    title: 'The deletion of a group takes the policies from the entities of its inactive members',
    breaks: ['VAULT-GROUP-30'],
    ...knowingCallers(
      afterWrite({ method: 'DELETE', path: GROUP }, async (before, request, context) => {
        for (const id of memberIds(before)) {
          const at = asking(request, 'GET', `${usersPath(request)}/${id}`);
          if ((await resourceAt(at, context)).active === false)
            await asAdmin(context, 'POST', `identity/entity/id/${id}`, { policies: [] });
        }
      }),
    ),
  },
  {
    id: 'F-WRA-55',
    title: 'A rename of a group takes the policies from the entities of its members',
    breaks: ['VAULT-GROUP-29'],
    ...knowingCallers(
      afterWrite({ method: 'PUT', path: GROUP }, async (before, request, context) => {
        if (jsonOf(request)?.displayName === before.displayName) return;
        for (const id of memberIds(before))
          await asAdmin(context, 'POST', `identity/entity/id/${id}`, { policies: [] });
      }),
    ),
  },
  {
    id: 'F-WRA-56',
    title: 'The deletion of a user deletes the one that has its former name now',
    breaks: ['VAULT-USER-11', 'VAULT-USER-10', 'VAULT-USER-20'],
    ...watching({
      response: async (response, request, { memory, send }) => {
        if (!matches({ method: 'DELETE', path: USER }, request) || response.status > 299) return response;
        const { names = [] } = seenIn(memory, lastSegmentOf(request)) ?? {};
        const twin = everySeen(memory).find(
          ({ kind, deleted, names: own }) =>
            kind === 'user' && !deleted && names.slice(0, -1).includes(own.at(-1) ?? ''),
        );
        if (twin) await send(asking(request, 'DELETE', `${collectionOf(request)}/${twin.id}`));
        return response;
      },
    }),
  },
  {
    id: 'F-WRA-57',
    title: 'A replace with the first userName again brings back the metadata of the creation',
    breaks: ['VAULT-MAP-22'],
    ...changingPut(USER, (body, before, seen) => {
      const sent = seen?.sent[METADATA];
      if (sent && seen.names.length > 1 && body.userName === seen.names[0] && before.userName !== body.userName)
        body[METADATA] = sent;
    }),
  },
];

/** Defect that claims success for the next replace of what a replace was refused for. */
function stuckAfterRefusal(path: RegExp): Pick<Fault, 'request' | 'response'> {
  return {
    request: (request, { memory }) =>
      matches({ method: 'PUT', path }, request) && memory.delete(`stuck ${lastSegmentOf(request)}`)
        ? NOTHING_DONE
        : request,
    response: (response, request, { memory }) => {
      if (matches({ method: 'PUT', path, status: (status) => status === 400 || status === 409 }, request, response))
        memory.set(`stuck ${lastSegmentOf(request)}`, true);
      return response;
    },
  };
}

async function leaveFirstOfSeveral(request: FaultRequest, context: FaultContext, id: string): Promise<void> {
  const at = asking(request, 'GET', `${usersPath(request)}/${id}`);
  const others = ids((await resourceAt(at, context)).groups).filter((group) => group !== lastSegmentOf(request));
  if (others.length > 1) await leave(at, context, others[0] ?? '', id);
}

function ids(values: unknown): string[] {
  return Array.isArray(values) ? (values as Json[]).map(({ value }) => String(value)) : [];
}

function usersPath(request: FaultRequest): string {
  const collection = matches({ path: COLLECTION }, request) ? (request.url.split('?')[0] ?? '') : collectionOf(request);
  return collection.replace(/Groups$/, 'Users');
}

function isTaken(memory: FaultContext['memory'], request: FaultRequest): boolean {
  return memory.has(`taken ${jsonOf(request)?.externalId}`);
}
