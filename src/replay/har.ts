import { readFileSync, statSync } from 'node:fs';
import type { HeaderLines } from '../evidence/exchange.ts';
import { isObject } from '../scim/models/json.ts';
import { SetupError } from '../targets/setup-error.ts';

/** Bytes of a capture that are read; one of an hour of provisioning has a few. */
const LARGEST = 200 * 1024 * 1024;

/** The part of a path that comes before what SCIM defines (RFC 7644 section 3.2). */
const BASE = /^(.*?)(\/(?:Users|Groups|Schemas|ResourceTypes|ServiceProviderConfig|Me|Bulk|\.search)(?:[/?].*)?)$/;

/** One recorded exchange with a SCIM service. */
export interface RecordedExchange {
  /** Position in the capture, from 1. */
  index: number;
  method: string;
  /** `https://vault.example.com:8200/v1/identity/scim/v2` */
  base: string;
  /** Path and query below the base, as recorded. */
  path: string;
  headers: HeaderLines;
  body: string | null;
  /** 0 when the capture holds no answer. */
  status: number;
  answer: string;
}

/**
 * The exchanges with a SCIM service in a capture (HAR 1.2), in the order of their start. Anything else that a browser
 * or proxy recorded is left out.
 *
 * @throws SetupError with one sentence for a file that cannot be used
 */
export function readHar(file: string): RecordedExchange[] {
  const entries = entriesIn(textOf(file), file);
  const exchanges = entries
    .map((entry, i) => ({
      started: Date.parse(String(entry.startedDateTime)) || 0,
      exchange: exchangeOf(entry, i + 1, file),
    }))
    .sort((a, b) => a.started - b.started)
    .flatMap(({ exchange }) => exchange ?? []);
  if (exchanges.length === 0) {
    throw new SetupError(
      `${file} holds no exchange with a SCIM service: record the traffic of the connector, with paths such as /Users.`,
    );
  }
  return exchanges;
}

function textOf(file: string): string {
  try {
    if (statSync(file).size > LARGEST) {
      throw new SetupError(`${file} is larger than 200 MB: save a capture of the SCIM traffic alone.`);
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(`The file ${file} cannot be read: name a capture that was saved as HAR.`);
  }
}

function entriesIn(text: string, file: string): Record<string, unknown>[] {
  let capture: unknown;
  try {
    capture = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new SetupError(`${file} is not JSON: save the capture as HAR again, it may have been cut off.`);
  }
  const log = isObject(capture) ? capture.log : undefined;
  const entries = isObject(log) ? log.entries : undefined;
  if (!Array.isArray(entries)) throw new SetupError(`${file} is no HAR: it has no log.entries.`);
  return entries.map((entry, i) => {
    if (!isObject(entry)) throw new SetupError(`${file} is no HAR: entry ${i + 1} is not an object.`);
    return entry;
  });
}

/** Null for what was not addressed to a SCIM service. */
function exchangeOf(entry: Record<string, unknown>, index: number, file: string): RecordedExchange | null {
  const bad = (what: string) => new SetupError(`${file} is no HAR: entry ${index} has no ${what}.`);
  const { request, response } = entry;
  if (!isObject(request)) throw bad('request');
  const { method, url } = request;
  if (typeof method !== 'string' || !/^[A-Z]+$/i.test(method)) throw bad('method of the request');
  if (typeof url !== 'string') throw bad('url of the request');
  const [, origin = '', target = ''] = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(url) ?? [];
  const [, prefix, path] = BASE.exec(target) ?? [];
  if (prefix === undefined || path === undefined) return null;
  const answer = isObject(response) ? response : {};
  return {
    index,
    method: method.toUpperCase(),
    base: origin + prefix,
    path,
    headers: headersIn(request.headers),
    body: contentIn(request.postData),
    status: typeof answer.status === 'number' ? answer.status : 0,
    answer: contentIn(answer.content) ?? '',
  };
}

function headersIn(value: unknown): HeaderLines {
  return (
    (Array.isArray(value) ? value : [])
      .filter(isObject)
      .map(({ name, value: line }): [string, string] => [String(name), String(line ?? '')])
      // What HTTP/2 writes in front of the header is no header line.
      .filter(([name]) => !name.startsWith(':'))
  );
}

function contentIn(content: unknown): string | null {
  if (!isObject(content) || typeof content.text !== 'string') return null;
  return content.encoding === 'base64' ? Buffer.from(content.text, 'base64').toString('utf8') : content.text;
}
