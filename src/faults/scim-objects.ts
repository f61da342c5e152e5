import { GROUP, GROUPS, jsonOf, matches, USER, USERS, withJson } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';
import { namespaceOf } from './namespace-requests.ts';
import { NOTHING_DONE } from './scim-requests.ts';
import { lastSegment, nestedIn } from './vault-requests.ts';

type Json = Record<string, unknown>;
type Memory = FaultContext['memory'];

export const ENTITY = /\/identity\/entity\/id\/[^/]+$/;
export const ENTITY_BY_NAME = /\/identity\/entity\/name\/[^/]+$/;
export const MERGE = /\/identity\/entity\/merge$/;
export const BATCH_DELETE = /\/identity\/entity\/batch-delete$/;
export const VAULT_GROUP = /\/identity\/group\/id\/[^/]+$/;
export const VAULT_GROUP_BY_NAME = /\/identity\/group\/name\/[^/]+$/;

/** A user or group of which the exchanges showed that SCIM created it. */
export interface Seen {
  kind: 'user' | 'group';
  id: string;
  /** Namespace of its SCIM client, without slashes at its ends. */
  namespace: string;
  /** The create, its body, and the body of its answer. */
  by: FaultRequest;
  sent: Json;
  made: Json;
  /** Its name now and before. */
  names: string[];
  /** Successful changes since the create, in their order. */
  changes: FaultRequest[];
  deleted: boolean;
}

/** What SCIM created under this id; undefined for anything else. */
export function seenIn(memory: Memory, id: unknown): Seen | undefined {
  return memory.get(`seen:${id}`) as Seen | undefined;
}

/** What SCIM created that a request of this kind is about. */
export function seenAt(where: Parameters<typeof matches>[0], request: FaultRequest, memory: Memory): Seen | undefined {
  return matches(where, request) ? seenIn(memory, lastSegment(request)) : undefined;
}

/** What SCIM created that has this name now. */
export function seenByName(memory: Memory, name: string): Seen | undefined {
  return everySeen(memory).find((seen) => !seen.deleted && seen.names.at(-1) === name);
}

export function everySeen(memory: Memory): Seen[] {
  return [...memory].filter(([key]) => key.startsWith('seen:')).map(([, seen]) => seen as Seen);
}

/** A defect that watches what SCIM creates; `fault` may use `seenIn`, `seenByName` and `everySeen`. */
export function watching(fault: Pick<Fault, 'request' | 'response'>): Pick<Fault, 'request' | 'response'> {
  return {
    ...fault,
    response: async (response, request, context) => {
      note(context.memory, request, response);
      return (await fault.response?.(response, request, context)) ?? response;
    },
  };
}

/**
 * Defect of what the identity API shows of objects that SCIM created: `change` edits the `data` of a read at `path`
 * in place.
 */
export function showing(
  path: RegExp,
  change: (data: Json, seen: Seen, memory: Memory) => unknown,
): Pick<Fault, 'request' | 'response'> {
  return watching({
    response: (response, request, { memory }) => {
      const body = matches({ method: 'GET', path, status: 200 }, request, response) ? jsonOf(response) : null;
      const data = nestedIn(body, 'data');
      const seen = seenIn(memory, data.id);
      if (!body || !seen) return response;
      change(data, seen, memory);
      return withJson(response, body);
    },
  });
}

/** A request of the SCIM client that made it: the way around the guards of the identity API. */
export function throughScim(seen: Seen, method: 'PUT' | 'DELETE', changes?: Json): FaultRequest {
  const request = { ...seen.by, method, url: `${seen.by.url}/${seen.id}`, body: Buffer.alloc(0) };
  return changes === undefined ? request : withJson(request, { ...seen.sent, ...changes });
}

/** Defect that makes an administrator's deletion at `path` through SCIM, past the guard. */
export function deletingThroughScim(
  path: RegExp,
  find: (memory: Memory, segment: string) => Seen | undefined,
): Pick<Fault, 'request' | 'response'> {
  return watching({
    request: async (request, { memory, send }) => {
      const seen = matches({ method: 'DELETE', path }, request) ? find(memory, lastSegment(request)) : undefined;
      if (!seen) return request;
      await send(throughScim(seen, 'DELETE'));
      return NOTHING_DONE;
    },
  });
}

/** `aliases` of an entity's `data`. */
export function aliasesIn(data: Json): Json[] {
  return Array.isArray(data.aliases) ? (data.aliases as Json[]) : [];
}

/** Whether one of the changes since the create had this method. */
export function wasChangedBy(seen: Seen, method: string): boolean {
  return seen.changes.some((request) => request.method === method);
}

function note(memory: Memory, request: FaultRequest, response: FaultResponse): void {
  if (response.status >= 300) return;
  const isUser = matches({ method: 'POST', path: USERS }, request);
  if (isUser || matches({ method: 'POST', path: GROUPS }, request)) {
    const made = jsonOf(response) ?? {};
    const sent = jsonOf(request) ?? {};
    const seen: Seen = {
      kind: isUser ? 'user' : 'group',
      id: String(made.id),
      namespace: namespaceOf(request),
      by: request,
      sent,
      made,
      names: [nameIn(sent)],
      changes: [],
      deleted: false,
    };
    memory.set(`seen:${made.id}`, seen);
    return;
  }
  const seen =
    matches({ path: USER }, request) || matches({ path: GROUP }, request)
      ? seenIn(memory, lastSegment(request))
      : undefined;
  if (!seen || request.method === 'GET') return;
  seen.changes.push(request);
  if (request.method === 'PUT') seen.names.push(nameIn(jsonOf(request) ?? {}));
  if (request.method === 'DELETE') seen.deleted = true;
}

function nameIn(resource: Json): string {
  return String(resource.userName ?? resource.displayName ?? '');
}
