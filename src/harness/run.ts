import { type PublicRun, publishPublicRun } from '../run/public-run.ts';
import { publicVariables } from '../run/public-variables.ts';
import type { RunContext, TenantFacts } from '../targets/run-context.ts';
import type { Expectation } from '../verdicts/expectations.ts';
import type { GateFacts } from '../verdicts/gate.ts';
import { releaseOf } from '../verdicts/versions.ts';

/** Carries the run from global set-up to the workers: in memory only, never on disk. */
const VARIABLE = 'SCIM_CONFORMANCE_RUN';
const TOKEN_MOUNT = 'the accessor of the token auth mount: vault auth list shows it';

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
  const { runId, seed, target, reportsDir, slots, tokenIssue, prefix } = context;
  return {
    runId,
    seed,
    target,
    reportsDir,
    prefix,
    scimBaseUrl: slots[0]?.tenant.scimBaseUrl ?? context.address,
    tenantValues: [
      ...slots.flatMap((slot) => [
        ...valuesOf(slot.tenant, '', 'the SCIM client of $SCIM_TOKEN'),
        ...valuesOf(slot.other, '_OTHER', 'the SCIM client of $SCIM_TOKEN_OTHER'),
        ...valuesOf(slot.unaliased, '_UNALIASED', 'the SCIM client of $SCIM_TOKEN_UNALIASED'),
      ]),
      ...(tokenIssue === null
        ? []
        : [{ value: tokenIssue.mount.accessor, variable: 'TOKEN_MOUNT_ACCESSOR', meaning: TOKEN_MOUNT }]),
    ],
    beyondKnown: context.facts.beyondKnown,
    tlsVerified: context.tls.insecure !== true,
    environment: publicVariables(process.env),
    gateFacts: gateFactsOf(context),
    expectations,
  };
}

function valuesOf(tenant: TenantFacts | null, suffix: string, whose: string): PublicRun['tenantValues'] {
  if (!tenant) return [];
  const values = [
    { value: tenant.clientName, variable: `SCIM_CLIENT${suffix}`, meaning: `the name of ${whose}` },
    { value: tenant.clientId, variable: `SCIM_CLIENT_ID${suffix}`, meaning: `the client_id of ${whose}` },
    { value: tenant.principalId, variable: `PRINCIPAL${suffix}`, meaning: `the principal entity of ${whose}` },
    {
      value: tenant.aliasMount?.accessor,
      variable: `ACCESSOR${suffix}`,
      meaning: `the alias mount accessor of ${whose}`,
    },
  ];
  return values.flatMap(({ value, ...rest }) => (value ? [{ value, ...rest }] : []));
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
    // Activation cannot be undone, so it is tried on another server of the same kind; only of a double there is one.
    activationNotDone: target.double !== null,
    discovery: facts.discovery,
  };
}
