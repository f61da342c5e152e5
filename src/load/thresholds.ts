import type { LoadResult } from './run-load.ts';

/** What a run must keep; null is not asked for. */
export interface Thresholds {
  /** Milliseconds, over all requests. */
  maxP95: number | null;
  maxP99: number | null;
  /** Percent: of the requests that failed, and of the people whom the vendor gave up. */
  maxErrors: number;
  /** Requests a second. */
  minThroughput: number | null;
}

/** What the run did not keep, as sentences. A lost update is never allowed. */
export function breaches(result: LoadResult, thresholds: Thresholds): string[] {
  const { all, seconds, readBack, people } = result;
  const errors = all.requests === 0 ? 0 : (100 * all.errors) / all.requests;
  const abandoned = (100 * people.abandoned) / Math.max(1, people.done + people.abandoned);
  const throughput = seconds === 0 ? 0 : all.requests / seconds;
  const p95 = all.latency.p95 ?? 0;
  const p99 = all.latency.p99 ?? 0;
  const { maxP95, maxP99, maxErrors, minThroughput } = thresholds;
  return [
    ...(readBack.lost.length > 0 ? [`${readBack.lost.length} acknowledged changes are not what the server holds`] : []),
    ...(maxP95 !== null && p95 > maxP95 ? [`p95 is ${p95.toFixed(1)} ms, allowed are ${maxP95}`] : []),
    ...(maxP99 !== null && p99 > maxP99 ? [`p99 is ${p99.toFixed(1)} ms, allowed are ${maxP99}`] : []),
    ...(abandoned > maxErrors
      ? [`${abandoned.toFixed(2)} % of the people were given up by the vendor, allowed are ${maxErrors} %`]
      : []),
    ...(errors > maxErrors ? [`${errors.toFixed(2)} % of the requests failed, allowed are ${maxErrors} %`] : []),
    ...(minThroughput !== null && throughput < minThroughput
      ? [`${throughput.toFixed(1)} requests a second were answered, wanted are ${minThroughput}`]
      : []),
  ];
}
