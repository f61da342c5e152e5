import type { Answer } from '../answer.ts';
import { isObject, type JsonObject } from '../models/json.ts';
import type { FindingList, OracleContext } from './finding.ts';
import { messageValidator, messageWithDeclaredNames, problemsOf } from './json-schema.ts';
import { judgeDiscoveryEntry } from './judge-discovery.ts';
import { judgeResource } from './judge-resource.ts';
import { queryParameter, type RequestTarget } from './request-target.ts';
import type { OracleName } from './rows.ts';

const LIST_ORACLE: Record<string, OracleName> = { '/Schemas': 'schemas-list', '/ResourceTypes': 'resource-types-list' };

function integerParameter(answer: Answer, target: RequestTarget, name: string): number | undefined {
  const text = queryParameter(answer.request, target, name);
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** A ListResponse and each resource in it (RFC 7644 section 3.4.2). */
export function judgeList(answer: Answer, target: RequestTarget, context: OracleContext, findings: FindingList): void {
  const body = messageWithDeclaredNames('list-response', answer.body);
  const ofEndpoint = LIST_ORACLE[target.endpoint];
  if (!isObject(body)) {
    const detail = { expected: 'a ListResponse', actual: Array.isArray(body) ? 'a bare array' : typeof body };
    findings.fail('list-urn', detail);
    if (ofEndpoint) findings.fail(ofEndpoint, detail);
    return;
  }
  const mayLackTotal = isUncounted(answer, target, context, body);
  const problems = problemsOf(messageValidator('list-response'), body, 'list-urn').filter(
    ({ path }) => !(mayLackTotal && path === 'totalResults'),
  );
  for (const { oracle, problem } of problems) findings.fail(oracle, { actual: problem, message: problem });
  if (ofEndpoint) {
    findings.judge(ofEndpoint, problems.length === 0, { actual: problems.map(({ problem }) => problem) });
  }
  const urns = Array.isArray(body.schemas) ? body.schemas : [];
  findings.judge(
    'message-urn',
    urns.some((urn) => String(urn).startsWith('urn:ietf:params:scim:api:')),
    {
      actual: urns,
    },
  );
  findings.pass('list-urn');
  if (!mayLackTotal) findings.pass('list-total');
  const entries = Array.isArray(body.Resources) ? body.Resources : [];
  judgePage(answer, body, entries.length, target, findings);
  if (target.kind !== 'discovery-list') judgeRepetitions(entries, findings);
  for (const entry of entries) judgeEntry(entry, answer, target, context, findings);
}

/** A page of a walk by cursors, by the request or by the answer (RFC 9865 section 2): it has no index. */
function isCursorPage(answer: Answer, target: RequestTarget, body: JsonObject): boolean {
  const cursors = [body.nextCursor, body.previousCursor, queryParameter(answer.request, target, 'cursor')];
  return cursors.some((cursor) => cursor !== undefined);
}

/** A list that may lack its total: who pages by cursors need not be able to count (RFC 9865 section 2). */
function isUncounted(answer: Answer, target: RequestTarget, context: OracleContext, body: JsonObject): boolean {
  if (body.totalResults !== undefined || target.kind === 'discovery-list') return false;
  const { cursor, index } = context.paging ?? { cursor: false, index: true };
  const isByIndex = index && queryParameter(answer.request, target, 'startIndex') !== undefined;
  return isCursorPage(answer, target, body) || (cursor && !isByIndex);
}

/** What stands twice on one page is visited twice by whoever walks over the pages. */
function judgeRepetitions(entries: readonly unknown[], findings: FindingList): void {
  const ids = entries.filter(isObject).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  const repetitions = ids.length - new Set(ids).size;
  findings.judge('list-entries-once', repetitions === 0, { expected: 0, actual: repetitions });
}

function judgePage(answer: Answer, body: JsonObject, size: number, target: RequestTarget, findings: FindingList): void {
  const count = integerParameter(answer, target, 'count');
  const asked = integerParameter(answer, target, 'startIndex');
  const total = typeof body.totalResults === 'number' ? body.totalResults : undefined;
  const byCursor = isCursorPage(answer, target, body);
  // Discovery endpoints ignore paging parameters (RFC 7644 section 4).
  const isPaged = target.kind !== 'discovery-list';
  const isEmptyByRequest = isPaged && ((count ?? 1) <= 0 || (asked ?? 1) > (total ?? 0));
  if (total !== undefined) {
    findings.judge('list-total-counts-all', total >= size, { expected: `at least ${size}`, actual: total });
    if (total > 0 && !isEmptyByRequest) {
      findings.judge('list-resources', Array.isArray(body.Resources), { actual: typeof body.Resources });
    }
    if (size < total && !byCursor && !isEmptyByRequest) {
      findings.judge('list-start-index', typeof body.startIndex === 'number', { actual: body.startIndex ?? null });
      findings.judge('list-items-per-page', typeof body.itemsPerPage === 'number', {
        actual: body.itemsPerPage ?? null,
      });
    }
  }
  if (typeof body.itemsPerPage === 'number') {
    findings.judge('list-page-counted', body.itemsPerPage === size, { expected: size, actual: body.itemsPerPage });
  }
  if (isPaged && count !== undefined) {
    findings.judge('list-page-limit', size <= Math.max(count, 0), { expected: Math.max(count, 0), actual: size });
  }
  const isWhole = size === total;
  if ((isPaged || isWhole) && !byCursor && size > 0 && typeof body.startIndex === 'number') {
    const start = isPaged ? Math.max(asked ?? 1, 1) : 1;
    findings.judge('list-start-honoured', body.startIndex === start, { expected: start, actual: body.startIndex });
  }
}

function judgeEntry(
  entry: unknown,
  answer: Answer,
  target: RequestTarget,
  context: OracleContext,
  findings: FindingList,
): void {
  if (target.kind === 'discovery-list') {
    judgeDiscoveryEntry(entry, target.endpoint, findings);
    return;
  }
  const isWhole = isObject(entry) && Array.isArray(entry.schemas) && typeof entry.id === 'string';
  findings.judge('list-entry-form', isWhole, { expected: 'an object with schemas and id' });
  const description = target.description ?? descriptionOfEntry(entry, context);
  if (target.description && isObject(entry) && Array.isArray(entry.schemas)) {
    const urn = target.description.core.urn.toLowerCase();
    const isOwn = entry.schemas.some((one) => String(one).toLowerCase() === urn);
    findings.judge('list-own-type', isOwn, { expected: target.description.core.urn, actual: entry.schemas });
  }
  judgeResource(entry, { answer, target, context, findings, ...(description ? { description } : {}) });
}

/** At the root and in its searches each entry says itself what it is. */
function descriptionOfEntry(entry: unknown, context: OracleContext) {
  const urns =
    isObject(entry) && Array.isArray(entry.schemas) ? entry.schemas.map((one) => String(one).toLowerCase()) : [];
  return context.resourceSchemas?.resourceTypes.find((one) => urns.includes(one.core.urn.toLowerCase()));
}
