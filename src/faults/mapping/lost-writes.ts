import { asAdmin, knowingCallers } from '../callers.ts';
import { GROUP, jsonOf, METADATA, matches, pathOf, resourcesOf, scimError, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { ENTITY, ENTITY_BY_NAME, everySeen, type Seen, seenAt, seenIn, showing, watching } from '../scim-objects.ts';
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
import { listIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;

/** Defects of one write that undoes, mixes up or leaves out what another one stored. */
export const lostWriteFaults: Fault[] = [
  {
    id: 'F-WRA-01',
    title: 'A patch of active writes the user back as it was created',
    breaks: ['VAULT-UPATCH-03'],
    ...afterWrite({ method: 'PATCH', path: USER }, async (before, request, context) => {
      const created = seenIn(context.memory, before.id)?.sent;
      const now = await resourceAt(request, context);
      if (created) await put(request, context, { ...created, active: now.active });
    }),
  },
  {
    id: 'F-WRA-02',
    title: 'A patch of a group brings back the members of its creation that a replace removed',
    breaks: ['VAULT-GROUP-18', 'VAULT-MAP-35', 'VAULT-GPATCH-01', 'VAULT-GPATCH-04'],
    ...afterWrite({ method: 'PATCH', path: GROUP }, async (before, request, context) => {
      const seen = seenIn(context.memory, before.id);
      const replaced = seen?.changes.find(({ method }) => method === 'PUT');
      if (!seen || !replaced) return;
      const kept = memberIds(jsonOf(replaced) ?? {});
      const back = memberIds(seen.sent).filter((id) => !kept.includes(id) && !memberIds(before).includes(id));
      const now = await resourceAt(request, context);
      await put(request, context, withMembers(now, [...memberIds(now), ...back]));
    }),
  },
  {
    id: 'F-WRA-03',
    title: 'A replace that renames a user leaves its active flag as it was',
    breaks: ['VAULT-USER-14', 'VAULT-USER-15', 'VAULT-MAP-20'],
    ...changingPut(USER, (body, before) => {
      if (body.userName !== before.userName) body.active = before.active;
    }),
  },
  {
    id: 'F-WRA-04',
    title: 'A replace that renames a group leaves its members as they were',
    breaks: ['VAULT-GROUP-17', 'VAULT-GROUP-18', 'VAULT-MAP-35'],
    ...changingPut(GROUP, (body, before) => {
      if (body.displayName !== before.displayName) body.members = before.members;
    }),
  },
  {
    id: 'F-WRA-05',
    title: 'A replace that deactivates a user leaves its metadata as they were',
    breaks: ['VAULT-MAP-22'],
    ...changingPut(USER, (body, before) => {
      if (body.active === false && before.active === true) body[METADATA] = before[METADATA];
    }),
  },
  {
    id: 'F-WRA-06',
    title: 'A replace whose members are all new keeps the former ones',
    breaks: ['VAULT-GROUP-18', 'VAULT-MAP-35'],
    ...changingPut(GROUP, (body, before) => {
      const [sent, former] = [memberIds(body), memberIds(before)];
      if (sent.length > 0 && !sent.some((id) => former.includes(id))) withMembers(body, [...former, ...sent], true);
    }),
  },
  {
    id: 'F-WRA-07',
    title: 'An add of several users of whom one is a member adds none of the others',
    breaks: ['VAULT-GPATCH-02', 'VAULT-GPATCH-23'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'add', 'members')) return request;
      const wanted = valuesIn(operationsOf(request)[0]);
      const members = memberIds(await resourceAt(request, context));
      return wanted.length > 1 && wanted.some((id) => members.includes(id)) ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-WRA-09',
    title: 'A removal by a list of values removes the first two of them',
    breaks: ['VAULT-GPATCH-04', 'VAULT-MAP-37'],
    request: (request) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'remove', 'members'))
        return request;
      const body = jsonOf(request) ?? {};
      const [operation] = operationsOf(request);
      const value = listIn(operation ?? {}, 'value').slice(0, 2);
      return value.length === 2 ? withJson(request, { ...body, Operations: [{ ...operation, value }] }) : request;
    },
  },
  {
    id: 'F-WRA-11',
    title: 'A rename to the name that another user gave up by a rename is refused',
    breaks: ['VAULT-USER-13', 'VAULT-MAP-16'],
    ...watching({
      request: (request, { memory }) => {
        if (!matches({ method: 'PUT', path: USER }, request)) return request;
        const wanted = jsonOf(request)?.userName;
        const isGivenUp = everySeen(memory).some(
          ({ id, names, deleted }) =>
            !deleted && id !== lastSegmentOf(request) && names.at(-1) !== wanted && names.includes(String(wanted)),
        );
        return isGivenUp ? scimError(409, 'userName is already in use', 'uniqueness') : request;
      },
    }),
  },
  {
    id: 'F-WRA-12',
    title: 'A user that is created under the name of a deleted one without metadata gets the metadata of that one',
    breaks: ['VAULT-USER-43', 'VAULT-MAP-06'],
    ...watching({
      request: (request, { memory }) => {
        const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
        const former = body && !body[METADATA] ? deletedByName(memory, 'user', body.userName) : undefined;
        return body && former?.sent[METADATA]
          ? withJson(request, { ...body, [METADATA]: former.sent[METADATA] })
          : request;
      },
    }),
  },
  {
    id: 'F-WRA-14',
    title: 'The entity of a user that is created under the name of a deleted one shows no alias',
    breaks: ['VAULT-MAP-10', 'VAULT-MAP-11', 'VAULT-MAP-13'],
    ...bothShown((data, seen, memory) => {
      const isSecond = everySeen(memory).some(
        ({ id, deleted, names }) => deleted && id !== seen.id && names.at(-1) === seen.names[0],
      );
      if (isSecond) data.aliases = [];
    }),
  },
  {
    id: 'F-WRA-15',
    title: 'A replace of a group that is refused for its members renames the group',
    breaks: ['VAULT-GROUP-10', 'VAULT-GROUP-11', 'VAULT-GROUP-12'],
    response: async (response, request, context) => {
      if (!matches({ method: 'PUT', path: GROUP, status: 400 }, request, response)) return response;
      const { displayName, members } = jsonOf(request) ?? {};
      const before = await resourceAt(request, context);
      if (Array.isArray(members) && displayName && before.id) await put(request, context, { ...before, displayName });
      return response;
    },
  },
  {
    id: 'F-WRA-16',
    title: 'A patch that is refused activates an inactive user',
    breaks: [
      'VAULT-UPATCH-05',
      'VAULT-UPATCH-06',
      'VAULT-UPATCH-07',
      'VAULT-UPATCH-08',
      'VAULT-UPATCH-09',
      'VAULT-UPATCH-13',
      'VAULT-MAP-47',
    ],
    response: async (response, request, context) => {
      if (!matches({ method: 'PATCH', path: USER, status: 400 }, request, response)) return response;
      const before = await resourceAt(request, context);
      if (before.active === false) await put(request, context, { ...before, active: true });
      return response;
    },
  },
  {
    id: 'F-WRA-18',
    title: 'A replace that activates a user takes the policies from its entity',
    breaks: ['VAULT-MAP-23'],
    ...knowingCallers(
      afterWrite({ method: 'PUT', path: USER }, async (before, request, context) => {
        if (before.active === false && jsonOf(request)?.active === true)
          await asAdmin(context, 'POST', `identity/entity/id/${before.id}`, { policies: [] });
      }),
    ),
  },
  {
    id: 'F-WRA-19',
    title: 'A replace that deactivates a user leaves it in the first of its groups only',
    breaks: ['VAULT-MAP-43'],
    ...afterWrite({ method: 'PUT', path: USER }, async (before, request, context) => {
      if (jsonOf(request)?.active !== false) return;
      for (const group of listIn(before, 'groups').slice(1))
        await leave(request, context, (group as Json).value, before.id);
    }),
  },
  {
    id: 'F-WRA-20',
    title: 'The deletion of a user empties every group of it but the first',
    breaks: ['VAULT-USER-44'],
    ...afterWrite({ method: 'DELETE', path: USER }, async (before, request, context) => {
      for (const group of listIn(before, 'groups').slice(1)) {
        const at = asking(request, 'GET', groupPath(request, (group as Json).value));
        await put(at, context, withMembers(await resourceAt(at, context), []));
      }
    }),
  },
  {
    id: 'F-WRA-22',
    title: 'A user under the name of a deleted one is not added to the groups of that one by patch',
    breaks: ['VAULT-GPATCH-01', 'VAULT-MAP-36'],
    ...watching({
      request: (request, { memory }) => {
        if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'add', 'members')) return request;
        const group = seenIn(memory, lastSegmentOf(request));
        const [only] = valuesIn(operationsOf(request)[0]);
        const former = deletedByName(memory, 'user', seenIn(memory, only)?.names[0]);
        const wasMember =
          former &&
          group &&
          [group.sent, ...group.changes.map(jsonOf)].some((body) => JSON.stringify(body).includes(former.id));
        return wasMember ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-WRA-23',
    title: 'The user list shows a user as it was before the last patch',
    breaks: ['VAULT-UPATCH-01', 'VAULT-UPATCH-02'],
    ...afterWrite(
      { method: 'PATCH', path: USER },
      (before, _, { memory }) => memory.set(`before ${before.id}`, before),
      (response, request, { memory }) => {
        if (request.method !== 'GET' && request.method !== 'PATCH') memory.delete(`before ${lastSegmentOf(request)}`);
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body) return response;
        return withJson(response, {
          ...body,
          Resources: resourcesOf(body).map((user) => memory.get(`before ${user.id}`) ?? user),
        });
      },
    ),
  },
  {
    id: 'F-WRA-24',
    title: 'A replace of a group drops the members that were renamed since they joined',
    breaks: ['VAULT-MAP-35', 'VAULT-GROUP-17', 'VAULT-GROUP-29'],
    ...watching({
      request: (request, { memory }) => {
        const body = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
        if (!body || !Array.isArray(body.members)) return request;
        const kept = memberIds(body).filter((id) => new Set(seenIn(memory, id)?.names).size < 2);
        return withJson(request, withMembers(body, kept));
      },
    }),
  },
  {
    id: 'F-WRA-25',
    title: 'A deleted group stays in the groups of all of its members but the first',
    breaks: ['VAULT-GROUP-24'],
    since: '2.0.4',
    ...afterWrite(
      { method: 'DELETE', path: GROUP },
      (before, _, { memory }) => {
        for (const id of memberIds(before).slice(1))
          memory.set(`stale ${id}`, { value: before.id, display: before.displayName });
      },
      (response, request, { memory }) => {
        const body = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
        const stale = memory.get(`stale ${body?.id}`);
        return body && stale ? withJson(response, { ...body, groups: [...listIn(body, 'groups'), stale] }) : response;
      },
    ),
  },
  {
    id: 'F-WRA-26',
    title: 'A user with the externalId of a deleted one gets the active flag of that one',
    breaks: ['VAULT-USER-04', 'VAULT-MAP-04', 'VAULT-MAP-05'],
    ...afterWrite(
      { method: 'DELETE', path: USER },
      (before, _, { memory }) => memory.set(`gone ${before.externalId}`, before.active),
      undefined,
      (request, { memory }) => {
        const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
        const active = memory.get(`gone ${body?.externalId}`);
        return body && active !== undefined ? withJson(request, { ...body, active }) : request;
      },
    ),
  },
  {
    id: 'F-WRA-29',
    title: 'A group that a user was removed from cannot be deleted, but is acknowledged',
    breaks: ['VAULT-GROUP-22', 'VAULT-GROUP-23', 'VAULT-MAP-40'],
    ...watching({
      request: (request, { memory }) => {
        const seen = seenAt({ method: 'DELETE', path: GROUP }, request, memory);
        return seen?.changes.some((change) => isSingle(change, 'remove', /^members/)) ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-WRA-30',
    title:
      'Members that are sent with the rename of a group lose their place in its Vault group when they are inactive',
    breaks: ['VAULT-MAP-35', 'VAULT-GROUP-29'],
    ...changingPut(GROUP, async (body, before, _, request, context) => {
      if (body.displayName === before.displayName) return;
      const users = await Promise.all(
        memberIds(body).map((id) => resourceAt(asking(request, 'GET', userPath(request, id)), context)),
      );
      const inactive = users.filter(({ active }) => active === false).map(({ id }) => id);
      withMembers(
        body,
        memberIds(body).filter((id) => !inactive.includes(id)),
        true,
      );
    }),
  },
];

/** Acts after a write of what exists, with the resource as it was before. */
export function afterWrite(
  where: Parameters<typeof matches>[0],
  act: (before: Json, request: FaultRequest, context: FaultContext) => unknown,
  shown?: Fault['response'],
  asked?: (request: FaultRequest, context: FaultContext) => FaultRequest,
): Pick<Fault, 'request' | 'response'> {
  const before = new WeakMap<FaultRequest, Json>();
  return watching({
    request: async (request, context) => {
      if (matches(where, request)) before.set(request, await resourceAt(request, context));
      return asked?.(request, context) ?? request;
    },
    response: async (response, request, context) => {
      const was = before.get(request);
      if (was?.id && response.status < 300) await act(was, request, context);
      return (await shown?.(response, request, context)) ?? response;
    },
  });
}

/** Edits the body of a replace in place, with the resource as it is. */
export function changingPut(
  path: RegExp,
  change: (body: Json, before: Json, seen: Seen | undefined, request: FaultRequest, context: FaultContext) => unknown,
): Pick<Fault, 'request' | 'response'> {
  return watching({
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path }, request) ? jsonOf(request) : null;
      const before = body ? await resourceAt(request, context) : {};
      if (!body || before.id === undefined) return request;
      await change(body, before, seenIn(context.memory, before.id), request, context);
      return withJson(request, body);
    },
  });
}

function bothShown(change: Parameters<typeof showing>[1]): Pick<Fault, 'request' | 'response'> {
  return showing(new RegExp(`${ENTITY.source}|${ENTITY_BY_NAME.source}`), change);
}

export function put(request: FaultRequest, context: FaultContext, resource: Json): Promise<FaultResponse> {
  const { groups, meta, ...writable } = resource;
  return context.send(asking(request, 'PUT', pathOf(request), writable));
}

export function withMembers(group: Json, ids: string[], inPlace = false): Json {
  const members = [...new Set(ids)].map((value) => ({ value }));
  return Object.assign(inPlace ? group : { ...group }, { members });
}

/** A replace that leaves one member out. */
export async function leave(
  request: FaultRequest,
  context: FaultContext,
  group: unknown,
  member: unknown,
): Promise<FaultResponse> {
  const at = asking(request, 'GET', groupPath(request, group));
  const now = await resourceAt(at, context);
  const left = memberIds(now).filter((one) => one !== member);
  return put(at, context, withMembers(now, left));
}

/** Path of a group, from a request that is about a user or another group. */
export function groupPath(request: FaultRequest, id: unknown): string {
  return `${collectionOf(request).replace(/Users$/, 'Groups')}/${id}`;
}

function userPath(request: FaultRequest, id: string): string {
  return `${collectionOf(request).replace(/Groups$/, 'Users')}/${id}`;
}

export function valuesIn(operation: Json | undefined): string[] {
  return listIn(operation ?? {}, 'value').map((one) => String((one as Json).value));
}

export function itemsIn(user: Json): Json[] {
  return listIn((user[METADATA] ?? {}) as Json, 'items') as Json[];
}

function deletedByName(memory: FaultContext['memory'], kind: Seen['kind'], name: unknown): Seen | undefined {
  return everySeen(memory).find((seen) => seen.deleted && seen.kind === kind && seen.names.at(-1) === name);
}
