import type { TestInfo } from '@playwright/test';
import { FAULT_ANNOTATION, MODE_ANNOTATION, ROW_ANNOTATION } from '../evidence/record-attachment.ts';
import { Recorder } from '../evidence/recorder.ts';
import { SchemaUrn } from '../protocol/scim.ts';
import { describeResources, type ResourceDescription } from '../scim/models/resource-description.ts';
import type { RunContext, TenantFacts } from '../targets/run-context.ts';
import { VaultClient } from '../vault/vault-client.ts';
import { activate } from './active-record.ts';
import { allowanceFor } from './allowed-time.ts';
import { AccessCheck } from './arrange/access-check.ts';
import { Arrange, type Workbench } from './arrange/arrange.ts';
import { benchFor, type TargetBench } from './bench.ts';
import { browserless } from './browserless.ts';
import type { FaultyServers } from './faulty-servers.ts';
import { Journey } from './journey.ts';
import { openWorkbench } from './open-workbench.ts';
import { type PublishedRun, publishedRun } from './run.ts';
import { Sequences } from './sequences.ts';
import { settle } from './settle.ts';
import type { Tenant } from './tenant.ts';
import { TestRecord } from './test-record.ts';

/** What the server did where no authority says what it must do. */
export interface ObserveOptions {
  /** `high`: an operator has to decide on it by name. */
  risk?: 'high';
  /** Sentence for people; may hold values of the run. */
  message?: string;
}

interface TestFixtures {
  /** What is known of the target and of what may be done there. */
  target: RunContext['facts'] & { namespace: string; address: string; contractVersion: string | null };
  /** SCIM client of this worker, with an auth mount for aliases. */
  tenant: Tenant;
  /** A second SCIM client on the same server. */
  other: Tenant;
  /** A SCIM client without `alias_mount_accessor`. */
  unaliased: Tenant;
  /** Vault's API as administrator in the namespace of the run. */
  vault: VaultClient;
  /** The administrator of a Vault of this test alone, in its root namespace, on which SCIM was never activated. */
  dormant: VaultClient;
  /** Prepares data; never judged. */
  arrange: Arrange;
  /** Real logins and secret reads: what a membership is worth. Does nothing on a server without Vault's API. */
  access: AccessCheck;
  /** Begins to record what a vendor's connector goes through; the outcome is observed when the test ends. */
  journey: (client: string, variant?: string) => Journey;
  /** Records a fact about the server in stable words. */
  observe: (what: string, options?: ObserveOptions) => void;
  /** Ends the test as not applicable unless the condition holds: for what no gate can know beforehand. */
  applies: (holds: boolean, reason: string) => void;
  /** The resource types as the server itself describes them; without attributes where it does not. */
  types: { user: ResourceDescription; group: ResourceDescription };
  /** Sequences of operations, generated or given, against the reference model. */
  sequences: Sequences;
  bench: TargetBench;
  record: TestRecord;
  workbench: Workbench;
}

interface WorkerFixtures {
  workerBench: () => TargetBench;
  /** The bench of a server with one seeded defect, for runs of the kill matrix. */
  faultyBench: (fault: string) => Promise<TargetBench>;
}

/** Playwright would walk the stack twice a fixture for steps that no report of ours shows. */
const UNSTEPPED = { box: 'self' } as const;

export const harnessTest = browserless.extend<TestFixtures, WorkerFixtures>({
  workerBench: [
    async ({}, use, { parallelIndex }) => {
      let bench: TargetBench | undefined;
      await use(() => {
        bench ??= benchFor(runOrThrow(), parallelIndex);
        return bench;
      });
      // What is still to be removed, the crowd too, goes with the whole run: one wait for all of it.
    },
    { scope: 'worker', ...UNSTEPPED },
  ],

  faultyBench: [
    async ({}, use, { parallelIndex }) => {
      let servers: FaultyServers | undefined;
      await use(async (fault) => {
        servers ??= await faultyServers(parallelIndex);
        return servers.benchOf(fault);
      });
      await servers?.close();
    },
    { scope: 'worker', ...UNSTEPPED },
  ],

  bench: [
    async ({ workerBench, faultyBench }, use, testInfo) => {
      const fault = faultOf(testInfo);
      await use(fault === null ? workerBench() : await faultyBench(fault));
    },
    UNSTEPPED,
  ],

  record: [
    async ({ bench }, use, testInfo) => {
      testInfo.setTimeout(testInfo.timeout + allowanceFor(bench.context));
      const rows = testInfo.annotations
        .filter(({ type }) => type === ROW_ANNOTATION)
        .map((one) => one.description ?? '');
      const record = new TestRecord(testInfo, new Recorder(bench.redaction.copy(), bench.pseudonyms), rows, {
        fault: faultOf(testInfo),
        mode: annotated(testInfo, MODE_ANNOTATION),
      });
      activate(record);
      await settle(record, bench, testInfo, () => use(record));
      activate(null);
    },
    { auto: true, ...UNSTEPPED },
  ],

  workbench: [
    async ({ bench, record }, use, testInfo) => {
      const { workbench, close } = openWorkbench(bench, record, testInfo);
      await use(workbench);
      await close();
    },
    UNSTEPPED,
  ],

  target: [
    async ({ bench }, use) => {
      const { facts, namespace, address } = bench.context;
      await use({ ...facts, namespace, address, contractVersion: bench.gateFacts.contractVersion });
    },
    UNSTEPPED,
  ],

  tenant: [
    async ({ bench, workbench }, use) => {
      await use(workbench.tenantOf(bench.slot.tenant, 'tenant'));
    },
    UNSTEPPED,
  ],

  other: [
    async ({ bench, workbench }, use) => {
      await use(workbench.tenantOf(needed(bench.slot.other, 'a second tenant'), 'other'));
    },
    UNSTEPPED,
  ],

  unaliased: [
    async ({ bench, workbench }, use) => {
      await use(workbench.tenantOf(needed(bench.slot.unaliased, 'a tenant without alias mount'), 'unaliased'));
    },
    UNSTEPPED,
  ],

  vault: [
    async ({ workbench }, use) => {
      await use(workbench.vault);
    },
    UNSTEPPED,
  ],

  dormant: [
    async ({ bench, record }, use, testInfo) => {
      const fault = faultOf(testInfo);
      const { facts, tls } = bench.context;
      const double = await dormantDouble(facts.version, fault);
      const { address, token, close } = double;
      record.recorder.redaction.register(token, 'token');
      await use(new VaultClient({ address, token, namespace: '', recorder: record.recorder, tls }));
      await close();
    },
    UNSTEPPED,
  ],

  arrange: [
    async ({ workbench }, use) => {
      await use(new Arrange(workbench));
    },
    UNSTEPPED,
  ],

  access: [
    async ({ bench, workbench }, use) => {
      await use(new AccessCheck(bench.context.facts.controlPlane ? workbench : null));
    },
    UNSTEPPED,
  ],

  sequences: [
    async ({ bench, workbench, record }, use) => {
      await use(new Sequences(bench, workbench, record));
    },
    UNSTEPPED,
  ],

  journey: [
    async ({ record }, use) => {
      const journeys: Journey[] = [];
      await use((client, variant) => {
        const journey = new Journey(client, record.mode ?? '', variant);
        journeys.push(journey);
        return journey;
      });
      for (const journey of journeys) journey.tell(record);
    },
    UNSTEPPED,
  ],

  observe: [
    async ({ record }, use) => {
      await use((what, options = {}) => record.judge({ outcome: 'observed', what, ...options }));
    },
    UNSTEPPED,
  ],

  applies: [
    async ({ record }, use, testInfo) => {
      await use((holds, reason) => {
        if (holds) return;
        record.judge({ outcome: 'not-applicable', what: reason });
        testInfo.skip(true, reason);
      });
    },
    UNSTEPPED,
  ],

  types: [
    async ({ bench }, use) => {
      const { schemas, resourceTypes } = bench.context.facts.discovery;
      const described = describeResources(schemas, resourceTypes).resourceTypes;
      const typeNamed = (name: string, urn: string): ResourceDescription =>
        described.find((one) => one.name === name) ?? {
          name,
          endpoint: `/${name}s`,
          core: { urn, attributes: [] },
          extensions: [],
        };
      await use({ user: typeNamed('User', SchemaUrn.user), group: typeNamed('Group', SchemaUrn.group) });
    },
    UNSTEPPED,
  ],
});

/*
 * A run of its own server needs neither a double in its workers nor the seeded defects: they are loaded when they are
 * needed, since every worker would wait for them.
 */

async function faultyServers(worker: number): Promise<FaultyServers> {
  const { FaultyServers } = await import('./faulty-servers.ts');
  return new FaultyServers(worker);
}

async function dormantDouble(version: RunContext['facts']['version'], fault: string | null) {
  const { openDormantDouble } = await import('../targets/dormant-double.ts');
  return openDormantDouble(version, fault === null ? null : (await import('../faults/all-faults.ts')).faultById(fault));
}

function faultOf(testInfo: TestInfo): string | null {
  return annotated(testInfo, FAULT_ANNOTATION);
}

function annotated(testInfo: TestInfo, name: string): string | null {
  return testInfo.annotations.find(({ type }) => type === name)?.description ?? null;
}

function runOrThrow(): PublishedRun {
  const run = publishedRun();
  if (!run) throw new Error('there is no target: run the suites through playwright.config.ts, which sets one up');
  return run;
}

function needed(facts: TenantFacts | null, what: string): TenantFacts {
  if (!facts) throw new Error(`the target offers no ${what}; the gate of the row should have said so`);
  return facts;
}
