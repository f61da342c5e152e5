import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { Secret } from '../../src/evidence/secret.ts';
import type { Fault } from '../../src/faults/fault.ts';
import type { VaultVersion } from '../../src/protocol/vault.ts';
import { readContract, rowById } from '../../src/rulebook/rulebook.ts';
import { ScimClient } from '../../src/scim/scim-client.ts';
import { limitsOf } from '../../src/sequences/limits.ts';
import type { Actor } from '../../src/sequences/snapshot.ts';
import { Stage } from '../../src/sequences/stage.ts';
import { openFaultyDouble } from '../../src/targets/faulty-double.ts';
import type { TenantFacts } from '../../src/targets/run-context.ts';
import { Journal } from '../../src/vault/journal.ts';
import { provisionTenant } from '../../src/vault/provisioning.ts';
import { VaultClient } from '../../src/vault/vault-client.ts';

/** A stage on a double of its own; `recorder` holds the exchanges of the run that `steps` began last. */
export interface DoubleStage {
  stage: Stage;
  recorder: Recorder;
  baseUrl: string;
  close(): Promise<void>;
}

let opened = 0;

/** A double of this version with one seeded defect, or none, and two SCIM clients on it. */
export async function doubleStage(version: VaultVersion, fault: Fault | null = null): Promise<DoubleStage> {
  opened += 1;
  const double = await openFaultyDouble(fault, version, 1000 + opened);
  const { context } = double;
  const recorder = new Recorder(new Redaction(), new Pseudonyms(context.prefix, 'sequences'));
  recorder.redaction.register(new Secret(context.adminToken ?? ''), 'token');
  const vault = new VaultClient({
    address: context.address,
    namespace: context.namespace,
    token: new Secret(context.adminToken ?? ''),
    recorder,
    tls: context.tls,
  });
  const journal = new Journal(context.journal);
  const actorOf = (facts: TenantFacts, actor: string): Actor => {
    recorder.redaction.register(new Secret(facts.token), 'token');
    const { scimBaseUrl: baseUrl, clientId, aliasMount } = facts;
    const scim = new ScimClient({ baseUrl, actor, token: new Secret(facts.token), recorder, tls: {} });
    return { scim, clientId, aliasAccessor: aliasMount?.accessor ?? null };
  };
  let made = 0;
  const fresh = (): Promise<TenantFacts> => {
    made += 1;
    return provisionTenant(vault, journal, { name: `${context.prefix}fresh-${made}`, aliasMount: 'userpass' });
  };
  const [slot] = context.slots;
  if (!slot) throw new Error('the double has no tenant');
  let runs = 0;
  const stage = new Stage({
    freshScene: () =>
      recorder.during('clean-up', async () => ({
        actors: { tenant: actorOf(await fresh(), 'tenant'), other: actorOf(await fresh(), 'other') },
        vault,
      })),
    unrecorded: (work) => recorder.during('clean-up', work),
    limits: limitsOf(version, rowById, readContract(`vault-${version}`)?.knownIssues.map((issue) => issue.vault) ?? []),
    prefix: () => {
      runs += 1;
      return `${context.prefix}q${runs}`;
    },
  });
  return { stage, recorder, baseUrl: slot.tenant.scimBaseUrl, close: () => double.close() };
}
