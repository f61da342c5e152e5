import { asAdmin, callerOf, knowingCallers, scimClients } from './callers.ts';
import { GROUP, jsonOf, matches, USERS } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';
import { dataOf, lastSegment } from './vault-requests.ts';

type Json = Record<string, unknown>;

/** What the SCIM client of a request may adopt. */
export interface Switches {
  /** Name of the client; '' for a caller without one. */
  client: string;
  users: boolean;
  groups: boolean;
  /** The answer that the request would get with group adoption on. */
  withGroups(): Promise<FaultResponse>;
}

export async function switchedOn(request: FaultRequest, context: FaultContext): Promise<Switches> {
  const caller = await callerOf(context, request);
  const clients = caller === null ? [] : await scimClients(context);
  const client: Json = clients.find((one) => one.access_grant_principal === caller?.entityId) ?? {};
  const { access_grant_principal, alias_mount_accessor } = client;
  const path = `identity/scim/client/${client.name}`;
  const setGroups = (on: unknown) =>
    asAdmin(context, 'POST', path, { access_grant_principal, alias_mount_accessor, allow_group_adoption: on });
  return {
    client: String(client.name ?? ''),
    users: client.allow_user_adoption === true,
    groups: client.allow_group_adoption === true,
    withGroups: async () => {
      await setGroups(true);
      const response = await context.send(request);
      await setGroups(client.allow_group_adoption);
      return response;
    },
  };
}

/** A user that was an entity of the administrator before. */
export interface AdoptedUser {
  id: string;
  /** Name of the SCIM client that has adopted it. */
  client: string;
}

/** Keeps in memory what SCIM clients adopt: the objects that an administrator made and a client then took over. */
export async function noteAdoptions(
  response: FaultResponse,
  request: FaultRequest,
  context: FaultContext,
): Promise<void> {
  const { memory } = context;
  if (response.status >= 300) return;
  if (matches({ path: /\/identity\/(entity|group)$/ }, request)) memory.set(`made:${dataOf(response).id}`, true);
  if (matches({ method: 'PUT', path: GROUP }, request) && memory.has(`made:${lastSegment(request)}`))
    memory.set(`adopted:${lastSegment(request)}`, true);
  if (!matches({ method: 'POST', path: USERS }, request)) return;
  const { id, userName } = jsonOf(response) ?? {};
  if (!memory.has(`made:${id}`)) return;
  const { client } = await switchedOn(request, context);
  memory.set(`adopted:${id}`, true);
  memory.set(`adopted-as:${userName}`, { id: String(id), client });
}

/** The adopted user that has the userName which a create asks for. */
export function adoptedUser(request: FaultRequest, { memory }: FaultContext): AdoptedUser | undefined {
  return memory.get(`adopted-as:${jsonOf(request)?.userName}`) as AdoptedUser | undefined;
}

/** The answer to a create when the user that is in its way no longer belongs to its client. */
export async function takenFromItsClient(
  { id, client }: AdoptedUser,
  request: FaultRequest,
  context: FaultContext,
): Promise<FaultResponse> {
  const fields = { entity_id: id, unlink_aliases: true, remove_memberships: true };
  await asAdmin(context, 'POST', `identity/scim/client/${client}/unlink-entity`, fields);
  return context.send(request);
}

/** Defect of the replace by which a group is adopted: its policies are gone. */
export function resettingPolicies(): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    response: async (response, request, context) => {
      const before = context.memory.has(`adopted:${lastSegment(request)}`);
      await noteAdoptions(response, request, context);
      const now = context.memory.has(`adopted:${lastSegment(request)}`);
      if (now && !before) await asAdmin(context, 'POST', `identity/group/id/${lastSegment(request)}`, { policies: [] });
      return response;
    },
  });
}
