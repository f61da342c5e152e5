import { randomUUID } from 'node:crypto';
import { badRequest, listAnswer, noContent, notFound, withData } from '../answer.ts';
import { type Instant, secondsToNanoseconds } from '../clock.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { Mount } from '../mount.ts';
import {
  changeTokenSettings,
  newTokenSettings,
  type TokenSettings,
  tokenSettingsView,
} from '../tokens/token-settings.ts';
import { completeLogin } from './login.ts';

interface SecretId {
  readonly accessor: string;
  readonly expireTime: Instant | null;
  /** Uses left; null: no limit. */
  usesLeft: number | null;
}

interface Role {
  roleId: string;
  bindSecretId: boolean;
  secretIdNumUses: number;
  secretIdTtl: number;
  localSecretIds: boolean;
  settings: TokenSettings;
  readonly secretIds: Map<string, SecretId>;
}

export class ApproleBackend {
  readonly roles = new Map<string, Role>();
}

function rolesOf(mount: Mount | null): Map<string, Role> {
  if (!(mount?.backend instanceof ApproleBackend)) throw notFound();
  return mount.backend.roles;
}

function roleOf(mount: Mount | null, name: string): Role {
  const role = rolesOf(mount).get(name);
  if (!role) throw notFound();
  return role;
}

const writeRole: Handler = (context, { role: name = '' }) => {
  const roles = rolesOf(context.mount);
  const parameters = parametersOf(context);
  const known = roles.get(name);
  const secretIdNumUses = parameters.integer('secret_id_num_uses') ?? known?.secretIdNumUses ?? 0;
  const secretIdTtl = parameters.duration('secret_id_ttl') ?? known?.secretIdTtl ?? 0;
  if (secretIdNumUses < 0 || secretIdTtl < 0) throw badRequest('secret_id limits cannot be negative');
  roles.set(name, {
    roleId: parameters.string('role_id') ?? known?.roleId ?? randomUUID(),
    bindSecretId: parameters.boolean('bind_secret_id') ?? known?.bindSecretId ?? true,
    secretIdNumUses,
    secretIdTtl,
    localSecretIds: parameters.boolean('local_secret_ids') ?? known?.localSecretIds ?? false,
    settings: changeTokenSettings(known?.settings ?? newTokenSettings(), parameters),
    secretIds: known?.secretIds ?? new Map(),
  });
  return noContent();
};

const readRole: Handler = (context, { role: name = '' }) => {
  const role = roleOf(context.mount, name);
  return withData({
    bind_secret_id: role.bindSecretId,
    local_secret_ids: role.localSecretIds,
    secret_id_bound_cidrs: null,
    secret_id_num_uses: role.secretIdNumUses,
    secret_id_ttl: role.secretIdTtl,
    ...tokenSettingsView(role.settings),
  });
};

const writeRoleId: Handler = (context, { role: name = '' }) => {
  roleOf(context.mount, name).roleId = parametersOf(context).required('role_id');
  return noContent();
};

const createSecretId: Handler = (context, { role: name = '' }) => {
  const role = roleOf(context.mount, name);
  const parameters = parametersOf(context);
  const ttl = parameters.duration('ttl') ?? role.secretIdTtl;
  const uses = parameters.integer('num_uses') ?? role.secretIdNumUses;
  const secretId = randomUUID();
  const record: SecretId = {
    accessor: randomUUID(),
    expireTime: ttl > 0 ? context.state.clock.now() + secondsToNanoseconds(ttl) : null,
    usesLeft: uses > 0 ? uses : null,
  };
  role.secretIds.set(secretId, record);
  return withData({
    secret_id: secretId,
    secret_id_accessor: record.accessor,
    secret_id_num_uses: uses,
    secret_id_ttl: ttl,
  });
};

const destroySecretId: Handler = (context, { role: name = '' }) => {
  roleOf(context.mount, name).secretIds.delete(parametersOf(context).required('secret_id'));
  return noContent();
};

const login: Handler = (context) => {
  const parameters = parametersOf(context);
  const roleId = parameters.required('role_id');
  const mount = context.mount;
  const found = [...rolesOf(mount)].find(([, role]) => role.roleId === roleId);
  if (!mount || !found) throw badRequest('invalid role or secret ID');
  const [name, role] = found;
  if (role.bindSecretId) {
    const secretId = parameters.string('secret_id') ?? '';
    const record = role.secretIds.get(secretId);
    if (!record || (record.expireTime !== null && record.expireTime <= context.state.clock.now())) {
      throw badRequest('invalid role or secret ID');
    }
    if (record.usesLeft !== null) {
      record.usesLeft -= 1;
      if (record.usesLeft === 0) role.secretIds.delete(secretId);
    }
  }
  return completeLogin(context, mount, {
    aliasName: role.roleId,
    displayName: mount.path.slice(0, -1),
    metadata: { role_name: name },
    settings: role.settings,
  });
};

/** The AppRole auth method (Vault API documentation, AppRole). */
export const APPROLE_ROUTES: readonly Route[] = [
  { pattern: 'login', handlers: { update: login }, open: ['update'] },
  { pattern: 'role', handlers: { list: ({ mount }) => listAnswer([...rolesOf(mount).keys()].sort()) } },
  {
    pattern: 'role/:role',
    handlers: {
      update: writeRole,
      read: readRole,
      delete: ({ mount }, { role = '' }) => {
        rolesOf(mount).delete(role);
        return noContent();
      },
    },
    exists: ({ mount }, { role = '' }) => rolesOf(mount).has(role),
  },
  {
    pattern: 'role/:role/role-id',
    handlers: {
      read: ({ mount }, { role = '' }) => withData({ role_id: roleOf(mount, role).roleId }),
      update: writeRoleId,
    },
  },
  {
    pattern: 'role/:role/secret-id',
    handlers: {
      update: createSecretId,
      list: ({ mount }, { role = '' }) =>
        listAnswer([...roleOf(mount, role).secretIds.values()].map(({ accessor }) => accessor)),
    },
  },
  { pattern: 'role/:role/secret-id/destroy', handlers: { update: destroySecretId } },
];
