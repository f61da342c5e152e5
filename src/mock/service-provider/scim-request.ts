import type { Behaviour } from '../behaviour.ts';
import type { IdentityStore } from '../identity/store.ts';
import type { Namespace } from '../namespace.ts';
import type { RequestContext } from '../request.ts';
import type { ScimClient } from './client-registry.ts';

/** A SCIM request whose client is known: what each operation on users and groups works with. */
export interface ScimRequest {
  readonly ctx: RequestContext;
  readonly client: ScimClient;
  readonly behaviour: Behaviour;
  readonly namespace: Namespace;
  readonly store: IdentityStore;
  readonly faults: ReadonlySet<string>;
  /** `http://127.0.0.1:8200/v1/ns/identity/scim/v2/`, or a path, by assumption. */
  readonly base: string;
}

/** The base of every location, in the form that the assumptions ask for. */
export function locationBase(ctx: RequestContext, behaviour: Behaviour): string {
  const { assume } = behaviour;
  let base = ctx.baseUrl;
  if (assume['location-namespace'] === 'always') {
    base = `${base.slice(0, base.indexOf('/v1/'))}/v1/${ctx.namespace.path}`;
  }
  const url = `${base}identity/scim/v2/`;
  return assume.location === 'path' ? url.slice(url.indexOf('/v1/')) : url;
}
