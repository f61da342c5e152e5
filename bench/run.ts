import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { closeDispatchers } from '../src/scim/dispatcher.ts';
import { doubleLatency } from './double-latency.ts';
import { exchangeCost } from './exchange-cost.ts';
import { suiteTimes } from './suite-time.ts';

const EXCHANGE_LIMIT = 2;
const FILTER_LIMIT = 1.5;
const SIZES = [100, 10_000, 100_000];

const command = new Command('bench')
  .description('Measures, side by side, what the harness costs an exchange, how the double grows, and a whole run.')
  .option('--rounds <n>', 'how often each request is measured', readCount, 400)
  .option('--warm-up <n>', 'rounds before those that count', readCount, 200)
  .option('--repeat <n>', 'how often the first two measurements are made', readCount, 3)
  .option('--no-suite', 'leave out the whole runs, which take minutes')
  .addHelpText(
    'after',
    `
Times are medians in milliseconds. Whatever else the machine does moves them; the ratios stand, since the requests
that are compared alternate at random. Exit status: 0 the ratios are within their limits, 1 one is not.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();
const { rounds, warmUp, repeat, suite } = command.opts<{
  rounds: number;
  warmUp: number;
  repeat: number;
  suite: boolean;
}>();

const exceeded: string[] = [];
for (let i = 1; i <= repeat; i += 1) {
  const costs = await exchangeCost({ rounds, warmUp });
  show(
    `What the harness costs an exchange (${i} of ${repeat})`,
    ['exchange', 'undici alone', 'harness', 'ratio'],
    costs.map(({ kind, bare, harness, ratio }) => [kind, ms(bare), ms(harness), times(ratio)]),
  );
  const mix = costs.at(-1);
  if (mix && mix.ratio > EXCHANGE_LIMIT) exceeded.push(`an exchange costs ${times(mix.ratio)} undici alone`);

  const latencies = await doubleLatency(SIZES, { rounds, warmUp });
  show(
    `The double by number of users (${i} of ${repeat})`,
    ['request', ...SIZES.map((size) => size.toLocaleString('en')), 'last to first'],
    latencies.map(({ operation, medians, ratio }) => [operation, ...medians.map(ms), times(ratio)]),
  );
  const filter = latencies[0];
  if (filter && filter.ratio > FILTER_LIMIT) exceeded.push(`${filter.operation} grows to ${times(filter.ratio)}`);
}
if (suite) {
  show(
    'A whole run on the embedded double',
    ['workers', 'seconds', 'checks', 'exit status'],
    (await suiteTimes()).map((one) => [one.workers, one.seconds.toFixed(1), one.checks, one.exitStatus].map(String)),
  );
}
await closeDispatchers();
for (const what of exceeded) console.error(`Beyond the limit: ${what}.`);
process.exitCode = exceeded.length > 0 ? 1 : 0;

function show(title: string, head: string[], rows: string[][]): void {
  const table = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  table.push(...rows);
  console.log(`\n${title}\n${table.toString()}`);
}

function ms(value: number): string {
  return value.toFixed(3);
}

function times(value: number): string {
  return `${value.toFixed(2)} ×`;
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A number from 1 on is needed.');
  return Number(text);
}
