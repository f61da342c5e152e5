import { type Check, type Conformance, VERDICTS } from '../verdicts/verdict.ts';
import { asText } from './markdown.ts';
import { overallHeadline, targetInWords } from './target-words.ts';
import { countsInWords, isUnserved, PROFILE_HEADLINE, repeatScriptPath, VERDICT_MEANING } from './verdict-words.ts';

/** The run on one page, in Markdown: conformant? what is wrong? how is it repeated? what was not looked at? */
export function runOverview(conformance: Conformance): string {
  const { target, profiles, checks, leftovers, run } = conformance;
  const of = (...verdicts: Check['verdict'][]) => checks.filter(({ verdict }) => verdicts.includes(verdict));
  const risky = checks.filter(({ risk }) => risk === 'high');
  const lines = [
    `# ${overallHeadline(conformance)}`,
    `Target: ${asText(targetInWords(target))}`,
    ...(target.double ? ['**This is a demonstration: the server says that it is a double, not a Vault.**'] : []),
    ['| Profile | Verdict | Checks |', '|---|---|---|', ...profiles.map(profileLine)].join('\n'),
    ...section('What is wrong', of('failed', 'stale'), 'Nothing failed.'),
    ...section('What could not be checked', of('blocked', 'harness-error'), undefined),
    ...section('Deviations that are documented or accepted', of('deviation', 'incompatible', 'accepted'), undefined),
    ...section('High risk', risky, undefined),
    '## How to repeat a check',
    'Open a check in this report: its description names the script and the variables that the script needs.',
    '## Coverage',
    `${checks.length - checks.filter(isUnserved).length} of ${checks.length} requirements have a test.`,
    ...(leftovers.length > 0
      ? [
          '## Left on the server',
          leftovers.map((left) => `- ${asText(`${left.type} ${left.name}: ${left.reason}`)}`).join('\n'),
        ]
      : []),
    '## How to read verdicts',
    VERDICTS.map((verdict) => `- **${verdict}**: ${VERDICT_MEANING[verdict]}`).join('\n'),
    `Run ${asText(run.id)}, seed ${asText(run.seed)}.`,
  ];
  return `${lines.join('\n\n')}\n`;
}

function profileLine({ name, verdict, counts }: Conformance['profiles'][number]): string {
  return `| ${asText(name)} | ${PROFILE_HEADLINE[verdict]} | ${countsInWords(counts, VERDICTS)} |`;
}

function section(title: string, checks: Check[], none: string | undefined): string[] {
  if (checks.length === 0) return none === undefined ? [] : [`## ${title}`, none];
  const shown = checks.slice(0, 100);
  const lines = shown.map((check) => {
    const script = repeatScriptPath(check);
    const why = check.message || check.reason;
    return `- **${asText(check.id)}** ${asText(check.title)}. ${asText(why)}${script ? ` Repeat: ${asText(script)}` : ''}`;
  });
  if (checks.length > shown.length) lines.push(`- and ${checks.length - shown.length} more`);
  return [`## ${title} (${checks.length})`, lines.join('\n')];
}
