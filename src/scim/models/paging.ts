/** What a client asks for and what the server may decide (RFC 7644 section 3.4.2.4). */
export interface PageRequest {
  startIndex?: number;
  count?: number;
  /** `filter.maxResults` of the configuration, if it limits pages. */
  maxResults?: number;
  /** Page size that the server uses when no count is given. Default: everything. */
  defaultCount?: number;
}

export interface ExpectedPage {
  /** Index of the first resource, from 1, as the answer has to give it. */
  startIndex: number;
  itemsPerPage: number;
  totalResults: number;
  ids: string[];
  /** Whether `startIndex` and `itemsPerPage` are mandatory in the answer. */
  isPartial: boolean;
}

/**
 * The exact page of an ordered result: a `startIndex` below 1 means 1, a negative `count` means 0, a page
 * behind the end is empty, and `totalResults` is the number of all matches whatever was asked for.
 */
export function expectedPage(ids: readonly string[], request: PageRequest = {}): ExpectedPage {
  const startIndex = Math.max(request.startIndex ?? 1, 1);
  const asked = request.count ?? request.defaultCount ?? ids.length;
  const size = Math.min(Math.max(asked, 0), request.maxResults ?? Number.POSITIVE_INFINITY);
  const page = ids.slice(startIndex - 1, startIndex - 1 + size);
  return {
    startIndex,
    itemsPerPage: page.length,
    totalResults: ids.length,
    ids: page,
    isPartial: page.length < ids.length,
  };
}

/** The requests of a walk over all pages: each `startIndex` follows from the page before. */
export function expectedWalk(ids: readonly string[], count: number): ExpectedPage[] {
  if (count < 1) throw new RangeError('a walk needs a count of at least 1');
  const pages: ExpectedPage[] = [];
  for (let startIndex = 1; startIndex <= ids.length; startIndex += count) {
    pages.push(expectedPage(ids, { startIndex, count }));
  }
  return pages;
}
