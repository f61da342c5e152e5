import { badRequest, VaultError } from '../answer.ts';
import type { Mount } from '../mount.ts';
import type { Namespace } from '../namespace.ts';
import type { Operation } from '../request.ts';
import type { DoubleState } from '../state.ts';

/** Where a request goes: namespace, path below it, and the operation that Vault's HTTP layer makes of the verb. */
export interface RequestTarget {
  readonly namespace: Namespace;
  /** Decoded, without `/v1/` and namespace; a LIST ends with a slash. */
  readonly fullPath: string;
  /** `/v1/` and the namespace as the URL, not the header, names it. */
  readonly urlPrefix: string;
  readonly query: URLSearchParams;
  readonly operation: Operation;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  GET: 'read',
  LIST: 'list',
  PUT: 'update',
  POST: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
  HEAD: 'header',
};

/** @throws VaultError 400 for a malformed URL, 404 outside `/v1/` or in an unknown namespace, 405 for another verb */
export function readTarget(
  state: DoubleState,
  request: { method: string; url: string; namespaceHeader: string },
): RequestTarget {
  const split = request.url.indexOf('?');
  const rawPath = split === -1 ? request.url : request.url.slice(0, split);
  const query = new URLSearchParams(split === -1 ? '' : request.url.slice(split + 1));
  if (!rawPath.startsWith('/v1/')) throw new VaultError(404);
  const path = decodePath(rawPath.slice('/v1/'.length));
  const verb = Object.hasOwn(OPERATIONS, request.method) ? OPERATIONS[request.method] : undefined;
  if (!verb) throw new VaultError(405);
  const operation = verb === 'read' && wantsList(query) ? 'list' : verb;
  const { namespace, rest } = resolveNamespace(state, request.namespaceHeader, path);
  const fullPath = operation === 'list' && !rest.endsWith('/') ? `${rest}/` : rest;
  return { namespace, fullPath, urlPrefix: `/v1/${path.slice(0, path.length - rest.length)}`, query, operation };
}

function decodePath(raw: string): string {
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    throw badRequest('invalid URL escape in the request path');
  }
  if (/\p{Cc}/u.test(path)) throw badRequest('the request path contains control characters');
  if (path.split('/').some((segment) => segment === '..' || segment === '.')) {
    throw badRequest('path cannot contain parent references');
  }
  return path;
}

function wantsList(query: URLSearchParams): boolean {
  const list = query.get('list');
  if (list === null || list === '') return false;
  if (['true', 'TRUE', 'True', 't', 'T', '1'].includes(list)) return true;
  if (['false', 'FALSE', 'False', 'f', 'F', '0'].includes(list)) return false;
  throw badRequest(`strconv.ParseBool: parsing ${JSON.stringify(list)}: invalid syntax`);
}

/** Header first, then as many path segments as name child namespaces: both forms may be mixed (HTTP API overview). */
function resolveNamespace(state: DoubleState, header: string, path: string): { namespace: Namespace; rest: string } {
  const named = header.split('/').filter((segment) => segment !== '' && segment !== 'root');
  if (state.edition === 'community' && named.length > 0) throw new VaultError(403, 'namespaces feature not enabled');
  let namespace = state.root;
  for (const segment of named) {
    const child = namespace.children.get(segment);
    if (!child) throw new VaultError(404, `no handler for route "${path}". route entry not found.`);
    namespace = child;
  }
  let rest = path;
  for (;;) {
    const slash = rest.indexOf('/');
    const child = slash === -1 ? undefined : namespace.children.get(rest.slice(0, slash));
    if (!child) return { namespace, rest };
    namespace = child;
    rest = rest.slice(slash + 1);
  }
}

/** The mount whose path is the longest start of `path`, with what remains. */
export function longestMount(
  mounts: ReadonlyMap<string, Mount>,
  path: string,
): { mount: Mount; rest: string } | undefined {
  for (let end = path.lastIndexOf('/'); end !== -1; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
    const mount = mounts.get(path.slice(0, end + 1));
    if (mount) return { mount, rest: path.slice(end + 1) };
  }
  return undefined;
}
