import type { Dispatcher } from 'undici';
import type { HeaderLines } from '../evidence/exchange.ts';
import { BODY_LIMIT } from './received-body.ts';

/** What came back for a request, whole or not. */
export interface Received {
  /** 0 when no status line came. */
  status: number;
  headers: HeaderLines;
  body: Buffer;
  /** Why there is no complete answer; null when there is one. */
  failure: string | null;
}

export type SentRequest = Pick<Dispatcher.DispatchOptions, 'method' | 'headers' | 'body'> & {
  origin: string;
  path: string;
};

/**
 * Sends a request and gathers its answer, by the lowest interface of undici: a stream for each answer costs a third of
 * an exchange. Never rejects.
 *
 * @param deadlineMs Milliseconds for the whole exchange.
 */
export function receive(dispatcher: Dispatcher, request: SentRequest, deadlineMs: number): Promise<Received> {
  return new Promise((resolve) => {
    // One buffer that grows: a list of chunks would take a hundred times the memory of an answer in chunks of one byte.
    let held = Buffer.alloc(0);
    let size = 0;
    let status = 0;
    let headers: HeaderLines = [];
    let controller: Dispatcher.DispatchController | null = null;
    let isOver = false;

    const end = (failure: string | null) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      const whole = failure === null || status === 0 ? failure : `after status ${status}: ${failure}`;
      resolve({ status, headers, body: held.subarray(0, size), failure: whole });
    };
    const giveUp = (failure: string) => {
      end(failure);
      controller?.abort(new Error(failure));
    };
    const timer = setTimeout(() => giveUp('no complete answer within the deadline'), deadlineMs);

    dispatcher.dispatch(request as Dispatcher.DispatchOptions, {
      onRequestStart(started) {
        controller = started;
        if (isOver) started.abort(new Error('the deadline was over before the request left'));
      },
      onRequestUpgrade(started) {
        started.abort(new Error('the server switched to another protocol'));
      },
      onResponseStart(started, statusCode) {
        // What comes before the answer proper (100 Continue, 103 Early Hints) is none.
        if (statusCode < 200) return;
        status = statusCode;
        headers = headerLines(started.rawHeaders ?? []);
      },
      onResponseData(_started, chunk) {
        const needed = size + chunk.byteLength;
        if (needed > BODY_LIMIT) return giveUp(`the answer is longer than ${BODY_LIMIT} bytes`);
        if (needed > held.byteLength) {
          const grown = Buffer.allocUnsafe(Math.max(needed, 2 * held.byteLength));
          held.copy(grown, 0, 0, size);
          held = grown;
        }
        chunk.copy(held, size);
        size = needed;
      },
      onResponseEnd() {
        end(null);
      },
      onResponseError(_started, error) {
        end(messageOf(error));
      },
    });
  });
}

function headerLines(raw: Buffer[] | string[] | object): HeaderLines {
  if (!Array.isArray(raw)) return Object.entries(raw).map(([name, value]) => [name, String(value)]);
  // Header lines are bytes; latin1 keeps each of them.
  const flat = raw.map((part: Buffer | string) => (typeof part === 'string' ? part : part.toString('latin1')));
  return Array.from({ length: flat.length / 2 }, (_, i): [string, string] => [
    flat[2 * i] ?? '',
    flat[2 * i + 1] ?? '',
  ]);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}
