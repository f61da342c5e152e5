import type { Exchange, HeaderLines } from '../evidence/exchange.ts';
import type { Redaction } from '../evidence/redaction.ts';
import type { Answer } from '../scim/answer.ts';
import { headerIn, mediaTypeIn } from '../scim/header-lines.ts';
import { layerOf } from '../scim/layer.ts';
import { unpackedText } from '../scim/received-body.ts';
import type { CapturedBody, PassedExchange } from './passed-exchange.ts';
import type { TrafficPseudonyms } from './traffic-pseudonyms.ts';

/** Lines that carry a credential: not even a stand-in of them is stored. */
const CREDENTIAL_LINE = /^(?:authorization|proxy-authorization|x-vault-token|cookie|set-cookie)$/i;

export interface Storing {
  redaction: Redaction;
  pseudonyms: TrafficPseudonyms;
}

/**
 * An exchange that was seen, as the oracles want it: the answer in clear for judging, and beside it the record that
 * may be stored, without credential lines, redacted and with stand-ins for every text that is not the protocol's.
 *
 * @param origin scheme and host by which the server knows itself
 * @throws Error when the answer is packed in a way that cannot be read
 */
export async function judgedAnswer(
  passed: PassedExchange,
  origin: string,
  index: number,
  { redaction, pseudonyms }: Storing,
): Promise<Answer> {
  const { method, target, status, requestHeaders, responseHeaders } = passed;
  for (const secret of credentialsIn(requestHeaders)) redaction.register(secret, 'token');
  const sent = await textOf(passed.requestBody, headerIn(requestHeaders, 'content-encoding') ?? '');
  const text = await textOf(passed.responseBody, headerIn(responseHeaders, 'content-encoding') ?? '');
  const mediaType = mediaTypeIn(responseHeaders);
  const body = parsed(text);
  const layer = status === 0 ? 'none' : layerOf({ status, mediaType, text, body });
  const stored = (clear: string, type: string) => pseudonyms.body(redaction.body(clear, type), target);
  const exchange: Exchange = {
    index,
    phase: 'act',
    actor: 'connector',
    method,
    url: pseudonyms.url(redaction.url(origin + target)),
    requestHeaders: storedHeaders(requestHeaders, redaction, pseudonyms),
    requestBody: passed.requestBody.bytes.length === 0 ? null : stored(sent, mediaTypeIn(requestHeaders)),
    status: status === 0 ? null : status,
    responseHeaders: storedHeaders(responseHeaders, redaction, pseudonyms),
    responseBody: stored(text, mediaType),
    layer,
    startedAt: new Date(passed.startedAt).toISOString(),
    durationMs: Math.round(passed.durationMs * 100) / 100,
    ...(passed.failure === undefined ? {} : { failure: redaction.text(passed.failure) }),
  };
  return {
    request: {
      method,
      path: target,
      url: origin + target,
      body: parsed(sent),
      header: (name) => headerIn(requestHeaders, name),
    },
    status,
    headers: responseHeaders,
    header: (name) => headerIn(responseHeaders, name),
    mediaType,
    text,
    body,
    layer,
    exchange,
  };
}

/** What the request carried as proof of who it is, without the scheme's name. */
export function credentialsIn(lines: HeaderLines): string[] {
  return lines
    .filter(([name]) => CREDENTIAL_LINE.test(name))
    .map(([, value]) => value.replace(/^\s*[a-z]+\s+(?=\S)/i, '').trim())
    .filter((value) => value !== '');
}

export function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function storedHeaders(lines: HeaderLines, redaction: Redaction, pseudonyms: TrafficPseudonyms): HeaderLines {
  return redaction
    .headers(lines.filter(([name]) => !CREDENTIAL_LINE.test(name)))
    .map(([name, value]) => [name, /location$/i.test(name) ? pseudonyms.url(value) : value]);
}

async function textOf({ bytes }: CapturedBody, encoding: string): Promise<string> {
  return unpackedText(bytes, encoding);
}
