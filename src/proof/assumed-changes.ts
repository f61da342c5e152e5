import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { DEFAULT_VAULT_VERSION, type VaultVersion } from '../protocol/vault.ts';
import type { Check, Verdict } from '../verdicts/verdict.ts';
import { compareVersions } from '../verdicts/versions.ts';
import type { Choice } from './covering-array.ts';

const FILE = fileURLToPath(new URL('../../fixtures/expected/assumptions.yaml', import.meta.url));

/** What other answers to open questions do to a row, and why its source says so. */
export interface AssumedChange {
  /** `name=value` of every answer that it takes. */
  assume: string[];
  /** The first version of Vault in which they do. */
  since?: VaultVersion;
  profile: string;
  row: string;
  /** Verdict with the default answers; where it is another one, nothing changes. */
  from: Verdict;
  to: Verdict;
  reason: string;
}

interface Listed {
  assume: string | string[];
  since?: VaultVersion;
  changes: { profile: string; from: Verdict; to: Verdict; rows: string[]; reason: string }[];
}

/** `fixtures/expected/assumptions.yaml`, one entry a row. */
export function readAssumedChanges(): AssumedChange[] {
  const { alternatives } = load(readFileSync(FILE, 'utf8')) as { alternatives: Listed[] };
  return alternatives.flatMap(({ assume, since, changes }) =>
    changes.flatMap(({ rows, ...change }) =>
      rows.map((row) => ({ ...change, row, assume: [assume].flat(), ...(since === undefined ? {} : { since }) })),
    ),
  );
}

/** A check that came out otherwise than it must under these answers. */
export interface Difference {
  profile: string;
  id: string;
  found: Verdict;
  wanted: Verdict[];
  reason: string;
}

const NEVER: readonly Verdict[] = ['blocked', 'harness-error', 'stale'];

/**
 * Compares a run under other answers with one under the default answers on the same version. A
 * row of Vault's documentation may become anything but `failed`, since an open question silences
 * that authority alone; every other row has the verdict that the changes give, of several that
 * concern it the one that takes most answers, else any of theirs.
 */
export function differences(
  base: readonly Check[],
  found: readonly Check[],
  choice: Choice,
  changes: AssumedChange[],
  version: string = DEFAULT_VAULT_VERSION,
): Difference[] {
  const active = changes.filter(
    ({ assume, since }) =>
      (since === undefined || compareVersions(version, since) >= 0) &&
      assume.every((one) => choice[one.slice(0, one.indexOf('='))] === one.slice(one.indexOf('=') + 1)),
  );
  const defaults = new Map(base.map(({ profile, id, verdict }) => [`${profile} ${id}`, verdict]));
  return found.flatMap(({ profile, id, verdict, authority, reason }) => {
    const before = defaults.get(`${profile} ${id}`) ?? 'not-run';
    const wanted = wantedOf(
      active.filter((one) => one.profile === profile && one.row === id && one.from === before),
    ) ?? [before];
    const isFine =
      authority === 'vault'
        ? verdict === before || (verdict !== 'failed' && !NEVER.includes(verdict))
        : wanted.includes(verdict);
    return isFine ? [] : [{ profile, id, found: verdict, wanted, reason }];
  });
}

function wantedOf(changes: readonly AssumedChange[]): Verdict[] | null {
  const most = Math.max(...changes.map(({ assume }) => assume.length));
  const closest = changes.filter(({ assume }) => assume.length === most);
  return closest.length === 0 ? null : [...new Set(closest.map(({ to }) => to))];
}
