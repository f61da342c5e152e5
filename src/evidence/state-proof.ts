import type { Kind } from '../verdicts/row.ts';
import { wasAskedAgain } from './asked-again.ts';
import type { Exchange } from './exchange.ts';

const READS = new Set(['GET', 'HEAD', 'LIST']);

/**
 * Whether the exchanges of a passed check show the state that its kind demands: a `write` is
 * followed by a read after the last write; a `refusal` has the same read before and after,
 * with the same answer; a `read` has any read. A status alone proves nothing.
 *
 * @returns What is missing, in words, or null when nothing is.
 */
export function missingStateProof(kind: Kind, recorded: readonly Exchange[]): string | null {
  const exchanges = recorded.filter((one) => !wasAskedAgain(one) && one.phase !== 'look');
  switch (kind) {
    case 'read':
      return exchanges.length > 0 ? null : 'a read needs an exchange';
    case 'write': {
      const lastWrite = exchanges.findLastIndex(({ method }) => !READS.has(method));
      return exchanges.slice(lastWrite + 1).some(isRead) ? null : 'a write needs a read after the last write';
    }
    case 'refusal':
      return exchanges.some((_, i) => isComparedAround(exchanges, i))
        ? null
        : 'a refusal needs the same read, with the same answer, before and after';
  }
}

function isRead({ method, status }: Exchange): boolean {
  return READS.has(method) && status !== null;
}

/** The exchange at `i` was refused, and some read stands before and after it with equal answers. */
function isComparedAround(exchanges: readonly Exchange[], i: number): boolean {
  const status = exchanges[i]?.status ?? null;
  if (status === null || status < 400) return false;
  const after = exchanges.slice(i + 1).filter(isRead);
  return exchanges
    .slice(0, i)
    .filter(isRead)
    .some((before) =>
      after.some(
        (one) =>
          one.url === before.url && one.actor === before.actor && one.status === before.status && sameBody(one, before),
      ),
    );
}

/** Vault numbers its answers and counts down lifetimes; neither is state. */
function sameBody(a: Exchange, b: Exchange): boolean {
  return steady(a.responseBody) === steady(b.responseBody);
}

function steady(body: string): string {
  return body.replace(/"(request_id|ttl|lease_duration|server_time_utc)":("[^"]*"|\d+)/g, '"$1":0');
}
