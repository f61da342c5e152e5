import type { Health } from '../vault/health.ts';
import type { Fields } from '../vault/vault-client.ts';

/** Something that was asked of Vault: the answer, or why there is none. */
export type Reading<Value> =
  | { known: true; value: Value }
  /** `why` is a phrase such as `GET /v1/sys/auth answered 403`; `absent` when Vault says that there is no such thing. */
  | { known: false; absent: boolean; why: string; needs: string };

/** Role of an auth method, with its name. */
export interface AuthRole {
  name: string;
  fields: Fields;
}

/** All that is read of a SCIM client and its surroundings; what the looks are taken on. */
export interface ClientFacts {
  name: string;
  address: string;
  /** Without slashes at its ends; '' is root. */
  namespace: string;
  health: Health;
  /** SCIM client as Vault gives it. */
  client: Fields;
  /** Entity that is the client's `access_grant_principal`. */
  principal: Reading<Fields>;
  /** Lookup of the token that the identity provider holds; null when nobody named it. */
  token: Reading<Fields> | null;
  /** Capabilities of that token by path; null when nobody named it. */
  rights: Reading<Record<string, string[]>> | null;
  /** Auth methods by path with a slash at its end. */
  mounts: Reading<Record<string, Fields>>;
  /** Roles of the alias mount; null where its type has none that map a user. */
  roles: Reading<AuthRole[]> | null;
  quotas: Reading<Fields[]>;
  /** Base URL that the identity provider is given, without query and slash at its end. */
  baseUrl: string;
  /** Status of `ServiceProviderConfig` without a token at that URL; 0 when nothing answers. */
  discoveryStatus: number;
  /** VAULT_CACERT or VAULT_CAPATH is set: the certificate is of a private authority. */
  privateAuthority: boolean;
  /** VAULT_SKIP_VERIFY is set. */
  insecure: boolean;
  now: Date;
}
