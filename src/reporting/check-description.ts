import type { Observation } from '../verdicts/verdict.ts';
import { asCode, asText } from './markdown.ts';
import { plainValue } from './plain-value.ts';
import type { CheckDetail } from './report-input.ts';
import { type SourcePages, sourceInWords } from './source-pages.ts';
import { repeatScriptPath, VERDICT_MEANING } from './verdict-words.ts';

/** The observation that explains the verdict best: the first that is not a pass, else none. */
export function decidingObservation(observations: Observation[]): Observation | undefined {
  const order = ['failed', 'harness-error', 'blocked', 'observed'] as const;
  for (const outcome of order) {
    const found = observations.find((observation) => observation.outcome === outcome);
    if (found) return found;
  }
  return undefined;
}

/** What a stranger needs to understand one check, in Markdown: demand, verdict, difference, how to repeat it. */
export function checkDescription(
  { check, row, observations, location, repeatScript }: CheckDetail,
  pages: SourcePages,
): string {
  const deciding = decidingObservation(observations);
  const parts = [
    `**${check.verdict.toUpperCase()}**: ${asText(VERDICT_MEANING[check.verdict])}`,
    ...(check.reason ? [`**Reason:** ${asText(check.reason)}`] : []),
    ...(check.message && check.message !== check.reason ? [asText(check.message)] : []),
    `**Requirement ${asText(check.id)}** (${asText(check.level)}): ${asText(row.statement)}`,
    `**Source:** ${asText(sourceInWords(check.source, pages))}`,
    ...(deciding ? difference(deciding) : []),
    ...howToRepeat(check.evidence, repeatScript, repeatScriptPath(check)),
    ...(row.gate && row.gate !== 'always' ? [`**Applies when:** ${asText(row.gate)}`] : []),
    ...(row.notes ? [`**Notes:** ${asText(row.notes)}`] : []),
    ...(location ? [`**Test:** ${asText(`${location.file}:${location.line}`)}`] : []),
  ];
  return parts.join('\n\n');
}

function difference(observation: Observation): string[] {
  const expected = plainValue(observation.expected, { indent: 2 });
  const actual = plainValue(observation.actual, { indent: 2 });
  return [
    `**Looked at:** ${asText(observation.what)}`,
    ...(expected === undefined ? [] : ['**Expected:**', asCode(expected)]),
    ...(actual === undefined ? [] : ['**Actual:**', asCode(actual)]),
  ];
}

function howToRepeat(evidence: string[], script: string | null, path: string | undefined): string[] {
  const stored = evidence.filter((file) => file !== path);
  const files =
    stored.length > 0 ? [`**Evidence** (below the reports directory): ${stored.map(asText).join(', ')}`] : [];
  if (script === null) return files;
  const how = path
    ? [
        '**Repeat it** (in the reports directory; the script says which variables it needs):',
        asCode(`sh ${path}`, 'sh'),
      ]
    : ['**Repeat it** with the attached script; it says which variables it needs.'];
  return [...how, ...files];
}
