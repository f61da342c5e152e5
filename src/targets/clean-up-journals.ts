import { hostname } from 'node:os';
import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import type { Leftover } from '../vault/clean-up.ts';
import { type Journal, journalsIn, type RunRecord } from '../vault/journal.ts';
import { cleanUpRun } from '../vault/run-clean-up.ts';
import { VaultClient } from '../vault/vault-client.ts';
import type { Configuration } from './configuration.ts';
import { cleanUpScim } from './scim-clean-up.ts';
import { scimClients } from './scim-target.ts';

export interface JournalsOptions {
  folder: string;
  configuration: Configuration;
  /** Also clean up after a run whose process is still alive. */
  force: boolean;
  /** Only say what may be left: no request is sent. */
  listOnly?: boolean;
  /** Receives one sentence for each run and each leftover. */
  say(sentence: string): void;
}

/**
 * Removes what interrupted runs left, by their journals.
 *
 * @returns 0 when nothing is left, 2 when a journal needs another configuration, 3 when something could not be removed.
 */
export async function cleanUpJournals(options: JournalsOptions): Promise<0 | 2 | 3> {
  const journals = journalsIn(options.folder);
  if (journals.length === 0) options.say(`No journals in ${options.folder}: nothing to clean up.`);
  const outcomes: (0 | 2 | 3)[] = [];
  for (const journal of journals) outcomes.push(await cleanUpJournal(journal, options));
  return outcomes.includes(3) ? 3 : outcomes.includes(2) ? 2 : 0;
}

async function cleanUpJournal(journal: Journal, options: JournalsOptions): Promise<0 | 2 | 3> {
  const { say } = options;
  const run = journal.read()?.run ?? null;
  if (run === null || run.kind === 'mock') {
    if (run !== null && isAlive(run) && !options.force) return stillRunning(run, say);
    if (!options.listOnly) journal.discard();
    say(`${journal.path}: the server ended with its run, nothing is left.`);
    return 0;
  }
  if (isAlive(run) && !options.force) return stillRunning(run, say);
  const open = journal.read()?.entries.filter(({ removed }) => !removed).length ?? 0;
  if (options.listOnly) {
    say(`Run ${run.runId} at ${run.address}, ${run.startedAt}: ${open} objects may be left.`);
    return open === 0 ? 0 : 3;
  }
  const remove = removalBy(journal, run, options.configuration);
  if (remove === null) {
    const [kind, variable, token] =
      run.kind === 'scim' ? ['scim', 'SCIM_BASE_URL', 'SCIM_TOKEN'] : ['vault', 'VAULT_ADDR', 'VAULT_TOKEN'];
    say(`Run ${run.runId}: set SCIM_TARGET=${kind}, ${variable}=${run.address} and ${token}, then repeat.`);
    return 2;
  }
  say(`Run ${run.runId} at ${run.address}: removing up to ${open} objects.`);
  const leftovers = await remove();
  for (const { type, name, id, reason } of leftovers)
    say(`Run ${run.runId}: ${type} ${name} (${id ?? '-'}) ${reason}.`);
  say(
    `Run ${run.runId} at ${run.address}: ${leftovers.length === 0 ? 'nothing is left' : `${leftovers.length} left`}.`,
  );
  return leftovers.length === 0 ? 0 : 3;
}

/** @returns Null when the configuration is not for the server of this run. */
function removalBy(journal: Journal, run: RunRecord, configuration: Configuration): (() => Promise<Leftover[]>) | null {
  const { target, tls } = configuration;
  const recorder = new Recorder(new Redaction(), new Pseudonyms(run.prefix, run.runId));
  recorder.phase = 'clean-up';
  if (run.kind === 'vault' && target.kind === 'vault' && target.address === run.address) {
    recorder.redaction.register(target.token, 'token');
    const { address, token } = target;
    return () => cleanUpRun(new VaultClient({ address, token, namespace: run.namespace, recorder, tls }), journal);
  }
  if (run.kind === 'scim' && target.kind === 'scim' && target.baseUrl === run.address) {
    recorder.redaction.register(target.token, 'token');
    return () => cleanUpScim(scimClients(target, recorder, tls), journal);
  }
  return null;
}

function stillRunning(run: RunRecord, say: (sentence: string) => void): 3 {
  say(`Run ${run.runId} is still going on (process ${run.pid}): end it first, or use --force.`);
  return 3;
}

function isAlive(run: RunRecord): boolean {
  if (run.host !== hostname() || run.pid === process.pid) return false;
  try {
    process.kill(run.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
