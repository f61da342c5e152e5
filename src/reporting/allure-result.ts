import { createHash } from 'node:crypto';
import {
  ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
  ALLURE_HTTP_EXCHANGE_FILE_EXTENSION,
  type Attachment,
  ContentType,
  type Label,
  LabelName,
  Severity,
  Stage,
  Status,
  type StatusDetails,
  type StepResult,
  type TestResult,
} from 'allure-js-commons';
import type { Exchange, Phase } from '../evidence/exchange.ts';
import type { Authority, Level } from '../verdicts/row.ts';
import type { Check, Observation, Outcome, Verdict } from '../verdicts/verdict.ts';
import { checkDescription, decidingObservation } from './check-description.ts';
import type { ExchangeFile } from './exchange-files.ts';
import { exchangeTitle } from './http-attachment.ts';
import { cut, oneLine, plainValue } from './plain-value.ts';
import type { CheckDetail } from './report-input.ts';
import { sourceLinks } from './source-links.ts';
import type { SourcePages } from './source-pages.ts';
import { repeatScriptPath, VERDICT_MEANING } from './verdict-words.ts';

/** A result file and the attachments that it names. */
export interface AllureResult {
  result: TestResult;
  exchanges: ExchangeFile[];
  script: { source: string; content: string } | null;
}

export interface AllureResultOptions {
  /** Used as start of a check that never ran; milliseconds since the epoch. */
  runStartedAt: number;
  /** Documents behind the tags in `source`. */
  pages: SourcePages;
}

/** More exchanges of a check are only in the evidence file: nobody reads them one by one, a pass the least. */
const MOST_EXCHANGES = { ofAPass: 20, otherwise: 60 };

const AUTHORITY_EPIC: Record<Authority, string> = {
  rfc: 'RFC: the SCIM standard',
  vault: "Vault: what Vault's documentation promises",
  vendor: 'Vendors: what identity providers need',
};

const SEVERITY: Record<Level, Severity> = {
  MUST: Severity.CRITICAL,
  'MUST NOT': Severity.CRITICAL,
  SHOULD: Severity.NORMAL,
  'SHOULD NOT': Severity.NORMAL,
  IMPLIED: Severity.NORMAL,
  MAY: Severity.MINOR,
};

const VERDICT_STATUS: Record<Verdict, Status> = {
  passed: Status.PASSED,
  warned: Status.PASSED,
  observed: Status.PASSED,
  failed: Status.FAILED,
  stale: Status.FAILED,
  deviation: Status.FAILED,
  accepted: Status.FAILED,
  incompatible: Status.FAILED,
  blocked: Status.BROKEN,
  'harness-error': Status.BROKEN,
  'not-applicable': Status.SKIPPED,
  'not-run': Status.SKIPPED,
};

const OUTCOME_STATUS: Record<Outcome, Status> = {
  passed: Status.PASSED,
  observed: Status.PASSED,
  failed: Status.FAILED,
  blocked: Status.BROKEN,
  'harness-error': Status.BROKEN,
  'not-applicable': Status.SKIPPED,
};

/** Red in the report, yet known: Allure shows these as accepted and leaves them out of its failures. */
const KNOWN: ReadonlySet<Verdict> = new Set(['deviation', 'accepted', 'incompatible']);

/** One check as an Allure result. The same check and profile always get the same ids and file names. */
export function allureResult(detail: CheckDetail, options: AllureResultOptions): AllureResult {
  const { check, row, observations } = detail;
  const identity = identityOf(check);
  const exchanges = exchangeFilesOf(check, detail);
  const shown = exchanges.map(({ exchange }) => exchange);
  const files = new Map(exchanges.map((file) => [file.exchange.index, attachmentOf(file)]));
  const start = detail.startedAt ?? options.runStartedAt;
  const script = attachedScript(detail);
  const scriptFile = { name: 'How to repeat it', type: ContentType.TEXT, source: `${identity}-repeat-attachment.sh` };

  const result: TestResult = {
    uuid: identity.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    historyId: identity,
    testCaseId: identity,
    name: oneLine(`${check.id}: ${check.title}`),
    fullName: `${check.profile}/${check.id}`,
    titlePath: [AUTHORITY_EPIC[check.authority], check.area],
    status: VERDICT_STATUS[check.verdict],
    statusDetails: statusDetails(check, observations),
    stage: Stage.FINISHED,
    description: checkDescription(detail, options.pages),
    steps: [
      ...(check.verdict === 'passed' ? [] : [{ ...verdictStep(check), start, stop: start }]),
      ...observations.map((observation) => ({
        ...observationStep(observation, files),
        ...span(shown, ({ index }) => observation.exchanges.includes(index), start),
      })),
      ...exchangeSteps(shown, detail.exchanges.length, files, start),
    ],
    attachments: script === null ? [] : [scriptFile],
    parameters: [],
    labels: labels(check, row.statement),
    links: sourceLinks(check.source, options.pages),
    start,
    stop: start + Math.round(check.durationMs),
  };
  return {
    result,
    exchanges,
    script: script === null ? null : { source: scriptFile.source, content: script },
  };
}

/** That of a pass is among the evidence, as its description says: few will repeat it, and the scripts would be a fifth of the page. */
function attachedScript({ check, repeatScript }: CheckDetail): string | null {
  return check.verdict === 'passed' && repeatScriptPath(check) !== undefined ? null : repeatScript;
}

/** The exchanges that the result of a check attaches, and the files that they go to. */
export function exchangeFilesOf(
  check: Pick<Check, 'profile' | 'id'>,
  trace: Pick<CheckDetail, 'exchanges' | 'observations'>,
): ExchangeFile[] {
  const identity = identityOf(check);
  return shownOf(trace).map((exchange) => ({
    source: `${identity}-${exchange.index}-attachment${ALLURE_HTTP_EXCHANGE_FILE_EXTENSION}`,
    exchange,
  }));
}

function identityOf({ profile, id }: Pick<Check, 'profile' | 'id'>): string {
  return createHash('md5').update(`${profile} ${id}`).digest('hex');
}

function labels(check: Check, statement: string): Label[] {
  const tags = [check.verdict, check.level, check.profile, ...(check.risk ? [`risk: ${check.risk}`] : [])];
  return [
    { name: LabelName.EPIC, value: AUTHORITY_EPIC[check.authority] },
    { name: LabelName.FEATURE, value: check.area },
    { name: LabelName.STORY, value: oneLine(statement) },
    { name: LabelName.SEVERITY, value: SEVERITY[check.level] },
    { name: 'level', value: check.level },
    { name: 'kind', value: check.kind },
    { name: 'profile', value: check.profile },
    { name: 'verdict', value: check.verdict },
    ...tags.map((value) => ({ name: LabelName.TAG, value })),
  ];
}

function statusDetails(check: Check, observations: Observation[]): StatusDetails & { known?: boolean } {
  if (VERDICT_STATUS[check.verdict] === Status.PASSED) return {};
  const deciding = decidingObservation(observations);
  const expected = plainValue(deciding?.expected, { indent: 2 });
  const actual = plainValue(deciding?.actual, { indent: 2 });
  return {
    message: verdictMessage(check),
    ...(expected === undefined || actual === undefined ? {} : { expected, actual }),
    ...(KNOWN.has(check.verdict) ? { known: true } : {}),
  };
}

function verdictMessage(check: Check): string {
  const texts = [...new Set([check.message, check.reason])].filter((text) => text !== '');
  return `${check.verdict}: ${texts.map((text) => cut(text, 4000)).join('\n') || VERDICT_MEANING[check.verdict]}`;
}

/** Says the verdict that Allure has no word for. The report puts the error of the result below the step of its text. */
function verdictStep(check: Check): StepResult {
  const status = VERDICT_STATUS[check.verdict];
  const why = status === Status.PASSED && check.reason ? ` ${oneLine(check.reason, 300)}` : '';
  const result = step(`Verdict ${check.verdict}: ${VERDICT_MEANING[check.verdict]}${why}`, status);
  if (status !== Status.PASSED) result.statusDetails = { message: verdictMessage(check) };
  return result;
}

function observationStep(observation: Observation, files: ReadonlyMap<number, Attachment>): StepResult {
  const { outcome, message } = observation;
  const risk = observation.risk ? `, risk: ${observation.risk}` : '';
  const tail = outcome === 'passed' ? '' : ` (${outcome}${risk})`;
  const result = step(`Check: ${oneLine(observation.what, 300)}${tail}`, OUTCOME_STATUS[outcome]);
  const shown = observation.exchanges.join(', ');
  for (const [name, value] of [
    ['expected', plainValue(observation.expected)],
    ['actual', plainValue(observation.actual)],
    ['exchanges', shown === '' ? undefined : shown],
  ] as const) {
    if (value !== undefined) result.parameters.push({ name, value });
  }
  if (outcome !== 'passed') {
    if (message) result.statusDetails = { message: cut(message, 4000) };
    // The exchange stands next to what it shows: a reader of a failure need not look for it.
    result.attachments = observation.exchanges.flatMap((index) => files.get(index) ?? []);
  }
  return result;
}

const PHASE_TITLE: Record<Phase, string> = {
  arrange: 'Exchanges that prepare (not judged)',
  act: 'Exchanges that are judged',
  repeat: 'Reads that were asked again, as they were late (not judged)',
  look: 'Last look at what the test has provisioned (judged)',
  'clean-up': 'Exchanges that tidy up (not judged)',
};

/** Of many, those that prepare are left out; then findings go before what other observations speak of, and that before the rest. */
function shownOf({ exchanges, observations }: Pick<CheckDetail, 'exchanges' | 'observations'>): Exchange[] {
  const most = observations.every(isPass) ? MOST_EXCHANGES.ofAPass : MOST_EXCHANGES.otherwise;
  if (exchanges.length <= most) return exchanges;
  const spokenOf = namedBy(observations);
  const found = namedBy(observations.filter((one) => !isPass(one)));
  const rank = ({ index }: Exchange) => (found.has(index) ? 0 : spokenOf.has(index) ? 1 : 2);
  return exchanges
    .filter(({ phase, index }) => phase !== 'arrange' || spokenOf.has(index))
    .sort((one, other) => rank(one) - rank(other) || other.index - one.index)
    .slice(0, most)
    .sort((one, other) => one.index - other.index);
}

function isPass({ outcome }: Observation): boolean {
  return outcome === 'passed';
}

function namedBy(observations: Observation[]): ReadonlySet<number> {
  return new Set(observations.flatMap(({ exchanges }) => exchanges));
}

function exchangeSteps(
  shown: Exchange[],
  total: number,
  files: ReadonlyMap<number, Attachment>,
  start: number,
): StepResult[] {
  const runs: Exchange[][] = [];
  for (const exchange of shown) {
    const last = runs.at(-1);
    if (last?.[0]?.phase === exchange.phase) last.push(exchange);
    else runs.push([exchange]);
  }
  const steps = runs.map(
    (run): StepResult => ({
      ...step(PHASE_TITLE[run[0]?.phase ?? 'act'], Status.PASSED),
      attachments: run.flatMap(({ index }) => files.get(index) ?? []),
      ...span(run, () => true, start),
    }),
  );
  const more = `${total - shown.length} more exchanges: see the evidence`;
  return total > shown.length ? [...steps, { ...step(more, Status.PASSED), start, stop: start }] : steps;
}

/** From the start of the first of some exchanges to the end of the last; a step without a time would be shown as unknown. */
function span(exchanges: Exchange[], isMeant: (exchange: Exchange) => boolean, otherwise: number) {
  let start = Number.POSITIVE_INFINITY;
  let stop = Number.NEGATIVE_INFINITY;
  for (const exchange of exchanges.filter(isMeant)) {
    const at = Date.parse(exchange.startedAt);
    start = Math.min(start, at);
    stop = Math.max(stop, at + Math.round(exchange.durationMs));
  }
  return Number.isFinite(start) && Number.isFinite(stop) ? { start, stop } : { start: otherwise, stop: otherwise };
}

function attachmentOf({ source, exchange }: ExchangeFile): Attachment {
  return { name: exchangeTitle(exchange), type: ALLURE_HTTP_EXCHANGE_CONTENT_TYPE, source };
}

function step(name: string, status: Status): StepResult {
  return { name, status, statusDetails: {}, stage: Stage.FINISHED, steps: [], attachments: [], parameters: [] };
}
