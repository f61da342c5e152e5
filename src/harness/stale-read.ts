import { operationOf } from '../evidence/operation.ts';
import { rowById } from '../rulebook/rulebook.ts';
import type { Authority } from '../verdicts/row.ts';
import { STALE_READ } from '../verdicts/rules.ts';
import type { Observation } from '../verdicts/verdict.ts';
import type { LateRead } from './late-reads.ts';
import type { TestRecord } from './test-record.ts';

const CONSISTENCY = 'https://developer.hashicorp.com/vault/docs/enterprise/consistency';

const FOR_THE_OPERATOR =
  'Vault documents that performance standbys serve reads late, so this run does not decide the requirement. ' +
  'Let SCIM reach the active node alone (at a load balancer: only nodes whose sys/health answers 200), or put a Vault ' +
  'Proxy with enforce_consistency in front, since connectors do not send X-Vault-Index, and run again: ' +
  `${CONSISTENCY}.`;

/**
 * Says of the findings of a test that rest on a late read that the server was late, not that it forgot: they stay
 * findings where no documentation allows that, else they are put before an operator. There, a test that found nothing
 * is put before an operator too: what it saw was not the state that its writes led to.
 */
export function noteStaleReads(record: TestRecord, late: readonly LateRead[]): void {
  record.reviseFindings((finding, subject) => asStaleRead(finding, subject, late, rowById(finding.row).authority));
  const read = late.find(({ documented }) => documented);
  if (read === undefined || record.hasFinding()) return;
  record.restsOnLateReads = true;
  record.judge({ outcome: 'observed', what: words(read), message: explained(read), risk: 'high' });
}

/**
 * The finding in the words of a late read.
 *
 * @param subject Index of the exchange whose answer was judged as a whole; null when a value was, of whatever answer.
 * @param authority A vendor's connector sends what follows from its reads, so that a refusal may follow from a late one.
 * @returns The finding itself when the answer that it judges was not late.
 */
export function asStaleRead(
  finding: Observation,
  subject: number | null,
  late: readonly LateRead[],
  authority: Authority,
): Observation {
  const mayFollow = authority === 'vendor' && (finding.answer?.status ?? 500) < 500;
  const read = late.find(({ first }) => {
    const { index } = first.exchange;
    return subject === null || index === subject || (mayFollow && index < subject);
  });
  if (read === undefined) return finding;
  const { documented } = read;
  return {
    ...finding,
    ...(documented ? { outcome: 'observed', risk: 'high' } : {}),
    what: documented ? words(read) : `${words(read)}: ${finding.what}`,
    message: [explained(read), finding.message].filter(Boolean).join(' '),
    exchanges: [...new Set([...finding.exchanges, read.first.exchange.index, ...read.repeats])],
  };
}

function words({ first }: LateRead): string {
  return `${STALE_READ}${operationOf(first.exchange)} showed the last write only later`;
}

function explained({ first, later, afterMs, documented }: LateRead): string {
  const { method, url } = first.exchange;
  const statuses =
    first.status === later.status ? `${first.status} both times` : `${first.status}, then ${later.status}`;
  const what =
    `${STALE_READ}${method} ${url} (${statuses}) came out otherwise ${afterMs} ms after the last write, ` +
    'although nothing was written between: the server is late, it did not forget.';
  return documented ? `${what} ${FOR_THE_OPERATOR}` : what;
}
