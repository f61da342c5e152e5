import { jsonOf, matches, SCIM, type Where } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';
import { dataOf, headerOf, nestedIn, withoutHeader } from './vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

/** What a token lookup says of who makes a request. */
export interface Caller {
  token: string;
  /** '' for a token without an entity. */
  entityId: string;
  policies: string[];
  /** `service`, `batch`, `scim`. */
  type: string;
  /** Path that issued it. */
  path: string;
}

const ROLE = 'seeded-defect';

const ADMINISTRATION = /^\/v1\/(sys|auth)\/|identity\/(entity|group|scim\/client)/;
/** What people may do with tokens of their own. */
const SECRET = /\/data\/.+/;
const OWN_TOKENS = /\/auth\/token\/(create(\/[^/]+)?|create-orphan|revoke-orphan|renew-self)$/;

/** The token of a request; '' when it has none. */
export function tokenIn(request: FaultRequest): string {
  const bearer = /^Bearer +(\S+)$/i.exec(headerOf(request, 'Authorization') ?? '')?.[1];
  return headerOf(request, 'X-Vault-Token') ?? bearer ?? '';
}

/** The same request with another token, or without one. */
export function withToken(request: FaultRequest, token: string): FaultRequest {
  const bare = withoutHeader(withoutHeader(request, 'X-Vault-Token'), 'Authorization');
  return token === '' ? bare : { ...bare, headers: [...bare.headers, ['Authorization', `Bearer ${token}`]] };
}

/** A defect that knows the administrator and the last SCIM client served, from the exchanges that it saw. */
export function knowingCallers(hooks: Hooks): Required<Pick<Hooks, 'response'>> & Hooks {
  return {
    ...hooks,
    response: async (response, request, context) => {
      const token = tokenIn(request);
      if (token !== '' && response.status < 300) {
        if (SCIM.test(request.url)) context.memory.set('served', token);
        else if (ADMINISTRATION.test(request.url) && !OWN_TOKENS.test(request.url)) context.memory.set('admin', token);
      }
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  };
}

/** The token that was last served on a SCIM path; '' before any. */
export function servedToken({ memory }: FaultContext): string {
  return String(memory.get('served') ?? '');
}

/** What a defect remembers from the start that stands in front of a server after its set-up. */
export function knowingAdministrator(token: string): [string, unknown][] {
  return [['admin', token]];
}

export function adminToken({ memory }: FaultContext): string {
  return String(memory.get('admin') ?? '');
}

/** Who makes a request, or null for no, an unknown, a revoked or an expired token. */
export async function callerOf(context: FaultContext, request: FaultRequest): Promise<Caller | null> {
  const token = tokenIn(request);
  const data = dataOf(await asAdmin(context, 'POST', 'auth/token/lookup', { token }));
  if (token === '' || typeof data.type !== 'string') return null;
  return {
    token,
    entityId: String(data.entity_id ?? ''),
    policies: Array.isArray(data.policies) ? data.policies.map(String) : [],
    type: data.type,
    path: String(data.path ?? ''),
  };
}

/** The texts of a caller's own policies, joined. */
export async function policyTextOf(context: FaultContext, caller: Caller): Promise<string> {
  const texts = caller.policies.map(async (name) =>
    String(dataOf(await asAdmin(context, 'GET', `sys/policies/acl/${name}`)).policy ?? ''),
  );
  return (await Promise.all(texts)).join('\n');
}

/** Fields of every SCIM client of a namespace. @param prefix of paths in it; '' for the root namespace */
export async function scimClients(context: FaultContext, prefix = ''): Promise<Json[]> {
  const base = `${prefix}identity/scim/client`;
  const { keys } = dataOf(await asAdmin(context, 'GET', `${base}?list=true`));
  const names = Array.isArray(keys) ? keys.map(String) : [];
  return Promise.all(
    names.map(async (name) => ({ name, ...dataOf(await asAdmin(context, 'GET', `${base}/${name}`)) })),
  );
}

/** Whether a SCIM client has this entity as its principal. */
export async function isPrincipal(context: FaultContext, entityId: string): Promise<boolean> {
  return (await scimClients(context)).some((client) => client.access_grant_principal === entityId);
}

/** A new token with every right on SCIM paths for an entity that has an alias on the token mount. */
export async function fullTokenFor(context: FaultContext, entityId: string): Promise<string> {
  const { aliases } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${entityId}`));
  const alias = (Array.isArray(aliases) ? (aliases as Json[]) : []).find(({ mount_path: path }) =>
    /^auth\/token\/?$/.test(String(path)),
  );
  const policy = `path "identity/scim/v2/*" { capabilities = ["create", "read", "update", "patch", "delete", "list"] }`;
  await asAdmin(context, 'POST', `sys/policies/acl/${ROLE}`, { policy });
  await asAdmin(context, 'POST', `auth/token/roles/${ROLE}`, { allowed_entity_aliases: ['*'], orphan: true });
  const issued = await asAdmin(context, 'POST', `auth/token/create/${ROLE}`, {
    entity_alias: String(alias?.name ?? ''),
    policies: [ROLE],
  });
  return String(nestedIn(jsonOf(issued), 'auth').client_token ?? '');
}

/** What the server refuses to some callers for a disabled entity is done as if it were enabled. */
export function servedWhileDisabled(
  where: Where,
  applies: (caller: Caller, context: FaultContext) => boolean = () => true,
): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches({ ...where, status: 403 }, request, response)) return response;
      const caller = await callerOf(context, request);
      return caller?.entityId && applies(caller, context)
        ? sentWhileEnabled(response, request, context, caller.entityId)
        : response;
    },
  });
}

/**
 * Serves the reads of secrets by disabled entities, as the administrator would read: what SCIM manages cannot be enabled
 * for the request.
 *
 * @param applies to the entity with this id
 */
export function readingWhileDisabled(applies: (id: string, context: FaultContext) => boolean): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches({ method: 'GET', path: SECRET, status: 403 }, request, response)) return response;
      const caller = await callerOf(context, request);
      if (!caller?.entityId || !applies(caller.entityId, context)) return response;
      const { disabled } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
      return disabled === true ? asAdmin(context, 'GET', request.url.replace(/^\/v1\//, '')) : response;
    },
  });
}

/** Sends a refused request again while a disabled entity is enabled; where it is not disabled, the refusal stands. */
export async function sentWhileEnabled(
  refusal: FaultResponse,
  request: FaultRequest,
  context: FaultContext,
  entityId: string,
): Promise<FaultResponse> {
  const path = `identity/entity/id/${entityId}`;
  if (dataOf(await asAdmin(context, 'GET', path)).disabled !== true) return refusal;
  await asAdmin(context, 'POST', path, { disabled: false });
  const served = await context.send(request);
  await asAdmin(context, 'POST', path, { disabled: true });
  return served;
}

/** Asks the server behind as the administrator. */
export function asAdmin(context: FaultContext, method: string, path: string, body?: Json): Promise<FaultResponse> {
  return context.send({
    method,
    url: `/v1/${path}`,
    headers: [
      ['X-Vault-Token', adminToken(context)],
      ['Content-Type', 'application/json'],
    ],
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
  });
}

/** A refusal that is not carried out: the request passes as if its caller had every right on SCIM paths. */
export function unchecked(
  where: Where,
  applies: (policies: string, caller: Caller) => boolean = () => true,
): ReturnType<typeof knowingCallers> {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches({ ...where, status: 403 }, request, response)) return response;
      const caller = await callerOf(context, request);
      if (caller === null || caller.entityId === '') return response;
      if (!applies(await policyTextOf(context, caller), caller)) return response;
      const token = await fullTokenFor(context, caller.entityId);
      return token === '' ? response : context.send(withToken(request, token));
    },
  });
}

/** A refusal of what is allowed. */
export function refusedTo(
  where: Where,
  applies: (policies: string, caller: Caller) => boolean,
): ReturnType<typeof knowingCallers> {
  return knowingCallers({
    request: async (request, context) => {
      if (!matches(where, request)) return request;
      const caller = await callerOf(context, request);
      if (caller === null || !applies(await policyTextOf(context, caller), caller)) return request;
      return {
        status: 403,
        headers: [['Content-Type', 'application/json']],
        body: Buffer.from(JSON.stringify({ errors: ['1 error occurred:\n\t* permission denied\n\n'] })),
      };
    },
  });
}

/** A defect that serves a request that ought to be refused, as the client that was served last. */
export function servedWhen(
  where: Where,
  applies: (request: FaultRequest, context: FaultContext) => boolean | Promise<boolean>,
): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    request: async (request, context) => {
      const token = servedToken(context);
      if (token === '' || !matches(where, request) || !(await applies(request, context))) return request;
      return withToken(request, token);
    },
  });
}
