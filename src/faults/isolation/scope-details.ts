import { clientOf } from '../adoption/adoption.ts';
import { servedAsOwner } from '../authentication/refused-callers.ts';
import { asAdmin, knowingCallers, tokenIn, withToken } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, resourcesOf, scimError, USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { ownerOf, unscoped } from '../owners.ts';
import { ENTITY_BY_NAME, MERGE, seenByName, seenIn, watching } from '../scim-objects.ts';
import { memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';
import { shownAsGroup } from '../unmanaged.ts';
import { dataOf, lastSegment, listIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const LOOKUP = /\/identity\/lookup\/entity$/;

/** Defects of scope and guards that show for some contents or some neighbours only. */
export const scopeDetailFaults: Fault[] = [
  {
    id: 'F-IAA-80',
    title: "An update by the name of a user with an unmanaged entity's id changes the latter",
    breaks: ['VAULT-ADMIN-21'],
    ...watching(
      knowingCallers({
        request: async (request, context) => {
          const sent = matches({ method: WRITE, path: ENTITY_BY_NAME }, request) ? jsonOf(request) : null;
          if (!sent?.id || !seenByName(context.memory, lastSegment(request))) return request;
          const { id, name: _name, ...fields } = sent;
          const other = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
          if (other.scim_client_id !== '') return request;
          await asAdmin(context, 'POST', `identity/entity/id/${id}`, fields);
          return NOTHING_DONE;
        },
      }),
    ),
  },
  {
    id: 'F-IAA-81',
    title: 'An update by name with the id of a deactivated user sets the policies of the latter',
    breaks: ['VAULT-ADMIN-21'],
    ...knowingCallers({
      request: async (request, context) => {
        const sent = matches({ method: WRITE, path: ENTITY_BY_NAME }, request) ? jsonOf(request) : null;
        if (!sent?.id) return request;
        const other = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${sent.id}`));
        if (!other.scim_client_id || other.disabled !== true || other.name === lastSegment(request)) return request;
        await asAdmin(context, 'POST', `identity/entity/id/${sent.id}`, { policies: sent.policies });
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-IAA-82',
    title: 'The merge of two entities of the same SCIM client is accepted, and does nothing',
    breaks: ['VAULT-ADMIN-15', 'VAULT-ADMIN-16'],
    ...watching({
      request: (request, { memory }) => {
        const sent = matches({ method: WRITE, path: MERGE }, request) ? jsonOf(request) : null;
        const target = seenIn(memory, sent?.to_entity_id);
        const sources = listIn(sent, 'from_entity_ids').map((id) => seenIn(memory, id));
        if (!target || sources.length === 0) return request;
        return sources.every((one) => one && tokenIn(one.by) === tokenIn(target.by)) ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-IAA-83',
    title: 'A lookup by an alias does not find SCIM-managed entities',
    breaks: ['VAULT-ADMIN-01'],
    response: (response, request) => {
      const sent = matches({ method: WRITE, path: LOOKUP, status: 200 }, request, response) ? jsonOf(request) : null;
      const byAlias = sent?.alias_name !== undefined || sent?.alias_id !== undefined;
      return byAlias && dataOf(response).scim_client_id ? NOTHING_DONE : response;
    },
  },
  {
    id: 'F-IAA-84',
    title: 'The principal of a child namespace can delete and patch users in a sibling',
    breaks: ['VAULT-NS-17'],
    ...acrossNamespaces((own, there) => own !== '' && there !== '' && !`${own}/`.startsWith(`${there}/`)),
  },
  {
    id: 'F-IAA-85',
    title: 'The principal of a child namespace can delete and patch users in the parent',
    breaks: ['VAULT-NS-10'],
    ...acrossNamespaces((own, there) => own !== '' && there === ''),
  },
  {
    id: 'F-IAA-86',
    title: "A client can read and delete another client's group that has no members",
    breaks: ['VAULT-ISOL-08', 'VAULT-ISOL-11'],
    ...unscoped({ method: ['GET', 'DELETE'], path: GROUP }, async (request, context) => {
      return memberIds(await asOwner(request, context)).length === 0;
    }),
  },
  {
    id: 'F-IAA-87',
    title: "A client can replace another client's group by one with another name",
    breaks: ['VAULT-ISOL-09'],
    ...unscoped({ method: 'PUT', path: GROUP }, async (request, context) => {
      return (await asOwner(request, context)).displayName !== jsonOf(request)?.displayName;
    }),
  },
  {
    id: 'F-IAA-88',
    title: "A client can delete another client's user that is in no group",
    breaks: ['VAULT-ISOL-07'],
    ...unscoped({ method: 'DELETE', path: USER }, async (request, context) => {
      const user = await asOwner(request, context);
      return user.active === true && listIn(user, 'groups').length === 0;
    }),
  },
  {
    id: 'F-IAA-89',
    title: "A client can rename another client's user",
    breaks: ['VAULT-ISOL-05'],
    ...unscoped({ method: 'PUT', path: USER }, async (request, context) => {
      return (await asOwner(request, context)).userName !== jsonOf(request)?.userName;
    }),
  },
  {
    id: 'F-IAA-90',
    title: "A patch or replace that changes nothing of another client's user is answered with the user",
    breaks: ['VAULT-ISOL-05', 'VAULT-ISOL-06'],
    ...unscoped({ method: ['PATCH', 'PUT'], path: USER }, async (request, context) => {
      const user = await asOwner(request, context);
      const sent = jsonOf(request) ?? {};
      if (request.method === 'PATCH') return operationsOf(request).every(({ value }) => value === user.active);
      return ['userName', 'externalId', 'active'].every(
        (name) => sent[name] === undefined || sent[name] === user[name],
      );
    }),
  },
  {
    id: 'F-IAA-91',
    title: 'With user adoption a search or list of groups holds unmanaged ones',
    breaks: ['VAULT-ADOPT-10'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) ? jsonOf(response) : null;
        const client = body ? await clientOf(request, context) : undefined;
        if (!body || client?.allow_user_adoption !== true || client.allow_group_adoption === true) return response;
        const name = /^displayName eq "(.*)"$/i.exec(filterOf(request) ?? '')?.[1];
        if (name === undefined || resourcesOf(body).length > 0) return response;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/name/${encodeURIComponent(name)}`));
        if (group.scim_client_id !== '') return response;
        return withJson(response, { ...body, Resources: [jsonOf(shownAsGroup(group))], totalResults: 1 });
      },
    }),
  },
  {
    id: 'F-IAA-92',
    title: 'With group adoption an unmanaged group that has policies or groups in it cannot be read',
    breaks: ['VAULT-ADOPT-05'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: GROUP, status: 200 }, request, response)) return response;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        const held = [...listIn(group, 'policies'), ...listIn(group, 'member_group_ids')];
        return group.scim_client_id === '' && held.length > 0 ? scimError(404, 'no such group') : response;
      },
    }),
  },
  {
    id: 'F-IAA-93',
    title: 'An unmanaged group that is read shows the users of other SCIM clients in it',
    breaks: ['VAULT-ADOPT-06'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: GROUP, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body) return response;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        if (group.scim_client_id !== '') return response;
        const members: Json[] = [];
        for (const value of listIn(group, 'member_entity_ids')) {
          const owner = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${value}`)).scim_client_id;
          if (owner) members.push({ value });
        }
        return withJson(response, { ...body, members });
      },
    }),
  },
];

function asOwner(request: FaultRequest, context: FaultContext): Promise<Json> {
  return resourceAt(withToken(request, ownerOf(context, lastSegment(request))), context);
}

/** Deletions and patches of users by principals of some other namespace, which are served as if their owners had asked. */
function acrossNamespaces(applies: (own: string, there: string) => boolean): Pick<Fault, 'request' | 'response'> {
  const homes = (context: FaultContext) => (context.memory.get('homes') ?? new Map()) as Map<string, string>;
  const served = servedAsOwner({ method: ['DELETE', 'PATCH'], path: USER }, (request, context) => {
    const own = homes(context).get(tokenIn(request));
    return own !== undefined && applies(own, namespaceOf(request));
  });
  return {
    ...served,
    response: async (response, request, context) => {
      if (matches({ path: /scim\/v2\/(Users|Groups)/, status: (status) => status < 300 }, request, response))
        context.memory.set('homes', homes(context).set(tokenIn(request), namespaceOf(request)));
      return (await served.response?.(response, request, context)) ?? response;
    },
  };
}
