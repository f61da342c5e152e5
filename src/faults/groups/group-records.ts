import { isAdopted, knowingAdopted } from '../adoption/adopted-objects.ts';
import { clientOf } from '../adoption/adoption.ts';
import { asAdmin } from '../callers.ts';
import { answerWith, changingRequest, GROUP, GROUPS, jsonOf, matches, scimError, USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { wholeList } from '../filter-edits.ts';
import { askScim, doingMore } from '../further-acts.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { ENTITY, VAULT_GROUP_BY_NAME } from '../scim-objects.ts';
import { collectionOf, lastSegmentOf, memberIds, NOTHING_DONE, resourceAt } from '../scim-requests.ts';
import { askVault, lastSegment, nestedIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const CREATE = { method: 'POST', path: GROUPS };
const REPLACE = { method: 'PUT', path: GROUP };
const DELETE = { method: 'DELETE', path: GROUP };

/** Defects of the record of a group: what leads to it, what goes with it, and what stays of it. */
export const groupRecordFaults: Fault[] = [
  {
    id: 'F-GREC-01',
    title: 'A displayName that is the userName of a user is refused as taken',
    breaks: ['VAULT-GROUP-01'],
    request: async (request, context) => {
      const name = matches(CREATE, request) ? jsonOf(request)?.displayName : undefined;
      if (typeof name !== 'string') return request;
      const users = await wholeList({ ...request, url: request.url.replace('/Groups', '/Users') }, context);
      const isTaken = users.some(({ userName }) => userName === name);
      return isTaken ? scimError(409, 'the name is already in use', 'uniqueness') : request;
    },
  },
  {
    id: 'F-GREC-02',
    title: 'The deletion of a group whose displayName has a slash deletes nothing',
    breaks: ['VAULT-GROUP-22', 'VAULT-GROUP-23'],
    ...keeping((group) => String(group.displayName).includes('/')),
  },
  {
    id: 'F-GREC-03',
    title: 'The deletion of a group without members deletes nothing',
    breaks: ['VAULT-GROUP-22', 'VAULT-GROUP-23'],
    ...keeping((group) => memberIds(group).length === 0),
  },
  {
    id: 'F-GREC-04',
    title: 'The deletion of a group deletes those whose displayName begins with its own',
    breaks: ['VAULT-GROUP-30', 'VAULT-GROUP-13', 'VAULT-GROUP-14', 'VAULT-ACCESS-39'],
    ...doingMore(DELETE, async (done) => {
      const groups = await wholeList({ ...done.request, url: collectionOf(done.request) }, done.context);
      for (const { id, displayName } of groups) {
        const begins = String(displayName).startsWith(String(done.before.displayName));
        if (begins && done.before.displayName !== undefined) await askScim(done, 'DELETE', `Groups/${id}`);
      }
    }),
  },
  {
    id: 'F-GREC-05',
    title: 'The id of a deleted group leads to the group that was created under its name',
    breaks: ['VAULT-GROUP-22'],
    ...leadingToNamesake(),
  },
  {
    id: 'F-GREC-06',
    title: 'A patch of a renamed group goes to the group that has got its first name',
    breaks: ['VAULT-GPATCH-01', 'VAULT-GPATCH-04'],
    request: async (request, context) => {
      const first = matches({ method: 'PATCH', path: GROUP }, request)
        ? context.memory.get(`first ${lastSegmentOf(request)}`)
        : undefined;
      if (first === undefined) return request;
      const groups = await wholeList({ ...request, url: collectionOf(request) }, context);
      const namesake = groups.find(({ displayName }) => displayName === first);
      return namesake ? { ...request, url: `${collectionOf(request)}/${namesake.id}` } : request;
    },
    response: (response, request, { memory }) => {
      if (!matches({ ...CREATE, status: 201 }, request, response)) return response;
      memory.set(`first ${jsonOf(response)?.id}`, jsonOf(request)?.displayName);
      return response;
    },
  },
  {
    id: 'F-GREC-07',
    title: 'A replace of a group that changes nothing is answered with 304',
    breaks: ['RFC7644-3.5-01'],
    request: async (request, context) => {
      const body = matches(REPLACE, request) ? jsonOf(request) : null;
      if (!body) return request;
      const before = await resourceAt(request, context);
      const isSame = body.displayName === before.displayName && sameSet(memberIds(body), memberIds(before));
      return isSame ? answerWith(304, null) : request;
    },
  },
  {
    id: 'F-GREC-08',
    title: 'A replace lists a member twice that it names twice',
    breaks: ['RFC7643-4.2-12', 'RFC7643-2.4-07'],
    response: (response, request, { memory }) => {
      const isWrite = matches({ method: ['PUT', 'PATCH'], path: GROUP }, request);
      const id = lastSegmentOf(request);
      if (isWrite && response.status < 300) memory.delete(id);
      const named = matches(REPLACE, request) && response.status < 300 ? memberIds(jsonOf(request) ?? {}) : [];
      const twice = named.filter((one, index) => named.indexOf(one) !== index);
      if (twice.length > 0) memory.set(id, twice);
      const repeated = memory.get(id) as string[] | undefined;
      const body = repeated && matches({ path: GROUP, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body || !Array.isArray(body.members)) return response;
      const again = (body.members as Json[]).filter(({ value }) => repeated?.includes(String(value)));
      return withJson(response, { ...body, members: [...body.members, ...again] });
    },
  },
  {
    id: 'F-GREC-09',
    title: 'A replace without displayName keeps the name',
    breaks: ['RFC7644-3.5.1-11', 'RFC7643-4.2-02'],
    request: async (request, context) => {
      const body = matches(REPLACE, request) ? jsonOf(request) : null;
      if (!body || body.displayName !== undefined) return request;
      const { displayName } = await resourceAt(request, context);
      return displayName === undefined ? request : withJson(request, { ...body, displayName });
    },
  },
  {
    id: 'F-GREC-10',
    title: 'A create with three members or more loses the last of them',
    breaks: ['VAULT-GROUP-03', 'VAULT-MAP-30', 'RFC7644-3.3-05'],
    ...changingRequest(CREATE, (body) => {
      if (Array.isArray(body.members) && body.members.length > 2) body.members = body.members.slice(0, -1);
    }),
  },
  {
    id: 'F-GREC-11',
    title: 'The former name of a renamed group still leads to its Vault group',
    breaks: ['VAULT-MAP-34'],
    ...leadingFromFormerName(),
  },
  {
    id: 'F-GREC-12',
    title: 'A deleted group stays in direct_group_ids of the entities of its members',
    breaks: ['VAULT-MAP-41'],
    ...stayingInEntities(),
  },
  {
    id: 'F-GREC-13',
    title: 'The deletion of an adopted group gives it back to the administrators',
    breaks: ['VAULT-ADOPT-12', 'VAULT-GROUP-22'],
    since: '2.2.0',
    ...knowingAdopted({
      request: async (request, context) => {
        const id = lastSegmentOf(request);
        if (!matches(DELETE, request) || !isAdopted(context, id)) return request;
        const client = await clientOf(request, context);
        await asAdmin(context, 'POST', `identity/scim/client/${client?.name}/unlink-group`, { group_id: id });
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-GREC-14',
    title: 'The groups of a user lack those that its client adopted',
    breaks: ['VAULT-ADOPT-12', 'VAULT-USER-22'],
    since: '2.2.0',
    ...knowingAdopted({
      response: (response, request, context) => {
        const body = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || !Array.isArray(body.groups)) return response;
        const groups = (body.groups as Json[]).filter(({ value }) => !isAdopted(context, value));
        return withJson(response, { ...body, groups });
      },
    }),
  },
  {
    id: 'F-GREC-15',
    title: 'Adopted groups cannot be renamed',
    breaks: ['VAULT-ADOPT-12'],
    since: '2.2.0',
    ...knowingAdopted({
      request: async (request, context) => {
        if (!matches(REPLACE, request) || !isAdopted(context, lastSegmentOf(request))) return request;
        const { displayName } = await resourceAt(request, context);
        const isRename = displayName !== undefined && displayName !== jsonOf(request)?.displayName;
        return isRename ? scimError(409, 'the displayName has to be that of the group', 'uniqueness') : request;
      },
    }),
  },
  {
    id: 'F-GREC-16',
    title: "A user's groups lack the group that a replace put it into",
    breaks: ['VAULT-USER-22', 'RFC7643-4.1.2-10'],
    since: '2.0.4',
    ...hidingReplacedInto(),
  },
  {
    id: 'F-GREC-17',
    title: 'The total of the list of groups counts those of every SCIM client',
    breaks: ['VAULT-ISOL-03'],
    ...countingEverybody(),
  },
];

function keeping(isKept: (group: Json) => boolean): Hooks {
  return {
    request: async (request, context) => {
      if (!matches(DELETE, request)) return request;
      const group = await resourceAt(request, context);
      return group.id !== undefined && isKept(group) ? NOTHING_DONE : request;
    },
  };
}

function leadingToNamesake(): Hooks {
  const noting = doingMore({ method: ['POST', 'DELETE'], path: /scim\/v2\/Groups(\/[^/]+)?$/ }, (done) => {
    const { memory } = done.context;
    if (done.request.method === 'DELETE') memory.set(`deleted ${done.before.displayName}`, done.before.id);
    else {
      const made = jsonOf(done.response) ?? {};
      const former = memory.get(`deleted ${made.displayName}`);
      if (former !== undefined) memory.set(`leads ${former}`, made.id);
    }
  });
  return {
    ...noting,
    request: async (request, context) => {
      const namesake = matches({ path: GROUP }, request)
        ? context.memory.get(`leads ${lastSegmentOf(request)}`)
        : undefined;
      if (namesake !== undefined) return { ...request, url: `${collectionOf(request)}/${namesake}` };
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}

function leadingFromFormerName(): Hooks {
  const noting = doingMore(REPLACE, ({ request, before, context }) => {
    const names = { before: String(before.displayName), after: String(jsonOf(request)?.displayName) };
    context.memory.delete(`former ${names.after.toLowerCase()}`);
    if (names.before.toLowerCase() !== names.after.toLowerCase()) {
      context.memory.set(`former ${names.before.toLowerCase()}`, before.id);
    }
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      if (!matches({ method: 'GET', path: VAULT_GROUP_BY_NAME, status: 404 }, request, answer)) return answer;
      const id = context.memory.get(`former ${lastSegment(request).toLowerCase()}`);
      return id === undefined ? answer : askVault(context, request, 'GET', `identity/group/id/${id}`);
    },
  };
}

function stayingInEntities(): Hooks {
  const noting = doingMore(DELETE, ({ before, context: { memory } }) => {
    for (const user of memberIds(before)) {
      memory.set(`left ${user}`, [...((memory.get(`left ${user}`) as unknown[]) ?? []), before.id]);
    }
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const body = matches({ method: 'GET', path: ENTITY, status: 200 }, request, answer) ? jsonOf(answer) : null;
      const data = nestedIn(body, 'data');
      const left = context.memory.get(`left ${data.id}`) as unknown[] | undefined;
      if (!body || !left) return answer;
      data.direct_group_ids = [...((data.direct_group_ids as unknown[] | null) ?? []), ...left];
      return withJson(answer, body);
    },
  };
}

function hidingReplacedInto(): Hooks {
  const noting = doingMore(REPLACE, ({ request, before, context: { memory } }) => {
    const former = memberIds(before);
    for (const user of memberIds(jsonOf(request) ?? {})) {
      if (!former.includes(user)) memory.set(`${user} in ${before.id}`, true);
    }
  });
  const hides = (context: FaultContext, user: Json, group: unknown) => context.memory.has(`${user.id} in ${group}`);
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const body = matches({ method: 'GET', path: USER, status: 200 }, request, answer) ? jsonOf(answer) : null;
      if (!body || !Array.isArray(body.groups)) return answer;
      body.groups = (body.groups as Json[]).filter(({ value }) => !hides(context, body, value));
      return withJson(answer, body);
    },
  };
}

function countingEverybody(): Hooks {
  const keyOf = (request: FaultRequest) => `groups in ${namespaceOf(request)}`;
  return {
    response: (response, request, { memory }) => {
      const known = (memory.get(keyOf(request)) as Set<string> | undefined) ?? new Set<string>();
      memory.set(keyOf(request), known);
      if (matches({ ...CREATE, status: 201 }, request, response)) known.add(String(jsonOf(response)?.id));
      if (matches({ ...DELETE, status: 204 }, request, response)) known.delete(lastSegmentOf(request));
      const isList = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response);
      const body = isList && !request.url.includes('filter=') ? jsonOf(response) : null;
      if (!body) return response;
      return withJson(response, { ...body, totalResults: Math.max(Number(body.totalResults), known.size) });
    },
  };
}

function sameSet(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value));
}
