import type { Answer } from '../answer.ts';
import { isObject } from '../models/json.ts';
import type { FindingList } from './finding.ts';
import { messageValidator, messageWithDeclaredNames, problemsOf } from './json-schema.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** Whether a body says of itself that it is a message of that URN. */
export function isMessage(body: unknown, urn: string): boolean {
  return isObject(body) && Array.isArray(body.schemas) && body.schemas.includes(urn);
}

/** Whether an Error message travels with a status of success. */
export function isErrorOfSuccess({ status, body }: Answer): boolean {
  return status < 400 && isMessage(body, ERROR);
}

/** The Error message of a refused request (RFC 7644 section 3.12). */
export function judgeErrorMessage(answer: Answer, findings: FindingList): void {
  const { status } = answer;
  const isRefusal = status >= 400;
  if (!isRefusal && status < 300 && !answer.text.includes('Error')) return;
  const body = messageWithDeclaredNames('error', answer.body);
  if (!isRefusal) {
    if (isErrorOfSuccess(answer))
      findings.fail('error-status-honest', { expected: 'a status from 400 on', actual: status });
    return;
  }
  if (answer.request.method === 'HEAD') return;
  const isPatch = answer.request.method === 'PATCH';
  if (!isObject(body)) {
    const detail = { expected: 'a SCIM Error message', actual: answer.text === '' ? 'no body' : answer.mediaType };
    findings.fail('error-form', detail);
    if (isPatch) findings.fail('patch-error-form', detail);
    return;
  }
  for (const { oracle, problem } of problemsOf(messageValidator('error'), body, 'error-form')) {
    findings.fail(oracle, { actual: problem, message: problem });
    if (isPatch && oracle === 'error-form') findings.fail('patch-error-form', { actual: problem });
  }
  const urns = Array.isArray(body.schemas) ? body.schemas : [];
  findings.judge(
    'message-urn',
    urns.some((urn) => String(urn).startsWith('urn:ietf:params:scim:api:')),
    {
      expected: ERROR,
      actual: urns,
    },
  );
  findings.pass('error-form');
  if (isPatch) findings.pass('patch-error-form');
  findings.pass('error-status-present');
  findings.pass('error-status-honest');
  if (body.status !== undefined) {
    findings.pass('error-status-string');
    findings.judge('error-status-repeated', String(body.status) === String(status), {
      expected: String(status),
      actual: body.status,
    });
  }
  if (body.scimType !== undefined) findings.pass('error-scim-type');
  if (body.detail !== undefined) findings.pass('error-detail');
}
