import { styleText } from 'node:util';
import { type Check, type Conformance, VERDICTS, type Verdict } from '../verdicts/verdict.ts';
import { decidingObservation } from './check-description.ts';
import { oneLine, plainValue } from './plain-value.ts';
import type { CheckDetail } from './report-input.ts';
import { type SourcePages, sourceInWords } from './source-pages.ts';
import { targetInWords } from './target-words.ts';
import { countsInWords, isUnserved, PROFILE_HEADLINE, repeatScriptPath } from './verdict-words.ts';
import { wrapped } from './wrapped-text.ts';

export interface SummaryOptions {
  colour: boolean;
  /** Width of the terminal. */
  columns: number;
  /** Adds what was expected and what came instead; without them the check's message has to do. */
  details?: CheckDetail[];
  /** Documents behind the tags in `source`. */
  pages?: SourcePages;
  /** The reports directory as the user knows it. */
  reportsDir?: string;
  /** Lines that say where the reports are; those of a whole run when left out. */
  paths?: string[];
  /** Most checks that are listed in each section; the reports have all. */
  longest?: number;
}

/** How a summary is written to this process's stdout: colour only where somebody sees it (no-color.org). */
export function onThisTerminal(): Pick<SummaryOptions, 'colour' | 'columns'> {
  const { isTTY = false, columns = 80 } = process.stdout;
  return { colour: isTTY && !process.env.NO_COLOR, columns };
}

type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

/**
 * The run in a few lines: each profile with its verdict, each failed check with what a reader needs to act on it, and
 * all else counted. Every word is there without colour too.
 */
export function consoleSummary(conformance: Conformance, options: SummaryOptions): string {
  const paint = (colour: Colour, text: string) =>
    options.colour ? styleText(colour, text, { validateStream: false }) : text;
  const { checks, target, profiles, leftovers } = conformance;
  const of = (...verdicts: Verdict[]) => checks.filter(({ verdict }) => verdicts.includes(verdict)).sort(worstFirst);
  const text = (line: string, indent = '') => wrapped(line, options.columns, indent);

  const nameWidth = Math.max(0, ...profiles.map(({ name }) => name.length));
  const profileLines = profiles.flatMap(({ name, verdict, counts }) => {
    const colour = verdict === 'not-conformant' ? 'red' : verdict === 'incomplete' ? 'yellow' : 'green';
    const line = `${name.padEnd(nameWidth)}  ${PROFILE_HEADLINE[verdict]}: ${countsInWords(counts, VERDICTS)}`;
    return text(line, ' '.repeat(nameWidth + 2)).map((part) => paint(colour, part));
  });

  const paragraphs = [
    text(`Target: ${targetInWords(target)}`),
    profileLines,
    ...listed(of('failed', 'stale'), options, (check) => [
      ...text(`${check.verdict.toUpperCase()} ${check.id} (${check.level}) ${oneLine(check.title, 400)}`, '  ').map(
        (line) => paint('red', line),
      ),
      ...facts(check, options),
    ]),
    ...listed(of('blocked', 'harness-error'), options, (check) => [
      ...text(`${check.verdict.toUpperCase()} ${check.id} ${oneLine(check.title, 400)}`, '  ').map((line) =>
        paint('yellow', line),
      ),
      ...fact('why', check.message || check.reason, options),
      ...fact('repeat', repeatCommand(check, options), options),
    ]),
    tolerated(of, text),
    ...listed(
      checks.filter(({ risk }) => risk === 'high'),
      options,
      (check) => [
        ...text(`HIGH RISK ${check.id} (${check.verdict}) ${oneLine(check.title, 400)}`, '  ').map((line) =>
          paint('yellow', line),
        ),
        ...fact('why', check.message || check.reason, options),
      ],
    ),
    coverage(checks, text),
    leftovers.flatMap((left) =>
      text(`LEFT ON THE SERVER ${oneLine(`${left.type} ${left.name}: ${left.reason}`)}`, '  '),
    ),
    (options.paths ?? reportPaths(options.reportsDir ?? 'reports')).map((line) => paint('dim', line)),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function worstFirst(one: Check, other: Check): number {
  const byVerdict = VERDICTS.indexOf(one.verdict) - VERDICTS.indexOf(other.verdict);
  return byVerdict || (one.id < other.id ? -1 : 1);
}

function listed(checks: Check[], { longest = 50 }: SummaryOptions, block: (check: Check) => string[]): string[][] {
  const blocks = checks.slice(0, longest).map(block);
  if (checks.length > longest) blocks.push([`… and ${checks.length - longest} more: see the reports.`]);
  return blocks;
}

function facts(check: Check, options: SummaryOptions): string[] {
  const detail = options.details?.find(
    (candidate) => candidate.check.id === check.id && candidate.check.profile === check.profile,
  );
  const deciding = decidingObservation(detail?.observations ?? []);
  const looked = deciding === undefined ? [] : fact('checked', deciding.what, options);
  return [
    ...fact('why', check.message || check.reason, options),
    ...looked,
    ...fact('expected', plainValue(deciding?.expected), options),
    ...fact('actual', plainValue(deciding?.actual), options),
    ...fact('source', sourceInWords(check.source, options.pages ?? new Map()), options),
    ...fact('repeat', repeatCommand(check, options), options),
  ];
}

function fact(name: string, value: string | undefined, { columns }: SummaryOptions): string[] {
  if (value === undefined || value === '') return [];
  return wrapped(`  ${name.padEnd(8)}  ${oneLine(value, 400)}`, columns, ' '.repeat(12));
}

function repeatCommand(check: Check, { reportsDir = 'reports' }: SummaryOptions): string | undefined {
  const path = repeatScriptPath(check);
  return path === undefined ? undefined : `sh ${reportsDir}/${path}`;
}

function tolerated(of: (...verdicts: Verdict[]) => Check[], text: (line: string) => string[]): string[] {
  const phrases = (
    [
      ['warned', 'warned'],
      ['deviation', 'documented deviations'],
      ['incompatible', 'documented incompatibilities'],
      ['accepted', 'accepted'],
      ['observed', 'observed'],
    ] as const
  ).flatMap(([verdict, words]) => {
    const count = of(verdict).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return phrases.length > 0 ? text(`Not counted as failures: ${phrases.join(', ')}.`) : [];
}

function coverage(checks: Check[], text: (line: string) => string[]): string[] {
  const unserved = checks.filter(isUnserved).length;
  const applicable = checks.filter(({ verdict }) => verdict !== 'not-applicable').length;
  const other = (start: string) =>
    checks.filter(({ verdict, reason }) => verdict === 'not-run' && reason.startsWith(start)).length;
  const parts = [
    `${applicable - unserved} of ${applicable} requirements that apply here have a test`,
    ...(other('deselected') > 0 ? [`${other('deselected')} were deselected`] : []),
    ...(other('interrupted') > 0 ? [`${other('interrupted')} did not run because the run was interrupted`] : []),
  ];
  return text(`Coverage: ${parts.join(', ')}.`);
}

function reportPaths(reportsDir: string): string[] {
  return [
    `Report:   ${reportsDir}/allure-report/index.html`,
    `Machines: ${reportsDir}/conformance.json, ${reportsDir}/junit.xml`,
  ];
}
