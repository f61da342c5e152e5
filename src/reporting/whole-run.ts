import type { Exchange } from '../evidence/exchange.ts';
import type { PublicRun } from '../run/public-run.ts';
import { type PartSet, partSets, type RunPart } from '../run/run-part.ts';
import type { TargetIdentity } from '../verdicts/verdict.ts';
import { targetInWords } from './target-words.ts';

/** The shards of a run seen as one run. */
export interface WholeRun {
  run: PublicRun;
  /** One sentence when a part is not there: then nothing can pass, since what a lost test found is unknown. */
  missing: string | null;
  /** Profiles that were asked for by name, be there a test of them or not. */
  profiles: string[];
  /** The exchanges as if one shard had made them all, for scripts that repeat them. */
  ofOneRun(exchanges: Exchange[]): Exchange[];
}

/** Blobs that cannot be one run; the message is a sentence for the user. */
export class PartsError extends Error {}

/**
 * Unites the parts of a run. Prefix, base URL and run id are those of the first part.
 *
 * @param profiles Profiles that must be among the parts.
 * @throws PartsError when the parts are of several targets, or one is there twice
 */
export function wholeRun(parts: RunPart[], reportsDir: string, profiles: string[] = []): WholeRun {
  const [first, ...others] = parts.map(({ run }) => run).sort((a, b) => (a.runId < b.runId ? -1 : 1));
  if (!first) throw new PartsError('These blobs are of no run of this harness.');
  const stranger = others.find(({ target }) => kindOf(target) !== kindOf(first.target));
  if (stranger) {
    const [one, other] = [first.target, stranger.target].map(targetInWords);
    throw new PartsError(`These blobs are of several targets (${one}; ${other}): merge each target by itself.`);
  }
  const sets = partSets(parts);
  for (const { doubled, total, name } of sets) {
    if (doubled.length === 0) continue;
    throw new PartsError(`Shard ${doubled[0]} of ${total} (${name}) is there twice: remove the blob of an older run.`);
  }
  return {
    run: { ...first, reportsDir, tenantValues: [first, ...others].flatMap(({ tenantValues }) => tenantValues) },
    profiles: [...profiles, ...parts.flatMap(({ selected }) => selected)],
    missing: missingInWords(sets, absent(sets, profiles)),
    ofOneRun: (exchanges) => (others.length === 0 ? exchanges : exchanges.map((one) => asOf(first, others, one))),
  };
}

/** What parts of one run agree on. Each shard starts a server of its own where the harness starts it. */
function kindOf({ kind, address, vaultVersion, edition, contract, double }: TargetIdentity): string {
  const where = kind === 'vault' || kind === 'scim' ? address : '';
  return JSON.stringify([kind, where, vaultVersion, edition, contract, double]);
}

function absent(sets: PartSet[], profiles: string[]): string[] {
  const selections = sets.flatMap(({ parts }) => parts.map(({ selected }) => selected));
  return profiles.filter((name) => !selections.some((selected) => selected.length === 0 || selected.includes(name)));
}

function missingInWords(sets: PartSet[], profiles: string[]): string | null {
  const lost = [
    ...sets.flatMap(({ missing, total, name }) =>
      missing.length > 0 ? [`shard ${missing.join(', ')} of ${total} (${name})`] : [],
    ),
    ...profiles.map((name) => `the profile ${name}`),
  ];
  if (lost.length === 0) return null;
  return `Incomplete: ${lost.join('; ')} is missing. What was not found failing counts as interrupted; run what is missing, and merge all blobs again.`;
}

function asOf(first: PublicRun, others: PublicRun[], exchange: Exchange): Exchange {
  let text = JSON.stringify(exchange);
  for (const { prefix, scimBaseUrl, target } of others) {
    text = text.replaceAll(prefix, first.prefix).replaceAll(scimBaseUrl, first.scimBaseUrl);
    text = text.replaceAll(target.address, first.target.address);
  }
  return JSON.parse(text) as Exchange;
}
