import type { Answer } from '../answer.ts';
import type { FindingList } from './finding.ts';
import { repeatedMemberNames } from './member-names.ts';
import type { RequestTarget } from './request-target.ts';
import type { OracleName } from './rows.ts';

const SCIM = 'application/scim+json';
const JSON_TYPES = [SCIM, 'application/json'];

/** Whether the request's Accept allows plain JSON and does not name SCIM's own media type. */
function asksForPlainJson(accept: string | undefined): boolean {
  const ranges = (accept ?? '').toLowerCase();
  return ranges.includes('application/json') && !ranges.includes(SCIM) && !ranges.includes('*/*');
}

/** Whether the request asked for something that is not JSON at all. */
function asksForAnotherType(accept: string | undefined): boolean {
  return accept !== undefined && accept.trim() !== '' && !/json|application\/\*|\*\/\*/i.test(accept);
}

/** Media type, character set and JSON form of an answer with content (RFC 7644 sections 3.1 and 3.8). */
export function judgeMediaType(answer: Answer, target: RequestTarget, findings: FindingList): void {
  const isRedirect = answer.status >= 300 && answer.status < 400;
  if (answer.text === '' || isRedirect || answer.request.method === 'OPTIONS') return;
  const contentType = answer.header('content-type');
  findings.judge('media-type-named', contentType !== undefined && contentType.trim() !== '', {
    expected: 'a Content-Type',
    actual: contentType ?? null,
  });
  const accept = answer.request.header('accept');
  const isNegotiated = asksForPlainJson(accept) && answer.mediaType === 'application/json';
  if (!isNegotiated && !asksForAnotherType(accept)) {
    const detail = { expected: SCIM, actual: answer.mediaType };
    findings.judge('media-type', answer.mediaType === SCIM, detail);
    if (answer.status >= 400) findings.judge('error-media-type', answer.mediaType === SCIM, detail);
    const shown = answer.status < 300 ? oracleOfShown(target, answer.request.method) : undefined;
    if (shown !== undefined) findings.judge(shown, answer.mediaType === SCIM, detail);
    if (accept === undefined) findings.judge('default-media-type', answer.mediaType === SCIM, detail);
  }
  judgeJson(answer, contentType ?? '', findings);
}

/** Vault documents the media type by what is shown; the RFC by message. */
function oracleOfShown({ kind, endpoint }: RequestTarget, method: string): OracleName | undefined {
  if (['configuration', 'discovery-list', 'discovery-entry'].includes(kind)) return 'media-type-of-discovery';
  if (kind === 'collection' && method === 'GET') return 'media-type-of-list';
  if (endpoint === '/Groups') return 'media-type-of-group';
  if (endpoint !== '/Users') return undefined;
  return kind === 'collection' ? 'media-type-of-created-user' : 'media-type-of-user';
}

function judgeJson(answer: Answer, contentType: string, findings: FindingList): void {
  if (!JSON_TYPES.includes(answer.mediaType)) return;
  const hasMark = answer.text.charCodeAt(0) === 0xfeff;
  findings.judge('no-byte-order-mark', !hasMark, { actual: 'byte-order mark' });
  if (hasMark) return;
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
  const isUtf8 = charset === undefined || /^utf-?8$/i.test(charset);
  const isJson = answer.body !== undefined;
  // U+FFFD is what a decoder leaves of bytes that are not UTF-8; a server may also have stored one, then it was sent.
  const isBroken = answer.text.includes('\uFFFD') && !JSON.stringify(answer.request.body ?? '').includes('\uFFFD');
  findings.judge('json-utf8', isUtf8 && isJson && !(isBroken && answer.request.method !== 'GET'), {
    expected: 'JSON in UTF-8',
    actual: isUtf8 ? (isJson ? 'bytes that are not UTF-8' : 'text that is not JSON') : `charset ${charset}`,
  });
  if (!isJson) return;
  const repeated = repeatedMemberNames(answer.text);
  findings.judge('unique-members', repeated.length === 0, {
    actual: repeated,
    message: `repeated: ${repeated.join(', ')}`,
  });
}

/** Statuses and bodies that HTTP and SCIM fix for each method, whatever the resource. */
export function judgeStatus(answer: Answer, target: RequestTarget, findings: FindingList): void {
  const { status, text, request } = answer;
  const isResource = target.kind === 'resource';
  const succeeded = status >= 200 && status < 300;
  if (status === 204) {
    findings.judge(request.method === 'DELETE' ? 'delete-no-content' : 'no-content', text === '', {
      expected: 'no body',
      actual: `${text.length} characters`,
    });
  }
  if (succeeded && isResource && request.method === 'DELETE') {
    findings.judge('delete-status', status === 204, { expected: 204, actual: status });
  }
  if (succeeded && isResource && request.method === 'PUT') {
    findings.judge('replace-status', status === 200 && text !== '', { expected: 200, actual: status });
  }
  if (succeeded && isResource && request.method === 'PATCH') {
    // RFC 9967 section 2.5.1.1: who does not wait for the end may be told that it is accepted.
    const isLater = status === 202 && /\brespond-async\b/i.test(request.header('prefer') ?? '');
    findings.judge('patch-status', status === 204 || (status === 200 && text !== '') || isLater, {
      expected: [200, 204],
      actual: status,
    });
    if (target.query.get('attributes')) {
      findings.judge('patch-projected-status', status === 200, { expected: 200, actual: status });
    }
  }
  if (succeeded && target.kind === 'collection' && request.method === 'POST') {
    findings.judge('create-status', status === 201, { expected: 201, actual: status });
  }
  judgeHeaders(answer, findings);
  judgeServerError(answer, findings);
}

function judgeHeaders(answer: Answer, findings: FindingList): void {
  const { status } = answer;
  if (status >= 200 && status < 500) {
    const date = answer.header('date');
    findings.judge('date-header', date !== undefined && !Number.isNaN(Date.parse(date)), { actual: date ?? null });
  }
  if (status === 405) {
    findings.judge('allow-header', answer.header('allow') !== undefined, { actual: answer.header('allow') ?? null });
  }
  if (status >= 300 && status < 400 && status !== 304) {
    const isAllowed = (status === 307 || status === 308) && answer.header('location') !== undefined;
    findings.judge('redirect-status', isAllowed, { expected: [307, 308], actual: status });
  }
}

/** Traces of a program's inside: stack frames of Go, Java and JavaScript, source paths, SQL errors. */
const INTERNALS =
  /goroutine \d+ \[|\bpanic: |runtime error:|\.go:\d+|\bat [\w$.<>]+ ?\([^)]*:\d+(:\d+)?\)|\.java:\d+\)|Traceback \(most recent|\bSQLSTATE\b|syntax error at or near/;

function judgeServerError(answer: Answer, findings: FindingList): void {
  const { status, text } = answer;
  if (status >= 400) {
    findings.judge('no-server-error', status < 500 || status === 501, { expected: 'a 4xx status', actual: status });
  }
  if (status >= 500) {
    const trace = INTERNALS.exec(text)?.[0];
    findings.judge('server-error-internals', trace === undefined, { actual: trace?.slice(0, 40) });
  }
}
