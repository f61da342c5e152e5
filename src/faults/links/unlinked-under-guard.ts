import { clientOf } from '../adoption/adoption.ts';
import { asAdmin } from '../callers.ts';
import { GROUP, jsonOf, matches } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { knowingLinks } from '../link-states.ts';
import { ENTITY_BY_NAME, MERGE, VAULT_GROUP_BY_NAME } from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { addPastTheGuard } from '../unmanaged.ts';
import { dataOf, lastSegment, vaultError } from '../vault-requests.ts';

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const GUARDED = () => vaultError(400, 'SCIM-managed resources must be modified through SCIM');

/** Defects that take what was unlinked for managed still: under the guards, or as a user of its former client. */
export const unlinkedUnderGuardFaults: Fault[] = [
  {
    id: 'F-CPB-49',
    title: 'An entity that was unlinked cannot be deleted by its name',
    breaks: ['VAULT-LINK-15'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) =>
        matches({ method: 'DELETE', path: ENTITY_BY_NAME }, request) && (await wasUnlinked('entity', request, context))
          ? GUARDED()
          : request,
    }),
  },
  {
    id: 'F-CPB-50',
    title: 'A group that was unlinked cannot be deleted by its name',
    breaks: ['VAULT-LINK-15'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) =>
        matches({ method: 'DELETE', path: VAULT_GROUP_BY_NAME }, request) &&
        (await wasUnlinked('group', request, context))
          ? GUARDED()
          : request,
    }),
  },
  {
    id: 'F-CPB-51',
    title: 'An entity that was unlinked cannot take in another by a merge',
    breaks: ['VAULT-LINK-15'],
    since: SINCE,
    ...knowingLinks({
      request: (request, { memory }) =>
        matches({ method: WRITE, path: MERGE }, request) &&
        memory.has(`unlinked ${String(jsonOf(request)?.to_entity_id)}`)
          ? GUARDED()
          : request,
    }),
  },
  {
    id: 'F-CPB-52',
    title: 'A user that was unlinked can be added to a group of its former SCIM client',
    breaks: ['VAULT-LINK-13'],
    since: SINCE,
    ...knowingLinks({
      response: async (response, request, context) => {
        const isRefused = matches({ method: 'PATCH', path: GROUP, status: (s) => s >= 400 }, request, response);
        const added = isRefused ? addedIn(request) : [];
        if (!added.some((id) => context.memory.has(`unlinked ${String(id)}`))) return response;
        await addPastTheGuard(context, (await clientOf(request, context))?.name, lastSegment(request), added);
        return NOTHING_DONE;
      },
    }),
  },
];

/** Whether the entity or group that a request names by its name was unlinked. */
async function wasUnlinked(type: string, request: FaultRequest, context: FaultContext): Promise<boolean> {
  const path = `identity/${type}/name/${encodeURIComponent(lastSegment(request))}`;
  return context.memory.has(`unlinked ${String(dataOf(await asAdmin(context, 'GET', path)).id)}`);
}
