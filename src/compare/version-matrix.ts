import { markdownTable } from 'markdown-table';
import { asText } from '../reporting/markdown.ts';
import { oneLine } from '../reporting/plain-value.ts';
import type { Conformance, Verdict } from '../verdicts/verdict.ts';
import { compareRuns } from './comparison.ts';
import { summaryOf } from './comparison-report.ts';

/** Checks by Vault version: those alone whose verdict is not the same in all. */
export interface VersionMatrix {
  /** Oldest first. */
  versions: string[];
  rows: { profile: string; id: string; title: string; verdicts: (Verdict | null)[] }[];
  /** What each release changed against the one before it, in one line. */
  releases: { version: string; against: string; summary: string }[];
  /** Checks whose verdict is the same in all versions. */
  same: number;
}

/** @param runs One run a version, oldest version first. */
export function versionMatrix(runs: Conformance[]): VersionMatrix {
  const versions = runs.map(versionOf);
  const rows = new Map<string, VersionMatrix['rows'][number]>();
  for (const [column, { checks }] of runs.entries()) {
    for (const { profile, id, title, verdict } of checks) {
      const key = `${profile} ${id}`;
      const row = rows.get(key) ?? { profile, id, title, verdicts: versions.map(() => null) };
      row.verdicts[column] = verdict;
      rows.set(key, row);
    }
  }
  const different = [...rows.values()].filter(({ verdicts }) => new Set(verdicts).size > 1);
  return { versions, rows: different, releases: releasesOf(runs), same: rows.size - different.length };
}

function releasesOf(runs: Conformance[]): VersionMatrix['releases'] {
  return runs.slice(1).flatMap((run, i) => {
    const before = runs[i];
    if (!before) return [];
    const comparison = compareRuns(before, run);
    // Reasons name the version, so they differ where nothing else does.
    const reworded = comparison.changes.filter(({ kind }) => kind === 'reworded').length;
    const changes = comparison.changes.filter(({ kind }) => kind !== 'reworded');
    const summary = summaryOf({ ...comparison, changes, same: comparison.same + reworded });
    return [{ version: versionOf(run), against: versionOf(before), summary }];
  });
}

function versionOf({ target }: Conformance): string {
  return target.vaultVersion?.replace(/\+.*$/, '') ?? 'no Vault';
}

/** A table that is Markdown, and reads as plain text as well. `longest` cuts the sentences. */
export function matrixTable({ versions, rows, releases, same }: VersionMatrix, longest: number): string {
  const table = markdownTable([
    ['Profile', 'Check', ...versions, 'What it demands'],
    ...rows.map(({ profile, id, title, verdicts }) => [
      profile,
      id,
      ...verdicts.map((verdict) => verdict ?? '–'),
      longest > 80 ? asText(oneLine(title, longest)) : shortened(oneLine(title), longest).replaceAll('|', '/'),
    ]),
  ]);
  const lines = releases.map(({ version, against, summary }) => `- Vault ${version} against ${against}: ${summary}`);
  return `${table}\n\n${[...lines, `- The same verdict in all versions: ${same} checks.`].join('\n')}\n`;
}

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
