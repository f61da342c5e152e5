import type { Expectation } from '../verdicts/expectations.ts';
import type { GateFacts } from '../verdicts/gate.ts';
import type { TargetIdentity } from '../verdicts/verdict.ts';

const VARIABLE = 'SCIM_CONFORMANCE_PUBLIC_RUN';

/** What reports need to know of a run; holds no credential. */
export interface PublicRun {
  runId: string;
  seed: string;
  target: TargetIdentity;
  /** Absolute path of `$REPORTS_DIR`. */
  reportsDir: string;
  /** SCIM base URL that repeat scripts put a variable in the place of. */
  scimBaseUrl: string;
  /** Start of every name that the run gave. */
  prefix: string;
  /** Values of the tenants that a reader of a repeat script has others of. */
  tenantValues: { value: string; variable: string; meaning: string }[];
  /** The target is newer than all documentation that the harness knows: no profile can be complete. */
  beyondKnown: boolean;
  /** False with VAULT_SKIP_VERIFY: nobody knows then which server answered. */
  tlsVerified: boolean;
  /** Variables that somebody has to set again to repeat the run; those that hold a secret are not among them. */
  environment: Record<string, string>;
  gateFacts: GateFacts;
  expectations: Expectation[];
}

export function publishPublicRun(run: PublicRun): void {
  process.env[VARIABLE] = JSON.stringify(run);
}

/** Null when set-up did not come so far. */
export function publishedPublicRun(): PublicRun | null {
  const text = process.env[VARIABLE];
  return text ? (JSON.parse(text) as PublicRun) : null;
}
