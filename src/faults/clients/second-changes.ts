import { unchecked } from '../callers.ts';
import { CLIENT, changingWrite, storedClient } from '../client-requests.ts';
import { changingResources, GROUP, GROUPS, jsonOf, matches, metaOf, pathOf, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { changingMatches } from '../filter-edits.ts';
import { askScim, doingMore } from '../further-acts.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { asking, lastSegmentOf, memberIds, NOTHING_DONE } from '../scim-requests.ts';
import { askVault, lastSegment } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

/** Defects of a change that comes back, of changes that were refused, and of verbs that a path does not have. */
export const secondChangeFaults: Fault[] = [
  {
    id: 'F-GPATCH-47',
    title: 'Who was removed from a group cannot be added again, and the add is answered as done',
    breaks: ['VAULT-GPATCH-01'],
    ...forgettingReturns((request) => (request.method === 'PATCH' ? addedIn(request) : [])),
  },
  {
    id: 'F-GROUP-51',
    title: 'Who was removed from a group cannot be put into it again by a replace',
    breaks: ['VAULT-GROUP-17', 'RFC7644-3.5.1-02'],
    ...forgettingReturns((request) => (request.method === 'PUT' ? memberIds(jsonOf(request) ?? {}) : [])),
  },
  {
    id: 'F-USER-61',
    title: 'The second deactivation by a replace changes nothing',
    breaks: ['VAULT-USER-14', 'RFC7644-3.5.1-02'],
    request: (request, { memory }) => {
      if (!matches({ method: 'PUT', path: USER }, request)) return request;
      const key = `active of ${lastSegmentOf(request)}`;
      const seen = `${String(memory.get(key) ?? '')} ${String(jsonOf(request)?.active)}`.trim();
      memory.set(key, seen);
      return seen.endsWith('false true false') ? { ...request, method: 'GET', body: Buffer.alloc(0) } : request;
    },
  },
  {
    id: 'F-USER-62',
    title: 'The second rename of a user changes nothing',
    breaks: ['VAULT-USER-13', 'RFC7644-3.5.1-02'],
    ...droppingSecondRename(USER, 'userName'),
  },
  {
    id: 'F-GROUP-52',
    title: 'The second rename of a group changes nothing',
    breaks: ['VAULT-GROUP-16', 'RFC7644-3.5.1-02'],
    ...droppingSecondRename(GROUP, 'displayName'),
  },
  {
    id: 'F-FILTER-88',
    title: 'A filter on inactive users goes on finding who was activated again',
    breaks: ['VAULT-FILTER-07'],
    ...findingReactivated(),
  },
  {
    id: 'F-CLIENT-68',
    title: 'An update that is refused for its schema version has changed the other fields',
    breaks: ['VAULT-CLIENT-49'],
    since: '2.2.0',
    ...halfUpdated('default_schema_version'),
  },
  {
    id: 'F-CLIENT-69',
    title: 'An update that is refused for its alias mount has changed the other fields',
    breaks: ['VAULT-CLIENT-24'],
    since: '2.2.0',
    ...halfUpdated('alias_mount_accessor'),
  },
  {
    id: 'F-CLIENT-70',
    title: 'An update that is refused for its principal has changed the other fields',
    breaks: ['VAULT-CLIENT-17'],
    since: '2.2.0',
    ...halfUpdated('access_grant_principal'),
  },
  {
    id: 'F-STOK-20',
    title: 'The limit of SCIM tokens is never below two',
    breaks: ['VAULT-STOK-03'],
    since: '2.2.0',
    ...changingWrite((fields, _stored, request, { memory }) => {
      if (fields.max_active_tokens !== 1) return;
      memory.set(`limit of ${lastSegment(request)}`, 1);
      fields.max_active_tokens = 2;
    }),
    response: (response, request, { memory }) => {
      const body = matches({ path: CLIENT, status: 200 }, request, response) ? jsonOf(response) : null;
      const data = body?.data as Json | undefined;
      if (data?.max_active_tokens !== 2 || !memory.has(`limit of ${lastSegment(request)}`)) return response;
      data.max_active_tokens = 1;
      return { ...response, body: Buffer.from(JSON.stringify(body)) };
    },
  },
  {
    id: 'F-ERR-12',
    title: 'DELETE of the collection of groups deletes each of them',
    breaks: ['VAULT-ERR-05', 'RFC7644-3.6-10'],
    response: async (response, request, { send }) => {
      if (!matches({ method: 'DELETE', path: GROUPS, status: (s) => s >= 400 }, request, response)) return response;
      const groups = jsonOf(await send(asking(request, 'GET')))?.Resources;
      if (!Array.isArray(groups)) return response;
      for (const { id } of groups as Json[]) await send(asking(request, 'DELETE', `${pathOf(request)}/${String(id)}`));
      return response;
    },
  },
  {
    id: 'F-RFC-LIFE-48',
    title: 'A DELETE below /Groups deletes the user of that id',
    breaks: ['RFC7644-3.4.1-03'],
    response: async (response, request, context) => {
      if (!matches({ method: 'DELETE', path: GROUP, status: 404 }, request, response)) return response;
      const deleted = await askScim({ request, context }, 'DELETE', `Users/${lastSegmentOf(request)}`);
      return deleted.status === 204 ? NOTHING_DONE : response;
    },
  },
  {
    id: 'F-RFC-ATTR-53',
    title: 'A member patch makes a group a new one by meta.created',
    breaks: ['RFC7643-3.1-18'],
    ...movingCreated(),
  },
  {
    id: 'F-ACL-28',
    title: 'A deny of one policy gives way to the grant of another',
    breaks: ['VAULT-ACL-12'],
    ...unchecked(
      { method: ['GET', 'PATCH'], path: USER },
      (policies) => /Users\/\*" \{[^}]*"(read|patch)"/s.test(policies) && /Users\/\*" \{[^}]*"deny"/s.test(policies),
    ),
  },
];

/** A user that was once taken out of a group is left out when a request names it again. */
function forgettingReturns(named: (request: FaultRequest) => string[]): Hooks {
  const noting = doingMore({ method: ['PUT', 'PATCH'], path: GROUP }, async (done) => {
    const group = String(done.before.id);
    const after = memberIds(jsonOf(await askScim(done, 'GET', `Groups/${group}`)) ?? {});
    for (const id of memberIds(done.before)) {
      if (!after.includes(id)) done.context.memory.set(`left ${group} ${id}`, true);
    }
  });
  return {
    ...noting,
    request: async (request, context) => {
      const hasLeft = (id: string) => context.memory.has(`left ${lastSegmentOf(request)} ${id}`);
      if (!matches({ path: GROUP }, request) || !named(request).some(hasLeft)) {
        return (await noting.request?.(request, context)) ?? request;
      }
      if (request.method === 'PATCH') return NOTHING_DONE;
      const body = jsonOf(request) ?? {};
      const value = memberIds(body).filter((id) => !hasLeft(id));
      return withJson(request, { ...body, members: value.map((id) => ({ value: id })) });
    },
  };
}

function droppingSecondRename(path: RegExp, attribute: string): Hooks {
  const noting = doingMore({ method: 'PUT', path }, ({ request, before, context }) => {
    if (jsonOf(request)?.[attribute] !== before[attribute]) context.memory.set(`renamed ${String(before.id)}`, true);
  });
  return {
    ...noting,
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path }, request) ? jsonOf(request) : null;
      if (body && context.memory.has(`renamed ${lastSegmentOf(request)}`)) {
        const stored = jsonOf(await context.send(asking(request, 'GET'))) ?? {};
        return { ...request, body: Buffer.from(JSON.stringify({ ...body, [attribute]: stored[attribute] })) };
      }
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}

function findingReactivated(): Hooks {
  const noting = doingMore({ method: ['PUT', 'PATCH'], path: USER }, async (done) => {
    const id = String(done.before.id);
    const after = jsonOf(await askScim(done, 'GET', `Users/${id}`)) ?? {};
    if (done.before.active === false && after.active === true) done.context.memory.set(`activated ${id}`, after);
  });
  const finding = changingMatches(USERS, /^active eq false$/i, async (resources, request, { memory, send }) => {
    const found = [...resources];
    for (const [key, user] of memory) {
      const read = key.startsWith('activated ')
        ? await send(asking(request, 'GET', `${pathOf(request)}/${key.slice('activated '.length)}`))
        : undefined;
      if (read?.status === 200) found.push(user as Json);
    }
    return found;
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      return finding.response(answer, request, context);
    },
  };
}

/** A refused update is carried out with the stored value of the field for which it was refused. */
function halfUpdated(culprit: string): Hooks {
  return {
    response: async (response, request, context) => {
      const fields = matches({ method: ['POST', 'PUT'], path: CLIENT, status: 400 }, request, response)
        ? jsonOf(request)
        : null;
      const stored = fields ? await storedClient(request, context) : null;
      if (!fields || !stored || fields[culprit] === undefined || fields[culprit] === stored[culprit]) return response;
      const path = pathOf(request).replace(/^\/v1\//, '');
      await askVault(context, request, 'POST', path, { ...fields, [culprit]: stored[culprit] });
      return response;
    },
  };
}

function movingCreated(): Hooks {
  const noting = doingMore({ method: 'PATCH', path: GROUP }, ({ before, context }) => {
    context.memory.set(`patched ${String(before.id)}`, true);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const shown = changingResources({ path: /v2\/Groups(\/[^/]+)?$/ }, (resource) => {
        const meta = metaOf(resource);
        if (context.memory.has(`patched ${String(resource.id)}`)) meta.created = meta.lastModified;
      });
      return shown.response?.(answer, request, context) ?? answer;
    },
  };
}
