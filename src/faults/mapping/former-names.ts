import { asAdmin } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, METADATA, matches, scimError, USER, USERS, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { chained, type Done, doingMore, groupIdsOf, join, leave, setActiveOf } from '../further-acts.ts';
import { lastSegmentOf, memberIds } from '../scim-requests.ts';
import { dataOf } from '../vault-requests.ts';

type Json = Record<string, unknown>;

/** Defects of names that somebody or something had before: after a deletion, and over a rename. */
export const formerNameFaults: Fault[] = [
  {
    id: 'F-USER-28',
    title: 'Who is created under the name of a deleted user is in the groups of that one',
    breaks: ['VAULT-USER-43'],
    ...bothWays(
      USER,
      USERS,
      'userName',
      ({ before }) => groupIdsOf(before),
      async (done, groups, id) => {
        for (const group of groups as string[]) await join(done, group, [id]);
      },
    ),
  },
  {
    id: 'F-USER-29',
    title: 'Who is created under the name of a deleted user has the policies of that one',
    breaks: ['VAULT-MAP-09'],
    ...keepingPolicies('entity', USER, USERS, 'userName'),
  },
  {
    id: 'F-USER-31',
    title: 'Who is created under the name of a user that was deleted while inactive is inactive',
    breaks: ['VAULT-USER-43'],
    ...bothWays(
      USER,
      USERS,
      'userName',
      ({ before }) => (before.active === false ? true : undefined),
      (done, _, id) => setActiveOf(done, id, false),
    ),
  },
  {
    id: 'F-GROUP-26',
    title: 'A group that is created under the name of a deleted one has the members of that one',
    breaks: ['VAULT-GROUP-28'],
    ...bothWays(
      GROUP,
      GROUPS,
      'displayName',
      ({ before }) => memberIds(before),
      (done, members, id) => join(done, id, members as string[]),
    ),
  },
  {
    id: 'F-GROUP-27',
    title: 'A group that is created under the name of a deleted one has the policies of that one',
    breaks: ['VAULT-MAP-33'],
    ...keepingPolicies('group', GROUP, GROUPS, 'displayName'),
  },
  {
    id: 'F-USER-30',
    title: 'A userName that was given up by a rename stays taken',
    breaks: ['VAULT-USER-13'],
    ...burntNames(USER, USERS, 'userName'),
  },
  {
    id: 'F-GROUP-28',
    title: 'A displayName that was given up by a rename stays taken',
    breaks: ['VAULT-GROUP-16', 'VAULT-GROUP-01'],
    ...burntNames(GROUP, GROUPS, 'displayName'),
  },
  {
    id: 'F-MAP-43',
    title: 'A renamed user loses its groups',
    breaks: ['VAULT-MAP-43'],
    ...doingMore({ method: 'PUT', path: USER }, async (done) => {
      if (!isRenamed(done, 'userName')) return;
      for (const group of groupIdsOf(done.before)) await leave(done, group, [String(done.before.id)]);
    }),
  },
  {
    id: 'F-MAP-44',
    title: 'A group loses its policies when its name changes',
    breaks: ['VAULT-MAP-38'],
    ...losingPolicies('group', GROUP, 'displayName'),
  },
  {
    id: 'F-MAP-45',
    title: 'A user loses the policies of its entity when its name changes',
    breaks: ['VAULT-MAP-23'],
    ...losingPolicies('entity', USER, 'userName'),
  },
  {
    id: 'F-MAP-46',
    title: "A group leaves the administrator's group that holds it when its name changes",
    breaks: ['VAULT-MAP-45'],
    ...leavingParents({ method: 'PUT', path: GROUP }, (done) => isRenamed(done, 'displayName')),
  },
  {
    id: 'F-USER-34',
    title: 'A replace with another userName leaves active as it was',
    breaks: ['VAULT-USER-14', 'RFC7644-3.5.1-02'],
    ...keepingOverRename(USER, 'userName', ['active']),
  },
  {
    id: 'F-USER-33',
    title: 'A replace with another userName leaves the metadata as it was',
    breaks: ['VAULT-MAP-22'],
    ...keepingOverRename(USER, 'userName', [METADATA]),
  },
  {
    id: 'F-GROUP-29',
    title: 'A replace with another displayName leaves the members as they were',
    breaks: ['VAULT-GROUP-18', 'VAULT-GROUP-12', 'RFC7644-3.5.1-02'],
    ...keepingOverRename(GROUP, 'displayName', ['members']),
  },
];

export function isRenamed({ request, before }: Done, attribute: string): boolean {
  return before[attribute] !== undefined && jsonOf(request)?.[attribute] !== before[attribute];
}

/** Takes a group out of every Vault group that holds it, as an administrator. */
export function leavingParents(
  where: Parameters<typeof doingMore>[0],
  applies: (done: Done) => boolean,
): Pick<Fault, 'request' | 'response'> {
  return doingMore(where, async (done) => {
    if (!applies(done)) return;
    const id = String(done.before.id);
    const { parent_group_ids: parents } = dataOf(await asAdmin(done.context, 'GET', `identity/group/id/${id}`));
    for (const parent of Array.isArray(parents) ? parents : []) {
      const { member_group_ids: held } = dataOf(await asAdmin(done.context, 'GET', `identity/group/id/${parent}`));
      const rest = (Array.isArray(held) ? held : []).filter((one) => one !== id);
      await asAdmin(done.context, 'POST', `identity/group/id/${parent}`, { member_group_ids: rest });
    }
  });
}

/** What is noted of a deleted resource comes back with the next one of its name. */
function bothWays(
  path: RegExp,
  collection: RegExp,
  attribute: string,
  noted: (done: Done) => Promise<unknown> | unknown,
  comeBack: (done: Done, what: unknown, id: string) => Promise<unknown> | unknown,
): Pick<Fault, 'request' | 'response'> {
  const deleting = doingMore({ method: 'DELETE', path }, async (done) => {
    const what = await noted(done);
    if (what !== undefined) done.context.memory.set(`left ${String(done.before[attribute])}`, what);
  });
  const creating = doingMore({ method: 'POST', path: collection }, async (done) => {
    const key = `left ${String(jsonOf(done.request)?.[attribute])}`;
    const what = done.context.memory.get(key);
    if (what !== undefined) await comeBack(done, what, String(jsonOf(done.response)?.id));
  });
  return chained(deleting, creating);
}

/** The policies of a deleted object, read before it goes, are those of the next one of its name. */
function keepingPolicies(
  kind: 'entity' | 'group',
  path: RegExp,
  collection: RegExp,
  attribute: string,
): Pick<Fault, 'request' | 'response'> {
  const comingBack = bothWays(
    path,
    collection,
    attribute,
    ({ before, context }) => context.memory.get(`policies of ${String(before.id)}`),
    (done, what, id) => asAdmin(done.context, 'POST', `identity/${kind}/id/${id}`, { policies: what }),
  );
  return {
    ...comingBack,
    request: async (request, context) => {
      if (matches({ method: 'DELETE', path }, request)) {
        const id = lastSegmentOf(request);
        const found = dataOf(await asAdmin(context, 'GET', `identity/${kind}/id/${id}`)).policies;
        if (Array.isArray(found) && found.length > 0) context.memory.set(`policies of ${id}`, found);
      }
      return (await comingBack.request?.(request, context)) ?? request;
    },
  };
}

function losingPolicies(
  kind: 'entity' | 'group',
  path: RegExp,
  attribute: string,
): Pick<Fault, 'request' | 'response'> {
  return doingMore({ method: 'PUT', path }, async (done) => {
    if (!isRenamed(done, attribute)) return;
    await asAdmin(done.context, 'POST', `identity/${kind}/id/${String(done.before.id)}`, { policies: [] });
  });
}

function burntNames(path: RegExp, collection: RegExp, attribute: string): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'PUT', path }, (done) => {
    if (isRenamed(done, attribute)) done.context.memory.set(`burnt ${String(done.before[attribute])}`, true);
  });
  return {
    ...noting,
    request: async (request, context) => {
      const isCreate = matches({ method: 'POST', path: collection }, request);
      if (isCreate && context.memory.has(`burnt ${String(jsonOf(request)?.[attribute])}`)) {
        return scimError(409, `the ${attribute} is in use`, 'uniqueness');
      }
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}

/** A replace with another name that takes the values of some attributes from the stored resource. */
function keepingOverRename(path: RegExp, attribute: string, kept: string[]): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path }, request) ? jsonOf(request) : null;
      if (!body) return request;
      const read = await context.send({ ...request, method: 'GET', body: Buffer.alloc(0) });
      const before: Json = read.status === 200 ? (jsonOf(read) ?? {}) : {};
      if (before[attribute] === undefined || before[attribute] === body[attribute]) return request;
      const stored = kept.map((name) => [name, before[name]] as const);
      return withJson(request, { ...body, ...Object.fromEntries(stored) });
    },
  };
}
