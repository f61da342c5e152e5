import PQueue from 'p-queue';
import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import { Secret } from '../evidence/secret.ts';
import { Ownership, scimOwnership } from '../harness/ownership.ts';
import { ScimClient } from '../scim/scim-client.ts';
import type { ExchangeWatcher } from '../scim/wire-client.ts';
import type { RunContext } from '../targets/run-context.ts';
import { Journal } from '../vault/journal.ts';
import { StorageIndex } from '../vault/storage-index.ts';
import { VaultClient } from '../vault/vault-client.ts';
import { Churn } from './churn.ts';
import { Ledger } from './ledger.ts';
import { type ErrorClass, Measurements, type OperationFigures, type Second } from './measurements.ts';
import type { LoadPlan } from './plan.ts';
import { provisionerOf } from './provisioner.ts';
import { type ReadBack, readBack } from './read-back.ts';

export interface LoadResult {
  plan: LoadPlan;
  /** Seconds from the first request to the last answer, without the reading back and the removal. */
  seconds: number;
  /** People whose sequence came to its end, and those whose vendor gave up on the way. */
  people: { done: number; abandoned: number };
  /** The longest that somebody began behind the schedule of the rate, in milliseconds; null without a rate. */
  behindMs: number | null;
  all: OperationFigures;
  operations: OperationFigures[];
  errors: ErrorClass[];
  timeline: Second[];
  readBack: ReadBack;
  /** Whether every step was begun; false after an interruption. */
  complete: boolean;
}

export interface LoadOptions {
  /** Ends the load early; what was made is read back and removed all the same. */
  signal?: AbortSignal;
  /** Is told what begins. */
  say?: (sentence: string) => void;
}

/**
 * Provisions people and groups through a vendor's connector, lets some leave while others join, reads everything
 * back and removes it. The first tenant of the run does it.
 */
export async function runLoad(context: RunContext, plan: LoadPlan, options: LoadOptions = {}): Promise<LoadResult> {
  const { signal, say = () => {} } = options;
  const facts = context.slots[0]?.tenant;
  if (!facts) throw new RangeError('the run has no tenant');
  const recorder = new Recorder(new Redaction(), new Pseudonyms(context.prefix, context.pseudonymKey));
  recorder.redaction.register(facts.token, 'token');
  const ownership = new Ownership(new Journal(context.journal), recorder.pseudonyms);
  const clientOptions = {
    baseUrl: facts.scimBaseUrl,
    actor: 'tenant',
    token: new Secret(facts.token),
    recorder,
    tls: context.tls,
  };
  const index = new StorageIndex(context.storageIndex);
  const owner: ExchangeWatcher = scimOwnership(ownership, (path) => unmeasured.delete(path));
  const unmeasured = new ScimClient({ ...clientOptions, watcher: owner });
  const measurements = new Measurements();
  const measured = new ScimClient({
    ...clientOptions,
    watcher: {
      before: (request, actor) => owner.before(request, actor),
      after: (request, answer, actor) => {
        owner.after(request, answer, actor);
        measurements.note(answer);
        index.see(answer);
      },
    },
  });
  const ledger = new Ledger();
  const churn = new Churn(plan, provisionerOf(plan.vendor, measured), ledger, `${context.prefix}load-`);
  try {
    await churn.run(say, signal);
    say('reading everything back');
    const compared = await recorder.during('clean-up', () =>
      readBack(ledger, {
        scim: unmeasured,
        vault: vaultOf(context, recorder, index),
        queue: new PQueue({ concurrency: plan.concurrency }),
      }),
    );
    const { all, operations } = measurements.figures();
    return {
      plan,
      seconds: measurements.seconds,
      people: churn.people,
      behindMs: plan.rate === null ? null : churn.behindMs,
      all,
      operations,
      errors: measurements.errors(),
      timeline: measurements.timeline(),
      readBack: compared,
      complete: signal?.aborted !== true,
    };
  } finally {
    say('removing everything');
    await recorder.during('clean-up', () => ownership.release(plan.concurrency));
  }
}

function vaultOf(
  { address, namespace, adminToken, tls, facts }: RunContext,
  recorder: Recorder,
  index: StorageIndex,
): VaultClient | null {
  if (!facts.controlPlane || adminToken === null) return null;
  recorder.redaction.register(adminToken, 'token');
  return new VaultClient({ address, namespace, token: new Secret(adminToken), recorder, tls, index });
}
