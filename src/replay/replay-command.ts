import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LiveJudge } from '../judge/live-judge.ts';
import { passiveConformance, writePassiveReport } from '../judge/passive-conformance.ts';
import { PASSIVE_ROWS } from '../judge/vendors.ts';
import { consoleSummary, onThisTerminal } from '../reporting/console-summary.ts';
import { exitStatus } from '../reporting/exit-status.ts';
import { readSourcePages } from '../reporting/source-pages.ts';
import type { Configuration } from '../targets/configuration.ts';
import { openTarget } from '../targets/open-target.ts';
import { SetupError } from '../targets/setup-error.ts';
import { compareForms, type FormComparison } from './differences.ts';
import { readHar } from './har.ts';
import { seedsIn } from './recorded-resources.ts';
import { MOST_SEEDS, type Replayed, replay } from './replay.ts';

export interface ReplayCommand {
  /** Path of the capture. */
  har: string;
  /** Profile of the vendor whose connector was recorded. */
  vendor: string;
  /** Where the report goes. */
  reports: string;
  configuration: Configuration;
  /** Default: that of every run. */
  journalFolder?: string;
}

const FORMS = { D: 'documented', C: 'captured', S: 'seen in code', T: 'told by a third party', I: 'inferred' } as const;

/**
 * Replays a capture against the configured target and reports on it.
 *
 * @returns what to print, and the exit status
 * @throws SetupError for what the user can put right
 */
export async function runReplay(
  command: ReplayCommand,
  isStopped: () => boolean,
): Promise<{ output: string; status: 0 | 1 | 3 }> {
  const { vendor, reports, configuration } = command;
  const rows = PASSIVE_ROWS[vendor]?.();
  if (rows === undefined) {
    throw new SetupError(
      `There is no vendor "${vendor}" to replay as: choose one of ${Object.keys(PASSIVE_ROWS).join(', ')}.`,
    );
  }
  const exchanges = readHar(command.har);
  const forms = compareForms(vendor, exchanges);
  const startedAt = new Date();
  const runId = randomBytes(3).toString('hex');
  const target = await openTarget(configuration, {
    slots: 1,
    runId,
    seed: 'replay',
    sideEffects: effectsOf(exchanges),
    ...(command.journalFolder === undefined ? {} : { journalFolder: command.journalFolder }),
  });
  const { context } = target;
  const judge = new LiveJudge({ upstream: context.address, rows });
  judge.describe(context.facts.discovery.schemas, context.facts.discovery.resourceTypes);
  let replayed: Replayed;
  let leftovers: Awaited<ReturnType<typeof target.close>> = [];
  try {
    replayed = await replay(exchanges, context, judge, isStopped);
  } finally {
    leftovers = await target.close();
  }
  const tlsVerified = context.tls.insecure !== true;
  const upstream = { identity: context.target, beyondKnown: context.facts.beyondKnown };
  const { conformance, details } = passiveConformance({ judge, upstream, vendor, rows, startedAt, runId, tlsVerified });
  conformance.leftovers = leftovers;
  if (replayed.isInterrupted) conformance.run.complete = false;
  mkdirSync(reports, { recursive: true });
  writePassiveReport(reports, conformance, details, tlsVerified);
  writeFileSync(
    join(reports, 'replay.json'),
    `${JSON.stringify({ schemaVersion: 1, vendor, forms, ...replayed }, null, 2)}\n`,
  );
  const summary = consoleSummary(conformance, {
    ...onThisTerminal(),
    details,
    pages: readSourcePages(),
    paths: [
      ...[...judge.troubles].map(([reason, count]) => `Not judged (${count}): ${reason}`),
      `Machines: ${join(reports, 'conformance.json')}, ${join(reports, 'replay.json')}`,
    ],
  });
  return {
    output: [...formLines(forms), ...answerLines(replayed), '', summary].join('\n'),
    status: exitStatus(conformance),
  };
}

function effectsOf(exchanges: ReturnType<typeof readHar>) {
  const seeds = seedsIn(exchanges).slice(0, MOST_SEEDS);
  const creates = (endpoint: string) =>
    exchanges.filter(({ method, path }) => method === 'POST' && path === endpoint).length +
    seeds.filter((one) => one.endpoint === endpoint).length;
  const [users, groups] = [creates('/Users'), creates('/Groups')];
  return { entities: users + 3, logins: 0, groups, requests: exchanges.length + 2 * (users + groups) + 100 };
}

function formLines(forms: FormComparison[]): string[] {
  const lines = ['The recording beside the requests that our simulator sends:'];
  for (const { request, template, form, times, differences } of forms) {
    const ours = template === null || form === null ? 'no form of ours' : `${template}, ${FORMS[form]}`;
    const verdict = template === null ? 'unknown to us' : differences.length === 0 ? 'confirmed' : 'differs';
    lines.push(`  ${verdict}: ${request} (${ours}; ${times === 1 ? 'once' : `${times} times`})`);
    for (const difference of differences) lines.push(`    ${difference}`);
  }
  return lines;
}

function answerLines({ sent, seeded, notSeeded, otherAnswers, isInterrupted }: Replayed): string[] {
  return [
    '',
    `Requests replayed: ${sent}. Users and groups that the recording found, made before: ${seeded}.`,
    ...(notSeeded.length === 0
      ? []
      : [`Not made before: ${notSeeded.length} (${[...new Set(notSeeded)].join('; ')}).`]),
    ...(isInterrupted ? ['The replay was interrupted.'] : []),
    ...otherAnswers.map(
      ({ index, request, recorded, answered }) =>
        `  entry ${index}: ${request} was answered ${recorded} in the recording, and ${answered || 'not at all'} here`,
    ),
  ];
}
