import { isAdopted, knowingAdopted } from '../adoption/adopted-objects.ts';
import { clientOf } from '../adoption/adoption.ts';
import { asAdmin, knowingCallers, tokenIn, withToken } from '../callers.ts';
import { CLIENT, isClientWrite, storedClient } from '../client-requests.ts';
import {
  GROUP,
  GROUPS,
  jsonOf,
  METADATA,
  matches,
  pathOf,
  resourcesOf,
  scimError,
  USER,
  USERS,
  withJson,
} from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { filterOf, withFilter } from '../filter-edits.ts';
import { shownOnly } from '../further-acts.ts';
import { isLinked, knowingLinks } from '../links/linked-objects.ts';
import { movedTo, namespaceInPath, namespaceOf } from '../namespace-requests.ts';
import { knowingOwners, ownerOf, unscoped, unscopedList } from '../owners.ts';
import { everySeen, watching } from '../scim-objects.ts';
import { NOTHING_DONE, resourceAt } from '../scim-requests.ts';
import { addPastTheGuard, reaching, shownAsGroup, shownAsUser } from '../unmanaged.ts';
import { dataOf, lastSegment, listIn } from '../vault-requests.ts';
import { addedIn } from './foreign-members.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const NAMED = /^userName eq "(.*)"$/i;

/** Defects of what SCIM clients reach of each other, of adoption and of namespaces, that show at a later turn. */
export const scopeTurnFaults: Fault[] = [
  {
    id: 'F-IAA-20',
    title: "A client finds another client's user under a userName that a deleted user of its own had",
    breaks: ['VAULT-ISOL-12'],
    ...watching({
      response: async (response, request, { memory, send }) => {
        const name = NAMED.exec(filterOf(request) ?? '')?.[1];
        if (name === undefined || !matches({ method: 'GET', path: USERS, status: 200 }, request, response))
          return response;
        const token = tokenIn(request);
        const isFormer = everySeen(memory).some(
          (seen) => seen.deleted && seen.names.includes(name) && tokenIn(seen.by) === token,
        );
        const other = everySeen(memory).find((seen) => !seen.deleted && seen.names.at(-1) === name);
        if (!isFormer || !other || tokenIn(other.by) === token) return response;
        return send(withToken(request, tokenIn(other.by)));
      },
    }),
  },
  {
    id: 'F-IAA-21',
    title: 'A user that moved to another client can still be made a member by its former client',
    breaks: ['VAULT-ISOL-20'],
    since: SINCE,
    ...knowingOwners({
      response: async (response, request, context) => {
        if (!matches({ method: 'PATCH', path: GROUP, status: (s) => s >= 400 }, request, response)) return response;
        const client = await clientOf(request, context);
        const moved: string[] = [];
        for (const id of addedIn(request)) {
          if (ownerOf(context, id) !== tokenIn(request)) continue;
          const owner = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`)).scim_client_id;
          if (owner && owner !== client?.client_id) moved.push(id);
        }
        if (moved.length === 0) return response;
        await addPastTheGuard(context, client?.name, lastSegment(request), moved);
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-IAA-24',
    title: "A list with a page beyond its end, or of no entries, counts other clients' users",
    breaks: ['VAULT-ISOL-03'],
    ...knowingOwners({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || filterOf(request) !== null || resourcesOf(body).length > 0) return response;
        const owners = new Set([...context.memory].filter(([key]) => key.startsWith('owner ')).map(([, one]) => one));
        for (const owner of owners) {
          if (owner === tokenIn(request)) continue;
          const other = jsonOf(await context.send(withToken(request, String(owner))));
          body.totalResults = Number(body.totalResults) + Number(other?.totalResults ?? 0);
        }
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-IAA-25',
    title: "The second deletion of another client's user or group is carried out",
    breaks: ['VAULT-ISOL-07', 'VAULT-ISOL-11'],
    ...unscoped({ method: 'DELETE' }, (request, { memory }) => {
      const key = `refused ${pathOf(request)} ${tokenIn(request)}`;
      if (memory.has(key)) return true;
      memory.set(key, true);
      return false;
    }),
  },
  {
    id: 'F-IAA-26',
    title: "A client can read another client's user that is not active",
    breaks: ['VAULT-ISOL-04'],
    ...unscoped({ method: 'GET', path: USER }, async (request, context) => {
      const owner = ownerOf(context, lastSegment(request));
      return (await resourceAt(withToken(request, owner), context)).active === false;
    }),
  },
  {
    id: 'F-IAA-27',
    title: 'A former principal is shown to the SCIM client as a user',
    breaks: ['VAULT-ISOL-21'],
    since: SINCE,
    ...formerPrincipals(),
  },
  {
    id: 'F-IAA-28',
    title: 'A replace writes the metadata to the users of other clients with the same externalId too',
    breaks: ['VAULT-ISOL-32'],
    ...watching({
      response: async (response, request, { memory, send }) => {
        if (response.status >= 300 || !matches({ method: 'PUT', path: USER }, request)) return response;
        const sent = jsonOf(request) ?? {};
        for (const seen of everySeen(memory)) {
          const isTwin = seen.sent.externalId === sent.externalId && !seen.deleted && seen.kind === 'user';
          if (!isTwin || tokenIn(seen.by) === tokenIn(request) || sent[METADATA] === undefined) continue;
          const body = { ...seen.sent, userName: seen.names.at(-1), [METADATA]: sent[METADATA] };
          await send(withJson({ ...seen.by, method: 'PUT', url: `${seen.by.url}/${seen.id}` }, body));
        }
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-29',
    title: 'A client goes on reading a group that it once read unmanaged and that another client has taken over since',
    breaks: ['VAULT-ADOPT-08'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: GROUP }, request)) return response;
        const id = lastSegment(request);
        const key = `read ${id} ${tokenIn(request)}`;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
        if (response.status === 200 && group.scim_client_id === '') context.memory.set(key, true);
        const isTaken = response.status >= 400 && context.memory.has(key) && Boolean(group.scim_client_id);
        return isTaken ? shownAsGroup(group) : response;
      },
    }),
  },
  {
    id: 'F-IAA-32',
    title: 'An adopted entity that had an external id keeps it',
    breaks: ['VAULT-ADOPT-24'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const sent = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
        const client = sent ? await clientOf(request, context) : undefined;
        if (!sent || client?.allow_user_adoption !== true) return request;
        const kept = (await entityBehind(context, client, sent.userName)).external_id;
        return kept ? withJson(request, { ...sent, externalId: kept }) : request;
      },
    }),
  },
  {
    id: 'F-IAA-33',
    title: 'A search by displayName shows all members of an unmanaged group',
    breaks: ['VAULT-ADOPT-06'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || !/^displayName/i.test(filterOf(request) ?? '')) return response;
        for (const resource of resourcesOf(body)) {
          const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${resource.id}`));
          if (group.scim_client_id !== '') continue;
          resource.members = listIn(group, 'member_entity_ids').map((value) => ({ value }));
        }
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-IAA-34',
    title: 'The adoption of an entity as a user that is not active takes off its policies',
    breaks: ['VAULT-ADOPT-14'],
    since: SINCE,
    ...knowingAdopted({
      response: async (response, request, context) => {
        const made = matches({ method: 'POST', path: USERS, status: 201 }, request, response) ? jsonOf(response) : null;
        if (made?.active !== false || !isAdopted(context, made.id)) return response;
        await asAdmin(context, 'POST', `identity/entity/id/${made.id}`, { policies: [] });
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-35',
    title: 'A search by meta.lastModified shows the users that were linked to other clients',
    breaks: ['VAULT-LINK-14'],
    since: SINCE,
    ...knowingLinks({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || !/^meta\.lastModified/i.test(filterOf(request) ?? '')) return response;
        const client = await clientOf(request, context);
        const { keys } = dataOf(await asAdmin(context, 'GET', 'identity/entity/id?list=true'));
        const foreign: Json[] = [];
        for (const id of Array.isArray(keys) ? keys.filter((one) => isLinked(context, one)) : []) {
          const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
          if (entity.scim_client_id && entity.scim_client_id !== client?.client_id)
            foreign.push(jsonOf(shownAsUser(entity)) ?? {});
        }
        const Resources = [...resourcesOf(body), ...foreign];
        return withJson(response, { ...body, Resources, totalResults: Number(body.totalResults) + foreign.length });
      },
    }),
  },
  {
    id: 'F-IAA-40',
    title: 'In a child namespace a user cannot be renamed to a userName that the parent has',
    breaks: ['VAULT-NS-12'],
    ...knowingCallers({
      request: async (request, context) => {
        const namespace = namespaceOf(request);
        const name = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request)?.userName : undefined;
        if (namespace === '' || name === undefined) return request;
        if ((await resourceAt(request, context)).userName === name) return request;
        const parent = namespace.includes('/') ? `${namespace.replace(/\/[^/]+$/, '')}/` : '';
        const taken = await asAdmin(
          context,
          'GET',
          `${parent}identity/entity/name/${encodeURIComponent(String(name))}`,
        );
        return taken.status === 200 ? scimError(409, 'userName is already in use', 'uniqueness') : request;
      },
    }),
  },
  {
    id: 'F-IAA-41',
    title: 'The deletion of a SCIM client of a child namespace deletes the one of that name in the parent too',
    breaks: ['VAULT-NS-11'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isDone =
          matches({ method: 'DELETE', path: /identity\/scim\/client\/[^/]+$/ }, request) && response.status < 300;
        if (!isDone || namespaceOf(request) === '') return response;
        await asAdmin(context, 'DELETE', `identity/scim/client/${lastSegment(request)}`);
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-42',
    title: 'The filter of a list is lost when the path names the namespace',
    breaks: ['VAULT-NS-02'],
    request: (request) =>
      namespaceInPath(request) !== '' && matches({ method: 'GET' }, request) ? withFilter(request, null) : request,
  },
  {
    id: 'F-IAA-43',
    title: 'A write whose header and path share out a nested namespace goes to the one of the header',
    breaks: ['VAULT-NS-04'],
    request: (request) => {
      const inPath = namespaceInPath(request);
      const isScim = pathOf(request).includes('/identity/scim/v2/') && request.method !== 'GET';
      const all = namespaceOf(request);
      return isScim && inPath !== '' && all !== inPath ? movedTo(request, all.slice(0, -inPath.length - 1)) : request;
    },
  },
  {
    id: 'F-IAA-44',
    title: 'In a child namespace a filter on active shows the users of its other clients',
    breaks: ['VAULT-NS-21'],
    ...shownOnly((_, request) => namespaceOf(request) !== '', unscopedList(USERS, /^active/i)),
  },
];

function formerPrincipals(): Hooks {
  const shown = reaching('entity', 'GET', (entity, request, { memory }) =>
    memory.has(`principal before ${entity.id}`) ? shownAsUser(entity) : scimError(404, `no ${lastSegment(request)}`),
  );
  return {
    ...shown,
    request: async (request, context) => {
      if (!isClientWrite(request) || !CLIENT.test(pathOf(request))) return request;
      const stored = await storedClient(request, context);
      const before = stored?.access_grant_principal;
      if (before && before !== jsonOf(request)?.access_grant_principal)
        context.memory.set(`principal before ${before}`, true);
      return request;
    },
  };
}

/** The entity that has this name at the mount of a SCIM client; empty when there is none. */
async function entityBehind(context: FaultContext, client: Json, name: unknown): Promise<Json> {
  const answer = await asAdmin(context, 'POST', 'identity/lookup/entity', {
    alias_name: name,
    alias_mount_accessor: client.alias_mount_accessor,
  });
  return answer.status === 200 ? dataOf(answer) : {};
}
