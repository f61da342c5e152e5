import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import type { RunContext } from '../targets/run-context.ts';
import { barChart, lineChart } from './chart.ts';
import { PERCENTILES } from './measurements.ts';
import type { LostUpdate } from './read-back.ts';
import type { LoadResult } from './run-load.ts';

const TEMPLATE = readFileSync(new URL('./page.eta', import.meta.url), 'utf8');
const COLUMNS = PERCENTILES.map((one) => `p${one}`);

/** Lost updates of one kind. */
export interface LostKind {
  what: string;
  where: LostUpdate['where'];
  count: number;
  example: string;
}

export function lostKinds(lost: readonly LostUpdate[]): LostKind[] {
  const kinds = new Map<string, LostKind>();
  for (const { what, where, user, group } of lost) {
    const key = `${where} ${what}`;
    const kind = kinds.get(key) ?? { what, where, count: 0, example: [user, group].filter(Boolean).join(' in ') };
    kind.count += 1;
    kinds.set(key, kind);
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count);
}

/** The figures in words that stand above everything else, on the page and in the terminal. */
export function summaryOf(result: LoadResult): [name: string, value: string][] {
  const { all, seconds, people, behindMs, readBack, plan } = result;
  return [
    ['people done', `${people.done}${people.abandoned > 0 ? `, ${people.abandoned} abandoned` : ''}`],
    [
      'requests',
      `${all.requests} in ${seconds.toFixed(1)} s: ${(all.requests / Math.max(seconds, 0.001)).toFixed(1)} a second`,
    ],
    ['errors', `${all.errors} (${((100 * all.errors) / Math.max(all.requests, 1)).toFixed(2)} %)`],
    [
      'latency',
      `median ${(all.latency.p50 ?? 0).toFixed(2)} ms, p95 ${(all.latency.p95 ?? 0).toFixed(2)} ms, p99 ${(all.latency.p99 ?? 0).toFixed(2)} ms`,
    ],
    ...(behindMs === null
      ? []
      : [
          ['behind the rate', `${behindMs.toFixed(0)} ms at most, of ${plan.rate} people a second`] as [string, string],
        ]),
    ['lost updates', `${readBack.lost.length} of ${readBack.compared} facts`],
  ];
}

/** One page that loads nothing from outside. @param breaches thresholds that were not kept, as sentences */
export function loadPage(result: LoadResult, target: RunContext['target'], breaches: readonly string[]): string {
  const { plan, all, operations, timeline, readBack } = result;
  const seconds = timeline.map((_, i) => `${i} s`);
  return new Eta({ autoEscape: true }).renderString(TEMPLATE, {
    about: `${plan.users} people, ${plan.groups} groups, then ${plan.churn} leavers and ${plan.churn} joiners, as ${plan.vendor} sends them, ${plan.rate === null ? 'as fast as the server answers' : `${plan.rate} people a second`}, ${plan.concurrency} at the same time, against ${target.address}${target.vaultVersion === null ? '' : ` (Vault ${target.vaultVersion})`}.`,
    double: target.double,
    result,
    breaches,
    summary: summaryOf(result),
    percentiles: COLUMNS,
    rows: [...operations, all],
    latencyChart: lineChart(
      'Latency in milliseconds by percentile',
      COLUMNS,
      operations.map(({ operation, latency }) => ({
        name: operation,
        values: COLUMNS.map((column) => latency[column] ?? null),
      })),
      { logarithmic: true },
    ),
    throughputChart: barChart(
      'Requests a second, errors in red',
      seconds,
      timeline.map(({ requests }) => requests),
      timeline.map(({ errors }) => errors),
    ),
    p95Chart: lineChart('p95 of each second', seconds, [{ name: 'p95', values: timeline.map(({ p95 }) => p95) }]),
    lost: lostKinds(readBack.lost),
  });
}

/** Writes `load/index.html` and `load/load.json` into the reports. @returns the page's path */
export function writeLoadReport(
  result: LoadResult,
  context: Pick<RunContext, 'target' | 'reportsDir'>,
  breaches: readonly string[],
): string {
  const folder = join(context.reportsDir, 'load');
  mkdirSync(folder, { recursive: true });
  const page = join(folder, 'index.html');
  writeFileSync(page, loadPage(result, context.target, breaches));
  const record = { target: context.target, breaches, ...result };
  writeFileSync(join(folder, 'load.json'), `${JSON.stringify(record, null, 2)}\n`);
  return page;
}
