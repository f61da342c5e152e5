import { type PublicRun, publishPublicRun } from '../run/public-run.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { Expectation } from '../verdicts/expectations.ts';
import type { GateFacts } from '../verdicts/gate.ts';
import { releaseOf } from '../verdicts/versions.ts';

/** Carries the run from global set-up to the workers: in memory only, never on disk. */
const VARIABLE = 'SCIM_CONFORMANCE_RUN';

/** What the workers and the reporter need to know of the run. */
export interface PublishedRun {
  context: RunContext;
  /** Findings that the owner of the target accepts. */
  expectations: Expectation[];
}

export function publishRun(run: PublishedRun): void {
  process.env[VARIABLE] = JSON.stringify(run);
  publishPublicRun(publicRunOf(run));
}

/** The part of the run that may be stored and shown. */
export function publicRunOf({ context, expectations }: PublishedRun): PublicRun {
  const { runId, seed, target, reportsDir, slots } = context;
  const scimBaseUrl = slots[0]?.tenant.scimBaseUrl ?? context.address;
  return { runId, seed, target, reportsDir, scimBaseUrl, gateFacts: gateFactsOf(context), expectations };
}

/** What global set-up published, or null before it and in a run that has none. */
export function publishedRun(): PublishedRun | null {
  const text = process.env[VARIABLE];
  return text ? (JSON.parse(text) as PublishedRun) : null;
}

/** What the gates of the catalogue are decided on for this target. */
export function gateFactsOf(context: RunContext): GateFacts {
  const { facts, target } = context;
  return {
    isVault: facts.version !== null,
    controlPlane: facts.controlPlane,
    contractVersion: target.contract === null ? null : (releaseOf(target.contract.replace(/^vault-/, '')) ?? null),
    secondTenant: context.slots.every((slot) => slot.other !== null),
    rootNamespace: facts.rootNamespace,
    childNamespaces: facts.childNamespaces,
    activationNotDone: false,
    discovery: facts.discovery,
  };
}
