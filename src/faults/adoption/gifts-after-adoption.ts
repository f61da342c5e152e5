import { asAdmin, knowingCallers } from '../callers.ts';
import { GROUP, jsonOf, matches, USER, type Where } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { isLinked, knowingLinks } from '../links/linked-objects.ts';
import { addPastTheGuard, unmanagedAt } from '../unmanaged.ts';
import { lastSegment } from '../vault-requests.ts';
import { isAdopted, knowingAdopted } from './adopted-objects.ts';
import { clientOf } from './adoption.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects that take away what an administrator gave an object that a SCIM client took over, when the client changes it. */
export const giftAfterAdoptionFaults: Fault[] = [
  {
    id: 'F-CPB-38',
    title: 'The replace of a group that was adopted resets its policies',
    breaks: ['VAULT-ADOPT-12', 'VAULT-MAP-38'],
    since: SINCE,
    ...writingAfter(knowingAdopted, isAdopted, { method: 'PUT', path: GROUP }, 'group', { policies: [] }),
  },
  {
    id: 'F-CPB-39',
    title: 'A member patch of a group that was adopted resets its policies',
    breaks: ['VAULT-ADOPT-12', 'VAULT-MAP-39'],
    since: SINCE,
    ...writingAfter(knowingAdopted, isAdopted, { method: 'PATCH', path: GROUP }, 'group', { policies: [] }),
  },
  {
    id: 'F-CPB-40',
    title: 'The deactivation of a user that was adopted resets the policies of its entity',
    breaks: ['VAULT-ADOPT-11', 'VAULT-MAP-24'],
    since: SINCE,
    ...writingAfter(knowingAdopted, isAdopted, { method: 'PATCH', path: USER }, 'entity', { policies: [] }),
  },
  {
    id: 'F-CPB-41',
    title: 'The replace of a user that was linked resets the policies of its entity',
    breaks: ['VAULT-LINK-03', 'VAULT-MAP-23'],
    since: SINCE,
    ...writingAfter(knowingLinks, isLinked, { method: 'PUT', path: USER }, 'entity', { policies: [] }),
  },
  {
    id: 'F-CPB-42',
    title: 'Adoption drops the metadata of the group',
    breaks: ['VAULT-ADOPT-29'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const group = await toBeAdopted(request, context);
        if (group) await asAdmin(context, 'POST', `identity/group/id/${String(group.id)}`, { metadata: {} });
        return request;
      },
    }),
  },
  {
    id: 'F-CPB-43',
    title: 'The first member patch of an adopted group brings back the members that the adoption left out',
    breaks: ['VAULT-ADOPT-12'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const group = await toBeAdopted(request, context);
        if (group) context.memory.set(`former members of ${String(group.id)}`, group.member_entity_ids);
        return request;
      },
      response: async (response, request, context) => {
        const id = lastSegment(request);
        const former = context.memory.get(`former members of ${id}`);
        const isMeant = response.status < 300 && matches({ method: 'PATCH', path: GROUP }, request);
        if (!isMeant || !Array.isArray(former)) return response;
        context.memory.delete(`former members of ${id}`);
        await addPastTheGuard(context, (await clientOf(request, context))?.name, id, former);
        return response;
      },
    }),
  },
];

/** The unmanaged group that a replace takes over; null when it takes over none. */
async function toBeAdopted(request: FaultRequest, context: FaultContext): Promise<Json | null> {
  const group = matches({ method: 'PUT', path: GROUP }, request) ? await unmanagedAt('group', request, context) : null;
  if (!group || group.name !== jsonOf(request)?.displayName) return null;
  return (await clientOf(request, context))?.allow_group_adoption === true ? group : null;
}

/** After a change of what a client had taken over before, the administrator's fields are written anew. */
function writingAfter(
  knowing: (hooks: Hooks) => Hooks,
  isMeant: (context: FaultContext, id: unknown) => boolean,
  where: Where,
  type: 'entity' | 'group',
  fields: Json,
): Hooks {
  const meant = new WeakSet<FaultRequest>();
  return knowing({
    request: (request, context) => {
      if (matches(where, request) && isMeant(context, lastSegment(request))) meant.add(request);
      return request;
    },
    response: async (response, request, context) => {
      if (!meant.has(request) || response.status >= 300) return response;
      await asAdmin(context, 'POST', `identity/${type}/id/${lastSegment(request)}`, fields);
      return response;
    },
  });
}
