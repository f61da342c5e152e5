import { XMLBuilder } from 'fast-xml-parser';
import { type Check, type Conformance, VERDICTS } from '../verdicts/verdict.ts';
import { cut, oneLine } from './plain-value.ts';
import { countsInWords, repeatScriptPath } from './verdict-words.ts';

/** A CI shows the start of a message; the evidence has the whole. */
const LONGEST_MESSAGE = 10_000;

type Element = Record<string, unknown>;

/**
 * `junit.xml`: a test suite per profile, a test case per check. `failed` and `stale` are failures, `blocked` and
 * `harness-error` errors, `not-applicable` and `not-run` skipped; every other verdict passes and is named in a
 * property. Durations are in seconds.
 */
export function junitXml(conformance: Conformance): string {
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });
  const byProfile = Map.groupBy(conformance.checks, (check) => check.profile);
  const { target, run, harness } = conformance;
  const suites = conformance.profiles.map((profile) => {
    const checks = byProfile.get(profile.name) ?? [];
    return {
      '@name': legal(profile.name),
      ...totals(checks),
      '@timestamp': run.startedAt.replace(/Z$/, ''),
      properties: {
        property: [
          property('verdict', profile.verdict),
          property('counts', countsInWords(profile.counts, VERDICTS)),
          property('target', `${target.kind} ${target.address}`),
          property('vaultVersion', target.vaultVersion ?? 'unknown'),
          property('contract', target.contract ?? 'none'),
          property('double', target.double ?? 'no'),
          property('seed', run.seed),
        ],
      },
      testcase: checks.map(testCase),
    };
  });
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: { '@name': legal(harness.name), ...totals(conformance.checks), testsuite: suites },
  });
}

function totals(checks: Check[]): Element {
  const count = (kind: ResultKind) => checks.filter((check) => resultKind(check) === kind).length;
  return {
    '@tests': checks.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
    '@time': seconds(checks.reduce((sum, check) => sum + check.durationMs, 0)),
  };
}

type ResultKind = 'failure' | 'error' | 'skipped' | 'passed';

function resultKind({ verdict }: Check): ResultKind {
  if (verdict === 'failed' || verdict === 'stale') return 'failure';
  if (verdict === 'blocked' || verdict === 'harness-error') return 'error';
  if (verdict === 'not-applicable' || verdict === 'not-run') return 'skipped';
  return 'passed';
}

function testCase(check: Check): Element {
  const script = repeatScriptPath(check);
  const kind = resultKind(check);
  const element: Element = {
    '@name': legal(oneLine(`${check.id}: ${check.title}`)),
    '@classname': legal(`${check.profile}.${check.area}`),
    '@time': seconds(check.durationMs),
    properties: {
      property: [
        property('id', check.id),
        property('verdict', check.verdict),
        property('reason', check.reason),
        property('level', check.level),
        property('source', check.source),
        ...(check.risk ? [property('risk', check.risk)] : []),
        ...(script ? [property('repeat', script)] : []),
      ],
    },
  };
  if (kind === 'skipped') element.skipped = { '@message': legal(oneLine(check.reason)) };
  if (kind === 'failure' || kind === 'error') {
    const details = [
      cut(check.message, LONGEST_MESSAGE),
      `Source: ${check.source}`,
      ...(script ? [`Repeat: ${script}`] : []),
    ].join('\n');
    element[kind] = { '@message': legal(oneLine(check.reason)), '@type': check.verdict, '#text': legal(details) };
  }
  return element;
}

function property(name: string, value: string): Element {
  return { '@name': name, '@value': legal(oneLine(value)) };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** XML 1.0 has no form for most control characters and lone surrogates, not even an escaped one. */
function legal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must go
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
