import type { IncomingHttpHeaders } from 'node:http';
import { authenticate, authorise, type Caller, grantOf, isSelfPath } from './access.ts';
import type { Grant } from './acl/check.ts';
import {
  type Answer,
  badRequest,
  multiError,
  permissionDenied,
  type RawAnswer,
  renderAnswer,
  renderError,
  unsupportedOperation,
  unsupportedPath,
  VaultError,
} from './answer.ts';
import { type Backend, findBackend } from './backends.ts';
import { parseJsonBody } from './http/json.ts';
import { matchRoute, type RouteMatch } from './http/routes.ts';
import { type RequestTarget, readTarget } from './http/target.ts';
import { StoreConflict } from './identity/records.ts';
import type { Namespace } from './namespace.ts';
import type { Operation, RequestContext } from './request.ts';
import { answerScim, isScimOpen, isScimPath, refuseScimInScimForm, scimWants } from './scim-gate.ts';
import { isScimProtocolPath } from './service-provider/access.ts';
import { tokenFitsPath } from './service-provider/token-type.ts';
import type { DoubleState } from './state.ts';
import { withStorageIndex } from './storage-index.ts';
import { RateLimited, spendQuota } from './system/quotas.ts';

/** One HTTP request as it came in. */
export interface IncomingRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Scheme and authority by which the caller reached the double. */
  readonly origin: string;
}

/** Answers one request. Never throws: what no handler foresaw is a 500 that names its cause to `onDefect`. */
export async function answerRequest(
  state: DoubleState,
  request: IncomingRequest,
  onDefect: (error: unknown) => void,
): Promise<RawAnswer> {
  try {
    return await route(state, request);
  } catch (error) {
    if (error instanceof VaultError) return renderError(error);
    if (error instanceof StoreConflict) return renderError(badRequest(error.message));
    onDefect(error);
    return renderError(new VaultError(500, multiError('internal error')));
  }
}

const WITHOUT_SEAL = new Set(['sys/health', 'sys/init', 'sys/seal-status', 'sys/unseal']);
const WITHOUT_QUOTA = new Set(['sys/health', 'sys/seal-status', 'sys/unseal']);

async function route(state: DoubleState, request: IncomingRequest): Promise<RawAnswer> {
  const target = readTarget(state, {
    method: request.method,
    url: request.url,
    namespaceHeader: headerText(request.headers['x-vault-namespace']),
  });
  const { fullPath } = target;
  if (state.sealed && !WITHOUT_SEAL.has(fullPath)) throw new VaultError(503, 'Vault is sealed');
  if (state.role === 'dr-secondary' && !WITHOUT_SEAL.has(fullPath)) {
    throw badRequest('path disabled in replication DR secondary mode');
  }
  refuseBadForm(request, target);
  try {
    if (!WITHOUT_QUOTA.has(fullPath)) spendQuota(state, target.namespace, fullPath);
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    return rateLimited(state, error, fullPath);
  }
  const answer = await (isScimPath(fullPath) ? routeScim(state, request, target) : routeVault(state, request, target));
  return withStorageIndex(state, target, answer);
}

function refuseBadForm(request: IncomingRequest, { fullPath, operation }: RequestTarget): void {
  const writes = operation === 'update' || operation === 'patch';
  if (writes && fullPath.endsWith('/')) throw badRequest("cannot write to a path ending in '/'");
  if (operation === 'patch' && !isScimPath(fullPath)) {
    const contentType = headerText(request.headers['content-type']);
    if (!contentType.startsWith('application/merge-patch+json')) {
      throw new VaultError(415, `PATCH requires Content-Type of application/merge-patch+json, provided ${contentType}`);
    }
  }
}

function rateLimited(state: DoubleState, error: RateLimited, fullPath: string): RawAnswer {
  const answer = renderError(error);
  const hasRetryAfter = isScimProtocolPath(fullPath) && state.behaviour.assume['retry-after'] === 'present';
  return hasRetryAfter
    ? { ...answer, headers: { ...answer.headers, 'retry-after': String(error.retryAfter) } }
    : answer;
}

async function routeScim(state: DoubleState, request: IncomingRequest, target: RequestTarget): Promise<RawAnswer> {
  const { fullPath, namespace, operation } = target;
  let caller: Caller | null = null;
  let grant: Grant | null = null;
  if (!isScimOpen(state, fullPath, operation)) {
    try {
      caller = enter(state, request, namespace, fullPath);
      grant = grantOf(caller, namespace, fullPath, operation === 'list');
      authorise(grant, scimWants(state, request.method, fullPath, operation), false, () =>
        bodyParameters(request.body),
      );
    } catch (error) {
      if (error instanceof VaultError) return refuseScimInScimForm(state, fullPath, error);
      throw error;
    }
  }
  const rest = trim(fullPath.replace(/^identity\/scim\/?(?:v2(?:\/|$))?/, ''));
  const context = contextOf(state, request, target, null, rest, caller, grant);
  return renderAnswer(await answerScim(context), 'identity');
}

async function routeVault(state: DoubleState, request: IncomingRequest, target: RequestTarget): Promise<RawAnswer> {
  const { fullPath, operation } = target;
  const caller = needsNoToken(target) ? null : enter(state, request, target.namespace, fullPath);
  const namespace = caller && isSelfPath(fullPath) ? caller.home : target.namespace;
  const backend = findBackend(namespace, fullPath);
  const match = backend && matchRoute(backend.routes, backend.rest);
  let grant: Grant | null = null;
  if (caller) {
    grant = isSelfPath(fullPath)
      ? grantOf(caller, caller.home, fullPath, false)
      : grantOf(caller, namespace, fullPath, operation === 'list');
    const wanted = backend && match ? wantedOperation(state, namespace, backend, match, operation) : operation;
    authorise(grant, [wanted], needsSudo(match, operation), () => bodyParameters(request.body));
  }
  if (!backend) throw new VaultError(404, `no handler for route "${fullPath}". route entry not found.`);
  if (!match || (match.route.rootOnly && namespace.parent)) throw unsupportedPath();
  const handler = match.route.handlers[operation];
  if (!handler) throw unsupportedOperation();
  const rest = trim(backend.rest);
  const context = contextOf(state, request, { ...target, namespace }, backend, rest, caller, grant);
  const answer: Answer = await handler(context, match.values);
  return renderAnswer(answer, backend.type);
}

/** Paths that are open need no token, and do not look at one. */
function needsNoToken({ namespace, fullPath, operation }: RequestTarget): boolean {
  const backend = findBackend(namespace, fullPath);
  const match = backend && matchRoute(backend.routes, backend.rest);
  return match?.route.open?.includes(operation) ?? false;
}

function needsSudo(match: RouteMatch | undefined, operation: Operation): boolean {
  if (!match?.route.sudo) return false;
  // `sys/auth/:path/tune` may be read and written without sudo by its own policies in Vault; the rest may not.
  return operation !== 'header';
}

function wantedOperation(
  state: DoubleState,
  namespace: Namespace,
  backend: Backend,
  match: RouteMatch,
  operation: Operation,
): Operation {
  if (operation !== 'update' || !match.route.exists) return operation;
  return match.route.exists({ state, namespace, mount: backend.mount }, match.values) ? 'update' : 'create';
}

/** Who makes the request. @throws VaultError 403 */
function enter(state: DoubleState, request: IncomingRequest, namespace: Namespace, fullPath: string): Caller {
  const caller = authenticate(state, secretOf(request.headers), namespace, fullPath);
  if (!tokenFitsPath(caller.token, fullPath, state)) throw permissionDenied();
  state.tokens.use(caller.token);
  return caller;
}

function secretOf(headers: IncomingHttpHeaders): string {
  const own = headerText(headers['x-vault-token']);
  if (own !== '') return own;
  return /^Bearer +(\S+)\s*$/i.exec(headerText(headers.authorization))?.[1] ?? '';
}

function contextOf(
  state: DoubleState,
  request: IncomingRequest,
  target: RequestTarget,
  backend: Backend | null,
  path: string,
  caller: Caller | null,
  grant: Grant | null,
): RequestContext {
  let parsed: { value: unknown } | null = null;
  return {
    state,
    namespace: target.namespace,
    mount: backend?.mount ?? null,
    token: caller?.token ?? null,
    entity: caller?.entity ?? null,
    hasSudo: grant !== null && (grant.root || grant.capabilities.has('sudo')),
    operation: target.operation,
    method: request.method,
    path,
    fullPath: target.fullPath,
    baseUrl: `${request.origin}${target.urlPrefix}`,
    query: target.query,
    headers: request.headers,
    rawBody: request.body,
    json() {
      parsed ??= { value: parseJsonBody(request.body) };
      return parsed.value;
    },
  };
}

/** The members of a body, for policies with parameter constraints; a body that is no object has none. */
function bodyParameters(body: Buffer): ReadonlyMap<string, unknown> {
  const value = parseJsonBody(body);
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function headerText(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

function trim(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
