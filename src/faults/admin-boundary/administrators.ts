import { jsonOf, matches, queryOf, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import {
  aliasesIn,
  BATCH_DELETE,
  ENTITY,
  everySeen,
  MERGE,
  type Seen,
  seenByName,
  seenIn,
  throughScim,
  VAULT_GROUP,
  watching,
} from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { askVault, dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

const WRITE = ['POST', 'PUT'];
const GROUPS_OF_VAULT = /\/identity\/group$/;
const managed = (what: string) => vaultError(403, `the ${what} is managed by SCIM`);

/** Defects of the border between administrators and SCIM: guards with a hole, and guards of too much. */
export const administratorFaults: Fault[] = [
  {
    id: 'F-ADMIN-46',
    title: 'A batch delete looks at the first of its entities only',
    breaks: ['VAULT-ADMIN-20'],
    ...watching({
      request: async (request, { memory, send }) => {
        if (!matches({ method: WRITE, path: BATCH_DELETE }, request)) return request;
        const ids = jsonOf(request)?.entity_ids;
        const [first, ...more] = Array.isArray(ids) ? ids : [];
        for (const id of more) {
          const seen = seenIn(memory, id);
          if (seen && !seenIn(memory, first)) await send(throughScim(seen, 'DELETE'));
        }
        const rest = more.filter((id) => seenIn(memory, first) || !seenIn(memory, id));
        return first === undefined ? request : withJson(request, { entity_ids: [first, ...rest] });
      },
    }),
  },
  {
    id: 'F-ADMIN-47',
    title: 'SCIM-managed entities without an alias can be deleted by an administrator',
    breaks: ['VAULT-ADMIN-07'],
    ...watching({
      request: async (request, context) => {
        const id = lastSegment(request);
        const seen = matches({ method: 'DELETE', path: ENTITY }, request) ? seenIn(context.memory, id) : undefined;
        if (!seen) return request;
        const entity = dataOf(await askVault(context, request, 'GET', `identity/entity/id/${id}`));
        if (entity.id !== id || aliasesIn(entity).length > 0) return request;
        await context.send(throughScim(seen, 'DELETE'));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-ADMIN-48',
    title: "An administrator's group that has SCIM users as members is guarded",
    breaks: ['VAULT-ADMIN-24'],
    ...watching({
      request: async (request, context) => {
        const id = lastSegment(request);
        const isMeant = matches({ method: WRITE, path: VAULT_GROUP }, request) && !seenIn(context.memory, id);
        if (!isMeant) return request;
        const group = dataOf(await askVault(context, request, 'GET', `identity/group/id/${id}`));
        const now = Array.isArray(group.member_entity_ids) ? group.member_entity_ids : [];
        return now.some((one) => seenIn(context.memory, one)) ? managed('group') : request;
      },
    }),
  },
  {
    id: 'F-ADMIN-49',
    title: 'A SCIM group cannot be put into a group of an administrator',
    breaks: ['VAULT-ADMIN-24'],
    ...watching({
      request: (request, { memory }) => {
        const isWrite = [GROUPS_OF_VAULT, VAULT_GROUP].some((path) => matches({ method: WRITE, path }, request));
        const ids = isWrite ? jsonOf(request)?.member_group_ids : undefined;
        return Array.isArray(ids) && ids.some((id) => seenIn(memory, id)) ? managed('member group') : request;
      },
    }),
  },
  {
    id: 'F-ADMIN-50',
    title: 'Entities that SCIM does not manage cannot be merged any more',
    breaks: ['VAULT-ADMIN-23'],
    ...watching({
      request: (request, { memory }) => {
        if (!matches({ method: WRITE, path: MERGE }, request)) return request;
        const { from_entity_ids: from, to_entity_id: to } = jsonOf(request) ?? {};
        const ids = [...(Array.isArray(from) ? from : []), to];
        return ids.some((id) => seenIn(memory, id)) ? request : managed('entity');
      },
    }),
  },
  {
    id: 'F-ADMIN-52',
    title: 'A lookup by name or id does not find SCIM-managed entities',
    breaks: ['VAULT-ADMIN-01'],
    ...watching({
      request: (request, { memory }) => {
        const isLookup = matches({ method: WRITE, path: /\/identity\/lookup\/entity$/ }, request);
        const { id, name } = (isLookup ? jsonOf(request) : null) ?? {};
        const found = seenIn(memory, id) ?? (typeof name === 'string' ? seenByName(memory, name) : undefined);
        return found?.kind === 'user' ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-ADMIN-53',
    title: 'The list of entities by name leaves out those that SCIM manages',
    breaks: ['VAULT-ADMIN-03'],
    ...listingWithoutManaged(/\/identity\/entity\/name$/, (seen) => seen.names.at(-1)),
  },
  {
    id: 'F-ADMIN-54',
    title: 'The list of groups leaves out those that SCIM manages',
    breaks: ['VAULT-ADMIN-30'],
    ...listingWithoutManaged(/\/identity\/group\/id$/, (seen) => seen.id),
  },
];

function listingWithoutManaged(
  path: RegExp,
  keyOf: (seen: Seen) => string | undefined,
): Pick<Fault, 'request' | 'response'> {
  return watching({
    response: (response, request, { memory }) => {
      const isList = request.method === 'LIST' || queryOf(request).has('list');
      const body = isList && matches({ path }, request) ? jsonOf(response) : null;
      const data = nestedIn(body, 'data');
      if (!body || !Array.isArray(data.keys)) return response;
      const left = new Set(everySeen(memory).map(keyOf));
      return withJson(response, { ...body, data: { ...data, keys: data.keys.filter((key) => !left.has(key)) } });
    },
  });
}
