import { Recorder } from '../evidence/recorder.ts';
import type { Answer, WireRequest } from '../scim/answer.ts';
import { equivalent } from '../scim/models/equivalence.ts';
import type { TestWatcher, WireClient } from '../scim/wire-client.ts';
import { poll } from '../vault/poll.ts';
import { CAUGHT_UP_WITHIN_MS, INDEX_HEADER, type StorageIndex } from '../vault/storage-index.ts';

/** A read whose answer became another one although nothing was written. */
export interface LateRead {
  /** As it was answered to the test. */
  first: Answer;
  /** As it was answered when it was asked again. */
  later: Answer;
  /** From the answer to the last write, by an earlier test where this one had written nothing, to the later answer. */
  afterMs: number;
  /** Indexes of the exchanges by which it was asked again. */
  repeats: number[];
  /** The documentation of the server lets its nodes be late in this way. */
  documented: boolean;
}

export interface LateReadsOptions {
  /** Keeps the exchanges that show a late read. */
  recorder: Recorder;
  /** The newest state that Vault told of. */
  index: StorageIndex;
  /** The documentation of the server lets nodes serve reads from an older state. */
  eventuallyConsistent: boolean;
  /** Milliseconds that a read may stay late without being taken for one that will never be right. Default 1,000. */
  lateWithinMs?: number;
}

interface Read {
  request: WireRequest;
  answer: Answer;
  client: WireClient;
}

const LATE_WITHIN_MS = 1_000;
/** A server that answers so often in a row alike has settled: nodes that disagree answer in turn. */
const SETTLED = 3;
/** Reads after the last write that are asked again at most: a test that polls has many. */
const ASKED = 20;
const READS = new Set(['GET', 'HEAD']);

export function isRead({ method }: { method: string }): boolean {
  return READS.has(method);
}

/**
 * Tells a server that was late from one that forgot: asks the reads of a test again, and looks whether they come out
 * otherwise. The test itself sends what connectors send, so no read of its own demands a state.
 *
 * Where lateness would be a defect, only a failing test is looked at, and only what it read after its last write: it
 * costs a test that passes nothing. Where it is documented, each read is asked again with `X-Vault-Index`, before the
 * next write or at the end of the test, since there a pass could rest on a late read as well, and so could a failure on
 * a read before the test's first write.
 */
export class LateReads {
  readonly #options: LateReadsOptions;
  /** Numbers the repeats apart: only those that show something become part of the test's evidence. */
  readonly #aside: Recorder;
  readonly #late: LateRead[] = [];
  readonly #startedAfter = new WeakMap<WireRequest, number>();
  #reads: Read[] = [];
  #confirming: Promise<void> = Promise.resolve();
  #writes = 0;
  #running = 0;
  /** Until a test writes, the last to write was the one before it, which has just removed what it made. */
  #lastWriteAt = performance.now();
  /** No test waits for one deadline after the other. */
  #unanswered = false;

  constructor(options: LateReadsOptions) {
    this.#options = options;
    this.#aside = new Recorder(options.recorder.redaction, options.recorder.pseudonyms);
  }

  /** Watches clients whose reads may be late. */
  get ofScim(): TestWatcher {
    return {
      before: (request) => this.#before(request),
      after: (request, answer, client) => {
        this.#options.index.see(answer);
        this.#after(request, () => this.#note({ request, answer, client }));
      },
    };
  }

  /** Watches clients that demand the newest state: only their writes matter. */
  get ofVault(): TestWatcher {
    return { before: (request) => this.#before(request), after: (request) => this.#after(request) };
  }

  /** Call it once, when the test has sent its last request and what it made still exists. */
  async settle({ failed }: { failed: boolean }): Promise<readonly LateRead[]> {
    const reads = this.#reads;
    if (this.#options.eventuallyConsistent) await this.#confirm();
    if (failed && this.#late.length === 0) await this.#askUntilOtherwise(reads);
    // A credential may run out between the two answers, as a check of its expiry wants it to.
    return failed ? this.#late : this.#late.filter(({ later }) => showsState(later));
  }

  /** Numbers the writes begun so far. */
  get writes(): number {
    return this.#writes;
  }

  /** Ask it when the answer has come, of a write too: nothing else was written meanwhile. */
  isUndisturbed(request: WireRequest): boolean {
    const itself = isRead(request) ? 0 : 1;
    return this.#running === itself && this.#startedAfter.get(request) === this.#writes;
  }

  #before(request: WireRequest): void | Promise<void> {
    if (isRead(request)) {
      if (this.#running === 0) this.#startedAfter.set(request, this.#writes);
      return;
    }
    if (!this.#options.eventuallyConsistent) return this.#beginWrite(request);
    return this.#confirm().then(() => this.#beginWrite(request));
  }

  #beginWrite(request: WireRequest): void {
    this.#writes += 1;
    this.#running += 1;
    if (this.#running === 1) this.#startedAfter.set(request, this.#writes);
    this.#reads = [];
  }

  #after(request: WireRequest, note?: () => void): void {
    if (isRead(request)) {
      note?.();
      return;
    }
    this.#running -= 1;
    this.#lastWriteAt = performance.now();
  }

  /**
   * A read beside a write may show either state. A node that may be late may be so after what an earlier test removed;
   * where none may, only a write of this test is looked at.
   */
  #note(read: Read): void {
    const hadNoWriteBeside = this.#startedAfter.get(read.request) === this.#writes;
    const followsWrite = this.#writes > 0 || this.#options.eventuallyConsistent;
    if (followsWrite && hadNoWriteBeside && read.answer.status !== 0) this.#reads.push(read);
  }

  /** One after the other, so that a write never overtakes the questions before it. */
  #confirm(): Promise<void> {
    this.#confirming = this.#confirming.then(async () => {
      const reads = this.#reads;
      this.#reads = [];
      for (const read of reads) await this.#confirmOne(read);
    });
    return this.#confirming;
  }

  async #confirmOne(read: Read): Promise<void> {
    const { newest } = this.#options.index;
    if (newest === null || this.#unanswered) return;
    const writes = this.#writes;
    const headers = { ...read.request.headers, [INDEX_HEADER]: newest };
    const asked: Answer[] = [];
    const later = await poll(CAUGHT_UP_WITHIN_MS, async () => {
      const answer = await this.#askAgain(read, { ...read.request, headers });
      asked.push(answer);
      return answer.status === 412 || answer.status === 0 ? undefined : answer;
    });
    this.#unanswered = later === undefined;
    if (later === undefined || this.#writes !== writes) return;
    const isAnswered = later.status < 500 && later.status !== 429;
    if (isAnswered && differ(read.answer, later)) {
      this.#keep(read, { later, at: performance.now(), asked, documented: true });
    }
  }

  async #askUntilOtherwise(reads: Read[]): Promise<void> {
    const { lateWithinMs = LATE_WITHIN_MS } = this.#options;
    const end = performance.now() + lateWithinMs;
    const watched = reads.slice(-ASKED).map((read) => new Changing(read));
    if (watched.length === 0) return;
    await poll(lateWithinMs, async () => {
      for (const one of watched) {
        const answer = await this.#askAgain(one.read, one.read.request);
        one.see(answer);
        if (performance.now() > end) return true;
      }
      return watched.some(({ settled }) => settled) ? true : undefined;
    });
    // A node that has come to the state of the write has no more leave to serve an older one.
    const documented = this.#options.eventuallyConsistent && this.#options.index.newest === null;
    for (const { read, settled, asked } of watched) {
      if (settled) this.#keep(read, { later: settled.answer, at: settled.at, asked, documented });
    }
  }

  #askAgain({ client }: Read, request: WireRequest): Promise<Answer> {
    return client.unwatched(this.#aside).send(request);
  }

  #keep(
    { answer: first }: Read,
    { later, at, asked, documented }: { later: Answer; at: number; asked: Answer[]; documented: boolean },
  ): void {
    const { recorder } = this.#options;
    const repeats = asked.map(({ exchange }) => {
      const index = recorder.nextIndex();
      recorder.keep({ ...exchange, index, phase: 'repeat' });
      return index;
    });
    this.#late.push({ first, later, afterMs: Math.round(at - this.#lastWriteAt), repeats, documented });
  }
}

/** A read that is asked again and again until it has come out otherwise for good. */
class Changing {
  readonly read: Read;
  readonly asked: Answer[] = [];
  #other: { answer: Answer; at: number; times: number } | null = null;

  constructor(read: Read) {
    this.read = read;
  }

  see(answer: Answer): void {
    this.asked.push(answer);
    if (!showsState(answer) || !differ(this.read.answer, answer)) this.#other = null;
    else if (this.#other === null || differ(this.#other.answer, answer))
      this.#other = { answer, at: performance.now(), times: 1 };
    else this.#other.times += 1;
  }

  /** The other answer, and when it came first. */
  get settled(): { answer: Answer; at: number } | null {
    return this.#other !== null && this.#other.times >= SETTLED ? this.#other : null;
  }
}

/** Anything else tells of the credential, which may have run out by itself, or of the server's health. */
function showsState({ status }: Answer): boolean {
  return (status >= 200 && status < 300) || status === 404;
}

/** Whether two answers to the same read show different states; an order is no state. */
function differ(a: Answer, b: Answer): boolean {
  if (a.status !== b.status) return true;
  if (a.body === undefined || b.body === undefined) return a.text !== b.text;
  return equivalent(a.body, b.body).length > 0;
}
