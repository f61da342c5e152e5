import type { Recorder } from '../evidence/recorder.ts';
import { Secret } from '../evidence/secret.ts';
import type { Answer, WireRequest } from '../scim/answer.ts';
import type { Finding } from '../scim/oracles/finding.ts';
import { judgeAnswer } from '../scim/oracles/judge-answer.ts';
import { ScimClient } from '../scim/scim-client.ts';
import type { ExchangeWatcher } from '../scim/wire-client.ts';
import type { TenantFacts } from '../targets/run-context.ts';
import { namespaceIn } from '../vault/provisioning.ts';
import type { TargetBench } from './bench.ts';
import { bulkOwnership } from './bulk-ownership.ts';
import type { LateReads } from './late-reads.ts';
import { type Ownership, scimOwnership } from './ownership.ts';
import type { Maker, ProvisionedByTest } from './provisioned-by-test.ts';
import type { RemovedBy, Tenant } from './tenant.ts';
import { TenantViews } from './tenant-views.ts';
import type { TestRecord } from './test-record.ts';

/** What a tenant's client tells of each exchange. */
export interface Observers {
  bench: TargetBench;
  record: TestRecord;
  ownership: Ownership;
  lateReads: LateReads;
  provisioned: ProvisionedByTest;
  /** Keeps what is asked aside from the test. */
  aside: Recorder;
}

/**
 * A tenant whose exchanges are recorded, owned by the running test and judged by the response oracles.
 *
 * @param removedBy what this tenant creates goes with it; by default the tenant deletes it itself
 */
export function judgedTenant(
  facts: TenantFacts,
  actor: string,
  { bench, record, ownership, lateReads, provisioned, aside }: Observers,
  removedBy?: RemovedBy,
): Tenant {
  const { token, ...shown } = facts;
  record.recorder.redaction.register(new Secret(token), 'token');
  for (const id of [facts.principalId, facts.clientId]) if (id) bench.pseudonyms.own(id);
  const options = {
    baseUrl: facts.scimBaseUrl,
    actor,
    token: new Secret(token),
    recorder: record.recorder,
    tls: bench.context.tls,
  };
  const oracleContext = bench.oracleContext(facts.scimBaseUrl);
  const remover = removal(removedBy, new ScimClient({ ...options, testWatcher: lateReads.ofScim }));
  const owner = scimOwnership(ownership, remover && ((path) => remover.delete(path)));
  const ownerOfBulk = bulkOwnership(ownership, remover);
  const views = new TenantViews(oracleContext, lateReads, bench.context.facts.eventuallyConsistent);
  const judge = (request: WireRequest, answer: Answer): Finding[] => [
    ...judgeAnswer(answer, oracleContext),
    ...views.judge(request, answer),
  ];
  const scimAside = new ScimClient({ ...options, recorder: aside, testWatcher: lateReads.ofScim });
  const maker: Maker = {
    clientName: facts.clientName,
    client: { id: facts.clientId, aliasAccessor: facts.aliasAccessor },
    namespace: namespaceIn(facts.scimBaseUrl),
    read: async (path) => {
      const request = { method: 'GET', path };
      const answer = await scimAside.send(request);
      const findings = judge(request, answer);
      record.judgeAside(findings, answer);
      return findings.some(({ outcome }) => outcome === 'failed') ? null : answer;
    },
  };
  const watcher: ExchangeWatcher = {
    before: (request, who) => {
      owner.before(request, who);
      ownerOfBulk.before(request, who);
    },
    after: (request, answer, who) => {
      owner.after(request, answer, who);
      ownerOfBulk.after(request, answer, who);
      provisioned.noteScim(answer, maker, record.recorder.phase);
      if (record.recorder.phase === 'clean-up') return;
      record.judgeByOracles(judge(request, answer), answer);
    },
  };
  return { ...shown, scim: new ScimClient({ ...options, watcher, testWatcher: lateReads.ofScim }) };
}

/** Who removes a resource that a tenant made, after the test; null where Vault does it. */
function removal(removedBy: RemovedBy | undefined, own: ScimClient): ScimClient | null {
  return removedBy === 'deletion of the client' ? null : (removedBy?.scim ?? own);
}
