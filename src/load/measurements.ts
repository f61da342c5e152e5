import { build, type Histogram } from 'hdr-histogram-js';
import { operationOf } from '../evidence/operation.ts';
import type { Answer } from '../scim/answer.ts';

/** Percentiles that are shown of each operation. */
export const PERCENTILES = [50, 75, 90, 95, 99, 99.9, 100] as const;

export interface OperationFigures {
  operation: string;
  requests: number;
  /** Milliseconds by percentile. */
  latency: Record<string, number>;
  errors: number;
}

export interface ErrorClass {
  operation: string;
  /** `status 409 uniqueness`, `no complete answer within the deadline`. */
  what: string;
  count: number;
}

/** One second of the run. */
export interface Second {
  requests: number;
  errors: number;
  /** Milliseconds; null in a second without answers. */
  p95: number | null;
}

/** Two digits where there are many histograms: each second of the run has one. */
const microseconds = (digits: 2 | 3 = 3) =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: 600e6, numberOfSignificantValueDigits: digits });

/** Latency, errors and throughput of the requests that it is shown. */
export class Measurements {
  readonly #all = microseconds();
  readonly #operations = new Map<string, { histogram: Histogram; errors: number }>();
  readonly #errors = new Map<string, ErrorClass>();
  readonly #seconds: { histogram: Histogram; errors: number }[] = [];
  readonly #startedAt = performance.now();
  #endedAt = this.#startedAt;

  /** Call it when the answer has come. */
  note(answer: Answer): void {
    const { exchange, status } = answer;
    const operation = operationOf(exchange);
    const took = Math.max(1, Math.round(exchange.durationMs * 1_000));
    const known = this.#operations.get(operation) ?? { histogram: microseconds(), errors: 0 };
    this.#operations.set(operation, known);
    this.#endedAt = performance.now();
    const second = this.#secondAt(this.#endedAt);
    for (const histogram of [this.#all, known.histogram, second.histogram]) histogram.recordValue(took);
    const what = errorOf(status, answer);
    if (what === null) return;
    known.errors += 1;
    second.errors += 1;
    const key = `${operation} ${what}`;
    const found = this.#errors.get(key) ?? { operation, what, count: 0 };
    found.count += 1;
    this.#errors.set(key, found);
  }

  get seconds(): number {
    return (this.#endedAt - this.#startedAt) / 1_000;
  }

  /** All operations together; then each, the most frequent first. */
  figures(): { all: OperationFigures; operations: OperationFigures[] } {
    const operations = [...this.#operations]
      .map(([operation, { histogram, errors }]) => figuresOf(operation, histogram, errors))
      .sort((a, b) => b.requests - a.requests);
    const errors = operations.reduce((sum, one) => sum + one.errors, 0);
    return { all: figuresOf('all', this.#all, errors), operations };
  }

  errors(): ErrorClass[] {
    return [...this.#errors.values()].sort((a, b) => b.count - a.count);
  }

  timeline(): Second[] {
    return Array.from(this.#seconds, ({ histogram, errors }) => ({
      requests: histogram.totalCount,
      errors,
      p95: histogram.totalCount === 0 ? null : milliseconds(histogram, 95),
    }));
  }

  #secondAt(time: number): { histogram: Histogram; errors: number } {
    const index = Math.floor((time - this.#startedAt) / 1_000);
    while (this.#seconds.length <= index) this.#seconds.push({ histogram: microseconds(2), errors: 0 });
    const second = this.#seconds[index];
    if (!second) throw new RangeError(`no second ${index}`);
    return second;
  }
}

function figuresOf(operation: string, histogram: Histogram, errors: number): OperationFigures {
  const latency = Object.fromEntries(PERCENTILES.map((one) => [`p${one}`, milliseconds(histogram, one)]));
  return { operation, requests: histogram.totalCount, latency, errors };
}

function milliseconds(histogram: Histogram, percentile: number): number {
  return histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1_000;
}

/** What went wrong, in words of a small number; null for a success. */
function errorOf(status: number, { body, exchange }: Answer): string | null {
  if (status === 0) return exchange.failure ?? 'no answer';
  if (status < 400) return null;
  const scimType = typeof body === 'object' && body !== null && 'scimType' in body ? ` ${String(body.scimType)}` : '';
  return `status ${status}${scimType}`;
}
