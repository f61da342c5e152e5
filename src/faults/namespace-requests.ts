import { pathOf } from './edits.ts';
import type { FaultRequest } from './fault.ts';
import { headerOf } from './vault-requests.ts';

const MOUNTED = /^\/v1\/(?:(.+?)\/)?((?:identity|sys|auth)(?:\/.*)?)$/;

/** The namespace that a request means: header first, then path (HTTP API overview); without slashes at its ends. */
export function namespaceOf(request: FaultRequest): string {
  const header = headerOf(request, 'X-Vault-Namespace') ?? '';
  return [trimmed(header), namespaceInPath(request)].filter((part) => part !== '').join('/');
}

/** The part of the namespace that stands in the path; '' when there is none. */
export function namespaceInPath(request: FaultRequest): string {
  return trimmed(MOUNTED.exec(pathOf(request))?.[1] ?? '');
}

/** What a path below `/v1/` begins with in the namespace of a request; '' in the root namespace. */
export function prefixOf(request: FaultRequest): string {
  const namespace = namespaceOf(request);
  return namespace === '' ? '' : `${namespace}/`;
}

/** The path below `/v1/` and namespace. */
export function pathInNamespace(request: FaultRequest): string {
  return MOUNTED.exec(pathOf(request))?.[2] ?? '';
}

/** The same request in another namespace, which then stands in the path alone. */
export function movedTo(request: FaultRequest, namespace: string): FaultRequest {
  const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
  const headers = request.headers.filter(([name]) => name.toLowerCase() !== 'x-vault-namespace');
  const prefix = namespace === '' ? '' : `${namespace}/`;
  return { ...request, headers, url: `/v1/${prefix}${pathInNamespace(request)}${query}` };
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
