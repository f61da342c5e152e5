import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { requireLoadConsent } from '../load/consent.ts';
import { lostKinds, summaryOf, writeLoadReport } from '../load/load-report.ts';
import { checkPlan, LOAD_VENDORS, type LoadPlan, MOST_OBJECTS, objectsOf, requestsOf } from '../load/plan.ts';
import { runLoad } from '../load/run-load.ts';
import { breaches, type Thresholds } from '../load/thresholds.ts';
import { readConfiguration } from '../targets/configuration.ts';
import { endingWithStatus } from '../targets/end-of-command.ts';
import { openTarget } from '../targets/open-target.ts';

type Options = LoadPlan & Thresholds;

const command = new Command('load')
  .description(
    'Provisions people and groups as a vendor does, lets some leave while others join, and compares what the server\nthen holds with what it acknowledged. Writes load/index.html and load/load.json into the reports.',
  )
  .addOption(new Option('--vendor <name>', 'whose connector sends').choices(LOAD_VENDORS).default('okta'))
  .option('--users <n>', 'people that are provisioned first', readCount, 200)
  .option('--groups <n>', 'groups that they are put into', readCount, 10)
  .option('--churn <n>', 'pairs of a joiner and a leaver after that', readCount, 50)
  .option(
    '--rate <n>',
    'people that begin each second, at most 200; without it as fast as the server answers',
    readRate,
    null,
  )
  .option('--concurrency <n>', 'people that are worked on at the same time', readConcurrency, 8)
  .option('--max-p95 <ms>', 'fail above this latency', readNumber, null)
  .option('--max-p99 <ms>', 'fail above this latency', readNumber, null)
  .option('--max-errors <percent>', 'fail above this part of failed requests, or of people given up', readNumber, 0)
  .option('--min-throughput <n>', 'fail below so many requests a second', readNumber, null)
  .addHelpText(
    'after',
    `
The target is that of a run: SCIM_TARGET and its variables. A server that the harness did not start is loaded only
with SCIM_ALLOW_LOAD=host:port and SCIM_LOAD_MAX_OBJECTS=n, besides SCIM_ALLOW_SIDE_EFFECTS; no run makes more than
${MOST_OBJECTS} users and groups. Everything that was made is removed, also after Ctrl-C; after a crash by "npm run clean-up".

Exit status: 0 good, 1 an acknowledged change is lost or a threshold is not kept, 2 set-up or configuration,
3 interrupted, or something was not read back or is left on the server.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const options = command.parse().opts<Options>();
const interruption = new AbortController();
process.on('SIGINT', () => interruption.abort());
process.on('SIGTERM', () => interruption.abort());
await endingWithStatus(() => load(options, interruption.signal));

async function load({ vendor, users, groups, churn, rate, concurrency, ...thresholds }: Options, signal: AbortSignal) {
  const plan: LoadPlan = { vendor, users, groups, churn, rate, concurrency };
  checkPlan(plan);
  const configuration = readConfiguration(process.env);
  requireLoadConsent(configuration.target, process.env, plan);
  const target = await openTarget(configuration, {
    slots: 1,
    runId: randomBytes(3).toString('hex'),
    seed: 'load',
    sideEffects: { entities: users + churn + 3, groups, logins: 3, requests: requestsOf(plan) },
  });
  try {
    const { address } = target.context.target;
    console.log(`${objectsOf(plan)} users and groups on ${address}`);
    const result = await runLoad(target.context, plan, { signal, say: (sentence) => console.log(`${sentence} …`) });
    const notKept = breaches(result, thresholds);
    const page = writeLoadReport(result, target.context, notKept);
    for (const [name, value] of summaryOf(result)) console.log(`${name.padEnd(16)}  ${value}`);
    for (const { operation, what, count } of result.errors) console.log(`error  ${operation}: ${what} (${count})`);
    for (const { what, where, count } of lostKinds(result.readBack.lost)) {
      console.log(`lost  ${what}: ${count} (${where})`);
    }
    for (const sentence of notKept) console.error(`Not kept: ${sentence}.`);
    console.log(`Written: ${page}`);
    const leftovers = await target.close();
    if (leftovers.length > 0) console.error(`${leftovers.length} objects are left: "npm run clean-up" removes them.`);
    if (!result.complete) console.error('The run was interrupted.');
    if (notKept.length > 0) return 1;
    return leftovers.length > 0 || !result.complete || result.readBack.unread > 0 ? 3 : 0;
  } finally {
    await target.close();
  }
}

function readCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(text);
}

function readConcurrency(text: string): number {
  const value = readCount(text);
  if (value < 1 || value > 256) throw new InvalidArgumentError('A number from 1 to 256 is needed.');
  return value;
}

function readRate(text: string): number {
  const value = readNumber(text);
  if (value <= 0 || value > 200) throw new InvalidArgumentError('A number above 0, at most 200, is needed.');
  return value;
}

function readNumber(text: string): number {
  if (!/^\d{1,6}(\.\d+)?$/.test(text)) throw new InvalidArgumentError('A number is needed.');
  return Number(text);
}
