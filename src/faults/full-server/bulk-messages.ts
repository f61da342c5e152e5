import { BULK, jsonOf, matches, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { asking, operationsOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** A result in a BulkResponse message, and the operation that it is of. */
export interface Result {
  result: Json;
  operation: Json;
  /** The operations of the request behind it. */
  later: Json[];
}

/** Defect that reads the operations of a bulk request as others, in their order. @param change null drops one */
export function executingBulk(
  change: (operation: Json, index: number, all: Json[]) => Json | null,
): Pick<Fault, 'request'> {
  return changingBulk((body) => ({
    ...body,
    Operations: operationsIn(body).flatMap((operation, index, all) => change(operation, index, all) ?? []),
  }));
}

/** Defect that reads a bulk request as another one of the same size. */
export function changingBulk(change: (body: Json) => Json): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const body = isBulk(request) ? jsonOf(request) : null;
      if (body === null) return request;
      return { ...request, body: Buffer.from(JSON.stringify(change(body)).padEnd(request.body.length)) };
    },
  };
}

/** Defect of the results of a bulk request; `change` edits one in place, or returns another one, or null for none. */
export function tellingOfBulk(change: (one: Result) => unknown): Pick<Fault, 'response'> {
  return answeringBulk((body, operations) => ({
    ...body,
    Operations: operationsIn(body).flatMap((result, index) => {
      const changed = change({ result, operation: operations[index] ?? {}, later: operations.slice(index + 1) });
      return changed === null ? [] : [changed ?? result];
    }),
  }));
}

/** Defect of the answers to bulk requests that were carried out. */
export function answeringBulk(change: (body: Json, operations: Json[]) => Json): Pick<Fault, 'response'> {
  return {
    response: (response, request) => {
      const body = isDone(response, request) ? jsonOf(response) : null;
      return body === null ? response : withJson(response, change(body, operationsOf(request)));
    },
  };
}

/** Defect that does something besides: after the operations, for each of some of them, with the result as it is told. */
export function doingBesides(
  applies: (one: Result) => boolean,
  act: (one: Result) => { method: string; path: string; body?: unknown },
): Pick<Fault, 'response'> {
  return {
    response: async (response, request, context) => {
      if (!isDone(response, request)) return response;
      const results = operationsIn(jsonOf(response) ?? {});
      const told = operationsOf(request).map((operation, index, all) => ({
        operation,
        result: results[index] ?? {},
        later: all.slice(index + 1),
      }));
      for (const one of told.filter(applies)) await singly(request, context, act(one));
      return response;
    },
  };
}

/** A request of its own, of the sender of a bulk request. @param one.path below the base URL, or a whole location */
export function singly(
  request: FaultRequest,
  { send }: FaultContext,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<FaultResponse> {
  const base = request.url.replace(/\/Bulk$/, '');
  const below = path.replace(/^.*?(?=\/(?:Users|Groups)\b)/, '');
  return send(asking(request, method, base + below, body));
}

export function isBulk(request: FaultRequest): boolean {
  return matches({ method: 'POST', path: BULK }, request);
}

function isDone(response: FaultResponse, request: FaultRequest): boolean {
  return isBulk(request) && response.status === 200;
}

export function operationsIn(body: Json): Json[] {
  return Array.isArray(body.Operations) ? (body.Operations as Json[]) : [];
}

/** Whether the result tells of a failure. */
export function isFailure({ result }: Pick<Result, 'result'>): boolean {
  return Number(result.status) >= 400;
}

/** The bulkIds that the data of an operation refers to. */
export function referencesIn({ data }: Json): string[] {
  return [...JSON.stringify(data ?? {}).matchAll(/"bulkId:([^"]+)"/g)].map(([, id]) => String(id));
}

/** The operation with its references changed: to a text that is none, or away with the entries that hold them. */
export function withReferences(operation: Json, as: 'mere text' | 'left out'): Json {
  const isReference = (value: unknown) => typeof value === 'string' && value.startsWith('bulkId:');
  const changed: unknown = JSON.parse(JSON.stringify(operation), (_name, value: unknown) => {
    if (as === 'mere text') return isReference(value) ? String(value).replace('bulkId:', 'bulkid:') : value;
    return Array.isArray(value) ? value.filter((one: Json | null) => !isReference(one?.value)) : value;
  });
  return changed as Json;
}
