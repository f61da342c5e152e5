import type { HeaderLines } from '../evidence/exchange.ts';

/** One exchange as it went through the proxy, in clear: for judging only, never stored. */
export interface PassedExchange {
  method: string;
  /** Path and query as the connector sent them. */
  target: string;
  requestHeaders: HeaderLines;
  requestBody: CapturedBody;
  /** 0 when the server gave no answer. */
  status: number;
  responseHeaders: HeaderLines;
  responseBody: CapturedBody;
  /** Milliseconds since the epoch, with fractions: what met and what came after is decided by it. */
  startedAt: number;
  /** Milliseconds from the arrival of the request to the last byte of the server's answer. */
  durationMs: number;
  /** Why no complete answer came; absent when one did. */
  failure?: string;
}

/** The beginning of a body, and whether that is all of it. */
export interface CapturedBody {
  bytes: Buffer;
  isWhole: boolean;
}

/** Keeps the beginning of a body that streams by: what is longer is passed on all the same, but not judged. */
export class BodyCapture {
  readonly #limit: number;
  readonly #parts: Buffer[] = [];
  #size = 0;
  #isWhole = true;

  /** @param limit bytes that are kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(part: Buffer): void {
    const room = this.#limit - this.#size;
    if (part.length > room) this.#isWhole = false;
    if (room <= 0 || part.length === 0) return;
    // A copy: the buffer belongs to the stream.
    const kept = Buffer.from(part.subarray(0, room));
    this.#parts.push(kept);
    this.#size += kept.length;
  }

  body(): CapturedBody {
    return { bytes: Buffer.concat(this.#parts), isWhole: this.#isWhole };
  }
}
