import { jsonOf } from './edits.ts';
import type { FaultContext, FaultRequest, FaultResponse } from './fault.ts';

type Json = Record<string, unknown>;

export const POLICY = /\/sys\/policies\/acl\/[^/]+$/;
export const LOGIN = /\/auth\/[^/]+\/login(\/[^/]+)?$/;

/** Value of a request header by name in any case. */
export function headerOf(request: FaultRequest, name: string): string | undefined {
  return request.headers.find(([line]) => line.toLowerCase() === name.toLowerCase())?.[1];
}

export function withoutHeader(request: FaultRequest, name: string): FaultRequest {
  return { ...request, headers: request.headers.filter(([line]) => line.toLowerCase() !== name.toLowerCase()) };
}

/** A member that is an object, to be read or edited in place; an empty one when there is none. */
export function nestedIn(body: Json | null, member: string): Json {
  const value = body?.[member];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** A member that is an array; an empty one when there is none. */
export function listIn(body: Json | null, member: string): unknown[] {
  const value = body?.[member];
  return Array.isArray(value) ? value : [];
}

/** `data` of one of Vault's answers. */
export function dataOf(response: FaultResponse): Json {
  return nestedIn(jsonOf(response), 'data');
}

/** Asks the server behind with the caller's credential and in its namespace. @param path below `/v1/` */
export function askVault(
  { send }: FaultContext,
  asker: FaultRequest,
  method: string,
  path: string,
  body?: Json,
): Promise<FaultResponse> {
  const headers = asker.headers.filter(([name]) => /^(x-vault-|authorization)/i.test(name));
  return send({
    method,
    url: `/v1/${path}`,
    headers: [...headers, ['Content-Type', 'application/json']],
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
  });
}

/** The last segment of the path: the name of what the request is about. */
export function lastSegment(request: FaultRequest): string {
  return decodeURIComponent(request.url.split('?')[0]?.split('/').at(-1) ?? '');
}

/** An answer in Vault's own error form. */
export function vaultError(status: number, ...errors: string[]): FaultResponse {
  return {
    status,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(JSON.stringify({ errors })),
  };
}
