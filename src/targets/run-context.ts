import type { SharedTokenIssue } from '../vault/token-issue.ts';
import type { TargetIdentity } from '../verdicts/verdict.ts';

/** TLS material for a connection to the target, as file contents (PEM). */
export interface TlsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  /** True only with VAULT_SKIP_VERIFY; such a run cannot be signed off. */
  insecure?: boolean;
}

/** A SCIM client of the target with the credential to act as it. */
export interface TenantFacts {
  /** Name of the SCIM client; '' on a SCIM server without a control plane. */
  clientName: string;
  /** Vault's `client_id`, when the version returns one. */
  clientId: string | null;
  /** Entity that is the client's `access_grant_principal`. */
  principalId: string | null;
  /** The alias mount that was made for the client, with its path (`auth/<path>`), if one was. */
  aliasMount: { accessor: string; path: string; type: string } | null;
  /** `alias_mount_accessor` of the client, also where that mount is no part of the run; null without one. */
  aliasAccessor: string | null;
  /** Base URL of the SCIM protocol for this tenant, without a slash at its end. */
  scimBaseUrl: string;
  /** ACL policy that the token carries, or null on a SCIM server without a control plane. */
  policy: string | null;
  /** Clear token. Travels in memory and in the environment of worker processes only. */
  token: string;
}

/** How much of the generated sequences a run tries. */
export interface SequenceBudget {
  /** Sequences for each check that generates them. */
  count: number;
  /** The same seed gives the same sequences. */
  seed: number;
}

/** What global set-up found out and made; handed to the workers through their environment. */
export interface RunContext {
  runId: string;
  /** Start of the name of everything that the run creates. */
  prefix: string;
  seed: string;
  /** Key of the pseudonyms for other people's objects: never published, or names could be guessed back. */
  pseudonymKey: string;
  target: TargetIdentity;
  /** Address of Vault or origin of the SCIM server. */
  address: string;
  /** Namespace in which the run works, without slashes at its ends; '' is root. */
  namespace: string;
  tls: TlsOptions;
  facts: {
    /** Vault's API beside SCIM can be used. */
    controlPlane: boolean;
    /** `X.Y.Z` without suffix, or null on a server that is not Vault. */
    version: string | null;
    /** VAULT_TOKEN may act in the root namespace. */
    rootNamespace: boolean;
    /** Child namespaces can be created below `namespace`. */
    childNamespaces: boolean;
    /** The version is above every minor version that the harness has documentation of. */
    beyondKnown: boolean;
    /** The documentation of the server lets nodes serve reads from an older state: Vault's of performance standbys. */
    eventuallyConsistent: boolean;
    /** True when the harness started the server itself. */
    ownServer: boolean;
    /** The body of /ServiceProviderConfig, /ResourceTypes and /Schemas at the start, or null. */
    discovery: { serviceProviderConfig: unknown; resourceTypes: unknown; schemas: unknown };
  };
  /** The newest state of a Vault that its answers told of (`X-Vault-Index`), or null. */
  storageIndex: string | null;
  /** What all SCIM clients of the run in `namespace` can have their tokens issued with; null without a control plane. */
  tokenIssue: SharedTokenIssue | null;
  /** Clear administrator token, or null without a control plane. */
  adminToken: string | null;
  /** One entry a slot (Playwright's parallelIndex). `other` is null when there is no second tenant. */
  slots: { tenant: TenantFacts; other: TenantFacts | null; unaliased: TenantFacts | null }[];
  /** Absolute path of the run's journal. */
  journal: string;
  sequences: SequenceBudget;
  /** Milliseconds that an exchange of the set-up took, in the median. */
  roundTripMs: number;
  /** Absolute path of the reports directory. */
  reportsDir: string;
}
