import type { Answer } from '../answer.ts';
import { isObject } from '../models/json.ts';
import type { FindingList } from './finding.ts';

/** Vault tokens (service, batch, recovery, SCIM) and JSON Web Tokens. */
const CREDENTIAL =
  /\b(?:hv[sbr]|scm)\.[A-Za-z0-9_-]{16,}|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g;

/** Shorter passwords occur in a body by chance. */
const TELLING_LENGTH = 6;

/** Passwords that a request carried: at top level, or as the value of a PATCH operation. */
function sentPasswords(body: unknown): string[] {
  if (!isObject(body)) return [];
  const found: unknown[] = [body.password];
  for (const operation of Array.isArray(body.Operations) ? body.Operations : []) {
    if (!isObject(operation)) continue;
    if (String(operation.path).toLowerCase().endsWith('password')) found.push(operation.value);
    if (isObject(operation.value)) found.push(operation.value.password);
  }
  return found.filter((one): one is string => typeof one === 'string' && one.length >= TELLING_LENGTH);
}

/** Names the kind of a credential without showing it. */
function kindOf(credential: string): string {
  return credential.startsWith('eyJ') ? 'a JSON Web Token' : `a token of the form ${credential.slice(0, 4)}…`;
}

/** Cursors of a page: a signed one may be a JSON Web Token that lets nobody in (RFC 9865 section 5.2). */
function cursorsOf(body: unknown): unknown[] {
  return isObject(body) ? [body.nextCursor, body.previousCursor] : [];
}

/**
 * Nothing secret in a body, whichever layer wrote it. A token-like text that the request itself sent as data
 * is that client's own; findings never show what they found.
 */
export function judgeSecrets(answer: Answer, findings: FindingList): void {
  if (answer.text === '') return;
  const matches = answer.text.match(CREDENTIAL) ?? [];
  const sent = matches.length === 0 ? '' : (JSON.stringify(answer.request.body) ?? '') + answer.request.path;
  const cursors = cursorsOf(answer.body).filter((one) => String(one).startsWith('eyJ'));
  const leaked = matches.filter((one) => !sent.includes(one) && !cursors.includes(one));
  findings.judge('credential-absent', leaked.length === 0, { actual: leaked.map(kindOf) });
  const passwords = sentPasswords(answer.request.body);
  if (passwords.length === 0) return;
  const shown = passwords.some((one) => answer.text.includes(JSON.stringify(one).slice(1, -1)));
  findings.judge(answer.status >= 400 ? 'password-in-error' : 'password-absent', !shown, {
    expected: 'no password',
    actual: shown ? 'the password of the request' : 'no password',
  });
}
