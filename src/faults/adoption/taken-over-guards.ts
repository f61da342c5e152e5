import { asAdmin, scimClients } from '../callers.ts';
import { linkCallIn } from '../client-requests.ts';
import { jsonOf, matches, pathOf } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { BATCH_DELETE, MERGE, VAULT_GROUP, VAULT_GROUP_BY_NAME } from '../scim-objects.ts';
import { dataOf, lastSegment, listIn } from '../vault-requests.ts';
import { isAdopted, knowingAdopted } from './adopted-objects.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;
type Kind = 'entity' | 'group';

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];

/** Defects of guards that know what SCIM created, and not what it took over from an administrator. */
export const takenOverGuardFaults: Fault[] = [
  {
    id: 'F-CPB-24',
    title: 'An administrator can change the members of an adopted group',
    breaks: ['VAULT-ADOPT-12'],
    since: SINCE,
    ...unguarded(VAULT_GROUP, WRITE, 'group', isAdopted, (request) => [lastSegment(request)]),
  },
  {
    id: 'F-CPB-25',
    title: 'An administrator can delete an adopted group by its name',
    breaks: ['VAULT-ADOPT-12'],
    since: SINCE,
    ...unguarded(VAULT_GROUP_BY_NAME, ['DELETE'], 'group', isAdopted, idOfNamed),
  },
  {
    id: 'F-CPB-26',
    title: 'An administrator can change the members of a linked group',
    breaks: ['VAULT-LINK-12'],
    since: SINCE,
    ...unguarded(VAULT_GROUP, WRITE, 'group', wasLinked, (request) =>
      jsonOf(request)?.member_entity_ids === undefined ? [] : [lastSegment(request)],
    ),
  },
  {
    id: 'F-CPB-27',
    title: 'A batch delete deletes linked entities',
    breaks: ['VAULT-LINK-12', 'VAULT-ADMIN-20'],
    since: SINCE,
    ...unguarded(BATCH_DELETE, WRITE, 'entity', wasLinked, (request) => idsIn(request, 'entity_ids')),
  },
  {
    id: 'F-CPB-28',
    title: 'An adopted entity can be merged into another',
    breaks: ['VAULT-ADOPT-11', 'VAULT-ADMIN-15'],
    since: SINCE,
    ...unguarded(MERGE, WRITE, 'entity', isAdopted, (request) => idsIn(request, 'from_entity_ids')),
  },
  {
    id: 'F-CPB-29',
    title: 'Another entity can be merged into a linked one',
    breaks: ['VAULT-LINK-12', 'VAULT-ADMIN-16'],
    since: SINCE,
    ...unguarded(MERGE, WRITE, 'entity', wasLinked, (request) => [String(jsonOf(request)?.to_entity_id)]),
  },
];

/**
 * A write of an administrator that a guard refuses is done: what it is about is taken from its SCIM client for as long.
 *
 * @param aboutOf gives the ids of what a request is about
 */
function unguarded(
  path: RegExp,
  method: string[],
  kind: Kind,
  isMeant: (context: FaultContext, id: unknown) => boolean,
  aboutOf: (request: FaultRequest, context: FaultContext) => Promise<string[]> | string[],
): Hooks {
  return knowingAdopted({
    response: async (response, request, context): Promise<FaultResponse> => {
      noteLinks(response, request, context);
      if (!matches({ method, path, status: (status) => status >= 400 }, request, response)) return response;
      const ids = (await aboutOf(request, context)).filter((id) => isMeant(context, id));
      if (ids.length === 0) return response;
      const clients = await Promise.all(ids.map((id) => clientOf(context, kind, id)));
      await each(ids, clients, (id, client) =>
        asAdmin(context, 'POST', `${client}/unlink-${kind}`, { [`${kind}_id`]: id, ...UNLINK_OPTIONS[kind] }),
      );
      const done = await context.send(request);
      await each(ids, clients, (id, client) =>
        asAdmin(context, 'POST', `${client}/link-${kind}`, { [`${kind}_id`]: id }),
      );
      return done;
    },
  });
}

const UNLINK_OPTIONS = { entity: { unlink_aliases: true, remove_memberships: true }, group: {} };

async function each(
  ids: string[],
  clients: (string | null)[],
  act: (id: string, client: string) => Promise<unknown>,
): Promise<void> {
  for (const [i, id] of ids.entries()) {
    const client = clients[i];
    if (client) await act(id, client);
  }
}

/** The path of the SCIM client that owns an object, below `/v1/`; null when none does. */
async function clientOf(context: FaultContext, kind: Kind, id: string): Promise<string | null> {
  const { scim_client_id: owner } = dataOf(await asAdmin(context, 'GET', `identity/${kind}/id/${id}`));
  const client = (await scimClients(context)).find(({ client_id }) => client_id === owner);
  return client ? `identity/scim/client/${String(client.name)}` : null;
}

async function idOfNamed(request: FaultRequest, context: FaultContext): Promise<string[]> {
  const path = pathOf(request).replace(/^\/v1\//, '');
  return [String(dataOf(await asAdmin(context, 'GET', path)).id)];
}

function noteLinks(response: FaultResponse, request: FaultRequest, { memory }: FaultContext): void {
  const call = response.status < 300 ? linkCallIn(request) : null;
  if (call?.action === 'link') memory.set(`linked ${call.id}`, true);
}

function wasLinked({ memory }: FaultContext, id: unknown): boolean {
  return memory.has(`linked ${String(id)}`);
}

function idsIn(request: FaultRequest, member: string): string[] {
  return listIn(jsonOf(request), member).map(String);
}
