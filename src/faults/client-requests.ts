import { changingBody, jsonOf, matches, withJson } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';
import { askVault, dataOf, lastSegment, nestedIn } from './vault-requests.ts';

type Json = Record<string, unknown>;

export const CLIENT = /^\/v1\/identity\/scim\/client\/[^/]+$/;
export const CLIENTS = /^\/v1\/identity\/scim\/client$/;
/** Setting of a SCIM client: accessors of further auth mounts whose aliases it may write. */
export const EXTRAS = 'allowed_extra_alias_mount_accessors';
/** The settings of a SCIM client beside its principal and alias mount, with what they are by default. */
export const CLIENT_DEFAULTS: Json = {
  allowed_extra_alias_mount_accessors: [],
  default_schema_version: '2.2',
  allow_user_adoption: false,
  allow_group_adoption: false,
  max_active_tokens: 2,
  max_token_ttl: 0,
};
const LINK_CALL = /\/(link|unlink)-(entity|group)$/;

/** Whether the request creates or updates a SCIM client. */
export function isClientWrite(request: FaultRequest): boolean {
  return matches({ method: ['POST', 'PUT'], path: CLIENT }, request);
}

/** The stored configuration of the client that the request is about, or null. */
export async function storedClient(request: FaultRequest, context: FaultContext): Promise<Json | null> {
  const answer = await askVault(context, request, 'GET', `identity/scim/client/${lastSegment(request)}`);
  return answer.status === 200 ? dataOf(answer) : null;
}

/** Defect of creates: `change` edits the fields in place before the server sees them. */
export function changingCreate(
  change: (fields: Json, request: FaultRequest, context: FaultContext) => unknown,
): Pick<Fault, 'request'> {
  return changingWrite(async (fields, stored, request, context) => {
    if (stored === null) await change(fields, request, context);
  });
}

/** Defect of updates: `change` edits the fields in place and sees what is stored. */
export function changingUpdate(
  change: (fields: Json, stored: Json, request: FaultRequest, context: FaultContext) => unknown,
): Pick<Fault, 'request'> {
  return changingWrite(async (fields, stored, request, context) => {
    if (stored !== null) await change(fields, stored, request, context);
  });
}

/** Defect of creates and updates; `stored` is null before a create. */
export function changingWrite(
  change: (fields: Json, stored: Json | null, request: FaultRequest, context: FaultContext) => unknown,
): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const fields = isClientWrite(request) ? jsonOf(request) : null;
      if (!fields) return request;
      await change(fields, await storedClient(request, context), request, context);
      return withJson(request, fields);
    },
  };
}

/** Defect of what is shown of a client, also in the answer to a create: `change` edits the `data` in place. */
export function changingShown(change: (data: Json, request: FaultRequest) => void): Pick<Fault, 'response'> {
  return changingBody({ path: CLIENT, status: 200 }, (body, request) => change(nestedIn(body, 'data'), request));
}

/** What a request links to a SCIM client or unlinks from it; null for every other request. */
export function linkCallIn(
  request: FaultRequest,
): { action: 'link' | 'unlink'; kind: 'entity' | 'group'; id: string } | null {
  const [, action, kind] = (matches({ method: ['POST', 'PUT'] }, request) && LINK_CALL.exec(request.url)) || [];
  if (!action || !kind) return null;
  const id = String(jsonOf(request)?.[`${kind}_id`]);
  return { action: action as 'link' | 'unlink', kind: kind as 'entity' | 'group', id };
}

/** Keeps the principals of all clients in the defect's memory, each with its client's name. */
export function rememberPrincipal(
  response: FaultResponse,
  request: FaultRequest,
  { memory }: FaultContext,
): FaultResponse {
  const name = lastSegment(request);
  if (response.status > 299 || !CLIENT.test(request.url.split('?')[0] ?? '')) return response;
  if (request.method === 'DELETE') {
    for (const [principal, holder] of memory) if (holder === name) memory.delete(principal);
  }
  if (isClientWrite(request)) memory.set(String(jsonOf(request)?.access_grant_principal), name);
  return response;
}

/** Whether the caller's namespace has the entity. */
export async function hasEntity(id: unknown, request: FaultRequest, context: FaultContext): Promise<boolean> {
  return (await askVault(context, request, 'GET', `identity/entity/id/${id}`)).status === 200;
}

/** Id of a new entity, which stands for one that the server should have refused. */
export async function someEntity(request: FaultRequest, context: FaultContext): Promise<unknown> {
  return dataOf(await askVault(context, request, 'POST', 'identity/entity', {})).id;
}

/** The auth mounts of the caller's namespace by accessor. */
export async function authMounts(request: FaultRequest, context: FaultContext): Promise<Map<unknown, Json>> {
  const mounts = Object.values(dataOf(await askVault(context, request, 'GET', 'sys/auth'))) as (Json | null)[];
  return new Map(mounts.map((mount) => [mount?.accessor, mount ?? {}]));
}
