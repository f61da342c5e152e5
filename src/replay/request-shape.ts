import { isObject } from '../scim/models/json.ts';
import { decodedText, splitOnce } from '../scim/url-text.ts';

/** Words of the protocol: their values say nothing of a person, and are part of a request's form. */
const WORDS = /^(?:add|remove|replace|urn:\S+|work|home|other|user|group|direct|true|false|[a-z]{2}[-_][A-Za-z]{2})$/i;

/** What a request is about, whatever it names: `/Users/{id}`, `/Groups?count&filter=displayName eq`. */
export function targetShape(path: string): string {
  const [place = '', query = ''] = splitOnce(path, '?');
  const endpoint = place.replace(/^(\/(?:Users|Groups|Schemas|ResourceTypes))\/[^/]+$/, '$1/{id}');
  const parameters = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return name === 'filter' ? `filter=${filterShape(decodedText(value.replaceAll('+', ' ')))}` : name;
    })
    .sort();
  return parameters.length === 0 ? endpoint : `${endpoint}?${parameters.join('&')}`;
}

/** How the query is written: order of the parameters, and what stands for a blank and for a quotation mark. */
export function queryWriting(path: string): { order: string; blanks: string; quotes: string } {
  const [, query = ''] = splitOnce(path, '?');
  const order = query.split('&').flatMap((pair) => (pair === '' ? [] : [pair.split('=')[0] ?? '']));
  const filter = query.split('&').find((pair) => pair.startsWith('filter=')) ?? '';
  return {
    order: order.join(', '),
    blanks: /%20/.test(filter) ? '%20' : /\+/.test(filter) ? '+' : '',
    quotes: /%22/i.test(filter) ? '%22' : filter.includes('"') ? '"' : '',
  };
}

/** Each place in a body with the kind of its value, or with its value where that is a word of the protocol. */
export function bodyShape(text: string | null): string[] {
  const lines: string[] = [];
  const walk = (value: unknown, place: string) => {
    if (Array.isArray(value)) {
      if (value.length === 0) lines.push(`${place}: empty list`);
      for (const one of value) walk(one, `${place}[]`);
    } else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) walk(inner, place === '' ? name : `${place}.${name}`);
    } else lines.push(`${place}: ${kindOf(value, place)}`);
  };
  try {
    if (text !== null && text.trim() !== '') walk(JSON.parse(text), '');
  } catch {
    return ['not JSON'];
  }
  return [...new Set(lines)];
}

/** Order of the members at the top of a body. */
export function memberOrder(text: string | null): string {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isObject(value) ? Object.keys(value).join(', ') : '';
  } catch {
    return '';
  }
}

/** Whether a body is written without spaces between its parts. */
export function isCompact(text: string | null): boolean {
  if (text === null) return true;
  try {
    return JSON.stringify(JSON.parse(text)).length >= text.trim().length;
  } catch {
    return true;
  }
}

function kindOf(value: unknown, place: string): string {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  if (value === '') return 'empty text';
  if (/(?:^|\.)path$/i.test(place)) return value.replace(/"[^"]*"/g, '"…"');
  return WORDS.test(value) ? (/^(?:true|false)$/i.test(value) ? 'boolean as a text' : value) : 'text';
}

function filterShape(filter: string): string {
  return filter
    .replace(/"[^"]*"/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
