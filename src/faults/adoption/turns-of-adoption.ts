import { asAdmin, knowingCallers, readingWhileDisabled } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { linkCallIn } from '../client-requests.ts';
import { CLIENT, GROUP, matches, queryOf, USER } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { knowingLinks } from '../link-states.ts';
import { VAULT_GROUP } from '../scim-objects.ts';
import { isSingle, NOTHING_DONE, resourceAt } from '../scim-requests.ts';
import { dataOf, lastSegment, listIn } from '../vault-requests.ts';
import { isAdopted, knowingAdopted } from './adopted-objects.ts';

const SINCE = '2.2.0';

/** Defects of adopted and unlinked objects after further steps, and of groups that hold both managed and unmanaged ones. */
export const turnOfAdoptionFaults: Fault[] = [
  {
    id: 'F-N9B-71',
    title: 'The removal of a member of an adopted group by a value filter is acknowledged and not made',
    breaks: ['VAULT-ADOPT-12'],
    since: SINCE,
    ...knowingAdopted({
      request: async (request, context) => {
        const isMeant =
          matches({ method: 'PATCH', path: GROUP }, request) &&
          isSingle(request, 'remove', /^members\[/) &&
          isAdopted(context, lastSegment(request));
        return isMeant && (await resourceAt(request, context)).id !== undefined ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-N9B-72',
    title: 'An adopted user that is deactivated goes on reading with the token that it has',
    breaks: ['VAULT-ADOPT-11', 'VAULT-ACCESS-10'],
    since: SINCE,
    ...knowingAdopted(readingWhileDisabled((id, context) => isAdopted(context, id))),
  },
  {
    id: 'F-N9B-74',
    title: 'Inactive users that unlink-resources leaves read again with the tokens that they have',
    breaks: ['VAULT-CLDEL-16'],
    since: SINCE,
    ...readingWhileDisabled((id, { memory }) => memory.has(`unlinked with a client ${id}`)),
    request: async (request, context) => {
      const isMeant = matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).has('unlink-resources');
      for (const { id } of isMeant ? await ownedBy(request, context, 'entity') : []) {
        context.memory.set(`unlinked with a client ${String(id)}`, true);
      }
      return request;
    },
  },
  {
    id: 'F-N9B-76',
    title: 'Unlinking a user takes it out of the groups that were unlinked before',
    breaks: ['VAULT-LINK-17'],
    since: SINCE,
    ...knowingLinks({
      response: async (response, request, context) => {
        const call = response.status < 300 ? linkCallIn(request) : null;
        if (call?.action !== 'unlink' || call.kind !== 'entity') return response;
        await editUnlinked(context, (members) => members.filter((id) => id !== call.id));
        return response;
      },
    }),
  },
  {
    id: 'F-N9B-77',
    title: 'The deletion of a user empties the groups with it that were unlinked before',
    breaks: ['VAULT-USER-44'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) => {
        if (!matches({ method: 'DELETE', path: USER }, request)) return request;
        if ((await resourceAt(request, context)).id === undefined) return request;
        await editUnlinked(context, (members) => (members.includes(lastSegment(request)) ? [] : members));
        return request;
      },
    }),
  },
  {
    id: 'F-N9B-78',
    title: 'A patch that adds a member to a linked group drops the members that are no users of the client',
    breaks: ['VAULT-LINK-04', 'VAULT-GPATCH-03'],
    since: SINCE,
    ...knowingLinks({
      response: async (response, request, context) => {
        if (!matches({ method: 'PATCH', path: GROUP }, request) || response.status > 299) return response;
        if (!isSingle(request, 'add', 'members')) return response;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        const members = listIn(group, 'member_entity_ids');
        const own: unknown[] = [];
        for (const id of members) {
          const { scim_client_id: owner } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
          if (owner === group.scim_client_id) own.push(id);
        }
        const client = context.memory.get(`linked ${lastSegment(request)}`);
        if (own.length === members.length || client === undefined) return response;
        const path = `identity/scim/client/${String(client)}`;
        await asAdmin(context, 'POST', `${path}/unlink-group`, { group_id: group.id });
        await asAdmin(context, 'POST', `identity/group/id/${String(group.id)}`, { member_entity_ids: own });
        await asAdmin(context, 'POST', `${path}/link-group`, { group_id: group.id });
        return response;
      },
    }),
  },
  {
    id: 'F-N9B-79',
    title: 'The deletion of a group of an administrator takes its members out of their other unmanaged groups',
    breaks: ['VAULT-ACCESS-39'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'DELETE', path: VAULT_GROUP }, request)) return request;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        for (const id of group.scim_client_id === '' ? listIn(group, 'member_entity_ids') : []) {
          const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
          for (const other of listIn(entity, 'direct_group_ids')) {
            if (other === group.id) continue;
            const held = listIn(
              dataOf(await asAdmin(context, 'GET', `identity/group/id/${other}`)),
              'member_entity_ids',
            );
            const member_entity_ids = held.filter((one) => one !== id);
            await asAdmin(context, 'POST', `identity/group/id/${other}`, { member_entity_ids });
          }
        }
        return request;
      },
    }),
  },
];

/** Gives the groups that were unlinked other members. */
async function editUnlinked(context: FaultContext, change: (members: unknown[]) => unknown[]): Promise<void> {
  for (const key of [...context.memory.keys()]) {
    if (!key.startsWith('unlinked ')) continue;
    const path = `identity/group/id/${key.slice('unlinked '.length)}`;
    const members = listIn(dataOf(await asAdmin(context, 'GET', path)), 'member_entity_ids');
    const wanted = change(members);
    if (wanted.length !== members.length) await asAdmin(context, 'POST', path, { member_entity_ids: wanted });
  }
}
