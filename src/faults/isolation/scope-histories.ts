import { clientOf } from '../adoption/adoption.ts';
import { asAdmin, knowingCallers, tokenIn, withToken } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, resourcesOf, scimError, USER, USERS, type Where, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { shownOnly } from '../further-acts.ts';
import { movedTo, namespaceOf, prefixOf } from '../namespace-requests.ts';
import { unscopedList } from '../owners.ts';
import {
  deletingThroughScim,
  ENTITY_BY_NAME,
  everySeen,
  MERGE,
  type Seen,
  seenIn,
  throughScim,
  VAULT_GROUP_BY_NAME,
  watching,
} from '../scim-objects.ts';
import { NOTHING_DONE, operationsOf } from '../scim-requests.ts';
import { changedAnyway, reaching, shownAsGroup, shownAsUser } from '../unmanaged.ts';
import { dataOf, lastSegment, listIn, vaultError } from '../vault-requests.ts';
import { takingMembers } from './foreign-members.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const UNLINK = /\/unlink-(entity|group)$/;

/** Defects that need what an object, or a namesake of it, was before. */
export const scopeHistoryFaults: Fault[] = [
  {
    id: 'F-IAA-50',
    title: 'The activation of a user activates the users of other clients with the same externalId',
    breaks: ['VAULT-ISOL-32'],
    ...watching({
      response: async (response, request, { memory, send }) => {
        if (response.status >= 300 || !matches({ method: 'PATCH', path: USER }, request)) return response;
        const isActivation = operationsOf(request).some(({ path, value }) => path === 'active' && value === true);
        const seen = seenIn(memory, lastSegment(request));
        if (!isActivation || !seen) return response;
        for (const twin of everySeen(memory)) {
          const isTwin = twin.kind === 'user' && twin.sent.externalId === seen.sent.externalId && !twin.deleted;
          if (!isTwin || tokenIn(twin.by) === tokenIn(request)) continue;
          await send(withJson({ ...request, ...addressOf(twin), method: 'PATCH' }, jsonOf(request)));
        }
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-51',
    title: "The deletion of another client's user is taken off the total of a client",
    breaks: ['VAULT-ISOL-03'],
    ...watching({
      response: (response, request, { memory }) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || filterOf(request) !== null) return response;
        const gone = everySeen(memory).filter(
          (seen) =>
            seen.deleted &&
            seen.kind === 'user' &&
            tokenIn(seen.by) !== tokenIn(request) &&
            seen.namespace === namespaceOf(request),
        );
        body.totalResults = Math.max(Number(body.totalResults) - gone.length, 0);
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-IAA-52',
    title: 'The filter active eq true shows the users of all clients',
    breaks: ['VAULT-ISOL-14'],
    ...unscopedList(USERS, /^active eq true/i),
  },
  {
    id: 'F-IAA-53',
    title: 'The filters meta.lastModified lt and le show the users of all clients',
    breaks: ['VAULT-ISOL-15'],
    since: '2.0.4',
    ...unscopedList(USERS, /^meta\.lastModified l[te]/i),
  },
  {
    id: 'F-IAA-54',
    title: 'The filters meta.lastModified gt and lt show the groups of all clients',
    breaks: ['VAULT-ISOL-17'],
    since: '2.0.4',
    ...unscopedList(GROUPS, /^meta\.lastModified [gl]t/i),
  },
  {
    id: 'F-IAA-55',
    title: "An externalId that a client's own user has finds the users of other clients too",
    breaks: ['VAULT-ISOL-13'],
    ...shownOnly((response) => resourcesOf(jsonOf(response) ?? {}).length > 0, unscopedList(USERS, /^externalId/i)),
  },
  {
    id: 'F-IAA-56',
    title: 'A filter on meta.lastModified shows unmanaged groups without group adoption',
    breaks: ['VAULT-ISOL-24'],
    since: '2.0.4',
    ...knowingCallers({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || !/^meta\.lastModified/i.test(filterOf(request) ?? '')) return response;
        const shown = new Set(resourcesOf(body).map(({ id }) => id));
        const added: unknown[] = [];
        for (const group of await unmanaged(context, 'group', prefixOf(request)))
          if (!shown.has(group.id)) added.push(jsonOf(shownAsGroup(group)));
        return withJson(response, withAdded(body, added));
      },
    }),
  },
  {
    id: 'F-IAA-57',
    title: 'A client can patch an unmanaged group that holds its own users only',
    breaks: ['VAULT-ISOL-25'],
    ...reaching('group', 'PATCH', async (group, request, context) => {
      const members = listIn(group, 'member_entity_ids');
      const client = await clientOf(request, context);
      for (const id of members) {
        const owner = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`)).scim_client_id;
        if (!client || owner !== client.client_id) return scimError(404, 'not found');
      }
      if (members.length === 0) return scimError(404, 'not found');
      const added = operationsOf(request).flatMap(({ value }) => (Array.isArray(value) ? (value as Json[]) : []));
      const wanted = [...new Set([...members, ...added.map(({ value }) => value)])];
      return changedAnyway(context, 'POST', 'group', group, { member_entity_ids: wanted });
    }),
  },
  {
    id: 'F-IAA-58',
    title: 'A user of another namespace is taken as a member by patch and by replace',
    breaks: ['VAULT-NS-13'],
    ...watching(
      takingMembers({ method: ['PUT', 'PATCH'], path: GROUP }, (request, { memory }, id) => {
        const seen = seenIn(memory, id);
        return seen !== undefined && seen.namespace !== namespaceOf(request);
      }),
    ),
  },
  {
    id: 'F-IAA-59',
    title: 'In a child namespace a filter on active shows the users of the parent',
    breaks: ['VAULT-NS-08'],
    ...watching({
      response: async (response, request, { memory, send }) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || namespaceOf(request) === '' || !/^active/i.test(filterOf(request) ?? '')) return response;
        const added: unknown[] = [];
        const above = everySeen(memory).filter(({ namespace, kind }) => namespace === '' && kind === 'user');
        for (const token of new Set(above.map(({ by }) => tokenIn(by)))) {
          added.push(...resourcesOf(jsonOf(await send(withToken(movedTo(request, ''), token))) ?? {}));
        }
        return withJson(response, withAdded(body, added));
      },
    }),
  },
  {
    id: 'F-IAA-60',
    title: 'A rename in a child namespace renames the user of the same userName in the parent too',
    breaks: ['VAULT-NS-12'],
    ...watching({
      response: async (response, request, { memory, send }) => {
        const seen = matches({ method: 'PUT', path: USER }, request) ? seenIn(memory, lastSegment(request)) : undefined;
        const [former, name] = seen?.names.slice(-2) ?? [];
        if (!seen || seen.namespace === '' || response.status >= 300 || former === name) return response;
        const twin = everySeen(memory).find(
          (one) => one.namespace === '' && one.kind === 'user' && !one.deleted && one.names.at(-1) === former,
        );
        if (twin) await send(throughScim(twin, 'PUT', { userName: name }));
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-61',
    title: 'An entity that one client had is not adopted by another one after it was unlinked',
    breaks: ['VAULT-ADOPT-25'],
    since: SINCE,
    ...knowingFormerOwners('entity', {
      request: async (request, context) => {
        const sent = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
        const client = sent ? await clientOf(request, context) : undefined;
        if (client?.allow_user_adoption !== true) return request;
        const found = await asAdmin(context, 'POST', 'identity/lookup/entity', {
          alias_name: sent?.userName,
          alias_mount_accessor: client.alias_mount_accessor,
        });
        const former = found.status === 200 ? context.memory.get(`former ${dataOf(found).id}`) : undefined;
        return former === undefined || former === client.client_name
          ? request
          : scimError(409, 'userName is already in use', 'uniqueness');
      },
    }),
  },
  {
    id: 'F-IAA-62',
    title: 'A group that one client had is not adopted by another one after it was unlinked',
    breaks: ['VAULT-ADOPT-26'],
    since: SINCE,
    ...knowingFormerOwners('group', {
      request: async (request, context) => {
        const former = matches({ method: 'PUT', path: GROUP }, request)
          ? context.memory.get(`former ${lastSegment(request)}`)
          : undefined;
        if (former === undefined) return request;
        const client = await clientOf(request, context);
        return client?.client_name === former ? request : scimError(404, 'no such group');
      },
    }),
  },
  {
    id: 'F-IAA-63',
    title: 'The adoption of a group keeps the own users in it that the replace does not name',
    breaks: ['VAULT-ADOPT-28'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const sent = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
        const client = sent ? await clientOf(request, context) : undefined;
        if (!sent || client?.allow_group_adoption !== true || !Array.isArray(sent.members)) return request;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        if (group.scim_client_id !== '') return request;
        const members = [...(sent.members as Json[])];
        for (const value of listIn(group, 'member_entity_ids')) {
          const owner = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${value}`)).scim_client_id;
          if (owner === client.client_id && !members.some((one) => one.value === value)) members.push({ value });
        }
        return withJson(request, { ...sent, members });
      },
    }),
  },
  {
    id: 'F-IAA-64',
    title: 'A search by displayName takes the unmanaged group over that it finds',
    breaks: ['VAULT-ADOPT-07'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || !/^displayName/i.test(filterOf(request) ?? '')) return response;
        const client = await clientOf(request, context);
        if (client?.allow_group_adoption !== true) return response;
        for (const { id } of resourcesOf(body))
          await asAdmin(context, 'POST', `identity/scim/client/${client.name}/link-group`, { group_id: id });
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-65',
    title: 'With group adoption a filter on userName finds unmanaged entities',
    breaks: ['VAULT-ADOPT-09'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        const name = /^userName eq "(.*)"$/i.exec(filterOf(request) ?? '')?.[1];
        if (!body || name === undefined || resourcesOf(body).length > 0) return response;
        if ((await clientOf(request, context))?.allow_group_adoption !== true) return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/name/${encodeURIComponent(name)}`));
        return entity.scim_client_id === ''
          ? withJson(response, withAdded(body, [jsonOf(shownAsUser(entity))]))
          : response;
      },
    }),
  },
  {
    id: 'F-IAA-66',
    title: 'An entity that was unlinked cannot be merged',
    breaks: ['VAULT-LINK-15'],
    since: SINCE,
    ...knowingFormerOwners('entity', {
      request: (request, { memory }) => {
        const sent = matches({ method: WRITE, path: MERGE }, request) ? jsonOf(request) : null;
        const ids = [sent?.to_entity_id, ...listIn(sent, 'from_entity_ids')];
        return ids.some((id) => memory.has(`former ${id}`))
          ? vaultError(400, 'SCIM-managed entities cannot be merged')
          : request;
      },
    }),
  },
  {
    id: 'F-IAA-67',
    title: 'An administrator cannot give a group the name that a deleted SCIM group had',
    breaks: ['VAULT-ADMIN-24'],
    ...watching({
      request: (request, { memory }) => {
        const name = jsonOf(request)?.name;
        const isWrite = matches({ method: WRITE, path: /\/identity\/group(\/id\/[^/]+)?$/ }, request);
        const isFormer = everySeen(memory).some(
          (one) => one.kind === 'group' && one.deleted && one.names.includes(String(name)),
        );
        return isWrite && name !== undefined && isFormer ? vaultError(400, 'the name is managed by SCIM') : request;
      },
    }),
  },
  {
    id: 'F-IAA-68',
    title: 'The deletion of an entity by a former userName deletes the renamed user',
    breaks: ['VAULT-ADMIN-08'],
    ...deletingThroughScim(ENTITY_BY_NAME, (memory, name) => formerly(memory, 'user', name)),
  },
  {
    id: 'F-IAA-69',
    title: 'The deletion of a group by a former displayName deletes the renamed group',
    breaks: ['VAULT-ADMIN-14'],
    ...deletingThroughScim(VAULT_GROUP_BY_NAME, (memory, name) => formerly(memory, 'group', name)),
  },
  {
    id: 'F-IAA-70',
    title: 'A write of members by a former displayName changes the renamed group',
    breaks: ['VAULT-ADMIN-12'],
    ...watching({
      request: async (request, { memory, send }) => {
        const isWrite = matches({ method: WRITE, path: VAULT_GROUP_BY_NAME }, request);
        const seen = isWrite ? formerly(memory, 'group', lastSegment(request)) : undefined;
        const wanted = jsonOf(request)?.member_entity_ids;
        if (!seen || !Array.isArray(wanted)) return request;
        const members = wanted.map((value) => ({ value }));
        const done = await send(throughScim(seen, 'PUT', { displayName: seen.names.at(-1), members }));
        return done.status < 300 ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-IAA-71',
    title: 'A replace of a user brings back the policies that its entity had at the replace before',
    breaks: ['VAULT-MAP-23'],
    ...bringingBackPolicies({ method: 'PUT', path: USER }, 'entity'),
  },
  {
    id: 'F-IAA-72',
    title: 'A replace of a group brings back the policies that it had at the replace before',
    breaks: ['VAULT-MAP-38'],
    ...bringingBackPolicies({ method: 'PUT', path: GROUP }, 'group'),
  },
  {
    id: 'F-IAA-73',
    title: 'A patch of a group brings back the policies that it had at the patch before',
    breaks: ['VAULT-MAP-39'],
    ...bringingBackPolicies({ method: 'PATCH', path: GROUP }, 'group'),
  },
];

function addressOf(seen: Seen): Pick<FaultRequest, 'url' | 'headers'> {
  return { url: `${seen.by.url}/${seen.id}`, headers: seen.by.headers };
}

function withAdded(body: Json, added: unknown[]): Json {
  const Resources = [...resourcesOf(body), ...added];
  return { ...body, Resources, itemsPerPage: Resources.length, totalResults: Number(body.totalResults) + added.length };
}

async function unmanaged(context: FaultContext, kind: 'entity' | 'group', prefix: string): Promise<Json[]> {
  const path = `${prefix}identity/${kind}/id`;
  const { keys } = dataOf(await asAdmin(context, 'GET', `${path}?list=true`));
  const found: Json[] = [];
  for (const id of Array.isArray(keys) ? keys : []) {
    const object = dataOf(await asAdmin(context, 'GET', `${path}/${id}`));
    if (object.scim_client_id === '') found.push(object);
  }
  return found;
}

/** The renamed object that had this name, which nobody has now. */
function formerly(memory: FaultContext['memory'], kind: Seen['kind'], name: string): Seen | undefined {
  const seen = everySeen(memory).filter((one) => one.kind === kind && !one.deleted);
  if (seen.some((one) => one.names.at(-1) === name)) return undefined;
  return seen.find((one) => one.names.includes(name));
}

/** A defect that knows which SCIM client, by its name, an unlinked entity or group belonged to. */
function knowingFormerOwners(kind: 'entity' | 'group', hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    response: async (response, request, context) => {
      const isUnlink = matches({ method: WRITE, path: UNLINK }, request) && response.status < 300;
      const id = jsonOf(request)?.[`${kind}_id`];
      if (isUnlink && id !== undefined) context.memory.set(`former ${id}`, request.url.split('/').at(-2));
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}

/** The policies are those that the object had when such a request was served last. */
function bringingBackPolicies(where: Where, kind: 'entity' | 'group'): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (response.status >= 300 || !matches(where, request)) return response;
      const path = `${prefixOf(request)}identity/${kind}/id/${lastSegment(request)}`;
      const kept = context.memory.get(path);
      const policies = kept ?? dataOf(await asAdmin(context, 'GET', path)).policies;
      context.memory.set(path, policies);
      if (kept !== undefined) await asAdmin(context, 'POST', path, { policies });
      return response;
    },
  });
}
