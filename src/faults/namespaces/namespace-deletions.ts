import { asAdmin, knowingCallers, scimClients } from '../callers.ts';
import { CLIENT, GROUP, jsonOf, matches, queryOf, USER } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { askScim } from '../further-acts.ts';
import { namespaceOf, prefixOf } from '../namespace-requests.ts';
import { everySeen, type Seen, seenIn, throughScim, VAULT_GROUP_BY_NAME, watching } from '../scim-objects.ts';
import { dataOf, lastSegment } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

/** Defects that reach what has the same name in another namespace, when something is deleted or given rights. */
export const namespaceDeletionFaults: Fault[] = [
  {
    id: 'F-CPB-06',
    title: "The deletion of a child's user deletes the parent's user of the same userName",
    breaks: ['VAULT-NS-12'],
    ...deletingTwins(USER, (deleted, twin) => deleted.namespace.startsWith(twin.namespace)),
  },
  {
    id: 'F-CPB-07',
    title: "The deletion of a parent's group deletes a child's group of the same displayName",
    breaks: ['VAULT-NS-15'],
    ...deletingTwins(GROUP, (deleted, twin) => twin.namespace.startsWith(deleted.namespace)),
  },
  {
    id: 'F-CPB-08',
    title: "The deletion of a child's group deletes the parent's group of the same displayName",
    breaks: ['VAULT-NS-15'],
    ...deletingTwins(GROUP, (deleted, twin) => deleted.namespace.startsWith(twin.namespace)),
  },
  {
    id: 'F-CPB-09',
    title: 'delete-linked-resources deletes the users of the SCIM client of the same name in another namespace, too',
    breaks: ['VAULT-NS-11'],
    since: '2.2.0',
    ...watching(
      knowingCallers({
        request: async (request, context) => {
          const isMeant = matches({ method: 'DELETE', path: CLIENT }, request);
          if (!isMeant || queryOf(request).get('delete-linked-resources') !== 'true') return request;
          for (const seen of everySeen(context.memory)) {
            if (seen.deleted || seen.kind !== 'user' || seen.namespace === namespaceOf(request)) continue;
            if (await isOfClient(context, seen, lastSegment(request))) await context.send(throughScim(seen, 'DELETE'));
          }
          return request;
        },
      }),
    ),
  },
  {
    id: 'F-CPB-10',
    title:
      "Policies that a child's administrator gives a group by its name go to the parent's group of that name as well",
    breaks: ['VAULT-ADMIN-05', 'VAULT-NS-15'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isMeant = matches({ method: ['POST', 'PUT'], path: VAULT_GROUP_BY_NAME }, request);
        const policies = isMeant && response.status < 300 ? jsonOf(request)?.policies : undefined;
        if (policies === undefined || namespaceOf(request) === '') return response;
        const parts = namespaceOf(request).split('/').slice(0, -1);
        const path = [...parts, 'identity/group/name', lastSegment(request)].join('/');
        const exists = (await asAdmin(context, 'GET', path)).status === 200;
        if (exists) await asAdmin(context, 'POST', path, { policies });
        return response;
      },
    }),
  },
];

/** Whether the create of an object was made by the SCIM client of this name. */
async function isOfClient(context: FaultContext, seen: Seen, name: string): Promise<boolean> {
  const prefix = prefixOf(seen.by);
  const client = (await scimClients(context, prefix)).find((one) => one.name === name);
  const entity = await asAdmin(context, 'GET', `${prefix}identity/entity/id/${seen.id}`);
  return client !== undefined && dataOf(entity).scim_client_id === client.client_id;
}

/** After a deletion the twins of what was deleted go as well, each by a request of its own client. */
function deletingTwins(path: RegExp, reaches: (deleted: Seen, twin: Seen) => boolean): Hooks {
  return watching({
    response: async (response, request, context) => {
      const isDeleted = response.status < 300 && matches({ method: 'DELETE', path }, request);
      const seen = isDeleted ? seenIn(context.memory, lastSegment(request)) : undefined;
      for (const twin of seen ? twinsOf(context, seen) : []) {
        if (seen && reaches(seen, twin)) await deleted(context, twin.by, twin);
      }
      return response;
    },
  });
}

function twinsOf({ memory }: FaultContext, seen: Seen): Seen[] {
  const name = seen.names.at(-1)?.toLowerCase();
  return everySeen(memory).filter(
    (one) =>
      one.kind === seen.kind &&
      !one.deleted &&
      one.namespace !== seen.namespace &&
      one.names.at(-1)?.toLowerCase() === name,
  );
}

async function deleted(context: FaultContext, request: FaultRequest, { kind, id }: Seen): Promise<void> {
  await askScim({ request, context }, 'DELETE', `${kind === 'user' ? 'Users' : 'Groups'}/${id}`);
}
