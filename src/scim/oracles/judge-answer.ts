import type { Answer } from '../answer.ts';
import { isObject } from '../models/json.ts';
import { type Finding, FindingList, type OracleContext } from './finding.ts';
import { judgeConfiguration, judgeDiscoveryEntry } from './judge-discovery.ts';
import { isErrorOfSuccess, judgeErrorMessage } from './judge-error.ts';
import { judgeMediaType, judgeStatus } from './judge-http.ts';
import { judgeList } from './judge-list.ts';
import { judgeResource } from './judge-resource.ts';
import { judgeSecrets } from './judge-secrets.ts';
import { type RequestTarget, targetOf } from './request-target.ts';

/** Statuses that a gateway or limiter in front of the server gives, when the body is not SCIM's. */
const GATEWAY_STATUSES = [429, 502, 503, 504];

/**
 * Judges one answer by every rule that holds for all exchanges, whatever a test was about.
 *
 * Nothing is judged when the request did not go to the SCIM base or no answer came. An answer in Vault's own
 * form, or of a gateway in front of the server, is searched for secrets only: the SCIM handler did not write
 * it. A rule that finds nothing to look at gives no finding, so a pass always means that something was seen.
 *
 * @returns at most one finding an oracle; pure, no I/O but the first reading of the message schemas
 */
export function judgeAnswer(answer: Answer, context: OracleContext): Finding[] {
  const target = targetOf(answer.request, context.baseUrl, context.resourceSchemas);
  if (!target || answer.status === 0 || answer.layer === 'none') return [];
  const findings = new FindingList(target.operation, context.isVault);
  judgeSecrets(answer, findings);
  const isOuter = answer.layer === 'vault' || (answer.layer === 'other' && GATEWAY_STATUSES.includes(answer.status));
  if (!isOuter) {
    judgeMediaType(answer, target, findings);
    judgeErrorMessage(answer, findings);
    // An error under a success is one breach; what a success would have had to be is none besides.
    if (!isErrorOfSuccess(answer)) {
      judgeStatus(answer, target, findings);
      if (answer.status === 200 || answer.status === 201) judgeContent(answer, target, context, findings);
    }
  }
  return findings.toArray();
}

function judgeContent(answer: Answer, target: RequestTarget, context: OracleContext, findings: FindingList): void {
  const { method } = answer.request;
  if (answer.status === 201 && target.kind === 'collection' && method === 'POST') {
    const location = answer.header('location');
    findings.judge('create-location', location !== undefined && location !== '', { actual: location ?? null });
    const holds = holdsResource(answer);
    findings.judge('create-body', holds, {
      expected: 'the new resource',
      actual: answer.text === '' ? 'no body' : 'a body that is no resource',
    });
    if (!holds) return;
  }
  // A body that is not JSON has been reported; nothing more can be said about it.
  if (answer.body === undefined) return;
  const isRead = method === 'GET';
  const description = target.description ? { description: target.description } : {};
  switch (target.kind) {
    case 'configuration':
      if (isRead) judgeConfiguration(answer.body, findings);
      break;
    case 'discovery-list':
      if (isRead) judgeList(answer, target, context, findings);
      break;
    case 'discovery-entry':
      if (isRead) judgeDiscoveryEntry(answer.body, target.endpoint, findings);
      break;
    case 'collection':
      if (isRead) judgeList(answer, target, context, findings);
      else if (method === 'POST') judgeResource(answer.body, { answer, target, context, findings, ...description });
      break;
    case 'root':
      if (isRead) judgeList(answer, target, context, findings);
      break;
    case 'search':
      if (method === 'POST') judgeList(answer, target, context, findings);
      break;
    case 'resource':
      if (['GET', 'PUT', 'PATCH'].includes(method)) {
        judgeResource(answer.body, { answer, target, context, findings, ...description });
      }
      break;
    default:
  }
}

/** Whether a body that is a JSON object has anything that makes it a resource. */
function holdsResource({ body, text }: Answer): boolean {
  return isObject(body) ? 'schemas' in body || 'meta' in body : text !== '';
}
