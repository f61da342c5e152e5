import type { Instant } from '../clock.ts';

export type TokenType = 'service' | 'batch' | 'scim';

/** A live token. `id` is the secret itself. Times to live are in seconds. */
export interface Token {
  readonly id: string;
  /** Empty for a batch token. */
  readonly accessor: string;
  readonly namespaceId: string;
  readonly type: TokenType;
  /** Null for an orphan. */
  readonly parentId: string | null;
  readonly policies: readonly string[];
  readonly meta: Record<string, string> | null;
  readonly displayName: string;
  /** Empty for a token without an entity. */
  readonly entityId: string;
  /** The API path that issued it, such as `auth/token/create`. */
  readonly path: string;
  readonly role: string;
  readonly renewable: boolean;
  readonly creationTime: Instant;
  readonly creationTtl: number;
  /** 0: none beyond the system's. */
  readonly explicitMaxTtl: number;
  /** 0: not periodic. */
  readonly period: number;
  /** The SCIM client that a `scm.` token belongs to, else empty. */
  readonly scimClientId: string;
  /** Null: never expires (the root token). */
  expireTime: Instant | null;
  lastRenewal: Instant | null;
  /** Uses left; 0: no limit; -1: the last one has begun. */
  numUses: number;
}
