import { clientOf } from '../adoption/adoption.ts';
import { asAdmin, callerOf, knowingCallers, tokenIn, withToken } from '../callers.ts';
import { COLLECTION, isScimForm, jsonOf, matches, metaOf, queryOf, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { knowingOwners, ownerOf } from '../owners.ts';
import { asking, lastSegmentOf, patchOf } from '../scim-requests.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { dataOf } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects of the borders around what a SCIM client manages, and of the aliases that it makes. */
export const managedObjectFaults: Fault[] = [
  {
    id: 'F-STRC-21',
    title: 'The total of a list with count 0 is that of all SCIM clients',
    breaks: ['VAULT-ISOL-03', 'RFC7644-3.4.2.4-06', 'RFC7644-3.4.2.4-09'],
    ...knowingOwners({
      response: async (response, request, context) => {
        const isCount = queryOf(request).get('count') === '0' && !queryOf(request).has('filter');
        const body =
          isCount && matches({ method: 'GET', path: COLLECTION, status: 200 }, request, response)
            ? jsonOf(response)
            : null;
        if (!body) return response;
        let total = Number(body.totalResults);
        for (const token of await tokensOfOthers(request, context)) {
          const list = await context.send(withToken(request, token));
          if (list.status === 200) total += Number(jsonOf(list)?.totalResults);
        }
        return withJson(response, { ...body, totalResults: total });
      },
    }),
  },
  {
    id: 'F-STRC-22',
    title: "A refused delete of another client's user takes it out of its groups",
    breaks: ['VAULT-ISOL-07', 'RFC7644-6.1-01', 'RFC7644-2-03'],
    ...knowingOwners({
      response: async (response, request, context) => {
        const owner = ownerOf(context, lastSegmentOf(request));
        const where = { method: 'DELETE', path: USER, status: (status: number) => status >= 400 };
        const isRefused = matches(where, request, response) && isScimForm(response);
        if (!isRefused || owner === '' || owner === tokenIn(request)) return response;
        const user = jsonOf(await context.send(withToken(asking(request, 'GET'), owner)));
        for (const { value } of Array.isArray(user?.groups) ? (user.groups as Json[]) : []) {
          const url = request.url.replace(/\/Users\/.*$/, `/Groups/${value}`);
          const patch = patchOf({ op: 'remove', path: 'members', value: [{ value: user?.id }] });
          await context.send(withToken(asking(request, 'PATCH', url, patch), owner));
        }
        return response;
      },
    }),
  },
  {
    id: 'F-STRC-25',
    title: 'Policies that are written to a SCIM-managed entity are added to those that it has',
    breaks: ['VAULT-ADMIN-04'],
    ...knowingCallers({
      request: async (request, context) => {
        const where = { method: ['POST', 'PUT'], path: /\/identity\/entity\/(id|name)\/[^/]+$/ };
        const fields = matches(where, request) ? jsonOf(request) : null;
        if (!Array.isArray(fields?.policies)) return request;
        const stored = dataOf(await context.send(asking(request, 'GET')));
        if (!stored.scim_client_id || !Array.isArray(stored.policies)) return request;
        return withJson(request, { ...fields, policies: [...new Set([...stored.policies, ...fields.policies])] });
      },
    }),
  },
  {
    id: 'F-STRC-29',
    title: 'A user gets an alias on every extra alias mount too',
    since: SINCE,
    breaks: ['VAULT-MAP-48', 'VAULT-MAP-10'],
    ...changingAliases(async (user, client, context) => {
      const extra = client.allowed_extra_alias_mount_accessors;
      for (const accessor of Array.isArray(extra) ? extra : []) {
        const alias = { name: user.userName, canonical_id: user.id, mount_accessor: accessor };
        await asAdmin(context, 'POST', 'identity/entity-alias', alias);
      }
    }),
  },
  {
    id: 'F-STRC-30',
    title: 'The alias of a user has the part of the userName before the @ as name',
    since: SINCE,
    breaks: ['VAULT-MAP-11', 'VAULT-ACCESS-01'],
    ...changingAliases(async (user, client, context) => {
      const { aliases } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${user.id}`));
      for (const alias of Array.isArray(aliases) ? (aliases as Json[]) : []) {
        if (alias.mount_accessor !== client.alias_mount_accessor) continue;
        const name = String(user.userName).replace(/@.*$/, '');
        const fields = { name, canonical_id: user.id, mount_accessor: alias.mount_accessor };
        await asAdmin(context, 'POST', `identity/entity-alias/id/${alias.id}`, fields);
      }
    }),
  },
];

/** Defect of creates of users of clients with an alias mount: `change` happens while nobody manages them. */
function changingAliases(change: (user: Json, client: Json, context: FaultContext) => Promise<void>): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      const user = matches({ method: 'POST', path: USERS, status: 201 }, request, response) ? jsonOf(response) : null;
      const client = user ? await clientOf(request, context) : undefined;
      if (!user || !client?.alias_mount_accessor || metaOf(user).resourceType !== 'User') return response;
      await unlinkEntity(context, client.name, user.id);
      await change(user, client, context);
      await asAdmin(context, 'POST', `identity/scim/client/${client.name}/link-entity`, { entity_id: user.id });
      return response;
    },
  });
}

/** One token of every other SCIM client that has created something. */
async function tokensOfOthers(request: FaultRequest, context: FaultContext): Promise<string[]> {
  const own = await callerOf(context, request);
  const found = new Map<string, string>();
  for (const [key, token] of context.memory) {
    if (!key.startsWith('owner ')) continue;
    const caller = await callerOf(context, withToken(request, String(token)));
    if (caller && caller.entityId !== own?.entityId) found.set(caller.entityId, caller.token);
  }
  return [...found.values()];
}
