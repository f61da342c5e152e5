import {
  ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION,
  type HttpExchange,
  type HttpExchangeBody,
  type HttpExchangeNameValue,
} from 'allure-js-commons';
import type { Exchange, HeaderLines } from '../evidence/exchange.ts';
import { cut, oneLine } from './plain-value.ts';

/** An exchange in the form of Allure's native attachment type; a body longer than `longestBody` characters is cut. */
export function httpAttachment(exchange: Exchange, longestBody: number): HttpExchange {
  const start = Date.parse(exchange.startedAt);
  const { status, failure, requestBody, requestHeaders, responseBody, responseHeaders } = exchange;
  const query = queryOf(exchange.url);
  return {
    schemaVersion: ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION,
    request: {
      method: exchange.method,
      url: exchange.url,
      headers: lines(requestHeaders),
      ...(query.length > 0 ? { query } : {}),
      ...(requestBody === null ? {} : { body: body(requestBody, requestHeaders, longestBody) }),
    },
    ...(status === null
      ? {}
      : {
          response: {
            status,
            headers: lines(responseHeaders),
            ...(responseBody === '' ? {} : { body: body(responseBody, responseHeaders, longestBody) }),
          },
        }),
    ...(failure === undefined ? {} : { error: { name: 'No complete answer', message: failure } }),
    ...(Number.isNaN(start) ? {} : { start, stop: start + Math.round(exchange.durationMs) }),
  };
}

/** What a list of exchanges shows of one: `3. tenant: PATCH /v1/…/Users/1 → 200`. */
export function exchangeTitle({ index, actor, method, url, status, failure }: Exchange): string {
  const path = url.slice(0, 500).replace(/^https?:\/\/[^/]*/, '') || '/';
  return `${index}. ${oneLine(`${actor}: ${cut(method, 20)} ${cut(path, 100)}`)} → ${status ?? oneLine(failure ?? 'no answer', 100)}`;
}

function lines(headers: HeaderLines): HttpExchangeNameValue[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function queryOf(url: string): HttpExchangeNameValue[] {
  // Tests send malformed addresses on purpose, which `URL` would refuse.
  const start = url.indexOf('?');
  if (start < 0) return [];
  return [...new URLSearchParams(url.slice(start + 1))].map(([name, value]) => ({ name, value }));
}

function body(text: string, headers: HeaderLines, longest: number): HttpExchangeBody {
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return {
    ...(contentType === undefined ? {} : { contentType }),
    encoding: 'utf8',
    value: text.slice(0, longest),
    size: Buffer.byteLength(text),
    truncated: text.length > longest,
  };
}
