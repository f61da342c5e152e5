import type { Policy } from './acl/policy.ts';
import type { Clock } from './clock.ts';
import { IdentityStore } from './identity/store.ts';
import type { Mount } from './mount.ts';

/** One namespace: everything in it is its own (Vault documentation, namespaces). */
export class Namespace {
  /** `root`, or 5 characters. */
  readonly id: string;
  /** Empty for root, else `a/b/`. */
  readonly path: string;
  readonly parent: Namespace | null;
  readonly children = new Map<string, Namespace>();
  readonly identity: IdentityStore;
  /** By path with a trailing slash: `userpass/`. */
  readonly authMounts = new Map<string, Mount>();
  readonly secretMounts = new Map<string, Mount>();
  readonly policies = new Map<string, Policy>();
  customMetadata: Record<string, string>;
  readonly #slots = new Map<string, object>();

  constructor(fields: {
    id: string;
    path: string;
    parent: Namespace | null;
    clock: Clock;
    customMetadata?: Record<string, string>;
  }) {
    this.id = fields.id;
    this.path = fields.path;
    this.parent = fields.parent;
    this.identity = new IdentityStore(fields.clock, fields.id);
    this.customMetadata = fields.customMetadata ?? {};
  }

  /** The auth or secrets mount of an accessor, in this namespace alone. */
  mountByAccessor(accessor: string): Mount | undefined {
    for (const mounts of [this.authMounts, this.secretMounts]) {
      for (const mount of mounts.values()) if (mount.accessor === accessor) return mount;
    }
    return undefined;
  }

  /** State that a feature keeps for this namespace, made at first use. */
  slot<State extends object>(name: string, create: () => State): State {
    const existing = this.#slots.get(name);
    if (existing) return existing as State;
    const created = create();
    this.#slots.set(name, created);
    return created;
  }
}
