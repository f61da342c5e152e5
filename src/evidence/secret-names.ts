import type { JsonNode } from './json-tree.ts';

/** Names of members, query parameters and form fields that hold a credential, by the kind that evidence shows. */
const KIND_OF_NAME = new Map<string, string>(
  Object.entries({
    token: ['clienttoken', 'accesstoken', 'refreshtoken', 'idtoken', 'bearertoken', 'roottoken', 'scimtoken'],
    'encoded-token': ['encodedtoken', 'encodedroottoken', 'otp'],
    password: ['password', 'passwd', 'newpassword', 'oldpassword', 'currentpassword', 'bindpass', 'passphrase'],
    'secret-id': ['secretid'],
    jwt: ['jwt', 'assertion', 'samlresponse'],
    'unseal-key': ['unsealkey', 'unsealkeys', 'unsealkeysb64', 'unsealkeyshex', 'keysbase64', 'recoverykey'],
    'recovery-key': ['recoverykeys', 'recoverykeysbase64', 'recoverykeysb64'],
    licence: ['license', 'licence', 'vaultlicense'],
    'client-secret': ['clientsecret', 'oidcclientsecret'],
    'private-key': ['privatekey', 'privatekeypem', 'clientkey', 'tlskey'],
    secret: ['secret', 'secretkey', 'secretaccesskey', 'apikey', 'xvaulttoken', 'authorization'],
  }).flatMap(([kind, names]) => names.map((name) => [name, kind] as const)),
);

/** Members of a JSON Web Key that are private (RFC 7518 section 6). */
const PRIVATE_JWK = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']);

/** Text of a name pattern for `name=value` in prose and forms; `token` alone is judged by its value. */
export const SECRET_NAME_PATTERN =
  '(?:client|access|refresh|id|bearer|root|scim|encoded|x[_-]vault)[_-]?token|token|(?:new|old|current)?[_-]?password|' +
  'passwd|secret[_-]?id|jwt|unseal[_-]?key|(?:vault[_-]?)?licen[sc]e|(?:oidc[_-])?client[_-]?secret|private[_-]?key|api[_-]?key';

/** A part of every name that {@link SECRET_NAME_PATTERN} finds. */
export const SECRET_NAME_HINT = /token|passw|secret|jwt|unseal|licen|private|api[_-]?key/i;

/**
 * The kind of credential that a name announces, or null. Case, `_` and `-` do not matter: `client_token`,
 * `clientToken` and `Client-Token` are one name. Accessors, ids and settings such as `token_type` are none.
 */
export function kindOfName(name: string): string | null {
  return KIND_OF_NAME.get(plainName(name)) ?? null;
}

/** Whether a value under the bare name `token` can be a credential: one word of some length. */
export function looksLikeToken(value: string): boolean {
  return /^\S{12,}$/.test(value);
}

/**
 * The kind of credential that a value in a JSON body is because of where it stands, or null. For a container
 * the kind holds for everything inside it.
 *
 * @param whole what only the whole body tells, see {@link readBodyTraits}
 */
export function kindOfMember(node: JsonNode, whole: BodyTraits): string | null {
  const { key, parent } = node;
  if (key === null) return null;
  const name = plainName(key);
  if (name === 'token') return node.kind === 'string' && looksLikeToken(node.value) ? 'token' : null;
  if (name === 'keys') return kindOfKeys(node, whole);
  if (name === 'key') return node.kind === 'string' && looksLikeUnsealKey(node.value) ? 'unseal-key' : null;
  if (name === 'data') return kindOfData(node, whole);
  // `PATCH` may set a password by path, in either order of the members (RFC 7644 section 3.5.2).
  if (name === 'value') return kindOfPatchValue(node);
  if (PRIVATE_JWK.has(name) && parent?.children.some((sibling) => sibling.key === 'kty')) return 'private-key';
  const kind = KIND_OF_NAME.get(name) ?? null;
  // `sys/health` has an object `license` with state and expiry, `/Schemas` may describe one: no credential.
  if (kind === 'licence' && node.kind !== 'string') return null;
  return kind;
}

/** What decides about members whose names have two meanings. */
export interface BodyTraits {
  /** An answer of Vault in its envelope, not a request. */
  envelope: boolean;
  /** The envelope says that the KV engine answered. */
  keyValue: boolean;
  /** Unseal or recovery keys are in the body. */
  unsealing: boolean;
}

export function readBodyTraits(text: string): BodyTraits {
  return {
    envelope: /"request_id"|"lease_duration"|"lease_id"/.test(text),
    keyValue: /"mount_type"\s*:\s*"kv/.test(text),
    unsealing: /"(?:recovery_)?keys_base64"/.test(text),
  };
}

/** `keys` are unseal keys in the answer of `sys/init`, names or ids in every list, public in a key set. */
function kindOfKeys(node: JsonNode, whole: BodyTraits): string | null {
  if (node.kind !== 'array' || node.children.some((child) => child.kind !== 'string')) return null;
  const top = node.parent !== null && node.parent.parent === null;
  const secret =
    whole.unsealing || (top && !whole.envelope) || node.children.some((child) => looksLikeUnsealKey(child.value));
  return secret ? 'unseal-key' : null;
}

/** KV: `data.data` in answers of version 2, `data` in those of version 1 and in writes of version 2. */
function kindOfData(node: JsonNode, whole: BodyTraits): string | null {
  if (node.kind !== 'object') return null;
  const { parent } = node;
  if (parent?.key === 'data' && parent.parent?.parent === null) return 'secret-value';
  if (parent === null || parent.parent !== null) return null;
  if (!whole.envelope) return 'secret-value';
  const version2 = node.children.some((child) => child.key === 'data' || child.key === 'versions');
  const listing = node.children.some((child) => child.key === 'keys' && child.kind === 'array');
  return whole.keyValue && !version2 && !listing ? 'secret-value' : null;
}

function kindOfPatchValue(node: JsonNode): string | null {
  const path = node.parent?.children.find(
    (sibling) => sibling.key?.toLowerCase() === 'path' && sibling.kind === 'string',
  );
  return path && /(?:^|:|\.)password$/i.test(path.value.trim()) ? 'password' : null;
}

function looksLikeUnsealKey(value: string): boolean {
  return /^(?:[0-9a-f]{40,}|[A-Za-z0-9+/]{42,}={0,2})$/i.test(value);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[_\-\s]/g, '');
}
