import type { TestInfo } from '@playwright/test';
import { Recorder } from '../evidence/recorder.ts';
import { Secret } from '../evidence/secret.ts';
import { isForVerdictsOnly } from '../run/verdicts-only.ts';
import type { TestWatcher } from '../scim/wire-client.ts';
import { VaultClient } from '../vault/vault-client.ts';
import type { Workbench } from './arrange/arrange.ts';
import type { TargetBench } from './bench.ts';
import { judgedTenant } from './judged-tenant.ts';
import { LastLook } from './last-look.ts';
import { LateReads } from './late-reads.ts';
import { Names } from './names.ts';
import { Ownership, vaultOwnership } from './ownership.ts';
import { ProvisionedByTest } from './provisioned-by-test.ts';
import { noteStaleReads } from './stale-read.ts';
import type { TestRecord } from './test-record.ts';
import { verdictsSoFar } from './verdicts-so-far.ts';

/** What one test works with, and what is to be done when it has ended. */
export interface OpenWorkbench {
  workbench: Workbench;
  /** Looks again at reads that may have been late, and removes what the test made, also after a failure. */
  close(): Promise<void>;
}

/** Prepares what one test arranges and acts with: clients whose exchanges are recorded, owned and watched. */
export function openWorkbench(bench: TargetBench, record: TestRecord, testInfo: TestInfo): OpenWorkbench {
  const { context } = bench;
  const ownership = new Ownership(bench.journal, bench.pseudonyms);
  const lateReads = new LateReads({
    recorder: record.recorder,
    index: bench.index,
    eventuallyConsistent: context.facts.eventuallyConsistent,
  });
  const provisioned = new ProvisionedByTest();
  const aside = new Recorder(record.recorder.redaction, record.recorder.pseudonyms);
  aside.beginCleanUp();
  const ofVault: TestWatcher = {
    before: (request) => lateReads.ofVault.before(request),
    after: (request, answer, client) => {
      lateReads.ofVault.after(request, answer, client);
      provisioned.noteAdministrator(answer, record.recorder.phase);
    },
  };
  const unwatchedVault = new VaultClient({
    address: context.address,
    namespace: context.namespace,
    token: context.adminToken === null ? null : new Secret(context.adminToken),
    recorder: record.recorder,
    tls: context.tls,
    index: bench.index,
    testWatcher: ofVault,
  });
  const workbench: Workbench = {
    recorder: record.recorder,
    names: new Names(context.prefix, testInfo.parallelIndex, testInfo.testId.slice(-6)),
    ownership,
    journal: bench.journal,
    tokenIssue: context.tokenIssue,
    crowd: bench.crowd,
    vault: unwatchedVault.with({ watcher: vaultOwnership(ownership, unwatchedVault.namespace) }),
    unwatchedVault,
    tenantOf: (facts, actor, removedBy) =>
      judgedTenant(facts, actor, { bench, record, ownership, lateReads, provisioned, aside }, removedBy),
  };
  const close = async () => {
    // A kill matrix asks thousands of times whether a row turns red, and never why.
    const asksWhy = record.fault === null && !isForVerdictsOnly();
    const failed = asksWhy && record.hasFinding() && verdictsSoFar(record, bench).includes('failed');
    const late = await lateReads.settle({ failed });
    noteStaleReads(record, late);
    const { controlPlane, eventuallyConsistent } = context.facts;
    const showsState = controlPlane && !eventuallyConsistent && testInfo.errors.length === 0 && !record.hasFinding();
    if (showsState) await new LastLook(provisioned, { record, vault: unwatchedVault.with({ recorder: aside }) }).take();
    record.recorder.beginCleanUp();
    bench.removals.add(await ownership.release());
  };
  return { workbench, close };
}
