import { changingResources, jsonOf, matches, USER, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { asking, collectionOf, lastSegmentOf, patchOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** Defects of a user's `groups`. */
export const userGroupFaults: Fault[] = [
  {
    id: 'F-USER-22',
    title: "A user's groups are always empty",
    breaks: ['VAULT-USER-22'],
    ...changingResources({ path: /\/Users/ }, (user) => {
      if (Array.isArray(user.groups)) user.groups = [];
    }),
  },
  {
    id: 'F-USER-23',
    title: "A user's groups stay what they were when first read",
    breaks: ['VAULT-USER-23', 'VAULT-GROUP-24'],
    state: 'state-user-groups-stale',
  },
  {
    id: 'F-USER-24',
    title: "A user's groups hold unmanaged groups",
    breaks: ['VAULT-USER-24', 'RFC7644-3.4.2-09', 'RFC7644-3.5.1-12'],
    ...showingGroups('member_entity_ids', (user) => [String(user.id)]),
  },
  {
    id: 'F-USER-25',
    title: "A user's groups hold inherited ones",
    breaks: ['VAULT-USER-25'],
    ...showingGroups('member_group_ids', (user) => groupsOf(user).map(({ value }) => String(value))),
  },
  {
    id: 'F-USER-26',
    title: 'groups in a create make memberships',
    breaks: ['VAULT-USER-26'],
    response: async (response, request, context) => {
      const user = matches({ method: 'POST', path: USERS }, request) ? jsonOf(response) : null;
      if (user?.id !== undefined) await join(request, context, String(user.id), request.url);
      return response;
    },
  },
  {
    id: 'F-USER-27',
    title: 'groups in a replace make memberships',
    breaks: ['VAULT-USER-27'],
    response: async (response, request, context) => {
      if (!matches({ method: 'PUT', path: USER }, request)) return response;
      await join(request, context, lastSegmentOf(request), collectionOf(request));
      return response;
    },
  },
];

function groupsOf(body: Json | null): Json[] {
  return Array.isArray(body?.groups) ? (body.groups as Json[]) : [];
}

/** Adds the user to each group that the body of the request names. */
async function join(request: FaultRequest, { send }: FaultContext, user: string, users: string): Promise<void> {
  for (const { value } of groupsOf(jsonOf(request))) {
    await send(
      asking(
        request,
        'PATCH',
        users.replace(/\/Users$/, `/Groups/${value}`),
        patchOf({ op: 'add', path: 'members', value: [{ value: user }] }),
      ),
    );
  }
}

/** Shows, in a read user, the groups of administrators whose member list names one of `ids`. */
function showingGroups(list: string, ids: (user: Json) => string[]): Pick<Fault, 'response'> {
  return {
    response: (response: FaultResponse, request, { memory }) => {
      if (/identity\/group$/.test(request.url) && response.status === 200) {
        const id = (jsonOf(response)?.data as Json | null | undefined)?.id;
        for (const member of [jsonOf(request)?.[list] ?? []].flat()) memory.set(String(member), id);
      }
      const user = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!user) return response;
      const more = ids(user).flatMap((id) => (memory.has(id) ? [{ value: memory.get(id) }] : []));
      return { ...response, body: Buffer.from(JSON.stringify({ ...user, groups: [...groupsOf(user), ...more] })) };
    },
  };
}
