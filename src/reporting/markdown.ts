import { oneLine } from './plain-value.ts';

/**
 * Text that Markdown shows as it is. Server text goes through this: unescaped it could
 * become an image or a link, and an image would be loaded from outside.
 */
export function asText(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]()<>#+\-.!|~&:/@]/g, '\\$&');
}

/** A code block whose fence is longer than any run of backticks within. */
export function asCode(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
