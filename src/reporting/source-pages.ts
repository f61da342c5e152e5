import { readFileSync } from 'node:fs';
import { csvLines } from '../verdicts/csv.ts';

/** A published document that the catalogue cites by a short tag such as `S1`. */
export interface SourcePage {
  title: string;
  url: string;
}

export type SourcePages = ReadonlyMap<string, SourcePage>;

const TAG = /\bS\d+[a-z]?\b/g;

/** The documents behind the tags of the catalogue, by tag, as `sources.csv` lists them. */
export function readSourcePages(
  file: URL = new URL('../../fixtures/catalogue/sources.csv', import.meta.url),
): SourcePages {
  const lines = csvLines(readFileSync(file, 'utf8'));
  return new Map(lines.map(({ tag = '', title = '', address = '' }) => [tag, { title, url: address }]));
}

/** Tags that a row's `source` cites, in order. */
export function citedTags(source: string): string[] {
  return [...new Set([...source.matchAll(TAG)].map(([tag]) => tag))];
}

/** A row's `source` with titles for tags, so that a stranger knows the document: `SCIM API reference (S1)`. */
export function sourceInWords(source: string, pages: SourcePages): string {
  const isOnlyTags = source.replace(TAG, '').trim() === '';
  const named = source.replace(TAG, (tag) => {
    const title = pages.get(tag)?.title;
    return title === undefined ? tag : `${title} (${tag})${isOnlyTags ? ';' : ''}`;
  });
  return named.replace(/;$/, '');
}
