import type { HeaderLines } from '../evidence/exchange.ts';

/** Value of a header by name in any case; several lines joined by `, `. */
export function headerIn(lines: HeaderLines, name: string): string | undefined {
  const wanted = name.toLowerCase();
  let values: string | undefined;
  for (const [line, value] of lines) {
    if (line.length !== wanted.length || line.toLowerCase() !== wanted) continue;
    values = values === undefined ? value : `${values}, ${value}`;
  }
  return values;
}

/** Media type of a message without parameters, lower case; '' when its headers name none. */
export function mediaTypeIn(lines: HeaderLines): string {
  return (headerIn(lines, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
