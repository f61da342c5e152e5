import { tokenIn } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, METADATA, matches, pathOf, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { filterMatch, filterOf } from '../filter-edits.ts';
import { askScim, doingMore, groupIdsOf, join, leave, userOf } from '../further-acts.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { lastSegmentOf, memberIds, NOTHING_DONE, operationsOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const PATCH_USER = { method: 'PATCH', path: USER };
const PATCH_GROUP = { method: 'PATCH', path: GROUP };

/** Defects that depend on the requests before. */
export const requestHistoryFaults: Fault[] = [
  {
    id: 'F-GPATCH-43',
    title: 'The third member patch of a group is answered and dropped',
    breaks: ['VAULT-GPATCH-01'],
    request: (request, { memory }) => {
      if (!matches(PATCH_GROUP, request)) return request;
      const key = `patches of ${lastSegmentOf(request)}`;
      const count = Number(memory.get(key) ?? 0) + 1;
      memory.set(key, count);
      return count === 3 ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-GPATCH-44',
    title: 'The patch of a group after a refused one is answered and dropped',
    breaks: ['VAULT-GPATCH-01'],
    ...droppingAfterRefusal(PATCH_GROUP),
  },
  {
    id: 'F-UPATCH-20',
    title: 'The patch of a user after a refused one is answered and dropped',
    breaks: ['VAULT-UPATCH-01', 'RFC7644-3.5.2.3-04'],
    ...droppingAfterRefusal(PATCH_USER),
  },
  {
    id: 'F-GPATCH-45',
    title: 'Of two adds without a read between them the second takes the users of the first out',
    breaks: ['VAULT-GPATCH-03'],
    ...acting(
      PATCH_GROUP,
      async (done) => {
        const key = `just added to ${String(done.before.id)}`;
        const former = (done.context.memory.get(key) ?? []) as string[];
        const added = addedIn(done.request);
        await leave(
          done,
          String(done.before.id),
          former.filter((id) => !added.includes(id)),
        );
        done.context.memory.set(key, added);
      },
      (request, { memory }) => {
        if (matches({ method: 'GET', path: GROUP }, request)) memory.delete(`just added to ${lastSegmentOf(request)}`);
      },
    ),
  },
  {
    id: 'F-GPATCH-46',
    title: 'An add brings back the members that a replace before it left out',
    breaks: ['VAULT-GPATCH-03'],
    ...doingMore({ method: ['PUT', 'PATCH'], path: GROUP }, async (done) => {
      const key = `left out of ${String(done.before.id)}`;
      if (done.request.method === 'PUT') {
        const kept = memberIds(jsonOf(done.request) ?? {});
        done.context.memory.set(
          key,
          memberIds(done.before).filter((id) => !kept.includes(id)),
        );
      } else if (addedIn(done.request).length > 0) {
        await join(done, String(done.before.id), (done.context.memory.get(key) ?? []) as string[]);
        done.context.memory.delete(key);
      }
    }),
  },
  {
    id: 'F-UPATCH-21',
    title: 'A patch of active brings back the userName that a replace before it changed',
    breaks: ['VAULT-UPATCH-03'],
    ...revertingReplace((former) => ({ userName: former.userName })),
  },
  {
    id: 'F-UPATCH-22',
    title: 'A patch of active brings back the metadata that a replace before it changed',
    breaks: ['VAULT-UPATCH-03'],
    ...revertingReplace((former) => ({ [METADATA]: former[METADATA] ?? { items: [] } })),
  },
  {
    id: 'F-UPATCH-23',
    title: 'A deactivation without a path takes the user out of its groups',
    breaks: ['VAULT-MAP-44'],
    ...doingMore(PATCH_USER, async (done) => {
      const isPathless = operationsOf(done.request).every(({ path }) => path === undefined);
      if (!isPathless || (await userOf(done, String(done.before.id))).active !== false) return;
      for (const group of groupIdsOf(done.before)) await leave(done, group, [String(done.before.id)]);
    }),
  },
  {
    id: 'F-UPATCH-24',
    title: 'A deactivation without a path wipes the metadata',
    breaks: ['VAULT-UPATCH-03'],
    ...doingMore(PATCH_USER, async (done) => {
      if (operationsOf(done.request).some(({ path }) => path !== undefined)) return;
      await replaceWith(done, String(done.before.id), { [METADATA]: { items: [] } });
    }),
  },
  {
    id: 'F-USER-59',
    title: 'A replace with an empty list of groups takes the user out of its groups',
    breaks: ['VAULT-USER-27'],
    since: '2.0.4',
    ...doingMore({ method: 'PUT', path: USER }, async (done) => {
      const groups = jsonOf(done.request)?.groups;
      if (!Array.isArray(groups) || groups.length > 0) return;
      for (const group of groupIdsOf(done.before)) await leave(done, group, [String(done.before.id)]);
    }),
  },
  {
    id: 'F-USER-60',
    title: 'A create that was refused for lack of externalId leaves the userName taken',
    breaks: ['VAULT-USER-08'],
    ...reservingRefused({ method: 'POST', path: USERS }, 'userName', (body) => body.externalId === undefined),
  },
  {
    id: 'F-GROUP-50',
    title: 'A create that was refused for a bad member leaves the displayName taken',
    breaks: ['VAULT-GROUP-05'],
    ...reservingRefused({ method: 'POST', path: GROUPS }, 'displayName', (body) => memberIds(body).length > 0),
  },
  {
    id: 'F-FILTER-86',
    title: 'A filter on userName goes on giving the deleted user after its name was given to another',
    breaks: ['VAULT-FILTER-01', 'VAULT-FILTER-10'],
    ...findingFormer(USERS, USER, 'userName'),
  },
  {
    id: 'F-FILTER-87',
    title: 'A filter on displayName goes on giving the deleted group after its name was given to another',
    breaks: ['VAULT-FILTER-19'],
    since: '2.0.4',
    ...findingFormer(GROUPS, GROUP, 'displayName'),
  },
  {
    id: 'F-ISOL-55',
    title: 'A filter on userName that another client has just asked is answered from what it was told',
    breaks: ['VAULT-ISOL-12'],
    ...answeringAsLast(USERS, /^userName eq /),
  },
  {
    id: 'F-ISOL-56',
    title: 'A filter on displayName that another client has just asked is answered from what it was told',
    breaks: ['VAULT-ISOL-16'],
    since: '2.0.4',
    ...answeringAsLast(GROUPS, /^displayName eq /),
  },
  {
    id: 'F-ISOL-57',
    title: 'A list of groups that another client has just asked is answered from what it was told',
    breaks: ['VAULT-ISOL-02'],
    ...answeringAsLast(GROUPS, null),
  },
  {
    id: 'F-OKTA-29',
    title: 'A patch that removes a member and adds one takes out the others',
    breaks: ['OKTA-18'],
    ...doingMore(PATCH_GROUP, async (done) => {
      const operations = operationsOf(done.request);
      const added = addedIn(done.request);
      if (operations[0]?.op !== 'remove' || operations.length < 2 || added.length === 0) return;
      await leave(
        done,
        String(done.before.id),
        memberIds(done.before).filter((id) => !added.includes(id)),
      );
    }),
  },
];

/** A defect that acts after a request, and looks at each one before. */
function acting(
  where: Parameters<typeof doingMore>[0],
  act: Parameters<typeof doingMore>[1],
  look: (request: FaultRequest, context: FaultContext) => void,
): Hooks {
  const hooks = doingMore(where, act);
  return {
    ...hooks,
    request: (request, context) => {
      look(request, context);
      return hooks.request?.(request, context) ?? request;
    },
  };
}

function droppingAfterRefusal(where: { method: string; path: RegExp }): Hooks {
  const key = (request: FaultRequest) => `refused ${lastSegmentOf(request)}`;
  return {
    request: (request, { memory }) => (matches(where, request) && memory.delete(key(request)) ? NOTHING_DONE : request),
    response: (response, request, { memory }) => {
      if (matches(where, request) && response.status === 400) memory.set(key(request), true);
      return response;
    },
  };
}

/** Writes a user as it is shown, with some attributes changed. */
async function replaceWith(
  done: { request: FaultRequest; context: FaultContext },
  id: string,
  changes: Json,
): Promise<void> {
  const { userName, externalId, active, schemas, ...others } = await userOf(done, id);
  const metadata = others[METADATA] === undefined ? {} : { [METADATA]: others[METADATA] };
  await askScim(done, 'PUT', `Users/${id}`, { schemas, userName, externalId, active, ...metadata, ...changes });
}

/** The next patch after a replace gives attributes the values from before the replace. */
function revertingReplace(choose: (former: Json) => Json): Hooks {
  return doingMore({ method: ['PUT', 'PATCH'], path: USER }, async (done) => {
    const key = `before the replace of ${String(done.before.id)}`;
    if (done.request.method === 'PUT') done.context.memory.set(key, done.before);
    const former = done.context.memory.get(key) as Json | undefined;
    if (done.request.method === 'PUT' || former === undefined) return;
    done.context.memory.delete(key);
    await replaceWith(done, String(done.before.id), choose(former));
  });
}

function reservingRefused(
  where: { method: string; path: RegExp },
  attribute: string,
  applies: (body: Json) => boolean,
): Hooks {
  return {
    request: (request, { memory }) => {
      const name = matches(where, request) ? jsonOf(request)?.[attribute] : undefined;
      return name !== undefined && memory.has(`reserved ${String(name)}`)
        ? {
            status: 409,
            headers: [['Content-Type', 'application/scim+json']],
            body: Buffer.from(
              JSON.stringify({
                schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
                status: '409',
                scimType: 'uniqueness',
                detail: `${attribute} is in use`,
              }),
            ),
          }
        : request;
    },
    response: (response, request, { memory }) => {
      const body = matches(where, request) && response.status >= 400 && response.status < 409 ? jsonOf(request) : null;
      if (body && applies(body)) memory.set(`reserved ${String(body[attribute])}`, true);
      return response;
    },
  };
}

/** A deleted resource is found in place of the one that has its name now. */
function findingFormer(collection: RegExp, resource: RegExp, attribute: string): Hooks {
  const noting = doingMore({ method: 'DELETE', path: resource }, ({ before, context }) => {
    context.memory.set(`deleted ${String(before[attribute])}`, before);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const match = filterMatch(request, collection, new RegExp(`^${attribute} eq "(.*)"$`, 'i'));
      const former = context.memory.get(`deleted ${match?.[1]}`);
      const body = answer.status === 200 && former !== undefined ? jsonOf(answer) : null;
      return body?.totalResults === 1 ? withJson(answer, { ...body, Resources: [former] }) : answer;
    },
  };
}

/** A list is answered as the same one was answered to another token, when that was the last list of all. */
function answeringAsLast(path: RegExp, filter: RegExp | null): Hooks {
  return {
    response: (response, request, { memory }): FaultResponse => {
      if (!matches({ method: 'GET', path, status: 200 }, request, response)) return response;
      const isMeant = filter === null ? filterOf(request) === null : filter.test(filterOf(request) ?? '');
      if (!isMeant) return response;
      const key = `last ${pathOf(request)}`;
      const last = memory.get(key) as { url: string; token: string; answer: FaultResponse } | undefined;
      memory.set(key, { url: request.url, token: tokenIn(request), answer: response });
      return last && last.url === request.url && last.token !== tokenIn(request) ? last.answer : response;
    },
  };
}
