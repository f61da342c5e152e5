import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { consoleSummary, onThisTerminal } from '../reporting/console-summary.ts';
import { exitStatus } from '../reporting/exit-status.ts';
import { readSourcePages } from '../reporting/source-pages.ts';
import type { TlsOptions } from '../targets/run-context.ts';
import { SetupError } from '../targets/setup-error.ts';
import { LiveJudge } from './live-judge.ts';
import { NOT_OBSERVABLE, passiveConformance, writePassiveReport } from './passive-conformance.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { readUpstream } from './upstream-identity.ts';
import { PASSIVE_ROWS } from './vendors.ts';

export interface JudgeCommand {
  /** As the user wrote it. */
  upstream: string;
  port: number;
  host: string;
  /** Profile of the vendor whose connector is in front. */
  vendor: string;
  /** Where `conformance.json` and the evidence go. */
  reports: string;
  tlsCert: string | null;
  tlsKey: string | null;
  contract: string | null;
  rewriteHost: boolean;
  /** How the server behind is spoken to. */
  tls: TlsOptions;
}

/** A judge at work. */
export interface RunningJudge {
  address: string;
  /** Who is behind, in a few words. */
  behind: string;
  /** Stops the traffic, writes the report, and gives what to print and the exit status. */
  end(): Promise<{ summary: string; status: 0 | 1 | 3 }>;
}

/**
 * Starts the proxy and the judge behind it.
 *
 * @param say gets a line for each finding when it shows first
 * @throws SetupError for what the user can put right
 */
export async function startJudge(command: JudgeCommand, say: (line: string) => void): Promise<RunningJudge> {
  const rows = PASSIVE_ROWS[command.vendor]?.();
  if (rows === undefined) {
    throw new SetupError(
      `There is no vendor "${command.vendor}" to judge as: choose one of ${Object.keys(PASSIVE_ROWS).join(', ')}.`,
    );
  }
  const upstream = originOf(command.upstream);
  const certificate = certificateOf(command.tlsCert, command.tlsKey);
  try {
    mkdirSync(command.reports, { recursive: true });
  } catch {
    throw new SetupError(`The folder ${command.reports} cannot be made: name another one with --reports.`);
  }
  const behind = await readUpstream(upstream, command.tls, command.contract);
  const startedAt = new Date();
  const judge = new LiveJudge({
    upstream,
    rows,
    onFinding: ({ outcome, row, what, answer }) => {
      if (outcome === 'failed') say(`${row}: ${what} (${answer?.operation ?? ''}, ${answer?.status ?? 'no answer'})`);
    },
  });
  const proxy = await listen(
    () =>
      startRecordingProxy({
        upstream,
        upstreamTls: command.tls,
        host: command.host,
        port: command.port,
        tls: certificate,
        rewriteHost: command.rewriteHost,
        onExchange: (exchange) => judge.take(exchange),
        onTrouble: (error) => judge.trouble(error),
      }),
    command,
  );
  const { vaultVersion, double } = behind.identity;
  const end: RunningJudge['end'] = async () => {
    await proxy.close();
    await judge.settled();
    const tlsVerified = command.tls.insecure !== true;
    const { conformance, details } = passiveConformance({
      judge,
      upstream: behind,
      vendor: command.vendor,
      rows,
      startedAt,
      runId: randomBytes(3).toString('hex'),
      tlsVerified,
    });
    writePassiveReport(command.reports, conformance, details, tlsVerified);
    const summary = consoleSummary(conformance, {
      ...onThisTerminal(),
      details,
      pages: readSourcePages(),
      paths: [...wordsOf(judge, conformance.checks), `Machines: ${join(command.reports, 'conformance.json')}`],
    });
    return { summary, status: exitStatus(conformance) };
  };
  return {
    address: proxy.address,
    behind: double ?? (vaultVersion === null ? 'a SCIM server' : `Vault ${vaultVersion}`),
    end,
  };
}

function wordsOf({ counts, troubles }: LiveJudge, checks: { verdict: string; reason: string }[]): string[] {
  const invisible = checks.filter(({ reason }) => reason === NOT_OBSERVABLE).length;
  return [
    `Exchanges: ${counts.judged} judged, ${counts.elsewhere} not addressed to SCIM, ${counts.unanswered} without a complete answer.`,
    `${invisible} checks are ${NOT_OBSERVABLE}.`,
    ...[...troubles].map(([reason, count]) => `Not judged, but passed on (${count}): ${reason}`),
  ];
}

/** Paths are the connector's to choose, so that only the origin of the address counts. */
function originOf(address: string): string {
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new SetupError(
      '--upstream is not an http or https URL: set it to something like https://vault.example.com:8200.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new SetupError('--upstream may hold no credentials: set the address alone.');
  }
  if (url.pathname !== '/' || url.search !== '') {
    throw new SetupError(
      `--upstream is the server alone, without a path: set it to ${url.origin}, the connector names the path.`,
    );
  }
  return url.origin;
}

function certificateOf(certFile: string | null, keyFile: string | null): { cert: string; key: string } | null {
  if (certFile === null && keyFile === null) return null;
  if (certFile === null || keyFile === null) {
    throw new SetupError(
      `${certFile === null ? '--tls-cert' : '--tls-key'} is missing: TLS needs both a certificate and its key.`,
    );
  }
  const [cert, key] = [read('--tls-cert', certFile), read('--tls-key', keyFile)];
  try {
    createSecureContext({ cert, key });
  } catch {
    throw new SetupError('--tls-cert and --tls-key cannot be used: check that both are PEM and belong together.');
  }
  return { cert, key };
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new SetupError(`${option}: the file ${file} cannot be read; name a readable PEM file.`);
  }
}

async function listen<Result>(start: () => Promise<Result>, { port, host }: JudgeCommand): Promise<Result> {
  try {
    return await start();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE') throw new SetupError(`Port ${port} is in use; choose another one or 0 for a free one.`);
    if (code === 'EACCES') throw new SetupError(`Port ${port} needs more rights; choose one above 1023 or 0.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new SetupError(`This machine has no address ${host}; correct --host.`);
    throw error;
  }
}
