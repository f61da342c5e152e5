import { randomUUID } from 'node:crypto';
import type { Recorder } from '../evidence/recorder.ts';
import type { Leftover } from '../vault/clean-up.ts';
import type { Configuration } from './configuration.ts';
import type { SideEffects } from './consent.ts';
import type { ContractChoice } from './contract-choice.ts';
import type { RunContext } from './run-context.ts';

/** Start of every name that a run gives, known to the policy in fixtures/policies/harness.hcl. */
export const NAME_START = 'vsc-';

export interface OpenOptions {
  /** Tests that run at the same time; each slot gets tenants of its own. */
  slots: number;
  /** Lower-case letters, digits and hyphens; part of the name of everything that the run makes. */
  runId: string;
  seed: string;
  /** Default: `.journal` in the working directory. */
  journalFolder?: string;
  /** What the run will do, for the text of the refusal without consent. */
  sideEffects?: SideEffects;
}

export interface OpenTarget {
  context: RunContext;
  /** How the documentation that a Vault is held to was chosen; null on any other server. */
  contract: ContractChoice | null;
  /** Facts about the target that a reader of the report should know, as sentences. */
  notes: string[];
  /**
   * Removes what the run made, stops what was started, and tells what is left. Safe to call
   * twice and while tests still run.
   */
  close(): Promise<Leftover[]>;
}

/** What every kind of target needs to open. */
export interface Opening {
  configuration: Configuration;
  prefix: string;
  journalPath: string;
  recorder: Recorder;
  options: OpenOptions;
}

/** Parts of the context that do not depend on the kind of target. */
export function commonFacts({ configuration, options, prefix }: Opening) {
  const { tls, reportsDir, sequences } = configuration;
  const { runId, seed } = options;
  return { runId, seed, pseudonymKey: randomUUID(), prefix, tls, reportsDir, sequences };
}
