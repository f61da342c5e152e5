import type { VaultVersion } from '../protocol/vault.ts';
import type { Behaviour } from './behaviour.ts';
import { Clock } from './clock.ts';
import type { Mount } from './mount.ts';
import { Namespace } from './namespace.ts';
import type { RateLimitQuota } from './system/quotas.ts';
import { TokenStore } from './tokens/store.ts';

export type Edition = 'enterprise' | 'community';
export type ClusterRole = 'active' | 'standby' | 'performance-standby' | 'dr-secondary';

/** Everything that one double knows: nothing of it lives anywhere else, so that many doubles share a process. */
export class DoubleState {
  readonly version: VaultVersion;
  readonly edition: Edition;
  readonly role: ClusterRole;
  /** What the played version does, and what the double assumes where the documentation is silent. */
  readonly behaviour: Behaviour;
  readonly stateFaults: ReadonlySet<string>;
  readonly clock = new Clock();
  readonly root: Namespace;
  readonly tokens: TokenStore;
  readonly activatedFlags = new Set<string>();
  readonly quotas = new Map<string, RateLimitQuota>();
  readonly clusterId = crypto.randomUUID();
  /** Counts the requests that modified storage. */
  storageIndex = 0;
  readonly storageIndexKey = crypto.randomUUID();
  /** How long the background clean-up of a deleted SCIM client takes that owns so many resources, in milliseconds. */
  clientDeletionMs = (resources: number): number => Math.min(10 + 7 * resources, 150);
  initialised = true;
  sealed = false;
  unsealKey = '';
  rootToken = '';
  readonly #namespacesByPath = new Map<string, Namespace>();
  readonly #namespacesById = new Map<string, Namespace>();

  constructor(fields: {
    edition: Edition;
    role: ClusterRole;
    behaviour: Behaviour;
    stateFaults: ReadonlySet<string>;
  }) {
    this.version = fields.behaviour.version;
    this.edition = fields.edition;
    this.role = fields.role;
    this.behaviour = fields.behaviour;
    this.stateFaults = fields.stateFaults;
    this.root = new Namespace({ id: 'root', path: '', parent: null, clock: this.clock });
    this.addNamespace(this.root);
    this.tokens = new TokenStore(this.clock);
  }

  /** `path` as `a/b/`, or empty for the root namespace. */
  namespaceByPath(path: string): Namespace | undefined {
    return this.#namespacesByPath.get(path);
  }

  namespaceById(id: string): Namespace | undefined {
    return this.#namespacesById.get(id);
  }

  namespaces(): Iterable<Namespace> {
    return this.#namespacesById.values();
  }

  addNamespace(namespace: Namespace): void {
    this.#namespacesByPath.set(namespace.path, namespace);
    this.#namespacesById.set(namespace.id, namespace);
  }

  removeNamespace(namespace: Namespace): void {
    this.#namespacesByPath.delete(namespace.path);
    this.#namespacesById.delete(namespace.id);
  }

  /** The mount of an accessor and the namespace that it is in, wherever that is. */
  mountAnywhere(accessor: string): { mount: Mount; namespace: Namespace } | undefined {
    for (const namespace of this.namespaces()) {
      const mount = namespace.mountByAccessor(accessor);
      if (mount) return { mount, namespace };
    }
    return undefined;
  }
}
