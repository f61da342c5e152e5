import { jsonOf, matches, pathOf, type Where, withJson } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';

type Json = Record<string, unknown>;

/** The operations of a PatchOp message; empty when there are none. */
export function operationsOf(request: FaultRequest): Json[] {
  const operations = jsonOf(request)?.Operations;
  return Array.isArray(operations) ? (operations as Json[]) : [];
}

/** A PatchOp message of these operations (RFC 7644 section 3.5.2). */
export function patchOf(...Operations: Json[]): Json {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations };
}

/** A PatchOp message with exactly one operation, of this kind. */
export function isSingle(request: FaultRequest, op: string, path: string | RegExp): boolean {
  const [operation, ...more] = operationsOf(request);
  if (!operation || more.length > 0 || operation.op !== op) return false;
  const given = String(operation.path ?? '');
  return typeof path === 'string' ? given === path : path.test(given);
}

/** Another request of the same sender. @param url path, by default the one of the request */
export function asking(request: FaultRequest, method: string, url = pathOf(request), body?: unknown): FaultRequest {
  const bare = { ...request, method, url, body: Buffer.alloc(0) };
  return body === undefined ? bare : withJson(bare, body);
}

/** The resource that the request is about, as the server behind shows it; empty when there is none. */
export async function resourceAt(request: FaultRequest, { send }: FaultContext): Promise<Json> {
  const response = await send(asking(request, 'GET'));
  return response.status === 200 ? (jsonOf(response) ?? {}) : {};
}

/** The collection of a resource: its path without the id. */
export function collectionOf(request: FaultRequest): string {
  return pathOf(request).replace(/\/[^/]+$/, '');
}

export function lastSegmentOf(request: FaultRequest): string {
  return pathOf(request).split('/').at(-1) ?? '';
}

export function memberIds(resource: Json): string[] {
  return Array.isArray(resource.members) ? (resource.members as Json[]).map(({ value }) => String(value)) : [];
}

/** 2xx for nothing: no body, nothing done. */
export const NOTHING_DONE: FaultResponse = { status: 204, headers: [], body: Buffer.alloc(0) };

/** Defect that claims success for some requests on resources that their sender can read, and does nothing. */
export function silent(where: Where, applies: (request: FaultRequest) => boolean): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      if (!matches(where, request) || !applies(request)) return request;
      const { id } = await resourceAt(request, context);
      return id === undefined ? request : NOTHING_DONE;
    },
  };
}

/** Defect that goes on showing a deleted resource to whoever could read it. */
export function showingDeleted(where: Where): Pick<Fault, 'request'> {
  return {
    request: async (request, { send, memory }) => {
      if (!matches(where, request)) return request;
      const id = lastSegmentOf(request);
      if (request.method === 'DELETE') {
        const last = await send(asking(request, 'GET'));
        if (last.status === 200) memory.set(id, last);
      }
      const kept = request.method === 'GET' ? memory.get(id) : undefined;
      return kept === undefined ? request : (kept as FaultResponse);
    },
  };
}
