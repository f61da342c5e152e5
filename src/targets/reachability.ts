import type { Answer } from '../scim/answer.ts';
import { SetupError } from './setup-error.ts';

const CERTIFICATE = /certificate|altnames|self[- ]signed|unable to verify|CERT_|unable to get/i;
const NOT_TLS = /wrong version number|packet length too long|record layer|EPROTO/i;
const CLIENT_CERTIFICATE = /certificate required|bad certificate|alert number (?:42|116)|handshake failure/i;
const CLOSED = /other side closed|ECONNRESET|socket hang up/i;

/**
 * Throws the sentence that fits when a server could not be talked to at all.
 *
 * @param variable Environment variable that holds the address.
 */
export function requireAnswer(answer: Answer, variable: string, address: string): void {
  if (answer.status === 0) throw new SetupError(sentence(answer.exchange.failure ?? 'no answer', variable, address));
  if (
    answer.status === 400 &&
    /HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS/i.test(answer.text)
  ) {
    throw new SetupError(`The server at ${address} speaks TLS: start ${variable} with https:// instead of http://.`);
  }
}

function sentence(failure: string, variable: string, address: string): string {
  if (CLIENT_CERTIFICATE.test(failure)) {
    return `The server at ${address} refuses the TLS handshake (${failure}): set VAULT_CLIENT_CERT and VAULT_CLIENT_KEY to a client certificate that it accepts.`;
  }
  if (CERTIFICATE.test(failure)) {
    return `The certificate of ${address} is not trusted (${failure}): set VAULT_CACERT to the CA's certificate, or VAULT_TLS_SERVER_NAME if only the name differs.`;
  }
  if (NOT_TLS.test(failure)) {
    return `The server at ${address} does not speak TLS: start ${variable} with http:// instead of https://, or name the TLS port.`;
  }
  if (/ENOTFOUND|EAI_AGAIN/.test(failure)) {
    return `The host of ${address} is not known (${failure}): correct ${variable}.`;
  }
  if (CLOSED.test(failure)) {
    // Under TLS 1.3 the handshake is over for the client before the server misses its certificate.
    const likely = address.startsWith('http:')
      ? `if it speaks TLS, start ${variable} with https://`
      : 'if it asks for a client certificate, set VAULT_CLIENT_CERT and VAULT_CLIENT_KEY';
    return `The server at ${address} closed the connection without an answer: ${likely}.`;
  }
  return `Nothing answers at ${address} (${failure || 'no connection'}): start the server, or correct ${variable}.`;
}
