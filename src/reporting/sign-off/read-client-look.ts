import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_LOOK, type ClientLookFile, isClean, looksFor, looksInWords } from '../../run/client-look.ts';
import type { Conformance } from '../../verdicts/verdict.ts';
import type { RunFacts } from './read-subject.ts';
import type { ClientLook } from './sign-off.ts';
import { SignOffError } from './sign-off-error.ts';

/** Settings, tokens and quotas change; an older look says little about the day of the run. */
const FRESH_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * What `doctor --client` found, from the reports directory, as far as it concerns a profile. It counts only for the
 * server, version and namespace of the run, and only when the run's tenants had the client's settings.
 *
 * @throws SignOffError when the file cannot be read
 */
export function readClientLook(
  reportsDir: string,
  { target, run }: Conformance,
  { profile, environment }: { profile: string; environment: RunFacts['environment'] },
): ClientLook {
  const file = join(reportsDir, CLIENT_LOOK);
  const look = existsSync(file) ? read(file) : null;
  if (target.vaultVersion === null) return without('not applicable', 'Not a Vault: it has no SCIM client to look at.');
  const isThere = look !== null && isSameServer(look, target);
  if (target.double !== null && !isThere) {
    return without('not applicable', 'A double: it serves no production, so that there is no client to look at.');
  }
  if (look === null) {
    const summary = 'The SCIM client of production was not looked at: run "npm run doctor -- --client NAME".';
    return without('not looked at', summary);
  }
  const own = looksFor(look.looks, profile);
  const whys = [...objections(look, target, run, environment), ...(isClean(own) ? [] : [looksInWords(own)])];
  return {
    state: whys.length === 0 ? 'clean' : 'findings',
    client: look.client,
    summary: whys.length === 0 ? `Looked at on ${look.lookedAt.slice(0, 10)}: ${looksInWords(own)}.` : sentence(whys),
    lookedAt: look.lookedAt,
    settings: look.settings,
    looks: own
      .filter(({ state }) => state !== 'ok')
      .map(({ topic, state, found, advice }) => ({ topic, state, found, advice })),
  };
}

function without(state: ClientLook['state'], summary: string): ClientLook {
  return { state, client: null, summary, lookedAt: null, settings: {}, looks: [] };
}

function isSameServer(look: ClientLookFile, target: Conformance['target']): boolean {
  const cluster = target.clusterId ?? null;
  return look.address === target.address || (cluster !== null && look.clusterId === cluster);
}

function objections(
  look: ClientLookFile,
  target: Conformance['target'],
  run: Conformance['run'],
  environment: RunFacts['environment'],
): string[] {
  const whys: string[] = [];
  const here = target.namespace ?? '';
  const inside = look.namespace === '' || here === look.namespace || here.startsWith(`${look.namespace}/`);
  const age = (Date.parse(run.startedAt) - Date.parse(look.lookedAt)) / DAY_MS;
  if (!isSameServer(look, target)) whys.push(`it was on another server (${look.address})`);
  if (look.vaultVersion !== target.vaultVersion) whys.push(`the server was Vault ${look.vaultVersion} then`);
  if (!inside) whys.push(`it was in the namespace ${look.namespace}, outside of which the run worked`);
  if (Math.abs(age) > FRESH_DAYS) whys.push(`it is more than ${FRESH_DAYS} days away from the run`);
  if (environment.SCIM_COPY_CLIENT !== look.client) {
    whys.push(`the run's tenants did not have its settings: run with SCIM_COPY_CLIENT=${look.client}`);
  }
  return whys;
}

function sentence(whys: readonly string[]): string {
  return `The look at the SCIM client of production is not clean: ${whys.join('; ')}.`;
}

function read(file: string): ClientLookFile {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<ClientLookFile> | null;
    if (content?.kind === 'client-look' && Array.isArray(content.looks)) return content as ClientLookFile;
  } catch {
    // Said below.
  }
  throw new SignOffError(`${file} holds no look at a SCIM client: run "npm run doctor -- --client NAME" again.`);
}
