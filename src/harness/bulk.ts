import { MessageUrn } from '../protocol/scim.ts';
import type { Answer } from '../scim/answer.ts';
import { bodyOf } from './answers.ts';
import type { Tenant } from './tenant.ts';

/** An operation of a BulkRequest message; what a test leaves out or sends wrongly goes out that way. */
export interface BulkOperation {
  method?: string;
  path?: string;
  bulkId?: string;
  data?: unknown;
}

/** What a BulkResponse message says of an operation, as far as it has the form. */
export interface BulkResult {
  method?: unknown;
  bulkId?: unknown;
  location?: unknown;
  status?: unknown;
  response?: Record<string, unknown>;
}

/** Sends operations in a BulkRequest message (RFC 7644 section 3.7). @param more further members of the message */
export function sendBulk(tenant: Tenant, Operations: BulkOperation[], more: object = {}): Promise<Answer> {
  return tenant.scim.post('/Bulk', bulkBody(Operations, more));
}

/** A BulkRequest message. */
export function bulkBody(Operations: BulkOperation[], more: object = {}): Record<string, unknown> {
  return { schemas: [MessageUrn.bulkRequest], ...more, Operations };
}

/** The results in a BulkResponse message, in its order; empty when it has none. */
export function bulkResults(answer: Answer): BulkResult[] {
  const { Operations } = bodyOf(answer);
  return Array.isArray(Operations) ? Operations.filter((one) => typeof one === 'object' && one !== null) : [];
}

/**
 * The result of an operation, found by its bulkId, else by method and resource, since no order is promised; where the
 * answer names neither, by its place. An empty one when there is none.
 */
export function resultOf(answer: Answer, operation: BulkOperation): BulkResult {
  const results = bulkResults(answer);
  const { bulkId, method, path = '' } = operation;
  const sent = (answer.request.body as { Operations?: unknown[] } | undefined)?.Operations ?? [];
  const byPlace = results.length === sent.length ? results[sent.indexOf(operation)] : undefined;
  const byName =
    bulkId === undefined
      ? results.find((one) => one.method === method && String(one.location).endsWith(path) && path !== '')
      : results.find((one) => one.bulkId === bulkId);
  return byName ?? byPlace ?? {};
}

/**
 * The HTTP status of an operation, which the examples of RFC 7644 show as `"201"` and as `{"code": "201"}`; of the whole
 * answer where it has no results. NaN when nothing tells.
 */
export function statusOf(answer: Answer, operation: BulkOperation): number {
  const { status } = resultOf(answer, operation);
  if (status === undefined && answer.status !== 200) return answer.status;
  return Number(typeof status === 'object' ? (status as { code?: unknown } | null)?.code : status);
}

/** Whether the server says that it refused the operation, alone or with the whole request (4xx, or 501). */
export function isRefusedIn(answer: Answer, operation: BulkOperation): boolean {
  const status = statusOf(answer, operation);
  return (status >= 400 && status < 500) || status === 501;
}
