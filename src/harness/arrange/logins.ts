import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Mount } from '../../vault/mounts.ts';
import { TOKEN_TTL } from '../../vault/token-issue.ts';
import { type Fields, textIn, type VaultClient } from '../../vault/vault-client.ts';

/** How somebody signs in at an auth mount. */
export interface LoginWay {
  /** Name of the alias on that mount that the login stands for. */
  aliasName: string;
  /** Path and body of the login request. */
  path: string;
  body: Fields;
}

/** The auth methods that a run can sign in at without a browser, by type. */
export const LOGIN_WAYS = { userpass: userpassLogin, approle: approleLogin, jwt: jwtLogin };

/** Token settings of whoever signs in: these policies alone, for an hour at most. */
function tokenSettings(policies: readonly string[]): Fields {
  return { token_policies: policies, token_no_default_policy: true, token_ttl: TOKEN_TTL, token_max_ttl: TOKEN_TTL };
}

/** A user of a userpass mount (Vault API documentation, Userpass). @throws ArrangeError */
export async function userpassLogin(
  vault: VaultClient,
  mount: Pick<Mount, 'path'>,
  name: string,
  policies: readonly string[],
): Promise<LoginWay> {
  const password = randomUUID();
  await vault.writeOrThrow('create a userpass user', `auth/${mount.path}/users/${name}`, {
    password,
    ...tokenSettings(policies),
  });
  return { aliasName: name, path: `auth/${mount.path}/login/${name}`, body: { password } };
}

/** A role of an AppRole mount, whose alias is named by its role id (Vault API documentation, AppRole). @throws ArrangeError */
export async function approleLogin(
  vault: VaultClient,
  mount: Pick<Mount, 'path'>,
  name: string,
  policies: readonly string[],
): Promise<LoginWay> {
  const role = `auth/${mount.path}/role/${name}`;
  await vault.writeOrThrow('create an AppRole role', role, tokenSettings(policies));
  const roleId = textIn(await vault.readData('read a role id', `${role}/role-id`), 'role_id') ?? '';
  const secretId = textIn(await vault.writeData('make a secret id', `${role}/secret-id`, {}), 'secret_id') ?? '';
  return { aliasName: roleId, path: `auth/${mount.path}/login`, body: { role_id: roleId, secret_id: secretId } };
}

/** A role of a JWT mount with a key pair made here, and a JWT of `name` (Vault API documentation, JWT). @throws ArrangeError */
export async function jwtLogin(
  vault: VaultClient,
  mount: Pick<Mount, 'path'>,
  name: string,
  policies: readonly string[],
): Promise<LoginWay> {
  return (await jwtIssuer(vault, mount, name, policies))(name);
}

/**
 * An issuer that a JWT mount trusts, with one role: it gives anybody of any name a JWT. There is one issuer a mount.
 *
 * @throws ArrangeError
 */
export async function jwtIssuer(
  vault: VaultClient,
  mount: Pick<Mount, 'path'>,
  role: string,
  policies: readonly string[],
): Promise<(subject: string) => LoginWay> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  await vault.writeOrThrow('configure a JWT mount', `auth/${mount.path}/config`, { jwt_validation_pubkeys: [pem] });
  await vault.writeOrThrow('create a JWT role', `auth/${mount.path}/role/${role}`, {
    role_type: 'jwt',
    user_claim: 'sub',
    bound_audiences: ['vault'],
    ...tokenSettings(policies),
  });
  return (subject) => {
    const jwt = signedJwt(privateKey, { sub: subject, aud: 'vault', ...lifetime() });
    return { aliasName: subject, path: `auth/${mount.path}/login`, body: { role, jwt } };
  };
}

/** Wide enough for a server whose clock is some minutes off. */
function lifetime(): { iat: number; exp: number } {
  const now = Math.floor(Date.now() / 1_000);
  return { iat: now - 300, exp: now + 900 };
}

/** A JWS in compact form, signed by ES256 (RFC 7515, RFC 7518 section 3.4). */
function signedJwt(key: KeyObject, claims: Fields): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const data = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode(claims)}`;
  return `${data}.${sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** Gives an entity an alias on an auth mount. @throws ArrangeError */
export async function createAlias(
  vault: VaultClient,
  entityId: string,
  mount: Pick<Mount, 'accessor'>,
  name: string,
): Promise<void> {
  await vault.writeOrThrow('give an entity an alias', 'identity/entity-alias', {
    name,
    mount_accessor: mount.accessor,
    canonical_id: entityId,
  });
}
