import { asAdmin, knowingCallers, scimClients } from '../callers.ts';
import { CLIENT, CLIENTS } from '../client-requests.ts';
import { changingBody, jsonOf, matches, queryOf, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { isLinked, knowingLinks } from '../links/linked-objects.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';
import { ownedBy } from './client-deletion-ways.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const DELETES = 'delete-linked-resources';
const UNLINKS = 'unlink-resources';

/** Defects of the deletion of SCIM clients that depend on what they own, and how they came to it. */
export const ownedResourceFaults: Fault[] = [
  {
    id: 'F-CLDEL-34',
    title: 'A deleted SCIM client stays in the list',
    breaks: ['VAULT-CLDEL-01'],
    response: (response, request, { memory }) => {
      const key = `gone from ${namespaceOf(request)}`;
      const gone = (memory.get(key) ?? []) as string[];
      const name = lastSegment(request);
      if (response.status < 300 && matches({ method: 'DELETE', path: CLIENT }, request))
        memory.set(key, [...gone, name]);
      const isList = request.method === 'LIST' || queryOf(request).has('list');
      const body = isList && matches({ path: CLIENTS, status: 200 }, request, response) ? jsonOf(response) : null;
      const { keys } = dataOf(response);
      if (!body || !Array.isArray(keys)) return response;
      return withJson(response, { ...body, data: { ...dataOf(response), keys: [...new Set([...keys, ...gone])] } });
    },
  },
  {
    id: 'F-CLDEL-36',
    title: 'With a flag the deletion of a SCIM client that owns nothing never ends',
    breaks: ['VAULT-CLDEL-14', 'VAULT-CLDEL-19'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const flags = [DELETES, UNLINKS].filter((flag) => queryOf(request).get(flag) === 'true');
        if (flags.length !== 1 || !matches({ method: 'DELETE', path: CLIENT }, request)) return request;
        const owned = [...(await ownedBy(request, context, 'entity')), ...(await ownedBy(request, context, 'group'))];
        if (owned.length > 0) return request;
        context.memory.set(`waiting ${lastSegment(request)}`, true);
        return NOTHING_DONE;
      },
      response: (response, request, context) => {
        const isWaiting = context.memory.has(`waiting ${lastSegment(request)}`);
        const shown = changingBody({ method: 'GET', path: CLIENT, status: 200 }, (body) => {
          nestedIn(body, 'data').deleting = true;
        });
        return isWaiting ? (shown.response?.(response, request, context) ?? response) : response;
      },
    }),
  },
  {
    id: 'F-CLDEL-38',
    title: 'The resources of other SCIM clients protect a client that owns nothing from deletion',
    breaks: ['VAULT-CLDEL-01'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!isPlainDelete(request)) return request;
        for (const client of await scimClients(context)) {
          if (client.name === lastSegment(request)) continue;
          const other = { ...request, url: `/v1/identity/scim/client/${String(client.name)}` };
          if ((await ownedBy(other, context, 'entity')).length > 0) {
            return vaultError(400, 'SCIM client has linked resources');
          }
        }
        return request;
      },
    }),
  },
  {
    id: 'F-CLDEL-39',
    title: 'delete-linked-resources leaves groups without members behind',
    breaks: ['VAULT-CLDEL-13'],
    since: SINCE,
    ...knowingCallers({
      request: (request, context) =>
        leaving(request, context, 'group', (group) => !hasMembers(group), { action: 'unlink-group' }),
    }),
  },
  {
    id: 'F-CLDEL-40',
    title: 'delete-linked-resources leaves the entities behind that were linked',
    breaks: ['VAULT-CLDEL-11'],
    since: SINCE,
    ...knowingLinks({
      request: (request, context) => {
        const more = { action: 'unlink-entity', unlink_aliases: true, remove_memberships: true };
        return leaving(request, context, 'entity', ({ id }) => isLinked(context, id), more);
      },
    }),
  },
  {
    id: 'F-LINK-22',
    title: 'Linked users do not protect their SCIM client from deletion',
    breaks: ['VAULT-CLDEL-08'],
    since: SINCE,
    ...unguardedWhenLinked(),
  },
];

function isPlainDelete(request: FaultRequest): boolean {
  const query = queryOf(request);
  return matches({ method: 'DELETE', path: CLIENT }, request) && !query.has(DELETES) && !query.has(UNLINKS);
}

function hasMembers({ member_entity_ids: ids }: Json): boolean {
  return Array.isArray(ids) && ids.length > 0;
}

/** Some of what a client owns becomes unmanaged just before the rest is deleted with it. */
async function leaving(
  request: FaultRequest,
  context: FaultContext,
  kind: 'entity' | 'group',
  isLeft: (object: Json) => boolean,
  { action, ...fields }: { action: string } & Json,
): Promise<FaultRequest> {
  const query = queryOf(request);
  const isDeleting = matches({ method: 'DELETE', path: CLIENT }, request) && query.get(DELETES) === 'true';
  if (!isDeleting || query.has(UNLINKS)) return request;
  for (const object of (await ownedBy(request, context, kind)).filter(isLeft)) {
    const path = `identity/scim/client/${lastSegment(request)}/${action}`;
    await asAdmin(context, 'POST', path, { ...fields, [`${kind}_id`]: object.id });
  }
  return request;
}

/** A plain deletion of a client that owns linked users alone is made, and they are let go. */
function unguardedWhenLinked(): Hooks {
  return knowingLinks({
    request: async (request, context) => {
      if (!isPlainDelete(request)) return request;
      const entities = await ownedBy(request, context, 'entity');
      const isLinkedOnly = entities.length > 0 && entities.every(({ id }) => isLinked(context, id));
      if (!isLinkedOnly || (await ownedBy(request, context, 'group')).length > 0) return request;
      return { ...request, url: `${request.url}?${UNLINKS}=true` };
    },
  });
}
