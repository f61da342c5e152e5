import { asAdmin, isPrincipal, knowingCallers } from './callers.ts';
import { answerWith, GROUP, matches, scimError, USER, type Where } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';
import { dataOf, lastSegment } from './vault-requests.ts';

type Json = Record<string, unknown>;

/** Of what no SCIM client manages: an entity that is no principal, the entity of a principal, a group. */
export type Unmanaged = 'entity' | 'principal' | 'group';

/**
 * Defect of scope: a request on something that no SCIM client manages, which the server refuses, is answered by the
 * defect itself.
 *
 * @param act does it; gets the object as the identity API shows it
 */
export function reaching(
  kind: Unmanaged,
  method: string | string[],
  act: (object: Json, request: FaultRequest, context: FaultContext) => Promise<FaultResponse> | FaultResponse,
): Pick<Fault, 'request' | 'response'> {
  const where: Where = { method, path: kind === 'group' ? GROUP : USER, status: (status) => status >= 400 };
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches(where, request, response)) return response;
      const object = await unmanagedAt(kind, request, context);
      return object === null ? response : act(object, request, context);
    },
  });
}

/** The object that the request is about, when it is one that no SCIM client manages. */
export async function unmanagedAt(kind: Unmanaged, request: FaultRequest, context: FaultContext): Promise<Json | null> {
  const id = lastSegment(request);
  const type = kind === 'group' ? 'group' : 'entity';
  const object = dataOf(await asAdmin(context, 'GET', `identity/${type}/id/${id}`));
  if (object.id !== id || object.scim_client_id) return null;
  if (kind === 'group') return object;
  return (await isPrincipal(context, id)) === (kind === 'principal') ? object : null;
}

/** An entity as a user would be shown. */
export function shownAsUser(entity: Json): FaultResponse {
  return answerWith(200, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id: entity.id,
    externalId: String(entity.external_id || entity.id),
    userName: entity.name,
    active: entity.disabled !== true,
    groups: [],
    meta: timesOf('User', entity),
  });
}

/** A group of the identity API as SCIM would show it. */
export function shownAsGroup(group: Json): FaultResponse {
  const ids = Array.isArray(group.member_entity_ids) ? group.member_entity_ids : [];
  return answerWith(200, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    id: group.id,
    displayName: group.name,
    members: ids.map((value) => ({ value })),
    meta: timesOf('Group', group),
  });
}

/** Takes an entity away from its SCIM client, with its aliases and out of its groups. @param client name */
export function unlinkEntity(context: FaultContext, client: unknown, id: unknown): Promise<FaultResponse> {
  const body = { entity_id: id, unlink_aliases: true, remove_memberships: true };
  return asAdmin(context, 'POST', `identity/scim/client/${client}/unlink-entity`, body);
}

/** Adds members to a group that a SCIM client owns, which is unlinked for as long. @param client name */
export async function addPastTheGuard(
  context: FaultContext,
  client: unknown,
  id: string,
  added: unknown[],
): Promise<void> {
  const path = `identity/scim/client/${client}`;
  const { member_entity_ids: now } = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
  const members = [...new Set([...(Array.isArray(now) ? now : []), ...added])];
  await asAdmin(context, 'POST', `${path}/unlink-group`, { group_id: id });
  await asAdmin(context, 'POST', `identity/group/id/${id}`, { member_entity_ids: members });
  await asAdmin(context, 'POST', `${path}/link-group`, { group_id: id });
}

/** Changes or deletes the object through the identity API, and answers as SCIM would. */
export async function changedAnyway(
  context: FaultContext,
  method: 'POST' | 'DELETE',
  type: 'entity' | 'group',
  object: Json,
  fields?: Json,
): Promise<FaultResponse> {
  const path = `identity/${type}/id/${object.id}`;
  const done = await asAdmin(context, method, path, fields);
  if (done.status >= 300) return scimError(404, 'not found');
  if (method === 'DELETE') return answerWith(204, null);
  const changed = dataOf(await asAdmin(context, 'GET', path));
  return type === 'group' ? shownAsGroup(changed) : shownAsUser(changed);
}

function timesOf(resourceType: string, object: Json): Json {
  return { resourceType, created: object.creation_time, lastModified: object.last_update_time };
}
