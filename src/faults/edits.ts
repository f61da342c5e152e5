import { SchemaUrn } from '../protocol/scim.ts';
import type { Fault, FaultRequest, FaultResponse } from './fault.ts';

type Json = Record<string, unknown>;

/** Which exchanges a defect touches: method(s), and the path without query. */
export interface Where {
  method?: string | string[];
  path?: RegExp;
  /** Status of the answer, for defects of answers. */
  status?: number | ((status: number) => boolean);
}

/** Vault's extension of users for the metadata of their entities. */
export const METADATA = SchemaUrn.vaultMetadata;

/** Below any base URL: `/v1/identity/scim/v2` of a Vault, `/scim/v2` of another server. */
export const USERS = /scim\/v2\/Users$/;
export const USER = /scim\/v2\/Users\/[^/]+$/;
/** One user by id, or the collection. */
export const USERS_AND_USER = /scim\/v2\/Users(\/[^/]+)?$/;
export const GROUPS = /scim\/v2\/Groups$/;
export const GROUP = /scim\/v2\/Groups\/[^/]+$/;
export const COLLECTION = /scim\/v2\/(Users|Groups)$/;
export const RESOURCE = /scim\/v2\/(Users|Groups)\/[^/]+$/;
export const SEARCH = /scim\/v2\/(Users|Groups)\/\.search$/;
export const BULK = /scim\/v2\/Bulk$/;
export const CONFIGURATION = /\/ServiceProviderConfig$/;
export const ME = /scim\/v2\/Me$/;
export const SCIM = /identity\/scim\/v2\//;
export const CLIENT = /identity\/scim\/client\/[^/]+$/;

export function pathOf(request: FaultRequest): string {
  return request.url.split('?')[0] ?? '';
}

export function queryOf(request: FaultRequest): URLSearchParams {
  return new URLSearchParams(request.url.split('?')[1] ?? '');
}

/** The same request with another query; an empty one is left out. Spaces become `%20`, as the suites send them. */
export function withQuery(request: FaultRequest, query: URLSearchParams): FaultRequest {
  const text = query.toString().replaceAll('+', '%20');
  return { ...request, url: text === '' ? pathOf(request) : `${pathOf(request)}?${text}` };
}

/** The same request without one parameter of its query. */
export function withoutParameter(request: FaultRequest, name: string): FaultRequest {
  const query = queryOf(request);
  if (!query.has(name)) return request;
  query.delete(name);
  return withQuery(request, query);
}

export function matches(where: Where, request: FaultRequest, response?: FaultResponse): boolean {
  if (where.method && ![where.method].flat().includes(request.method)) return false;
  if (where.path && !where.path.test(pathOf(request))) return false;
  if (where.status === undefined || !response) return true;
  return typeof where.status === 'number' ? where.status === response.status : where.status(response.status);
}

/** The JSON body, or null when there is none. */
export function jsonOf(message: { body: Buffer }): Json | null {
  try {
    const value: unknown = JSON.parse(message.body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

/** `Resources` of a list; empty when there are none. */
export function resourcesOf(body: Json): Json[] {
  return Array.isArray(body.Resources) ? (body.Resources as Json[]) : [];
}

/** What an answer shows: the resources of a list, or the one that it is. */
export function shownIn(body: Json): Json[] {
  return Array.isArray(body.Resources) ? (body.Resources as Json[]) : [body];
}

/** An answer of the SCIM handler; one in Vault's own form is about the token, not about the resource. */
export function isScimForm(response: FaultResponse): boolean {
  return Array.isArray(jsonOf(response)?.schemas);
}

/** `meta` of a resource, to be read; an empty one when there is none. */
export function metaOf(resource: Json): Json {
  return (resource.meta ?? {}) as Json;
}

export function withJson<Message extends { body: Buffer }>(message: Message, body: unknown): Message {
  return { ...message, body: Buffer.from(JSON.stringify(body)) };
}

export function withHeader(response: FaultResponse, name: string, value: string | null): FaultResponse {
  const others = response.headers.filter(([line]) => line.toLowerCase() !== name.toLowerCase());
  return { ...response, headers: value === null ? others : [...others, [name, value]] };
}

/** An answer made by the defect itself. */
export function answerWith(status: number, body: unknown, mediaType = 'application/scim+json'): FaultResponse {
  const bytes = body === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
  return { status, headers: body === null ? [] : [['Content-Type', mediaType]], body: bytes };
}

/** A search that found nothing. */
export const EMPTY_LIST = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  startIndex: 1,
  itemsPerPage: 0,
  Resources: [],
};

/** A SCIM error as the server would word it. */
export function scimError(status: number, detail: string, scimType?: string): FaultResponse {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
  return answerWith(status, { schemas, status: String(status), ...(scimType ? { scimType } : {}), detail });
}

/** Defect of answers: `change` edits the parsed body in place, or returns another one. */
export function changingBody(
  where: Where,
  change: (body: Json, request: FaultRequest) => unknown,
): Pick<Fault, 'response'> {
  return {
    response: (response, request) => {
      const body = matches(where, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const changed = change(body, request);
      return withJson(response, changed === undefined ? body : changed);
    },
  };
}

/** Defect of every SCIM resource in successful answers, single or listed. */
export function changingResources(
  where: Where,
  change: (resource: Json, request: FaultRequest) => void,
): Pick<Fault, 'response'> {
  return changingBody({ status: (status) => status < 300, ...where }, (body, request) => {
    for (const resource of shownIn(body)) change(resource, request);
  });
}

/** Defect of requests: `change` edits the parsed body in place, or returns another one. */
export function changingRequest(
  where: Where,
  change: (body: Json, request: FaultRequest) => unknown,
): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const body = matches(where, request) ? jsonOf(request) : null;
      if (!body) return request;
      const changed = change(body, request);
      return withJson(request, changed === undefined ? body : changed);
    },
  };
}

/** Defect that answers in place of the server. */
export function answering(where: Where, make: (request: FaultRequest) => FaultResponse): Pick<Fault, 'request'> {
  return { request: (request) => (matches(where, request) ? make(request) : request) };
}

/** Defect that changes status or headers. */
export function changingAnswer(
  where: Where,
  change: (response: FaultResponse, request: FaultRequest) => FaultResponse,
): Pick<Fault, 'response'> {
  return {
    response: (response, request) => (matches(where, request, response) ? change(response, request) : response),
  };
}
