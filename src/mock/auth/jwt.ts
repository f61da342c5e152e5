import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { badRequest, listAnswer, noContent, notFound, withData } from '../answer.ts';
import { parametersOf, stringRecord } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { Mount } from '../mount.ts';
import type { RequestContext } from '../request.ts';
import {
  changeTokenSettings,
  newTokenSettings,
  type TokenSettings,
  tokenSettingsView,
} from '../tokens/token-settings.ts';
import { completeLogin } from './login.ts';

interface JwtRole {
  userClaim: string;
  boundAudiences: string[];
  boundSubject: string;
  settings: TokenSettings;
}

export class JwtBackend {
  pubkeys: string[] = [];
  keys: KeyObject[] = [];
  boundIssuer = '';
  defaultRole = '';
  readonly roles = new Map<string, JwtRole>();
}

/** Clock skew that Vault's JWT method tolerates by default, in seconds. */
const LEEWAY = 60;

function backendOf(mount: Mount | null): JwtBackend {
  if (!(mount?.backend instanceof JwtBackend)) throw notFound();
  return mount.backend;
}

const writeConfig: Handler = (context) => {
  const backend = backendOf(context.mount);
  const parameters = parametersOf(context);
  for (const name of ['jwks_url', 'oidc_discovery_url']) {
    if (parameters.string(name))
      throw badRequest(`this double fetches no keys: give jwt_validation_pubkeys instead of ${name}`);
  }
  const pubkeys = parameters.stringList('jwt_validation_pubkeys') ?? backend.pubkeys;
  try {
    backend.keys = pubkeys.map((pem) => createPublicKey(pem));
  } catch {
    throw badRequest('error parsing public key');
  }
  backend.pubkeys = pubkeys;
  backend.boundIssuer = parameters.string('bound_issuer') ?? backend.boundIssuer;
  backend.defaultRole = parameters.string('default_role') ?? backend.defaultRole;
  return noContent();
};

const readConfig: Handler = (context) => {
  const backend = backendOf(context.mount);
  return withData({
    bound_issuer: backend.boundIssuer,
    default_role: backend.defaultRole,
    jwks_url: '',
    jwt_supported_algs: [],
    jwt_validation_pubkeys: backend.pubkeys,
    oidc_client_id: '',
    oidc_discovery_url: '',
  });
};

const writeRole: Handler = (context, { role: name = '' }) => {
  const { roles } = backendOf(context.mount);
  const parameters = parametersOf(context);
  const known = roles.get(name);
  if ((parameters.string('role_type') ?? 'jwt') !== 'jwt')
    throw badRequest('this double serves roles of type jwt alone');
  const userClaim = parameters.string('user_claim') ?? known?.userClaim ?? '';
  if (userClaim === '') throw badRequest('a user claim must be defined on the role');
  const role: JwtRole = {
    userClaim,
    boundAudiences: parameters.stringList('bound_audiences') ?? known?.boundAudiences ?? [],
    boundSubject: parameters.string('bound_subject') ?? known?.boundSubject ?? '',
    settings: changeTokenSettings(known?.settings ?? newTokenSettings(), parameters),
  };
  if (role.boundAudiences.length === 0 && role.boundSubject === '') {
    throw badRequest('must have at least one bound constraint when creating/updating a role');
  }
  roles.set(name, role);
  return noContent();
};

const readRole: Handler = (context, { role: name = '' }) => {
  const role = backendOf(context.mount).roles.get(name);
  if (!role) throw notFound();
  return withData({
    bound_audiences: role.boundAudiences,
    bound_subject: role.boundSubject,
    role_type: 'jwt',
    user_claim: role.userClaim,
    ...tokenSettingsView(role.settings),
  });
};

const login: Handler = (context) => {
  const parameters = parametersOf(context);
  const mount = context.mount;
  const backend = backendOf(mount);
  const name = parameters.string('role') ?? backend.defaultRole;
  if (name === '') throw badRequest('missing role');
  const role = backend.roles.get(name);
  if (!mount || !role) throw badRequest(`role "${name}" could not be found`);
  const jwt = parameters.string('jwt') ?? '';
  if (jwt === '') throw badRequest('missing token');
  const claims = verifiedClaims(jwt, backend.keys);
  refuseClaims(context, claims, backend, role);
  const user = claims[role.userClaim];
  if (typeof user !== 'string' || user === '') throw badRequest(`claim "${role.userClaim}" not found in token`);
  return completeLogin(context, mount, {
    aliasName: user,
    displayName: `${mount.path.slice(0, -1)}-${user}`,
    metadata: stringRecord([['role', name]]),
    settings: role.settings,
  });
};

/** @throws VaultError 400 unless one of the keys made the signature, by RS256 or ES256 */
function verifiedClaims(jwt: string, keys: readonly KeyObject[]): Record<string, unknown> {
  const [head = '', payload = '', signature = '', ...rest] = jwt.split('.');
  const invalid = (why: string) => badRequest(`error validating token: ${why}`);
  const header = decodePart(head);
  const claims = decodePart(payload);
  if (!header || !claims || rest.length > 0) throw invalid('malformed jwt');
  const algorithm = header.alg;
  if (algorithm !== 'RS256' && algorithm !== 'ES256') throw invalid('unsupported signing algorithm');
  const wantedType = algorithm === 'RS256' ? 'rsa' : 'ec';
  const data = Buffer.from(`${head}.${payload}`);
  const genuine = keys.some(
    (key) =>
      key.asymmetricKeyType === wantedType &&
      verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')),
  );
  if (!genuine) throw invalid('no known key successfully validated the token signature');
  return claims;
}

function decodePart(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function refuseClaims(
  context: RequestContext,
  claims: Record<string, unknown>,
  backend: JwtBackend,
  role: JwtRole,
): void {
  const invalid = (why: string) => badRequest(`error validating token: ${why}`);
  const now = Number(context.state.clock.now() / 1_000_000_000n);
  const { exp, nbf, iat, aud, sub, iss } = claims;
  if (typeof exp !== 'number' && typeof nbf !== 'number' && typeof iat !== 'number') {
    throw invalid('no issued at (iat), not before (nbf), or expiration time (exp) claims in token');
  }
  if (typeof exp === 'number' && now > exp + LEEWAY)
    throw invalid('invalid expiration time (exp) claim: token is expired');
  if (typeof nbf === 'number' && now < nbf - LEEWAY)
    throw invalid('invalid not before (nbf) claim: token not yet valid');
  if (typeof iat === 'number' && now < iat - LEEWAY)
    throw invalid('invalid issued at (iat) claim: token issued in the future');
  if (backend.boundIssuer !== '' && iss !== backend.boundIssuer) throw invalid('invalid issuer (iss) claim');
  if (role.boundSubject !== '' && sub !== role.boundSubject) throw invalid('invalid subject (sub) claim');
  const audiences: unknown[] = Array.isArray(aud) ? aud : aud === undefined ? [] : [aud];
  if (role.boundAudiences.length > 0 && !role.boundAudiences.some((bound) => audiences.includes(bound))) {
    throw invalid('invalid audience (aud) claim: audience claim does not match any bound audience');
  }
  if (role.boundAudiences.length === 0 && audiences.length > 0) {
    throw invalid('audience claim found in JWT but no audiences bound to the role');
  }
}

/** The JWT auth method with validation keys given as PEM (Vault API documentation, JWT/OIDC). */
export const JWT_ROUTES: readonly Route[] = [
  { pattern: 'login', handlers: { update: login }, open: ['update'] },
  { pattern: 'config', handlers: { update: writeConfig, read: readConfig } },
  { pattern: 'role', handlers: { list: ({ mount }) => listAnswer([...backendOf(mount).roles.keys()].sort()) } },
  {
    pattern: 'role/:role',
    handlers: {
      update: writeRole,
      read: readRole,
      delete: ({ mount }, { role = '' }) => {
        backendOf(mount).roles.delete(role);
        return noContent();
      },
    },
    exists: ({ mount }, { role = '' }) => backendOf(mount).roles.has(role),
  },
];
