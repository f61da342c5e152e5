import { markdownTable } from 'markdown-table';
import { asText } from '../reporting/markdown.ts';
import { oneLine } from '../reporting/plain-value.ts';
import { targetInWords } from '../reporting/target-words.ts';
import { wrapped } from '../reporting/wrapped-text.ts';
import { CHANGE_KINDS, type Change, type ChangeKind, type Comparison, type Finding } from './comparison.ts';

const HEADING: Record<ChangeKind, string> = {
  regression: 'Regressions',
  lost: 'Results that were lost',
  fix: 'Fixes',
  changed: 'Other changes of a verdict',
  new: 'New checks',
  vanished: 'Vanished checks',
  reworded: 'Same verdict, another reason',
};

/** The whole comparison for a terminal of that width. */
export function comparisonText(comparison: Comparison, columns: number): string {
  const sections = byKind(comparison).map(([kind, changes]) =>
    [
      `${HEADING[kind]} (${changes.length})`,
      ...changes.flatMap((change) => [
        ...wrapped(`${change.profile}  ${change.id}  ${verdicts(change)}`, columns, '  ').map((line) => `  ${line}`),
        ...wrapped(oneLine(change.title, 400), columns - 4, '').map((line) => `    ${line}`),
        ...reasons(change).flatMap((line) => wrapped(line, columns - 4, '  ').map((part) => `    ${part}`)),
      ]),
    ].join('\n'),
  );
  const head = [
    `Before: ${runInWords(comparison.before)}`,
    `After:  ${runInWords(comparison.after)}`,
    ...comparison.circumstances.map(({ what, before, after }) => `Differs: ${what}: ${before} -> ${after}`),
  ].flatMap((line) => wrapped(line, columns, '        '));
  return `${[head.join('\n'), ...sections, summaryOf(comparison)].join('\n\n')}\n`;
}

/** The comparison for a pull request or the page of a CI job; at most `most` rows a table. */
export function comparisonMarkdown(comparison: Comparison, most = 100): string {
  const sections = byKind(comparison).flatMap(([kind, changes]) => [
    `### ${HEADING[kind]} (${changes.length})`,
    markdownTable([
      ['Profile', 'Check', 'Verdict', 'What it demands', 'Reason'],
      ...changes
        .slice(0, most)
        .map((change) => [
          asText(change.profile),
          `\`${change.id}\``,
          verdicts(change),
          asText(oneLine(change.title, 200)),
          reasons(change).map(asText).join('<br>'),
        ]),
    ]),
    ...(changes.length > most ? [`${changes.length - most} more are in the JSON.`] : []),
  ]);
  const { before, after, circumstances } = comparison;
  return `${[
    `Before: ${asText(runInWords(before))}<br>After: ${asText(runInWords(after))}`,
    ...(circumstances.length === 0
      ? []
      : [
          markdownTable([
            ['What differs', 'Before', 'After'],
            ...circumstances.map((one) => [one.what, asText(one.before), asText(one.after)]),
          ]),
        ]),
    summaryOf(comparison),
    ...sections,
  ].join('\n\n')}\n`;
}

/** One line: `2 regressions, 1 fix, 545 checks as before`. */
export function summaryOf(comparison: Comparison): string {
  const counts = byKind(comparison).map(([kind, { length }]) => `${HEADING[kind].toLowerCase()}: ${length}`);
  return `${[...counts, `as before: ${comparison.same}`].join(', ')}.`.replace(/^./, (first) => first.toUpperCase());
}

function byKind({ changes }: Comparison): [ChangeKind, Change[]][] {
  return CHANGE_KINDS.flatMap((kind): [ChangeKind, Change[]][] => {
    const own = changes.filter((change) => change.kind === kind);
    return own.length === 0 ? [] : [[kind, own]];
  });
}

function verdicts({ before, after }: Change): string {
  const words = [before, after].flatMap((finding) => (finding === null ? [] : [finding.verdict]));
  return [...new Set(words)].join(' -> ');
}

function reasons({ before, after }: Change): string[] {
  const line = (when: string, finding: Finding | null) =>
    finding?.reason ? [`${when}: ${oneLine(finding.reason, 400)}`] : [];
  return [...line('before', before), ...line('after', after)];
}

function runInWords({ target, generatedAt, profiles }: Comparison['before']): string {
  const answers = profiles.map(({ name, verdict }) => `${name} ${verdict}`).join(', ');
  return `${targetInWords(target)}, ${generatedAt.slice(0, 16).replace('T', ' ')}: ${answers}`;
}
