import { randomUUID } from 'node:crypto';
import { type Answer, badRequest, jsonAnswer, noContent, type RawAnswer, withData } from '../answer.ts';
import { ApproleBackend } from '../auth/approle.ts';
import { JwtBackend } from '../auth/jwt.ts';
import { UserpassBackend } from '../auth/userpass.ts';
import { Parameters, parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import { KvBackend } from '../kv/kv-v2.ts';
import { createMount, type Mount, type MountConfig } from '../mount.ts';
import type { Namespace } from '../namespace.ts';
import type { RequestContext } from '../request.ts';

/** Auth methods that can be enabled; those without a backend here only lend their accessor to aliases. */
const AUTH_TYPES: Readonly<Record<string, () => object>> = {
  approle: () => new ApproleBackend(),
  jwt: () => new JwtBackend(),
  oidc: () => new JwtBackend(),
  userpass: () => new UserpassBackend(),
  cert: () => ({}),
  github: () => ({}),
  kubernetes: () => ({}),
  ldap: () => ({}),
  okta: () => ({}),
  saml: () => ({}),
};
const SECRET_TYPES: Readonly<Record<string, () => object>> = {
  kv: () => new KvBackend(),
  'kv-v2': () => new KvBackend(),
};
const TOKEN_TYPES = new Set(['default-service', 'default-batch', 'service', 'batch']);

function mountsOf(namespace: Namespace, kind: Mount['kind']): Map<string, Mount> {
  return kind === 'auth' ? namespace.authMounts : namespace.secretMounts;
}

function view(mount: Mount): object {
  return {
    accessor: mount.accessor,
    config: {
      default_lease_ttl: mount.config.defaultLeaseTtl,
      force_no_cache: false,
      max_lease_ttl: mount.config.maxLeaseTtl,
      ...(mount.kind === 'auth' ? { token_type: mount.config.tokenType } : {}),
    },
    deprecation_status: 'supported',
    description: mount.description,
    external_entropy_access: false,
    local: mount.local,
    options: mount.options,
    plugin_version: '',
    running_plugin_version: 'v0.0.0+builtin.vault',
    running_sha256: '',
    seal_wrap: mount.sealWrap,
    type: mount.type,
    uuid: mount.uuid,
  };
}

/** The mounts of a namespace appear under `data` and, as in Vault, once more at the top of the envelope. */
function listMounts(context: RequestContext, kind: Mount['kind']): RawAnswer {
  const mounts = [...mountsOf(context.namespace, kind).values()].map((mount) => [mount.path, view(mount)] as const);
  const data = Object.fromEntries(mounts.sort(([a], [b]) => (a < b ? -1 : 1)));
  return jsonAnswer(200, {
    ...data,
    request_id: randomUUID(),
    lease_id: '',
    renewable: false,
    lease_duration: 0,
    data,
    wrap_info: null,
    warnings: null,
    auth: null,
    mount_type: 'system',
  });
}

function readConfig(parameters: Parameters, config: Partial<MountConfig>): Partial<MountConfig> {
  const tokenType = parameters.string('token_type') ?? config.tokenType;
  if (tokenType !== undefined && !TOKEN_TYPES.has(tokenType))
    throw badRequest(`invalid value for 'token_type': ${tokenType}`);
  return {
    defaultLeaseTtl: parameters.duration('default_lease_ttl') ?? config.defaultLeaseTtl ?? 0,
    maxLeaseTtl: parameters.duration('max_lease_ttl') ?? config.maxLeaseTtl ?? 0,
    ...(tokenType === undefined ? {} : { tokenType }),
  };
}

function nested(parameters: Parameters, name: string): Parameters {
  const value = parameters.raw(name) ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw badRequest(`invalid ${name}`);
  return new Parameters(new Map(Object.entries(value)));
}

function enable(context: RequestContext, kind: Mount['kind'], name: string): Answer {
  const parameters = parametersOf(context);
  const path = `${name.replace(/\/+$/, '')}/`;
  const mounts = mountsOf(context.namespace, kind);
  const type = parameters.string('type') ?? '';
  if (type === '') throw badRequest('backend type must be specified as a string');
  const types = kind === 'auth' ? AUTH_TYPES : SECRET_TYPES;
  const backend = Object.hasOwn(types, type) ? types[type]?.() : undefined;
  if (!backend) throw badRequest(`plugin not found in the catalog: ${type}`);
  const options = parameters.has('options') ? (parameters.stringMap('options') ?? null) : null;
  if (type === 'kv' && options?.version !== '2')
    throw badRequest('this double serves version 2 of kv alone: set options.version to "2"');
  for (const taken of mounts.keys()) {
    if (taken.startsWith(path) || path.startsWith(taken)) throw badRequest(`path is already in use at ${taken}`);
  }
  if (kind === 'secret' && /^(?:sys|auth|identity|cubbyhole)\//.test(path))
    throw badRequest(`path is already in use at ${path}`);
  const mount = createMount({
    kind,
    path,
    type: type === 'kv-v2' ? 'kv' : type,
    backend,
    local: parameters.boolean('local') ?? false,
    sealWrap: parameters.boolean('seal_wrap') ?? false,
    description: parameters.string('description') ?? '',
    options: type === 'kv-v2' ? { version: '2' } : options,
    config: readConfig(nested(parameters, 'config'), {}),
  });
  mounts.set(path, mount);
  return noContent();
}

function find(context: RequestContext, kind: Mount['kind'], name: string): Mount {
  const mount = mountsOf(context.namespace, kind).get(`${name.replace(/\/+$/, '')}/`);
  if (!mount) throw badRequest(kind === 'auth' ? `No auth engine at ${name}/` : `No secret engine mount at ${name}/`);
  return mount;
}

function disable(context: RequestContext, kind: Mount['kind'], name: string): Answer {
  const path = `${name.replace(/\/+$/, '')}/`;
  const mount = mountsOf(context.namespace, kind).get(path);
  if (mount?.type === 'token' || mount?.type === 'ns_token')
    throw badRequest('token credential backend cannot be disabled');
  if (mount) {
    mountsOf(context.namespace, kind).delete(path);
    context.namespace.identity.deleteAliasesOfMount(mount.accessor);
    for (const token of context.state.tokens.all()) {
      const issuedThere =
        kind === 'auth' && token.namespaceId === context.namespace.id && token.path.startsWith(`auth/${path}`);
      if (issuedThere) context.state.tokens.revoke(token.id);
    }
  }
  return noContent();
}

function readTune(context: RequestContext, kind: Mount['kind'], name: string): Answer {
  const mount = find(context, kind, name);
  return withData({
    default_lease_ttl: mount.config.defaultLeaseTtl || 2_764_800,
    description: mount.description,
    force_no_cache: false,
    max_lease_ttl: mount.config.maxLeaseTtl || 2_764_800,
    ...(kind === 'auth' ? { token_type: mount.config.tokenType } : { options: mount.options }),
  });
}

function tune(context: RequestContext, kind: Mount['kind'], name: string): Answer {
  const mount = find(context, kind, name);
  const parameters = parametersOf(context);
  mount.config = { ...mount.config, ...readConfig(parameters, mount.config) };
  mount.description = parameters.string('description') ?? mount.description;
  return noContent();
}

function routes(base: string, kind: Mount['kind'], sudo: boolean): Route[] {
  const on =
    (act: (context: RequestContext, kind: Mount['kind'], name: string) => Answer): Handler =>
    (context, { path = '' }) =>
      act(context, kind, path);
  return [
    { pattern: base, handlers: { read: (context) => listMounts(context, kind) } },
    // A path of a mount may have slashes, so the tune paths are told apart inside.
    {
      pattern: `${base}/*path`,
      handlers: {
        read: (context, { path = '' }) =>
          path.endsWith('/tune')
            ? readTune(context, kind, path.slice(0, -'/tune'.length))
            : withData(view(find(context, kind, path))),
        update: (context, { path = '' }) =>
          path.endsWith('/tune') ? tune(context, kind, path.slice(0, -'/tune'.length)) : enable(context, kind, path),
        delete: on(disable),
      },
      sudo,
    },
  ];
}

/** `sys/auth` and `sys/mounts` (Vault API documentation). */
export const MOUNT_ROUTES: readonly Route[] = [...routes('auth', 'auth', true), ...routes('mounts', 'secret', false)];
