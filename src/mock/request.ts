import type { IncomingHttpHeaders } from 'node:http';
import type { Entity } from './identity/records.ts';
import type { Mount } from './mount.ts';
import type { Namespace } from './namespace.ts';
import type { DoubleState } from './state.ts';
import type { Token } from './tokens/token.ts';

/**
 * What Vault's HTTP layer makes of a verb: GET is `read`, LIST or GET with `list=true` is `list`, PUT and POST are
 * `update` (the pipeline asks for `create` instead where the path has an existence check and nothing exists),
 * PATCH is `patch`, DELETE is `delete`, HEAD is `header`.
 */
export type Operation = 'read' | 'list' | 'create' | 'update' | 'patch' | 'delete' | 'header';

/** One request as a handler sees it: token valid, ACL passed. */
export interface RequestContext {
  readonly state: DoubleState;
  /** The namespace that the request names, by header and path together. */
  readonly namespace: Namespace;
  /** The auth method or secrets engine that the path leads to; null for `sys/` and `identity/`. */
  readonly mount: Mount | null;
  /** Null on the few paths that need no token. */
  readonly token: Token | null;
  readonly entity: Entity | null;
  /** Whether the token's policies hold `sudo` on this path. */
  readonly hasSudo: boolean;
  readonly operation: Operation;
  /** The verb as it was sent. */
  readonly method: string;
  /**
   * Decoded path below the mount, without slashes around it: `Users/4f…` for `identity/scim/v2/Users/4f…`,
   * `client/okta` for `identity/scim/client/okta`.
   */
  readonly path: string;
  /** Decoded path below the namespace, without `/v1/`: `identity/scim/v2/Users/4f…`. */
  readonly fullPath: string;
  /** Scheme and authority by which the caller reached the double, and the path up to `fullPath`: `http://127.0.0.1:8200/v1/ns/`. */
  readonly baseUrl: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Buffer;
  /** The parsed body, undefined when it is empty. @throws VaultError 400 `error parsing JSON` */
  json(): unknown;
}
