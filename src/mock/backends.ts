import { APPROLE_ROUTES } from './auth/approle.ts';
import { JWT_ROUTES } from './auth/jwt.ts';
import { USERPASS_ROUTES } from './auth/userpass.ts';
import type { Route } from './http/routes.ts';
import { longestMount } from './http/target.ts';
import { IDENTITY_ROUTES } from './identity/api.ts';
import { KV_ROUTES } from './kv/kv-v2.ts';
import type { Mount } from './mount.ts';
import type { Namespace } from './namespace.ts';
import { SYSTEM_ROUTES } from './system/api.ts';
import { TOKEN_ROUTES } from './tokens/api.ts';

const ROUTES_BY_TYPE: Readonly<Record<string, readonly Route[]>> = {
  token: TOKEN_ROUTES,
  ns_token: TOKEN_ROUTES,
  userpass: USERPASS_ROUTES,
  approle: APPROLE_ROUTES,
  jwt: JWT_ROUTES,
  oidc: JWT_ROUTES,
  kv: KV_ROUTES,
};

/** What answers a path: its routes, and the rest of the path below it. */
export interface Backend {
  readonly mount: Mount | null;
  readonly routes: readonly Route[];
  readonly rest: string;
  /** `mount_type` of the envelope. */
  readonly type: string;
}

/** The backend of a path below a namespace; undefined when nothing is mounted there. */
export function findBackend(namespace: Namespace, fullPath: string): Backend | undefined {
  const slash = fullPath.indexOf('/');
  const head = slash === -1 ? fullPath : fullPath.slice(0, slash);
  const rest = slash === -1 ? '' : fullPath.slice(slash + 1);
  if (head === 'sys') return { mount: null, routes: SYSTEM_ROUTES, rest, type: 'system' };
  if (head === 'identity') return { mount: null, routes: IDENTITY_ROUTES, rest, type: 'identity' };
  const found =
    head === 'auth' ? longestMount(namespace.authMounts, rest) : longestMount(namespace.secretMounts, fullPath);
  if (!found) return undefined;
  const routes = ROUTES_BY_TYPE[found.mount.type] ?? [];
  return { mount: found.mount, routes, rest: found.rest, type: found.mount.type };
}
