import {
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  metaOf,
  scimError,
  shownIn,
  USERS,
  USERS_AND_USER,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { answeringFromBefore, doingMore, groupIdsOf, join, leave, setActiveOf, userOf } from '../further-acts.ts';
import { lastSegmentOf, memberIds, NOTHING_DONE } from '../scim-requests.ts';

const CREATE = { method: 'POST', path: GROUPS };
const REPLACE = { method: 'PUT', path: GROUP };
const PATCH = { method: 'PATCH', path: GROUP };
const DELETE = { method: 'DELETE', path: GROUP };

/** Defects of groups after a rename, a deletion or a re-create, and of what a write says of them. */
export const groupRecordTurnFaults: Fault[] = [
  {
    id: 'F-B9-09',
    title: 'A group that is created under the name of a deleted one lacks the members that both have',
    breaks: ['VAULT-GROUP-03', 'VAULT-MAP-30', 'RFC7644-3.3-05'],
    ...doingMore({ method: ['POST', 'DELETE'], path: /scim\/v2\/Groups(\/[^/]+)?$/ }, async (done) => {
      const { memory } = done.context;
      if (done.request.method === 'DELETE') {
        memory.set(`members of deleted ${done.before.displayName}`, memberIds(done.before));
        return;
      }
      const made = jsonOf(done.response) ?? {};
      const former = (memory.get(`members of deleted ${made.displayName}`) as string[] | undefined) ?? [];
      const both = memberIds(jsonOf(done.request) ?? {}).filter((id) => former.includes(id));
      await leave(done, String(made.id), both);
    }),
  },
  {
    id: 'F-B9-10',
    title: 'The name that a group gave up by a rename stays taken',
    breaks: ['VAULT-GROUP-01', 'VAULT-GROUP-16', 'RFC7644-3.3-13'],
    ...refusingNames('PUT'),
  },
  {
    id: 'F-B9-11',
    title: 'A rename of a group to the name of a deleted one is refused as taken',
    breaks: ['RFC7644-3.6-08', 'VAULT-GROUP-16'],
    ...refusingNames('DELETE'),
  },
  {
    id: 'F-B9-12',
    title: 'The meta that a replace of a group brings along sets when it was changed',
    breaks: ['RFC7643-3.1-15', 'RFC7643-3.1-20', 'RFC7644-3.5.1-13'],
    response: (response, request, { memory }) => {
      if (matches({ method: ['PUT', 'PATCH'], path: GROUP, status: (s) => s < 300 }, request, response)) {
        memory.set(`changed ${lastSegmentOf(request)}`, metaOf(jsonOf(request) ?? {}).lastModified);
      }
      const body = matches({ path: /scim\/v2\/Groups/, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      for (const one of shownIn(body)) {
        const sent = memory.get(`changed ${one.id}`);
        if (sent !== undefined && one.meta !== undefined) metaOf(one).lastModified = sent;
      }
      return withJson(response, body);
    },
  },
  {
    id: 'F-B9-13',
    title: 'A create of a group that brings an id is refused',
    breaks: ['KEYC-02', 'RFC7643-3.1-07', 'RFC7644-3.3-01'],
    request: (request) =>
      matches(CREATE, request) && jsonOf(request)?.id !== undefined
        ? scimError(400, 'id is readOnly', 'mutability')
        : request,
  },
  {
    id: 'F-B9-14',
    title: 'The deletion of a group activates its inactive members',
    breaks: ['VAULT-GROUP-30', 'VAULT-MAP-47', 'VAULT-GROUP-26'],
    ...doingMore(DELETE, async (done) => {
      for (const id of memberIds(done.before)) {
        if ((await userOf(done, id)).active === false) await setActiveOf(done, id, true);
      }
    }),
  },
  {
    id: 'F-B9-15',
    title: 'A patch of a deleted group answers 204',
    breaks: ['RFC7644-3.6-05', 'VAULT-GPATCH-18', 'RFC7644-3.5.2-31'],
    response: (response, request, { memory }) => {
      const id = lastSegmentOf(request);
      if (matches({ ...DELETE, status: 204 }, request, response)) memory.set(`gone ${id}`, true);
      const isGone = matches({ ...PATCH, status: 404 }, request, response) && memory.has(`gone ${id}`);
      return isGone ? NOTHING_DONE : response;
    },
  },
  {
    id: 'F-B9-16',
    title: 'The answer to a replace of a group has the lastModified of before',
    breaks: ['RFC7644-3.5.1-12', 'RFC7644-3.5.1-13', 'RFC7644-3.1-03', 'RFC7643-3.1-20'],
    ...answeringFromBefore(REPLACE, (body, before) => {
      metaOf(body).lastModified = metaOf(before).lastModified;
    }),
  },
  {
    id: 'F-B9-17',
    title: 'A user that is created under the name of a deleted one comes into the first group of that one',
    breaks: ['VAULT-USER-43', 'SAIL-21'],
    ...doingMore({ method: ['POST', 'DELETE'], path: USERS_AND_USER }, async (done) => {
      const { memory } = done.context;
      if (done.request.method === 'DELETE') {
        memory.set(`left ${done.before.userName}`, groupIdsOf(done.before)[0]);
        return;
      }
      const made = matches({ path: USERS }, done.request) ? (jsonOf(done.response) ?? {}) : {};
      const group = memory.get(`left ${made.userName}`);
      if (group !== undefined) await join(done, String(group), [String(made.id)]);
    }),
  },
];

/** Names that a rename or a deletion gave up are refused to creates, or to renames. */
function refusingNames(by: 'PUT' | 'DELETE'): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: by, path: GROUP }, ({ request, before, context }) => {
    if (jsonOf(request)?.displayName === before.displayName) return;
    context.memory.set(`gave up ${before.displayName}`, before.id);
  });
  return {
    ...noting,
    request: async (request, context) => {
      const body = matches(by === 'PUT' ? CREATE : REPLACE, request) ? jsonOf(request) : null;
      const isTaken = body !== null && context.memory.has(`gave up ${body.displayName}`);
      if (isTaken) return scimError(409, 'the displayName is taken', 'uniqueness');
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}
