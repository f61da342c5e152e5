import type { Answer } from '../answer.ts';
import { isObject, type JsonObject } from '../models/json.ts';
import { queryParameter, type RequestTarget } from './request-target.ts';

/** Where a whole representation of a resource was seen: in the answer to a write, to a read by id, or in a list. */
export type Place = 'create' | 'replace' | 'patch' | 'read' | 'entry';

export interface View {
  place: Place;
  resource: JsonObject;
}

/** Whether an answer shows a part of its resources only (RFC 7644 section 3.9). */
export function isProjected(answer: Answer, target: RequestTarget): boolean {
  return ['attributes', 'excludedAttributes'].some(
    (name) => queryParameter(answer.request, target, name) !== undefined,
  );
}

/** The whole resources that an answer shows, by id. */
export function viewsIn({ status, body, request }: Answer, { kind, id }: RequestTarget): [id: string, View][] {
  if (!isObject(body)) return [];
  if (status === 201 && kind === 'collection' && request.method === 'POST') return viewOf(body, 'create');
  if (status !== 200) return [];
  if (kind === 'resource' && body.id === id) {
    if (request.method === 'GET') return viewOf(body, 'read');
    if (request.method === 'PUT') return viewOf(body, 'replace');
    if (request.method === 'PATCH') return viewOf(body, 'patch');
  }
  const isQuery = request.method === 'GET' ? ['collection', 'root'].includes(kind) : kind === 'search';
  if (!isQuery || !Array.isArray(body.Resources)) return [];
  return body.Resources.filter(isObject).flatMap((entry) => viewOf(entry, 'entry'));
}

function viewOf(resource: JsonObject, place: Place): [id: string, View][] {
  return typeof resource.id === 'string' ? [[resource.id, { place, resource }]] : [];
}
