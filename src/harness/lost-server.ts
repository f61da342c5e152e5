import { dispatcherFor } from '../scim/dispatcher.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { TestRecord } from './test-record.ts';

/** Reason of every row whose test met a server that was gone. */
export const LOST = 'the server no longer answers anything';
const PROBE_MS = 2_000;
const ASK_AGAIN_MS = 10_000;

/** Of this worker: no run waits for one deadline after the other, but a server may come back. */
let lost = false;
let asked = 0;

/** Whether the server was lost in an earlier test of this worker and is still gone. */
export async function isStillLost(context: RunContext): Promise<boolean> {
  if (lost && performance.now() - asked > ASK_AGAIN_MS) lost = !(await answers(context));
  return lost;
}

/**
 * Whether a finding of this test comes from a server that is gone. An answer that one request did not get is a finding
 * about that request; a server that answers nothing at all (ended, cut off) has not failed this row, nor any after it.
 */
export async function hasLostServer(record: TestRecord, context: RunContext): Promise<boolean> {
  const unanswered = record.recorder.exchanges.some(({ layer }) => layer === 'none');
  if (unanswered && record.hasFinding()) lost = !(await answers(context));
  return lost;
}

async function answers({ address, tls }: RunContext): Promise<boolean> {
  try {
    const { body } = await dispatcherFor(tls).request({
      origin: address,
      path: '/',
      method: 'GET',
      signal: AbortSignal.timeout(PROBE_MS),
    });
    await body.dump();
    return true;
  } catch {
    return false;
  } finally {
    asked = performance.now();
  }
}
