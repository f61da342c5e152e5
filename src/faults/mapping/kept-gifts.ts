import { asAdmin, knowingCallers, tokenIn } from '../callers.ts';
import { GROUP, jsonOf, matches, pathOf, USER } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { doingMore } from '../further-acts.ts';
import { aliasesIn, seenIn, watching } from '../scim-objects.ts';
import { dataOf, lastSegment } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

/** Defects of what an administrator gave a user or group of SCIM, which a change of SCIM takes away or changes along. */
export const keptGiftFaults: Fault[] = [
  {
    id: 'F-CPB-44',
    title: 'The rename of a group drops its metadata',
    breaks: ['VAULT-MAP-46'],
    ...doingMore({ method: 'PUT', path: GROUP }, async ({ request, before, context }) => {
      if (jsonOf(request)?.displayName === before.displayName) return;
      await asAdmin(context, 'POST', `identity/group/id/${lastSegment(request)}`, { metadata: {} });
    }),
  },
  {
    id: 'F-CPB-45',
    title: 'A replace of a user that is refused has reset the policies of the entity',
    breaks: ['VAULT-MAP-23'],
    ...resettingWhenRefused(USER, 'entity'),
  },
  {
    id: 'F-CPB-46',
    title: 'A replace of a group that is refused has reset the policies of the group',
    breaks: ['VAULT-MAP-38'],
    ...resettingWhenRefused(GROUP, 'group'),
  },
  {
    id: 'F-CPB-47',
    title: 'The rename of a user renames the aliases that an administrator gave its entity at other mounts',
    breaks: ['VAULT-MAP-49'],
    ...doingMore({ method: 'PUT', path: USER }, async ({ request, before, context }) => {
      const userName = jsonOf(request)?.userName;
      if (userName === before.userName) return;
      for (const alias of await ownAliases(request, context)) {
        await asAdmin(context, 'POST', `identity/entity-alias/id/${String(alias.id)}`, { name: userName });
      }
    }),
  },
  {
    id: 'F-CPB-48',
    title: 'The deactivation of a user removes the aliases that an administrator gave its entity',
    breaks: ['VAULT-MAP-49'],
    ...doingMore({ method: 'PATCH', path: USER }, async ({ request, context }) => {
      for (const alias of await ownAliases(request, context)) {
        await asAdmin(context, 'DELETE', `identity/entity-alias/id/${String(alias.id)}`);
      }
    }),
  },
];

/** The aliases of a user's entity that SCIM does not manage. */
async function ownAliases(request: FaultRequest, context: Parameters<typeof asAdmin>[0]): Promise<Json[]> {
  const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${lastSegment(request)}`));
  return aliasesIn(entity).filter((alias) => !alias.scim_client_id);
}

/** A replace that the server refuses to the client which made the object leaves the object without policies. */
function resettingWhenRefused(path: RegExp, type: 'entity' | 'group'): Hooks {
  return watching(
    knowingCallers({
      response: async (response, request, context) => {
        const isRefused = matches({ method: 'PUT', path, status: 400 }, request, response);
        const seen = isRefused ? seenIn(context.memory, lastSegment(request)) : undefined;
        if (!seen || tokenIn(seen.by) !== tokenIn(request) || !pathOf(request).startsWith('/v1/identity/')) {
          return response;
        }
        await asAdmin(context, 'POST', `identity/${type}/id/${seen.id}`, { policies: [] });
        return response;
      },
    }),
  );
}
