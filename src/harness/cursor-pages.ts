import type { Answer } from '../scim/answer.ts';
import { bodyOf, idsOf } from './answers.ts';

/** A server may find nothing for a page and still know of more (RFC 9865 section 2): so many more are followed. */
const EMPTY_PAGES = 50;

/** Which attribute of a page leads on (RFC 9865 section 2, table 2). */
type Direction = 'nextCursor' | 'previousCursor';

/** The pages of a walk. */
export interface CursorPages {
  /** In the order of the walk; only the last one can be a refusal. */
  pages: Answer[];
  first: Answer;
  /** It still has a cursor when the walk does not end. */
  last: Answer;
  /** The ids on all pages, sorted; what is on two pages is there twice. */
  ids: string[];
}

/** The cursor that a page gives, or undefined; null stands for none (RFC 7643 section 2.5). */
export function cursorOf(page: Answer, direction: Direction = 'nextCursor'): string | undefined {
  const cursor = bodyOf(page)[direction];
  return cursor === undefined || cursor === null ? undefined : String(cursor);
}

/**
 * Follows the cursors of a query until a page has none.
 *
 * @param ask the query with this cursor, and all else the same each time
 * @param most resources that the walk can come to
 * @param from cursor to begin with: '' for the first page
 */
export async function cursorPages(
  ask: (cursor: string) => Promise<Answer>,
  most: number,
  { from = '', direction = 'nextCursor' }: { from?: string; direction?: Direction } = {},
): Promise<CursorPages> {
  const first = await ask(from);
  const pages = [first];
  let last = first;
  for (let cursor = cursorOf(last, direction); cursor !== undefined; cursor = cursorOf(last, direction)) {
    if (pages.length > most + EMPTY_PAGES) break;
    last = await ask(cursor);
    pages.push(last);
  }
  return { pages, first, last, ids: pages.flatMap(idsOf).sort() };
}
