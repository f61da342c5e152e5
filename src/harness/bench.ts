import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import { Secret } from '../evidence/secret.ts';
import { describeResources } from '../scim/models/resource-description.ts';
import type { OracleContext } from '../scim/oracles/finding.ts';
import type { RunContext } from '../targets/run-context.ts';
import { Journal } from '../vault/journal.ts';
import { StorageIndex } from '../vault/storage-index.ts';
import { VaultClient } from '../vault/vault-client.ts';
import type { Expectation } from '../verdicts/expectations.ts';
import { type GateFacts, pagingOf } from '../verdicts/gate.ts';
import { SharedCrowd } from './arrange/crowd.ts';
import { Removals } from './removals.ts';
import { gateFactsOf, type PublishedRun } from './run.ts';

/** What all tests of a worker share on one target. */
export interface TargetBench {
  context: RunContext;
  expectations: Expectation[];
  slot: RunContext['slots'][number];
  gateFacts: GateFacts;
  redaction: Redaction;
  pseudonyms: Pseudonyms;
  journal: Journal;
  /** The newest state of the Vault that its answers told of. */
  index: StorageIndex;
  /** What earlier tests made and what is still being removed. */
  removals: Removals;
  crowd: SharedCrowd;
  oracleContext: (baseUrl: string) => OracleContext;
}

/** Prepares the shared parts for one slot (Playwright's parallelIndex) of a run. */
export function benchFor({ context, expectations }: PublishedRun, parallelIndex: number): TargetBench {
  const slot = context.slots[parallelIndex % context.slots.length];
  if (!slot) throw new Error('the run has no tenant for this worker');
  const redaction = new Redaction();
  if (context.adminToken) redaction.register(new Secret(context.adminToken), 'token');
  const tenants = context.slots.flatMap((one) => [one.tenant, one.other, one.unaliased]).filter((one) => one !== null);
  const pseudonyms = new Pseudonyms(context.prefix, context.pseudonymKey);
  for (const tenant of tenants) {
    redaction.register(new Secret(tenant.token), 'token');
    for (const id of [tenant.principalId, tenant.clientId]) if (id) pseudonyms.own(id);
  }
  const { discovery } = context.facts;
  const resourceSchemas = describeResources(discovery.schemas, discovery.resourceTypes);
  const gateFacts = gateFactsOf(context);
  const journal = new Journal(context.journal);
  const index = new StorageIndex(context.storageIndex);
  return {
    context,
    expectations,
    slot,
    gateFacts,
    redaction,
    pseudonyms,
    journal,
    index,
    removals: new Removals(removingVault(context, { redaction, pseudonyms, index }), journal),
    crowd: new SharedCrowd(),
    oracleContext: (baseUrl) => ({
      baseUrl,
      resourceSchemas,
      isVault: gateFacts.isVault,
      paging: pagingOf(gateFacts),
    }),
  };
}

/** The administrator for what is removed after the tests; nobody asks for its exchanges. */
function removingVault(
  context: RunContext,
  { redaction, pseudonyms, index }: Pick<TargetBench, 'redaction' | 'pseudonyms' | 'index'>,
): VaultClient | null {
  if (context.adminToken === null) return null;
  const recorder = new Recorder(redaction, pseudonyms);
  recorder.beginCleanUp();
  return new VaultClient({ ...context, token: new Secret(context.adminToken), recorder, index });
}
